"""Nobody is on both sides of a page: the panel's vote and the adults' check."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import close_old_connections, connection, transaction
from django.utils import timezone

from agreement.four_eyes import agreed_by_two, setting_up
from moderation.actions import put_back, withdraw
from moderation.checkers import could_vote
from moderation.errors import NotYourCheck
from moderation.models import Takedown
from people.models import Appointment, Membership, Role
from tests.factories import (
    UserFactory,
    check_of,
    draft,
    member_of,
    members_of,
    moderator_for,
    published,
    send_in,
    vote,
)

DAY = timedelta(days=1)


def became_moderator(user, panel):
    """Their membership ended yesterday; from today they are an adult of the council."""
    today = timezone.localdate()
    user.memberships.update(ends_on=today - DAY)
    Appointment.objects.create(user=user, role=Role.MODERATOR, council=panel.council, starts_on=today)


def in_the_past(ballot):
    """As if the panel had voted two days ago."""
    ballot.started_at = timezone.now() - 2 * DAY
    ballot.save(update_fields=["started_at"])


def test_who_voted_does_not_check_also_after_their_membership_ended(newham):
    moderator_for(newham)
    writer, voters = member_of(newham), members_of(newham, 3)
    ballot = send_in(draft(newham, by=writer), by=writer)
    vote(ballot, voters, "AAA")
    in_the_past(ballot)
    became_moderator(voters[0], newham)

    check = check_of(ballot)
    with pytest.raises(NotYourCheck):
        check.sign(voters[0])
    assert voters[0].pk not in check.eligible()


def test_who_left_the_panel_before_the_vote_checks(newham):
    was_a_member = member_of(newham)
    was_a_member.memberships.update(ends_on=timezone.localdate() - 10 * DAY)
    Appointment.objects.create(user=was_a_member, role=Role.MODERATOR, council=newham.council)
    writer, voters = member_of(newham), members_of(newham, 3)
    ballot = send_in(draft(newham, by=writer), by=writer)
    vote(ballot, voters, "AAA")

    check_of(ballot).sign(was_a_member)

    assert not check_of(ballot).may_be_made_by(voters[0])


def test_who_voted_puts_nothing_back(newham):
    voter = member_of(newham)
    page = published(newham)
    for ballot in newham.ballots.all():
        in_the_past(ballot)
    became_moderator(voter, newham)
    withdraw(
        page=page,
        moderator=moderator_for(newham),
        reason="out_of_date",
        reason_code="content.out_of_date",
        words="Old.",
    )

    with pytest.raises(NotYourCheck):
        put_back(takedown=Takedown.objects.get(), moderator=voter)


# -- a term that has begun is ended and never made undone: it says who could vote


AGREED = {"proposed_by": 1, "decided_by": 2, "because": "two people, and still"}


@pytest.mark.parametrize("how", ["one by one", "many at once", "with its user"])
def test_two_people_do_not_make_a_membership_undone(newham, four_eyes, how):
    with setting_up("a test"):
        voter = member_of(newham)
    attempts = {
        "one by one": voter.memberships.get().delete,
        "many at once": Membership.objects.all().delete,
        "with its user": voter.delete,
    }

    with pytest.raises(ValidationError, match="only ended"), transaction.atomic(), agreed_by_two(**AGREED):
        attempts[how]()

    assert voter.pk in could_vote(newham)


@pytest.mark.parametrize(
    "change",
    [
        lambda term, other, stoke: setattr(term, "user", other),
        lambda term, other, stoke: setattr(term, "youth_panel", stoke),
        lambda term, other, stoke: setattr(term, "starts_on", timezone.localdate() + DAY),
        lambda term, other, stoke: setattr(term, "ends_on", timezone.localdate() - DAY),
        lambda term, other, stoke: setattr(term, "starts_on", term.starts_on + DAY),
    ],
    ids=["of somebody else", "in another panel", "from tomorrow", "until yesterday", "begun later"],
)
def test_two_people_do_not_make_a_membership_another_one(newham, stoke, four_eyes, change):
    with setting_up("a test"):
        voter, other = member_of(newham), UserFactory()
    term = voter.memberships.get()
    change(term, other, stoke)

    with pytest.raises(ValidationError), agreed_by_two(**AGREED):
        term.save()
    with pytest.raises(ValidationError), setting_up("a script, and still"):
        term.save()

    assert voter.pk in could_vote(newham, since=timezone.localdate() - 30 * DAY, until=timezone.localdate())


def test_two_people_end_a_membership_today_and_renew_it(newham):
    term, today = member_of(newham).memberships.get(), timezone.localdate()

    for last in (today, today + 100 * DAY):
        term.ends_on = last
        with agreed_by_two(**AGREED):
            term.save()

    assert Membership.objects.get(pk=term.pk).ends_on == today + 100 * DAY


def test_a_membership_that_has_not_begun_is_still_a_plan(newham, stoke):
    tomorrow = timezone.localdate() + DAY
    term = Membership.objects.create(
        user=UserFactory(), youth_panel=newham, starts_on=tomorrow, ends_on=tomorrow + 9 * DAY
    )
    term.user, term.youth_panel, term.starts_on = UserFactory(), stoke, tomorrow + DAY

    with agreed_by_two(**AGREED):
        term.save()
        term.delete()

    assert not Membership.objects.exists()


def test_what_is_known_of_somebody_can_still_be_erased_by_whoever_runs_the_server(newham):
    voter = member_of(newham)

    with setting_up("they asked for it"):
        voter.delete()

    assert not Membership.objects.exists()


# -- member and moderator at once


def test_a_member_is_no_moderator_of_their_own_council_from_a_script_either(newham):
    member = member_of(newham)

    with pytest.raises(ValidationError, match="at once"):
        Appointment.objects.create(user=member, role=Role.MODERATOR, council=newham.council)
    assert not member.appointments.exists()


def test_a_moderator_is_no_member_of_a_panel_of_that_council(newham):
    moderator = moderator_for(newham)

    with pytest.raises(ValidationError, match="at once"):
        Membership.objects.create(user=moderator, youth_panel=newham, ends_on=timezone.localdate() + DAY)


def test_an_appointment_that_becomes_one_of_a_moderator_is_looked_at_too(newham):
    member = member_of(newham)
    post = Appointment.objects.create(user=member, role=Role.TRANSLATOR, council=newham.council)
    post.role = Role.MODERATOR

    with pytest.raises(ValidationError, match="at once"):
        post.save()


def test_one_day_that_two_terms_share_is_too_much(newham):
    member, last = member_of(newham), timezone.localdate() + 10 * DAY
    member.memberships.update(ends_on=last)

    with pytest.raises(ValidationError):
        Appointment.objects.create(user=member, role=Role.MODERATOR, council=newham.council, starts_on=last)
    Appointment.objects.create(user=member, role=Role.MODERATOR, council=newham.council, starts_on=last + DAY)


def test_somebody_may_look_after_another_council_and_hold_another_role(newham, stoke):
    member = member_of(newham)

    Appointment.objects.create(user=member, role=Role.MODERATOR, council=stoke.council)
    Appointment.objects.create(user=member, role=Role.TRANSLATOR, council=newham.council)


def test_what_went_round_the_model_is_found(newham, capsys):
    member = member_of(newham)
    Appointment.objects.bulk_create([Appointment(user=member, role=Role.MODERATOR, council=newham.council)])

    with pytest.raises(SystemExit):
        call_command("four_eyes")
    assert "belongs to a moderator of the same council" in capsys.readouterr().out


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_terms_saved_at_once_see_each_other(whole_newham):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    user, both, refused = UserFactory(), threading.Barrier(2), []

    def save(term):
        both.wait()
        try:
            with setting_up("a test"):
                term.save()
        except ValidationError:
            refused.append(term)
        finally:
            close_old_connections()
            connection.close()

    terms = [
        Membership(user=user, youth_panel=whole_newham, ends_on=timezone.localdate() + DAY),
        Appointment(user=user, role=Role.MODERATOR, council=whole_newham.council),
    ]
    threads = [threading.Thread(target=save, args=[term]) for term in terms]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 1
