"""A vote that the panel holds together: a lead sets when it closes, once, and nobody is left out by it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from agreement.days import LONDON
from moderation.errors import BallotClosed, NotAtThatTime
from moderation.models import Ballot
from tests.factories import draft, member_of, members_of, moderator_for, send_in, vote
from tests.moderation.doors import browser_of, lead_of, text_of

FOR_MY_PANEL = reverse("moderation:for_my_panel")
TITLE = "Can they make me carry it?"
TOLD = f"Your panel votes on “{TITLE}” together."


@pytest.fixture
def writer(newham):
    return member_of(newham)


@pytest.fixture
def voters(newham):
    return members_of(newham, 4)


@pytest.fixture
def ballot(newham, writer, voters) -> Ballot:
    moderator_for(newham)
    return send_in(draft(newham, by=writer, title=TITLE), by=writer)


def in_minutes(minutes: float) -> datetime:
    return timezone.now() + timedelta(minutes=minutes)


def set_time(user, ballot: Ballot, moment: datetime):
    typed = moment.astimezone(LONDON).strftime("%Y-%m-%dT%H:%M")
    address = reverse("moderation:hold_session", args=[ballot.pk])
    return browser_of(user).post(address, {"closes_at": typed}, follow=True)


@pytest.mark.parametrize("minutes", [-5, 0, 1, 14])
def test_a_lead_does_not_end_a_vote_before_anybody_could_come(ballot, newham, minutes):
    before = ballot.closes_at

    with pytest.raises(NotAtThatTime, match="a quarter of an hour at least"):
        ballot.hold_in_session(closes_at=in_minutes(minutes))
    set_time(lead_of(newham), ballot, in_minutes(minutes))

    ballot.refresh_from_db()
    assert (ballot.closes_at, ballot.time_was_moved) == (before, False)


def test_after_four_of_seven_votes_a_lead_does_not_end_a_vote_of_fourteen_days(ballot, voters, newham):
    before = ballot.closes_at
    vote(ballot, voters[:1], "A")

    said = text_of(set_time(lead_of(newham), ballot, in_minutes(60)))

    ballot.refresh_from_db()
    assert ballot.closes_at == before
    assert "Somebody has voted already" in said


def test_after_the_first_vote_there_can_be_more_time(ballot, voters):
    later = ballot.closes_at + timedelta(days=1)
    vote(ballot, voters[:1], "A")

    ballot.hold_in_session(closes_at=later)

    assert ballot.closes_at == later


def test_a_time_is_set_once(ballot, newham):
    lead = lead_of(newham)
    first = in_minutes(60).replace(second=0, microsecond=0)
    set_time(lead, ballot, first)

    shown = text_of(browser_of(lead).get(reverse("moderation:ballot", args=[ballot.pk])))
    said = text_of(set_time(lead, ballot, in_minutes(120)))

    ballot.refresh_from_db()
    assert ballot.closes_at == first
    assert 'name="closes_at"' not in shown
    assert "has been set once already" in said


def test_whoever_has_not_voted_is_told_where_they_look_first_and_nobody_else(ballot, voters, writer, newham):
    ballot.hold_in_session(closes_at=in_minutes(60))
    vote(ballot, voters[:1], "A")
    first_page = reverse("wagtailadmin_home")

    told = {
        user.pk: [TOLD in text_of(browser_of(user).get(address)) for address in (first_page, FOR_MY_PANEL)]
        for user in [*voters, writer, lead_of(newham)]
    }

    assert [pk for pk, was_told in told.items() if all(was_told)] == [voter.pk for voter in voters[1:]]
    assert [pk for pk, was_told in told.items() if any(was_told)] == [voter.pk for voter in voters[1:]]


def test_a_vote_whose_time_nobody_moved_tells_nobody(ballot, voters):
    assert TOLD not in text_of(browser_of(voters[0]).get(FOR_MY_PANEL))


def test_a_ballot_that_has_ended_gets_no_new_time(ballot, voters):
    vote(ballot, voters, "AAAA")

    with pytest.raises(BallotClosed):
        ballot.hold_in_session(closes_at=in_minutes(60))


def test_a_ballot_whose_time_is_up_gets_no_new_time(ballot):
    with time_machine.travel(ballot.closes_at + timedelta(minutes=1), tick=False), pytest.raises(BallotClosed):
        ballot.hold_in_session(closes_at=in_minutes(60))


# -- after its last moment


def test_a_vote_whose_time_is_up_is_being_counted_and_takes_no_vote(ballot, voters, writer, newham):
    vote(ballot, voters[:1], "A")
    lead = lead_of(newham)
    with time_machine.travel(ballot.closes_at + timedelta(minutes=1), tick=False):
        page = reverse("moderation:ballot", args=[ballot.pk])
        said = [
            text_of(browser_of(user).get(address))
            for user in (voters[0], voters[1], writer, lead)
            for address in (page, FOR_MY_PANEL)
        ]
        answer = text_of(browser_of(voters[1]).post(page, {"choice": "agree"}, follow=True))

    assert ["being counted" in text for text in said] == [True] * 8
    assert not any("pen until" in text or 'name="choice"' in text for text in said)
    assert "This vote has closed." in answer
    assert ballot.votes.count() == 1


# -- the clocks change


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        # London is at UTC until 28 March 2027, an hour ahead until 31 October 2027.
        ("2027-03-20 12:00", "2027-04-03 19:00"),
        ("2027-03-14 12:00", "2027-03-28 19:00"),
        ("2027-03-13 12:00", "2027-03-27 20:00"),
        ("2027-10-20 12:00", "2027-11-03 20:00"),
        ("2027-10-17 12:00", "2027-10-31 20:00"),
        ("2027-10-16 12:00", "2027-10-30 19:00"),
        # Half past midnight in London is still yesterday in UTC.
        ("2027-06-30 23:30", "2027-07-15 19:00"),
    ],
)
def test_a_vote_closes_at_eight_in_the_evening_in_london_whatever_the_clocks_do(newham, opens, closes):
    with time_machine.travel(f"{opens}+00:00", tick=False):
        writer, *_voters = members_of(newham, 4)
        moderator_for(newham)
        ballot = send_in(draft(newham, by=writer), by=writer)

    assert ballot.closes_at == datetime.fromisoformat(f"{closes}+00:00")
    assert ballot.closes_at.astimezone(LONDON).hour == 20
    with time_machine.travel(ballot.closes_at - timedelta(seconds=1), tick=False):
        assert ballot.is_open
    with time_machine.travel(ballot.closes_at, tick=False):
        assert not ballot.is_open


def test_a_meetings_day_is_londons(newham):
    with time_machine.travel("2027-10-20 12:00+00:00", tick=False):
        newham.meetings.create(on="2027-11-10")
        writer, *_voters = members_of(newham, 4)
        moderator_for(newham)
        ballot = send_in(draft(newham, by=writer), by=writer)

    assert ballot.closes_at == datetime(2027, 11, 10, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "typed", "closes"),
    [
        ("2027-03-27 12:00", "2027-03-28T12:00", "2027-03-28 11:00"),
        ("2027-10-30 12:00", "2027-10-31T12:00", "2027-10-31 12:00"),
        ("2027-06-01 12:00", "2027-06-01T18:30", "2027-06-01 17:30"),
    ],
)
def test_a_time_that_a_lead_types_is_londons(newham, now, typed, closes):
    with time_machine.travel(f"{now}+00:00", tick=False):
        writer, *_voters = members_of(newham, 4)
        moderator_for(newham)
        ballot = send_in(draft(newham, by=writer), by=writer)
        browser_of(lead_of(newham)).post(reverse("moderation:hold_session", args=[ballot.pk]), {"closes_at": typed})

    ballot.refresh_from_db()
    assert ballot.closes_at == datetime.fromisoformat(f"{closes}+00:00")


@pytest.mark.parametrize(
    ("now", "typed"), [("2027-03-27 12:00", "2027-03-28T01:30"), ("2027-10-30 12:00", "2027-10-31T01:30")]
)
def test_an_hour_that_is_not_there_or_there_twice_is_refused_in_plain_words(newham, now, typed):
    with time_machine.travel(f"{now}+00:00", tick=False):
        writer, *_voters = members_of(newham, 4)
        moderator_for(newham)
        ballot = send_in(draft(newham, by=writer), by=writer)
        address = reverse("moderation:hold_session", args=[ballot.pk])
        said = text_of(browser_of(lead_of(newham)).post(address, {"closes_at": typed}))

    ballot.refresh_from_db()
    assert "The clocks change in that hour. Choose another time." in said
    assert "time zone" not in said
    assert not ballot.time_was_moved
