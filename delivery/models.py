"""The read model: finished public JSON, one row for each content_id in each language.

Written by `delivery.actions` alone. Everything in here can be thrown away and made again (`manage.py project`), except
for the former paths, which nothing else remembers.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull
from django.utils import timezone


class ItemState(models.TextChoices):
    LIVE = "live"
    WITHDRAWN = "withdrawn"


class Facet(models.TextChoices):
    """What items are chosen by. A value stands for all that it covers, so that choosing is one look into one index."""

    TOPIC = "topic"  # its own topics, and those they hang under
    SITUATION = "situation"
    AREA = "area"  # its areas and all that lie in them; "" when it is national
    LEVEL = "level"  # for whose readers it is: the levels of its versions; of what has none (a film without text), all
    TOPIC_AT_LEVEL = "topic at level"  # `at_level`: a topic that many have and a level that few have together are few
    TYPE = "type"
    FORMAT = "format"
    COUNCIL = "council"  # the content_id of the council's page that it stands under
    FILE = "file"  # the name of each picture, film and caption file that it shows: what the public may load


def at_level(topic: str, level: str) -> str:
    """The value of `Facet.TOPIC_AT_LEVEL`: what has this topic and a reading version at this level."""
    return f"{topic} {level}"


EVERY_LANGUAGE = ""
"""The locale of what was withdrawn in every language."""

NATIONAL = ""
"""The area of what is for everybody."""


class ContentItemQuerySet(QuerySet["ContentItem"]):
    def on_show(self, at: datetime | None = None) -> ContentItemQuerySet:
        """What may be read now. A page past its last day is out before anything has swept it up."""
        return self.filter(
            Q(expire_at=None) | Q(expire_at__gt=at or timezone.now()),
            state=ItemState.LIVE,
        )

    def standing(self, at: datetime | None = None) -> ContentItemQuerySet:
        """What may be read now, and what was withdrawn: either answers, and neither falls back to another language."""
        return self.filter(
            Q(state=ItemState.WITHDRAWN) | Q(expire_at=None) | Q(expire_at__gt=at or timezone.now()),
        )

    def for_readers_of(self, languages: Sequence[str], at: datetime | None = None) -> ContentItemQuerySet:
        """Every content item once: in the first of `languages` in which it stands, unless it is withdrawn there."""
        first, *others = languages
        chosen: Any = Q(locale=first)
        for place, language in enumerate(others, start=1):
            # "Another row" goes without saying. It keeps PostgreSQL from gathering all rows that might be better for one page.
            better = ContentItem.objects.standing(at).filter(
                ~Q(pk=OuterRef("pk")), content_id=OuterRef("content_id"), locale__in=languages[:place]
            )
            chosen |= Q(locale=language) & ~Exists(better)
        return self.on_show(at).filter(chosen)

    def in_each_language(self) -> dict[str, int]:
        """How many there are in each language, without falling back."""
        return dict(self.order_by().values_list("locale").annotate(Count("pk")))

    def best_first(self, languages: Sequence[str], at: datetime | None = None) -> ContentItemQuerySet:
        """What stands in `languages`, the one to answer with first: withdrawn as a whole, then language by language."""
        order = [EVERY_LANGUAGE, *languages]
        ranks = [When(locale=language, then=Value(rank)) for rank, language in enumerate(order)]
        return (
            self.standing(at)
            .filter(locale__in=order)
            .annotate(rank=Case(*ranks, output_field=IntegerField()))
            .order_by("rank")
        )

    def with_crisis_sheet(self, language: str | None = None) -> ContentItemQuerySet:
        """In this language; left out, in each row's own."""
        own = Case(When(locale=EVERY_LANGUAGE, then=Value(settings.LANGUAGE_CODE)), default=F("locale"))
        items = self.annotate(spoken=own) if language is None else self
        sheets = CrisisSheet.objects.filter(locale=OuterRef("spoken") if language is None else language)
        return items.annotate(sheet=Subquery(sheets.values("lines")[:1]))

    def at_path(self, path: str, languages: Sequence[str], *, as_it_lies: bool) -> ContentItemQuerySet:
        """What is at this path in some language, the first of `languages` before the others; else what was there.

        The rows of one content come in the order of its readers' languages, wherever it is in them; `as_it_lies`: those
        that are or were at this very path first.
        """
        there = ContentItem.objects.standing().filter(path=path)
        moved = FormerPath.objects.filter(path=path).values("content_id")
        elsewhere = len(languages)
        whose = [When(locale=language, then=Value(place)) for place, language in enumerate(languages)]
        nearest = (
            there.filter(content_id=OuterRef("content_id"))
            .annotate(whose=Case(*whose, default=Value(elsewhere), output_field=IntegerField()))
            .order_by("whose")
            .values("whose")[:1]
        )
        was_at_it = Exists(
            FormerPath.objects.filter(path=path, content_id=OuterRef("content_id"), locale=OuterRef("locale"))
        )
        at_it = Case(When(Q(path=path) | was_at_it, then=Value(0)), default=Value(1), output_field=IntegerField())
        return (
            self.filter(Q(content_id__in=there.values("content_id")) | Q(content_id__in=moved))
            .annotate(nearness=Coalesce(Subquery(nearest), Value(elsewhere + 1)), at_it=at_it)
            .order_by("nearness", *(["at_it"] if as_it_lies else []), "rank")  # type: ignore[misc]
        )

    def having(self, facet: Facet, values: Sequence[str]) -> ContentItemQuerySet:
        """Those with any of these values."""
        one = ItemFacet.objects.filter(item=OuterRef("pk"), facet=facet, value__in=list(values)).values("pk")[:1]
        # Not `Exists`: PostgreSQL would turn it into a join, and gather and sort all that there is for one page of a list.
        return self.filter(IsNull(Subquery(one), False))

    def each_of(self, facet: Facet, value: str, locale: str | None = None) -> ContentItemQuerySet:
        """Those with this value, in the order of lists as their facet rows lie: a page of few or of many costs the same.

        With one language the walk begins among its rows; along a chain it takes every language as it comes.
        """
        its_own = {} if locale is None else {"facets__locale": locale}
        return self.filter(facets__facet=facet, facets__value=value, **its_own).annotate(
            placed_at=F("facets__updated_at"), placed_key=F("facets__content_id")
        )

    def for_age(self, age: int) -> ContentItemQuerySet:
        return self.filter(age_from__lte=age, age_to__gte=age)

    def after(
        self, order: Sequence[str], value: datetime | str | int | uuid.UUID, content_id: object
    ) -> ContentItemQuerySet:
        """What comes after this place in an order of two fields ("-updated_at", "-content_id": newest first)."""
        name, key = (field.lstrip("-") for field in order)
        beyond = "lt" if order[0].startswith("-") else "gt"
        # The first condition says nothing new, but an index can begin there: with an "or" alone it begins at the first page.
        return self.filter(
            Q(**{f"{name}__{beyond}": value}) | Q(**{name: value, f"{key}__{beyond}": content_id}),
            **{f"{name}__{beyond}e": value},
        )


