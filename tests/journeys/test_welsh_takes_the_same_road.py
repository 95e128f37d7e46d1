"""From an English page to a Welsh one, through HTTP alone: begun, typed, sent in, voted on, checked, read."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from moderation.models import ModeratorCheck
from people.models import YouthPanel
from tests.factories import block, check_of, moderator_for, published, words
from tests.languages.welsh import (
    ballot_of,
    begun,
    carried,
    in_other_words,
    in_welsh,
    press_send,
    texts_of,
    translator_for,
    type_everything,
    type_in,
)
from tests.moderation.doors import browser_of, text_of

pytestmark = pytest.mark.django_db(transaction=True)


def read(page, language: str):
    return Client().get(f"/api/v1/content/{page.translation_key}/", {"locale": language, "fallback": "none"})


def test_from_an_english_page_to_a_welsh_one(whole_newham: YouthPanel):
    english = published(
        whole_newham, body_el3=[*words("You can say no."), block("key_message", "It is not your fault.")]
    )
    translator, moderator = translator_for(whole_newham), moderator_for(whole_newham)
    before = read(english, "en")

    # She finds what nobody has begun, and begins it.
    browser = browser_of(translator)
    assert "Translate into Welsh" in text_of(browser.get(reverse("wagtailadmin_home")))
    page = begun(english, by=translator)
    assert "0 of 5 texts are translated" in text_of(browser.get(reverse("wagtailadmin_pages:edit", args=[page.pk])))

    # Half of it is not enough, and the sentence says what is missing.
    type_everything(page, by=translator, leaving_out=("body_el3",))
    refused = text_of(press_send(page, by=translator))
    assert "Not in Welsh yet: Straightforward (2 texts)." in refused
    assert ballot_of(page) is None

    # The rest, and it goes to the panel whose page it is.
    type_everything(page, by=translator)
    assert "Sent to the panel" in text_of(press_send(page, by=translator))
    ballot = ballot_of(page)
    assert ballot.youth_panel == whole_newham
    assert read(english, "cy").status_code == 404

    # The panel and the moderator are told what nobody has checked yet.
    voter = whole_newham.current_members().first()
    shown = text_of(browser_of(voter).get(reverse("moderation:ballot", args=[ballot.pk])))
    assert "Not yet checked by somebody who speaks Welsh." in shown
    carried(page, whole_newham)
    check = check_of(ballot)
    asked = text_of(browser_of(moderator).get(reverse("moderation:check", args=[check.pk])))
    assert "Not yet checked by somebody who speaks Welsh." in asked
    assert "I read Welsh well." in asked
    assert read(english, "cy").status_code == 404

    # Checked, it is out, and says of itself what it is.
    browser_of(moderator).post(reverse("moderation:sign_check", args=[check.pk]), {"read_it_all": "on"})
    assert ModeratorCheck.objects.get(pk=check.pk).status == "approved"
    item = read(english, "cy").json()
    assert item["title"] == f"Cymraeg: {english.title}"
    assert item["path"] == before.json()["path"]
    assert item["translation"] == {
        "source_locale": "en",
        "source_revision": before.json()["revision"],
        "stale": False,
        "checked_by_speaker": False,
    }
    assert [topic["slug"] for topic in item["topics"]] == [topic["slug"] for topic in before.json()["topics"]]
    known = {
        "available_locales": ["cy", "en"],
        "translations": [{name: item[name] for name in ("locale", "path", "title")}],
    }
    assert read(english, "en").json() == before.json() | known


def test_a_translation_that_nobody_finished_comes_back_as_it_was_left(whole_newham: YouthPanel):
    english, translator = published(whole_newham), translator_for(whole_newham)
    page = begun(english, by=translator)
    title = texts_of(page)[0]

    type_in(browser_of(translator), page, title, in_other_words(title))

    again = in_welsh(english).get_latest_revision_as_object()
    assert again.title == in_other_words(title)
    assert "1 of 4 texts are translated" in text_of(
        browser_of(translator).get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    )
