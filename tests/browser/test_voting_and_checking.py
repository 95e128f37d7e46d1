"""The voter's part on a phone, by thumb and by keyboard; the moderator's part at a desk."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from articles.models import ArticlePage
from moderation.models import Ballot
from people.models import YouthPanel
from tests.browser.conftest import DESK, PHONE
from tests.factories import check_of, draft, member_of, members_of, moderator_for, send_in, vote, words

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "Someone asked me to carry something. What can I do?"
LONG_WELSH = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"


@pytest.fixture
def panel(whole_newham) -> YouthPanel:
    return whole_newham


@pytest.fixture
def ballot(panel) -> Ballot:
    writer, *_voters = members_of(panel, 5)
    moderator_for(panel)
    page = draft(
        panel,
        by=writer,
        title=TITLE,
        body_el12=words("You can say no."),
        body_el3=words(f"You can say no. Tell somebody you trust, like people at {LONG_WELSH}."),
        body_l1=words("You can say no, and there are people whose job it is to help you say it."),
    )
    return send_in(page, by=writer)


@pytest.fixture
def voter(ballot):
    return ballot.electors.order_by("pk").first().user


def fits(page: Page) -> bool:
    """Nothing is wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_member_reads_level_by_level_and_votes_on_a_phone(open_browser, ballot, voter):
    page = open_browser(voter, size=PHONE)
    expect(page.get_by_role("heading", name="For my panel")).to_be_visible()
    assert fits(page)
    page.get_by_role("link", name=TITLE).click()

    for level in ("Quick", "Straightforward", "More detail"):
        page.get_by_role("navigation", name="Levels").get_by_role("link", name=level).click()
        expect(page.get_by_role("region", name=level, exact=True)).to_be_in_viewport()
    assert fits(page)

    expect(page.get_by_role("group", name="If you ask for changes: why?")).to_be_hidden()
    page.get_by_text("Ask for changes", exact=True).click()
    page.get_by_text("Something important is missing").click()
    page.get_by_label("In your own words, if you like").fill("Who do I ring at night?")
    page.get_by_role("button", name="Send my vote").click()

    expect(page.get_by_text(re.compile("Thank you. Your vote is in. You can change it until"))).to_be_visible()
    assert ballot.vote_of(voter).reason == "something_is_missing"


def test_a_member_changes_their_vote_on_a_phone(open_browser, ballot, voter):
    ballot.cast(voter, "agree")
    page = open_browser(voter, size=PHONE)

    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("radio", name="Agree: it is ready")).to_be_checked()
    page.get_by_text("Abstain: I'd rather not say").click()
    page.get_by_role("button", name="Change my vote").click()

    expect(page.get_by_text(re.compile("Thank you. Your vote is in."))).to_be_visible()
    assert ballot.vote_of(voter).choice == "abstain"


def test_every_target_of_the_vote_is_as_big_as_a_thumb(open_browser, ballot, voter):
    page = open_browser(voter, size=PHONE)
    page.goto(f"/admin/panel/ballots/{ballot.pk}/")
    page.get_by_text("Ask for changes", exact=True).click()

    targets = [
        *page.locator("#vote label.room-choice").all(),
        *page.locator("#vote button").all(),
        *page.locator(".room-levels a").all(),
    ]

    assert len(targets) > 10
    assert all(box["height"] >= 40 and box["width"] >= 40 for box in (target.bounding_box() for target in targets))


def test_the_vote_needs_no_mouse(open_browser, ballot, voter):
    page = open_browser(voter, size=DESK)
    page.goto(f"/admin/panel/ballots/{ballot.pk}/")

    page.get_by_role("link", name="Go to the vote").focus()
    page.keyboard.press("Enter")
    for _step in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "choice":
            break
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_text(re.compile("Thank you. Your vote is in."))).to_be_visible()
    assert ballot.vote_of(voter).choice == "agree"


def test_the_vote_needs_no_scripts(open_browser, ballot, voter):
    page = open_browser(voter, size=PHONE, java_script_enabled=False)
    page.goto(f"/admin/panel/ballots/{ballot.pk}/")

    page.get_by_text("Agree: it is ready").click()
    page.get_by_role("button", name="Send my vote").click()

    expect(page.get_by_text(re.compile("Thank you. Your vote is in."))).to_be_visible()


def test_a_form_without_a_choice_says_what_is_missing_and_leads_there(open_browser, ballot, voter):
    page = open_browser(voter, size=PHONE)
    page.goto(f"/admin/panel/ballots/{ballot.pk}/")

    page.get_by_role("button", name="Send my vote").click()
    page.get_by_role("alert").get_by_role("link", name=re.compile("Choose one of the three")).click()

    expect(page.locator("#field-choice")).to_be_in_viewport()


def test_a_moderator_checks_a_page_at_a_desk(open_browser, panel):
    moderator = moderator_for(panel)
    writer, *voters = members_of(panel, 4)
    ballot = send_in(draft(panel, by=writer, title=TITLE), by=writer)
    vote(ballot, voters, "AAA")
    page = open_browser(moderator, size=DESK)

    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_text("Tell somebody you trust.")).to_be_visible()
    page.get_by_text("I have read every level. It is safe and true.").click()
    page.get_by_role("button", name="Agree", exact=True).click()

    expect(page.get_by_text("Thank you. The page is live.")).to_be_visible()
    assert check_of(ballot).status == "approved"
    assert ArticlePage.objects.get(title=TITLE).live


def test_a_moderator_withdraws_a_page_on_a_phone(open_browser, panel):
    moderator = moderator_for(panel)
    writer, *voters = [member_of(panel) for _number in range(4)]
    ballot = send_in(draft(panel, by=writer, title=TITLE), by=writer)
    vote(ballot, voters, "AAA")
    check_of(ballot).sign(moderator)
    page = open_browser(moderator, size=PHONE)

    page.goto("/admin/desk/")
    page.get_by_role("link", name=re.compile(f"Withdraw.*{re.escape(TITLE)}")).click()
    page.get_by_text("Something on this page was wrong.").click()
    page.get_by_label("Why, for the panel").select_option("content.wrong_or_unsafe_advice")
    page.get_by_label("What to tell the panel").fill("The number is wrong.")
    assert fits(page)
    page.get_by_role("button", name="Withdraw now").click()

    expect(page.get_by_text("Withdrawn. Readers cannot see it any more.")).to_be_visible()
    assert not ArticlePage.objects.get(title=TITLE).live
