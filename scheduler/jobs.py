"""What a job is, and when it runs next. Plain Python.

>>> from datetime import UTC, datetime, timedelta
>>> nightly = Job("check", print, at="30 3 * * *")
>>> str(nightly.next_after(datetime(2026, 7, 1, 12, 0, tzinfo=UTC)))
'2026-07-02 03:30:00+01:00'
>>> str(Job("sweep", print, every=timedelta(minutes=1)).next_after(datetime(2026, 7, 1, 12, 0, tzinfo=UTC)))
'2026-07-01 12:01:00+00:00'
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cronsim import CronSim

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Job:
    """Something that happens by itself. It may be begun twice, or break off half-way: it must end right all the same.

    `action` returns what is to be noted about this run, or nothing; whatever it raises is noted as a failure.
    Either `every` so often, or `at` the times of a crontab line, London time. Where the clocks skip an hour, what stands
    in it runs right after; where they repeat one, it runs once.
    """

    name: str
    action: Callable[[], Any]
    every: timedelta | None = None
    at: str = ""

    def __post_init__(self) -> None:
        if (self.every is None) == (not self.at):
            raise ValueError(f"{self.name}: either `every` or `at`.")

    def next_after(self, moment: datetime) -> datetime:
        """When it runs next, if it ran at `moment` (aware). What was missed meanwhile is not made up for: once is enough."""
        if self.every is not None:
            return moment + self.every
        return next(CronSim(self.at, moment.astimezone(LONDON)))
