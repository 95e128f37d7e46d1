"""Writing one reading version beside another: the words one starts from on one side, the form on the other.

It is the page's own editor with a question in its address (`?write=el12&beside=el3`), so that drafts, autosave, the
checklist and everything else about writing are there too.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse

from literacy.levels import LiteracyLevel

if TYPE_CHECKING:
    from articles.models import ReadingVersions

COPIED = "copy"


@dataclass(frozen=True)
class SideBySide:
    """Which version is being written, and which one stands beside it."""

    write: LiteracyLevel
    beside: LiteracyLevel

    def address(self, page_id: int, *, begin: str = "") -> str:
        """The editor like this; with `begin=COPIED`, the words beside it are on the form to begin with."""
        return reverse("wagtailadmin_pages:edit", args=[page_id]) + self.question(begin=begin)

    def question(self, *, begin: str = "") -> str:
        """The end of that address, which is the same whatever page it is about."""
        asked = {"write": self.write.value, "beside": self.beside.value} | ({"begin": begin} if begin else {})
        return f"?{urlencode(asked)}"


def asked_for(said: Mapping[str, Any]) -> SideBySide | None:
    """What an address or a form asks for; None where it asks for nothing that there is."""
    try:
        asked = SideBySide(LiteracyLevel(said.get("write")), LiteracyLevel(said.get("beside")))
    except ValueError:
        return None
    return asked if asked.write is not asked.beside else None


def ways_to_begin(page: ReadingVersions, level: LiteracyLevel) -> list[SideBySide]:
    """The written versions that the one at `level` could be written from: the nearest harder one first."""
    written = [other for other in page.written_levels() if other is not level]
    return [SideBySide(level, other) for other in sorted(written, key=lambda other: _distance(level, other))]


def easier_ones_to_write(page: ReadingVersions, level: LiteracyLevel) -> list[SideBySide]:
    """The easier versions that nobody has written yet, the nearest first, each beside the one at `level`."""
    written = page.written_levels()
    missing = [other for other in LiteracyLevel if other < level and other not in written]
    return [SideBySide(other, level) for other in reversed(missing)] if level in written else []


def _distance(level: LiteracyLevel, other: LiteracyLevel) -> tuple[bool, int]:
    return other < level, abs(other.rank - level.rank)


def copied(stream: Any) -> Any:
    """The same words as blocks of their own: an id belongs to one block alone."""
    return stream.stream_block.to_python([_fresh(block) for block in stream.get_prep_value()])


def _fresh(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: str(uuid.uuid4()) if name == "id" else _fresh(part) for name, part in value.items()}
    return [_fresh(part) for part in value] if isinstance(value, list) else value
