"""Is what readers get what it should be? Looks, and writes nothing."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence

from django.db.models import Count, F
from wagtail.models import Page

from agreement.hashing import content_hash
from agreement.models import Agreement
from delivery.apart import Wrong, apart
from delivery.models import CrisisSheet, SearchWord
from delivery.projection import PROJECTIONS
from delivery.rows import (
    Row,
    crisis_sheets,
    every_content_id,
    in_batches,
    pages_of,
    rows_among,
    stored_content_ids,
    stored_rows,
)


def differences() -> Iterator[str]:
    """One line for everything in the read model that is not as it should be. However much there is, few are held at a time."""
    wrong: Wrong = {}
    for content_ids in in_batches(sorted({*every_content_id(), *stored_content_ids()})):
        for found in apart(lambda some: list(_differences_of(some)), content_ids, wrong):
            yield from found
    yield from (f"cannot be made: {content_id} ({error})" for content_id, error in wrong.items())
    yield from _miscounted_words()
    yield from _crisis_differences()


def _differences_of(content_ids: Sequence[uuid.UUID]) -> Iterator[str]:
    stored = {row.key: row for row in stored_rows(content_ids)}
    for wanted in rows_among(content_ids, pages_of(content_ids)):
        found = stored.pop(wanted.key, None)
        if found is None:
            yield f"missing: {wanted.item}"
        elif found.content() != wanted.content():
            yield f"stale: {wanted.item} ({', '.join(_what_differs(found, wanted))})"
    yield from (f"should not be there: {left.item}" for left in stored.values())


def live_but_not_agreed() -> Iterator[str]:
    """One line for every live content page whose exact words carry no standing agreement: readers do not get it."""
    agreed = set(Agreement.objects.standing().values_list("content_id", "locale", "content_hash"))
    live = Page.objects.filter(live=True).type(*PROJECTIONS).select_related("locale").order_by("pk")
    for page in live.specific().iterator(chunk_size=100):
        if (page.translation_key, page.locale.language_code, content_hash(page)) not in agreed:
            yield f"live but not agreed: {page.translation_key} {page.locale.language_code} (page {page.pk})"


def _what_differs(found: Row, wanted: Row) -> list[str]:
    fields = found.differs_from(wanted)
    facets = ["facets"] if found.facets != wanted.facets else []
    return fields + facets + (["words"] if found.words != wanted.words else [])


def _miscounted_words() -> Iterator[str]:
    """A word that nothing is found by any more must be forgotten, and how common each is must be right."""
    counted = SearchWord.objects.annotate(really=Count("item_words__item_id")).exclude(pages=F("really"), really__gt=0)
    yield from (f"miscounted: {word}, really {word.really}" for word in counted.order_by("locale", "word"))


def _crisis_differences() -> Iterator[str]:
    stored = dict(CrisisSheet.objects.values_list("locale", "lines"))
    wanted = {sheet.locale: sheet.lines for sheet in crisis_sheets()}
    for locale in sorted(stored.keys() | wanted.keys()):
        if stored.get(locale, "[]") != wanted.get(locale, "[]"):
            yield f"stale: crisis help {locale}"
