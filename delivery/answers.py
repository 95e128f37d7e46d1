"""Finished JSON as an HTTP answer: strong ETag, 304, caching, and the keys to purge it by.

Browsers ask again each time: a 304 is cheap, and what was withdrawn must be gone at the next look. Caches that many share
are told apart from them, and may keep an answer for a second, which is as long as a withdrawal may take. Nothing stale is
ever allowed: who cannot reach us cannot know whether it still stands.
"""

from __future__ import annotations

from hashlib import blake2b

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from delivery.encodings import chosen, packed, tag_in

A_WITHDRAWAL_TAKES = 1  # seconds, until what was withdrawn is gone everywhere
SHARED = f"max-age={A_WITHDRAWAL_TAKES}, stale-while-revalidate=0, stale-if-error=0"

# Two names for one thing: RFC 9213, and what came before it. nginx is told by X-Accel-Expires (cms/quick).
REVALIDATED = (
    ("Cache-Control", "no-cache"),
    ("CDN-Cache-Control", SHARED),
    ("Surrogate-Control", SHARED),
)
VARY = "Accept-Encoding"
NOT_KEPT = (("Cache-Control", "no-store"),)


def answer(
    request: HttpRequest,
    text: str,
    *,
    keys: list[str],
    status: int = 200,
    content_type: str = "application/json",
    kept: bool = True,
) -> HttpResponse:
    """`text` for everybody alike; or 304 for whoever has it already. Unless it may be `kept`, nothing on its way keeps it."""
    body = text.encode()
    encoding = chosen(request.headers.get("Accept-Encoding", ""))
    etag = tag_in(etag_of(body), encoding)
    known = status == 200 and is_among(etag, request.headers.get("If-None-Match", ""))
    if known:
        response = HttpResponse(status=304)
        del response["Content-Type"]
    else:
        response = HttpResponse(packed(body, encoding), status=status, content_type=content_type)
        if encoding:
            response["Content-Encoding"] = encoding
    response["Vary"] = VARY
    response["ETag"] = etag
    say_who_may_keep(response, kept=kept)
    response["Surrogate-Key"] = " ".join(keys)
    return response


def etag_of(body: bytes) -> str:
    return f'"{blake2b(body, digest_size=16).hexdigest()}"'


def is_among(etag: str, asked: str) -> bool:
    """Does an If-None-Match header name this tag? Compared weakly, as RFC 9110 (13.1.2) wants it; `*` names them all."""
    tags = [tag.strip().removeprefix("W/") for tag in asked.split(",")]
    return etag in tags or tags == ["*"]


def say_who_may_keep(response: HttpResponseBase, *, kept: bool = True) -> None:
    """Browsers to ask again each time, shared caches for a second; or nobody at all."""
    for name, value in REVALIDATED if kept else NOT_KEPT:
        response[name] = value
