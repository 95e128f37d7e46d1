"""The door of the quick room: a small WSGI application before Django."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.db import Error as DatabaseError
from django.db import connection

from cms.quick.answering import answer_to
from cms.quick.editions import Editions, Known
from cms.quick.remembered import Answer, Remembered
from cms.quick.threads import OF_THREADS
from delivery.answers import REVALIDATED, VARY, is_among
from delivery.encodings import chosen

log = logging.getLogger(__name__)

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
Headers = list[tuple[str, str]]

ROOT = "/api/v1/"
OK, UNCHANGED = "200 OK", "304 Not Modified"
OWN = (
    *("Content-Type", "ETag", *(name for name, _value in REVALIDATED)),
    *("Surrogate-Key", "Content-Length"),
)
IF_NONE_MATCH, SCHEME_IN_FRONT = "HTTP_IF_NONE_MATCH", "HTTP_X_FORWARDED_PROTO"
SCHEMES = ("", "http", "https")
MOST_DOORSTEPS = 32

# A cache of ours in front says so by this header, and is told until when it may keep the answer (editions.py says why).
CACHE_IN_FRONT, KEEP_UNTIL = "HTTP_SURROGATE_CAPABILITY", "X-Accel-Expires"

# All of a request that decides which headers an answer of the API has beside its own: host, scheme, and how it is packed.
Doorstep = tuple[str, str, str, str, str]
# The headers of Django's answer, in their order. None: that answer's own.
Manners = tuple[tuple[str, str | None], ...]


class QuickRoom:
    """Answers reads of the public API that need nothing but the read model; `django` answers the rest.

    What Django's middlewares put on every answer is copied from an answer that Django gave at the same doorstep: until it
    has given one there, and wherever it gives none (a host that is not ours), everything is Django's.
    """

    def __init__(self, django: Application, *, most_bytes: int) -> None:
        self.django = django
        self.editions = Editions()
        self.remembered = Remembered(most_bytes)
        self._manners: dict[tuple[Doorstep, str], Manners] = {}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        _ = OF_THREADS.alive
        is_read = environ["REQUEST_METHOD"] in ("GET", "HEAD") and environ["PATH_INFO"].startswith(ROOT)
        if not is_read or environ.get(SCHEME_IN_FRONT, "") not in SCHEMES:
            return self.django(environ, start_response)
        try:
            known, second = self.editions.current()
            return self._read(environ, start_response, known, second)
        except DatabaseError:
            # Nobody can say what is true now, so nothing remembered may be said. Django begins anew, and tells readers.
            connection.close()
            return self.django(environ, start_response)

    def _read(self, environ: Environ, start_response: StartResponse, known: Known, second: int) -> Iterable[bytes]:
        doorstep = _doorstep(environ)
        if not self._knows_manners_for(environ, doorstep):
            return self._watch_django(environ, start_response, doorstep, second)
        key = (environ["PATH_INFO"], environ.get("QUERY_STRING", ""), doorstep[-1])
        answer = self.remembered.get(known, key)
        if answer is None:
            answer = _worked_out(*key)
            if answer is None and environ["REQUEST_METHOD"] == "HEAD":
                return self._watch_django(environ, start_response, doorstep, second)
            if answer is None:
                status, headers, body = _whole(self.django, _as_if_new(environ))
                answer = _for_everybody(status, headers, body)
                if answer is None and status == OK and IF_NONE_MATCH in environ:
                    # Nothing may keep it, so that hardly anybody asks this: whether it is what they have, Django says.
                    return self.django(environ, start_response)
                if answer is None:
                    start_response(status, headers)
                    return [body]
            self.remembered.keep(known, key, answer)
        return self._give(answer, doorstep, second, environ, start_response)

    def _knows_manners_for(self, environ: Environ, doorstep: Doorstep) -> bool:
        """Both kinds where the reader may have the answer already: which one it will be is not known yet."""
        has_some = (doorstep, OK) in self._manners
        return has_some and (IF_NONE_MATCH not in environ or (doorstep, UNCHANGED) in self._manners)

    def _watch_django(
        self, environ: Environ, start_response: StartResponse, doorstep: Doorstep, second: int
    ) -> Iterable[bytes]:
        """Django's answer, whose manners are copied."""
        status, headers, body = _whole(self.django, environ)
        own = dict(headers)
        if status in (OK, UNCHANGED) and _is_for_everybody(own):
            if len(self._manners) >= MOST_DOORSTEPS:
                self._manners.pop(next(iter(self._manners)), None)
            self._manners[doorstep, status] = tuple((name, None if name in OWN else value) for name, value in headers)
        start_response(status, headers + _until(second, environ, own))
        return [body]

    def _give(
        self, answer: Answer, doorstep: Doorstep, second: int, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        if IF_NONE_MATCH in environ and is_among(answer.etag, environ[IF_NONE_MATCH]):
            own = dict(answer.own) | {"Content-Length": "0"}
            headers, status = _in_order(self._manners[doorstep, UNCHANGED], own), UNCHANGED
        else:
            headers, status = _whole_headers(answer, self._manners[doorstep, OK]), OK
        # Always a list of its own: what stands before us may add to it.
        start_response(status, headers + _until(second, environ, dict(headers) if CACHE_IN_FRONT in environ else {}))
        return [b"" if status is UNCHANGED or environ["REQUEST_METHOD"] == "HEAD" else answer.body]


def _whole_headers(answer: Answer, manners: Manners) -> Headers:
    """Put together once for as long as it is asked for at the same doorstep."""
    whole = answer.whole
    if whole is None or whole[0] is not manners:
        whole = answer.whole = manners, _in_order(manners, dict(answer.own))
    return whole[1]


def _in_order(manners: Manners, own: dict[str, str]) -> Headers:
    return [(name, own[name] if value is None else value) for name, value in manners]


def _worked_out(path: str, query: str, encoding: str) -> Answer | None:
    try:
        return answer_to(path, query, encoding)
    except DatabaseError:
        raise
    except Exception:
        log.exception("A read was handed on to Django")  # neither address nor query string: those are logged nowhere
        return None


def _doorstep(environ: Environ) -> Doorstep:
    return (
        environ.get("HTTP_HOST", ""),
        environ.get(SCHEME_IN_FRONT, ""),
        environ["wsgi.url_scheme"],
        environ.get("SCRIPT_NAME", ""),
        chosen(environ.get("HTTP_ACCEPT_ENCODING", "")),
    )


def _as_if_new(environ: Environ) -> Environ:
    """The request of somebody who has nothing yet: the whole answer can be remembered, and given to this reader too."""
    return {name: value for name, value in environ.items() if name != IF_NONE_MATCH}


def _whole(application: Application, environ: Environ) -> tuple[str, Headers, bytes]:
    said: list[Any] = []

    def hear(status: str, headers: Headers, *more: Any) -> None:
        said[:] = [status, headers]

    response: Any = application(environ, hear)
    try:
        return (*said, b"".join(response))  # type: ignore[return-value]
    finally:
        if hasattr(response, "close"):
            response.close()


def _for_everybody(status: str, headers: Headers, body: bytes) -> Answer | None:
    """An answer that may be remembered: whole, and the same for every reader. No error ever is."""
    own = dict(headers)
    if status != OK or not _is_for_everybody(own):
        return None
    return Answer(body, own["ETag"], tuple((name, own[name]) for name in OWN))


def _is_for_everybody(headers: dict[str, str]) -> bool:
    """Whether this is an answer as `delivery.answers` makes them, and nothing in it is for one reader alone."""
    made_by_us = "ETag" in headers and "Surrogate-Key" in headers and "CDN-Cache-Control" in headers
    return made_by_us and "Set-Cookie" not in headers and headers.get("Vary") == VARY


def _until(second: int, environ: Environ, headers: dict[str, str]) -> Headers:
    """To the end of the second in which we looked, for a cache of ours in front. It keeps nothing else."""
    if CACHE_IN_FRONT not in environ or not _is_for_everybody(headers):
        return []
    return [(KEEP_UNTIL, f"@{second}")]
