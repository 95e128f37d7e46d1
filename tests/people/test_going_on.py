"""A log-in that ended while somebody was writing: nothing is lost, nothing is stored, and nobody sends another's words."""

from __future__ import annotations

import base64
import html
import re
import zlib
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from articles.models import ArticlePage
from moderation.forms import LONGEST_OWN_WORDS
from moderation.models import Sitting, Vote
from people.going_on import Sent, unseal
from people.middleware import SEEN_COOKIE
from people.sealing import seal
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


def test_each_page_on_the_way_has_a_key_of_its_own_for_the_form_in_it(ballot, voter):
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = who_was_logged_out(voter).cookies
    ours = {"sec-fetch-site": "same-origin", "accept": "text/html"}
    asked = browser.post(reverse("moderation:ballot", args=[ballot.pk]), {"choice": "agree"}, headers=ours)

    mistyped = fill_in(browser, asked, username=voter.username, password="not my password")
    shown = fill_in(browser, mistyped, username=voter.username, password=PASSWORD)
    fill_in(browser, shown)

    assert ballot.vote_of(voter).choice == "agree"


def fill_in(browser: Client, response: Any, **typed: str) -> Any:
    """As a browser sends a form: whatever stands in it, and what is typed."""
    form = BeautifulSoup(response.content, "html.parser").find("form")
    stands = {field["name"]: field.get("value", "") for field in form.select("input")}
    return browser.post(form["action"], stands | typed)


def test_who_was_logged_out_while_voting_logs_in_and_her_own_words_are_there(ballot, voter):
    browser = who_was_logged_out(voter)

    asked = send(browser, ballot)
    assert asked.status_code == 401
    mistyped = log_in(browser, asked, voter, "not my password")
    shown = log_in(browser, mistyped, voter)
    assert not Vote.objects.exists()
    fill_in(browser, shown)

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
    assert "somebody else" in shown.content.decode()
    assert "ring" not in shown.content.decode()


def test_a_whole_page_goes_on_too(newham):
    writer = member_of(newham)
    page = draft(newham, by=writer)
    browser = who_was_logged_out(writer)

    asked = browser.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), typed(summary="Typed for an hour."))
    fill_in(browser, log_in(browser, asked, writer))

    assert ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object().summary == "Typed for an hour."


def test_the_editors_script_is_told_in_a_way_it_can_read(newham):
    page = draft(newham)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])

    response = Client().post(address, typed(), headers={"accept": "application/json"})

    assert response.status_code == 401
    answer = response.json()
    assert (answer["success"], answer["error_code"]) == (False, "logged_out")
    assert "Log in again in another tab" in answer["error_message"]


def test_a_script_that_sends_what_it_says_it_reads_is_told_too_and_gets_no_page(newham):
    """Wagtail's own scripts take any answer, and say who they are in a header."""
    address = reverse("wagtailadmin_pages:edit", args=[draft(newham).pk])

    response = Client().post(address, typed(), headers={"x-requested-with": "XMLHttpRequest"})

    assert response.status_code == 401
    assert response.json()["error_code"] == "logged_out"


@pytest.mark.parametrize("fields", [{}, {"csrfmiddlewaretoken": "a key", "title": "", "summary": ""}])
def test_who_had_typed_nothing_is_sent_to_log_in_as_anybody_else(newham, fields):
    browser = who_was_logged_out(member_of(newham))
    address = reverse("wagtailadmin_pages:edit", args=[draft(newham).pk])

    answer = browser.post(address, fields)

    assert (answer.status_code, answer.url.partition("?")[0]) == (302, reverse("wagtailadmin_login"))


@pytest.mark.parametrize(
    "address",
    [
        reverse("wagtailadmin_login"),
        reverse("wagtailadmin_logout"),
        reverse("go_on"),
        reverse("way_in", args=["a-link"]),
        "/api/v1/content/",
    ],
)
def test_what_takes_whoever_comes_asks_nobody_to_log_in_first(newham, address):
    browser = who_was_logged_out(member_of(newham))

    assert browser.post(address, {"words": WORDS}, headers={"accept": "application/json"}).status_code != 401
    assert browser.post(address, {"words": WORDS}).status_code != 401


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
    fill_in(browser, shown)

    assert ballot.vote_of(voter).choice == "agree"


def test_nothing_of_a_vote_can_be_read_in_the_page_it_travels_in(ballot, voter):
    sealed = sealed_in(send(who_was_logged_out(voter), ballot))

    assert not any(word in said for said in readings_of(sealed) for word in (b"ask_for", b"missing", b"ring", b"panel"))


