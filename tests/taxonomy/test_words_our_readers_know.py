"""How panels and admins keep the plain words: what we say instead of a word, or that our readers know it."""

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.urls import reverse

from people.models import Appointment, Role
from taxonomy.models import PlainWord
from tests.factories import UserFactory, member_of, moderator_for
from tests.taxonomy.test_search_words import log_in


@pytest.fixture
def member(newham, client):
    return log_in(client, member_of(newham))


@pytest.fixture
def admin(furnished, client):
    user = UserFactory()
    Appointment.objects.create(user=user, role=Role.ADMIN)
    return log_in(client, user)


def add(browser, **typed):
    return browser.post(reverse("plainword:add"), {"word": "purchase", "instead": "", "language": "en", **typed})


def test_a_member_adds_and_changes_plain_words_and_deletes_none(member):
    added = add(member, word=" purchase ", instead="buy,  get,")
    word = PlainWord.objects.get(word="purchase")
    changed = member.post(
        reverse("plainword:edit", args=[word.pk]), {"word": "purchase", "instead": "buy", "language": "en"}
    )
    deleted = member.post(reverse("plainword:delete", args=[word.pk]))

    assert (added.status_code, changed.status_code, deleted.status_code) == (302, 302, 302)
    assert word.instead_words() == ["buy", "get"]
    word.refresh_from_db()
    assert word.instead_words() == ["buy"]


def test_an_admin_deletes_plain_words(admin):
    word = PlainWord.objects.create(word="purchase")

    admin.post(reverse("plainword:delete", args=[word.pk]))

    assert not PlainWord.objects.filter(pk=word.pk).exists()


def test_adults_without_a_panel_of_their_own_keep_no_plain_words(newham, client):
    moderator = log_in(client, moderator_for(newham))

    assert add(moderator).status_code == 302
    assert not PlainWord.objects.exists()


def test_who_changed_plain_words_is_not_told_to_other_panels(member, admin, newham):
    address = reverse("plainword:history", args=[PlainWord.objects.create(word="purchase").pk])

    assert admin.get(address).status_code == 200
    assert log_in(admin, member_of(newham)).get(address).status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        {"word": ""},
        {"word": "!? 12"},
        {"word": "x" * 61},
        {"word": "buy", "instead": "get, Buy"},
        {"instead": "a,b,c,d,e,f"},
        {"language": "no such language"},
    ],
)
def test_what_is_no_plain_word_is_refused(member, wrong):
    assert add(member, **wrong).status_code == 200
    assert not PlainWord.objects.exists()


def test_a_word_is_on_the_list_once_whatever_its_capitals(member):
    PlainWord.objects.create(word="purchase", instead="buy")

    answer = add(member, word="Purchase")

    assert b"This word is on the list already" in answer.content
    assert add(member, word="Purchase", language="cy").status_code == 302
    with pytest.raises(IntegrityError), transaction.atomic():
        PlainWord.objects.create(word="PURCHASE")


def test_a_word_stands_in_the_form_for_whoever_comes_from_its_hint_and_is_not_saved_yet(member):
    address = reverse("plainword:add")
    asked = {"word": 'wicked" <b>', "language": "cy"}

    form = BeautifulSoup(member.get(address, asked).content, "html.parser")
    odd = member.get(address, {"word": "x" * 500, "language": "<script>"})

    assert form.select_one("[name=word]")["value"] == 'wicked" <b>'
    assert form.select_one("[name=language] [selected]")["value"] == "cy"
    assert odd.status_code == 200
    assert not PlainWord.objects.exists()


def test_a_list_says_of_a_word_that_stands_alone_that_readers_know_it(member):
    PlainWord.objects.create(word="wicked")

    assert "Our readers know this word." in member.get(reverse("plainword:index")).content.decode()
