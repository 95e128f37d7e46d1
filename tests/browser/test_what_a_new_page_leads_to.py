"""A page that was drawn before it had a number is saved while somebody writes. Whatever stands on it leads somewhere."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from articles.models import ArticlePage
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_writing_a_page import tab
from tests.factories import member_of, members_of, moderator_for

pytestmark = pytest.mark.browser

LEADS_TO = """() => [...document.querySelectorAll('a[href], form[action]')]
  .map(part => new URL(part.getAttribute('href') ?? part.getAttribute('action'), location.href))
  .filter(url => url.origin === location.origin && !url.pathname.includes('logout'))
  .map(url => url.pathname + url.search)"""


@pytest.fixture
def writer(whole_newham):
    members_of(whole_newham, 3)
    moderator_for(whole_newham)
    return member_of(whole_newham)


def begin_and_save(page: Page, kind: str, beginning: str = "") -> None:
    page.get_by_role("link", name=kind, exact=True).click()
    if beginning:
        page.get_by_role("link", name=beginning).click()
    page.locator("[data-checklist]").wait_for()
    page.locator("#id_title").fill("What can I do if someone follows me?")
    expect(page.locator("#page-edit-form")).to_have_attribute("action", re.compile(r"/pages/\d+/edit/"), timeout=20_000)


def dead_ends(page: Page) -> set[str]:
    """Addresses on this page behind which there is nothing. A form's own address is asked too."""
    return {url for url in set(page.evaluate(LEADS_TO)) if page.request.get(url).status >= 400}


@pytest.mark.parametrize(
    ("kind", "beginning"), [("Advice page", "A question answered"), ("Pathway", ""), ("Video", "")]
)
def test_every_link_and_form_of_a_new_page_answers_once_it_is_saved(open_browser, writer, kind, beginning):
    page = open_browser(writer, size=DESK)
    begin_and_save(page, kind, beginning)

    assert dead_ends(page) == set()


def test_an_easier_version_of_a_new_page_is_one_press_away_once_it_is_saved(open_browser, writer):
    page = open_browser(writer, size=PHONE)
    begin_and_save(page, "Advice page", "A question answered")
    tab(page, "The words").click()

    page.get_by_role("link", name="Make an easier version: Quick").click()

    made = ArticlePage.objects.get(title="What can I do if someone follows me?")
    expect(page).to_have_url(re.compile(rf"/admin/pages/{made.pk}/edit/\?write=el12&beside=el3$"))
    expect(page.get_by_role("group", name="To look at while you write: Straightforward")).to_be_visible()
