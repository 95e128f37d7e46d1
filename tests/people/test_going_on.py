"""A log-in that ended while somebody was writing: nothing is lost, nothing is stored, and nobody sends another's words."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from articles.models import ArticlePage
from moderation.models import Sitting, Vote
from people.middleware import SEEN_COOKIE
from tests.articles.editor import logged_in, typed
from tests.factories import draft, member_of, members_of, moderator_for, send_in

PASSWORD = "a long enough password"
WORDS = "Who do I ring at night?\nAnd <b>where</b>?"


@pytest.fixture
def ballot(newham):
    moderator_for(newham)
    writer, *_voters = members_of(newham, 4)
    return send_in(draft(newham, by=writer), by=writer)


@pytest.fixture
def voter(ballot):
    return ballot.electors.order_by("pk").first().user


def who_was_logged_out(user: Any) -> Client:
    """Her browser after her session has ended elsewhere: it still knows who was there."""
    browser = logged_in(user)
    browser.get(reverse("moderation:for_my_panel"))
    assert SEEN_COOKIE in browser.cookies
    del browser.cookies[settings.SESSION_COOKIE_NAME]
    return browser


def sealed_in(response: Any) -> str:
    return BeautifulSoup(response.content, "html.parser").find("input", attrs={"name": "sealed"})["value"]


def send(browser: Client, ballot: Any) -> Any:
    asks = {"choice": "ask_for_changes", "reason": "something_is_missing", "words": WORDS}
    return browser.post(reverse("moderation:ballot", args=[ballot.pk]), asks)


def log_in(browser: Client, response: Any, user: Any, password: str = PASSWORD) -> Any:
    said = {"username": user.username, "password": password, "sealed": sealed_in(response)}
    return browser.post(reverse("go_on"), said)


def send_again(browser: Client, response: Any) -> Any:
    form = BeautifulSoup(response.content, "html.parser").find("form")
    return browser.post(form["action"], {field["name"]: field["value"] for field in form.select("input")})


def test_who_was_logged_out_while_voting_logs_in_and_her_own_words_are_there(ballot, voter):
    browser = who_was_logged_out(voter)

    asked = send(browser, ballot)
    assert asked.status_code == 401
    mistyped = log_in(browser, asked, voter, "not my password")
    shown = log_in(browser, mistyped, voter)
    assert not Vote.objects.exists()
    send_again(browser, shown)

    assert ballot.vote_of(voter).words == WORDS


def test_a_votes_own_words_are_stored_nowhere_on_the_way(ballot, voter):
    browser = who_was_logged_out(voter)

    log_in(browser, send(browser, ballot), voter)

    assert not Sitting.objects.exists()
    assert not any("ring" in str(session.get_decoded()) for session in Session.objects.all())


def test_another_person_on_the_same_phone_neither_sees_nor_sends_them(ballot, voter, newham):
    browser, other = who_was_logged_out(voter), member_of(newham)

    shown = log_in(browser, send(browser, ballot), other)

    assert shown.status_code == 403
    assert "ring" not in shown.content.decode()


def test_a_whole_page_goes_on_too(newham):
    writer = member_of(newham)
    page = draft(newham, by=writer)
    browser = who_was_logged_out(writer)

    asked = browser.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), typed(summary="Typed for an hour."))
    send_again(browser, log_in(browser, asked, writer))

    assert ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object().summary == "Typed for an hour."


def test_the_editors_script_is_told_in_a_way_it_can_read(newham):
    page = draft(newham)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])

    response = Client().post(address, typed(), headers={"accept": "application/json"})

    assert response.status_code == 401
    assert response.json()["error_code"] == "logged_out"


def test_a_form_from_another_website_is_never_carried_on(ballot, voter):
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = who_was_logged_out(voter).cookies

    refused = send(browser, ballot)

    assert refused.status_code == 403
    assert "ring" not in refused.content.decode()


def test_a_form_of_ours_with_an_old_key_can_be_sent_once_more(ballot, voter):
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = logged_in(voter).cookies
    address = reverse("moderation:ballot", args=[ballot.pk])

    shown = browser.post(address, {"choice": "agree"}, headers={"sec-fetch-site": "same-origin"})
    assert not Vote.objects.exists()
    send_again(browser, shown)

    assert ballot.vote_of(voter).choice == "agree"


@pytest.mark.parametrize("sealed", ["", "made up", "made:up:too"])
def test_what_we_did_not_seal_is_not_opened(db, sealed):
    response = Client().post(reverse("go_on"), {"sealed": sealed})

    assert response.status_code == 302
