"""Two texts in, what came and what went out; two lists of blocks in, what is new, gone, moved or changed. Plain Python."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import Enum
from itertools import groupby
from typing import Any

ALIKE = 0.3
"""From this share of words in common on, a block that lost its id is taken for the same one with other words."""


@dataclass(frozen=True)
class Piece:
    """A run of words that stayed ("same"), came ("added"), went ("removed"), or lines that stayed ("gap")."""

    kind: str
    text: str = ""


class Fate(Enum):
    """What became of one block."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


@dataclass(frozen=True)
class Block:
    """One block as it is compared: what it is called and says, line by line, the picture it shows, how its words look."""

    id: str | None
    kind: str
    label: str
    lines: tuple[str, ...]
    picture: Any = None
    look: tuple[str, ...] = ()

    def is_like(self, other: Block) -> bool:
        """Whether it differs in nothing but its id."""
        return (self.kind, self.lines, self.picture, self.look) == (other.kind, other.lines, other.picture, other.look)


@dataclass(frozen=True)
class Part:
    """What became of one block, or of `count` neighbours that stayed the same. `pictures`: before and after."""

    fate: Fate
    label: str = ""
    pieces: list[Piece] = field(default_factory=list)
    pictures: tuple[Any, Any] | None = None
    count: int = 1

    @property
    def has_words(self) -> bool:
        return any(piece.kind in ("added", "removed") for piece in self.pieces)


# -- words


def differences(before: Sequence[str], after: Sequence[str]) -> list[Piece]:
    """What came and what went between two lists of lines: whole lines that stayed are gaps, words tell the rest."""
    pieces: list[Piece] = []
    for tag, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("gap", "\n".join(before[start:end])))
        else:
            pieces.extend(_word_differences("\n".join(before[start:end]), "\n".join(after[new_start:new_end])))
    return pieces


def _word_differences(before: str, after: str) -> Iterator[Piece]:
    old, new = _tokens(before), _tokens(after)
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(old[start:end]))
        if tag in ("delete", "replace"):
            yield Piece("removed", "".join(old[start:end]))
        if tag in ("insert", "replace"):
            yield Piece("added", "".join(new[new_start:new_end]))


def _tokens(text: str) -> list[str]:
    return re.findall(r"\S+\s*|\s+", text)


# -- blocks


def what_became_of(before: Sequence[Block], after: Sequence[Block]) -> list[Part]:
    """Each block of both lists in the order in which one reads on, what was taken out where it stood before."""
    found = _same_blocks(before, after)
    in_place = _in_order([found[place] for place in sorted(found)])
    parts: list[tuple[float, Part]] = []
    for place, block in enumerate(after):
        was = found.get(place)
        parts.append((place, _part(before[was] if was is not None else None, block, moved=was not in in_place)))
    stood_at = {was: place for place, was in found.items() if was in in_place}
    for was, block in enumerate(before):
        if was not in found.values():
            earlier = [stood_at[other] for other in range(was) if other in stood_at]
            parts.append((max(earlier, default=-1) + 0.5, Part(Fate.REMOVED, block.label, _all("removed", block))))
    return list(_together([part for _place, part in sorted(parts, key=lambda pair: pair[0])]))


def _part(was: Block | None, now: Block, *, moved: bool) -> Part:
    if was is None:
        return Part(Fate.ADDED, now.label, _all("added", now), (None, now.picture) if now.picture else None)
    other_picture = was.picture != now.picture
    if was.is_like(now) and not moved:
        return Part(Fate.SAME, now.label, _all("same", now))
    return Part(
        Fate.MOVED if moved else Fate.CHANGED,
        now.label,
        differences(was.lines, now.lines),
        (was.picture, now.picture) if other_picture else None,
    )


def _all(kind: str, block: Block) -> list[Piece]:
    return [Piece(kind, "\n".join(block.lines))] if block.lines else []


def _same_blocks(before: Sequence[Block], after: Sequence[Block]) -> dict[int, int]:
    """Which block of `after` was which of `before`: by its id, else by what it says, else by what it nearly says."""
    found: dict[int, int] = {}
    for is_the_same in (_by_id, Block.is_like, _nearly):
        for place, block in enumerate(after):
            if place not in found:
                left = (was for was in range(len(before)) if was not in found.values())
                match = next((was for was in left if is_the_same(before[was], block)), None)
                found |= {} if match is None else {place: match}
    return found


def _by_id(was: Block, now: Block) -> bool:
    return bool(was.id) and was.id == now.id and was.kind == now.kind


def _nearly(was: Block, now: Block) -> bool:
    if was.kind != now.kind:
        return False
    old, new = (" ".join(block.lines).casefold().split() for block in (was, now))
    return SequenceMatcher(None, old, new, autojunk=False).ratio() >= ALIKE


def _in_order(places: Sequence[int]) -> set[int]:
    """The most of `places` that stand in rising order: what did not move, when something did."""
    ends: list[int] = []
    chains: list[list[int]] = []
    for place in places:
        length = bisect_left(ends, place)
        chain = (chains[length - 1] if length else []) + [place]
        ends[length : length + 1], chains[length : length + 1] = [place], [chain]
    return set(chains[-1]) if chains else set()


def _together(parts: Sequence[Part]) -> Iterator[Part]:
    """Neighbours that stayed the same as one part: a long page is as long as what changed in it."""
    for is_same, run in groupby(parts, key=lambda part: part.fate is Fate.SAME):
        run_of = list(run)
        if is_same:
            words = "\n".join(piece.text for part in run_of for piece in part.pieces)
            yield Part(Fate.SAME, "", [Piece("gap", words)], count=len(run_of))
        else:
            yield from run_of
