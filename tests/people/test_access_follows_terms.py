"""Who may come in, and where to, follows from memberships and appointments alone."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from agreement.days import LONDON
from agreement.four_eyes import setting_up
from people.access import ROLE_GROUPS, STAFF_GROUP
from people.actions import settle_access
from people.doors import is_open
from people.models import Appointment, Membership, Role
from tests.factories import UserFactory, draft, member_of, moderator_for


def inside(client) -> bool:
    return client.get(reverse("wagtailadmin_home")).status_code == 200


def groups(user) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


def test_nobody_comes_in_without_a_term(furnished, client):
    UserFactory(username="nobody")

    assert not client.login(username="nobody", password="a long enough password")


def test_the_day_after_a_membership_ends_a_logged_in_member_is_out(newham, client):
    member = member_of(newham)
    last_day = member.memberships.get().ends_on
    evening = datetime(last_day.year, last_day.month, last_day.day, 23, 50, tzinfo=LONDON)

    with time_machine.travel(evening, tick=False) as clock:
        client.force_login(member, backend="people.backends.TermBackend")
        assert inside(client)
        clock.shift(timedelta(minutes=15))
        assert not inside(client)


def test_a_term_that_starts_tomorrow_opens_nothing_today(newham, client):
    user = UserFactory()
    tomorrow = timezone.localdate() + timedelta(days=1)

    Membership.objects.create(user=user, youth_panel=newham, starts_on=tomorrow, ends_on=tomorrow)

    assert groups(user) == set()
    assert not client.login(username=user.username, password="a long enough password")


def test_a_closed_account_is_out_at_once_and_in_no_group(newham, client):
    member = member_of(newham)
    client.force_login(member, backend="people.backends.TermBackend")
    assert inside(client)

    member.is_active = False
    member.save()

    assert not inside(client)
    assert groups(member) == set()


@pytest.mark.parametrize("role", Role)
def test_a_closed_account_keeps_no_role_and_no_door_whatever_it_was_appointed_for(newham, role):
    where = {"youth_panel": newham} if role == Role.LEAD else {"council": newham.council}
    adult = UserFactory()
    Appointment.objects.create(user=adult, role=role, **where)
    assert ROLE_GROUPS[role] in groups(adult)
    assert is_open("wagtailadmin_home", to=adult)

    adult.is_active = False
    adult.save()

    assert groups(adult) == set()
    assert not is_open("wagtailadmin_home", to=adult)


def test_a_change_of_panel_moves_the_rights(newham, stoke):
    member = member_of(newham)
    theirs, not_theirs = draft(newham), draft(stoke)
    assert theirs.permissions_for_user(member).can_edit()

    member.memberships.update(youth_panel=stoke)
    member.memberships.get().save()

    member = type(member).objects.get(pk=member.pk)
    assert not theirs.permissions_for_user(member).can_edit()
    assert not_theirs.permissions_for_user(member).can_edit()


def test_deleting_the_membership_takes_everything_away(newham):
    member = member_of(newham)

    member.memberships.all().delete()

    assert groups(member) == set()


def test_deleting_a_user_with_terms_is_no_trouble(newham):
    member = member_of(newham)

    member.delete()

    assert not Membership.objects.exists()


def test_groups_that_were_given_by_hand_are_taken_back(newham, stoke):
    member = member_of(newham)
    member_of(stoke)
    member.groups.add(stoke.members_group)

    assert [settled(), settled()] == ["1 changed.", "0 changed."]
    assert groups(member) == {STAFF_GROUP, newham.members_group.name}


def settled() -> str:
    """What the command says that it did."""
    said = StringIO()
    call_command("settle_access", stdout=said)
    return said.getvalue().strip()


def test_the_nightly_settling_ends_one_of_two_memberships(newham, stoke):
    member = member_of(newham)
    today = timezone.localdate()
    Membership.objects.create(user=member, youth_panel=stoke, starts_on=today, ends_on=today)
    assert stoke.members_group.name in groups(member)

    with time_machine.travel(datetime.combine(today, datetime.min.time(), tzinfo=UTC) + timedelta(days=1, hours=3)):
        call_command("settle_access")

    assert groups(member) == {STAFF_GROUP, newham.members_group.name}


def test_logging_in_settles_what_the_night_has_not(newham, client):
    member = member_of(newham)
    member.groups.clear()

    client.login(username=member.username, password="a long enough password")

    assert newham.members_group.name in groups(member)


def test_a_moderator_sees_the_pages_of_their_own_council_and_cannot_change_them(newham, stoke):
    moderator = moderator_for(newham)
    own, other = draft(newham), draft(stoke)

    assert newham.adults_group.name in groups(moderator)
    assert stoke.adults_group.name not in groups(moderator)
    assert not own.permissions_for_user(moderator).can_edit()
    assert not other.permissions_for_user(moderator).can_edit()


def test_a_lead_sees_the_pages_of_the_panel_that_they_lead_and_of_no_other(newham, stoke):
    lead = UserFactory()

    Appointment.objects.create(user=lead, role=Role.LEAD, youth_panel=newham)

    assert groups(lead) == {STAFF_GROUP, ROLE_GROUPS[Role.LEAD], newham.adults_group.name}


def test_who_is_appointed_before_the_house_is_furnished_has_their_role_and_needs_nobody_more_for_it(db, four_eyes):
    with setting_up("a test"):
        admin = UserFactory()
        Appointment.objects.create(user=admin, role=Role.ADMIN)
        Group.objects.all().delete()

    settle_access(admin)

    assert groups(admin) == {STAFF_GROUP, ROLE_GROUPS[Role.ADMIN]}


def test_a_national_moderator_is_not_every_councils_moderator(newham, furnished):
    moderator = UserFactory()

    Appointment.objects.create(user=moderator, role=Role.MODERATOR)

    assert groups(moderator) == {STAFF_GROUP, ROLE_GROUPS[Role.MODERATOR]}


def test_a_translator_writes_welsh_and_no_english(newham):
    translator = UserFactory()
    Appointment.objects.create(user=translator, role=Role.TRANSLATOR, council=newham.council)
    english = draft(newham, by=UserFactory())
    welsh = newham.root_page.get_translations().get()

    assert not english.permissions_for_user(translator).can_edit()
    assert welsh.permissions_for_user(translator).can_add_subpage()


def test_a_lead_is_for_a_youth_panel_and_nobody_else_is(newham):
    user = UserFactory()
    for wrong in (
        {"role": Role.LEAD},
        {"role": Role.MODERATOR, "youth_panel": newham},
    ):
        with pytest.raises(ValidationError):
            Appointment(user=user, **wrong).full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            Appointment.objects.create(user=user, **wrong)


def test_a_membership_lasts_twelve_months_at_most(newham):
    too_long = Membership(user=UserFactory(), youth_panel=newham, starts_on=date(2026, 1, 1), ends_on=date(2027, 1, 3))

    with pytest.raises(ValidationError, match="twelve months"):
        too_long.full_clean()
