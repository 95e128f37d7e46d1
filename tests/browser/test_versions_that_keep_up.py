"""In Chromium: a box beside a version holds for its words, and says why when it no longer does; axe finds nothing there."""

from __future__ import annotations

import os

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from articles.models import ReadAloud, SaysTheSame
from tests.articles.test_ticks import LONG_AND_HARD
from tests.browser.axe import problems_found_by_axe
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_nothing_is_lost import comes_true, editor_of, open_editor
from tests.factories import check_of, member_of, moderator_for, published, send_in, vote, words
from tests.journeys.test_versions_that_keep_up import NEW, OLD, QUICK

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STILL = "I read it beside the new words. It still says the same."
ALOUD = "We read this aloud together and it worked."


@pytest.fixture
def writer(whole_newham):
    return member_of(whole_newham, display_name="Robin")


@pytest.fixture
def article(whole_newham, writer):
    return published(whole_newham, by=writer, body_el3=words(OLD), body_el12=words(QUICK))


def at_level(tab: Page, label: str):
    """The tab of one version, opened."""
    tab.get_by_role("tab", name="The words").click()
    tab.get_by_role("tab", name=label).click()
    return tab.locator(f"[data-reading-version={'body_el12' if label == 'Quick' else 'body_el3'}]")


def type_at_the_end(tab: Page, version, typed: str) -> None:
    version.locator(".public-DraftEditor-content").first.click()
    tab.keyboard.press("Control+End")
    tab.keyboard.type(typed)


def test_a_tick_goes_with_the_words_it_was_for_and_says_why(open_browser, writer, article):
    tab = open_browser(writer, size=DESK)
    open_editor(tab, editor_of(article))
    quick = at_level(tab, "Quick")
    aloud = quick.get_by_label(ALOUD)

    aloud.check()
    assert comes_true(ReadAloud.objects.exists)
    expect(aloud).to_be_checked()

    type_at_the_end(tab, quick, " Today.")

    expect(aloud).not_to_be_checked()
    expect(quick.get_by_text("The words have changed since, so this is not ticked any more.")).to_be_visible()
    aloud.check()
    expect(quick.get_by_text("The words have changed since")).to_have_count(0)
    assert comes_true(lambda: ReadAloud.objects.count() == 2)


def test_while_the_main_words_change_the_other_tab_asks_and_its_tick_holds_for_both(open_browser, writer, article):
    tab = open_browser(writer, size=PHONE)
    open_editor(tab, editor_of(article))
    quick = at_level(tab, "Quick")
    expect(quick.get_by_label(STILL)).to_be_hidden()

    type_at_the_end(tab, at_level(tab, "Straightforward"), " Tell somebody.")
    at_level(tab, "Quick")
    still = quick.get_by_label(STILL)
    expect(still).to_be_visible()
    still.check()
    assert comes_true(SaysTheSame.objects.filter(was_agreed=False).exists)

    type_at_the_end(tab, at_level(tab, "Straightforward"), " Today.")
    at_level(tab, "Quick")

    expect(still).not_to_be_checked()
    expect(quick.get_by_text("so it is not ticked any more")).to_be_visible()

    type_at_the_end(tab, quick, " Tell somebody today.")
    expect(still).to_be_hidden()


def test_axe_finds_nothing_beside_the_versions_on_the_ballot_and_on_the_check(
    open_browser, whole_newham, writer, article
):
    draft = article.get_latest_revision_as_object()
    draft.body_el3, draft.is_safety_critical = words(f"{NEW} {LONG_AND_HARD}"), True
    draft.save_revision(user=writer)
    voters, moderator = list(whole_newham.current_members().exclude(pk=writer.pk)), moderator_for(whole_newham)
    tab = open_browser(writer, size=PHONE)
    open_editor(tab, editor_of(article))
    quick = at_level(tab, "Quick")
    quick.get_by_text("See what changed").click()
    found = looked_at(tab, ".tab-content", "editor", only=[".keeping-up", ".read-aloud"])

    ballot = send_in(draft, by=writer)
    panel = open_browser(voters[0], size=PHONE)
    panel.goto(reverse("moderation:ballot", args=[ballot.pk]))
    found |= looked_at(panel, ".room", "ballot")

    vote(ballot, voters, "A" * 9)
    desk = open_browser(moderator, size=PHONE)
    desk.goto(reverse("moderation:check", args=[check_of(ballot).pk]))
    found |= looked_at(desk, ".room", "check")

    assert {where: wrong for where, wrong in found.items() if wrong} == {}


def looked_at(tab: Page, part: str, name: str, only: list[str] | None = None) -> dict[str, list[str]]:
    tab.locator(part).first.wait_for()
    found = {}
    for size in (PHONE, DESK):
        for light in ("light", "dark"):
            tab.set_viewport_size(size)
            tab.emulate_media(color_scheme=light)
            wrong = [one for within in only or [part] for one in problems_found_by_axe(tab, within=within)]
            wide = tab.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
            found[f"{name} at {size['width']} in {light}"] = wrong + ["wider than the screen"] * wide
            if folder := os.environ.get("SHOTS"):
                tab.screenshot(path=f"{folder}/{name}-{size['width']}-{light}.png", full_page=True)
    return found
