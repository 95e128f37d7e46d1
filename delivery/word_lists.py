"""Which words find which item: written with the items, in their transaction, by `delivery.actions` alone."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Count, F

from delivery import lexicons
from delivery.models import ContentItem, ItemWord, SearchWord
from delivery.words import key_of_word

BATCH = 5000

Words = Sequence[tuple[ContentItem, Mapping[str, int]]]


def add_words(items: Words) -> None:
    """`items` are found by these words from now on."""
    pages = Counter((item.locale, word) for item, words in items for word in words)
    rows = [
        (key_of_word(word, item.locale), item.pk, weight) for item, words in items for word, weight in words.items()
    ]
    _insert(sorted(rows))  # side by side in the index
    _make_known(sorted(pages))
    _count({key_of_word(word, locale): more for (locale, word), more in pages.items()})
    lexicons.forget()


def take_words(content_ids: Sequence[uuid.UUID]) -> None:
    """Nothing finds these contents any more."""
    going = ItemWord.objects.filter(item__content_id__in=content_ids)
    less = dict(going.order_by().values_list("word").annotate(Count("item_id")))
    _delete(ItemWord.objects.filter(item__in=list(ContentItem.objects.filter(content_id__in=content_ids))))
    _count({key: -times for key, times in less.items()})
    _delete(SearchWord.objects.filter(pk__in=list(less), pages=0))
    lexicons.forget()


def forget_all_words() -> None:
    _delete(ItemWord.objects.all())
    _delete(SearchWord.objects.all())
    lexicons.forget()


def _make_known(words: list[tuple[str, str]]) -> None:
    rows = [SearchWord(key=key_of_word(word, locale), locale=locale, word=word) for locale, word in words]
    for batch in _batches(rows):
        known = set(SearchWord.objects.filter(pk__in=[row.pk for row in batch]).values_list("pk", flat=True))
        SearchWord.objects.bulk_create([row for row in batch if row.pk not in known])


def _count(more: Mapping[int, int]) -> None:
    by_step: defaultdict[int, list[int]] = defaultdict(list)
    for key, step in more.items():
        by_step[step].append(key)
    for step, keys in by_step.items():
        for batch in _batches(keys):
            SearchWord.objects.filter(pk__in=batch).update(pages=F("pages") + step)


def _insert(rows: list[tuple[int, int, int]]) -> None:
    """Some hundred rows an item: `bulk_create` would take most of a rebuild's time for them."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy("COPY delivery_itemword (word_id, item_id, weight) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.executemany("INSERT INTO delivery_itemword (word_id, item_id, weight) VALUES (%s, %s, %s)", rows)


def _delete(rows: object) -> None:
    """Without asking, row by row, who would like to hear of it: nobody does."""
    rows._raw_delete("default")  # type: ignore[attr-defined]


def _batches(rows: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]
