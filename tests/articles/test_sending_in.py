"""Sending a page in: what is missing is said in one kind sentence at its field, and nothing that was typed is lost."""

from __future__ import annotations

import pytest
from wagtail.test.utils.form_data import rich_text, streamfield

from agreement.signals import about_to_be_sent
from articles.models import ArticlePage
from moderation.models import Ballot
from tests.articles.editor import SAVE, SEND_IN, change, create, paragraph, refusals, says, typed
from tests.factories import member_of, members_of, moderator_for, picture, topic

WORDS = "These are my own words about it."


@pytest.fixture
def writer(newham):
    members_of(newham, 3)
    moderator_for(newham)
    return member_of(newham)


def test_a_page_that_has_everything_is_sent_to_the_panel(browser, page):
    response = change(browser, page, typed(), SEND_IN)

    assert refusals(response) == {}
    assert Ballot.objects.unclosed().count() == 1


MISSING = {
    "no title": (
        {"title": ""},
        "title",
        "Give it a title. A question works best: What can I do if…?",
    ),
    "no summary": (
        {"summary": ""},
        "summary",
        "Say in one sentence what somebody will know after reading.",
    ),
    "no neutral title": (
        {"neutral_title": ""},
        "neutral_title",
        "Give it a title that is safe to be seen over a shoulder.",
    ),
    "no topic": (
        {"topics": ()},
        "topics",
        "Choose one topic at least, so that readers can find it.",
    ),
    "no words at the level that every page has": (
        {"body_el3": streamfield([]), "body_l1": streamfield([paragraph(WORDS)]), "main_level": "l1"},
        "body_el3",
        "Write the words at this level: every page has them.",
    ),
    "a main version without words": (
        {"main_level": "l2"},
        "main_level",
        "The main version has no words yet. Choose one that is written.",
    ),
    "readers older than the oldest": (
        {"age_from": "18", "age_to": "11"},
        "age_to",
        "The oldest reader can't be younger than the youngest.",
    ),
    "checked again only in many years": (
        {"review_by": "2999-01-01"},
        "review_by",
        "Choose a day within a year of today: that is when the facts are checked.",
    ),
    "a link that is not https": (
        {"sources": streamfield([("source", {"title": "A source", "url": "http://example.org/"})])},
        "sources",
        "The link http://example.org/ is not safe. Use its address that starts with https.",
    ),
    "a link in the words that is not https": (
        {"body_l1": streamfield([("paragraph", rich_text('<p><a href="http://example.org/">here</a></p>'))])},
        "body_l1",
        "The link http://example.org/ is not safe. Use its address that starts with https.",
    ),
    "four topics": (
        {"topics": "four"},
        "topics",
        "Three topics at most. Which ones matter most?",
    ),
    "a place inside another": (
        {"areas": ("E09000025", "E12000007")},
        "areas",
        "Newham lies in London, so one of them is enough.",
    ),
}


@pytest.mark.parametrize(("changes", "field", "sentence"), MISSING.values(), ids=MISSING)
def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(browser, page, changes, field, sentence):
    if changes.get("topics") == "four":
        changes = {"topics": tuple(topic(f"topic-{number}").pk for number in range(4))}
    body = {"body_el12": streamfield([paragraph(WORDS)])}

    response = change(browser, page, typed(**{**body, **changes}), SEND_IN)

    assert response.status_code == 200
    assert says(response, field, sentence)
    assert WORDS in response.content.decode()
    assert not Ballot.objects.exists()


def test_a_draft_is_saved_whatever_is_missing(browser, page):
    nearly_nothing = typed(
        summary="",
        neutral_title="",
        topics=(),
        age_from="18",
        age_to="11",
        review_by="2999-01-01",
        main_level="l2",
        body_el3=streamfield([paragraph(f"{WORDS} Ring 0800 1111."), ("image", {"image": "", "alt_text": ""})]),
    )

    response = change(browser, page, nearly_nothing, SAVE)

    assert refusals(response) == {}
    assert WORDS in str(ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object().body_el3)


