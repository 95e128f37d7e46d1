"""Showing a page as readers would see it, wherever it has got to: `{% load readers %}{% as_readers_see page level %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import mark_safe
from wagtail.models import Page

from delivery.projection import project
from delivery.reading import crisis_help_for
from literacy.levels import LiteracyLevel, nearest

register = template.Library()


@register.inclusion_tag("delivery/as_readers_see.html")
def as_readers_see(page: Page, level: LiteracyLevel | str | None = None, heading: int = 1) -> dict[str, Any]:
    """What readers would get of `page`, live or any revision of it, as a phone shows it; at `level` or the nearest one.

    `heading` is the level of its title among the headings of the page around it. Whether anything of it may be public,
    this does not say; what it points to is shown only if that may be.
    """
    specific = page.specific if type(page) is Page else page
    item = project(specific)
    served = _served(item, level)
    return {
        "item": item,
        "heading": heading,
        "served": served,
        "version": next((one for one in item["versions"] if one["level"] == served), None),
        "steps": [step | {"version": _version(step, served)} for step in item.get("steps", [])],
        "titles": {step["id"]: step["title"] for step in item.get("steps", [])},
        "crisis_help": crisis_help_for(item),
    }


@register.filter
def cleaned(html: str) -> str:
    """Rich text of a projection, which nh3 has cleaned already: safe to show as it is."""
    return mark_safe(html)


@register.filter
def at(mapping: dict[str, str], key: str) -> str:
    """What stands in `mapping` for `key`, else the key itself."""
    return mapping.get(key, key)


@register.filter
def best_source(image: dict[str, Any]) -> dict[str, Any] | None:
    """The middle one of a picture's renditions: enough for a phone."""
    renditions = image["renditions"]
    return renditions[min(1, len(renditions) - 1)] if renditions else None


@register.filter
def here(address: str) -> str:
    """An address of ours without its host: inside the house, a page shows files from where it is itself served."""
    return address.removeprefix(settings.PUBLIC_URL)


def _served(item: dict[str, Any], level: LiteracyLevel | str | None) -> str | None:
    levels = {LiteracyLevel(code) for code in item["levels"]}
    wanted = getattr(level, "value", level)
    return nearest(LiteracyLevel(wanted), levels).value if wanted and levels else item["served_level"]


def _version(step: dict[str, Any], served: str | None) -> dict[str, Any] | None:
    """A draft's step may lack the level that is served; then the first one it has."""
    return next((one for one in step["versions"] if one["level"] == served), next(iter(step["versions"]), None))
