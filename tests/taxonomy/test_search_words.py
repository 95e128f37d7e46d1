"""How panels and admins keep the search words, and the list that Waymark starts with."""

import pytest
from django.urls import reverse

from cms.furnishing import furnish
from people.models import Appointment, Role
from taxonomy.models import WordGroup
from tests.factories import UserFactory, member_of
from tests.second_person import somebody_else_agrees


def log_in(client, user):
    client.force_login(user, backend="people.backends.TermBackend")
    return client


@pytest.fixture
def member(newham, client):
    return log_in(client, member_of(newham))


@pytest.fixture
def admin(furnished, client):
    user = UserFactory()
    Appointment.objects.create(user=user, role=Role.ADMIN)
    return log_in(client, user)


def test_a_member_adds_and_changes_search_words_and_deletes_none(member):
    added = member.post(reverse("wordgroup:add"), {"typed": "pix,  nudez", "meant": "pictures", "language": "en"})
    somebody_else_agrees()
    group = WordGroup.objects.get(typed="pix\nnudez")
    changed = member.post(
        reverse("wordgroup:edit", args=[group.pk]), {"typed": "pix", "meant": "pictures", "language": "en"}
    )
    somebody_else_agrees()
    deleted = member.post(reverse("wordgroup:delete", args=[group.pk]))

    group.refresh_from_db()
    assert (added.status_code, changed.status_code, deleted.status_code) == (302, 302, 302)
    assert group.typed_words() == ["pix"]


def test_who_changed_search_words_is_not_told_to_other_panels(member, admin, newham):
    group = WordGroup.objects.first()
    address = reverse("wordgroup:history", args=[group.pk])

    assert admin.get(address).status_code == 200
    assert log_in(admin, member_of(newham)).get(address).status_code == 302


def test_an_admin_deletes_search_words_and_furnishing_does_not_bring_them_back(admin):
    group, kept = WordGroup.objects.order_by("pk")[:2]
    WordGroup.objects.filter(pk=kept.pk).update(typed="something of our own")
    before = WordGroup.objects.count()

    admin.post(reverse("wordgroup:delete", args=[group.pk]))
    somebody_else_agrees()
    furnish()

    assert WordGroup.objects.count() == before - 1
    kept.refresh_from_db()
    assert kept.typed == "something of our own"


def test_the_list_to_start_with_is_one_that_could_be_saved(admin):
    for group in WordGroup.objects.all():
        answer = admin.post(
            reverse("wordgroup:edit", args=[group.pk]),
            {"typed": group.typed, "meant": group.meant, "language": group.language},
        )
        assert answer.status_code == 302, group


@pytest.mark.parametrize("typed", ["", "!?", "one two three four", "x" * 31, ",".join(f"w{n}" for n in range(31))])
def test_what_cannot_be_looked_for_is_refused(member, typed):
    before = WordGroup.objects.count()

    answer = member.post(reverse("wordgroup:add"), {"typed": typed, "meant": "pictures", "language": "en"})

    assert answer.status_code == 200
    assert WordGroup.objects.count() == before
