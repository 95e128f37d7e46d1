"""What every kind of page has in common: its words for lists, its picture, its sources, its dates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Page

from agreement.days import today as today  # the first migration finds it here
from agreement.labels import Labels, labels_at
from agreement.visibility import PublicEye
from articles.blocks import ContentNotesBlock, ReadingVersionBlock, RelatedPagesBlock, SourcesBlock
from articles.checklist import label_of_field
from articles.checks.descriptions import describes
from articles.checks.telling_titles import telling_words
from articles.findings import Finding, findings_in
from articles.models.addresses import HasAnAddress
from articles.models.versions import KeepsUp
from articles.problems import Problem, has_a_title, problems_in_wording, prompts_left_in
from articles.ways_to_see import WayToSee, ways_to_see
from articles.wording import has_words
from languages.segments import SameInEveryLanguage
from literacy.levels import MAIN_LEVEL, LiteracyLevel
from literacy.visible_text import says_something
from taxonomy.models import OLDEST, YOUNGEST, ClassifiedPage, Topic

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

LONGEST_SUMMARY = 160
MOST_TOPICS = 3
REVIEWED_FOR = timedelta(days=365)
QUESTION_MARKS = ("?", "？", "؟", "፧")


def in_a_year() -> date:
    return today() + REVIEWED_FOR


class ContentPage(HasAnAddress, ClassifiedPage, Page):
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
    # No text to be translated: a translation begins with the source's address, and may be given one of its own.
    override_translatable_fields = [SameInEveryLanguage("slug")]

    # Once the writer's own date, put there by a default. Nobody fills it in any more: the day of the moderator's
    # signature stands with the agreement. It stays where it was agreed, because what was agreed is hashed with it.
    reviewed_on = models.DateField(_("facts checked on"), null=True, blank=True, editable=False)
    review_by = models.DateField(_("check again by"), default=in_a_year, help_text=_("Within a year."))

    # A page that is not saved yet hangs nowhere: its form says where it will.
    will_hang_below: Page | None = None

    class Meta:
        abstract = True

    # -- seen before it is let out

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """The ways of looking at the page: every level, then every level in each language that it is translated to."""
        languages = [self.locale_code, *self.other_languages()]
        labels = {language: self.level_labels(language) for language in languages}
        return [(way.code, way.label_in(self.locale_code, labels[way.language])) for way in ways_to_see(languages)]

    @property
    def default_preview_mode(self) -> str:
        return WayToSee(self.locale_code, self.best_level()).code

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "delivery/preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """What the preview shows: the way that was chosen, and the page in that language as its viewer may see it."""
        way = WayToSee.read(mode_name, otherwise=WayToSee(self.locale_code, self.best_level()))
        is_own = way.language == self.locale_code
        page = self if is_own else self.translation_seen_by(request.user, way.language)
        return {
            "request": request,
            "way": way,
            "level": way.level,
            "page": page,
            "written": page.written_levels() if page else [],
            "levels": [WayToSee(way.language, level) for level in LiteracyLevel],
            "labels": self.level_labels(way.language),
            "languages": [WayToSee(language, way.level) for language in [self.locale_code, *self.other_languages()]],
        }

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """A preview is for one person, now: no cache and no search engine keeps it."""
        if not self.locale_id:
            self.locale = self.get_default_locale()  # Wagtail's own default comes with saving
        response = super().serve_preview(request, mode_name)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    @property
    def locale_code(self) -> str:
        """This page's language. A page that is not saved yet will have that of its parent, or the site's."""
        return self.locale.language_code if self.locale_id else settings.LANGUAGE_CODE

    def begin_about(self, topic: str) -> None:
        """Choose this topic on this new page; nothing where there is none of that name."""
        self.topics.add(*Topic.objects.called(topic))

    def level_labels(self, language: str = "") -> Labels:
        """What readers of this page see as the names of the levels, in its own language or in another one."""
        return labels_at(self if self.path else self.will_hang_below, language or self.locale_code)

    def label_of_words(self, name: str) -> str:
        """The level's label, for the name of a field that holds the words at a level; "" for any other."""
        level = next((level for level in LiteracyLevel if name == field_of_words(level)), None)
        return self.level_labels()[level] if level else ""

    def best_level(self) -> LiteracyLevel:
        """The level to show first: the main one where it is written."""
        written = self.written_levels()
        return MAIN_LEVEL if MAIN_LEVEL in written or not written else written[0]

    def other_languages(self) -> list[str]:
        """The languages that this page has a page of its own in. What is only mirrored there has no words of its own."""
        translations = self.get_translations().filter(alias_of=None).select_related("locale")
        return sorted(translation.locale.language_code for translation in translations) if self.pk else []

    def translation_seen_by(self, user: Any, language: str) -> ContentPage | None:
        """This page in another language: its latest draft for somebody who may edit it, else what is public, else None."""
        translation = self.get_translations().filter(alias_of=None, locale__language_code=language).specific().first()
        if translation is None:
            return None
        if translation.permissions_for_user(user).can_edit():
            return translation.get_latest_revision_as_object()
        return translation if PublicEye().sees(translation) else None

    def written_levels(self) -> list[LiteracyLevel]:
        """The levels this page is written at, easiest first."""
        raise NotImplementedError

    # -- ready to be sent in

    def problems_before_sending(self) -> list[Problem]:
        """What to put right before the panel can vote on this page: one kind sentence for each thing, at its field."""
        return [
            *self._problems_in_titles(),
            *self._problems_in_classification(),
            *self._problems_in_dates(),
            *prompts_left_in(self),
            *problems_in_wording(self),
        ]

    def findings(self) -> list[Finding]:
        """Contact details in what this page says: each is held until somebody says that it is meant."""
        return findings_in(self)

    def findings_in_words(self) -> list[str]:
        """The same in sentences, each with what its field is called: for moderators and translators."""
        return [f"{label_of_field(self, finding.field)}: {finding.what}" for finding in self.findings()]

    def needed_before_sending(self) -> list[tuple[str, str | StrPromise]]:
        """What the checklist shows from the start, in the order of the form: each field, and what to call it."""
        return [
            ("title", _("The question")),
            ("summary", _("One sentence")),
            ("neutral_title", _("A title that gives nothing away")),
            *self.words_needed_before_sending(),
            ("topics", _("What it is about")),
        ]

    def words_needed_before_sending(self) -> list[tuple[str, str | StrPromise]]:
        """The part of `needed_before_sending` that is each kind's own."""
        raise NotImplementedError

    def is_a_question(self) -> bool:
        """Whether the title asks something, in the question mark of any language."""
        return self.title.rstrip().endswith(QUESTION_MARKS)

    def _problems_in_titles(self) -> Iterator[Problem]:
        if not has_a_title(self):
            yield Problem("title", _("Give it a title. A question works best: What can I do if…?"))
        if not says_something(self.neutral_title):
            yield Problem("neutral_title", _("Give it a title that is safe to be seen over a shoulder."))
        elif self.is_sensitive and (told := telling_words(self.title, self.neutral_title)):
            yield Problem(
                "neutral_title",
                _("“%(word)s” gives away what the page is about. Like this nobody would know: Getting help.")
                % {"word": told[0]},
            )
        if not says_something(self.summary):
            yield Problem("summary", _("Say in one sentence what somebody will know after reading."))
        if self.image and not describes(self.image_alt):
            yield Problem("image_alt", _("Say what the picture shows, for people who can't see it."))

    def _problems_in_classification(self) -> Iterator[Problem]:
        if not self.topics.exists():
            yield Problem("topics", _("Choose one topic at least, so that readers can find it."))
        if self.topics.count() > MOST_TOPICS:
            yield Problem("topics", _("Three topics at most. Which ones matter most?"))
        if self.age_from > self.age_to:
            yield Problem("age_to", _("The oldest reader can't be younger than the youngest."))
        if not YOUNGEST <= self.age_from <= OLDEST:
            yield Problem("age_from", _("We write for people from 8 to 25. How old is the youngest reader?"))
        if not YOUNGEST <= self.age_to <= OLDEST:
            yield Problem("age_to", _("We write for people from 8 to 25. How old is the oldest reader?"))
        yield from self._problems_in_areas()

    def _problems_in_areas(self) -> Iterator[Problem]:
        areas = self.areas()
        for area in areas:
            if not area.is_valid_on(today()):
                yield Problem("areas", _("%(area)s is no longer an area. Choose what took its place.") % {"area": area})
            wider = [other for other in area.with_ancestors()[1:] if other in areas]
            if wider:
                yield Problem(
                    "areas",
                    _("%(area)s lies in %(wider)s, so one of them is enough.") % {"area": area, "wider": wider[0]},
                )

    def _problems_in_dates(self) -> Iterator[Problem]:
        if not today() < self.review_by <= in_a_year():
            yield Problem("review_by", _("Choose a day within a year of today: that is when the facts are checked."))


