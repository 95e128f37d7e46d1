"""What the read model should hold, worked out from what is true now. Writes nothing."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import override
from wagtail.models import Page

from agreement.models import Agreement, Withdrawal
from agreement.visibility import PublicEye, under_restriction
from articles.models import ContentPage
from delivery.crisis_help import Line, sheet_of
from delivery.findable import findable_words
from delivery.languages import LANGUAGES
from delivery.media import files_in
from delivery.mentions import Mentions, path_of
from delivery.models import NATIONAL, ContentItem, CrisisSheet, Facet, ItemFacet, ItemState, ItemWord, at_level
from delivery.places import Places
from delivery.projection import (
    PROJECTIONS,
    Json,
    card_of,
    crisis_line,
    for_other_readers,
    in_plain_text,
    lineage,
    project,
    tombstone,
)
from delivery.slots import write, write_for_readers
from home.models import CrisisLine
from literacy.levels import LiteracyLevel
from taxonomy.models import PageArea, PageSituation, PageTopic

BATCH = 200  # contents that are looked at together: enough to share the queries, few enough for any memory
BESIDE_A_PAGE = (
    "image",
    Prefetch("page_topics", PageTopic.objects.order_by("pk").select_related("tag__parent")),
    "page_topics__tag__labels",
    Prefetch("page_situations", PageSituation.objects.order_by("pk").select_related("situation")),
    "page_situations__situation__labels",
    Prefetch("page_areas", PageArea.objects.order_by("pk").select_related("area__parent__parent")),
)
COMPARED = [field.attname for field in ContentItem._meta.concrete_fields if field.attname != "id"]


class Row(NamedTuple):
    """A content item that is not saved, what it can be chosen by, and the words that find it with their weights."""

    item: ContentItem
    facets: frozenset[tuple[str, str]]
    words: Mapping[str, int]

    @property
    def key(self) -> tuple[uuid.UUID, str]:
        return self.item.content_id, self.item.locale

    def content(self) -> tuple[Any, ...]:
        """Everything but the row's own key: equal rows have equal content."""
        return (*(getattr(self.item, name) for name in COMPARED), self.facets, frozenset(self.words.items()))

    def differs_from(self, other: Row) -> list[str]:
        """The fields of the item that say something else in `other`."""
        return [name for name in COMPARED if getattr(self.item, name) != getattr(other.item, name)]


def rows_for(content_id: uuid.UUID, eye: PublicEye | None = None) -> list[Row]:
    """The rows of this content in every language: what is live, and what was withdrawn."""
    return rows_among([content_id], pages_of([content_id]), eye)


def rows_among(content_ids: Sequence[uuid.UUID], pages: list[Any], eye: PublicEye | None = None) -> list[Row]:
    """The rows of these contents, whose pages are `pages_of` them: for thousands about as many queries as for one."""
    mentions = Mentions(eye)
    mentions.gather_translations(pages)
    ours = [page for page in pages if type(page) in PROJECTIONS]
    public = mentions.eye.among(ours)
    mentions.gather(*public)
    return [_live_row(page, mentions.for_one_more()) for page in public] + _tombstones(content_ids, ours, mentions.eye)


def in_batches(everything: Sequence[uuid.UUID]) -> Iterator[Sequence[uuid.UUID]]:
    for start in range(0, len(everything), BATCH):
        yield everything[start : start + BATCH]


def every_content_id() -> list[uuid.UUID]:
    """The content_ids of everything that could be in the read model."""
    live = Page.objects.filter(live=True, depth__gt=2).type(*PROJECTIONS).values_list("translation_key", flat=True)
    withdrawn = Withdrawal.objects.standing().values_list("content_id", flat=True)
    return sorted({*live, *withdrawn})


def stored_content_ids() -> list[uuid.UUID]:
    """The content_ids of everything that is in the read model."""
    return list(ContentItem.objects.order_by().values_list("content_id", flat=True).distinct())


def stored_rows(content_ids: Sequence[uuid.UUID] | None = None) -> list[Row]:
    """What the read model does hold, of these contents or of all."""
    items = ContentItem.objects.prefetch_related("facets")
    chosen = items if content_ids is None else items.filter(content_id__in=content_ids)
    words = _stored_words(content_ids)
    return [
        Row(item, frozenset(_as_stored(row, item) for row in item.facets.all()), words.get(item.pk, {}))
        for item in chosen
    ]


def _as_stored(row: ItemFacet, item: ContentItem) -> tuple[str, str]:
    """What the row chooses its item by; with a place in lists that is not its item's, something that nobody wants."""
    return (row.facet, row.value) if row.is_placed_as(item) else (row.facet, f"{row.value}, out of place")


def _stored_words(content_ids: Sequence[uuid.UUID] | None) -> dict[int, dict[str, int]]:
    found = ItemWord.objects.order_by("item_id")
    chosen = found if content_ids is None else found.filter(item__content_id__in=content_ids)
    rows = chosen.values_list("item_id", "word__word", "weight").iterator(chunk_size=5000)
    return {item: {word: weight for _item, word, weight in words} for item, words in groupby(rows, itemgetter(0))}


def crisis_sheets() -> list[CrisisSheet]:
    """Every crisis line, in each language."""
    lines = list(CrisisLine.objects.in_order())
    return [CrisisSheet(locale=code, lines=sheet_of([_line(line, code) for line in lines])) for code in _languages()]


