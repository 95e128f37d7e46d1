"""Topics, situations and areas: curated lists, and the mixin that classifies a page with them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.models import Page

from taxonomy.by_object import TopicsField

YOUNGEST, OLDEST = 8, 25

# A group of search words: so many lines on each side, so long, of so many words each.
MOST_LINES, LONGEST_LINE, LONGEST_PHRASE = 30, 30, 3

# What we say instead of a word: so many ways at most.
MOST_INSTEAD = 5


class TopicQuerySet(models.QuerySet["Topic"]):
    def with_children(self) -> TopicQuerySet:
        """These topics and all that hang under them. The tree is two levels deep."""
        these = self.values("pk")
        return Topic.objects.filter(Q(pk__in=these) | Q(parent__in=these))

    def called(self, slug: str) -> TopicQuerySet:
        """The topic with this slug, as it stands in an address: anything may stand there, and PostgreSQL takes no zero byte."""
        return self.none() if "\x00" in slug else self.filter(slug=slug)


class Topic(TagBase):
    """What a page is about. One row for all languages; a council's own topics hang under national ones."""

    name = models.CharField(_("name"), max_length=100, help_text=_("For the lists in here. Readers see the labels."))
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    age_from = models.PositiveSmallIntegerField(
        default=YOUNGEST, validators=[MinValueValidator(YOUNGEST), MaxValueValidator(OLDEST)]
    )
    is_sensitive = models.BooleanField(default=False, help_text=_("Front ends offer a quick exit and keep no history."))

    # For Wagtail's own tag field. What really keeps the list closed is TopicsField (by_object.py).
    free_tagging = False

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def label_in(self, language: str) -> str:
        """The topic's label in this language, else its name."""
        return _label_in(self, language)


class TopicLabel(models.Model):
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="labels")
    language = models.CharField(max_length=20)
    label = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "language"], name="one_topic_label_a_language")]

    def __str__(self) -> str:
        return f"{self.label} ({self.language})"


class Situation(models.Model):
    """Where a reader may be, in the words that young people use: "I owe someone"."""

    slug = models.SlugField(unique=True, max_length=100)
    name = models.CharField(max_length=100)
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("situation")
        ordering = ["sort_order", "name"]

    def __str__(self) -> str:
        return self.name

    def label_in(self, language: str) -> str:
        """The situation's label in this language, else its name."""
        return _label_in(self, language)


class SituationLabel(models.Model):
    situation = models.ForeignKey(Situation, on_delete=models.CASCADE, related_name="labels")
    language = models.CharField(max_length=20)
    label = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["situation", "language"], name="one_situation_label_a_language")]

    def __str__(self) -> str:
        return f"{self.label} ({self.language})"


def _label_in(classified: Topic | Situation, language: str) -> str:
    labels = {label.language: label.label for label in classified.labels.all()}
    return labels.get(language, classified.name)


class AreaQuerySet(models.QuerySet["Area"]):
    def valid_on(self, day: date) -> AreaQuerySet:
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day))


class Area(models.Model):
    """A place by its GSS code. Readers choose it by name; no postcode is asked for."""

    code = models.CharField(
        primary_key=True, max_length=9, validators=[RegexValidator(r"^[EWSNK]\d{8}$", _("A GSS code, like E09000025."))]
    )
    name = models.CharField(max_length=100)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("area")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def is_valid_on(self, day: date) -> bool:
        return (self.valid_from or day) <= day <= (self.valid_to or day)

    def with_ancestors(self) -> list[Area]:
        """This area, then the one it lies in, and so on outwards."""
        found: list[Area] = []
        area: Area | None = self
        while area is not None and area not in found:
            found.append(area)
            area = area.parent
        return found