class ContentItem(models.Model):
    """The finished public JSON of one content_id in one language; or what is said in its place once it is withdrawn."""

    content_id = models.UUIDField()
    locale = models.CharField(max_length=20, blank=True, help_text="Empty: withdrawn in every language.")
    state = models.CharField(max_length=10, choices=ItemState, default=ItemState.LIVE)
    page_id = models.BigIntegerField(null=True, db_index=True)
    type = models.CharField(max_length=20, blank=True)
    path = models.CharField(max_length=1024, blank=True)

    title = models.CharField(max_length=255, blank=True)
    title_key = models.CharField(max_length=255, blank=True)
    updated_at = models.DateTimeField(null=True)
    expire_at = models.DateTimeField(null=True)
    true_until = models.DateTimeField(null=True, help_text="When something that it mentions will be past its last day.")
    age_from = models.PositiveSmallIntegerField(default=0)
    age_to = models.PositiveSmallIntegerField(default=0)
    urgency = models.CharField(max_length=10, blank=True)
    is_sensitive = models.BooleanField(default=False)
    revision = models.CharField(max_length=64, blank=True)
    replacement = models.UUIDField(null=True, db_index=True)

    # What is long stands last: to choose among rows, SQLite has to walk through all that stands before what it looks at.
    card = models.TextField(blank=True, help_text="What lists show of it, slots open.")
    html = models.TextField(help_text="The item with its slots open (delivery/slots.py), or the problem document.")
    text = models.TextField(blank=True, help_text="The same without mark-up.")

    objects = ContentItemQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_id", "locale"], name="one_item_a_language")]
        indexes = [
            models.Index(fields=["locale", "-updated_at", "-content_id"], name="items_newest_first"),
            models.Index(fields=["locale", "title_key", "content_id"], name="items_by_title"),
            # For a chain of languages: in order already, whichever language each of them is in.
            models.Index(fields=["-updated_at", "-content_id"], name="newest_in_any_language"),
            models.Index(fields=["title_key", "content_id"], name="titles_in_any_language"),
            models.Index(fields=["path"], name="items_by_path"),
            # Few have an end: what the next one is must cost nothing to ask.
            models.Index(fields=["expire_at"], name="items_that_end", condition=Q(expire_at__isnull=False)),
            models.Index(fields=["true_until"], name="items_true_until", condition=Q(true_until__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.content_id} {self.locale or 'every language'}: {self.state}"


class ItemFacet(models.Model):
    """One thing that an item can be chosen by; and its item's place in lists, so that choosing need not look at the item."""

    item = models.ForeignKey(ContentItem, on_delete=models.CASCADE, related_name="facets")
    facet = models.CharField(max_length=20, choices=Facet)
    value = models.CharField(max_length=120, blank=True)

    # The item's own, and never anything else.
    locale = models.CharField(max_length=20)
    updated_at = models.DateTimeField(null=True)
    content_id = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facet", "value", "item"], name="a_facet_once_an_item")]
        indexes = [
            models.Index(fields=["facet", "value", "locale", "-updated_at", "-content_id"], name="chosen_newest_first"),
            # A reader's chain of languages is one walk too: each row is taken as it comes, in whatever language.
            models.Index(fields=["facet", "value", "-updated_at", "-content_id"], name="chosen_in_any_language"),
        ]

    def __str__(self) -> str:
        return f"{self.facet}={self.value}"

    def is_placed_as(self, item: ContentItem) -> bool:
        return (self.locale, self.updated_at, self.content_id) == (item.locale, item.updated_at, item.content_id)


class SearchWord(models.Model):
    """A word by which something is found (delivery/words.py), and by how many items in this language it is."""

    # Known beforehand (`key_of_word`): whoever asks need not look it up, and PostgreSQL sees how common the word is.
    key = models.BigIntegerField(primary_key=True)
    locale = models.CharField(max_length=20)
    word = models.CharField(max_length=40)
    pages = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["locale", "word"], name="a_search_word_once_a_language")]

    def __str__(self) -> str:
        return f"{self.word} ({self.locale}): {self.pages}"


