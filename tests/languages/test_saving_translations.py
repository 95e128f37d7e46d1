"""How a translation is begun and saved: whose draft it is, which revision it becomes, and what it takes over from where."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from wagtail.models import Locale, Page
from wagtail_localize.models import MissingTranslationError, StringTranslation, Translation, TranslationSource

from agreement.hashing import content_hash
from languages.actions import bring_up_to_date, mark_checked_by_speaker, save_draft, start
from languages.errors import NotThisWay
from languages.models import TranslatedFrom
from languages.translations import being_made_from, made_from, side_by_side, source_of
from tests.delivery.pages import agree_to, agreed, article
from tests.factories import published, vote, words
from tests.languages.welsh import (
    ballot_of,
    begun,
    by_hand,
    draft_of,
    in_welsh,
    press_send,
    text_at,
    translated,
    translator_for,
    type_in,
    welsh,
)
from tests.moderation.doors import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def english(newham):
    return agreed(newham, article())


# -- whose draft, and which revision


def test_what_begins_and_what_is_typed_is_the_translators_own_draft(english, translator):
    page = start(english, welsh(), user=translator)
    assert page == in_welsh(english)

    type_in(browser_of(translator), page, text_at(page, "title"), "Teitl?")

    assert in_welsh(english).latest_revision.user == translator


def test_text_after_text_is_one_revision_and_somebody_elses_text_is_another(newham, english, translator):
    page = begun(english, by=translator)
    another = translator_for(newham)

    type_in(browser_of(translator), page, text_at(page, "title"), "Teitl?")
    number = page.revisions.count()
    type_in(browser_of(translator), page, text_at(page, "summary"), "Crynodeb.")
    assert page.revisions.count() == number
    type_in(browser_of(another), page, text_at(page, "summary"), "Crynodeb arall.")

    users = list(page.revisions.order_by("pk").values_list("user", flat=True))
    assert users[-2:] == [translator.pk, another.pk]
    assert page.revisions.count() == number + 1


def test_where_nothing_changed_there_is_no_new_revision_whoever_asks(newham, english, translator):
    page = translated(english, by=translator)
    before = list(page.revisions.values_list("pk", "created_at", "user"))

    save_draft(side_by_side(page), user=translator_for(newham))
    save_draft(side_by_side(page), user=None)

    assert list(page.revisions.values_list("pk", "created_at", "user")) == before


def test_what_nobody_typed_is_a_revision_of_its_own_and_nobodys(english, translator):
    page = translated(english, by=translator)
    number = page.revisions.count()
    for said in ("Teitl arall?", "Trydydd teitl?"):
        StringTranslation.objects.filter(context__path="title").update(data=said)
        save_draft(side_by_side(page), user=None)

    assert page.revisions.count() == number + 2
    assert in_welsh(english).latest_revision.user is None


def test_the_words_that_the_panel_voted_on_stay_as_they_were_when_their_translator_goes_on(newham, translator):
    english = published(newham)
    page = translated(english, by=translator)
    press_send(page, by=translator)
    ballot = ballot_of(page)
    voted_on = ballot.revision
    assert voted_on.user == translator
    vote(ballot, [elector.user for elector in ballot.electors.all()], "C" * 9)
    assert not in_welsh(english).workflow_in_progress

    type_in(browser_of(translator), page, text_at(page, "title"), "Teitl gwell?")

    assert draft_of(english).title == "Teitl gwell?"
    voted_on.refresh_from_db()
    assert voted_on.as_object().title.startswith("Cymraeg: ")


# -- from which words


def test_its_draft_says_from_which_words_of_which_language_it_is_being_made(english, translator):
    page = begun(english, by=translator)
    row = being_made_from(page)

    assert (row.source_locale, row.source_hash) == ("en", content_hash(english))
    english.summary = "You can always say no."
    newer = agree_to(english)
    bring_up_to_date(side_by_side(page), user=translator)
    assert being_made_from(page).source_hash == content_hash(newer)
    assert TranslatedFrom.objects.filter(content_id=page.translation_key, content_hash="").count() == 1
    assert in_welsh(english).latest_revision.user == translator


def test_each_page_is_made_from_its_own_source(newham, english, translator):
    other = agreed(newham, article(title="Another page?"))
    page, another = begun(english, by=translator), begun(other, by=translator)

    assert (source_of(page), source_of(another)) == (english, other)
    assert (being_made_from(page).source_hash, being_made_from(another).source_hash) == (
        content_hash(english),
        content_hash(other),
    )
    assert being_made_from(english) is None


def test_of_an_original_nobody_says_that_a_speaker_compared_it(english):
    mark_checked_by_speaker(english)

    assert made_from(english) is None


# -- words that were there before


def test_texts_of_one_block_are_taken_over_in_their_order_on_the_page(newham, translator):
    source = agreed(newham, article(body_el3=words("</p>".join(["Second of two texts", "<p>Third of them all"]))))
    source_record(source)  # read once, before a first paragraph came
    [first] = source.body_el3.raw_data
    first["value"] = f"<p>First of them all</p>{first['value']}"
    source.body_el3 = [dict(first)]
    source = agree_to(source)
    there = dict(first, value="<p>Cyntaf</p><p>Ail</p><p>Trydydd</p>")
    by_hand(source, body_el3=[there])

    begun(source, by=translator)

    said = str(draft_of(source).body_el3[0].value)
    assert said.index("Cyntaf") < said.index("Ail") < said.index("Trydydd")


def test_where_a_place_has_another_number_of_texts_none_is_taken_over(newham, translator):
    source = agreed(newham, article(body_el3=words("One of two texts</p><p>Two of two texts")))
    there = dict(source.body_el3.raw_data[0], value="<p>Un yn unig</p>")
    by_hand(source, title="Teitl?", body_el3=[there])

    begun(source, by=translator)

    assert draft_of(source).title == "Teitl?"
    assert "Un yn unig" not in str(draft_of(source).body_el3)


def test_places_after_one_that_nobody_can_match_are_taken_over(newham, translator):
    body = [*words("One of two texts</p><p>Two of two texts"), *words("A text by itself")]
    source = agreed(newham, article(body_el3=body))
    first, second = source.body_el3.raw_data
    by_hand(source, body_el3=[dict(first, value="<p>Un yn unig</p>"), dict(second, value="<p>Testun arall</p>")])

    begun(source, by=translator)

    said = str(draft_of(source).body_el3)
    assert ("Testun arall" in said, "Un yn unig" in said) == (True, False)


@pytest.mark.parametrize(("summary", "is_taken"), [("Ring Childline now", True), ("Ring Childline right now", False)])
def test_a_text_that_says_the_same_is_taken_over_when_it_is_shorter_than_four_words(
    newham, translator, summary, is_taken
):
    source = agreed(newham, article(summary=summary))
    by_hand(source)

    page = begun(source, by=translator)

    taken = StringTranslation.objects.filter(context__path="summary", locale=page.locale)
    assert taken.exists() is is_taken


def test_pressed_twice_it_is_begun_once_and_nothing_counts_as_translated(english, translator):
    page = begun(english, by=translator)
    type_in(browser_of(translator), page, text_at(page, "title"), "Teitl?")

    begun(english, by=translator)

    assert side_by_side(page).get_progress() == (4, 1)
    assert draft_of(english).title == "Teitl?"


def test_what_was_stopped_goes_on_with_the_words_that_were_written_meanwhile(english, translator):
    page = begun(english, by=translator)
    type_in(browser_of(translator), page, text_at(page, "summary"), "Crynodeb.")
    Translation.objects.update(enabled=False)
    meanwhile = draft_of(english)
    meanwhile.title, meanwhile.summary = "Teitl?", "Crynodeb arall."
    meanwhile.save_revision()

    start(english, welsh(), user=translator)

    assert draft_of(english).title == "Teitl?"
    assert draft_of(english).summary == "Crynodeb."


# -- texts that do not fit


def test_the_text_that_does_not_fit_says_so_and_no_other_text_of_this_page_or_of_another(newham, translator):
    pages = [begun(agreed(newham, article(title=f"Page {number}?")), by=translator) for number in (1, 2)]
    for page in pages:
        for path in ("title", "summary"):
            type_in(browser_of(translator), page, text_at(page, path), f"Testun {path}")

    type_in(browser_of(translator), pages[1], text_at(pages[1], "summary"), "rhy hir " * 30)

    wrong = StringTranslation.objects.filter(has_error=True)
    assert [(text.context.path, text.context.object_id) for text in wrong] == [("summary", pages[1].translation_key)]
    assert "160" in wrong.get().get_error()


def test_what_is_wrong_and_no_texts_fault_is_raised(english, translator):
    page = translated(english, by=translator)
    type(english).objects.filter(pk=english.pk).update(urgency="never")
    side_by_side(page).source.update_from_db()

    with pytest.raises(ValidationError):
        save_draft(side_by_side(page), user=translator)


# -- by wagtail-localize itself, in whose place ours stands


def source_record(page: Page) -> TranslationSource:
    record, _created = TranslationSource.update_or_create_from_instance(page)
    return record


def test_a_script_saves_a_draft_when_it_says_so_and_publishes_never(english, translator):
    record = source_record(english)

    with pytest.raises(NotThisWay, match="send it to the panel"):
        record.create_or_update_translation(welsh(), user=translator)
    with pytest.raises(MissingTranslationError):
        record.create_or_update_translation(welsh(), user=translator, publish=False)
    assert not Page.objects.filter(translation_key=english.translation_key, locale=welsh()).exists()
    first = record.create_or_update_translation(welsh(), user=translator, publish=False, fallback=True)
    second = record.create_or_update_translation(welsh(), user=translator, publish=False, fallback=True)

    assert [(page.pk, is_new) for page, is_new in (first, second)] == [
        (in_welsh(english).pk, True),
        (in_welsh(english).pk, False),
    ]
    title = record.stringsegment_set.get(context__path="title")
    StringTranslation.objects.create(translation_of=title.string, context=title.context, locale=welsh(), data="Teitl?")
    record.create_or_update_translation(welsh(), user=translator, publish=False, fallback=True)
    assert in_welsh(english).latest_revision.user == translator


def test_what_is_whole_a_script_saves_without_the_sources_words(english, translator):
    page = translated(english, by=translator)
    record = source_record(english)

    saved, is_new = record.create_or_update_translation(welsh(), user=translator, publish=False)

    assert (saved.pk, is_new) == (page.pk, False)


def test_a_script_changes_no_words_that_the_panel_votes_on(newham, translator):
    english = published(newham)
    page = translated(english, by=translator)
    press_send(page, by=translator)

    with pytest.raises(NotThisWay, match="The panel is voting on these words"):
        source_record(english).create_or_update_translation(welsh(), publish=False)


def test_a_script_translates_nothing_but_pages(english):
    record = source_record(english)
    record.specific_content_type = ContentType.objects.get_for_model(Locale)

    with pytest.raises(NotThisWay, match="Only pages"):
        record.create_or_update_translation(welsh(), publish=False, fallback=True)


def test_what_is_the_same_in_every_language_is_offered_to_no_translator_to_be_changed(english, translator):
    offered = side_by_side(begun(english, by=translator)).source.overridablesegment_set

    assert not set(offered.values_list("context__path", flat=True)) & {"slug", "is_safety_critical"}
