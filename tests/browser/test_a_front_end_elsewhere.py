"""A front end on another site, in a real browser: what it may send, and what its own cache keeps."""

from __future__ import annotations

from typing import Any

import pytest

from moderation.actions import withdraw
from tests.delivery.pages import agreed, article
from tests.factories import moderator_for

pytestmark = pytest.mark.browser

# As front ends write it, and as their tools (a tracer, an HTTP library) add to it.
ASK = """async ([address, headers]) => {
    const answer = await fetch(address, { headers });
    return [answer.status, answer.headers.get("ETag") !== null];
}"""
ORDINARY = {
    "Content-Type": "application/json",
    "Cache-Control": "no-cache",
    "X-Requested-With": "XMLHttpRequest",
    "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    "X-Something-Of-Ours": "1",
}


@pytest.fixture
def elsewhere(browser: Any, live_server: Any) -> Any:
    """A page of another origin: another name of the same machine."""
    here, there = sorted(["localhost", "127.0.0.1"], key=lambda name: name not in live_server.url)
    page = browser.new_context(bypass_csp=True).new_page()
    page.goto(live_server.url.replace(here, there) + "/healthz")
    return page


def test_it_reads_with_whatever_ordinary_headers_its_tools_send(elsewhere, live_server, whole_newham):
    address = f"{live_server.url}/api/v1/content/"

    assert elsewhere.evaluate(ASK, [address, {}]) == [200, True]
    assert elsewhere.evaluate(ASK, [address, ORDINARY]) == [200, True]
    for name, value in ORDINARY.items():
        assert elsewhere.evaluate(ASK, [address, {name: value}]) == [200, True], name


def test_what_was_withdrawn_is_gone_at_the_next_look_in_the_same_browser(elsewhere, live_server, whole_newham):
    page = agreed(whole_newham, article(slug="a-page"))
    address = f"{live_server.url}/api/v1/content/{page.translation_key}/"
    assert [elsewhere.evaluate(ASK, [address, {}])[0] for _look in range(3)] == [200, 200, 200]

    withdraw(page=page, moderator=moderator_for(whole_newham), reason="wrong", reason_code="other", words="Wrong.")

    assert elsewhere.evaluate(ASK, [address, {}])[0] == 410
