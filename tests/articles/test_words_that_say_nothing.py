"""What is there and says nothing is not there: one rule, for titles, summaries, descriptions and parts of a page."""

from __future__ import annotations

import pytest
from wagtail.test.utils.form_data import rich_text, streamfield

from articles.checks.descriptions import describes
from articles.checks.telling_titles import telling_words
from literacy.levels import LiteracyLevel
from moderation.models import Ballot
from tests.articles.editor import SEND_IN, change, paragraph, refusals, says, typed
from tests.articles.full import full_pathway
from tests.articles.test_sending_in import newhams_picture
from tests.factories import block, draft, members_of, moderator_for

SILENT = ["\u200b", "\u3164", "...", "\u00a0\u2060", "\u2800"]


@pytest.fixture(autouse=True)
def people(newham):
    members_of(newham, 3)
    moderator_for(newham)


@pytest.mark.parametrize("silent", SILENT)
@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("title", "Give it a title. A question works best: What can I do if…?"),
        ("summary", "Say in one sentence what somebody will know after reading."),
        ("neutral_title", "Give it a title that is safe to be seen over a shoulder."),
    ],
)
def test_a_line_that_nobody_can_read_is_asked_for(browser, page, field, sentence, silent):
    response = change(browser, page, typed(**{field: silent}), SEND_IN)

    assert says(response, field, sentence)
    assert not Ballot.objects.exists()


BODIES = {
    "one empty paragraph": [("paragraph", rich_text("<p></p>"))],
    "a blank that does not break": [("paragraph", rich_text("<p>&nbsp;</p>"))],
    "a blank of no width": [paragraph("\u200b")],
    "an empty heading": [("paragraph", rich_text("<h3></h3>"))],
    "a silent key message": [("key_message", "\u3164")],
    "silent steps beside words": [paragraph("You can say no."), ("key_message", "...")],
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_words_of_nothing_are_not_sent_in(browser, page, body):
    response = change(browser, page, typed(body_el3=streamfield(body)), SEND_IN)

    assert "body_el3" in refusals(response)
    assert not Ballot.objects.exists()


@pytest.mark.parametrize(
    "described", ["IMG_2034.JPG", ".", "DSC0001", "image.png", "photo", "Screenshot 2026-11-28", "\u200b"]
)
def test_the_name_of_a_file_is_no_description(browser, page, newham, described):
    chosen = newhams_picture(newham)

    response = change(browser, page, typed(image=chosen.pk, image_alt=described), SEND_IN)

    assert says(response, "image_alt", "Say what the picture shows, for people who can't see it.")


@pytest.mark.parametrize(
    "described", ["Two friends on a bench", "A photo of a phone", "Dau ffrind", "公园里的两个朋友"]
)
def test_words_describe(described):
    assert describes(described)


@pytest.mark.parametrize(
    "neutral", ["How do I leave a gang", "Help: how do I leave a gang?", "Leaving gangs", "G\u200bang help"]
)
def test_a_neutral_title_of_a_sensitive_page_shares_no_telling_word_with_its_title(browser, page, neutral):
    typed_so = typed(title="How do I leave a gang?", neutral_title=neutral, is_sensitive="on")

    response = change(browser, page, typed_so, SEND_IN)

    assert "gives away what the page is about" in str(refusals(response).get("neutral_title"))


def test_words_of_any_question_tell_nothing():
    assert telling_words("Where can I get help with debt?", "Getting help") == []
    assert telling_words("Where can I get help with debt?", "Debts") == ["debts"]


@pytest.mark.parametrize("silent", ["<p></p>", "<p>&nbsp;</p>", "<p>\u200b</p>", "<p>...</p>"])
def test_a_level_of_nothing_is_not_written(newham, silent):
    page = draft(newham, body_l1=[block("paragraph", silent)])
    pathway = full_pathway(
        newham, steps=[("question", {"key": "a", "title": "Are you safe?", "text": {"el12": silent}})]
    )

    assert page.written_levels() == [LiteracyLevel.EL3]
    assert pathway.written_levels() == []
