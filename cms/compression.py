"""The admin's pages, packed for their way where that gives nothing away.

Packing what is secret beside what somebody else chose tells the secret by its length (BREACH): an attacker makes a browser
ask again and again, with a guess in the address. So only pages are packed that the browser itself vouches one of our own
pages asked for (`Sec-Fetch-Site`), by GET: no other site can have chosen anything in them. Django adds bytes at random to
each, and gives its keys against forged requests another mask each time.

The API packs its own answers, in which nothing is secret (delivery/encodings.py); files are packed beforehand.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

ADMIN_ROOT = "/admin/"
PACKED = ("text/html", "application/json", "text/javascript", "image/svg+xml")


class AdminGZipMiddleware(GZipMiddleware):
    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not request.path.startswith(ADMIN_ROOT):
            return response
        if not response.headers.get("Content-Type", "").startswith(PACKED):
            return response
        patch_vary_headers(response, ["Sec-Fetch-Site"])
        if request.method != "GET" or request.headers.get("Sec-Fetch-Site") != "same-origin":
            return response
        packed: HttpResponseBase = super().process_response(request, response)  # type: ignore[arg-type]
        return packed
