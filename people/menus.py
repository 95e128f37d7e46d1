"""A menu shows no door that is closed to whoever looks at it, none that leads out of the house, and plain words."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from people.furniture import leads_somewhere_open

# By Wagtail's names. "Media" and "documents" say nothing to somebody who looks for a film or its captions.
PLAIN_WORDS = {"images": _("Pictures"), "media": _("Videos"), "documents": _("Captions")}

# A list of keyboard shortcuts, what is new in Wagtail, and its handbook.
FOR_SUPERUSERS = ("help",)


def leave_open_doors(request: HttpRequest, items: list[MenuItem]) -> None:
    """Take the others out of a menu that Wagtail is about to show."""
    items[:] = [item for item in items if _leads_somewhere_open(request, item.url)]


def say_it_plainly(request: HttpRequest, items: list[MenuItem]) -> None:
    """Call things in the main menu what members call them, and leave out what is about Wagtail itself."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name not in FOR_SUPERUSERS]
    for item in items:
        item.label = PLAIN_WORDS.get(item.name, item.label)


def _leads_somewhere_open(request: HttpRequest, url: str) -> bool:
    parts = urlsplit(url)
    if parts.netloc:
        return False
    return not parts.path or leads_somewhere_open(parts.path, request.user)
