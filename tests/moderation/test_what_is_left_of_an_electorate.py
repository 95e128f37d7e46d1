"""Terms end while a ballot is open. What two, one or nobody would decide is no decision of a panel, and no secret."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from moderation.actions import close_ballots
from moderation.errors import NotReadyToSend, NotYourVote
from moderation.models import Ballot, CountedVote, Decision
from people.models import Appointment, Membership, Role, User
from tests.factories import UserFactory, check_of, draft, member_of, members_of, moderator_for, send_in, vote
from tests.moderation.doors import browser_of, text_of

NOT_ENOUGH = "Not enough of us have voted yet. Nothing is wrong with your page."


@pytest.fixture
def writer(newham):
    return member_of(newham)


@pytest.fixture
def voters(newham):
    return members_of(newham, 5)


@pytest.fixture
def ballot(newham, writer, voters) -> Ballot:
    moderator_for(newham)
    return send_in(draft(newham, by=writer), by=writer)


def end_terms_of(people) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(user__in=people).update(ends_on=yesterday)


@pytest.mark.parametrize("left", [0, 1, 2])
@pytest.mark.parametrize("choice", ["agree", "ask_for_changes", "abstain"])
def test_where_fewer_than_three_are_left_nothing_is_decided_and_no_reason_is_kept(ballot, voters, writer, left, choice):
    for voter in voters:
        ballot.cast(voter, choice, reason="could_hurt", words=f"I am {voter.display_name}")
    end_terms_of(voters[left:])

    close_ballots()

    ballot.refresh_from_db()
    said = text_of(browser_of(writer).get(reverse("moderation:for_my_panel")))
    assert ballot.outcome == "no_quorum"
    assert not CountedVote.objects.exists()
    assert Decision.objects.get().get_kind_display() == NOT_ENOUGH
    assert NOT_ENOUGH in said
    assert "It could hurt or scare somebody" not in said
    assert "I am " not in said


def test_a_ballot_that_missed_its_quorum_keeps_no_reasons(ballot, voters):
    ballot.cast(voters[0], "ask_for_changes", reason="could_hurt", words="It can only be me.")
    for _time in range(2):
        with time_machine.travel(ballot.closes_at + timedelta(hours=1), tick=False):
            ballot.sweep()

    assert ballot.outcome == "no_quorum"
    assert not CountedVote.objects.exists()


def test_where_too_few_are_left_at_closing_time_it_is_not_opened_again_for_them(ballot, voters):
    end_terms_of(voters[1:])

    with time_machine.travel(ballot.closes_at + timedelta(hours=1), tick=False):
        ballot.sweep()

    assert (ballot.outcome, ballot.was_reopened) == ("no_quorum", False)


def test_a_whole_years_members_leave_and_todays_panel_votes_on_the_same_page(ballot, voters, writer, newham):
    vote(ballot, voters[:4], "AAAA")
    end_terms_of(voters)
    newcomers = members_of(newham, 4)
    close_ballots()

    page = ballot.revision.content_object
    page.current_workflow_state.resume(user=writer)
    again = Ballot.objects.latest("pk")

    assert again.pk != ballot.pk
    assert again.electorate() == {user.pk for user in newcomers}
    vote(again, newcomers, "AAAA")
    assert again.outcome == "carried"
    assert check_of(again).status == "in_progress"


def test_three_who_are_left_still_decide(ballot, voters):
    vote(ballot, voters[:3], "AAA")
    end_terms_of(voters[3:])

    close_ballots()

    ballot.refresh_from_db()
    assert ballot.outcome == "carried"


def test_a_panel_of_two_opens_no_ballot_that_could_never_be_decided(newham, writer):
    member_of(newham)
    for _moderator in range(2):
        moderator_for(newham)

    with pytest.raises(NotReadyToSend, match="too few members to vote"):
        send_in(draft(newham, by=writer), by=writer)


# -- closing an account takes one person, so it takes nobody out of an open vote


def close_the_accounts_of(people) -> None:
    """As one admin does, on the screen for it."""
    admin = UserFactory()
    Appointment.objects.create(user=admin, role=Role.ADMIN)
    browser = browser_of(admin)
    for user in people:
        names = {"username": user.username, "display_name": user.display_name}
        browser.post(reverse("wagtailusers_users:edit", args=[user.pk]), names)
        user.refresh_from_db()
        assert not user.is_active


def test_one_admin_who_closes_accounts_does_not_end_a_vote(ballot, voters):
    close_the_accounts_of(voters[2:])

    close_ballots()

    ballot.refresh_from_db()
    assert ballot.is_open
    assert ballot.electorate() == {voter.pk for voter in voters}


def test_one_admin_who_closes_accounts_takes_no_vote_out_of_the_count(ballot, voters):
    vote(ballot, voters[:4], "AACC")
    close_the_accounts_of(voters[2:4])
    vote(ballot, voters[4:], "C")

    close_ballots()

    ballot.refresh_from_db()
    assert ballot.outcome == "asks_for_changes"
    assert CountedVote.objects.count() == 5


def test_nobody_votes_with_a_closed_account(ballot, voters):
    still_in_hand = User.objects.get(pk=voters[0].pk)
    close_the_accounts_of(voters[:1])

    with pytest.raises(NotYourVote):
        ballot.cast(still_in_hand, "agree")

    assert ballot.tally().voted == 0


def test_two_people_who_end_a_membership_take_its_vote_out_of_the_count(ballot, voters):
    vote(ballot, voters[:4], "AACC")
    close_the_accounts_of(voters[:1])
    end_terms_of(voters[:1])

    assert ballot.electorate() == {voter.pk for voter in voters[1:]}
    assert ballot.tally().voted == 3


def test_whose_account_is_closed_when_a_vote_opens_is_not_waited_for(newham, writer, voters):
    moderator_for(newham)
    close_the_accounts_of(voters[:1])

    opened = send_in(draft(newham, by=writer), by=writer)

    assert opened.electorate() == {voter.pk for voter in voters[1:]}
