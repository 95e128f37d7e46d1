"""What the reading levels are called: by their standing labels, or as a place's panel and a moderator agreed.

A place is a council's or a youth panel's page. What stands in it has the labels of the nearest place above it that has
some in the page's language.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext, override
from wagtail.models import Page

from literacy.levels import LiteracyLevel
from literacy.naming import LONGEST_NAME

Labels = dict[LiteracyLevel, str]
"""What each of the four levels is called, the easiest first."""


class LevelLabel(models.Model):
    """What a place calls one level in one language. It describes the words, and never who reads them."""

    place = models.UUIDField(help_text="The content_id of the place's page: the same in every language.")
    language = models.CharField(max_length=20, choices=settings.LANGUAGES)
    level = models.CharField(max_length=4, choices=[(level.value, level.value) for level in LiteracyLevel])
    label = models.CharField(max_length=LONGEST_NAME)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "language", "level"], name="one_label_a_level_and_language")
        ]

    def __str__(self) -> str:
        return f"{self.level} ({self.language}): {self.label}"


class LabelsOfPlaces:
    """What all places call the levels, looked up once: use one for each piece of work, and never longer."""

    def __init__(self) -> None:
        self._agreed: dict[str, dict[uuid.UUID, Labels]] | None = None

    def nearest(self, places: Iterable[uuid.UUID], language: str) -> Labels:
        """The labels of the first of `places` that has some in this language, else the standing ones."""
        agreed = self._look_up().get(language)
        # Most places have none, and then nobody need look up which ones stand above.
        own = next((agreed[place] for place in places if place in agreed), {}) if agreed else {}
        return standing_labels(language) | own

    def _look_up(self) -> dict[str, dict[uuid.UUID, Labels]]:
        if self._agreed is None:
            self._agreed = defaultdict(lambda: defaultdict(dict))
            for row in LevelLabel.objects.all():
                self._agreed[row.language][row.place][LiteracyLevel(row.level)] = row.label
        return self._agreed


def standing_labels(language: str) -> Labels:
    """What the levels are called where no panel calls them otherwise."""
    with override(language):
        return {level: gettext(level.label) for level in LiteracyLevel}


def labels_at(page: Page | None, language: str) -> Labels:
    """What the levels are called at this page, a place or anything in one; at None, by their standing labels."""
    return LabelsOfPlaces().nearest(_upwards_from(page), language)


def _upwards_from(page: Page | None) -> Iterator[uuid.UUID]:
    if page is not None:
        ancestors = page.get_ancestors(inclusive=True).order_by("-depth")
        yield from ancestors.values_list("translation_key", flat=True)


@transaction.atomic
def call_levels(labels: Labels, *, place: Page, language: str) -> None:
    """From now on these are the labels at `place`, in every one of its pages that is in this language.

    A place whose levels would be called the same without labels of its own has none.
    """
    own = LevelLabel.objects.filter(place=place.translation_key, language=language)
    if labels == labels_at(place.get_parent(), language):
        own.delete()
        return
    for level, label in labels.items():
        LevelLabel.objects.update_or_create(
            place=place.translation_key, language=language, level=level.value, defaults={"label": label}
        )
