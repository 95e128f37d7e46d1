"""Which names a person may have, and when two of them look the same. Plain Python.

No library of look-alikes is among those we run on: a small table of Cyrillic, Greek and Latin letters stands here. It is
enough for names of one script, which is all that is allowed.
"""

from __future__ import annotations

import unicodedata

BETWEEN = frozenset(" -'\u2019")
"""What may stand between the letters of a display name."""

# Japanese is written in three at once.
WRITTEN_TOGETHER = frozenset({"CJK", "HIRAGANA", "KATAKANA"})
INVISIBLE_LETTERS = ("FILLER",)

LOOK_ALIKE = str.maketrans(
    {
        # Cyrillic
        **dict(zip("авеѕіјкмнорстухԁһԛԝьгпѵ", "abesijkmhopctyxdhqwbrnv", strict=True)),
        **{"ё": "e", "ї": "i", "з": "3", "б": "6", "ҝ": "k", "ӏ": "l", "ɡ": "g"},
        # Greek, small letters: capitals are folded to these
        **dict(zip("αβεζηικμνορςστυχωγ", "abeznikmvopsotuxwy", strict=True)),
        # Latin letters of other alphabets, without their strokes and dots
        **{"ı": "l", "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "ɑ": "a", "ə": "e", "ʟ": "l"},
        # What looks the same in most typefaces: I, l, 1 and O, 0
        **{"i": "l", "1": "l", "|": "l", "0": "o", "3": "e", "6": "b"},
    }
)


def tidied(name: str) -> str:
    """In the one form that looks like it, with single spaces between words."""
    return " ".join(unicodedata.normalize("NFKC", name).split())


def folded(name: str) -> str:
    """The same for all names that a person could take for one another; "" where nothing of it can be seen."""
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", name).casefold())
    seen = "".join(sign for sign in plain if sign.isalnum())
    # Twice: what one letter looks like may look like another one.
    alike = seen.translate(LOOK_ALIKE).translate(LOOK_ALIKE)
    return alike.replace("rn", "m").replace("vv", "w")


def is_plain(name: str, *, between: frozenset[str] = BETWEEN) -> bool:
    """Whether it is letters of one script, digits and what may stand between, with at least one letter."""
    scripts = {_script_of(sign) for sign in name if sign not in between and not (sign.isascii() and sign.isdigit())}
    return len(scripts) == 1 and None not in scripts


def _script_of(sign: str) -> str | None:
    """The first word of its name in Unicode, like LATIN; None for what is no letter, or cannot be seen."""
    called = unicodedata.name(sign, "")
    is_letter = unicodedata.category(sign) in ("Lu", "Ll", "Lt", "Lo", "Mn", "Mc")
    script = called.partition(" ")[0].partition("-")[0]
    if not is_letter or script in ("COMBINING", "VARIATION") or any(word in called for word in INVISIBLE_LETTERS):
        return None
    return "JAPANESE" if script in WRITTEN_TOGETHER else script