def test_everything_that_is_missing_is_said_at_once(browser, page):
    response = change(browser, page, typed(summary="", topics=(), neutral_title=""), SEND_IN)

    assert set(response.context["form"].errors) == {"summary", "topics", "neutral_title"}


def test_two_things_wrong_in_one_version_are_both_said_there(browser, page):
    words = paragraph("Ring 07700 900123 or write to help@example.org.")

    response = change(browser, page, typed(body_el3=streamfield([words])), SEND_IN)

    assert says(response, "body_el3", "This looks like an e-mail address: help@example.org.")
    assert "This looks like a phone number: 07700 900123." in response.content.decode()


def test_a_picture_that_nobody_described_is_said_at_its_field(browser, page, newham):
    chosen = newhams_picture(newham)

    response = change(browser, page, typed(image=chosen.pk, image_alt=""), SEND_IN)

    assert says(response, "image_alt", "Say what the picture shows, for people who can't see it.")


def test_a_picture_among_the_words_that_nobody_described_is_said_there(browser, page, newham):
    chosen = newhams_picture(newham)
    words = streamfield([paragraph(WORDS), ("image", {"image": chosen.pk, "alt_text": ""})])

    response = change(browser, page, typed(body_el3=words), SEND_IN)

    assert says(response, "body_el3", "Say what the picture shows, for people who can't see it.")
    assert WORDS in response.content.decode()


def test_a_page_can_be_sent_in_as_soon_as_it_is_written(browser, newham):
    response = create(browser, "articles.articlepage", newham.root_page, typed(slug="brand-new"), SEND_IN)

    assert refusals(response) == {}
    assert response.status_code == 302
    assert ArticlePage.objects.get(slug="brand-new").current_workflow_state is not None


def test_a_new_page_that_lacks_something_is_not_created_and_nothing_typed_is_lost(browser, newham):
    words = streamfield([paragraph(WORDS)])

    response = create(
        browser, "articles.articlepage", newham.root_page, typed(slug="brand-new", body_el3=words, summary=""), SEND_IN
    )

    assert says(response, "summary", "Say in one sentence what somebody will know after reading.")
    assert WORDS in response.content.decode()
    assert not ArticlePage.objects.filter(slug="brand-new").exists()


def test_what_is_put_right_after_a_refusal_is_sent_with_all_that_was_typed(browser, page):
    words = streamfield([paragraph(WORDS)])
    change(browser, page, typed(body_el3=words, summary=""), SEND_IN)

    change(browser, page, typed(body_el3=words, summary="You can say no."), SEND_IN)

    sent = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert sent.summary == "You can say no."
    assert WORDS in str(sent.body_el3)
    assert [topic.slug for topic in sent.topics.all()] == ["county-lines"]


@pytest.fixture
def nobody_to_check():
    def receiver(sender, *, page, parent_page, sender_user, **kwargs):
        asked.append((page.title, parent_page.title, sender_user.username))
        return ["Nobody can check this page yet. Ask your panel lead."]

    asked: list[tuple[str, str, str]] = []
    about_to_be_sent.connect(receiver)
    yield asked
    about_to_be_sent.disconnect(receiver)


def test_what_only_rooms_above_can_know_is_said_above_the_form(browser, page, writer, nobody_to_check):
    response = change(browser, page, typed(title="Can I say no?"), SEND_IN)

    assert response.context["form"].non_field_errors() == ["Nobody can check this page yet. Ask your panel lead."]
    assert "Nobody can check this page yet. Ask your panel lead." in response.content.decode()
    assert nobody_to_check == [("Can I say no?", "Newham", writer.username)]


def test_rooms_above_are_asked_about_a_new_page_too(browser, newham, nobody_to_check):
    response = create(browser, "articles.articlepage", newham.root_page, typed(slug="brand-new"), SEND_IN)

    assert response.context["form"].non_field_errors() == ["Nobody can check this page yet. Ask your panel lead."]


def test_nobody_is_asked_when_a_draft_is_saved(browser, page, nobody_to_check):
    change(browser, page, typed(), SAVE)

    assert nobody_to_check == []


def newhams_picture(newham, **fields):
    from wagtail.models import Collection

    return picture(collection=Collection.objects.get(name=newham.name), **fields)
