"""Where a gap leads: straight to the one way there is to begin it, or to a choice."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from insights.grids import Square
from insights.saying import PRESS
from insights.starting import Kind, Way
from insights.viewers import EVERYWHERE
from taxonomy.models import Area


@dataclass(frozen=True)
class Start:
    """Where a gap leads whoever looks, and what stands on the link."""

    url: str
    label: str


def start_of(gap: Square, ways: list[Way], area: Area | None) -> Start | None:
    """Straight to the one way there is; to a step between where there are several, or where more is to be said or pressed."""
    if not ways:
        return None
    way = ways[0]
    leads_there = len(ways) == 1 and way.kind is not Kind.TRANSLATE and way.language == gap.language
    return Start(address_of(way, gap) if leads_there else address_of_step(gap, area), press(way))


def press(way: Way) -> str:
    """What stands on the link. A draft is begun already, whatever is still to be written in it."""
    is_draft = way.page is not None and not way.page.has_readers
    return str(PRESS[Kind.GO_ON if is_draft else way.kind])


def address_of_step(gap: Square, area: Area | None) -> str:
    asked = {"topic": gap.topic, "level": gap.level, "locale": gap.language, "area": area.code if area else EVERYWHERE}
    return f"{reverse('insights:begin')}?{urlencode(asked)}"


def address_of(way: Way, gap: Square) -> str:
    """Where a way begins. A translation is begun by a button, so its address is that of the button's form."""
    if way.place is not None:
        begin = reverse("wagtailadmin_pages:add", args=["articles", "articlepage", way.place.pk])
        return f"{begin}?{urlencode({'topic': gap.topic})}"
    assert way.page is not None
    if way.kind is Kind.TRANSLATE:
        return reverse("moderation:start_translation", args=[way.page.pk])
    edit = reverse("wagtailadmin_pages:edit", args=[way.page.pk])
    if way.kind is not Kind.WRITE or way.page.main_level in ("", gap.level):
        return edit  # there is no other version to write it beside
    return f"{edit}?{urlencode({'write': gap.level, 'beside': way.page.main_level})}"
