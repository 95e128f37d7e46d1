"""A last day ends at midnight in London, also for somebody who says that they are elsewhere."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from agreement.four_eyes import agreed_by_two
from agreement.models import Agreement
from moderation.checkers import could_vote
from moderation.errors import NotYourVote
from people.models import Appointment, Membership, Role
from tests.factories import UserFactory, check_of, draft, member_of, members_of, moderator_for, send_in, vote
from tests.moderation.doors import browser_of

LAST_DAY = date(2026, 7, 1)
NOON = datetime(2026, 7, 1, 11, 0, tzinfo=UTC)
HALF_PAST_MIDNIGHT = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
"""The second of July in London, still the first in UTC."""


@pytest.fixture
def ballot(newham, time_machine):
    time_machine.move_to(NOON)
    moderator_for(newham)
    writer = member_of(newham)
    members_of(newham, 4)
    leaving = member_of(newham)
    leaving.memberships.update(ends_on=LAST_DAY)
    ballot = send_in(draft(newham, by=writer), by=writer)
    ballot.leaving = leaving
    time_machine.move_to(HALF_PAST_MIDNIGHT)
    return ballot


def test_nobody_votes_an_hour_longer_by_choosing_another_time_zone(ballot, newham):
    Appointment.objects.create(user=ballot.leaving, role=Role.TRANSLATOR, council=newham.council)
    profile = UserProfile.get_for_user(ballot.leaving)
    profile.current_time_zone = "UTC"
    profile.save()

    browser_of(ballot.leaving).post(reverse("moderation:ballot", args=[ballot.pk]), {"choice": "agree"})

    assert not ballot.votes.exists()


def test_nor_beneath_the_screens(ballot):
    with timezone.override("UTC"):
        assert ballot.leaving.pk not in ballot.electorate()
        with pytest.raises(NotYourVote):
            ballot.cast(ballot.leaving, "agree")


def test_the_day_of_the_signature_is_londons(ballot, newham):
    with timezone.override("UTC"):
        voters = [user for user in newham.current_members() if user.pk in ballot.electorate()]
        vote(ballot, voters, "AAAA")
        check_of(ballot).sign(moderator_for(newham))

    assert Agreement.objects.get().checked_on == date(2026, 7, 2)


def test_who_could_vote_is_asked_by_londons_days(ballot, newham):
    with timezone.override("UTC"):
        assert ballot.leaving.pk not in could_vote(newham)


def test_a_membership_ends_in_london_too(ballot):
    term = Membership.objects.exclude(user=ballot.leaving).first()
    term.ends_on = LAST_DAY

    with (
        timezone.override("UTC"),
        pytest.raises(ValidationError, match="today or later"),
        agreed_by_two(proposed_by=1, decided_by=2, because="a test"),
    ):
        term.save()


def test_what_begins_today_begins_on_londons_day(newham, time_machine):
    time_machine.move_to(HALF_PAST_MIDNIGHT)

    with timezone.override("UTC"):
        assert Appointment(user=UserFactory(), role=Role.ADMIN).starts_on == date(2026, 7, 2)
