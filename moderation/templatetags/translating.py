"""What we put above wagtail-localize's editor, and what we take out of it."""

from __future__ import annotations

import json
from typing import Any

from django import template
from wagtail.models import Page

from moderation.line_ends import as_people_read_it, shown
from moderation.translating import TranslationRoad, road_of

register = template.Library()


@register.inclusion_tag("moderation/_translation_road.html", takes_context=True)
def translation_road(context: dict[str, Any], page: Page) -> dict[str, TranslationRoad | None]:
    """What is missing, what is in the way, and the button that sends it in."""
    return {"road": road_of(page, context["request"].user), "csrf_token": context.get("csrf_token")}  # type: ignore[dict-item]


@register.filter
def without_other_roads(props: str) -> str:
    """What the editor's script is given (wagtail_localize/views/edit_translation.py), without doors that are closed."""
    given = json.loads(props)
    given["perms"] |= {
        "canPublish": False,
        "canUnpublish": False,
        "canLock": False,
        "canUnlock": False,
        "canDelete": False,
    }
    given["links"] |= {"convertToAliasUrl": None}
    given["machineTranslator"] = None
    given["segments"] = [_in_lines(segment) for segment in given["segments"] if _is_translated_here(segment)]
    given["initialStringTranslations"] = [as_people_read_it(said) for said in given["initialStringTranslations"]]
    return json.dumps(given)


def _in_lines(segment: dict[str, Any]) -> dict[str, Any]:
    return {**segment, "source": shown(segment["source"])} if segment["type"] == "string" else segment


def _is_translated_here(segment: dict[str, Any]) -> bool:
    # A picture or a page stays the source's own; a link may lead to a page in the language (languages/segments.py).
    return segment["type"] == "string" or isinstance(segment.get("value"), str)
