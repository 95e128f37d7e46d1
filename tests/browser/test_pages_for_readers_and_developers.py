"""The welcome page and the contract's viewer in a real browser: no error, no other host, nothing wider than the screen."""

from __future__ import annotations

import pytest

from tests.browser.axe import problems_found_by_axe
from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser

# The mean of red, green and blue that an element, or else the screen itself, stands on.
HOW_LIGHT = """where => {
    const parts = getComputedStyle(document.querySelector(where)).backgroundColor.match(/[\\d.]+/g).map(Number);
    return parts[3] === 0 ? 255 : (parts[0] + parts[1] + parts[2]) / 3;
}"""


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize(
    ("address", "shows"), [("/", "Advice that young people write"), ("/api/docs/", "Cards of content items")]
)
def test_a_public_page_works_by_itself(browser, live_server, address, shows, size):
    complaints, asked = [], []
    page = browser.new_context(viewport=size, base_url=live_server.url).new_page()
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))

    page.goto(address)
    page.get_by_text(shows).first.wait_for()

    assert complaints == []
    assert {url for url in asked if not url.startswith((live_server.url, "data:"))} == set()
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_start_page_is_readable_by_day_and_by_night(browser, live_server, theme):
    page = browser.new_context(viewport=PHONE, base_url=live_server.url, color_scheme=theme).new_page()

    page.goto("/")

    assert problems_found_by_axe(page) == []
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") is (theme == "dark")
    assert page.evaluate(HOW_LIGHT, "body") > 200 if theme == "light" else page.evaluate(HOW_LIGHT, "body") < 60


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_contract_is_readable_by_day_and_by_night(browser, live_server, theme):
    page = browser.new_context(viewport=PHONE, base_url=live_server.url, color_scheme=theme).new_page()

    page.goto("/api/docs/")
    page.get_by_text("Cards of content items").first.wait_for()

    assert problems_found_by_axe(page, rules=["wcag143"]) == []
    assert page.evaluate(HOW_LIGHT, "html") > 200 if theme == "light" else page.evaluate(HOW_LIGHT, "html") < 60


def test_whoever_is_in_danger_can_ring_with_one_touch(client):
    shown = client.get("/").content.decode()

    assert '<a href="tel:999">999</a>' in shown
    assert '<a href="tel:08001111">0800 1111</a>' in shown
