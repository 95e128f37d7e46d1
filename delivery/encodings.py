"""What an answer is packed in for its way: brotli, gzip, or nothing. Plain Python.

>>> chosen("gzip, deflate, br"), chosen("gzip;q=0.5"), chosen("br;q=0, gzip"), chosen("deflate"), chosen("")
('br', 'gzip', 'gzip', '', '')
>>> tag_in('"abc"', "br"), tag_in('"abc"', "")
('"abc-br"', '"abc"')
"""

from __future__ import annotations

import gzip
from functools import lru_cache

import brotli

BROTLI, GZIP, PLAIN = "br", "gzip", ""
# Once for an answer that is kept, so that some more work pays; and still some milliseconds for the longest.
BROTLI_QUALITY, GZIP_LEVEL = 5, 6
LONGEST_ASKED = 500  # characters; what is longer than that is no browser's


@lru_cache(maxsize=1024)
def chosen(accepted: str) -> str:
    """The best of ours that an Accept-Encoding header allows (RFC 9110, 12.5.3). What cannot be read allows nothing."""
    if len(accepted) > LONGEST_ASKED:
        return PLAIN
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        weights[name] = _weight(parameters)
    for ours in (BROTLI, GZIP):
        if weights.get(ours, weights.get("*", 0.0)) > 0:
            return ours
    return PLAIN


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


def packed(body: bytes, encoding: str) -> bytes:
    """The same bytes for the same body, each time: no moment and no file name is in them."""
    if encoding == BROTLI:
        return brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY)
    return gzip.compress(body, compresslevel=GZIP_LEVEL, mtime=0) if encoding == GZIP else body


def tag_in(etag: str, encoding: str) -> str:
    """A strong ETag is of bytes: each encoding has one of its own."""
    return f'{etag[:-1]}-{encoding}"' if encoding else etag
