"""What this process remembers of the words that are in use, so that a search needs no more than its own query.

It is remembered for a minute at most. Until then a new word is found already, for words are looked up in the database;
only how rare it is, slips for it, and changed search words come a little later in other processes.
"""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction

from delivery.asked_words import Lexicon, Phrase, meant_by, phrase_of
from delivery.languages import LANGUAGES
from delivery.models import ContentItem, SearchWord
from taxonomy.models import WordGroup

SECONDS = 60
MOST_WORDS = 50_000
MOST_GROUPS = 1_000


@dataclass
class _Remembered:
    lexicons: dict[str, Lexicon]
    until: float = 0.0


_remembered = _Remembered({})


def lexicon_of(language: str) -> Lexicon:
    if _remembered.until < time.monotonic():
        _remembered.lexicons = _read()
        _remembered.until = time.monotonic() + SECONDS
    return _remembered.lexicons[language]


def forget() -> None:
    """Words have changed. They are read again at the next search, and once more after the commit."""
    _remembered.until = 0.0
    transaction.on_commit(_forget_now)


def _forget_now() -> None:
    _remembered.until = 0.0


def _read() -> dict[str, Lexicon]:
    totals = ContentItem.objects.on_show().in_each_language()
    pages: defaultdict[str, dict[str, int]] = defaultdict(dict)
    common = SearchWord.objects.order_by("-pages")[:MOST_WORDS]
    for locale, word, number in common.values_list("locale", "word", "pages"):
        pages[locale][word] = number
    groups = _groups()
    return {code: Lexicon(code, totals.get(code, 0), pages[code], groups[code]) for code in LANGUAGES}


def _groups() -> dict[str, dict[Phrase, Phrase]]:
    """What is typed → what is meant. The same word in two groups means both."""
    groups: defaultdict[str, dict[Phrase, Phrase]] = defaultdict(dict)
    for group in WordGroup.objects.order_by("pk")[:MOST_GROUPS]:
        of_language, meant = groups[group.language], meant_by(group.meant_words(), group.language)
        for typed in group.typed_words():
            phrase = phrase_of(typed, group.language)
            of_language[phrase] = tuple(dict.fromkeys(of_language.get(phrase, ()) + meant))
    return groups
