"""What every kind of page has in common: its words for lists, its picture, its sources, its dates."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Page

from articles.blocks import ContentNotesBlock, ReadingVersionBlock, RelatedPagesBlock, SourcesBlock
from literacy.levels import MAIN_LEVEL, LiteracyLevel
from taxonomy.models import ClassifiedPage

LONGEST_SUMMARY = 160
MOST_TOPICS = 3
REVIEWED_FOR = timedelta(days=365)


class Problem(NamedTuple):
    """Something to put right before a page can be sent to the panel: where, and one kind sentence."""

    field: str
    sentence: str


def today() -> date:
    return timezone.localdate()


def in_a_year() -> date:
    return today() + REVIEWED_FOR


class ContentPage(ClassifiedPage, Page):
    """Anything a youth panel writes, votes on and shows to readers."""

    neutral_title = models.CharField(
        _("neutral title"),
        max_length=80,
        blank=True,
        help_text=_("Safe to be seen over a shoulder. Like: Getting help."),
    )
    summary = models.CharField(
        _("one sentence"),
        max_length=LONGEST_SUMMARY,
        blank=True,
        help_text=_("One sentence: what will somebody know after reading?"),
    )
    image = models.ForeignKey(
        "articles.Picture", verbose_name=_("picture"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    image_alt = models.CharField(
        _("what the picture shows"),
        max_length=200,
        blank=True,
        help_text=_("For people who can't see it. Like: Two friends talking on a bench."),
    )
    content_notes = StreamField(
        ContentNotesBlock(), blank=True, verbose_name=_("content notes"), help_text=_("Like: Mentions violence.")
    )
    sources = StreamField(
        SourcesBlock(), blank=True, verbose_name=_("sources"), help_text=_("Where did you find the facts?")
    )
    related = StreamField(RelatedPagesBlock(), blank=True, verbose_name=_("read next"))
    reviewed_on = models.DateField(
        _("facts checked on"), default=today, help_text=_("When did somebody last check that all of this is true?")
    )
    review_by = models.DateField(_("check again by"), default=in_a_year, help_text=_("Within a year."))

    class Meta:
        abstract = True

    def problems_before_sending(self) -> list[Problem]:
        """What to put right before the panel can vote on this page: one kind sentence for each thing, at its field."""
        problems = []
        if not self.neutral_title:
            problems.append(Problem("neutral_title", _("Give it a title that is safe to be seen over a shoulder.")))
        if not self.summary:
            problems.append(Problem("summary", _("Say in one sentence what somebody will know after reading.")))
        if not self.topics.exists():
            problems.append(Problem("topics", _("Choose one topic at least, so that readers can find it.")))
        if self.topics.count() > MOST_TOPICS:
            problems.append(Problem("topics", _("Three topics at most. Which ones matter most?")))
        if self.image and not self.image_alt:
            problems.append(Problem("image_alt", _("Say what the picture shows, for people who can't see it.")))
        if self.age_from > self.age_to:
            problems.append(Problem("age_to", _("The oldest reader can't be younger than the youngest.")))
        if not self.reviewed_on <= today():
            problems.append(Problem("reviewed_on", _("This day has not come yet. When were the facts checked?")))
        if not today() < self.review_by <= self.reviewed_on + REVIEWED_FOR:
            problems.append(Problem("review_by", _("Choose a day within a year of when the facts were checked.")))
        return problems


class ReadingVersions(models.Model):
    """One page's text at up to four literacy levels, one StreamField each: unique by construction."""

    body_el12 = StreamField(ReadingVersionBlock(), blank=True, verbose_name=LiteracyLevel.EL12.label)
    body_el3 = StreamField(ReadingVersionBlock(), blank=True, verbose_name=LiteracyLevel.EL3.label)
    body_l1 = StreamField(ReadingVersionBlock(), blank=True, verbose_name=LiteracyLevel.L1.label)
    body_l2 = StreamField(ReadingVersionBlock(), blank=True, verbose_name=LiteracyLevel.L2.label)
    main_level = models.CharField(
        _("main version"),
        max_length=4,
        choices=[(level.value, level.label) for level in LiteracyLevel],
        default=MAIN_LEVEL.value,
    )

    class Meta:
        abstract = True

    def body(self, level: LiteracyLevel):  # type: ignore[no-untyped-def]
        """The StreamField value of this page's text at `level`; empty where it is not written."""
        return getattr(self, f"body_{level.value}")

    def written_levels(self) -> list[LiteracyLevel]:
        """The levels this page is written at, easiest first."""
        return [level for level in LiteracyLevel if len(self.body(level))]

    def problems_in_versions(self, *required: LiteracyLevel) -> list[Problem]:
        """The versions that must be written and are not, and pictures in any of them that nobody described."""
        problems = [
            Problem(f"body_{level.value}", _("Write the words at this level: every page has them."))
            for level in required
            if not len(self.body(level))
        ]
        return problems + [
            Problem(f"body_{level.value}", _("Say what each picture shows, for people who can't see it."))
            for level in self.written_levels()
            if any(block.block_type == "image" and not block.value.get("alt_text") for block in self.body(level))
        ]
