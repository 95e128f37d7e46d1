"""In Chromium, as an author does it: a page that is hard to read is made one that most people can, beside its own words."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from articles.wording import words_of_version
from literacy.levels import LiteracyLevel, count_words
from literacy.measures import measure
from tests.browser.axe import problems_found_by_axe
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_nothing_is_lost import comes_true, saved
from tests.browser.test_writing_a_page import fits
from tests.factories import block, draft, member_of, members_of, moderator_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FULL_STORY = [
    "Individuals who are subjected to exploitation frequently encounter considerable difficulty in obtaining assistance, because the "
    "perpetrators deliberately cultivate an atmosphere of obligation and apprehension in which disclosure appears more hazardous than "
    "continued compliance.",
    "Legislation stipulates that a person under eighteen who was compelled to commit an offence should be identified as a potential "
    "victim, and the authorities are obliged to refer the circumstances to the National Referral Mechanism, which determines whether "
    "there are reasonable grounds.",
    "Prior to any interview, a young person is entitled to consult a solicitor without charge and to be accompanied by an appropriate "
    "adult, whose responsibility is to ensure that the proceedings are comprehensible and that the individual's welfare is safeguarded "
    "throughout. Practitioners are required to utilise professional judgement and to endeavour to minimise additional distress.",
]

# What the hints led to: each long sentence stopped before its joining word and was begun again, hard words were said plainly.
STRAIGHTFORWARD = [
    "People who are used by others often find it hard to get help. Those who use them make them feel that they owe something. They "
    "make them afraid. Then telling somebody seems more dangerous than going on.",
    "The law is on your side. If you are under eighteen and somebody made you break the law, you may be a victim. The police or your "
    "council must pass this on. A national team then looks at what happened to you.",
    "Before the police ask you questions, you can talk to a lawyer. It is free. An adult must be with you. They make sure that you "
    "understand what is going on and that you are all right. People who help you must think about what is best for you.",
]


@pytest.fixture
def writer(whole_newham):
    members_of(whole_newham, 3)
    moderator_for(whole_newham)
    return member_of(whole_newham)


@pytest.fixture
def article(whole_newham, writer):
    story = [block("key_message", text) for text in FULL_STORY]
    return draft(whole_newham, by=writer, body_el3=[], body_l2=story, main_level="l2")


def boxes(page: Page):
    return page.locator("[data-reading-version=body_el3] textarea:visible")


def hints_of(page: Page):
    return page.locator("[data-hints=body_el3]")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_full_story_becomes_one_that_most_people_can_read(open_browser, writer, article, size):
    page = open_browser(writer, size=size)
    page.goto(f"/admin/pages/{article.pk}/edit/#tab-the_words")
    page.get_by_role("tab", name="Full story").click()

    page.get_by_role("link", name="Make an easier version: Straightforward").click()
    beside = page.get_by_role("group", name="To look at while you write: Full story")
    expect(beside).to_contain_text("Individuals who are subjected")
    expect(page.get_by_text("Sentences mostly fifteen words or fewer.").first).to_be_visible()
    expect(hints_of(page)).to_contain_text("Nothing is written here yet.")
    page.get_by_role("link", name="Begin with a copy of these words").click()

    expect(hints_of(page)).to_contain_text("This may be harder to read than this version is meant to be.")
    expect(hints_of(page).locator("mark", has_text="because").first).to_be_visible()
    hints_of(page).locator('[data-hint$=" frequently"] [data-use=often]').click()
    expect(boxes(page).first).to_have_value(FULL_STORY[0].replace("frequently", "often"))
    for number, text in enumerate(STRAIGHTFORWARD):
        boxes(page).nth(number).fill(text)

    expect(hints_of(page)).to_contain_text("Nothing here looks hard to read.")
    expect(hints_of(page)).not_to_contain_text("harder to read")
    assert fits(page)
    assert problems_found_by_axe(page, within="[data-side-by-side]") == []
    assert problems_found_by_axe(page, within="[data-hints=body_el3]") == []
    assert comes_true(lambda: "owe something" in str(saved(article).body_el3))
    assert is_about(article, LiteracyLevel.L2) > LiteracyLevel.EL3 >= is_about(article, LiteracyLevel.EL3)
    page.get_by_role("link", name="Back to the whole form").click()
    expect(page.get_by_role("link", name="See it beside Full story")).to_have_count(1)


def is_about(article, level: LiteracyLevel) -> LiteracyLevel:
    words = words_of_version(saved(article).body(level))
    found = measure(words).level
    assert found is not None, count_words(words)
    return found
