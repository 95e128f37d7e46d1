"""What stays in its place while a page moves under it covers nothing that somebody has to press."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.test_nothing_is_lost import editor_of, open_editor
from tests.factories import block, check_of, draft, member_of, members_of, moderator_for, send_in, vote

pytestmark = pytest.mark.browser

# At its left, in its middle and at its right, what is in front of an element is the element itself, or something in it.
IN_FRONT = """element => {
    const box = element.getBoundingClientRect();
    const fronts = [0.1, 0.5, 0.9].map(part => document.elementFromPoint(box.left + box.width * part, box.top + box.height / 2));
    return fronts.filter(front => !element.contains(front)).map(front => (front?.outerHTML ?? "nothing").slice(0, 120)).join();
}"""


@pytest.fixture
def writer(whole_newham):
    moderator_for(whole_newham)
    return member_of(whole_newham)


def covered_by(part: Locator) -> str:
    return part.evaluate(IN_FRONT)


def without_a_connection(page: Page) -> None:
    page.context.set_offline(True)
    page.locator("[name=summary]").fill("You can say no, whoever asks.")
    expect(page.locator(".kept-note")).to_be_visible(timeout=15_000)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_notice_that_words_are_not_saved_covers_no_button_and_can_be_hidden(
    open_browser, whole_newham, writer, size
):
    members_of(whole_newham, 3)
    page = open_browser(writer, size=size)
    open_editor(page, editor_of(draft(whole_newham, by=writer)))
    without_a_connection(page)
    if size is PHONE:
        page.locator("[data-checklist-fold] summary").click()
    send = page.get_by_role("button", name="Send to the panel").last
    send.scroll_into_view_if_needed()

    assert covered_by(send) == ""
    expect(page.locator("[data-checklist-stale]")).to_be_visible()
    page.get_by_role("button", name="Hide this").click()
    expect(page.locator(".kept-note")).to_be_hidden()
    assert page.locator("#w-autosave-indicator").get_attribute("data-w-autosave-state-value") == "paused"


def test_a_list_that_was_stale_is_asked_for_again_when_the_connection_is_back(open_browser, whole_newham, writer):
    page = open_browser(writer, size=PHONE)
    open_editor(page, editor_of(draft(whole_newham, by=writer)))
    without_a_connection(page)
    expect(page.locator("[data-checklist-stale]")).to_be_visible()

    page.context.set_offline(False)

    expect(page.locator("[data-checklist-stale]")).to_be_hidden(timeout=15_000)


@pytest.fixture
def voters(whole_newham):
    return members_of(whole_newham, 3)


@pytest.fixture
def ballot_on_two_levels(whole_newham, writer, voters):
    long = [block("key_message", f"You can say no, and nobody may punish you for it. {number}") for number in range(12)]
    page = draft(whole_newham, by=writer, body_el3=long, body_el12=long)
    return send_in(page, by=writer)


def scrolled_down(page: Page, address: str) -> Locator:
    page.goto(address)
    page.locator(".room-reading").last.scroll_into_view_if_needed()
    page.evaluate("window.scrollBy(0, 400)")
    return page.locator(".room-levels a")


def test_the_menu_button_covers_no_level_of_a_ballot(open_browser, ballot_on_two_levels, voters):
    levels = scrolled_down(
        open_browser(voters[0], size=PHONE), reverse("moderation:ballot", args=[ballot_on_two_levels.pk])
    )

    assert [covered_by(level) for level in levels.all()] == ["", ""]


def test_the_menu_button_covers_no_level_of_a_check(open_browser, whole_newham, ballot_on_two_levels, voters):
    moderator = moderator_for(whole_newham)
    vote(ballot_on_two_levels, voters, "AAA")
    check = check_of(ballot_on_two_levels)

    levels = scrolled_down(open_browser(moderator, size=PHONE), reverse("moderation:check", args=[check.pk]))

    assert [covered_by(level) for level in levels.all()] == ["", ""]


# What is written on the page and stands, in part, under the button that opens the menu.
UNDER_THE_MENU = """() => {
    const button = document.querySelector(".sidebar-nav-toggle").getBoundingClientRect();
    const texts = document.createTreeWalker(document.querySelector("main") ?? document.body, NodeFilter.SHOW_TEXT);
    const covered = [];
    while (texts.nextNode()) {
        const range = document.createRange();
        range.selectNodeContents(texts.currentNode);
        const meets = [...range.getClientRects()].some(box =>
            box.width > 1 && box.left < button.right && box.right > button.left && box.top < button.bottom && box.bottom > button.top);
        if (meets && texts.currentNode.data.trim()) covered.push(texts.currentNode.data.trim().slice(0, 60));
    }
    return covered;
}"""


def test_on_a_phone_the_menu_covers_no_word_of_a_message_nor_of_what_is_read_further_down(
    open_browser, whole_newham, writer
):
    members_of(whole_newham, 3)
    for number in range(4):
        draft(whole_newham, by=writer, title=f"How do I say no to somebody I like, number {number}?")
    page = open_browser(writer, size=PHONE)
    open_editor(page, editor_of(draft(whole_newham, by=writer)))
    page.locator("[data-checklist-fold] summary").click()
    page.get_by_role("button", name="Send to the panel").last.click()
    expect(page.locator(".messages")).to_contain_text("Sent to the panel")

    assert page.evaluate(UNDER_THE_MENU) == []
    for _screen in range(4):
        page.mouse.wheel(0, 150)
        page.wait_for_timeout(100)
        assert page.evaluate(UNDER_THE_MENU) == []