def field_of_words(level: LiteracyLevel) -> str:
    """The name of the field that holds a page's words at `level`."""
    return f"body_{level.value}"


class ReadingVersions(KeepsUp, models.Model):
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
    is_safety_critical = models.BooleanField(
        _("the old words could put somebody in danger"),
        default=False,
        help_text=_(
            "Versions that may be out of date are hidden from readers, until they are redone or somebody says that they "
            "still say the same."
        ),
    )

    # Whom old words could hurt is the same in every language. (A class that comes first hides what stands in the next.)
    override_translatable_fields = [
        *ContentPage.override_translatable_fields,
        SameInEveryLanguage("is_safety_critical"),
    ]

    level_labels: Callable[[], Labels]  # a ContentPage's

    # Whether a page of this kind can be sent in without words at the main level.
    needs_words_at_main_level = True

    class Meta:
        abstract = True

    def body(self, level: LiteracyLevel):  # type: ignore[no-untyped-def]
        """The StreamField value of this page's text at `level`; empty where it is not written."""
        return getattr(self, field_of_words(level))

    def shown_main_level(self) -> str:
        """What readers see as the name of the version they get first."""
        return self.level_labels()[LiteracyLevel(self.main_level)]

    def written_levels(self) -> list[LiteracyLevel]:
        """The levels this page is written at, easiest first."""
        return [level for level in LiteracyLevel if has_words(self.body(level))]

    def problems_in_versions(self, *required: LiteracyLevel) -> list[Problem]:
        """The versions that must be written and are not, and pictures in any of them that nobody described."""
        problems = [
            Problem(f"body_{level.value}", _("Write the words at this level: every page has them."))
            for level in required
            if not has_words(self.body(level))
        ]
        written = self.written_levels()
        if written and LiteracyLevel(self.main_level) not in written:
            problems.append(Problem("main_level", _("The main version has no words yet. Choose one that is written.")))
        return problems + [
            Problem(f"body_{level.value}", _("Say what each picture shows, for people who can't see it."))
            for level in written
            if any(
                block.block_type == "image" and not describes(block.value.get("alt_text") or "")
                for block in self.body(level)
            )
        ]
