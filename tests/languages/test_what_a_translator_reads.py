"""The translation editor, as a translator meets it: lines and not tags, our words, and a count that is true after each text."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail_localize.models import StringTranslation

from moderation.line_ends import shown, typed
from tests.delivery.pages import agreed, video
from tests.languages.welsh import address_of, begun, in_other_words, texts_of, translator_for, type_in
from tests.moderation.doors import browser_of

TRANSCRIPT = "Ade & Mae talk.\n\nAde: You can say no.\nMae: Can I?"


@pytest.fixture
def translator(whole_newham):
    return translator_for(whole_newham)


@pytest.fixture
def page(whole_newham, translator):
    return begun(agreed(whole_newham, video(transcript=TRANSCRIPT)), by=translator)


@pytest.fixture
def transcript(page):
    return next(text for text in texts_of(page) if text.context.path == "transcript")


def given_to_the_editor(browser, page):
    shown_page = browser.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    editor = BeautifulSoup(shown_page.content, "html.parser").select_one(".js-translation-editor")
    return json.loads(editor["data-props"])


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ("One line.", "One line."),
        ("One.<br/>Two.", "One. ⏎\nTwo."),
        ("One.<br/><br/>Two.", "One. ⏎\n ⏎\nTwo."),
        ("Ade &amp; Mae", "Ade & Mae"),
        ("Write &amp;amp; here, &lt;b&gt;", "Write &amp;amp; here, &lt;b&gt;"),
    ],
)
def test_a_text_is_read_in_lines_and_kept_as_it_was(kept, read):
    assert shown(kept) == read
    assert typed(read).replace("Ade & Mae", "Ade &amp; Mae") == kept


@pytest.mark.django_db
def test_no_tag_for_a_line_is_shown_to_a_translator(translator, page, transcript):
    browser = browser_of(translator)
    type_in(browser, page, transcript, "Un. ⏎ Dau.")

    given = given_to_the_editor(browser, page)

    [source] = [segment["source"] for segment in given["segments"] if segment.get("contentPath") == "transcript"]
    assert source == "Ade & Mae talk. ⏎\n ⏎\nAde: You can say no. ⏎\nMae: Can I?"
    assert [said["data"] for said in given["initialStringTranslations"]] == ["Un. ⏎\nDau."]
    assert "<br" not in json.dumps(given)


@pytest.mark.django_db
def test_the_end_of_a_line_that_was_typed_is_one_on_the_page(translator, page, transcript):
    answer = type_in(browser_of(translator), page, transcript, "Ade a Mae. ⏎⏎ Ade: Na.⏎Mae: Ie.")

    assert answer.json()["data"] == "Ade a Mae. ⏎\n ⏎\nAde: Na. ⏎\nMae: Ie."
    assert StringTranslation.objects.get().data == "Ade a Mae.<br/><br/>Ade: Na.<br/>Mae: Ie."
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().transcript == "Ade a Mae.\n\nAde: Na.\nMae: Ie."


@pytest.mark.django_db
def test_a_sign_that_stands_for_nothing_is_not_kept(translator, page, transcript):
    answer = type_in(browser_of(translator), page, transcript, "Ade:\0 Na.")

    assert answer.status_code == 201
    assert StringTranslation.objects.get().data == "Ade: Na."


@pytest.mark.django_db
def test_each_saved_text_says_how_far_the_page_is(translator, page):
    browser, [first, *others] = browser_of(translator), texts_of(page)
    total = len(others) + 1

    saved = type_in(browser, page, first, in_other_words(first)).json()
    deleted = browser.delete(address_of(page, first)).json()

    assert f"1 of {total} texts are translated" in saved["road"]
    assert f"0 of {total} texts are translated" in deleted["road"]


@pytest.mark.django_db
def test_a_saved_text_says_so_in_our_words(translator, page, transcript):
    browser = browser_of(translator)

    saved = type_in(browser, page, transcript, "Ie.").json()

    assert saved["comment"] == "Saved today."
    assert [said["comment"] for said in given_to_the_editor(browser, page)["initialStringTranslations"]] == [
        "Saved today."
    ]


@pytest.mark.django_db
def test_the_translation_editors_scripts_speak_plainly_too(translator):
    said = browser_of(translator).get(reverse("wagtail_localize:javascript_catalog")).content.decode()

    assert '"Server error": "Not saved. Press Edit, then Save."' in said
