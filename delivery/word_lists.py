"""Which words find which item: written with the items, in their transaction, by `delivery.actions` alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from delivery import lexicons
from delivery.many_rows import delete_rows, insert_rows
from delivery.models import ContentItem, ItemWord, SearchWord
from delivery.words import key_of_word

BATCH = 5000

Words = Sequence[tuple[ContentItem, Mapping[str, int]]]


def add_words(items: Words) -> None:
    """`items` are found by these words from now on."""
    pages = Counter((item.locale, word) for item, words in items for word in words)
    keys = {(locale, word): key_of_word(word, locale) for locale, word in pages}
    rows = [(keys[item.locale, word], item.pk, weight) for item, words in items for word, weight in words.items()]
    insert_rows(ItemWord, ("word_id", "item_id", "weight"), sorted(rows))  # side by side in the index
    _make_known(keys)
    _count({keys[pair]: more for pair, more in pages.items()})
    lexicons.forget()


def take_words(item_ids: Sequence[int]) -> None:
    """Nothing finds these items any more."""
    going = ItemWord.objects.filter(item__in=item_ids)
    less = dict(going.order_by().values_list("word").annotate(Count("item_id")))
    delete_rows(going)
    _count({key: -times for key, times in less.items()})
    delete_rows(SearchWord.objects.filter(pk__in=list(less), pages=0))
    lexicons.forget()


def count_words_again() -> None:
    """By how many items each word is found, whatever was counted before; what finds nothing, or nothing that is there, goes."""
    delete_rows(ItemWord.objects.exclude(item__in=ContentItem.objects.order_by().values("pk")))
    found = ItemWord.objects.filter(word=OuterRef("pk")).order_by().values("word").annotate(times=Count("item_id"))
    really = Coalesce(Subquery(found.values("times")), 0)
    for key, times in SearchWord.objects.annotate(really=really).exclude(pages=F("really")).values_list("pk", "really"):
        SearchWord.objects.filter(pk=key).update(pages=times)
    delete_rows(SearchWord.objects.filter(pages=0))
    lexicons.forget()


def _make_known(keys: Mapping[tuple[str, str], int]) -> None:
    rows = [SearchWord(key=key, locale=locale, word=word) for (locale, word), key in sorted(keys.items())]
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


def _batches(rows: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]
