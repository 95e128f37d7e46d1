"""A translation's versions: as its source's are, until its own were agreed together."""

from __future__ import annotations

import pytest
from django.test import Client

from articles.models import ArticlePage, SaysTheSame
from tests.delivery.pages import agree_to, agreed, article, taken_back, translated
from tests.factories import words

OLD, NEW, QUICK = "You can say no.", "You can say no. Ring the helpline.", "Say no."


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def english(newham, committed):
    with committed():
        return agreed(newham, article(body_el3=words(OLD), body_el12=words(QUICK)))


def changed(page, **fields) -> ArticlePage:
    """The page live with other words, agreed by everybody who has to."""
    draft = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    return agree_to(draft)


def marks(page, language: str) -> dict[str, bool]:
    answer = Client().get(f"/api/v1/content/{page.translation_key}/", {"locale": language, "fallback": "none"})
    return {version["level"]: version["possibly_out_of_date"] for version in answer.json()["versions"]}


def in_welsh(page, main: str = "Cei ddweud na.", quick: str = "Dweud na.") -> ArticlePage:
    return translated(page, "cy", body_el3=words(main), body_el12=words(quick), title=f"Cymraeg: {page.title}")


def brought_up_to_date(welsh, english, **fields) -> ArticlePage:
    """The Welsh page made again from what the English one says now."""
    from agreement.hashing import content_hash
    from languages.actions import note_draft

    note_draft(welsh, source_locale="en", source_hash=content_hash(english))
    return changed(welsh, **fields)


def test_translating_words_that_keep_up_marks_nothing(english, committed):
    with committed():
        in_welsh(english)

    assert marks(english, "cy") == {"el12": False, "el3": False}


def test_other_words_for_the_same_source_mark_nothing(english, committed):
    with committed():
        welsh = in_welsh(english)
    with committed():
        changed(welsh, body_el3=words("Mae hawl gyda ti i ddweud na."))

    assert marks(english, "cy") == {"el12": False, "el3": False}


def test_while_a_translation_has_not_followed_its_versions_still_belong_together(english, committed):
    with committed():
        in_welsh(english)
    with committed():
        changed(english, body_el3=words(NEW))

    assert marks(english, "en") == {"el12": True, "el3": False}
    assert marks(english, "cy") == {"el12": False, "el3": False}


def test_a_translation_that_followed_is_marked_where_its_source_is(english, committed):
    with committed():
        welsh = in_welsh(english)
    with committed():
        english = changed(english, body_el3=words(NEW))
    with committed():
        brought_up_to_date(welsh, english, body_el3=words("Cei ddweud na. Ffonia."))

    assert marks(english, "cy") == {"el12": True, "el3": False}


def test_a_first_translation_of_a_version_that_is_behind_is_behind(english, committed):
    with committed():
        english = changed(english, body_el3=words(NEW))
    with committed():
        in_welsh(english)

    assert marks(english, "cy") == {"el12": True, "el3": False}


def test_it_comes_back_when_its_source_is_redone_and_translated_or_said_to_be_the_same(english, committed):
    with committed():
        english = changed(english, body_el3=words(NEW))
    with committed():
        in_welsh(english)
    draft = english.get_latest_revision_as_object()
    from articles.keeping_up import NOW, Said

    draft.said = Said(still_the_same={"el12": NOW})
    draft.save_revision()
    assert marks(english, "cy") == {"el12": True, "el3": False}

    with committed():
        agree_to(ArticlePage.objects.get(pk=english.pk).get_latest_revision_as_object())

    assert marks(english, "en") == {"el12": False, "el3": False}
    assert marks(english, "cy") == {"el12": False, "el3": False}


def test_a_row_alone_is_heard_of_in_every_language(english, committed):
    with committed():
        english = changed(english, body_el3=words(NEW))
    with committed():
        in_welsh(english)

    with committed():
        SaysTheSame.objects.note_agreed(english, [english.versions().beside_main("el12")])

    assert marks(english, "en") == {"el12": False, "el3": False}
    assert marks(english, "cy") == {"el12": False, "el3": False}


def test_a_danger_goes_with_the_translation_and_stays_when_nobody_can_see_the_source(english, newham, committed):
    with committed():
        english = changed(english, body_el3=words(NEW), is_safety_critical=True)
    with committed():
        welsh = in_welsh(english)
    assert welsh.is_safety_critical
    assert marks(english, "cy") == {"el3": False}

    with committed():
        taken_back(english)

    assert marks(english, "cy") == {"el3": False}


def test_in_the_side_by_side_editor_the_danger_is_the_sources(newham, english):
    from languages.segments import put_together
    from tests.languages.welsh import begun, record_of, translator_for, welsh

    page = begun(english, by=translator_for(newham))
    draft = english.get_latest_revision_as_object()
    draft.is_safety_critical = True
    agree_to(draft)
    record = record_of(english)

    assert put_together(record.source, welsh()).is_safety_critical
    assert not page.is_safety_critical
