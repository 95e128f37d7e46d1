"""Which words find which item: written with the items, in their transaction, by `delivery.actions` alone."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Count, F

from delivery import lexicons
from delivery.models import ContentItem, ItemWord, SearchWord

BATCH = 5000
INSERT = "INSERT INTO delivery_itemword (word_id, item_id, weight) VALUES "

Words = Sequence[tuple[ContentItem, Mapping[str, int]]]


def add_words(items: Words) -> None:
    """`items` are found by these words from now on."""
    pages = Counter((item.locale, word) for item, words in items for word in words)
    keys = _keys_of(pages)
    _insert([(keys[item.locale, word], item.pk, weight) for item, words in items for word, weight in words.items()])
    _count({keys[word]: more for word, more in pages.items()})
    lexicons.forget()


def take_words(content_id: uuid.UUID) -> None:
    """Nothing finds this content any more."""
    going = ItemWord.objects.filter(item__content_id=content_id)
    less = dict(going.order_by().values_list("word").annotate(Count("pk")))
    _delete(ItemWord.objects.filter(item__in=list(ContentItem.objects.filter(content_id=content_id))))
    _count({key: -times for key, times in less.items()})
    _delete(SearchWord.objects.filter(pk__in=list(less), pages=0))
    lexicons.forget()


def forget_all_words() -> None:
    _delete(ItemWord.objects.all())
    _delete(SearchWord.objects.all())
    lexicons.forget()


def _keys_of(words: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The keys of these words; who is new gets one."""
    by_language: defaultdict[str, list[str]] = defaultdict(list)
    for locale, word in sorted(words):
        by_language[locale].append(word)
    return {
        (locale, word): key
        for locale, some in by_language.items()
        for batch in _batches(some)
        for word, key in _known(locale, batch)
    }


def _known(locale: str, words: list[str]) -> list[tuple[str, int]]:
    known = SearchWord.objects.filter(locale=locale, word__in=words).values_list("word", "pk")
    new = set(words) - {word for word, _key in known}
    SearchWord.objects.bulk_create([SearchWord(locale=locale, word=word) for word in sorted(new)])
    return list(known.all())


def _count(more: Mapping[int, int]) -> None:
    by_step: defaultdict[int, list[int]] = defaultdict(list)
    for key, step in more.items():
        by_step[step].append(key)
    for step, keys in by_step.items():
        for batch in _batches(keys):
            SearchWord.objects.filter(pk__in=batch).update(pages=F("pages") + step)


def _insert(rows: list[tuple[int, int, int]]) -> None:
    """Some hundred rows an item: by hand, because `bulk_create` takes most of a rebuild's time for them."""
    for batch in _batches(rows):
        places = ",".join(["(%s,%s,%s)"] * len(batch))
        with connection.cursor() as cursor:
            cursor.execute(INSERT + places, [value for row in batch for value in row])


def _delete(rows: object) -> None:
    """Without asking, row by row, who would like to hear of it: nobody does."""
    rows._raw_delete("default")  # type: ignore[attr-defined]


def _batches(rows: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]
