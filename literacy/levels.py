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


def _(sentence: str) -> str:
    """Marks a sentence for the translators. This file knows no Django, so nothing is translated here."""
    return sentence


LABELS = {
    LiteracyLevel.EL12: "Quick",
    LiteracyLevel.EL3: "Straightforward",
    LiteracyLevel.L1: "More detail",
    LiteracyLevel.L2: "Full story",
}

MOST_WORDS = {LiteracyLevel.EL12: 150, LiteracyLevel.EL3: 400, LiteracyLevel.L1: 800, LiteracyLevel.L2: None}

WRITING_GUIDANCE = {
    LiteracyLevel.EL12: _(
        "One idea a sentence, ten words at most. Everyday words. A picture beside each idea. 150 words at most."
    ),
    LiteracyLevel.EL3: _(
        "Sentences mostly fifteen words or fewer. Explain a hard word where you use it. 400 words at most."
    ),
    LiteracyLevel.L1: _("Sentences mostly twenty words or fewer. Say why, and give examples. 800 words at most."),
    LiteracyLevel.L2: _("The full explanation: the law, the reasons, the sources."),
}

WRITING_EXAMPLES = {
    LiteracyLevel.EL12: _("You can say no. You do not have to say why. Tell an adult."),
    LiteracyLevel.EL3: _(
        "You can say no, even if you said yes before. Tell an adult you trust what they asked you to do."
    ),
    LiteracyLevel.L1: _(
        "People who want you to carry things often start with a gift. Later they say that you owe them, because that "
        "makes it harder to say no."
    ),
    LiteracyLevel.L2: _(
        "Schools follow written rules on keeping people safe. These say who is told, what is written down, and how you "
        "can ask to see it."
    ),
}
"""The same thing, said at each level: what the guidance sounds like when somebody follows it."""

LONGEST_IDEA = {LiteracyLevel.EL12: 40, LiteracyLevel.EL3: 80, LiteracyLevel.L1: 120, LiteracyLevel.L2: 160}
"""From how many words on one part of a text may be two ideas: a choice, made for a hint that refuses nothing."""

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


def count_words(text: str) -> int:
    """How many words a text has: what stands between spaces and has a letter or a number in it."""
    return sum(any(character.isalnum() for character in word) for word in text.split())
