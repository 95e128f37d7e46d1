"""Hints for whoever writes: kind, specific, each about one place in the text. Never a grade."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache

from literacy.levels import LiteracyLevel
from literacy.measures import word_difficulty
from literacy.words import TABLES, WORD, known, prose, roots, sentences_of, word_table

HARD = 0.36
"""From which difficulty a word is worth a hint, if nobody has said a plainer one: a choice, for few hints that are right."""

LATE = {LiteracyLevel.EL12: 3.8, LiteracyLevel.EL3: 4.0, LiteracyLevel.L1: 4.4, LiteracyLevel.L2: 5.2}
"""And from which level in the learners' lists (`words.Known`), in a text meant for each level. Chosen on the demo's pages."""

LONGEST = {LiteracyLevel.EL12: 10, LiteracyLevel.EL3: 15, LiteracyLevel.L1: 20, LiteracyLevel.L2: 25}
"""How many words most sentences have at a level; a hint comes from half as many again."""

JOINING = re.compile(
    r"(?<=[,;]\s)(?:and|but|so|or|which|who|because|although|while|whereas)\b|;|\b(?:because|although|whereas|unless|so that|but|which|and)\b",
    re.IGNORECASE,
)
PASSIVE = re.compile(
    r"\b(?:(?:am|is|are|was|were|be|been)(?:\sbeing)?)\s(?:(?:not|always|never|often|also)\s)?"
    r"(?:[a-z]{2,20}ed|given|taken|made|told|sent|written|known|shown|held|kept|found|seen|done|put|paid|chosen|broken|brought)\b"
)
LIKE_PASSIVES = {
    "allowed", "ashamed", "based", "bed", "bored", "called", "confused", "embarrassed", "excited", "frightened", "indeed",
    "interested", "married", "named", "need", "pleased", "red", "relaxed", "scared", "stressed", "supposed", "tired", "upset",
    "used", "worried",
}  # fmt: skip
BEFORE_A_VERB = {
    "also", "always", "can", "cannot", "could", "had", "has", "have", "may", "might", "must", "never", "not", "often", "shall",
    "should", "will", "would",
}  # fmt: skip
# "You are searched": what happens to somebody is said from where they stand. "To be bullied" is done by nobody yet.
NOBODY_ELSE = {
    "anybody", "anyone", "everybody", "he", "i", "nobody", "she", "somebody", "someone", "they", "to", "we", "who", "you",
}  # fmt: skip
DONE_BY = re.compile(r"\s{1,9}(?:\w{1,40}\s{1,9})?by\s")
ABBREVIATION = re.compile(r"(?<![\w-])(?:[A-Z]{2,6}|[A-Z]\.(?:[A-Z]\.)+)(?![\w-])")
EVERYBODY_KNOWS = {
    "AM", "BBC", "BSL", "CD", "DVD", "EU", "FAQ", "GP", "I", "ID", "II", "III", "IV", "NHS", "OK", "PC", "PDF", "PIN", "PM",
    "SMS", "TV", "UK", "US", "USA", "VI",
}  # fmt: skip


# Rare in the books and papers that words were counted in, and in everybody's pocket or wardrobe here.
YOUNG_PEOPLE_KNOW = {
    "emoji", "emojis", "headscarf", "helpline", "helplines", "screenshot", "screenshots", "trainers", "turban", "vape", "vapes",
}  # fmt: skip
# National services that are no name of ours yet: front ends and writers call them by these letters.
SERVICES = {"CEOP", "FRANK", "NSPCC"}


def _(sentence: str) -> str:
    """Marks a sentence for the translators. This file knows no Django, so nothing is translated here."""
    return sentence


class HintKind(Enum):
    """What a hint is about, in the order in which hints are given."""

    HARD_WORD = "hard_word"
    LONG_SENTENCE = "long_sentence"
    PASSIVE = "passive"
    ABBREVIATION = "abbreviation"


REASONS = {
    HintKind.HARD_WORD: _("Some readers may not know this word."),
    HintKind.LONG_SENTENCE: _("This is a lot to hold in mind at once."),
    HintKind.PASSIVE: _("It may not be clear who does this."),
    HintKind.ABBREVIATION: _("Not everybody knows what these letters stand for."),
}
WHAT_TO_DO = {
    HintKind.HARD_WORD: _("If you need this word, say what it means right here."),
    HintKind.LONG_SENTENCE: _("Could it be two sentences? Look for a place to stop."),
    HintKind.PASSIVE: _("If you can, say who does it."),
    HintKind.ABBREVIATION: _("Write it in full the first time, with the letters after it."),
}
SAY_INSTEAD = _("You could say it in a plainer way.")
STOP_HERE = _("You could stop before the marked word and start again there.")


@dataclass(frozen=True)
class Hint:
    """One place in a text, `text[start:end]`, why it may be hard, and what to do.

    `plainer` holds words that may do instead, and `fits` says whether they may stand there as they are: they are said for
    "utilise", and the text may say "utilised". `joining` is the span of the word where a long sentence could be split.
    """

    kind: HintKind
    start: int
    end: int
    reason: str
    what_to_do: str
    plainer: tuple[str, ...] = ()
    joining: tuple[int, int] | None = None
    fits: bool = False


def hints(
    text: str,
    *,
    level: LiteracyLevel = LiteracyLevel.EL3,
    glossary: Collection[str] = (),
    plain: Collection[str] = (),
    say_instead: Mapping[str, Sequence[str]] | None = None,
    names: Collection[str] = (),
    language: str = "en",
) -> list[Hint]:
    """What could be plainer in a text meant for `level`, kind by kind, each from the beginning of the text.

    Never about words or phrases of the glossary, words that a panel lists as plain, names (of people, places, services;
    what begins with a capital letter is taken for one), numbers, or British spelling. `say_instead` is what a panel says
    for a word or phrase: it comes first, whatever the tables know, and whatever the capitals. In other languages than
    English there are only hints on these words and on long sentences, without a joining word.
    """
    readable = prose(text)
    skipped = _spans_of({*glossary, *plain, *names}, readable)
    listed = _in_a_panels_list(say_instead or {}, readable)
    if language != "en":
        return [
            *_hard_words(readable, skipped, listed, level, english=False),
            *_long_sentences(readable, level, english=False),
        ]
    return [
        *_hard_words(readable, skipped, listed, level),
        *_long_sentences(readable, level),
        *_passives(readable),
        *_abbreviations(readable, skipped),
    ]


def plainer_words(word: str) -> tuple[str, ...]:
    """Plainer words that may do instead of this one, or none."""
    table = plainer_table()
    return next((table[way] for way in (word, *roots(word)) if way in table), ())


@cache
def plainer_table() -> dict[str, tuple[str, ...]]:
    lines = (TABLES / "plainer.txt").read_text(encoding="utf-8").splitlines()
    entries = (line.split(": ") for line in lines if line and not line.startswith("#"))
    return {word: tuple(instead.split(", ")) for word, instead in entries}


@dataclass(frozen=True)
class _Hard:
    """A word or phrase that could be plainer, where it ends in the text, and plainer words for it, or for its root."""

    phrase: str
    end: int
    plainer: tuple[str, ...]
    fits: bool


def _hard_words(
    text: str, skipped: set[int], listed: Mapping[int, _Hard], level: LiteracyLevel, *, english: bool = True
) -> Iterator[Hint]:
    kind, told, past = HintKind.HARD_WORD, set[str](), 0
    for found in WORD.finditer(text):
        start = found.start()
        if start in skipped or start < past or found[0].lower() in told:
            continue
        hard = listed.get(start) or (_in_the_tables(found, level) if english else None)
        if hard is None or hard.phrase in told:
            continue
        told.add(hard.phrase)
        past = hard.end
        what_to_do = SAY_INSTEAD if hard.plainer else WHAT_TO_DO[kind]
        yield Hint(kind, start, past, REASONS[kind], what_to_do, hard.plainer, fits=hard.fits)


def _in_the_tables(found: re.Match[str], level: LiteracyLevel) -> _Hard | None:
    word = found[0].lower()
    if found[0][0].isupper() or not word.isascii():
        return None
    plainer = plainer_words(word)
    if not plainer and not _is_hard(word, level):
        return None
    return _Hard(word, found.end(), plainer, fits=word in plainer_table())


def _in_a_panels_list(say_instead: Mapping[str, Sequence[str]], text: str) -> dict[int, _Hard]:
    """By where it starts, the longest phrase of the list that stands there."""
    found: dict[int, _Hard] = {}
    for phrase, words in _places_of((phrase for phrase, instead in say_instead.items() if instead), text):
        start, end = words[0].start(), words[-1].end()
        if start not in found or found[start].end < end:
            plainer = dict.fromkeys([*say_instead[phrase], *plainer_words(phrase.lower())])
            fits = words[0][0].lower() == WORD.findall(phrase.lower())[0]
            found[start] = _Hard(phrase.lower(), end, tuple(plainer), fits)
    return found


def _is_hard(word: str, level: LiteracyLevel) -> bool:
    if word not in word_table() or len(word) <= 3 or word in YOUNG_PEOPLE_KNOW:
        return False
    found = known(word)
    return (found.listed and found.level >= LATE[level]) or word_difficulty(word) >= HARD


def _long_sentences(text: str, level: LiteracyLevel, *, english: bool = True) -> Iterator[Hint]:
    kind, most = HintKind.LONG_SENTENCE, LONGEST[level] * 3 // 2
    for start, sentence in sentences_of(text):
        words = list(WORD.finditer(sentence))
        if len(words) > most:
            span = (start + words[0].start(), start + words[-1].end())
            joining = _middle_joining(sentence, start) if english else None
            yield Hint(kind, *span, REASONS[kind], STOP_HERE if joining else WHAT_TO_DO[kind], joining=joining)


def _middle_joining(sentence: str, start: int) -> tuple[int, int] | None:
    """The joining word that stands nearest to the middle, not so near an end that little would be left there."""
    middle = len(sentence) / 2
    spans = [found.span() for found in JOINING.finditer(sentence)]
    inside = [span for span in spans if abs(span[0] - middle) < middle * 0.7]
    if not inside:
        return None
    first, last = min(inside, key=lambda span: abs(span[0] - middle))
    return start + first, start + last


def _passives(text: str) -> Iterator[Hint]:
    kind = HintKind.PASSIVE
    for found in PASSIVE.finditer(text):
        if found[0].split()[-1] not in LIKE_PASSIVES and (
            DONE_BY.match(text, found.end()) or _whom_it_happens_to(text, found.start()) not in NOBODY_ELSE
        ):
            yield Hint(kind, *found.span(), REASONS[kind], WHAT_TO_DO[kind])


def _whom_it_happens_to(text: str, start: int) -> str:
    """The last word before a verb that is no part of the verb, in small letters; "" where there is none nearby."""
    before = reversed(WORD.findall(text, max(0, start - 60), start))
    return next((word.lower() for word in before if word.lower() not in BEFORE_A_VERB), "")


def _abbreviations(text: str, skipped: set[int]) -> Iterator[Hint]:
    kind, told = HintKind.ABBREVIATION, set()
    for found in ABBREVIATION.finditer(text):
        letters = found[0].replace(".", "")
        if letters in told or letters in EVERYBODY_KNOWS | SERVICES or found.start() in skipped:
            continue
        told.add(letters)
        if not _explained(text, *found.span()) and not _shouted(text, *found.span()):
            yield Hint(kind, *found.span(), REASONS[kind], WHAT_TO_DO[kind])


def _explained(text: str, start: int, end: int) -> bool:
    """In brackets after its words, or with its words in brackets after it."""
    return text[max(0, start - 1) : start] == "(" or text[end : end + 2] == " ("


def _shouted(text: str, start: int, end: int) -> bool:
    """Among words that are mostly in capitals: somebody is loud, and it is no abbreviation."""
    around = WORD.findall(text[max(0, start - 30) : start] + " " + text[end : end + 30])
    return sum(word.isupper() for word in around) > len(around) / 2


def _spans_of(phrases: Collection[str], text: str) -> set[int]:
    """Where the words of these phrases start in the text, whatever their capitals."""
    return {word.start() for _phrase, words in _places_of(phrases, text) for word in words}


def _places_of(phrases: Iterable[str], text: str) -> Iterator[tuple[str, list[re.Match[str]]]]:
    """Each place where one of these phrases stands, whatever its capitals, or the ending of its first word."""
    wanted: dict[str, list[tuple[str, list[str]]]] = {}
    for phrase in phrases:
        if words := [word.lower() for word in WORD.findall(phrase)]:
            wanted.setdefault(words[0], []).append((phrase, words))
    found = list(WORD.finditer(text)) if wanted else []
    lower = [word[0].lower() for word in found]
    for at, word in enumerate(lower):
        for first in dict.fromkeys((word, *roots(word))):
            for phrase, words in wanted.get(first, ()):
                if lower[at + 1 : at + len(words)] == words[1:]:
                    yield phrase, found[at : at + len(words)]
