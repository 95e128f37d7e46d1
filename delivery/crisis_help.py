"""Which crisis lines an answer shows, and in which order. Plain Python.

A line that is kept for no topic and no area is on every page, first. The others follow where they belong.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple


class Line(NamedTuple):
    """A crisis line: what it is shown for, and its finished JSON."""

    topics: tuple[str, ...]
    areas: tuple[str, ...]
    text: str


def sheet_of(lines: Sequence[Line]) -> str:
    """`lines` as one text to keep."""
    return json.dumps(lines, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=1024)
def lines_for(sheet: str, topics: tuple[str, ...] | None, areas: tuple[str, ...] | None) -> tuple[str, ...]:
    """The JSON of those lines of `sheet` that belong to a page about `topics` for `areas`, in order.

    `areas` holds the areas of the page and all that they lie in; a national page has none, and shows no line that is
    kept for one area only. None stands for any.
    """
    shown = [line for line in _lines(sheet) if _belongs(line.topics, topics) and _belongs(line.areas, areas)]
    everywhere = [line for line in shown if not line.topics]
    return tuple(line.text for line in everywhere + [line for line in shown if line.topics])


@lru_cache(maxsize=64)
def _lines(sheet: str) -> tuple[Line, ...]:
    return tuple(Line(tuple(topics), tuple(areas), text) for topics, areas, text in json.loads(sheet or "[]"))


def _belongs(kept_for: Sequence[str], here: Sequence[str] | None) -> bool:
    return here is None or not kept_for or bool(set(kept_for) & set(here))
