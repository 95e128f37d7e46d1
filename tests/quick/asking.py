"""Asking a WSGI application, as a web server does, and hearing all that it says."""

from __future__ import annotations

import io
from typing import Any, NamedTuple


class Said(NamedTuple):
    status: str
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def etag(self) -> str:
        return dict(self.headers)["ETag"]


def ask(application: Any, address: str, *, method: str = "GET", **more: str) -> Said:
    """`more`: headers, as in WSGI: HTTP_IF_NONE_MATCH."""
    path, _mark, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
    } | more
    heard: list[tuple[str, list[tuple[str, str]]]] = []
    response = application(environ, lambda status, headers, *_more: heard.append((status, headers)))
    try:
        body = b"".join(response)
    finally:
        getattr(response, "close", lambda: None)()
    return Said(*heard[-1], body)
