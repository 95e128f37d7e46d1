"""Showing a page as readers would see it, wherever it has got to: `{% load readers %}{% as_readers_see page level %}`."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _
from wagtail.models import Page

from agreement.labels import Labels
from delivery.media import captions_at, with_keys_for
from delivery.mentions import Mentions
from delivery.pictures import focal_point_of, renditions_of
from delivery.projection import project
from delivery.reading import crisis_help_for
from literacy.levels import LiteracyLevel, nearest

register = template.Library()

OUTWARD_LINK = re.compile(r'<a href="(?P<address>[^"]*)" rel="[^"]*">')
HEADING = re.compile(r'<h3(?: id="[^"]*")?>')
INWARD_LINK = re.compile(
    r'<a data-content-id="[^"]*" href="(?P<path>[^"]*)" hreflang="[^"]*">(?P<words>(?:(?!<a ).)*?)</a>', re.DOTALL
)


@register.simple_tag(takes_context=True)
def as_readers_see(
    context: template.Context,
    page: Page,
    level: LiteracyLevel | str | None = None,
    heading: int = 1,
    hidden_too: bool = False,
) -> SafeString:
    """What readers would get of `page`, live or any revision of it, as a phone shows it; at `level` or the nearest one.

    Everything in it comes from its projection, in the words of its language. `heading` is the level of its title among
    the headings of the page around it. `hidden_too`: for whoever decides, also a version that readers will not get.
    Whether anything of it may be public, this does not say; what it points to is shown only if that may be. Its files
    open for whoever is logged in and is shown this.
    """
    specific = page.specific if type(page) is Page else page
    mentions = Mentions(once_agreed=True, hidden_too=hidden_too)
    item = with_keys_for(_user_of(context), project(specific, mentions))
    written = {level.value for level in specific.written_levels()}
    labels = mentions.places.level_labels(specific)
    with override(item["locale"]):
        shown = _shown(item, level, heading, labels, written=written, hidden_too=hidden_too)
        return render_to_string("delivery/as_readers_see.html", shown)


@register.simple_tag(takes_context=True)
def words_as_readers_see(
    context: template.Context, page: Page, level: LiteracyLevel | str, heading: int = 1
) -> SafeString:
    """The words of `page` at exactly this level, and nothing around them: to be looked at while somebody writes."""
    item = with_keys_for(_user_of(context), project(page, Mentions(hidden_too=True)))
    code = getattr(level, "value", level)
    version = next((one for one in item["versions"] if one["level"] == code), None)
    with override(item["locale"]):
        shown = {"item": item, "version": version, "heading": heading}
        return render_to_string("delivery/words_as_readers_see.html", shown)


def _shown(
    item: dict[str, Any],
    level: LiteracyLevel | str | None,
    heading: int,
    labels: Labels,
    *,
    written: set[str],
    hidden_too: bool,
) -> dict[str, Any]:
    """What the template needs. `written`: the levels with words, also those that readers do not get."""
    asked = LiteracyLevel(getattr(level, "value", level)) if level else None
    served = _served(item, asked)
    wanted = asked or (LiteracyLevel(served) if served else None)
    version = next((one for one in item["versions"] if one["level"] == served), None)
    steps = [step | {"version": _version(step, wanted)} for step in item.get("steps", [])]
    return {
        "item": item,
        "heading": heading,
        # What sets the parts of this showing apart from those of another level on the same page.
        "place": f"{item['locale']}-{wanted.value if wanted else 'any'}",
        "instead_of": labels[asked] if asked and served and asked.value != served else "",
        "is_hidden": bool(asked and not steps and asked.value in written - set(item["levels"])),
        "only_some_steps": any(wanted and version["level"] == wanted.value for version in _versions_of(steps)),
        "version": version,
        # Of what readers do not get, no reader is told that it may be out of date.
        "may_be_out_of_date": bool(version and version["possibly_out_of_date"] and not hidden_too),
        "label": labels[LiteracyLevel(served)] if served else "",
        "steps": steps,
        "titles": {step["id"]: step["title"] for step in steps},
        "is_empty": not (item["versions"] or steps or item.get("video")),
        "crisis_help": crisis_help_for(item),
    }


def _versions_of(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [version for step in steps for version in step["versions"]]


@register.simple_tag(takes_context=True)
def picture_as_readers_see(context: template.Context, picture: Any, alt: str = "") -> SafeString:
    """A picture by itself, smallest of its renditions: beside another one, to see what changed."""
    shown = {"alt": alt, "focal_point": focal_point_of(picture), "renditions": renditions_of(picture)[:1]}
    image = with_keys_for(_user_of(context), shown)
    return render_to_string("delivery/picture.html", {"image": image})


@register.filter
def cleaned(html: str, heading: int = 1) -> str:
    """Rich text of a projection, which nh3 has cleaned already, to be looked at inside the house.

    Links out open beside it. Links to our own pages lead to a front end's addresses, which are none of ours. Its
    headings come below the page's title, which is a heading of level `heading`.
    """
    beside = OUTWARD_LINK.sub(r'<a href="\g<address>" rel="noopener noreferrer" target="_blank">', html)
    inside = INWARD_LINK.sub(r'<span class="reader-link" title="\g<path>">\g<words></span>', beside)
    level = f"h{min(heading + 1, 6)}"
    # Without ids: the same page may show these words more than once, and has ids of its own.
    return mark_safe(HEADING.sub(f"<{level}>", inside).replace("</h3>", f"</{level}>"))


@register.filter
def what_captions_say(captions: dict[str, Any]) -> list[str]:
    """All that one of a video's caption files says to readers, one by one: who decides reads it without playing the film."""
    return captions_at(captions["url"])


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
def in_tenths(share: Any) -> int:
    """A place in a picture as tenths of its width or height, for a class name; the middle when nobody said."""
    return round(share * 10) if isinstance(share, int | float) else 5


@register.filter
def as_day(day: str) -> date | None:
    """A day of a projection, to be written the way its language writes days."""
    return date.fromisoformat(day) if day else None


@register.simple_tag
def own_name(code: str) -> str:
    """What a language calls itself: right in any sentence, also in one that nobody has translated yet."""
    try:
        return get_language_info(code)["name_local"]
    except KeyError:
        return code


@register.simple_tag
def how_soon(urgency: str | None) -> str:
    """What a page or an outcome says about its urgency; nothing when there is no hurry."""
    return {"now": _("Get help now"), "soon": _("Get help soon")}.get(urgency or "", "")


def _user_of(context: template.Context) -> Any:
    return getattr(context.get("request"), "user", None) or AnonymousUser()


def _served(item: dict[str, Any], asked: LiteracyLevel | None) -> str | None:
    levels = {LiteracyLevel(code) for code in item["levels"]}
    return nearest(asked, levels).value if asked and levels else item["served_level"]


def _version(step: dict[str, Any], wanted: LiteracyLevel | None) -> dict[str, Any] | None:
    """A step's words at this level; a step that lacks it, at the nearest one it has."""
    versions = {LiteracyLevel(version["level"]): version for version in step["versions"]}
    return versions[nearest(wanted, set(versions))] if wanted and versions else next(iter(versions.values()), None)
