"""What is missing, as a member sees it: on a phone and at a desk, by thumb and by keyboard, in light and in dark."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from taxonomy.models import TopicLabel
from tests.browser.axe import problems_found_by_axe
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_small_phone import SMALL, THUMB, out_of_sight
from tests.delivery.pages import agreed, article
from tests.factories import member_of, topic, words

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MISSING = "/admin/missing/"
LONG = "Ecsbloetiocymdeithasolachamdriniaeth"


@pytest.fixture
def panel(whole_newham):
    crime = topic("crime")
    knives, police = topic("knives", parent=crime), topic("stop-and-search", parent=crime)
    agreed(whole_newham, article(title="Is a knife safer?", body_el12=words("No.")), topics=[knives])
    for title in ("May they search me?", "What must they tell me?"):
        agreed(whole_newham, article(title=title), topics=[police])
    TopicLabel.objects.create(topic=topic("money"), language="en", label=f"Money, debt and {LONG}")
    return whole_newham


def is_wide(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(open_browser, panel):
    page, found = open_browser(member_of(panel), size=PHONE), {}

    for address in (MISSING, MISSING + "begin/?topic=stop-and-search&level=el12&locale=en"):
        page.goto(address)
        for size in (SMALL, PHONE, DESK):
            for light in ("light", "dark"):
                page.set_viewport_size(size)
                page.emulate_media(color_scheme=light)
                wrong = problems_found_by_axe(page, within=".room") + ["too wide"] * is_wide(page)
                found[f"{address} at {size['width']} in {light}"] = wrong + out_of_sight(page, ".room")

    assert {where: wrong for where, wrong in found.items() if wrong} == {}


def test_the_table_stays_a_table_where_it_is_laid_out_as_cards(open_browser, panel):
    page = open_browser(member_of(panel), size=PHONE)
    page.goto(MISSING)
    table = page.get_by_role("table", name="English: how many pages")

    row = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Stop And Search"))

    expect(table.get_by_role("columnheader")).to_have_count(5)
    expect(row.get_by_role("cell")).to_have_count(4)
    expect(row.get_by_role("cell").nth(1)).to_contain_text("2")


def test_a_thumb_finds_each_gap(open_browser, panel):
    page = open_browser(member_of(panel), size=PHONE)
    page.goto(MISSING)

    boxes = [link.bounding_box() for link in page.locator(".coverage-table a").all()]

    assert boxes
    assert [box for box in boxes if box["height"] < THUMB or box["width"] < THUMB] == []


def test_by_keyboard_from_the_menu_to_a_new_page_with_its_topic(open_browser, panel):
    page = open_browser(member_of(panel), size=DESK)
    page.get_by_role("link", name="What is missing", exact=True).press("Enter")
    page.get_by_role("link", name=re.compile(r"Begin\s*: Money")).first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your page will be about")).to_be_visible()
    page.get_by_role("link", name="A question answered").press("Enter")
    page.get_by_role("tab", name="Who it is for").press("Enter")

    expect(page.get_by_label("Money, debt")).to_be_checked()


def test_the_picture_tells_amounts_apart_without_colour(open_browser, panel):
    page = open_browser(member_of(panel), size=PHONE)
    page.goto(MISSING)

    signs = page.locator(".coverage-picture use").evaluate_all("uses => uses.map(use => use.getAttribute('href'))")

    assert {"#amount-none", "#amount-one", "#amount-some"} <= set(signs)
    expect(page.get_by_role("img", name="The table below has all of it.")).to_be_visible()
