"""Who wins a ballot, and when it may close. Plain Python: read it, run it, change it in a console.

>>> decide(Tally(agree=3, ask_for_changes=1, abstain=0), electorate=6, quorum=3)
<Outcome.CARRIED: 'carried'>
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from fractions import Fraction

LEAST_QUORUM = 3
LEAST_AGREES = 2
LEAST_VOTERS_WHO_DID_NOT_WRITE = 3
LEAST_ELECTORATE = 3
"""Two agrees carry a ballot. Of two people each would know what the other one chose; of three nobody does."""
HALF = Fraction(1, 2)
SHORTEST_SESSION = timedelta(minutes=15)
LONGEST_SESSION_AHEAD = timedelta(days=28)
LONGEST_WAIT_FOR_A_MEETING = timedelta(days=35)
"""Panels that meet each month meet within five weeks. For a meeting further away no ballot waits."""


class Outcome(Enum):
    """What became of a ballot."""

    CARRIED = "carried"
    ASKS_FOR_CHANGES = "asks_for_changes"
    NO_QUORUM = "no_quorum"
    VOID = "void"


@dataclass(frozen=True)
class Tally:
    """How many chose what. Seen by `decide` alone: nobody is ever shown a count."""

    agree: int
    ask_for_changes: int
    abstain: int

    @property
    def voted(self) -> int:
        return self.agree + self.ask_for_changes + self.abstain

    @property
    def chose(self) -> int:
        """Those who took a side. Abstaining counts for the quorum only."""
        return self.agree + self.ask_for_changes


def quorum_for(electorate: int, *, percent: int = 50, least: int = LEAST_QUORUM) -> int:
    """How many must vote: `percent` of the electorate, rounded up, at least `least`, or everybody if there are fewer.

    Never fewer than `LEAST_ELECTORATE`: what is left of a smaller electorate has no quorum, however many of it vote.
    """
    share = -(-electorate * percent // 100)
    return max(LEAST_ELECTORATE, min(electorate, max(least, share)))


def too_few_are_left(electorate: int) -> bool:
    """Whether so few are left that a decision would say who decided it. Then there is none."""
    return electorate < LEAST_ELECTORATE


def decide(tally: Tally, *, electorate: int, quorum: int, threshold: Fraction = HALF) -> Outcome:
    """The outcome if the ballot closed now.

    Carried when agree ÷ (agree + ask for changes) is over the threshold, with at least two agrees. A tie asks for changes.
    Where too few are left of the electorate nothing is decided: it is as if the quorum was missed, whatever `quorum` says.
    Raises ValueError when more voted than may.
    """
    if tally.voted > electorate:
        raise ValueError(f"{tally.voted} votes from an electorate of {electorate}")
    if too_few_are_left(electorate) or tally.voted < quorum:
        return Outcome.NO_QUORUM
    if tally.agree >= LEAST_AGREES and tally.agree > threshold * tally.chose:
        return Outcome.CARRIED
    return Outcome.ASKS_FOR_CHANGES


def everybody_has_voted(tally: Tally, *, electorate: int) -> bool:
    """Nobody of nobody is not everybody: where too few are left, it is never true."""
    return not too_few_are_left(electorate) and tally.voted >= electorate


def cannot_change(tally: Tally, *, electorate: int, quorum: int, threshold: Fraction = HALF) -> bool:
    """Quorum is reached, and whatever those who have not voted yet choose, the outcome stays as it is.

    Only the first sweep of a day may close a ballot for this: closing at the decisive vote would show whose it was.
    """
    now = decide(tally, electorate=electorate, quorum=quorum, threshold=threshold)
    if now is Outcome.NO_QUORUM:
        return False
    missing = electorate - tally.voted
    everyone_agrees = Tally(tally.agree + missing, tally.ask_for_changes, tally.abstain)
    everyone_asks = Tally(tally.agree, tally.ask_for_changes + missing, tally.abstain)
    return all(
        decide(extreme, electorate=electorate, quorum=quorum, threshold=threshold) is now
        for extreme in (everyone_agrees, everyone_asks)
    )


def who_votes(members: set[int], writers: set[int]) -> tuple[set[int], bool]:
    """Those who vote, and whether the page was "written and agreed together".

    The panel's members who did not change the words. Are fewer than three left, the whole panel votes.
    """
    others = members - writers
    if len(others) >= LEAST_VOTERS_WHO_DID_NOT_WRITE:
        return others, False
    return members, True


class WhyNotThen(Enum):
    """Why a ballot cannot close at the time that a lead would like."""

    TOO_SOON = "too_soon"
    TOO_FAR = "too_far"
    MOVED_BEFORE = "moved_before"
    ONLY_LATER = "only_later"


def why_not_then(
    wished: datetime, *, now: datetime, closes_at: datetime, was_moved: bool, somebody_voted: bool
) -> WhyNotThen | None:
    """What keeps a ballot from closing at `wished` instead of `closes_at`; None where nothing does.

    A closing time is moved once at most, never so near that nobody could come in time nor so far that nobody waits, and once somebody has voted only
    to later: whoever knows how it stands must not end it.
    """
    if was_moved:
        return WhyNotThen.MOVED_BEFORE
    if wished < now + SHORTEST_SESSION:
        return WhyNotThen.TOO_SOON
    if wished > now + LONGEST_SESSION_AHEAD:
        return WhyNotThen.TOO_FAR
    if somebody_voted and wished <= closes_at:
        return WhyNotThen.ONLY_LATER
    return None


def closing_day(opened_on: date, *, days: int, next_meeting: date | None) -> date:
    """The last day of a ballot: the panel's next meeting or `days` days, whichever is later.

    A meeting that is too far away is not waited for: whoever writes down meetings does not decide how long words are locked.
    """
    by_days = opened_on + timedelta(days=days)
    is_near = next_meeting is not None and next_meeting <= opened_on + LONGEST_WAIT_FOR_A_MEETING
    return max(by_days, next_meeting) if next_meeting and is_near else by_days
