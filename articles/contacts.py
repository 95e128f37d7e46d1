"""Contact details in running text: numbers, addresses and names to be reached at. Plain Python.

They are held back from a page's words for two reasons: a number that changes must change in one place, and nobody's own
number or address may slip into a page. It rather finds one too many: whoever is told so can say it in another way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from phonenumbers import Leniency, PhoneNumberMatch, PhoneNumberMatcher, is_valid_number


class ContactKind(Enum):
    PHONE = "phone"
    EMAIL = "email"
    HANDLE = "handle"
    POSTCODE = "postcode"
    ADDRESS = "address"


class Contact(NamedTuple):
    """Something to reach somebody at, as it was typed."""

    kind: ContactKind
    text: str


LEAST_DIGITS_OF_AN_UNKNOWN_NUMBER = 10

EMAIL = re.compile(r"[\w.+-]+\s?(?:@|\[at\]|\(at\))\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
HANDLE = re.compile(r"(?<![\w@./])@[A-Za-z]\w[\w.]*\w")
POSTCODE = re.compile(r"\b(?:GIR ?0AA|[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][ABD-HJLNP-UW-Z]{2})\b", re.IGNORECASE)
ADDRESS = re.compile(
    r"\b\d{1,4}[A-Za-z]?,? (?:[A-Z][\w'’]+ ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Close|Drive|Crescent|Terrace|Grove|Way)\b"
)

# Numbers too short for any rule but their own. Written as digits only; spaces between them do not matter.
SHORT_NUMBERS = ["999", "112", "111", "101", "105", "119", "18000", "85258", "116123", "116000", "116111", "88008"]
SHORT_NUMBER = re.compile(
    r"(?<![\d.,£$€/-])(?<!\d )("
    + "|".join(r"[ -]?".join(number) for number in SHORT_NUMBERS)
    + r")(?![\d%/-]|[.,]\d| \d)"
)
# "Section 101", "111 people": a number of something is no phone number.
COUNTED_BEFORE = re.compile(r"\b(?:sections?|articles?|page|part|chapter|rule|room|over|about|nearly|than|of)\s$", re.I)
COUNTED_AFTER = re.compile(
    r"^\s(?:people|young|children|days|weeks|years|hours|minutes|miles|pages|times|words)\b", re.I
)

# Spelt out, as somebody does who knows that digits are held back. It begins with a nought: "one, two, three" is counting.
DIGIT_WORDS = "zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|double|triple"
SPOKEN_NUMBER = re.compile(rf"\b(?:zero|oh|nought)[\s,-]+(?:(?:{DIGIT_WORDS})[\s,-]+){{5,}}(?:{DIGIT_WORDS})\b", re.I)
LOOK_ALIKES = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1"})
DISGUISED_NUMBER = re.compile(r"(?<![\w|])[0-9OolI|]{3,}(?:[ .-]?[0-9OolI|]{2,})*(?![\w|])")


def contacts_in(text: str) -> list[Contact]:
    """Every contact detail in `text`, as typed, once each, in no particular order."""
    plain = unicodedata.normalize("NFKC", text)
    found = [
        *(Contact(ContactKind.PHONE, number) for number in _phone_numbers(plain)),
        *(Contact(ContactKind.EMAIL, match.group()) for match in EMAIL.finditer(plain)),
        *(Contact(ContactKind.HANDLE, match.group()) for match in HANDLE.finditer(plain)),
        *(Contact(ContactKind.POSTCODE, match.group()) for match in POSTCODE.finditer(plain)),
        *(Contact(ContactKind.ADDRESS, match.group()) for match in ADDRESS.finditer(plain)),
    ]
    return list(dict.fromkeys(found))


def _phone_numbers(text: str) -> Iterator[str]:
    undisguised = DISGUISED_NUMBER.sub(_digits_for_look_alikes, text)
    for match in PhoneNumberMatcher(undisguised, "GB", leniency=Leniency.POSSIBLE):
        if _is_a_phone_number(match):
            yield match.raw_string
    for spoken in SPOKEN_NUMBER.finditer(text):
        yield spoken.group()
    for short in SHORT_NUMBER.finditer(text):
        if not _is_counting(text[: short.start()], text[short.end() :]):
            yield short.group()


def _is_a_phone_number(match: PhoneNumberMatch) -> bool:
    """A real number, or one that begins like one: a page must not hold an unlisted mobile either."""
    if is_valid_number(match.number):
        return True
    digits = sum(character.isdigit() for character in match.raw_string)
    return match.raw_string.lstrip("(").startswith(("0", "+")) and digits >= LEAST_DIGITS_OF_AN_UNKNOWN_NUMBER


def _digits_for_look_alikes(match: re.Match[str]) -> str:
    typed = match.group()
    is_mostly_digits = sum(character.isdigit() for character in typed) * 2 >= len(typed)
    return typed.translate(LOOK_ALIKES) if is_mostly_digits else typed


def _is_counting(before: str, after: str) -> bool:
    return bool(COUNTED_BEFORE.search(before) or COUNTED_AFTER.search(after))
