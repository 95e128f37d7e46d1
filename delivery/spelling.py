"""The words somebody may have meant who typed one that stands nowhere. Plain Python.

>>> SpellingBook({"threaten": 4, "school": 9, "arrest": 2}).near("thretan")
['threaten']
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

MOST_LOOKED_AT = 60
MOST_SUGGESTED = 3


class SpellingBook:
    """Known words, with how common each is."""

    def __init__(self, known: Mapping[str, int]) -> None:
        self._known = known
        self._with_pair: defaultdict[str, list[str]] = defaultdict(list)
        for word in known:
            for pair in _pairs(word):
                self._with_pair[pair].append(word)

    def near(self, word: str) -> list[str]:
        """A few known words that are one slip away, or two if `word` is long: the nearest and commonest first."""
        most = slips_allowed(word)
        if not most:
            return []
        shared = Counter(known for pair in _pairs(word) for known in self._with_pair.get(pair, ()))
        distances = {known: distance(word, known) for known, _times in shared.most_common(MOST_LOOKED_AT)}
        near = [known for known, slips in distances.items() if slips <= most]
        near.sort(key=lambda known: (distances[known], -self._known[known], known))
        return [known for known in near if distances[known] == distances[near[0]]][:MOST_SUGGESTED]


def slips_allowed(word: str) -> int:
    """Short words are never guessed at: everything is near them."""
    return (len(word) > 3) + (len(word) > 5)


def distance(one: str, other: str) -> int:
    """How many letters are missing, too many, wrong, or two of them swapped (optimal string alignment)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, its in enumerate(other, start=1):
            best = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != its))
            if row > 1 and column > 1 and letter == other[column - 2] and its == one[row - 2]:
                best = min(best, before[column - 2] + 1)
            now.append(best)
        before, last = last, now
    return last[-1]


def _pairs(word: str) -> Iterator[str]:
    """Its letters two by two, with its start and end."""
    marked = f"^{word}$"
    return (marked[place : place + 2] for place in range(len(marked) - 1))
