"""When jobs run: so often, or at times of London's clock, once in each night also where the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.jobs import LONDON, Job

SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)  # when the clocks change


def nothing() -> None:
    pass


def nights(at: str, *, around: date, days: int = 4) -> list[datetime]:
    """When a job runs from two days before a day on."""
    moment = datetime(around.year, around.month, around.day, 12, tzinfo=UTC) - timedelta(days=2)
    job, found = Job("nightly", nothing, at=at), []
    for _night in range(days):
        moment = job.next_after(moment)
        found.append(moment.astimezone(LONDON))
    return found


@given(hour=st.integers(0, 23), minute=st.integers(0, 59), around=st.sampled_from([SPRING, AUTUMN]))
def test_a_daily_job_runs_once_on_each_day_whatever_the_clocks_do(hour: int, minute: int, around: date) -> None:
    found = nights(f"{minute} {hour} * * *", around=around, days=5)

    days = [moment.date() for moment in found]
    assert all(later - earlier == timedelta(days=1) for earlier, later in pairwise(days))


@given(
    start=st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)),
    hour=st.integers(0, 23),
)
def test_the_next_run_always_lies_ahead(start: datetime, hour: int) -> None:
    now = start.replace(tzinfo=UTC)

    assert now < Job("nightly", nothing, at=f"30 {hour} * * *").next_after(now) <= now + timedelta(hours=25)


def test_what_stands_in_the_hour_that_spring_skips_runs_right_after_it() -> None:
    of_that_night = [moment for moment in nights("30 1 * * *", around=SPRING) if moment.date() == SPRING]

    assert [f"{moment:%H:%M %Z}" for moment in of_that_night] == ["02:00 BST"]


def test_what_stands_in_the_hour_that_autumn_repeats_runs_once() -> None:
    of_that_night = [moment for moment in nights("30 1 * * *", around=AUTUMN) if moment.date() == AUTUMN]

    assert [f"{moment:%H:%M %Z}" for moment in of_that_night] == ["01:30 BST"]


def test_five_past_midnight_is_londons_in_summer_too() -> None:
    assert {f"{moment:%H:%M %Z}" for moment in nights("5 0 * * *", around=date(2027, 7, 1))} == {"00:05 BST"}


def test_so_often_is_so_long_after_the_last_time_and_nothing_is_made_up_for() -> None:
    job = Job("sweep", nothing, every=timedelta(minutes=1))
    now = datetime(2027, 10, 31, 0, 59, 30, tzinfo=UTC)

    assert job.next_after(now) == now + timedelta(minutes=1)


@pytest.mark.parametrize("when", [{}, {"every": timedelta(minutes=1), "at": "5 0 * * *"}])
def test_a_job_says_in_one_way_when_it_runs(when: dict) -> None:
    with pytest.raises(ValueError, match="either"):
        Job("undecided", nothing, **when)
