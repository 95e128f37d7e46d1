"""A text as readers see it, and whether it says anything. Plain Python.

Whoever checks words must look at what eyes see: signs without a shape are gone, look-alikes of one sign are that sign, every
digit is 0 to 9, and the tags of a rich text are nothing. Whatever else looks at typed words begins here.

>>> as_seen("0\\u20e37\\u200b7")
'077'
>>> says_something("\\u3164 ... ")
False
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

import nh3

LONGEST_BOX = 200_000
"""How many characters one box takes, longer than any page should be: a bound before anything looks at it."""

# What begins on a line of its own in a rich text, and what stands within a line.
LINES = {"p", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "div", "br", "hr"}
WITHIN_A_LINE = {"a", "b", "strong", "i", "em", "span", "u", "s", "sub", "sup", "code", "mark", "small", "embed"}

TAG = re.compile(r"<[^<>]*>")

# Letters and blanks by their category, and nothing to see: Hangul and Khmer fillers, the empty Braille cell.
LETTERS_OF_NOTHING = frozenset("\u115f\u1160\u3164\uffa0\u17b4\u17b5\u2800\u034f\u20e3")


def as_seen(text: str) -> str:
    """`text` as eyes see it: no invisible signs, one form of each sign, digits 0 to 9, one blank for any; lines stay."""
    if text.isascii() and text.isprintable():
        return text
    shown = unicodedata.normalize("NFKC", text.replace("\r\n", "\n"))
    return unicodedata.normalize("NFKC", "".join(map(_sign_as_seen, shown)))


@lru_cache(maxsize=4096)
def _sign_as_seen(sign: str) -> str:
    category = unicodedata.category(sign)
    if sign in "\n\r\t":
        return "\n" if sign != "\t" else " "
    if category in ("Zs", "Zl", "Zp"):
        return " " if category == "Zs" else "\n"
    if category[0] == "C" or sign in LETTERS_OF_NOTHING or _is_a_selector(sign):
        return ""
    return str(unicodedata.decimal(sign)) if category == "Nd" else sign


def _is_a_selector(sign: str) -> bool:
    """What only says how the sign before it is drawn."""
    return "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef" or "\u180b" <= sign <= "\u180f"


def html_as_seen(source: str) -> str:
    """The words of a rich text: tags within a line are nothing, each paragraph and each point of a list is a line."""
    return _without_tags(source, LINES, "\n")


def readings_of_html(source: str) -> list[str]:
    """Both ways to read a rich text, once where they are the same: as eyes do, and with each tag as a blank."""
    return list(dict.fromkeys((html_as_seen(source), _without_tags(source, LINES | WITHIN_A_LINE, " "))))


def _without_tags(source: str, tags: set[str], instead: str) -> str:
    # The reader that what is public goes through too: what it takes for a tag is one, and what is left is well-formed.
    tidy = nh3.clean(source, tags=tags, attributes={}, link_rel=None)
    return as_seen(html.unescape(TAG.sub(instead, tidy)))


def says_something(text: str) -> bool:
    """Whether there is anything to read: one letter or digit that can be seen."""
    return any(unicodedata.category(sign)[0] in "LN" for sign in as_seen(text))


def words_seen(text: str) -> list[str]:
    """The words of a text without capitals and accents: runs of letters and digits."""
    apart = unicodedata.normalize("NFKD", as_seen(text)).casefold().replace("'", "").replace("’", "")
    plain = "".join(sign for sign in apart if unicodedata.category(sign)[0] != "M")
    return "".join(sign if sign.isalnum() else " " for sign in plain).split()
