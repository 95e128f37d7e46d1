"""Numbers by which forms count: 5,000 digits, letters or a million rows are no error of ours and cost nobody anything."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from articles.models import ArticlePage
from cms.form_numbers import is_possible
from tests.articles.editor import SAVE, change, create, logged_in, typed, typed_video
from tests.factories import draft, member_of
from tests.moderation.doors import superuser

IMPOSSIBLE = ["9" * 5000, "1e9", "999999999", "١٢", "-" + "9" * 5000, "0x10", "²"]


@pytest.fixture
def writer(newham):
    return member_of(newham)


@pytest.fixture
def page(newham, writer):
    return draft(newham, by=writer)


@pytest.mark.parametrize(
    ("name", "number"),
    [(name, number) for name in ("body_el3-count", "sources-count") for number in IMPOSSIBLE]
    + [("body_el3-0-order", number) for number in IMPOSSIBLE if len(number) != 9],  # a place may be far away
)
def test_a_form_that_counts_in_impossible_numbers_is_answered_kindly(writer, page, name, number):
    before = page.get_latest_revision().pk

    response = change(logged_in(writer), page, typed(**{name: None}) | {name: number}, SAVE)

    assert response.status_code == 400
    assert "your words are still there" in response.content.decode()
    assert ArticlePage.objects.get(pk=page.pk).get_latest_revision().pk == before


@pytest.mark.parametrize("number", IMPOSSIBLE)
@pytest.mark.parametrize("name", ["captions-TOTAL_FORMS", "captions-INITIAL_FORMS"])
def test_so_is_one_for_a_page_that_is_not_there_yet(writer, newham, name, number):
    response = create(logged_in(writer), "articles.videopage", newham.root_page, typed_video() | {name: number}, SAVE)

    assert response.status_code == 400


def test_a_script_that_saves_is_answered_in_its_own_way(writer, page):
    answer = logged_in(writer).post(
        f"/admin/pages/{page.pk}/edit/", {"body_el3-count": "9" * 5000}, headers={"accept": "application/json"}
    )

    assert answer.status_code == 400
    assert answer.json()["error_code"] == "half_a_form"


@pytest.mark.parametrize("name", ["count", "title", "discount", "what-is-this"])
def test_only_what_counts_rows_is_looked_at(name):
    assert is_possible(name, "9" * 5000)


def test_a_range_of_5000_digits_is_no_error():
    from delivery.media import _part

    assert _part(f"bytes=0-{'9' * 5000}", 100) is None


def test_a_form_without_the_file_that_it_is_about_is_answered_kindly(newham):
    """wagtail-localize's own upload of translations fell over."""
    source, _created = TranslationSource.update_or_create_from_instance(draft(newham))
    translation = Translation.objects.create(source=source, target_locale=Locale.objects.get(language_code="cy"))
    translation.save_target(publish=False)

    response = logged_in(superuser()).post(reverse("wagtail_localize:upload_pofile", args=[translation.pk]))

    assert response.status_code == 400
    assert "Not all of the page arrived here" in response.content.decode()
