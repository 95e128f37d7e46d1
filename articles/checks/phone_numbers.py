"""Telephone numbers in words, however they are written: in digits, in words, with look-alikes, in pieces. Plain Python.

A text is taken apart into words. What is a digit, a number word or a look-alike of digits becomes digits; those that follow
each other with little between them are a run; in a run, numbers are looked for from each piece on, and never further than
a number is long.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import phonenumbers

LONGEST, SHORTEST_ABROAD, SHORTEST_CRISIS_LINE = 15, 9, 5

CRISIS_LINES = frozenset(
    {
        *("999", "112", "18000", "101", "111"),  # emergency, by text relay, police, NHS
        *("08001111", "116111"),  # Childline
        *("116123", "85258", "08000684141", "88247"),  # Samaritans, Shout, Papyrus
        *("116000", "0800555111"),  # Runaway Helpline, Crimestoppers
    }
)
"""Numbers that are held nowhere: whoever writes one of these is sending somebody to help."""

WORD = re.compile(r"[^\W_]+")
MAY_STAND_BETWEEN = frozenset(" -._()/,~*+—–·|")
MOST_BETWEEN = 4

IN_WORDS = {
    **dict.fromkeys(("zero", "oh", "nought", "o", "sero", "dim"), "0"),
    **dict.fromkeys(("one", "un"), "1"),
    **dict.fromkeys(("two", "dau", "dwy"), "2"),
    **dict.fromkeys(("three", "tri", "tair"), "3"),
    **dict.fromkeys(("four", "pedwar", "pedair"), "4"),
    **dict.fromkeys(("five", "pump"), "5"),
    **dict.fromkeys(("six", "chwech"), "6"),
    **dict.fromkeys(("seven", "saith"), "7"),
    **dict.fromkeys(("eight", "wyth"), "8"),
    **dict.fromkeys(("nine", "naw"), "9"),
    "hundred": "00",
}
TIMES = {"double": 2, "triple": 3, "treble": 3}
LOOK_ALIKES = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1"})
DIGITS_AND_LOOK_ALIKES = frozenset("0123456789OolI")

DATE = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2(?:\d{4}|\d{2})(?![./-]?\d)")
WORDS_SAYS_TO_CALL = """
call calls calling ring ringing dial phone text texting txt number mobile whatsapp ffoniwch ffonio tecstiwch decstiwch
"""
SAYS_TO_CALL = frozenset(WORDS_SAYS_TO_CALL.split())
WORDS_TO_CALL, WORDS_TO_DIAL = 8, 5
WORDS_COUNTS = """
people young children times days weeks years hours minutes miles pages words texts calls friends percent pounds
"""
COUNTS = frozenset(WORDS_COUNTS.split())


class Piece(NamedTuple):
    """A word that stands for digits: which, where, and whether a plus stands before it."""

    digits: str
    start: int
    end: int
    has_plus: bool


def phone_numbers_in(text: str) -> Iterator[str]:
    """Every telephone number in `text`, as it is written there; the lines for crises left out."""
    text = DATE.sub(_without_a_date, text)
    words = list(WORD.finditer(text))
    calls = _places_after_calling(words)
    for first, run in _runs(text, words):
        yield from _numbers_in(text, run, says_to_call=calls[first] < WORDS_TO_CALL)
    yield from _short_numbers(text, words, calls)


def _without_a_date(found: re.Match[str]) -> str:
    is_a_day = 1 <= int(found[1]) <= 31 and 1 <= int(found[3]) <= 12
    return ":" * len(found.group()) if is_a_day else found.group()


def _places_after_calling(words: list[re.Match[str]]) -> list[int]:
    """For each word, how many words ago somebody was told to call."""
    ago, places = WORDS_TO_CALL, []
    for word in words:
        places.append(ago)
        ago = 0 if word.group().casefold() in SAYS_TO_CALL else ago + 1
    return places


def _runs(text: str, words: list[re.Match[str]]) -> Iterator[tuple[int, list[Piece]]]:
    """Digits that follow each other, with the number of the word that a run begins with."""
    run: list[Piece] = []
    first, end, times, plus = 0, 0, 1, False
    for number, word in enumerate(words):
        said = word.group()
        between = text[end : word.start()]
        if run and not (len(between) <= MOST_BETWEEN and all(map(_may_stand_between, between))):
            yield first, run
            run, times, plus = [], 1, False
        end = word.end()
        if said.casefold() in TIMES:
            times = TIMES[said.casefold()]
        elif said.casefold() == "plus":
            plus = True
        elif digits := _digits_of(said):
            if not run:
                first = number
            has_plus = plus or text[word.start() - 1 : word.start()] == "+"
            run.append(Piece(digits * times, word.start(), word.end(), has_plus))
            times, plus = 1, False
        else:
            if run:
                yield first, run
            run, times, plus = [], 1, False
    if run:
        yield first, run


def _may_stand_between(sign: str) -> bool:
    """Also a star, a heart or any other little picture."""
    return sign in MAY_STAND_BETWEEN or unicodedata.category(sign) == "So"


def _digits_of(word: str) -> str:
    """What a word says in digits; "" for any other word."""
    if word.isascii() and word.isdigit():
        return word
    if len(word) <= 7 and (said := IN_WORDS.get(word.casefold())):
        return said
    is_disguised = len(word) <= LONGEST and DIGITS_AND_LOOK_ALIKES.issuperset(word) and any(map(str.isdigit, word))
    return word.translate(LOOK_ALIKES) if is_disguised else ""


def _numbers_in(text: str, run: list[Piece], *, says_to_call: bool) -> Iterator[str]:
    place = 0
    while place < len(run):
        pieces = _number_from(run, place, says_to_call=says_to_call)
        if pieces and not _is_a_crisis_line(pieces):
            start = pieces[0].start
            is_opened = start > 0 and text[start - 1] in "(+"
            yield text[start - is_opened : pieces[-1].end]
        place += len(pieces) or 1


def _number_from(run: list[Piece], place: int, *, says_to_call: bool) -> list[Piece]:
    """The pieces of the number that begins at `place`: the longest that is one; none where there is none."""
    longest, digits = place, ""
    for end in range(place, min(place + LONGEST, len(run))):
        if end > place and run[end].has_plus:
            break
        digits += run[end].digits
        if len(digits) > LONGEST:
            break
        if len(digits) >= SHORTEST_CRISIS_LINE and is_a_crisis_line(digits):
            return run[place : end + 1]
        is_one = _is_a_number(digits, has_plus=run[place].has_plus, says_to_call=says_to_call)
        if is_one and not _is_counting(run[place : end + 1]):
            longest = end + 1
    return run[place:longest]


def _is_a_number(digits: str, *, has_plus: bool, says_to_call: bool) -> bool:
    if len(digits) < SHORTEST_ABROAD:
        return False
    if has_plus or (digits.startswith("00") and len(digits) > 11):
        return len(digits.lstrip("0")) >= SHORTEST_ABROAD
    if digits.startswith("44") and len(digits) == 12:
        return _is_british(f"0{digits[2:]}")
    if digits.startswith("0"):
        return _is_british(digits)
    return says_to_call and digits.startswith("7") and len(digits) == 10


@lru_cache(maxsize=4096)  # a row of figures asks for the same one again and again
def _is_british(digits: str) -> bool:
    """One that somebody has, or one that begins and is as long as if: a page must not hold an unlisted mobile either."""
    if len(digits) == 11 and digits[1] in "123789":
        return True
    return len(digits) in (10, 11) and phonenumbers.is_valid_number(phonenumbers.parse(digits, "GB"))


def _is_counting(pieces: list[Piece]) -> bool:
    numbers = [int(piece.digits) for piece in pieces if len(piece.digits) < 3]
    return len(numbers) == len(pieces) > 1 and all(abs(after - before) == 1 for before, after in pairwise(numbers))


def _is_a_crisis_line(pieces: list[Piece]) -> bool:
    return is_a_crisis_line("".join(piece.digits for piece in pieces))


def is_a_crisis_line(number: str) -> bool:
    """Whether a number, written in any way, is one that sends somebody to help."""
    digits = "".join(sign for sign in number if sign.isdigit())
    return digits in CRISIS_LINES or (digits.startswith("44") and f"0{digits[2:]}" in CRISIS_LINES)


def _short_numbers(text: str, words: list[re.Match[str]], calls: list[int]) -> Iterator[str]:
    """Numbers too short for any rule, where somebody is told to call or to text them just before."""
    for number, word in enumerate(words):
        said = word.group()
        if calls[number] >= WORDS_TO_DIAL or not (said.isascii() and said.isdigit()) or said in CRISIS_LINES:
            continue
        is_one = (len(said) == 3 and said[0] == "1") or len(said) in (5, 6)
        following = words[number + 1].group().casefold() if number + 1 < len(words) else ""
        alone = not _stands_in_a_longer_one(text, word)
        if is_one and alone and following not in COUNTS:
            yield said


def _stands_in_a_longer_one(text: str, word: re.Match[str]) -> bool:
    """Whether a figure stands right beside it: then it is a piece of something else, found there or innocent."""
    before, after = text[max(0, word.start() - 2) : word.start()], text[word.end() : word.end() + 2]
    return any(map(str.isdigit, before + after)) or before.endswith(("£", "$", "€")) or after.startswith("%")
