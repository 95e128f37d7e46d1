"""How fast passwords may be tried. Plain Python.

Nobody is locked out: who has tried too often, or shares an address or a name with somebody who did, waits for
`LONGEST_WAIT` at most, and a wait that has begun is not made longer by what others do meanwhile (login_throttle.py).

Tries are water in a leaky bucket: each adds one, and they run out again by themselves.

>>> bucket = Bucket(ADDRESS).with_tries(15, now=0.0)
>>> bucket.over(now=0.0), bucket.over(now=600.0)
(6.0, 0.0)
>>> wait_for(0.0), wait_for(1.0), wait_for(6.0), wait_for(500.0)
(0.0, 5.0, 12.0, 60.0)
"""

from __future__ import annotations

from dataclasses import dataclass, replace

SHORTEST_WAIT, LONGEST_WAIT = 5.0, 60.0  # seconds
WAIT_PER_TRY = 2.0


@dataclass(frozen=True)
class Limit:
    """So many tries at once, and one more each `leaks_after` seconds."""

    name: str
    tries: int
    leaks_after: int

    @property
    def most_kept(self) -> int:
        """What runs over beyond this is forgotten at once."""
        return 4 * self.tries

    @property
    def forgotten_after(self) -> int:
        """Seconds until it is as if nothing had been."""
        return self.most_kept * self.leaks_after


ADDRESS = Limit("address", tries=10, leaks_after=30)  # a whole school may share one
NAME = Limit("name", tries=10, leaks_after=60)
NAME_AT_ADDRESS = Limit("name at address", tries=5, leaks_after=60)
NAME_IN_BROWSER = Limit("name in browser", tries=10, leaks_after=60)  # in which this name has logged in before


@dataclass(frozen=True)
class Bucket:
    limit: Limit
    level: float = 0.0
    at: float = 0.0  # the moment, in seconds, at which the level was that

    def level_at(self, now: float) -> float:
        return max(0.0, self.level - max(0.0, now - self.at) / self.limit.leaks_after)

    def with_tries(self, tries: float, *, now: float) -> Bucket:
        """With so many tries more; or with fewer, for those that turned out to be right."""
        level = max(0.0, self.level_at(now) + tries)
        return replace(self, level=min(level, self.limit.most_kept), at=now)

    def over(self, *, now: float) -> float:
        """By how many tries it would run over with one more. 0: there is room."""
        return max(0.0, self.level_at(now) + 1 - self.limit.tries)


def wait_for(over: float) -> float:
    """Seconds to wait where that many tries run over."""
    return 0.0 if over <= 0 else min(LONGEST_WAIT, max(SHORTEST_WAIT, WAIT_PER_TRY * over))
