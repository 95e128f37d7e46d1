"""What a browser may do with our pages (docs/decisions/0006-content-security-policy.md).

`script-src` is strict everywhere: our own files, and nothing written into a page. Wagtail's admin writes a handful of
inline scripts: cms/templates and cms/widgets.py replace them. Its pages do set styles on elements, so
`style-src 'unsafe-inline'` stays, for the admin alone.
"""

from __future__ import annotations

from typing import Any

from csp.constants import NONCE, NONE, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase

ADMIN_ROOT, API_ROOT = "/admin/", "/api/"

# Answers of the API are data: a browser that opens one does nothing with it.
FOR_DATA: dict[str, Any] = {"default-src": [NONE], "base-uri": [NONE], "form-action": [NONE], "frame-ancestors": [NONE]}

# Our own pages for people: only our own files, or scripts with this answer's nonce.
FOR_PAGES: dict[str, Any] = {
    "default-src": [NONE],
    "script-src": [SELF, NONCE],
    "style-src": [SELF, NONCE],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "media-src": [SELF],
    "manifest-src": [SELF],
    "base-uri": [NONE],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
}

# The admin shows its previews in frames of its own.
FOR_THE_ADMIN: dict[str, Any] = {
    **FOR_PAGES,
    "script-src": [SELF],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "media-src": [SELF, "blob:"],
    "frame-src": [SELF],
    "base-uri": [SELF],
    "frame-ancestors": [SELF],
}

# What a browser heeds in pages alone. An answer of the API says by its policy that it may do nothing, and is a third
# of a kilobyte lighter, each time, on a phone's connection.
FOR_PAGES_ALONE = ("X-Frame-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Permissions-Policy")

# The icons and the words of Wagtail's scripts: the same for everybody, and asked for by each page.
THE_SAME_FOR_ALL = ("wagtailadmin_sprite", "wagtailadmin_javascript_catalog")

PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"


class PolicyMiddleware(CSPMiddleware):
    """The policy for where the answer comes from, and the older headers that say the same."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request=request, response=response, report_only=report_only)
        if not report_only and parts.config is None:
            parts.config = policy_for(request.path, response)
        return parts

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        # A preview is made by a pretended request to the page's own address (wagtail/models/preview.py) inside a real one
        # to the admin, which decides: the page's policy would keep the editor from framing it.
        if getattr(request, "is_dummy", False):
            return response
        response = super().process_response(request, response)
        if request.path.startswith(API_ROOT) and not is_page(response):
            for name in FOR_PAGES_ALONE:
                del response[name]
            return response
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if request.path.startswith(ADMIN_ROOT):
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
            _keep_from_stores(request, response)
        return response


def _keep_from_stores(request: HttpRequest, response: HttpResponseBase) -> None:
    """What is behind a log-in stays in no browser that others use next, and in no proxy: whichever view made it."""
    match = request.resolver_match
    is_the_same_for_all = match is not None and match.view_name in THE_SAME_FOR_ALL
    if not is_the_same_for_all and "no-store" not in response.headers.get("Cache-Control", ""):
        response.headers["Cache-Control"] = "no-store, private"


def policy_for(path: str, response: HttpResponseBase) -> dict[str, Any]:
    if path.startswith(ADMIN_ROOT):
        return FOR_THE_ADMIN
    return FOR_PAGES if is_page(response) else FOR_DATA


def is_page(response: HttpResponseBase) -> bool:
    return response.headers.get("Content-Type", "").startswith("text/html")