def _languages() -> list[str]:
    return [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]


def _line(line: CrisisLine, language: str) -> Line:
    topics = tuple(sorted(topic.slug for topic in line.topics.all()))
    areas = tuple(sorted(area.code for area in line.areas.all()))
    return Line(topics, areas, write(crisis_line(line, language)))


def pages_of(content_ids: Sequence[uuid.UUID]) -> list[Any]:
    """Every page of these contents, in each language, with all that a projection needs beside it."""
    pages = Page.objects.filter(translation_key__in=content_ids).order_by("translation_key", "locale__language_code")
    found = list(pages.specific().select_related("locale", for_specific_subqueries=True))
    for kind in PROJECTIONS:
        prefetch_related_objects([page for page in found if type(page) is kind], *BESIDE_A_PAGE)
    return found


def _live_row(page: ContentPage, mentions: Mentions) -> Row:
    item = project(page, mentions)
    others = for_other_readers(page, mentions)
    row = ContentItem(
        content_id=page.translation_key,
        locale=page.locale.language_code,
        page_id=page.pk,
        type=item["type"],
        path=item["path"],
        html=write_for_readers(item, others),
        text=write_for_readers(in_plain_text(item), {reader: in_plain_text(other) for reader, other in others.items()}),
        card=write(card_of(item)),
        title=page.title,
        title_key=title_key(page.title),
        updated_at=page.last_published_at or page.first_published_at,
        expire_at=page.expire_at,
        true_until=mentions.true_until,
        age_from=page.age_from,
        age_to=page.age_to,
        urgency=page.urgency,
        is_sensitive=item["sensitive"],
        revision=item["revision"],
    )
    return Row(row, frozenset(_facets(page, item, mentions.places)), findable_words(item))


def _facets(page: ContentPage, item: Json, places: Places) -> Iterator[tuple[str, str]]:
    topics = {slug for row in page.page_topics.all() for slug in lineage(row.tag)}
    yield from ((Facet.TOPIC.value, slug) for slug in topics)
    yield from ((Facet.SITUATION.value, situation["slug"]) for situation in item["situations"])
    yield from ((Facet.AREA.value, code) for code in places.codes_within(page.areas()) or [NATIONAL])
    levels = item["levels"] or [level.value for level in LiteracyLevel]  # a film without text is for everybody
    yield from ((Facet.LEVEL.value, level) for level in levels)
    yield from ((Facet.TOPIC_AT_LEVEL.value, at_level(slug, level)) for slug in topics for level in levels)
    yield Facet.TYPE.value, item["type"]
    yield from ((Facet.FORMAT.value, kind) for kind in item["formats"])
    yield from ((Facet.FILE.value, name) for name in files_in(item))
    yield from ((Facet.COUNCIL.value, key) for key in places.councils(page))


def title_key(title: str) -> str:
    """What titles are put in order by: without accents, capitals and signs, the same in every database."""
    plain = unicodedata.normalize("NFKD", title).casefold()
    kept = "".join(letter for letter in plain if letter.isalnum() or letter.isspace())
    return " ".join(kept.split())[:255]


def _tombstones(content_ids: Sequence[uuid.UUID], pages: list[ContentPage], eye: PublicEye) -> list[Row]:
    """What is said in place of what was withdrawn: once for all languages, or for one. Nothing that was never public."""
    standing = Withdrawal.objects.standing().filter(content_id__in=content_ids).order_by("content_id", "locale")
    return [row for withdrawal in standing for row in _tombstones_of(withdrawal, pages, eye)]


def _tombstones_of(withdrawal: Withdrawal, pages: list[ContentPage], eye: PublicEye) -> list[Row]:
    its_pages = [page for page in pages if page.translation_key == withdrawal.content_id]
    if under_restriction(its_pages):
        return []
    agreed_once = set(Agreement.objects.filter(content_id=withdrawal.content_id).values_list("locale", flat=True))
    was_public = withdrawal.locale in agreed_once if withdrawal.locale else bool(agreed_once)
    return [_tombstone(withdrawal, its_pages, eye)] if was_public else []


def _tombstone(withdrawal: Withdrawal, pages: list[ContentPage], eye: PublicEye) -> Row:
    said_in = [page for page in pages if withdrawal.locale in ("", page.locale.language_code)]
    mentions = Mentions(eye)
    own = withdrawal.locale or settings.LANGUAGE_CODE
    with override(settings.LANGUAGE_CODE):
        said, *others = [
            tombstone(withdrawal, _replacement(withdrawal, mentions, reader)) for reader in (own, *LANGUAGES)
        ]
    return Row(
        ContentItem(
            content_id=withdrawal.content_id,
            locale=withdrawal.locale,
            state=ItemState.WITHDRAWN,
            page_id=said_in[0].pk if said_in else None,
            path=path_of(said_in[0]) if said_in else "",
            html=write_for_readers(said, dict(zip(LANGUAGES, others, strict=True))),
            updated_at=withdrawal.withdrawn_at,
            true_until=mentions.true_until,
            replacement=withdrawal.replacement,
        ),
        frozenset(),
        {},
    )


def _replacement(withdrawal: Withdrawal, mentions: Mentions, reader: str) -> Json | None:
    """Where a reader may go instead; None when it is not public."""
    return mentions.content(withdrawal.replacement, reader) if withdrawal.replacement else None
