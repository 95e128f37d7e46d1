"""Which reading versions still say the same as the main one. Plain Python: digests of words go in, levels come out.

Nobody can tell from the words. What is known is which words were agreed, or compared, beside which words of the main
version: a `Row`. A version is possibly out of date when its words are known and share no row's `together` with the main
version's words as they stand now. Words that no row knows are new, so they were written beside the main words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import NamedTuple

from literacy.levels import LiteracyLevel

WITH_NOTHING = ""
"""In place of `together`: words that are known, and that nobody has agreed or compared beside any main words."""


READ_ALOUD_AT = (LiteracyLevel.EL12, LiteracyLevel.EL3)
"""The levels at which a panel is asked to read the words aloud together."""

END_OF_A_SENTENCE = re.compile(r"(?<=[.!?…])\s+")

NOW, KEPT = "now", "kept"
"""What a ticked box says: of the words as they stand now, or of those that it was ticked for before."""


class Row(NamedTuple):
    """These words, at this level, belong together with whatever shares `together`: main words, by their digest."""

    level: str
    words: str
    together: str


@dataclass(frozen=True)
class Versions:
    """A page's reading versions: the digest of the words at each level that is written, and which level is the main one."""

    words: Mapping[str, str]
    main: str

    @property
    def main_words(self) -> str:
        return self.words[self.main]

    @property
    def others(self) -> list[str]:
        """The levels that have something to keep up with."""
        return [level for level in self.words if level != self.main]

    def beside_main(self, level: str) -> Row:
        """What would say that the words at `level` say the same as the main ones, both as they stand now."""
        return Row(level, self.words[level], self.main_words)


def out_of_date(versions: Versions, rows: Iterable[Row], *, in_source: Collection[str] | None = None) -> set[str]:
    """The levels whose words may be out of date. Never the main one; none where no row knows anything.

    `in_source`: for a translation, the levels that may be out of date in the page that it was made from. They decide about
    whatever its own rows do not: nobody who translates has to compare once more what was compared in the source.
    """
    if not versions.words:
        return set()
    together = _together(rows)
    with_main = {versions.main_words} | together.get((versions.main, versions.main_words), set()) - {WITH_NOTHING}
    apart = {level for level in versions.others if not with_main & together.get((level, versions.words[level]), set())}
    if in_source is not None:
        return apart & set(in_source)
    return {level for level in apart if (level, versions.words[level]) in together}


def rows_when_agreed(versions: Versions, rows: Iterable[Row], *, in_source: Collection[str] | None = None) -> set[Row]:
    """What is known once these versions are agreed: that those which are not out of date belong together."""
    behind = out_of_date(versions, rows, in_source=in_source)
    return {
        Row(level, versions.words[level], WITH_NOTHING) if level in behind else versions.beside_main(level)
        for level in versions.words
    }


def _together(rows: Iterable[Row]) -> dict[tuple[str, str], set[str]]:
    found = defaultdict(set)
    for row in rows:
        found[row.level, row.words].add(row.together)
    return found


@dataclass(frozen=True)
class Changed:
    """What a text lost and what it gained, sentence by sentence."""

    gone: tuple[str, ...]
    come: tuple[str, ...]


def what_changed(before: str, after: str) -> Changed:
    """What became of a text; a sentence that only moved counts as both."""
    old, new = _sentences(before), _sentences(after)
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    changes = [step for step in steps if step[0] != "equal"]
    return Changed(
        gone=tuple(sentence for _step, start, end, _from, _to in changes for sentence in old[start:end]),
        come=tuple(sentence for _step, _from, _to, start, end in changes for sentence in new[start:end]),
    )


def _sentences(text: str) -> list[str]:
    return [sentence for line in text.splitlines() for sentence in END_OF_A_SENTENCE.split(line) if sentence]


@dataclass(frozen=True)
class Said:
    """What somebody ticks beside the words, level by level: NOW, KEPT, or nothing where it is not ticked."""

    still_the_same: Mapping[str, str] = field(default_factory=dict)
    read_aloud: Mapping[str, str] = field(default_factory=dict)
