"""A translator on a phone: from the list of pages to a vote, and what the panel is told about words nobody has checked."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from moderation.models import Ballot
from tests.browser.conftest import PHONE
from tests.delivery.pages import agreed, video
from tests.factories import members_of, moderator_for, published
from tests.languages.welsh import begun, texts_of, translator_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_translator_begins_types_and_sends_in_on_a_phone(open_browser, whole_newham):
    english, [voter, *_others] = published(whole_newham), members_of(whole_newham, 3)
    moderator_for(whole_newham)
    page = open_browser(translator_for(whole_newham), size=PHONE)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))

    page.get_by_role("button", name=re.compile("^Translate into Welsh")).click()
    page.wait_for_url(re.compile(r"/pages/\d+/edit/"))
    welsh = english.get_translations().get()
    to_do = page.locator("button:visible", has_text=re.compile("^Translate$"))
    number = 0
    for part in ("The question", "The words"):
        page.get_by_role("tab", name=part).click()
        to_do.first.wait_for()
        while to_do.count():
            to_do.first.click()
            page.locator("textarea:visible").first.fill(f"Geiriau {number}")
            page.get_by_role("button", name="Save", exact=True).click()
            expect(page.get_by_text(f"Geiriau {number}", exact=True)).to_be_visible()
            number += 1
    assert number == len(texts_of(welsh))
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.get_by_role("button", name="Send to the panel").click()
    expect(page.get_by_text("Sent to the panel: “Geiriau 0”. They vote until")).to_be_visible()

    [ballot] = Ballot.objects.unclosed()
    assert ballot.revision.as_object().title == "Geiriau 0"
    assert complaints == []
    reading = open_browser(voter, size=PHONE)
    reading.goto(f"/admin/panel/ballots/{ballot.pk}/")
    expect(reading.get_by_text("Not yet checked by somebody who speaks Welsh.")).to_be_visible()
    expect(reading.get_by_text("Not yet checked by somebody who speaks Cymraeg").first).to_be_visible()


def test_a_transcript_is_translated_line_by_line_and_counted_at_once(open_browser, whole_newham):
    translator = translator_for(whole_newham)
    welsh = begun(agreed(whole_newham, video(transcript="Ade: You can say no.\nMae: Can I?")), by=translator)
    page = open_browser(translator, size=PHONE)
    page.goto(f"/admin/pages/{welsh.pk}/edit/")
    for tab in page.get_by_role("tab").all():
        expect(tab).to_be_in_viewport(ratio=1)
    total = len(texts_of(welsh))
    expect(page.get_by_role("heading", name=f"0 of {total} texts are translated")).to_be_visible()
    transcript = page.locator("li", has=page.locator("> p", has_text="Mae: Can I?"))

    transcript.get_by_role("button", name="Translate").click()
    page.keyboard.type("Ade: Cei ddweud na.")
    page.keyboard.press("Enter")
    page.keyboard.type("Mae: Ga i?")
    transcript.get_by_role("button", name="Save").click()

    expect(page.get_by_role("heading", name=f"1 of {total} texts are translated")).to_be_visible()
    expect(transcript.get_by_text("Saved today.")).to_be_visible()
    welsh.refresh_from_db()
    assert welsh.get_latest_revision_as_object().transcript == "Ade: Cei ddweud na.\nMae: Ga i?"
