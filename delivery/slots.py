"""Finished JSON with a few places left open, for what depends on who asks and when. Plain Python.

The text of an item is written once, at publishing. What differs from one answer to the next (the language that was asked
for, one level instead of all, crisis help, whether a review is overdue) is filled in between the finished pieces, without
reading or writing the rest again.

>>> text = write({"locale": "en", "requested_locale": "en", "review_by": "2027-01-01", "review_overdue": False})
>>> fill(text, Asked(locale="cy", today="2027-02-01"))
'{"locale":"en","requested_locale":"cy","review_by":"2027-01-01","review_overdue":true}'
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from literacy.levels import LiteracyLevel, nearest

# JSON writes these characters as \u001d, \u001e and \u001f wherever somebody typed them, so they are always ours.
READER = "\x1d"
SLOT = "\x1e"
PART = "\x1f"


@dataclass(frozen=True)
class Asked:
    """What an answer depends on beside the item: language, level, day (ISO 8601), and the crisis help there is."""

    locale: str
    today: str
    level: str | None = None
    crisis_lines: Callable[[Sequence[str], Sequence[str]], str] = lambda topics, areas: ""


def write(item: Mapping[str, Any]) -> str:
    """`item` as one line of JSON, with its slots left open."""
    return "{" + ",".join(f"{_json(key)}:{_written(key, value, item)}" for key, value in item.items()) + "}"


def write_for_readers(item: Mapping[str, Any], others: Mapping[str, Mapping[str, Any]]) -> str:
    """`item` as it is for readers of its own language; and, where it says something else to them, for those of `others`.

    What an item mentions is in the reader's language, so that one that was fallen back to is not the same for everybody.
    """
    own = write(item)
    texts = {language: write(other) for language, other in others.items()}
    return READER.join([own, *(part for pair in texts.items() if pair[1] != own for part in pair)])


def _for_reader(text: str, language: str) -> str:
    own, *others = text.split(READER)
    return dict(zip(others[::2], others[1::2], strict=True)).get(language, own)


def fill(text: str, asked: Asked) -> str:
    """The JSON of `text` for one reader."""
    if READER in text:
        text = _for_reader(text, asked.locale)
    pieces = text.split(SLOT)
    served = ""
    known: dict[tuple[str, str], tuple[str, str]] = {}  # the cards of a list have the same few slots again and again
    for place in range(1, len(pieces), 2):
        slot = pieces[place], served
        if slot not in known:
            known[slot] = _filled(*slot, asked)
        pieces[place], served = known[slot]
    return "".join(pieces)


def _filled(slot: str, served: str, asked: Asked) -> tuple[str, str]:
    """What goes into a slot, and the level that is served from there on."""
    name, *parts = slot.split(PART)
    if name == "served_level":
        served = _served(parts, asked.level)
        return _name(served or None), served
    return FILLINGS[name](parts, asked, served), served


def _written(key: str, value: Any, item: Mapping[str, Any]) -> str:
    if key == "requested_locale":
        return _slot("requested_locale")
    if key == "requested_level":
        return _slot("requested_level")
    if key == "served_level":
        return _slot("served_level", value or "", *item["levels"])
    if key == "review_overdue":
        return _slot("review_overdue", item["review_by"])
    if key == "crisis_help":
        return "[" + _slot("crisis_help", ",".join(value["topics"]), ",".join(value["areas"])) + "]"
    if key == "versions":
        return "[" + _slot("versions", *(part for one in value for part in (one["level"], _json(one)))) + "]"
    if key == "steps":
        return "[" + ",".join(write(step) for step in value) + "]"
    return _json(value)


def _served(parts: list[str], wanted: str | None) -> str:
    main, *written = parts
    if wanted is None or not written:
        return main
    return nearest(LiteracyLevel(wanted), {LiteracyLevel(level) for level in written}).value


def _versions(parts: list[str], asked: Asked, served: str) -> str:
    every = dict(zip(parts[::2], parts[1::2], strict=True))
    return ",".join(text for level, text in every.items() if asked.level is None or level == served)


def _crisis_help(parts: list[str], asked: Asked, served: str) -> str:
    topics, areas = ([name for name in part.split(",") if name] for part in parts)
    return asked.crisis_lines(topics, areas)


# Made once: `json.dumps` with settings of its own makes an encoder for every value.
_json: Callable[[Any], str] = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@lru_cache(maxsize=256)
def _name(value: str | None) -> str:
    """The JSON of a language or a level: few, and asked for again and again."""
    return _json(value)


FILLINGS: dict[str, Callable[[list[str], Asked, str], str]] = {
    "requested_locale": lambda parts, asked, served: _name(asked.locale),
    "requested_level": lambda parts, asked, served: _name(asked.level),
    # ISO 8601 dates sort as text.
    "review_overdue": lambda parts, asked, served: "true" if parts[0] < asked.today else "false",
    "crisis_help": _crisis_help,
    "versions": _versions,
}


def _slot(name: str, *parts: str) -> str:
    return SLOT + PART.join((name, *parts)) + SLOT
