"""Contact details in words as readers see them: numbers, addresses and names to be reached at. Plain Python.

They are held for two reasons: a number that changes must change in one place, and nobody's own number or address may slip
into a page. What is held can be meant all the same: whoever wrote it says so, and a moderator reads both. Lines for
crises are never held.

Every look costs as much as the text is long: nothing here has a repeat without a bound, or tries one place twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import Enum
from typing import NamedTuple

from articles.checks.names_online import names_in
from articles.checks.phone_numbers import phone_numbers_in
from literacy.visible_text import as_seen


class ContactKind(Enum):
    PHONE = "phone"
    EMAIL = "email"
    HANDLE = "handle"
    POSTCODE = "postcode"
    ADDRESS = "address"
    SCHOOL = "school"
    TURNED = "turned"


class Contact(NamedTuple):
    """Something to reach somebody at, as it is seen."""

    kind: ContactKind
    text: str


BLANKS = re.compile(r"\s+")

# -- words that are shown in another order than they are written: embeddings, overrides and isolates

TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
AROUND_A_TURN = 20

# -- e-mail: the sign or the word between name and place, then what stands on both sides of it, so far and no further

LONGEST_NAME, LONGEST_PLACE = 64, 80
BETWEEN = re.compile(r"@|[\[({] ?(?:at|@) ?[\])}]| at ", re.IGNORECASE)
NAME_BEFORE = re.compile(r"[\w.+'’-]+(?: (?:dot|[\[(]dot[\])]) [\w+'’-]+){0,3} ?$", re.IGNORECASE)
DOT = r"(?: ?[\[({] ?(?:\.|dot) ?[\])}] ?| dot | ?\. ?)"
PLACE_AFTER = re.compile(rf" ?[\w-]{{1,63}}(?:{DOT}[\w-]{{1,63}}){{1,4}}", re.IGNORECASE)
LAST_PART = re.compile(r"[\w-]+")
ENDINGS = frozenset(
    ["com", "org", "net", "uk", "edu", "gov", "cymru", "wales", "scot", "london", "eu", "info", "io", "app", "dev"]
)
MAIL_HOUSES = ("gmail", "hotmail", "outlook", "yahoo", "icloud", "live", "proton", "googlemail", "msn", "aol")
SPOKEN_DOT = re.compile(r"(?: |[\[({] ?)dot(?: | ?[\])}])", re.IGNORECASE)

# -- postcodes: of areas that there are

WORDS_AREAS = """
AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU
GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE
PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO
ZE
"""
AREAS = frozenset(WORDS_AREAS.split())
POSTCODE = re.compile(
    r"(?<!\w)(?:GIR ?0AA|([A-Z]{1,2})[0-9][A-Z0-9]?[ .-]?[0-9][ABD-HJLNP-UW-Z]{2})(?!\w)", re.IGNORECASE
)
ORDINAL = re.compile(r"[0-9](?:st|nd|rd|th|hr)$", re.IGNORECASE)

# -- streets: a number, one to three words of a name, and what kind of street it is

STREETS = "street road rd avenue ave crescent terrace court gardens square mews"
# These are words of every sentence too: only where everything is written like a name.
STREETS_LIKE_WORDS = "close way drive lane grove place park hill walk row rise view st"
STREET = re.compile(
    rf"(?<![\w£$€.,])\d{{1,4}}[A-Za-z]?,? ((?:[\w'’.]{{1,20}} ){{1,3}})({'|'.join(f'{STREETS} {STREETS_LIKE_WORDS}'.split())})(?!\w)",
    re.IGNORECASE,
)
WORDS_NOT_IN_A_NAME = """
a an and are as at be but by can do down every find for from get go goes going has have how in into is it its live lives
make makes my no not of off on one or our out over own per say says stay stays take takes talk than that their them then
these they this those through to two up us was way we were what when who with you your minutes minute hours hour days
day weeks week months years people friends friend things ways steps tips times young children kids adults teens members
mile miles km metres bus buses cars car lane lanes road roads street streets hard long new safe busy quiet main same other
last along around across near nearby between o oed
"""
NOT_IN_A_NAME = frozenset(WORDS_NOT_IN_A_NAME.split())
# A house's number in words is a word of every sentence. So one that is not written in two ("twenty four") counts only where
# everything is written like a name; "one", which stands before any road, not at all; and nothing is "two fatal road accidents".
UNITS, TENS = "two three four five six seven eight nine", "twenty thirty forty fifty sixty seventy eighty ninety"
FROM_TEN = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
STREET_IN_WORDS = re.compile(
    rf"(?<![\w-])(?:((?:{'|'.join(TENS.split())})[ -](?:one|{'|'.join(UNITS.split())}))|{'|'.join(f'{UNITS} {FROM_TEN} {TENS}'.split())}) ((?:[\w'’]{{1,20}} ){{1,3}})({'|'.join(f'{STREETS} {STREETS_LIKE_WORDS}'.split())})(?![\w-])(?: ([\w'’]{{1,20}}))?",
    re.IGNORECASE,
)
WORDS_AFTER_A_STREET = "after and at before beside but by if in near next on opposite or today tomorrow tonight when"
AFTER_A_STREET = frozenset(WORDS_AFTER_A_STREET.split())
WELSH_STREET = re.compile(
    r"(?<![\w£$€.,])\d{1,4}[A-Za-z]?,? (stryd|heol|lôn|rhodfa|teras|cilgant|ffordd|maes|clos) ((?:yr? |'r )?)([\w'’-]{3,30})",
    re.IGNORECASE,
)
WELSH_LIKE_WORDS = frozenset({"ffordd", "maes", "clos"})

# -- schools: only as the one somebody goes to

SCHOOL = re.compile(
    r"\b(?:(?:[Gg]o|[Gg]oes|[Ww]ent) to|[Ss]chool is|(?:year|Year) [0-9]{1,2} at) "
    r"((?:[A-Z][\w'’.]{1,20} ){1,4}(?:School|Academy|College|High|Sixth Form))(?!\w)"
)


def contacts_in(text: str) -> list[Contact]:
    """Every contact detail in a plain text, as it is seen, once each."""
    plain = BLANKS.sub(" ", as_seen(text))
    looks: list[tuple[ContactKind, Callable[[str], Iterator[str]]]] = [
        (ContactKind.PHONE, phone_numbers_in),
        (ContactKind.EMAIL, _emails),
        (ContactKind.HANDLE, names_in),
        (ContactKind.POSTCODE, _postcodes),
        (ContactKind.ADDRESS, _streets),
        (ContactKind.SCHOOL, _schools),
    ]
    return list(dict.fromkeys(Contact(kind, found.strip()) for kind, look in looks for found in look(plain)))


def turned_in(text: str) -> Iterator[Contact]:
    """The words around each sign that turns words around: what is read in them is not what eyes see."""
    for sign in TURNS.finditer(text):
        around = text[max(0, sign.start() - AROUND_A_TURN) : sign.end() + AROUND_A_TURN]
        yield Contact(ContactKind.TURNED, BLANKS.sub(" ", as_seen(around)).strip())


def _emails(text: str) -> Iterator[str]:
    for between in BETWEEN.finditer(text):
        name = NAME_BEFORE.search(text, max(0, between.start() - LONGEST_NAME), between.start())
        place = PLACE_AFTER.match(text, between.end(), between.end() + LONGEST_PLACE)
        if name and place and _is_an_address(between.group(), name.group(), place.group()):
            yield text[name.start() : place.end()]


def _is_an_address(between: str, name: str, place: str) -> bool:
    ending = LAST_PART.findall(place)[-1].casefold()
    if between != " at ":
        as_one_word = " " not in place.strip() and not SPOKEN_DOT.search(place)
        return ending in ENDINGS or (as_one_word and ending.isalpha() and len(ending) > 1)
    # "Look at nhs.uk": in words it is one where the dot is a word too, or the place is where people have their mail.
    is_mail = place.strip().casefold().startswith(MAIL_HOUSES) or any(sign in name.strip() for sign in "._0123456789")
    return ending in ENDINGS and (is_mail or bool(SPOKEN_DOT.search(place)))


def _postcodes(text: str) -> Iterator[str]:
    for found in POSTCODE.finditer(text):
        if found[1] and found[1].upper() not in AREAS:
            continue
        # "B2 1st", "E3 2nd": which one it is, of something.
        if not (ORDINAL.search(found.group()) and not found.group().isupper()):
            yield found.group()


def _streets(text: str) -> Iterator[str]:
    for found in STREET.finditer(text):
        name, kind = found[1].split(), found[2]
        if _is_a_street(name, kind):
            yield found.group()
    for found in STREET_IN_WORDS.finditer(text):
        name, kind, following = found[2].split(), found[3], found[4] or ""
        if _is_a_street(name, kind) and _goes_by_words(name, kind, following, is_in_two=bool(found[1])):
            yield found.group()[: found.end(3) - found.start()]
    for found in WELSH_STREET.finditer(text):
        kind, following = found[1], found[3]
        if kind.casefold() not in WELSH_LIKE_WORDS or (kind[0].isupper() and following[0].isupper()):
            yield found.group()


def _is_a_street(name: list[str], kind: str) -> bool:
    if [word.casefold() for word in name] == ["the"]:
        return name[0].istitle() and kind.istitle()
    if any(word.casefold() in NOT_IN_A_NAME for word in name):
        return False
    return kind.casefold() in STREETS.split() or all(word[0].isupper() for word in (*name, kind))


def _goes_by_words(name: list[str], kind: str, following: str, *, is_in_two: bool) -> bool:
    """Whether what looks like a street is one where its number is in words."""
    is_written_like_a_name = all(word[0].isupper() for word in (*name, kind))
    ends_there = following == "" or following.casefold() in AFTER_A_STREET
    return is_written_like_a_name or (is_in_two and ends_there)


def _schools(text: str) -> Iterator[str]:
    for found in SCHOOL.finditer(text):
        yield found[1]
