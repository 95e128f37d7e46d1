"""What keeps a translation from being sent in, and who wrote it: each said exactly, and of nothing but this page."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils import translation as spoken
from wagtail.models import Page
from wagtail_localize.models import SegmentOverride, StringTranslation, Translation

from languages.actions import bring_up_to_date, save_draft
from languages.models import TranslatedFrom
from languages.translations import (
    label_of,
    language_in_words,
    parts_missing,
    sentences_before_sending,
    side_by_side,
    source_of,
    stale_translations_of,
    typed_since,
)
from tests.articles.full import full_article
from tests.delivery.pages import agree_to, agreed, article, taken_back
from tests.delivery.pages import translated as agreed_in
from tests.factories import block, member_of, words
from tests.languages.welsh import (
    begun,
    by_hand,
    draft_of,
    in_other_words,
    in_welsh,
    texts_of,
    translated,
    translator_for,
    type_everything,
    type_in,
    welsh,
)
from tests.moderation.doors import browser_of

pytestmark = pytest.mark.django_db

NOT_LIVE = "The English page is not live now. Send this in once it is."


@pytest.fixture
def english(newham):
    return agreed(newham, article())


# -- whose source, whose record


def test_a_translation_knows_its_own_source_and_its_own_record_and_an_original_has_none(newham, english, translator):
    other = agreed(newham, article(title="Another page?"))
    page, another = begun(english, by=translator), begun(other, by=translator)

    assert (source_of(page), source_of(another)) == (english, other)
    assert side_by_side(page).source.object_id == english.translation_key
    assert side_by_side(another).source.object_id == other.translation_key
    assert (source_of(english), side_by_side(english)) == (None, None)


def test_what_was_stopped_beside_its_source_is_not_translated_side_by_side(english, translator):
    page = begun(english, by=translator)

    Translation.objects.update(enabled=False)

    assert side_by_side(page) is None


# -- what is in the way


def test_nothing_is_in_the_way_of_an_original_or_of_a_whole_translation(english, translator):
    assert sentences_before_sending(english) == []
    translated(english, by=translator)
    assert sentences_before_sending(draft_of(english)) == []


@pytest.mark.parametrize("gone", ["taken back", "nowhere to be found"])
def test_while_readers_do_not_have_the_source_its_translation_waits_and_nothing_else_is_said(english, translator, gone):
    begun(english, by=translator)
    if gone == "nowhere to be found":
        Page.objects.filter(pk=english.pk).update(translation_key=uuid.uuid4())
    else:
        taken_back(english)

    assert sentences_before_sending(draft_of(english)) == [NOT_LIVE]


def test_what_is_missing_is_counted_in_the_forms_words_and_order(newham, translator):
    english = agreed(newham, article(body_el3=[*words("One text."), *words("And another one.")]))
    begun(english, by=translator)

    assert parts_missing(draft_of(english), english) == [
        "title",
        "neutral title",
        "one sentence",
        "Straightforward (2 texts)",
    ]
    type_everything(in_welsh(english), by=translator, leaving_out=("title", "body_el3"))
    assert sentences_before_sending(draft_of(english)) == ["Not in Welsh yet: title; Straightforward (2 texts)."]


def test_what_came_to_the_source_later_is_named_where_the_form_has_it(english, translator):
    begun(english, by=translator)
    english.image_alt = "Two of us"
    agree_to(english)
    bring_up_to_date(side_by_side(in_welsh(english)), user=translator)

    assert parts_missing(draft_of(english), english)[2:] == [
        "one sentence",
        "what the picture shows",
        "Straightforward",
    ]


def test_a_translation_of_older_words_is_brought_up_to_date_first(english, translator):
    translated(english, by=translator)
    english.summary = "You can always say no."
    agree_to(english)

    assert sentences_before_sending(draft_of(english)) == [
        "The English page says something else now. Bring this page up to date, then send it in."
    ]


def test_words_saved_past_the_editor_are_told_from_those_in_it(english, translator):
    translated(english, by=translator)
    past = draft_of(english)
    past.title = "Saved past it?"

    assert sentences_before_sending(past) == [
        "These are not the words of the translation editor. Open it, and send the page in from there."
    ]


def test_a_text_that_its_block_would_refuse_is_named_by_its_part(newham, translator):
    english = agreed(newham, article(content_notes=[block("note", "Mentions violence")]))
    translated(english, by=translator)
    StringTranslation.objects.filter(context__path__startswith="content_notes").update(data="hir iawn " * 100)
    save_draft(side_by_side(in_welsh(english)), user=translator)

    assert sentences_before_sending(draft_of(english)) == ["Something in “content notes” is too long or left out."]


# -- made by hand


SAME = "Tell somebody you trust."


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ({}, ["title", "one sentence", "Straightforward"]),
        ({"title": "Help?"}, ["one sentence", "Straightforward"]),
        ({"title": "Help?", "summary": "Na."}, ["Straightforward"]),
        ({"title": "Help?", "summary": "Na.", "body_el3": words(f"Na. {SAME}")}, []),
        ({"title": "Help?", "summary": "Na.", "body_el3": []}, ["Straightforward"]),
        ({"title": "Help?", "summary": "Na.", "body_el3": words("Na."), "image_alt": ""}, ["what the picture shows"]),
    ],
)
def test_of_a_page_made_by_hand_what_is_left_out_or_still_says_the_same_is_missing(newham, said, missing):
    alt = {"image_alt": "Two of us"} if "image_alt" in said else {}
    english = agreed(newham, article(body_el3=words(SAME), **alt))

    assert parts_missing(by_hand(english, **said), english) == missing


@pytest.mark.parametrize(("text", "missing"), [("Childline: 0800 1111", []), ("Four words say something", ["x"])])
def test_names_and_numbers_may_stay_and_four_words_are_a_language(newham, text, missing):
    english = agreed(newham, article(body_el3=words(text), neutral_title="Help"))

    made = by_hand(english, title="Help?", summary="Na.")

    assert len(parts_missing(made, english)) == len(missing)


def test_a_title_and_a_summary_are_translated_however_short_they_are(newham):
    english = agreed(newham, article(title="Knives?", summary="Ring us.", neutral_title="Help"))

    assert parts_missing(by_hand(english, body_el3=words("Na.")), english) == ["title", "one sentence"]


def test_each_text_that_stayed_is_counted_wherever_it_stands_and_where_facts_are_from_may_stay(newham):
    source = agree_to(full_article(newham, sources=[block("source", {"title": "A name of four words", "url": ""})]))

    found = parts_missing(by_hand(source, title="Help?", summary="Na."), source)

    levels = ("Quick", "Straightforward", "More detail", "Full story")
    assert found == ["what the picture shows", *(f"{level} (7 texts)" for level in levels)]


# -- in which languages readers have older words


def test_the_languages_with_older_words_are_those_that_were_made_from_this_one(newham, english):
    in_cy = agreed_in(english, "cy", title="Beth alla i ei wneud?")
    assert stale_translations_of(english) == []

    english.summary = "You can always say no."
    agree_to(english)

    assert stale_translations_of(english) == [welsh()]
    assert stale_translations_of(in_cy) == []
    TranslatedFrom.objects.update(source_locale="fr")
    assert stale_translations_of(english) == []


def test_looking_for_older_words_looks_at_no_page_but_the_others(english, django_assert_num_queries):
    with django_assert_num_queries(2):  # which language this is, and which others there are
        assert stale_translations_of(english) == []


# -- who typed


def test_who_typed_in_the_editor_is_known_by_page_by_language_and_by_moment(newham, english, translator):
    other, another = agreed(newham, article(title="Another page?")), translator_for(newham)
    page, other_page = begun(english, by=translator), begun(other, by=another)
    before = timezone.now() - timedelta(seconds=1)
    type_in(browser_of(translator), page, texts_of(page)[0], "Teitl?")
    type_in(browser_of(another), other_page, texts_of(other_page)[0], "Arall?")

    assert typed_since(page, None) == typed_since(page, before) == {translator.pk}
    assert typed_since(other_page, None) == {another.pk}
    assert typed_since(page, timezone.now() + timedelta(seconds=1)) == set()
    assert typed_since(english, None) == set()


def test_who_put_another_link_in_the_sources_place_has_typed_too_and_a_script_is_nobody(newham, english, translator):
    page, member = begun(english, by=translator), member_of(newham)
    other = begun(agreed(newham, article(title="Another page?")), by=translator)
    first, second = texts_of(page)[:2]
    StringTranslation.objects.create(
        translation_of=first.string, context=first.context, locale=welsh(), data=in_other_words(first)
    )
    SegmentOverride.objects.create(
        context=second.context, locale=welsh(), last_translated_by=member, data_json='"https://example.org/cy"'
    )

    assert typed_since(page, None) == {member.pk}
    assert typed_since(page, timezone.now() + timedelta(seconds=1)) == set()
    assert typed_since(other, None) == typed_since(english, None) == set()


# -- in words


def test_what_no_form_knows_is_called_what_it_is_called(english):
    assert label_of(english, "how_it_is_said") == "how it is said"
    assert label_of(english, "page_situations") == "page situations"
    assert label_of(english, "title") == "title"


def test_a_language_is_called_in_the_language_of_whoever_reads_it(db):
    assert (language_in_words("cy"), language_in_words("en"), language_in_words("xx")) == ("Welsh", "English", "xx")
    with spoken.override("cy"):
        assert language_in_words("en") == "Saesneg"
