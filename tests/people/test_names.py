"""A name is one person's, for eyes too."""

import importlib

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from people.models import Appointment, Role, User
from people.names import folded, is_plain, tidied
from tests.factories import UserFactory

CYRILLIC = "S\u043errel"
INVISIBLE = "Alder\u200b"
BACKWARDS = "\u202eredlA"


@pytest.mark.parametrize("name", ["Sorrel", "Zo\u00eb", "Mary-Jane 2", "O'Neil", "O\u2019Neil", "\u0410\u043d\u043d\u0430", "\u674e\u5c0f\u9f8d", "\u0928\u0947\u0939\u093e"])  # fmt: skip
def test_a_name_of_one_script_is_plain(name):
    assert is_plain(tidied(name))


@pytest.mark.parametrize(
    "name", [CYRILLIC, INVISIBLE, BACKWARDS, "\uffa0", "12", "Oak!", "O\u0336ak", "a\u034fb", "\U0001f331"]
)
def test_mixed_scripts_and_signs_that_nobody_sees_are_not_plain(name):
    assert not is_plain(tidied(name))


@pytest.mark.parametrize("other", ["sorrel", "SORREL", "S o-rrel", "Sorre1", "SorreI", "S\u00f3rrel", "\uff33orrel", CYRILLIC, "Sorrel\u200b"])  # fmt: skip
def test_what_looks_the_same_is_the_same(other):
    assert folded(other) == folded("Sorrel")


def test_other_names_are_other_names():
    assert len({folded(name) for name in ("Sorrel", "Alder", "Wren", "Maple", "Oak", "Ash", "Hazel")}) == 7


@pytest.fixture
def admin(furnished):
    user = UserFactory(display_name="Oak")
    Appointment.objects.create(user=user, role=Role.ADMIN)
    return user


def add(client, name, username="second"):
    return client.post(reverse("wagtailusers_users:add"), {"username": username, "display_name": name})


@pytest.mark.parametrize("name", ["Sorrel", CYRILLIC, "sorrel ", "Sorrel\u200b", BACKWARDS, INVISIBLE, "Sorre1"])
def test_one_admin_makes_no_second_sorrel(admin, client, name):
    UserFactory(display_name="Sorrel")
    client.force_login(admin, backend="people.backends.TermBackend")

    answer = add(client, name)

    assert answer.status_code == 200
    assert not User.objects.filter(username="second").exists()


@pytest.mark.parametrize("username", ["Sorrel7", "s\u043errel7", "sorre17"])
def test_nobody_has_a_username_that_looks_like_anothers(admin, client, username):
    UserFactory(username="sorrel7")
    client.force_login(admin, backend="people.backends.TermBackend")

    answer = add(client, "Wren", username)

    assert answer.status_code == 200
    assert not User.objects.filter(display_name="Wren").exists()


@pytest.mark.parametrize("fields", [{"display_name": CYRILLIC}, {"username": "SORREL7"}])
def test_a_script_makes_no_second_one_either(admin, fields):
    UserFactory(display_name="Sorrel", username="sorrel7")

    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(**fields)


def test_a_name_that_is_saved_alone_is_still_one_persons(admin):
    UserFactory(display_name="Sorrel")
    other = UserFactory(display_name="Wren")
    other.display_name = "sorrel"

    with pytest.raises(IntegrityError), transaction.atomic():
        other.save(update_fields=["display_name"])


def test_a_name_from_before_this_rule_may_stay(admin):
    user = UserFactory(display_name="Sam (lead)")

    user.full_clean()
    user.display_name = "Sam (boss)"
    with pytest.raises(ValidationError):
        user.full_clean()


def test_those_who_shared_a_name_are_told_apart_and_log_in_as_before(furnished):
    first, second, third = (UserFactory(username=name) for name in ("sorrel7", "wren", "ash"))
    User.objects.filter(pk=first.pk).update(display_name="Sorrel", display_name_folded="1")
    User.objects.filter(pk=second.pk).update(display_name=CYRILLIC, display_name_folded="2")
    User.objects.filter(pk=third.pk).update(display_name="", display_name_folded="3", username="Sorrel7")
    migration = importlib.import_module("people.migrations.0008_tell_names_apart")

    migration.tell_them_apart(apps, None)

    names = [User.objects.get(pk=user.pk).display_name for user in (first, second, third)]
    assert names == ["Sorrel", f"{CYRILLIC} 2", "Somebody 2"]
    third.refresh_from_db()
    assert (third.username, third.username_folded) == ("Sorrel7", "sorrel7#2")
    third.save()
    assert User.objects.get(pk=third.pk).username_folded == "sorrel7#2"
    third.full_clean()
