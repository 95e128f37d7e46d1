"""The most that a WSGI server can do: the same few bytes each time, as large as one of our items."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

BODY = b'{"constant":"' + b"x" * 4000 + b'"}'
HEADERS = [("Content-Type", "application/json"), ("Content-Length", str(len(BODY)))]


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("200 OK", HEADERS)
    return [BODY]
