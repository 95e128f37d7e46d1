"""How hard a text is to read: a few things anybody can count, added up. It describes a text, never a reader.

A word's part is its `level` and how common it is (`words.known`). A text is harder

- the longer its sentences are, each counted as often as it has words;
- the harder the hardest quarter of its words is;
- the more different hard words there are to meet, with names and without.

Every weight is zero or more. So splitting a sentence never raises the difficulty, nor does a commoner word, of no higher
level and no more syllables, wherever a harder one stood. The weights are fitted by `build/` and lie in
`tables/weights.json`; decision 14 says how well they do.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from literacy.levels import LiteracyLevel, count_words
from literacy.words import TABLES, Known, known, looks_like_a_name, prose, sentences_of, syllables, words_of

ENOUGH_WORDS = 100
"""Under so many words a measure says little: hints, but no level."""

UP_TO = ((2.0, LiteracyLevel.EL12), (3.0, LiteracyLevel.EL3), (4.0, LiteracyLevel.L1), (math.inf, LiteracyLevel.L2))
"""The difficulty up to which a text is about at a level. Nobody has tried these against UK standards: say "about"."""

PLAIN = Known(1.0, 7.5, True)


def _(sentence: str) -> str:
    """Marks a sentence for the translators. This file knows no Django, so nothing is translated here."""
    return sentence


TOO_SHORT = _("There are too few words here to say how hard they are to read.")
ONLY_LENGTHS = _("In Welsh we can only count how long the words and sentences are. Ask somebody who reads Welsh.")
ONLY_SENTENCES = _("In this language we can only count how long the sentences are. Ask somebody who reads it.")


@dataclass(frozen=True)
class Reading:
    """What was measured of a text.

    `difficulty` rises with hardness, in English mostly from 1 (CEFR A1) to 6 (C2), and compares texts of one language only.
    `level` is where the text is about, or None where that cannot be said; `why_no_level` then says why.
    """

    difficulty: float
    words: int
    sentences: int
    level: LiteracyLevel | None = None
    why_no_level: str = ""


def measure(text: str, *, language: str = "en") -> Reading:
    """How hard a text is. Any text gets an answer, in linear time; 0 is the answer to a text without words."""
    sentences = [words for _start, sentence in sentences_of(prose(text)) if (words := words_of(sentence))]
    difficulty, counted = _difficulty(sentences, language=language), count_words(text)
    if why := _why_no_level(counted, language=language):
        return Reading(difficulty, counted, len(sentences), None, why)
    level = next(level for most, level in UP_TO if difficulty <= most)
    return Reading(difficulty, counted, len(sentences), level)


def word_difficulty(word: str, *, sentence: str = "") -> float:
    """How hard a word is, 0 (easy) to 1; the sentence it stands in tells a little more."""
    parts = words_of(word)
    around = [known(other.lower()) for other in words_of(sentence)] or [PLAIN]
    return max((_within(0, weigh("word", word_features(part, around)), 1) for part in parts), default=0.0)


def sentence_difficulty(sentence: str) -> float:
    """How hard a sentence is, about 1 (CEFR A1) to 6 (C2). No part of it is harder than the whole."""
    return _within(1, weigh("sentence", sentence_features(words_of(prose(sentence)))), 6)


def text_features(sentences: Sequence[Sequence[str]]) -> list[float]:
    """What a text's difficulty is made of, from its sentences' words. Each rises, or stays, as the text gets harder."""
    words = [word for sentence in sentences for word in sentence]
    total = len(words)
    levels = sorted((known(word.lower()).level for word in words), reverse=True)
    hardest = levels[: max(1, total // 4)]
    return [
        sum(len(sentence) * math.log(len(sentence)) for sentence in sentences) / total,
        sum(hardest) / len(hardest),
        _to_meet({word.lower() for word in words}, total),
        _to_meet({word.lower() for word in words if not looks_like_a_name(word)}, total),
    ]


def sentence_features(words: Sequence[str]) -> list[float]:
    """Sums and largest ones, no averages: a part of a sentence never has more of anything than the whole."""
    everything = [known(word.lower()) for word in words]
    without_names = [known(word.lower()) for word in words if not looks_like_a_name(word)]
    features = [math.log1p(len(words))]
    for found in (everything, without_names):
        levels = _hardest_first(word.level for word in found)
        rarities = _hardest_first(7.5 - word.zipf for word in found)
        features += [
            levels[0], levels[1], levels[2] + levels[3], levels[4] + levels[5],
            math.log1p(sum(max(0.0, level - 2) for level in levels)),
            math.log1p(sum(max(0.0, level - 3.5) for level in levels)),
            rarities[0], rarities[1] + rarities[2],
            math.log1p(sum(max(0.0, rarity - 2.5) for rarity in rarities)),
        ]  # fmt: skip
    features += [math.log1p(sum(syllables(word.lower()) - 1 for word in words))]
    return features


def word_features(word: str, around: Sequence[Known]) -> list[float]:
    """How rare and how advanced a word is, what it looks like, and the sentence around it. Rarer and more advanced is harder."""
    found = known(word.lower())
    return [
        max(0.0, 7.5 - found.zipf),
        max(0.0, 5 - found.zipf),
        max(0.0, 4 - found.zipf),
        max(0.0, 3.2 - found.zipf),
        found.level,
        max(0.0, found.level - 3.5),
        syllables(word.lower()),
        float(not found.listed),
        float(word[0].isupper()),
        float(word.isupper() and len(word) > 1),
        -float(word.endswith("s")),
        -math.log1p(len(around)),
        sum(other.level for other in around) / len(around),
        sum(other.zipf for other in around) / len(around),
    ]


def weigh(kind: str, features: Sequence[float]) -> float:
    """The features of a word, a sentence or a text times their weights."""
    weights = all_weights()[kind]
    return weights[0] + sum(map(float.__mul__, weights[1:], map(float, features)))


@cache
def all_weights() -> dict[str, list[float]]:
    return json.loads((TABLES / "weights.json").read_text(encoding="utf-8"))


def _difficulty(sentences: Sequence[Sequence[str]], *, language: str) -> float:
    if not sentences:
        return 0.0
    if language == "en":
        return weigh("text", text_features(sentences))
    words = [word for sentence in sentences for word in sentence]
    lengths = sum(len(sentence) * math.log(len(sentence)) for sentence in sentences) / len(words)
    return lengths + (sum(map(len, words)) / len(words) / 4 if language == "cy" else 0)


def _why_no_level(words: int, *, language: str) -> str:
    if language == "cy":
        return ONLY_LENGTHS
    if language != "en":
        return ONLY_SENTENCES
    return TOO_SHORT if words < ENOUGH_WORDS else ""


def _to_meet(different: set[str], total: int) -> float:
    """How many different hard words there are, the harder the more, for a text of this length.

    A text twice as long does not have twice as many different words: that is what the power is for.
    """
    return sum(sorted(max(0.0, known(word).level - 1.5) for word in different)) / total**0.75


def _hardest_first(values: Iterable[float]) -> list[float]:
    return sorted([*values, 0, 0, 0, 0, 0, 0], reverse=True)


def _within(least: float, value: float, most: float) -> float:
    return max(least, min(value, most))
