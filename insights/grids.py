"""What there is and what is missing, as a grid: topic by reading level by language. Plain Python: counts in, squares out.

>>> grid = Grid(["knives"], {}, ["el3", "l1"], ["en"], pages={("knives", "en"): 2}, versions={("knives", "el3", "en"): 2})
>>> [square.level for square in grid.squares if square.is_gap]
['l1']
>>> missing_most(grid)
Block(topic=None, level='l1', language=None)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import product

MANY = 5
"""From how many pages on a square counts as well covered: a choice, for a picture that is read at a glance."""


class Amount(Enum):
    """How much there is, as the picture tells it apart."""

    NONE = "none"
    ONE = "one"
    SOME = "some"
    MANY = "many"


def amount_of(count: int) -> Amount:
    if count >= MANY:
        return Amount.MANY
    return {0: Amount.NONE, 1: Amount.ONE}.get(count, Amount.SOME)


@dataclass(frozen=True)
class Square:
    """How many pages about a topic there are at one level, in one language."""

    topic: str
    level: str
    language: str
    count: int

    @property
    def amount(self) -> Amount:
        return amount_of(self.count)

    @property
    def is_gap(self) -> bool:
        return self.count == 0


@dataclass(frozen=True)
class Block:
    """The squares of one topic with all that hangs under it, of one level, of one language. None stands for all of them."""

    topic: str | None = None
    level: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class Grid:
    """Topics in order, with the topic that each hangs under, if any; and how many pages there are.

    `pages` counts by topic and language, `versions` by topic, level and language; what is not in them is nothing. What is
    about a topic is about the one it hangs under, too: whoever counts has counted it there.
    """

    topics: Sequence[str]
    parents: Mapping[str, str]
    levels: Sequence[str]
    languages: Sequence[str]
    pages: Mapping[tuple[str, str], int]
    versions: Mapping[tuple[str, str, str], int]

    @cached_property
    def squares(self) -> list[Square]:
        """Every square, topic by topic, in each language the easiest level first."""
        return [
            self.square(topic, level, language)
            for topic, language, level in product(self.topics, self.languages, self.levels)
        ]

    def square(self, topic: str, level: str, language: str) -> Square:
        return Square(topic, level, language, self.versions.get((topic, level, language), 0))

    @property
    def gaps(self) -> list[Square]:
        return [square for square in self.squares if square.is_gap]

    def within(self, block: Block) -> Iterator[tuple[str, str, str]]:
        """The topic, level and language of each square of a block."""
        return product(
            [topic for topic in self.topics if block.topic in (None, topic, self.parents.get(topic))],
            self.levels if block.level is None else [block.level],
            self.languages if block.language is None else [block.language],
        )

    def size_of(self, block: Block) -> int:
        return sum(1 for _square in self.within(block))

    def has_nothing_in(self, block: Block) -> bool:
        """Whether there is nothing at all; at any level means that there is no page either, written at a level or not."""
        if block.level is None:
            return not any(self.pages.get((topic, language)) for topic, _level, language in self.within(block))
        return not any(self.versions.get(square) for square in self.within(block))


def in_order(topics: Sequence[tuple[str, str | None]]) -> list[str]:
    """These topics, each given with what it hangs under: in their order, but children right below their parent.

    The tree is two levels deep. Should anything hang deeper, it comes last, and is not lost.
    """
    names = {name for name, _parent in topics}
    tops = [name for name, parent in topics if parent not in names]
    placed = [each for top in tops for each in (top, *(name for name, parent in topics if parent == top))]
    return placed + [name for name, _parent in topics if name not in placed]


def missing_most(grid: Grid) -> Block | None:
    """What readers go without most; None when something is in every square.

    First what they get nowhere: a topic without any page. Then what they get in another language only. Then what they get
    at another level only. Of several the largest, and of equally large ones the first.
    """
    for blocks in (_topics(grid), _languages(grid), _levels(grid)):
        empty = [block for block in blocks if grid.has_nothing_in(block)]
        if empty:
            return max(empty, key=grid.size_of)
    return None


def _topics(grid: Grid) -> list[Block]:
    return [Block(), *(Block(topic=topic) for topic in grid.topics)] if grid.topics else []


def _languages(grid: Grid) -> list[Block]:
    in_all = [Block(language=language) for language in grid.languages]
    return in_all + [Block(topic, None, language) for topic, language in product(grid.topics, grid.languages)]


def _levels(grid: Grid) -> list[Block]:
    topics, languages = [None, *grid.topics], [None, *grid.languages]
    return [Block(topic, level, language) for topic, language, level in product(topics, languages, grid.levels)]
