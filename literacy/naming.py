"""What a reading level may be called: a name says something about the words, and nothing about whoever reads them.

Short lists of words, English and Welsh. They are no fence: a moderator reads every name before readers do. They spare a
panel the wait where the answer is plain, and ask for a second look where it is not.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from literacy.levels import LiteracyLevel

LONGEST_NAME = 30
"""How many characters fit on a button of the smallest phone, in two lines."""

SIGNS = frozenset(" '’-–,!?&")
"""What may stand beside letters. No dot, stroke or @: there is nothing to reach anybody at in a name."""

NAMES_AN_AGE = """
age ages aged year years yr yrs young younger youngest older oldest teen teens teenager teenagers tween tweens kid kids child
children baby babies toddler toddlers infant infants junior juniors adult adults grownup grownups boys girls
oed oedran oedrannau blwydd flwydd blwyddyn flwyddyn blynedd flynedd plant blant plentyn blentyn babanod fabanod ieuenctid
arddegau oedolion oedolyn
"""
NAMES_A_SCHOOL_YEAR = """
school schools nursery reception primary secondary college grade grades gcse gcses sats
ysgol ysgolion cynradd uwchradd
"""
NAMES_A_READER = """
reader readers beginner beginners learner learners pupil pupils student students expert experts dummies
darllenwr ddarllenwr darllenwyr ddarllenwyr dechreuwr ddechreuwr dechreuwyr ddechreuwyr dysgwr ddysgwr dysgwyr ddysgwyr
disgybl ddisgybl disgyblion ddisgyblion myfyriwr myfyrwyr fyfyrwyr
"""
REFUSED = frozenset(f"{NAMES_AN_AGE} {NAMES_A_SCHOOL_YEAR} {NAMES_A_READER}".split())

# Said of a text they can be right, and to somebody who needs it they can sound like a mark.
LIKE_A_MARK = """
easy easier easiest simple simpler basic basics hard harder advanced slow low high normal class old
hawdd haws syml sylfaenol anodd uwch araf isel
"""
LIKE_AN_AGE = """
five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
pump chwech saith wyth naw deg deuddeg
"""
OTHER_NUMBERS = "zero oh nought one two three four double triple dim un dau dwy tri tair pedwar pedair"
SOUNDS_LIKE_A_MARK, MAY_BE_AN_AGE = frozenset(LIKE_A_MARK.split()), frozenset(LIKE_AN_AGE.split())
NUMBERS = MAY_BE_AN_AGE | frozenset(OTHER_NUMBERS.split())
NUMBERS_IN_A_ROW = 3
"""From how many on it is a telephone number in words."""


def _(sentence: str) -> str:
    """Marks a sentence for the translators. This file knows no Django, so nothing is translated here."""
    return sentence


class Remark(NamedTuple):
    """A sentence with places in it, like "%(word)s", and what stands in them: put together once it is translated."""

    sentence: str
    places: Mapping[str, object] = {}


def tidied(name: str) -> str:
    """The name as it is kept: each letter written in one way, one space between words, none around them."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def refused(names: Mapping[LiteracyLevel, str], *, now: Mapping[LiteracyLevel, str]) -> dict[LiteracyLevel, Remark]:
    """Why names cannot be, each level's first reason. `now`: what the levels are called, for whoever leaves one empty."""
    found: dict[LiteracyLevel, Remark] = {}
    known: set[str] = set()
    for level in LiteracyLevel:
        name = tidied(names.get(level, ""))
        remark = _why_not(name, now=now[level]) or (_twice() if _heard(name) in known else None)
        if remark:
            found[level] = remark
        known.add(_heard(name))
    return found


def second_looks(name: str) -> list[Remark]:
    """What may be fine, and is worth a second look. Nothing here keeps anybody from anything."""
    like_a_mark = _("“%(word)s” could sound like a mark for whoever reads it.")
    like_an_age = _("Is “%(word)s” an age or a school year? Then say it in another way.")
    words = _words(name)
    return [
        *(Remark(like_a_mark, {"word": word}) for word in words if word in SOUNDS_LIKE_A_MARK),
        *(Remark(like_an_age, {"word": word}) for word in words if word in MAY_BE_AN_AGE),
    ]


def _why_not(name: str, *, now: str) -> Remark | None:
    return next(_reasons(name, now), None)


def _reasons(name: str, now: str) -> Iterator[Remark]:
    if not name:
        yield Remark(_("Give this one a name too, or leave it as it is: %(now)s."), {"now": now})
    if any(unicodedata.category(sign)[0] == "C" for sign in name):
        yield Remark(_("There is a sign in it that nobody can see. Please type it again."))
    if any(unicodedata.category(sign)[0] == "N" for sign in name) or _spells_a_number(name):
        yield Remark(_("Leave numbers out: they make people think of ages and marks."))
    for sign in name:
        if unicodedata.category(sign)[0] not in "LM" and sign not in SIGNS:
            yield Remark(_("Letters only, please: “%(sign)s” cannot be part of a name."), {"sign": sign})
    if not _heard(name):
        yield Remark(_("Use a word or two."))
    if len(name) > LONGEST_NAME:
        yield Remark(
            _("Say it in %(most)s characters at most: these are %(length)s. It has to fit on a button."),
            {"most": LONGEST_NAME, "length": len(name)},
        )
    for word in _words(name):
        if word in REFUSED:
            said = _("Say what the words are like, not who they are for. What could stand for “%(word)s”?")
            yield Remark(said, {"word": word})


def _twice() -> Remark:
    return Remark(_("Another level has this name. Readers need four different ones to choose from."))


def _spells_a_number(name: str) -> bool:
    row = 0
    for word in _words(name):
        row = row + 1 if word in NUMBERS else 0
        if row == NUMBERS_IN_A_ROW:
            return True
    return False


def _words(name: str) -> list[str]:
    """The words of a name without capitals and accents; "grown-up" is one word."""
    plain = _plain(name).replace("-", "").replace("–", " ")
    return "".join(sign if sign.isalpha() else " " for sign in plain).split()


def _heard(name: str) -> str:
    """A name as two people would call it the same: letters alone."""
    return "".join(sign for sign in _plain(name) if sign.isalpha())


def _plain(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name).casefold()
    return "".join(sign for sign in apart if unicodedata.category(sign)[0] != "M")
