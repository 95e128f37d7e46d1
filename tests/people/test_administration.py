"""How an admin keeps people, and how a lead keeps meetings."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from moderation.errors import Overtaken
from moderation.models import ChangeProposal
from people.models import AgeBand, Appointment, Meeting, Membership, Role, User
from tests.factories import UserFactory, member_of, moderator_for
from tests.moderation.doors import browser_of, superuser, text_of
from tests.second_person import somebody_else_agrees
from tests.written import tables_written

PASSWORDS = {"password1": "seven green bicycles", "password2": "seven green bicycles"}


@pytest.fixture
def admin(furnished, client):
    user = UserFactory(username="admin")
    Appointment.objects.create(user=user, role=Role.ADMIN)
    client.force_login(user, backend="people.backends.TermBackend")
    return client


@pytest.fixture
def lead(newham, client):
    user = UserFactory()
    Appointment.objects.create(user=user, role=Role.LEAD, youth_panel=newham)
    client.force_login(user, backend="people.backends.TermBackend")
    return client


def test_an_account_needs_no_name_and_no_email(admin):
    answer = admin.post(
        reverse("wagtailusers_users:add"),
        {"username": "sparrow7", "display_name": "Sparrow", "age_band": AgeBand.FROM_13, **PASSWORDS},
    )

    sparrow = User.objects.get(username="sparrow7")
    assert answer.status_code == 302
    assert sparrow.display_name == "Sparrow"
    assert not sparrow.has_usable_password()


def test_an_admin_makes_nobody_a_superuser_and_puts_nobody_into_a_group(newham, admin):
    user = member_of(newham)

    admin.post(
        reverse("wagtailusers_users:edit", args=[user.pk]),
        {
            "username": user.username,
            "display_name": user.display_name,
            "age_band": "16_17",
            "is_active": "on",
            "is_superuser": "on",
            "groups": [newham.adults_group.pk],
        },
    )

    user.refresh_from_db()
    assert user.age_band == "16_17"
    assert not user.is_superuser
    assert newham.adults_group not in user.groups.all()


def test_an_admin_cannot_take_over_a_superusers_account(admin):
    root = User.objects.create_superuser("root", password="something else entirely", display_name="Root")

    answer = admin.post(
        reverse("wagtailusers_users:edit", args=[root.pk]),
        {"username": "root", "display_name": "Root", "is_active": "on", **PASSWORDS},
    )

    root.refresh_from_db()
    assert answer.status_code == 404
    assert root.check_password("something else entirely")


def test_the_list_of_people_shows_display_names_and_neither_usernames_nor_addresses(newham, admin):
    member_of(newham, display_name="Sparrow", username="jane.smith.2011", email="jane@example.org")

    html = admin.get(reverse("wagtailusers_users:index")).content.decode()

    assert "Sparrow" in html
    assert "jane.smith.2011" not in html
    assert "jane@example.org" not in html


def test_the_list_of_appointments_says_what_each_column_is(newham, admin):
    moderator_for(newham)

    [said] = re.findall(
        r'<table class="listing.*?</table>', admin.get(reverse("appointment:index")).content.decode(), re.S
    )
    headings = [" ".join(strip_tags(heading).split()) for heading in re.findall(r"<th\b.*?</th>", said, re.S)]

    assert headings[:3] == ["User", "Role", "Council"]
    assert admin.get(reverse("appointment:index"), {"ordering": "-role"}).status_code == 200


@pytest.mark.parametrize("query", ["q=Sparrow", "is_active=true", "ordering=name", "ordering=-is_active", "p=99"])
def test_the_list_of_people_can_be_searched_and_sorted(newham, admin, query):
    member_of(newham, display_name="Sparrow")

    assert admin.get(reverse("wagtailusers_users:index") + "?" + query).status_code in (200, 404)


def test_an_admin_gives_a_membership_and_with_it_the_rights(newham, admin):
    user = UserFactory()
    today = timezone.localdate()

    answer = admin.post(
        reverse("membership:add"),
        {"user": user.pk, "youth_panel": newham.pk, "starts_on": today, "ends_on": today + timedelta(days=100)},
    )
    somebody_else_agrees()

    assert answer.status_code == 302
    assert newham.members_group in user.groups.all()


def test_a_membership_that_is_too_long_is_refused_with_a_sentence(newham, admin):
    today = timezone.localdate()
    answer = admin.post(
        reverse("membership:add"),
        {
            "user": UserFactory().pk,
            "youth_panel": newham.pk,
            "starts_on": today,
            "ends_on": today + timedelta(days=500),
        },
    )

    assert "twelve months at most" in answer.content.decode()
    assert not Membership.objects.exists()


def test_ending_a_membership_takes_the_rights_away_the_day_after(newham, admin, time_machine):
    user, today = member_of(newham), timezone.localdate()
    term = user.memberships.get()

    admin.post(
        reverse("membership:edit", args=[term.pk]),
        {"user": user.pk, "youth_panel": newham.pk, "starts_on": term.starts_on, "ends_on": today},
    )
    somebody_else_agrees()
    assert newham.members_group in user.groups.all()

    time_machine.move_to(timezone.now() + timedelta(days=1))
    call_command("settle_access")
    assert not user.groups.exists()


def test_a_membership_that_has_not_begun_can_be_taken_away(newham, admin):
    tomorrow = timezone.localdate() + timedelta(days=1)
    term = Membership.objects.create(user=UserFactory(), youth_panel=newham, starts_on=tomorrow, ends_on=tomorrow)

    admin.post(reverse("membership:delete", args=[term.pk]))
    somebody_else_agrees()

    assert not Membership.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_would_take_away_a_membership_that_has_begun_reads_what_to_do(newham, admin, method):
    term = member_of(newham).memberships.get()
    address = reverse("membership:delete", args=[term.pk])

    said = text_of(getattr(admin, method)(address))

    assert "has begun, so it is only ended" in said
    assert f'action="{address}"' not in said
    assert not ChangeProposal.objects.exists()


@pytest.mark.parametrize("changed", ["user", "youth_panel", "starts_on", "ends_on"])
def test_whoever_would_rewrite_a_membership_that_has_begun_reads_what_to_do(newham, stoke, admin, changed):
    user, today = member_of(newham), timezone.localdate()
    term = user.memberships.get()
    form = {"user": user.pk, "youth_panel": newham.pk, "starts_on": term.starts_on, "ends_on": term.ends_on}
    other = {
        "user": UserFactory().pk,
        "youth_panel": stoke.pk,
        "starts_on": today,
        "ends_on": today - timedelta(days=1),
    }

    said = text_of(admin.post(reverse("membership:edit", args=[term.pk]), {**form, changed: other[changed]}))

    assert ("today or later" if changed == "ends_on" else "has begun, so it is only ended") in said
    assert not ChangeProposal.objects.exists()


def test_a_membership_that_has_begun_meanwhile_stays_whatever_was_proposed(newham, admin, time_machine):
    tomorrow = timezone.localdate() + timedelta(days=1)
    term = Membership.objects.create(user=UserFactory(), youth_panel=newham, starts_on=tomorrow, ends_on=tomorrow)
    admin.post(reverse("membership:delete", args=[term.pk]))

    time_machine.move_to(timezone.now() + timedelta(days=1))
    with pytest.raises(Overtaken):
        somebody_else_agrees()

    assert Membership.objects.get() == term


def test_an_admin_appoints_a_moderator(newham, admin):
    user = UserFactory()

    answer = admin.post(
        reverse("appointment:add"),
        {"user": user.pk, "role": Role.MODERATOR, "council": newham.council.pk, "starts_on": timezone.localdate()},
    )
    somebody_else_agrees()

    assert answer.status_code == 302
    assert newham.adults_group in user.groups.all()


def test_an_admin_sets_a_panels_numbers_within_their_range(newham, admin):
    address = reverse("youthpanel:edit", args=[newham.pk])
    numbers = {"name": newham.name, "quorum_least": 3, "threshold_percent": 60, "ballot_days": 7}

    admin.post(address, {**numbers, "quorum_percent": 10})
    newham.refresh_from_db()
    assert newham.quorum_percent == 50

    admin.post(address, {**numbers, "quorum_percent": 75})
    somebody_else_agrees()
    newham.refresh_from_db()
    assert (newham.quorum_percent, newham.ballot_days) == (75, 7)


def test_every_page_of_the_administration_opens(newham, admin):
    member_of(newham)
    Meeting.objects.create(youth_panel=newham, on=timezone.localdate())
    one_of = {
        "membership": Membership.objects.first().pk,
        "appointment": Appointment.objects.first().pk,
        "youthpanel": newham.pk,
        "meeting": Meeting.objects.first().pk,
        "council": newham.council.pk,
    }

    for room, pk in one_of.items():
        assert admin.get(reverse(f"{room}:index")).status_code == 200, room
        assert admin.get(reverse(f"{room}:edit", args=[pk])).status_code == 200, room


def test_a_lead_sets_meetings_of_their_own_panel(newham, lead):
    today = timezone.localdate()

    answer = lead.post(reverse("meeting:add"), {"youth_panel": newham.pk, "on": today})

    assert answer.status_code == 302
    assert newham.meetings.get().on == today


@pytest.mark.parametrize("days", [-1, 367, 13_000])
def test_a_lead_sets_no_meeting_in_the_past_or_in_many_years(newham, lead, days):
    day = timezone.localdate() + timedelta(days=days)

    answer = lead.post(reverse("meeting:add"), {"youth_panel": newham.pk, "on": day})

    assert "within a year" in text_of(answer)
    assert not newham.meetings.exists()


def test_a_meeting_that_was_can_still_be_looked_after(newham, stoke, admin):
    was = timezone.localdate() - timedelta(days=40)
    meeting = Meeting.objects.create(youth_panel=newham, on=was)

    admin.post(reverse("meeting:edit", args=[meeting.pk]), {"youth_panel": stoke.pk, "on": was})

    assert stoke.meetings.get() == meeting


def test_a_lead_neither_sees_nor_sets_another_panels_meetings(newham, stoke, lead):
    today = timezone.localdate()
    theirs = Meeting.objects.create(youth_panel=stoke, on=today)

    lead.post(reverse("meeting:add"), {"youth_panel": stoke.pk, "on": today + timedelta(days=1)})
    listing = lead.get(reverse("meeting:index")).content.decode()

    assert stoke.meetings.count() == 1
    assert reverse("meeting:edit", args=[theirs.pk]) not in listing
    assert lead.get(reverse("meeting:edit", args=[theirs.pk])).status_code == 404
    assert lead.post(reverse("meeting:delete", args=[theirs.pk])).status_code == 404
    for room in ("history", "usage"):
        assert lead.get(reverse(f"meeting:{room}", args=[theirs.pk])).status_code in (302, 403, 404)


def test_a_lead_keeps_no_memberships(newham, lead):
    for room in ("membership", "appointment", "youthpanel", "council", "topic"):
        assert lead.get(reverse(f"{room}:index")).status_code == 302, room


def test_looking_at_ones_own_account_writes_nothing(admin):
    with tables_written() as tables:
        shown = admin.get(reverse("wagtailadmin_account"))

    assert (shown.status_code, tables) == (200, [])


@pytest.mark.parametrize("kind", ["council", "youthpanel"])
def test_nobody_adds_a_council_or_a_panel_without_its_pages(newham, kind):
    """`manage.py add_council` makes what belongs to it. Here a superuser's form ended in an error."""
    root = browser_of(superuser())
    form = {"name": "Somewhere", "slug": "somewhere", "council": newham.council.pk, "root_page": newham.root_page.pk}

    with tables_written() as written:
        answers = [root.get(reverse(f"{kind}:add")), root.post(reverse(f"{kind}:add"), form)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert "moderation_changeproposal" not in written
    assert f'"{reverse(f"{kind}:add")}"' not in root.get(reverse(f"{kind}:index")).content.decode()