def readings_of(sealed: str) -> list[bytes]:
    """What somebody may find who looks at it as text, in base 64, or packed: as a whole and in each of its parts."""
    found = []
    for part in [sealed, *re.split("[.:]", sealed)]:
        for text in (part, part + "=", part + "=="):
            with suppress(ValueError):
                found += [text.encode(), base64.urlsafe_b64decode(text)]
    for packed in list(found):
        with suppress(zlib.error):
            found.append(zlib.decompress(packed))
    return found


def test_its_length_does_not_say_how_somebody_voted(ballot, voter):
    browser, address = who_was_logged_out(voter), reverse("moderation:ballot", args=[ballot.pk])
    longest = "".join(chr(0x1F300 + number * 7 % 500) for number in range(LONGEST_OWN_WORDS))
    asks = {"choice": "ask_for_changes", "reason": "something_is_missing"}

    asked = [browser.post(address, vote) for vote in ({"choice": "agree"}, asks, asks | {"words": longest})]

    assert len({len(sealed_in(answer)) for answer in asked}) == 1
    assert len({len(answer.content) for answer in asked}) == 1


def test_where_nobody_knows_any_more_who_wrote_it_whoever_logs_in_next_sees_nothing(ballot, voter):
    browser = who_was_logged_out(voter)
    browser.cookies.clear()

    asked = send(browser, ballot)

    assert asked.status_code == 401
    assert "Go back one page" in asked.content.decode()
    assert 'name="sealed"' not in asked.content.decode()
    assert "ring" not in asked.content.decode()


def test_a_sealed_form_that_names_nobody_is_shown_to_nobody(voter):
    sealed = Sent("/admin/", [("words", WORDS)], None).sealed()

    shown = Client().post(reverse("go_on"), {"sealed": sealed, "username": voter.username, "password": PASSWORD})

    assert shown.status_code == 403
    assert "ring" not in shown.content.decode()


def test_a_password_is_not_carried_on(newham):
    browser = who_was_logged_out(member_of(newham))

    sent = {"csrfmiddlewaretoken": "a key", "password-new_password1": "a secret", "locale-x": ["en", "cy"]}
    asked = browser.post(reverse("wagtailadmin_account"), sent)

    assert unseal(sealed_in(asked)).fields == [("locale-x", "en"), ("locale-x", "cy")]


def test_a_form_is_kept_for_an_hour_and_no_longer(ballot, voter):
    with time_machine.travel("2026-03-02 12:00:00Z", tick=False) as clock:
        sealed = Sent("/admin/", [("words", WORDS)], voter.pk).sealed()
        clock.shift(timedelta(hours=1))
        assert unseal(sealed) is not None
        clock.shift(timedelta(seconds=1))
        assert unseal(sealed) is None


def test_where_a_form_was_sent_to_stays_as_it_was_with_its_question(newham):
    browser = who_was_logged_out(member_of(newham))
    address = reverse("wagtailadmin_pages:edit", args=[draft(newham).pk]) + "?next=/admin/"

    assert unseal(sealed_in(browser.post(address, typed()))).address == address


def test_who_goes_on_is_logged_in_until_the_browser_closes_and_not_told_to_wait(ballot, voter):
    browser = who_was_logged_out(voter)

    asked = send(browser, ballot)
    mistyped = log_in(browser, asked, voter, "not my password")
    log_in(browser, mistyped, voter)

    assert (asked.status_code, mistyped.status_code) == (401, 401)
    assert "Wait" not in asked.content.decode() + mistyped.content.decode()
    assert "didn't match" in html.unescape(mistyped.content.decode())
    assert browser.get(reverse("wagtailadmin_home")).status_code == 200
    session = browser.cookies[settings.SESSION_COOKIE_NAME]
    assert (session["max-age"], session["expires"]) == ("", "")


def test_what_was_sealed_before_the_secret_changed_opens_while_the_old_one_is_a_fallback(ballot, voter, settings):
    sealed = Sent("/admin/", [("words", WORDS)], voter.pk).sealed()
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another secret " * 5

    without = unseal(sealed)
    settings.SECRET_KEY_FALLBACKS = [old]

    assert without is None
    assert unseal(sealed).fields == [("words", WORDS)]


@pytest.mark.parametrize("purpose", ["another", ""])
def test_what_was_sealed_for_something_else_does_not_open_here(purpose):
    assert unseal(seal('["/admin/", [], 1]', purpose=purpose)) is None


@pytest.mark.parametrize("sealed", [None, "", "made up", "made:up:too", "wedi’i ffugio", "gAAAAA==", "\x00"])
def test_what_we_did_not_seal_is_not_opened(db, sealed):
    response = Client().post(reverse("go_on"), {} if sealed is None else {"sealed": sealed})

    assert (response.status_code, response.url) == (302, reverse("wagtailadmin_home"))