class ItemWord(models.Model):
    """An item is found by a word. Read through one index alone, the weightiest first: a common word costs no more.

    There are some hundred for each item, so the database is not asked to look both sides up for each; `project --check` is.
    """

    pk = models.CompositePrimaryKey("item_id", "word_id")
    item = models.ForeignKey(
        ContentItem, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="words"
    )
    word = models.ForeignKey(
        SearchWord, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="item_words"
    )
    weight = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["word", "-weight", "-item"], name="weightiest_first")]

    def __str__(self) -> str:
        return f"{self.word_id}: {self.weight}"


def counts_of(facet: Facet, items: ContentItemQuerySet) -> dict[str, int]:
    """How many of `items` there are for each value of `facet`."""
    rows: Any = ItemFacet.objects.filter(facet=facet, item__in=items).values_list("value").annotate(Count("item"))
    return dict(rows)


def counts_by_language(facet: Facet, items: ContentItemQuerySet) -> dict[tuple[str, str], int]:
    """How many of `items` there are for each value of `facet` in each language."""
    rows = ItemFacet.objects.filter(facet=facet, item__in=items).values_list("value", "locale").annotate(Count("item"))
    return {(value, language): count for value, language, count in rows}


class FormerPath(models.Model):
    """Where something used to be: asked for there, readers are sent on."""

    path = models.CharField(max_length=1024, db_index=True)
    content_id = models.UUIDField()
    locale = models.CharField(max_length=20, blank=True, help_text="The language it was in; empty: nobody remembers.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["path", "content_id", "locale"], name="a_former_path_once_a_language")
        ]

    def __str__(self) -> str:
        return f"{self.path} → {self.content_id}"


class CrisisSheet(models.Model):
    """Every crisis line in one language, finished, in order: kept once and joined to each answer that shows content."""

    locale = models.CharField(max_length=20, primary_key=True)
    lines = models.TextField(help_text="JSON: for each line, the topics and areas it is shown for, and its own JSON.")

    def __str__(self) -> str:
        return self.locale


class Edition(models.Model):
    """One row. Its mark is another one as soon as anything that readers can get may have changed: in that very transaction.

    Whoever remembers an answer remembers the mark that was there before it was read, and forgets both together.
    """

    mark = models.CharField(max_length=32)

    ONLY = 1

    def __str__(self) -> str:
        return self.mark

    @classmethod
    def turn(cls) -> None:
        """Not a number that counts: a database that was restored must not come round to a mark that somebody still knows."""
        mark = uuid.uuid4().hex
        if not cls.objects.filter(pk=cls.ONLY).update(mark=mark):
            cls.objects.get_or_create(pk=cls.ONLY, defaults={"mark": mark})

    @classmethod
    def mark_now(cls) -> str:
        """The mark as it is committed; "" before anything was let out."""
        return cls.objects.filter(pk=cls.ONLY).values_list("mark", flat=True).first() or ""


MOST_TRIES = 32_767
"""That every database's small integer holds."""


class OutboxEntryQuerySet(QuerySet["OutboxEntry"]):
    def due(self) -> OutboxEntryQuerySet:
        return self.filter(Q(not_before=None) | Q(not_before__lte=timezone.now())).order_by("pk")

    def stuck(self) -> OutboxEntryQuerySet:
        """It failed before, or nobody has done it for a while."""
        return self.filter(Q(tries__gt=0) | Q(written_at__lt=timezone.now() - timedelta(minutes=5)))


class OutboxEntry(models.Model):
    """What is still to be done about something that has changed: written and committed with the change (delivery/outbox.py)."""

    action = models.CharField(max_length=60)
    what = models.TextField(help_text="JSON: the action's arguments.")
    written_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    objects = OutboxEntryQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.action} {self.what}"

    def try_again(self, wait: timedelta) -> None:
        """It failed. Until then it stays where it is."""
        mine = OutboxEntry.objects.filter(pk=self.pk)
        mine.update(not_before=timezone.now() + wait, tries=min(self.tries + 1, MOST_TRIES))
