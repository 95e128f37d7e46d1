"""The helper that the other tests trust: it must find what is wrong, where it is wrong, and only there."""

from __future__ import annotations

import pytest

from tests.browser.axe import problems_found_by_axe

pytestmark = pytest.mark.browser

WRONG = '<main><h1>A page</h1><div id="good"><p>Words.</p></div><div id="bad"><img src="data:,"><input></div></main>'


@pytest.fixture
def page(browser):
    page = browser.new_page()
    page.set_content(f'<html lang="en"><head><title>A page</title></head><body>{WRONG}</body></html>')
    return page


def test_axe_finds_what_is_wrong_and_says_where(page):
    found = problems_found_by_axe(page)

    assert [line.split(": ")[:2] for line in found] == [["image-alt", "img"], ["label", "input"]]


def test_axe_looks_only_where_it_is_told(page):
    assert problems_found_by_axe(page, within="#good") == []
    assert len(problems_found_by_axe(page, within="#bad")) == 2
    assert problems_found_by_axe(page, leaving_out="#bad") == []


def test_looking_at_a_part_that_is_not_there_is_no_success(page):
    with pytest.raises(ValueError, match="#gone"):
        problems_found_by_axe(page, within="#gone")