class WordGroup(models.Model):
    """Words that people type, and what our pages say instead. For searching only: readers never see either."""

    language = models.CharField(_("language"), max_length=20, choices=settings.LANGUAGES, default="en")
    typed = models.TextField(
        _("what people type"),
        max_length=1000,
        help_text=_("Words and slips, one on each line, like: nudes. Never anybody's name: all panels see this list."),
    )
    meant = models.TextField(
        _("what our pages say"),
        max_length=1000,
        help_text=_("Words that stand on our pages, one on each line, like: pictures."),
    )

    class Meta:
        verbose_name = _("search words")
        verbose_name_plural = _("search words")
        ordering = ["language", "typed"]

    def __str__(self) -> str:
        return ", ".join(self.typed_words()[:3])

    @admin.display(description=_("people type"))
    def typed_in_short(self) -> str:
        return ", ".join(self.typed_words()[:6])

    @admin.display(description=_("our pages say"))
    def meant_in_short(self) -> str:
        return ", ".join(self.meant_words()[:6])

    def typed_words(self) -> list[str]:
        return lines_of(self.typed)

    def meant_words(self) -> list[str]:
        return lines_of(self.meant)


class PlainWord(models.Model):
    """A word that our readers know, or what we say instead of it. For whoever writes: readers never see the list."""

    language = models.CharField(_("language"), max_length=20, choices=settings.LANGUAGES, default="en")
    word = models.CharField(
        _("word"),
        max_length=60,
        help_text=_("A word or a few, like: purchase. Never anybody's name: all panels see this list."),
    )
    instead = models.CharField(
        _("what we say instead"),
        max_length=200,
        blank=True,
        help_text=_("With commas between, like: buy, get. Leave it empty if our readers know the word."),
    )

    class Meta:
        verbose_name = _("plain word")
        verbose_name_plural = _("plain words")
        ordering = ["language", "word"]
        constraints = [
            models.UniqueConstraint(
                Lower("word"),
                "language",
                name="a_plain_word_once_a_language",
                violation_error_message=_("This word is on the list already. Look for it there, and change it."),
            )
        ]

    def __str__(self) -> str:
        return self.word

    @admin.display(description=_("what we say instead"))
    def instead_in_short(self) -> str:
        return ", ".join(self.instead_words()) or gettext("Our readers know this word.")

    def instead_words(self) -> list[str]:
        return lines_of(self.instead)


def lines_of(text: str) -> list[str]:
    """One word or phrase a line, however the lines end; commas end one too."""
    return [line.strip() for line in text.replace(",", "\n").splitlines() if line.strip()]


class StartingWordGroup(models.Model):
    """A group of the starting list that was put in once: what people then changed or deleted stays as they left it."""

    key = models.CharField(primary_key=True, max_length=100)

    def __str__(self) -> str:
        return self.key


class PageTopic(ItemBase):
    """A page is about a topic."""

    tag = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="page_topics")
    content_object = ParentalKey(Page, on_delete=models.CASCADE, related_name="page_topics")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="a_topic_once_a_page")]


class PageSituation(models.Model):
    """A page helps in a situation."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="page_situations")
    situation = models.ForeignKey(Situation, on_delete=models.PROTECT, related_name="page_situations")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "situation"], name="a_situation_once_a_page")]


class PageArea(models.Model):
    """A page is for an area. A page with none is national, wherever it stands."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="page_areas")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="page_areas")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "area"], name="an_area_once_a_page")]


class Urgency(models.TextChoices):
    NORMAL = "normal", _("Whenever you like")
    SOON = "soon", _("Soon")
    NOW = "now", _("Now: someone may be in danger")


class ClassifiedPage(models.Model):
    """What every page says about itself, so that no reading version can lose it."""

    topics = TopicsField(through=PageTopic, blank=True, verbose_name=_("topics"))
    age_from = models.PositiveSmallIntegerField(
        _("youngest reader"), default=11, validators=[MinValueValidator(YOUNGEST), MaxValueValidator(OLDEST)]
    )
    age_to = models.PositiveSmallIntegerField(
        _("oldest reader"), default=18, validators=[MinValueValidator(YOUNGEST), MaxValueValidator(OLDEST)]
    )
    urgency = models.CharField(_("how soon help is needed"), max_length=10, choices=Urgency, default=Urgency.NORMAL)
    is_sensitive = models.BooleanField(
        _("sensitive"), default=False, help_text=_("Readers get a quick exit, and their phone keeps no history of it.")
    )

    class Meta:
        abstract = True

    def situations(self) -> list[Situation]:
        return [row.situation for row in self._rows("page_situations")]

    def areas(self) -> list[Area]:
        return [row.area for row in self._rows("page_areas")]

    def _rows(self, accessor: str) -> list[Any]:
        return list(getattr(self, accessor).all())
