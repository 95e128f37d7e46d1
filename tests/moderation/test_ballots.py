"""Who wins, and when a ballot may close: the pure rule, against examples and against brute force."""

from datetime import date
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.ballots import (
    HALF,
    Outcome,
    Tally,
    cannot_change,
    closing_day,
    decide,
    everybody_has_voted,
    quorum_for,
    who_votes,
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
        ((2, 0, 0), 2, Outcome.CARRIED),
        ((0, 0, 3), 5, Outcome.ASKS_FOR_CHANGES),
        ((3, 0, 1), 9, Outcome.NO_QUORUM),
    ],
)
def test_a_ballot_is_decided_by_those_who_took_a_side_once_enough_have_voted(votes, electorate, outcome):
    assert decide(Tally(*votes), electorate=electorate, quorum=quorum_for(electorate)) is outcome


@pytest.mark.parametrize(("electorate", "quorum"), [(1, 1), (2, 2), (3, 3), (4, 3), (6, 3), (7, 4), (9, 5), (10, 5)])
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
