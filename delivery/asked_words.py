"""From what somebody types to the words to look for, and what each is worth. Plain Python.

Every word is an idea. An idea can be found by the word itself, by what our pages say instead (the search words that
panels keep), or, when the word stands nowhere, by what it may be a slip for. How rare a word is decides what it is worth.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import log
from typing import NamedTuple

from delivery.findable import WRITTEN_OUT
from delivery.spelling import SpellingBook
from delivery.words import is_stop_word, stem, words_of

MOST_TYPED = 30
MOST_LOOKED_FOR = 24
LONGEST_PHRASE = 3
MOST_COMPLETIONS = 12
AS_TYPED, AS_MEANT, AS_A_SLIP = 1.0, 0.8, 0.7

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """What is known of the words of one language: on how many pages each stands, and what people type for it."""

    language: str
    total: int = 0
    pages: Mapping[str, int] = field(default_factory=dict)
    groups: Mapping[Phrase, Phrase] = field(default_factory=dict)

    @cached_property
    def forms(self) -> list[str]:
        """The words of titles and situations as they are written, in order of the alphabet."""
        return sorted(word[1:] for word in self.pages if word[0] == WRITTEN_OUT)

    @cached_property
    def forms_of(self) -> Mapping[str, list[str]]:
        """The same, by what they have in common."""
        by_stem: defaultdict[str, list[str]] = defaultdict(list)
        for form in self.forms:
            by_stem[stem(form, self.language)].append(form)
        return by_stem

    def beginning_with(self, start: str) -> list[str]:
        """Words of titles that begin so: the commonest of them."""
        first = bisect_left(self.forms, start)
        found = self.forms[first : bisect_left(self.forms, start + "\U0010ffff", first)]
        return sorted(found, key=lambda form: (-self.pages[WRITTEN_OUT + form], form))[:MOST_COMPLETIONS]

    @cached_property
    def spelling(self) -> SpellingBook:
        typed = {phrase[0]: 0 for phrase in self.groups if len(phrase) == 1}
        return SpellingBook(typed | {word: pages for word, pages in self.pages.items() if word[0] != WRITTEN_OUT})

    def worth(self, word: str) -> float:
        """The rarer, the more."""
        return log(1 + max(self.total, 1) / max(self.pages.get(word, 1), 1))


class Sought(NamedTuple):
    """A word to look for: for which idea, and how much a page gets for it."""

    idea: int
    word: str
    points: int


def phrase_of(text: str, language: str) -> Phrase:
    """A word or a few, as they are compared with what is typed."""
    return tuple(stem(word, language) for word in words_of(text)[:LONGEST_PHRASE])


def meant_by(texts: Sequence[str], language: str) -> Phrase:
    """The words of what our pages say, without what stands everywhere."""
    found = (word for text in texts for word in words_of(text) if not is_stop_word(word, language))
    return tuple(dict.fromkeys(stem(word, language) for word in found))


def sought(text: str, lexicon: Lexicon) -> list[Sought]:
    """What to look for, at most so many words: those that are worth most."""
    found = [
        Sought(idea, word, round(100 * share * lexicon.worth(word)))
        for idea, words in enumerate(_ideas(text, lexicon))
        for word, share in words.items()
    ]
    return sorted(found, key=lambda one: -one.points)[:MOST_LOOKED_FOR]


def completions(text: str, lexicon: Lexicon) -> list[Sought]:
    """What to look for in titles and situations while somebody types: the last word may be unfinished."""
    typed = words_of(text)[-MOST_TYPED:]
    if not typed:
        return []
    ideas = [_as_written(words, lexicon) for words in _ideas(" ".join(typed), lexicon)]
    ideas.append(dict.fromkeys(lexicon.beginning_with(typed[-1]), AS_TYPED))
    found = [
        Sought(idea, WRITTEN_OUT + form, round(100 * share * lexicon.worth(WRITTEN_OUT + form)))
        for idea, words in enumerate(ideas)
        for form, share in words.items()
    ]
    return sorted(found, key=lambda one: -one.points)[:MOST_LOOKED_FOR]


def _as_written(words: dict[str, float], lexicon: Lexicon) -> dict[str, float]:
    return {form: share for word, share in words.items() for form in lexicon.forms_of.get(word, ())}


def _ideas(text: str, lexicon: Lexicon) -> Iterator[dict[str, float]]:
    typed = list(dict.fromkeys(words_of(text)[:MOST_TYPED]))
    stems = [stem(word, lexicon.language) for word in typed]
    for place, word in enumerate(typed):
        if words := _one_word(word, stems[place], lexicon):
            yield words
        for length in range(2, LONGEST_PHRASE + 1):
            phrase = tuple(stems[place : place + length])
            if len(phrase) == length and phrase in lexicon.groups:
                yield dict.fromkeys(lexicon.groups[phrase], AS_MEANT)


def _one_word(word: str, its_stem: str, lexicon: Lexicon) -> dict[str, float]:
    meant = dict.fromkeys(lexicon.groups.get((its_stem,), ()), AS_MEANT)
    if is_stop_word(word, lexicon.language):
        return meant
    if meant or its_stem in lexicon.pages:
        return meant | {its_stem: AS_TYPED}
    slips: dict[str, float] = {its_stem: AS_TYPED}
    for near in lexicon.spelling.near(its_stem):
        slips |= dict.fromkeys(lexicon.groups.get((near,), ()), AS_MEANT * AS_A_SLIP) | {near: AS_A_SLIP}
    return slips
