"""The welcome page and the contract's viewer in a real browser: no error, no other host, nothing wider than the screen."""

from __future__ import annotations

import pytest

from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser


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
