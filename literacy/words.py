"""Words and sentences in a text, and what is known of a word: how common it is, and how early learners meet it."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

TABLES = Path(__file__).parent / "tables"

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
NOT_PROSE = re.compile(r"</?[A-Za-z!][^<>]*>|&#?\w{1,9};|https?://\S+|www\.\S+|(?<![\w.+-])[\w.+-]+@\S+")
# Each full stop is looked at once and nothing is looked for twice: any text is split in linear time. "Mr." ends a sentence
# here: were it to depend on the word, another word could undo a full stop, and a plainer one make a text harder.
SENTENCE_END = re.compile(r"""(?<!\be\.g)(?<!\bi\.e)[.!?…。！？۔؟]["')\]’”»]*(?=\s)|\n""")
VOWELS = re.compile(r"[aeiouy]+")

RAREST, HARDEST, EASIEST = 2.2, 6.0, 1.0
ENDINGS = (
    ("'s", ("",)), ("ies", ("y", "ie")), ("es", ("", "e")), ("s", ("",)), ("ied", ("y",)), ("ed", ("", "e")),
    ("ing", ("", "e")), ("iest", ("y",)), ("ier", ("y",)), ("est", ("", "e")), ("er", ("", "e")), ("ily", ("y",)),
    ("ly", ("", "le")),
)  # fmt: skip


class Known(NamedTuple):
    """A word: `level`, about 1 (CEFR A1) to 6 (C2); `zipf`, 2 (rare) to 7.7 ("the"); `listed`, if the tables have it."""

    level: float
    zipf: float
    listed: bool


def words_of(text: str) -> list[str]:
    return WORD.findall(text)


def prose(text: str) -> str:
    """The text with tags and addresses blanked out: as long as before, so that spans still point to the same place."""
    return NOT_PROSE.sub(lambda found: " " * len(found[0]), text)


def sentences_of(text: str) -> Iterator[tuple[int, str]]:
    """Each sentence that has a word in it, and where it starts."""
    start = 0
    for end in [*(found.end() for found in SENTENCE_END.finditer(text)), len(text)]:
        sentence = text[start:end]
        if WORD.search(sentence):
            yield start, sentence
        start = end


def looks_like_a_name(word: str) -> bool:
    """With a capital first letter. Wherever it stands: a full stop put before a name must not change what it is."""
    return word[0].isupper() and not word[1:].isupper()


def syllables(word: str) -> int:
    """About how many syllables an English word has: its groups of vowels, less a silent ending."""
    groups = len(VOWELS.findall(word))
    silent = (
        (word.endswith("e") and not word.endswith("le"))
        or (word.endswith("ed") and not word.endswith(("ted", "ded")))
        or (word.endswith("es") and not word.endswith(("ses", "ces", "xes", "zes", "ches", "shes", "ges", "les")))
    )
    return max(1, groups - silent)


def roots(word: str) -> Iterator[str]:
    """What an English word may be made from: "worries" from "worry"."""
    for ending, instead in ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 1:
            yield from (stem + letters for letters in instead)
            if len(stem) > 3 and stem[-1] == stem[-2]:
                yield stem[:-1]


@lru_cache(maxsize=20_000)
def known(word: str) -> Known:
    """What the tables know of a word in small letters, or guess from its root. A guess is never easier than a rare word."""
    table = word_table()
    word = word.replace("’", "'")
    if word in table:
        return table[word]
    for root in roots(word):
        if root in table:
            found = table[root]
            return Known(min(HARDEST, found.level + 0.25), max(RAREST, found.zipf - 0.5), False)
    return Known(min(HARDEST, 3.6 + 0.3 * min(syllables(word[:40]), 8)), RAREST, False)


@cache
def word_table() -> dict[str, Known]:
    """The table that build/ makes: on each line a frequency, a level, * if learners' lists have it, and words."""
    table: dict[str, Known] = {}
    with gzip.open(TABLES / "words.txt.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            zipf, level, listed, *words = line.split()
            table |= dict.fromkeys(words, Known(float(level), float(zipf), listed == "*"))
    return table
