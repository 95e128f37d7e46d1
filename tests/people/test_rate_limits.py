"""How fast passwords may be tried, as rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people import rate_limits
from people.rate_limits import (
    ADDRESS,
    LONGEST_WAIT,
    NAME,
    NAME_AT_ADDRESS,
    NAME_IN_BROWSER,
    Bucket,
    Limit,
    wait_for,
)

LIMITS = [ADDRESS, NAME, NAME_AT_ADDRESS, NAME_IN_BROWSER]
levels = st.floats(0, 1e6)
seconds = st.floats(0, 1e9)


@pytest.mark.parametrize("limit", LIMITS)
def test_as_many_tries_as_allowed_have_room_and_one_more_has_none(limit):
    bucket = Bucket(limit)
    for _try in range(limit.tries):
        assert bucket.over(now=0) == 0
        bucket = bucket.with_tries(1, now=0)

    assert bucket.over(now=0) == 1


@pytest.mark.parametrize("limit", LIMITS)
@given(levels, seconds)
def test_everything_is_forgotten_in_the_end(limit, tries, now):
    bucket = Bucket(limit).with_tries(tries, now=now)

    assert bucket.level_at(now + limit.forgotten_after + 1) == pytest.approx(0, abs=0.1)


@given(levels)
def test_nobody_waits_longer_than_the_longest_wait(over):
    assert 0 <= wait_for(over) <= LONGEST_WAIT
    assert (wait_for(over) == 0) == (over == 0)


def test_each_try_too_many_is_two_seconds_more():
    assert [wait_for(over) for over in (0, 1, 3, 6, 500)] == [0, 5, 6, 12, 60]


@given(levels, levels)
def test_whoever_tried_more_never_waits_less(one, other):
    assert (wait_for(one) <= wait_for(other)) or one > other


@given(st.lists(st.tuples(st.floats(-3, 3), st.floats(0, 100)), max_size=30))
def test_a_bucket_is_never_less_than_empty_whatever_is_given_back_and_whichever_way_clocks_go(steps):
    bucket = Bucket(NAME)
    for tries, now in steps:
        bucket = bucket.with_tries(tries, now=now)

        assert 0 <= bucket.level <= NAME.most_kept


def test_so_many_tries_are_allowed_and_come_back_so_fast():
    """A change here is a decision about who waits: a whole school shares an address, and one who guesses has only theirs."""
    limits = [getattr(rate_limits, name) for name in ("ADDRESS", "NAME", "NAME_AT_ADDRESS", "NAME_IN_BROWSER")]

    assert [(limit.name, limit.tries, limit.leaks_after) for limit in limits] == [
        ("address", 10, 30),
        ("name", 10, 60),
        ("name at address", 5, 60),
        ("name in browser", 10, 60),
    ]


def test_one_try_runs_out_of_a_bucket_each_time_that_its_limit_says():
    three = Bucket(Limit("any", tries=3, leaks_after=10)).with_tries(3, now=100)

    assert [three.level_at(now) for now in (100, 110, 125, 130, 500)] == [3, 2, 0.5, 0, 0]
    assert [three.over(now=now) for now in (100, 110)] == [1, 0]


def test_what_was_there_runs_on_from_the_last_try_and_not_from_the_first():
    bucket = Bucket(Limit("any", tries=3, leaks_after=10)).with_tries(3, now=100).with_tries(3, now=110)

    assert (bucket.level_at(110), bucket.level_at(120)) == (5, 4)


def test_a_bucket_keeps_four_times_what_is_allowed_and_gives_back_down_to_nothing():
    limit = Limit("any", tries=3, leaks_after=10)

    assert Bucket(limit).with_tries(100, now=0).level == 12
    assert Bucket(limit).with_tries(2, now=0).with_tries(-5, now=0).level == 0
