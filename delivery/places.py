"""What stands above a page and what it calls the levels, and what lies in an area. Remembers what it looked up: use one for each piece of work."""

from __future__ import annotations

from collections.abc import Iterable

from wagtail.models import Page

from agreement.labels import Labels, LabelsOfPlaces
from home.models import CouncilPage, YouthPanelPage
from taxonomy.models import Area


class Places:
    def __init__(self) -> None:
        self._above: dict[str, list[Page]] = {}
        self._councils: dict[str, CouncilPage | None] = {}
        self._within: dict[frozenset[str], set[str]] = {}
        self._labels: dict[tuple[str, str], Labels] = {}
        self._labels_of_places = LabelsOfPlaces()

    def above(self, page: Page) -> list[Page]:
        """The pages of councils and youth panels that `page` stands below, the nearest first."""
        parent = _parent_path(page)
        if parent not in self._above:
            places = page.get_ancestors().type(CouncilPage, YouthPanelPage)
            self._above[parent] = list(places.order_by("-depth"))
        return self._above[parent]

    def council(self, page: Page) -> CouncilPage | None:
        """The nearest council's page that `page` stands below, whole."""
        parent = _parent_path(page)
        if parent not in self._councils:
            nearest = next((place for place in self.above(page) if place.specific_class is CouncilPage), None)
            self._councils[parent] = CouncilPage.objects.get(pk=nearest.pk) if nearest else None
        return self._councils[parent]

    def councils(self, page: Page) -> list[str]:
        """The content_ids of the councils' pages that `page` stands below."""
        return [str(place.translation_key) for place in self.above(page) if place.specific_class is CouncilPage]

    def level_labels(self, page: Page) -> Labels:
        """What readers of `page` see as the names of the levels, in its language. One query, however many are asked about."""
        key = (_parent_path(page), page.locale.language_code)
        if key not in self._labels:
            places = (place.translation_key for place in self.above(page))
            self._labels[key] = self._labels_of_places.nearest(places, page.locale.language_code)
        return self._labels[key]

    def codes_within(self, areas: Iterable[Area]) -> set[str]:
        """The codes of these areas and of all that lie in them: whose readers they are for."""
        codes = frozenset(area.code for area in areas)
        if codes not in self._within:
            self._within[codes] = _codes_within(set(codes))
        return self._within[codes]


def _parent_path(page: Page) -> str:
    return page.path[: -page.steplen]


def _codes_within(new: set[str]) -> set[str]:
    found: set[str] = set()
    while new:
        found |= new
        new = set(Area.objects.filter(parent__in=new).values_list("code", flat=True)) - found
    return found
