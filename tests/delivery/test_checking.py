"""`manage.py project --check` says what is not as it should be, and in what, and nothing of what is right."""

from __future__ import annotations

import pytest

from agreement.models import Agreement
from delivery import actions
from delivery.checking import differences, live_but_not_agreed
from delivery.models import ContentItem, CrisisSheet, ItemFacet, ItemWord, SearchWord
from tests.factories import draft


@pytest.fixture
def page(newham, let_out):
    return let_out(newham, title="Somebody wants my phone")


@pytest.fixture
def stored(page) -> ContentItem:
    actions.keep_crisis_help()
    assert list(differences()) == []
    return ContentItem.objects.get()


def test_a_field_that_says_something_else_is_named(stored):
    ContentItem.objects.update(title="Something else", age_to=99)

    assert list(differences()) == [f"stale: {stored} (title, age_to)"]


def test_what_it_is_chosen_by_is_named(stored):
    ItemFacet.objects.filter(facet="topic").delete()

    assert list(differences()) == [f"stale: {stored} (facets)"]


def test_what_it_is_found_by_is_named_with_the_word_that_is_miscounted(stored):
    word = SearchWord.objects.get(word="phone")
    ItemWord.objects.filter(word=word).update(weight=999)
    assert list(differences()) == [f"stale: {stored} (words)"]

    ItemWord.objects.filter(word=word).delete()
    assert list(differences()) == [f"stale: {stored} (words)", f"miscounted: {word}, really 0"]


def test_everything_that_differs_in_one_item_is_one_line(stored):
    ContentItem.objects.update(title="Something else")
    ItemFacet.objects.filter(facet="topic").delete()
    ItemWord.objects.filter(word__word="phone").update(weight=999)

    assert list(differences()) == [f"stale: {stored} (title, facets, words)"]


def test_a_word_that_is_counted_too_often_or_for_nothing_is_miscounted(stored):
    SearchWord.objects.filter(word="phone").update(pages=7)
    SearchWord.objects.create(key=1, locale="en", word="aardvark", pages=0)

    assert list(differences()) == [
        "miscounted: aardvark (en): 0, really 0",
        "miscounted: phone (en): 7, really 1",
    ]


def test_what_is_not_there_is_missing_and_what_should_not_be_there_is_told(stored, newham):
    unsent = draft(newham)
    left = ContentItem.objects.create(content_id=unsent.translation_key, locale="en", html="{}", page_id=unsent.pk)
    ContentItem.objects.filter(pk=stored.pk).update(locale="pl")
    other = ContentItem.objects.get(pk=stored.pk)

    found = [line for line in differences() if not line.startswith("miscounted")]

    assert sorted(found) == sorted(
        [f"missing: {stored}", f"should not be there: {other}", f"should not be there: {left}"]
    )


def test_crisis_help_that_is_old_gone_or_of_a_language_we_have_not_is_told(stored):
    CrisisSheet.objects.filter(locale="cy").delete()
    CrisisSheet.objects.filter(locale="en").update(lines='["old"]')
    CrisisSheet.objects.create(locale="xx", lines='["nobody reads this"]')
    CrisisSheet.objects.create(locale="yy", lines="[]")

    assert [line for line in differences() if "crisis" in line] == [
        "stale: crisis help en",
        "stale: crisis help xx",
    ]


def test_a_live_page_whose_exact_words_nobody_agreed_to_is_told_and_no_other(page, newham, let_out):
    other = let_out(newham, title="Another page")
    draft(newham)
    assert list(live_but_not_agreed()) == []

    Agreement.objects.filter(content_id=page.translation_key).update(content_hash="0" * 64)

    assert list(live_but_not_agreed()) == [f"live but not agreed: {page.translation_key} en (page {page.pk})"]
    Agreement.objects.filter(content_id=other.translation_key).update(locale="cy")
    assert len(list(live_but_not_agreed())) == 2
