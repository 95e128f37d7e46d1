"""After something was done, whoever sees no screen or uses no mouse stands at the sentence that says what happened."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.test_nothing_is_lost import editor_of, open_editor
from tests.factories import draft, member_of, members_of, moderator_for, published, send_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SAID = ".messages > ul"


@pytest.fixture
def panel(whole_newham):
    members_of(whole_newham, 4)
    moderator_for(whole_newham)
    return whole_newham


def test_whoever_sends_a_page_in_stands_at_what_happens_next(open_browser, panel):
    writer = member_of(panel)
    page = open_browser(writer, size=DESK)
    open_editor(page, editor_of(draft(panel, by=writer)))

    page.get_by_role("button", name="Send to the panel").last.click()
    page.wait_for_url("**/admin/panel/")

    expect(page.locator(SAID)).to_be_focused()
    expect(page.locator(SAID)).to_contain_text("Sent to the panel: ")


def test_whoever_votes_stands_at_the_thanks_or_at_what_is_missing(open_browser, panel):
    ballot = send_in(draft(panel, by=member_of(panel)), by=member_of(panel))
    page = open_browser(ballot.electors.order_by("pk").first().user, size=PHONE)
    page.goto(f"/admin/panel/ballots/{ballot.pk}/")
    expect(page.locator("body")).to_be_focused()

    page.get_by_role("button", name="Send my vote").click()
    expect(page.locator(".room-errors")).to_be_focused()
    page.get_by_text("Agree: it is ready").click()
    page.get_by_role("button", name="Send my vote").click()

    expect(page.locator(SAID)).to_be_focused()
    expect(page.locator(SAID)).to_contain_text("Thank you. Your vote is in.")


def test_whoever_withdraws_and_whoever_puts_back_stands_at_what_readers_see_now(open_browser, panel):
    live = published(panel)
    page = open_browser(moderator_for(panel), size=PHONE)
    page.goto(f"/admin/desk/pages/{live.pk}/withdraw/")
    page.get_by_text("Something on this page was wrong.").click()
    page.get_by_label("Why, for the panel").select_option("content.wrong_or_unsafe_advice")
    page.get_by_label("What to tell the panel").fill("The number is wrong.")
    page.get_by_role("button", name="Withdraw now").click()

    expect(page.locator(SAID)).to_be_focused()
    expect(page.locator(SAID)).to_contain_text("Withdrawn. Readers cannot see it any more.")

    other = open_browser(moderator_for(panel), size=PHONE)
    other.goto("/admin/desk/")
    other.get_by_role("link", name=re.compile("^Put back")).click()
    other.get_by_role("button", name="Put back now").click()

    expect(other.locator(SAID)).to_be_focused()
    expect(other.locator(SAID)).to_contain_text("Put back. Readers can see it again.")
