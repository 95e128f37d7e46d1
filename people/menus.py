"""A menu shows no door that is closed to whoever looks at it, and none that leads out of the house."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from wagtail.admin.menu import MenuItem

from people.doors import is_open, is_wagtails


def leave_open_doors(request: HttpRequest, items: list[MenuItem]) -> None:
    """Take the others out of a menu that Wagtail is about to show."""
    items[:] = [item for item in items if _leads_somewhere_open(request, item.url)]


def _leads_somewhere_open(request: HttpRequest, url: str) -> bool:
    parts = urlsplit(url)
    if parts.netloc:
        return False
    if not parts.path:
        return True
    try:
        name = resolve(parts.path).view_name
    except Resolver404:
        return False
    return not is_wagtails(name) or is_open(name, to=request.user)
