"""Finished JSON as an HTTP answer: strong ETag, 304, caching, and the keys to purge it by."""

from __future__ import annotations

from hashlib import blake2b

from django.http import HttpRequest, HttpResponse

FRESH_FOR = 60  # seconds, wherever nothing says otherwise
STALE_FOR = 600
STALE_IF_ERROR_FOR = 24 * 60 * 60


def answer(
    request: HttpRequest,
    text: str,
    *,
    keys: list[str],
    status: int = 200,
    content_type: str = "application/json",
    fresh_for: int | None = FRESH_FOR,
) -> HttpResponse:
    """`text` for everybody alike; or 304 for whoever has it already. With no `fresh_for` nothing may keep it."""
    body = text.encode()
    etag = etag_of(body)
    known = status == 200 and is_among(etag, request.headers.get("If-None-Match", ""))
    response = HttpResponse(status=304) if known else HttpResponse(body, status=status, content_type=content_type)
    if known:
        del response["Content-Type"]
    response["ETag"] = etag
    response["Cache-Control"] = cache_control(fresh_for)
    response["Surrogate-Key"] = " ".join(keys)
    return response


def etag_of(body: bytes) -> str:
    return f'"{blake2b(body, digest_size=16).hexdigest()}"'


def is_among(etag: str, asked: str) -> bool:
    """Does an If-None-Match header name this tag? Compared weakly, as RFC 9110 (13.1.2) wants it; `*` names them all."""
    tags = [tag.strip().removeprefix("W/") for tag in asked.split(",")]
    return etag in tags or tags == ["*"]


def cache_control(fresh_for: int | None) -> str:
    if fresh_for is None:
        return "no-store"
    return f"public, max-age={fresh_for}, stale-while-revalidate={STALE_FOR}, stale-if-error={STALE_IF_ERROR_FOR}"
