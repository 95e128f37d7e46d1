"""The four levels a text can be written at. They describe a text, never a reader."""

from __future__ import annotations

from enum import Enum
from functools import total_ordering


@total_ordering
class LiteracyLevel(Enum):
    """A level of the English adult literacy standards, easiest first: `LiteracyLevel.EL3 < LiteracyLevel.L1`."""

    EL12 = "el12"
    EL3 = "el3"
    L1 = "l1"
    L2 = "l2"

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, LiteracyLevel):
            return NotImplemented
        return self.rank < other.rank

    @property
    def rank(self) -> int:
        return list(LiteracyLevel).index(self)

    @property
    def label(self) -> str:
        """The neutral name readers see; a panel may call it something else."""
        return LABELS[self]

    @property
    def most_words(self) -> int | None:
        """How many words a version at this level should stay under; None where there is no limit."""
        return MOST_WORDS[self]


LABELS = {
    LiteracyLevel.EL12: "Quick",
    LiteracyLevel.EL3: "Straightforward",
    LiteracyLevel.L1: "More detail",
    LiteracyLevel.L2: "Full story",
}

MOST_WORDS = {LiteracyLevel.EL12: 150, LiteracyLevel.EL3: 400, LiteracyLevel.L1: 800, LiteracyLevel.L2: None}

WRITING_GUIDANCE = {
    LiteracyLevel.EL12: "One idea a sentence, ten words at most. Everyday words. A picture beside each idea. 150 words at most.",
    LiteracyLevel.EL3: "Sentences mostly fifteen words or fewer. Explain a hard word where you use it. 400 words at most.",
    LiteracyLevel.L1: "Sentences mostly twenty words or fewer. Say why, and give examples. 800 words at most.",
    LiteracyLevel.L2: "The full explanation: the law, the reasons, the sources.",
}

MAIN_LEVEL = LiteracyLevel.EL3

WORDS_A_MINUTE = 130
"""How fast the slower of our readers read: a choice, so that `reading_minutes` rather says too many than too few."""


def nearest(wanted: LiteracyLevel, available: set[LiteracyLevel]) -> LiteracyLevel:
    """The level to serve to someone who asked for `wanted`: itself, else the nearest easier, else the nearest harder.

    Raises ValueError when nothing is available.
    """
    if not available:
        raise ValueError("There is no reading version to choose from.")
    easier_or_same = [level for level in available if level <= wanted]
    return max(easier_or_same) if easier_or_same else min(available)


def reading_minutes(words: int) -> int:
    """Whole minutes to read `words` words, at least one."""
    return max(1, -(-words // WORDS_A_MINUTE))
