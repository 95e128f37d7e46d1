"""Where somebody stands after an action of the editor, and what they read there: our pages, our words, British dates."""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from moderation.models import Ballot
from moderation.saying import moment_in_words
from tests.articles.editor import SAVE, SEND_IN, change, create, typed
from tests.factories import draft, member_of, members_of, moderator_for, send_in
from tests.moderation.doors import browser_of, superuser, text_of


@pytest.fixture
def writer(newham):
    members_of(newham, 3)
    moderator_for(newham)
    return member_of(newham)


@pytest.fixture
def browser(writer):
    return browser_of(writer)


@pytest.fixture
def page(newham, writer):
    return draft(newham, by=writer, title="Can they make me carry it?")


def follow(browser, response):
    return browser.get(response.url)


def messages_on(response) -> str:
    return " ".join(str(message).strip() for message in response.context["messages"])


def test_a_page_that_was_sent_in_ends_in_the_panels_room_which_says_what_happens_next(browser, page):
    response = change(browser, page, typed(), SEND_IN)
    room = follow(browser, response)

    assert response.url == reverse("moderation:for_my_panel")
    until = moment_in_words(Ballot.objects.unclosed().get().closes_at)
    assert messages_on(room) == (
        f"Sent to the panel: “{typed()['title']}”. They vote until {until}. What they decide stands on this page."
    )


def test_somebody_who_came_from_a_list_is_led_back_to_it(browser, page):
    came_from = reverse("insights:coverage")

    response = change(browser, page, typed(next=came_from), SEND_IN)

    assert response.url == came_from


def test_nobody_is_led_to_another_site(browser, page):
    response = change(browser, page, typed(next="https://example.org/"), SEND_IN)

    assert response.url == reverse("moderation:for_my_panel")


def test_a_saved_draft_says_so_in_plain_words(browser, page):
    editor = follow(browser, change(browser, page, typed(), SAVE))

    assert messages_on(editor) == f"Your draft “{typed()['title']}” is saved."


def test_a_new_page_that_was_saved_says_so_in_plain_words(browser, newham):
    editor = follow(browser, create(browser, "articles.articlepage", newham.root_page, typed(), SAVE))

    assert messages_on(editor) == f"Your draft “{typed()['title']}” is saved."


def test_a_new_page_that_was_sent_in_ends_in_the_panels_room(browser, newham):
    response = create(browser, "articles.articlepage", newham.root_page, typed(), SEND_IN)

    assert response.url == reverse("moderation:for_my_panel")
    assert messages_on(follow(browser, response)).startswith("Sent to the panel: ")


def test_a_page_that_was_taken_back_is_said_to_be_a_draft_again(browser, page, writer):
    send_in(page, by=writer)

    editor = follow(browser, change(browser, page, typed(), {"action-cancel-workflow": "action-cancel-workflow"}))

    assert messages_on(editor).startswith(
        "You took “Can they make me carry it?” back. It is a draft again, and nobody is voting on it."
    )
    assert not Ballot.objects.unclosed().exists()


def test_a_deleted_draft_ends_in_the_panels_room(browser, page):
    response = browser.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)

    assert response.redirect_chain[-1][0] == reverse("moderation:for_my_panel")
    assert messages_on(response) == "“Can they make me carry it?” is deleted."


def test_wagtails_own_lists_say_dates_the_british_way_in_londons_time(newham, writer):
    with time_machine.travel("2026-07-14T20:30:00Z", tick=False):
        page = draft(newham, by=writer)
        listing = browser_of(superuser()).get(reverse("wagtailadmin_explore", args=[page.get_parent().pk]))

    assert "14 July 2026" in listing.content.decode()
    assert "21:30" in listing.content.decode()
    assert "p.m." not in text_of(listing)
