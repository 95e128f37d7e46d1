"""Who wins, and when a ballot may close: the pure rule, against examples and against brute force."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.ballots import (
    HALF,
    LEAST_AGREES,
    LEAST_ELECTORATE,
    LONGEST_SESSION_AHEAD,
    LONGEST_WAIT_FOR_A_MEETING,
    SHORTEST_SESSION,
    Outcome,
    Tally,
    WhyNotThen,
    cannot_change,
    closing_day,
    decide,
    everybody_has_voted,
    quorum_for,
    too_few_are_left,
    who_votes,
    why_not_then,
)

thresholds = st.sampled_from([HALF, Fraction(60, 100), Fraction(2, 3), Fraction(4, 5)])


@st.composite
def ballots(draw):
    electorate = draw(st.integers(1, 12))
    choices = draw(st.lists(st.sampled_from("AC-"), max_size=electorate))
    tally = Tally(choices.count("A"), choices.count("C"), choices.count("-"))
    return tally, electorate, quorum_for(electorate)


@pytest.mark.parametrize(
    ("votes", "electorate", "outcome"),
    [
        ((3, 0, 0), 5, Outcome.CARRIED),
        ((2, 1, 0), 5, Outcome.CARRIED),
        ((2, 2, 0), 5, Outcome.ASKS_FOR_CHANGES),
        ((1, 0, 2), 5, Outcome.ASKS_FOR_CHANGES),
        ((2, 0, 1), 5, Outcome.CARRIED),
        ((2, 0, 0), 5, Outcome.NO_QUORUM),
        ((2, 0, 0), 2, Outcome.NO_QUORUM),
        ((3, 0, 0), 3, Outcome.CARRIED),
        ((0, 0, 3), 5, Outcome.ASKS_FOR_CHANGES),
        ((3, 0, 1), 9, Outcome.NO_QUORUM),
    ],
)
def test_a_ballot_is_decided_by_those_who_took_a_side_once_enough_have_voted(votes, electorate, outcome):
    assert decide(Tally(*votes), electorate=electorate, quorum=quorum_for(electorate)) is outcome


@pytest.mark.parametrize(("electorate", "quorum"), [(3, 3), (4, 3), (6, 3), (7, 4), (9, 5), (10, 5), (202, 101)])
def test_quorum_is_half_of_the_electorate_and_three_at_least_or_everybody(electorate, quorum):
    assert quorum_for(electorate) == quorum


def test_more_votes_than_voters_is_an_error_and_no_outcome():
    with pytest.raises(ValueError, match="4 votes from an electorate of 3"):
        decide(Tally(4, 0, 0), electorate=3, quorum=3)


@given(ballots(), thresholds)
def test_abstaining_never_decides_anything_but_the_quorum(ballot, threshold):
    tally, electorate, _quorum = ballot
    without = Tally(tally.agree, tally.ask_for_changes, 0)

    assert decide(tally, electorate=electorate, quorum=0, threshold=threshold) is decide(
        without, electorate=electorate, quorum=0, threshold=threshold
    )


@given(ballots(), thresholds)
def test_one_more_agree_never_turns_a_carried_ballot(ballot, threshold):
    tally, electorate, quorum = ballot
    before = decide(tally, electorate=electorate, quorum=quorum, threshold=threshold)
    more = Tally(tally.agree + 1, tally.ask_for_changes, tally.abstain)

    after = decide(more, electorate=electorate + 1, quorum=quorum, threshold=threshold)

    assert before is not Outcome.CARRIED or after is Outcome.CARRIED


@given(ballots(), thresholds)
def test_a_result_cannot_change_exactly_when_no_way_of_voting_the_rest_changes_it(ballot, threshold):
    tally, electorate, quorum = ballot
    rules = {"electorate": electorate, "quorum": quorum, "threshold": threshold}
    now = decide(tally, **rules)
    missing = electorate - tally.voted
    futures = {
        decide(
            Tally(
                tally.agree + rest.count("A"), tally.ask_for_changes + rest.count("C"), tally.abstain + rest.count("-")
            ),
            **rules,
        )
        for some in range(min(missing, 6) + 1)
        for rest in product("AC-", repeat=some)
    }

    if missing <= 6:
        assert cannot_change(tally, **rules) == (now is not Outcome.NO_QUORUM and futures == {now})


@given(ballots())
def test_a_result_without_quorum_can_always_change(ballot):
    tally, electorate, quorum = ballot

    if tally.voted < quorum:
        assert not cannot_change(tally, electorate=electorate, quorum=quorum)


nearly_nobody = st.integers(0, LEAST_ELECTORATE - 1)


@given(st.data(), nearly_nobody, thresholds, st.integers(0, 3))
def test_what_two_or_one_or_nobody_left_would_say_is_never_a_decision(data, electorate, threshold, quorum):
    """Of two who decide, each knows what the other chose; of one, everybody does."""
    choices = data.draw(st.lists(st.sampled_from("AC-"), max_size=electorate))
    tally = Tally(choices.count("A"), choices.count("C"), choices.count("-"))

    assert too_few_are_left(electorate)
    assert decide(tally, electorate=electorate, quorum=quorum, threshold=threshold) is Outcome.NO_QUORUM
    assert not everybody_has_voted(tally, electorate=electorate)
    assert not cannot_change(tally, electorate=electorate, quorum=quorum, threshold=threshold)


@given(nearly_nobody, st.integers(0, 100), st.integers(0, 20))
def test_what_is_left_of_an_electorate_under_three_has_no_quorum_that_it_could_reach(electorate, percent, least):
    assert quorum_for(electorate, percent=percent, least=least) > electorate


@given(st.integers(LEAST_ELECTORATE, 200), st.integers(0, 100), st.integers(0, 250))
def test_a_quorum_can_be_reached_and_is_never_under_three(electorate, percent, least):
    assert LEAST_ELECTORATE <= quorum_for(electorate, percent=percent, least=least) <= electorate


@given(st.integers(LEAST_ELECTORATE, 12), st.data(), thresholds)
def test_nothing_is_carried_by_fewer_than_two(electorate, data, threshold):
    choices = data.draw(st.lists(st.sampled_from("AC-"), max_size=electorate))
    tally = Tally(choices.count("A"), choices.count("C"), choices.count("-"))

    if decide(tally, electorate=electorate, quorum=quorum_for(electorate), threshold=threshold) is Outcome.CARRIED:
        assert tally.agree >= LEAST_AGREES
        assert tally.voted >= LEAST_ELECTORATE


def test_everybody_has_voted_counts_those_who_abstain():
    assert everybody_has_voted(Tally(1, 1, 1), electorate=3)
    assert not everybody_has_voted(Tally(1, 1, 0), electorate=3)


def test_the_writers_do_not_vote_while_three_others_can():
    assert who_votes({1, 2, 3, 4}, writers={4}) == ({1, 2, 3}, False)


def test_a_page_that_nearly_everybody_wrote_is_agreed_together():
    assert who_votes({1, 2, 3, 4}, writers={3, 4}) == ({1, 2, 3, 4}, True)


def test_a_writer_from_outside_the_panel_gets_no_vote():
    voters, _together = who_votes({1, 2}, writers={1, 99})

    assert voters == {1, 2}


@pytest.mark.parametrize(
    ("next_meeting", "closes"),
    [(None, date(2026, 3, 15)), (date(2026, 3, 10), date(2026, 3, 15)), (date(2026, 3, 20), date(2026, 3, 20))],
)
def test_a_ballot_is_open_until_the_next_meeting_or_for_its_days_whichever_is_later(next_meeting, closes):
    assert closing_day(date(2026, 3, 1), days=14, next_meeting=next_meeting) == closes


@pytest.mark.parametrize(("ahead", "waits"), [(35, True), (36, False)])
def test_a_ballot_waits_five_weeks_for_a_meeting_and_not_a_day_longer(ahead, waits):
    meeting = date(2026, 3, 1) + timedelta(days=ahead)

    assert (closing_day(date(2026, 3, 1), days=14, next_meeting=meeting) == meeting) is waits


@given(days_on=st.dates(date(2020, 1, 1), date(2090, 1, 1)), days=st.integers(1, 28), ahead=st.integers(1, 40_000))
def test_no_meeting_keeps_a_ballot_open_for_more_than_five_weeks_or_closes_it_before_its_days(days_on, days, ahead):
    meeting = days_on + timedelta(days=ahead)

    closes = closing_day(days_on, days=days, next_meeting=meeting)

    assert days_on + timedelta(days=days) <= closes <= days_on + LONGEST_WAIT_FOR_A_MEETING
    assert closes in (days_on + timedelta(days=days), meeting)
    assert closes == meeting or not days <= ahead <= LONGEST_WAIT_FOR_A_MEETING.days


NOW = datetime(2026, 3, 1, 16, 0, tzinfo=UTC)
moments = st.integers(-60, 60 * 24 * 30).map(lambda minutes: NOW + timedelta(minutes=minutes))


@given(moments, moments, st.booleans(), st.booleans())
def test_a_closing_time_is_moved_once_never_close_and_after_the_first_vote_only_later(
    wished, closes_at, was_moved, somebody_voted
):
    why = why_not_then(wished, now=NOW, closes_at=closes_at, was_moved=was_moved, somebody_voted=somebody_voted)

    in_reach = SHORTEST_SESSION <= wished - NOW <= LONGEST_SESSION_AHEAD
    may = not was_moved and in_reach and (wished > closes_at or not somebody_voted)
    assert (why is None) == may


def test_a_ballot_can_close_four_weeks_ahead_to_the_minute():
    last = NOW + timedelta(days=28)

    assert why_not_then(last, now=NOW, closes_at=NOW, was_moved=False, somebody_voted=False) is None
    too_far = last + timedelta(microseconds=1)
    assert why_not_then(too_far, now=NOW, closes_at=NOW, was_moved=False, somebody_voted=False) is WhyNotThen.TOO_FAR


@pytest.mark.parametrize(
    ("minutes", "was_moved", "somebody_voted", "why"),
    [
        (15, False, False, None),
        (14, False, False, WhyNotThen.TOO_SOON),
        (28 * 24 * 60 + 1, False, False, WhyNotThen.TOO_FAR),
        (60, True, False, WhyNotThen.MOVED_BEFORE),
        (60, False, True, WhyNotThen.ONLY_LATER),
        (121, False, True, None),
    ],
)
def test_why_a_ballot_that_closes_in_two_hours_cannot_close_then(minutes, was_moved, somebody_voted, why):
    wished, closes_at = NOW + timedelta(minutes=minutes), NOW + timedelta(hours=2)

    assert why is why_not_then(wished, now=NOW, closes_at=closes_at, was_moved=was_moved, somebody_voted=somebody_voted)
