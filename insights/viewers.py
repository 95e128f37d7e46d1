"""Who may look at what is missing, whose readers they think of first, and where they may begin something."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.db.models import QuerySet

from agreement.days import today
from insights.grids import Square
from insights.panel_pages import pages_of
from insights.starting import PanelPage, Place, Way, ways_to_begin
from moderation.my_panel import places_to_write_in
from people.access import roles_of
from people.models import Appointment, Council, Membership, Role, User, YouthPanel
from taxonomy.models import Area

EVERYWHERE = ""
"""In an address: the readers of no area, but all."""

WHOSE_WORK_IT_IS = {Role.LEAD, Role.MODERATOR, Role.TRANSLATOR, Role.ADMIN}


def may_look(user: User) -> bool:
    """Members, and the adults whose work the pages are."""
    if user.is_superuser or roles_of(user) & WHOSE_WORK_IT_IS:
        return True
    return user.is_active and Membership.objects.current().filter(user=user).exists()


def areas_to_choose_from() -> list[Area]:
    return list(Area.objects.valid_on(today()).order_by("name", "code"))


def own_area(user: User, areas: list[Area]) -> Area | None:
    """The first of `areas` that a council of this user's is for: as a member, a lead, or by appointment."""
    terms = Appointment.objects.current().filter(user=user)
    of_panels = YouthPanel.objects.of_member_or_lead(user)
    councils = Council.objects.filter(pk__in=terms.values("council")) | Council.objects.filter(
        pk__in=of_panels.values("council")
    )
    codes = set(councils.values_list("area", flat=True))
    return next((area for area in areas if area.code in codes), None)


@dataclass(frozen=True)
class Viewer:
    """What somebody can begin with: their panels, the places where they write, the pages that are there."""

    panels: list[YouthPanel]
    places: list[Place]
    pages: list[PanelPage]

    @classmethod
    def of(cls, user: User, *, topic: str | None = None) -> Viewer:
        panels = list(_panels_written_for(user))
        return cls(panels, _places_of(user, panels), pages_of(panels, topic=topic))

    @cached_property
    def pages_about(self) -> dict[str, list[PanelPage]]:
        found = defaultdict(list)
        for page in self.pages:
            for topic in page.topics:
                found[topic].append(page)
        return found

    def ways(self, gap: Square) -> list[Way]:
        pages = self.pages_about.get(gap.topic, [])
        return ways_to_begin(gap, pages, self.places, main_language=settings.LANGUAGE_CODE)


def _panels_written_for(user: User) -> QuerySet[YouthPanel]:
    """The youth panels for which this user writes, as a member or as a translator."""
    panels = YouthPanel.objects.of_member(user) | YouthPanel.objects.in_care_of(user, Role.TRANSLATOR)
    return panels.select_related("root_page").order_by("name")


def _places_of(user: User, panels: list[YouthPanel]) -> list[Place]:
    """Where this user may begin pages for these panels, in each language."""
    return [
        Place(pk=place.pk, panel=panel.pk, language=place.locale.language_code)
        for panel in panels
        for place in places_to_write_in(panel, user)
    ]
