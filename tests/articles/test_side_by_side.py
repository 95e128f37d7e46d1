"""One reading version beside another: what to start from on one side, how to write at the level on the other."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.html import escape
from wagtail.test.utils.form_data import streamfield

from literacy.levels import WRITING_GUIDANCE, LiteracyLevel
from tests.articles.editor import SAVE, SEND_IN, change, paragraph, typed
from tests.articles.full import full_pathway, full_words
from tests.factories import draft, member_of, members_of, moderator_for, published, send_in, words

FULL = "The full explanation, for somebody who wants to know all of it."


@pytest.fixture
def writer(newham):
    members_of(newham, 3)
    moderator_for(newham)
    return member_of(newham)


@pytest.fixture
def page(newham, writer):
    """A page with words at the fullest level alone."""
    return draft(newham, by=writer, body_el3=[], body_l2=words(f"<p>{FULL}</p>"), main_level="l2")


def opened(browser, page, **asked):
    return browser.get(reverse("wagtailadmin_pages:edit", args=[page.pk]), asked).content.decode()


def ids_in(value):
    if isinstance(value, dict):
        own = {value["id"]} if "id" in value else set()
        return own.union(*map(ids_in, value.values()))
    return set().union(*map(ids_in, value)) if isinstance(value, list) else set()


def test_an_easier_version_is_offered_where_there_are_words_to_start_from(browser, page):
    html = opened(browser, page)

    assert "Make an easier version: Straightforward" in html
    assert escape(f"/admin/pages/{page.pk}/edit/?write=el3&beside=l2") in html


def test_nothing_is_offered_while_the_panel_votes(browser, page, newham, writer):
    whole = draft(newham, by=writer, body_l2=words(f"<p>{FULL}</p>"))
    assert "Make an easier version: Quick" in opened(browser, whole)

    send_in(whole, by=writer)

    assert "Make an easier version" not in opened(browser, whole)


def test_the_words_to_start_from_stand_beside_the_guidance_of_the_level(browser, page):
    html = opened(browser, page, write="el3", beside="l2")

    source = html.split('class="beside__words"')[1].split("</section>")[0]
    assert FULL in source
    assert "To look at while you write: Full story" in html
    assert escape(WRITING_GUIDANCE[LiteracyLevel.EL3]) in html


def test_one_may_begin_with_a_copy_and_nothing_is_saved_by_looking(browser, page):
    revisions = page.revisions.count()

    html = opened(browser, page, write="el3", beside="l2", begin="copy")

    assert html.count(FULL) > opened(browser, page, write="el3", beside="l2").count(FULL)
    page.refresh_from_db()
    assert page.revisions.count() == revisions
    assert len(page.get_latest_revision_as_object().body_el3) == 0


def test_a_copy_says_the_same_in_blocks_of_its_own(browser, newham, writer):
    other = published(newham)
    page = draft(newham, by=writer, body_el3=[], body_l2=full_words(other), main_level="l2")
    response = browser.get(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), {"write": "el3", "beside": "l2", "begin": "copy"}
    )

    begun = response.context["form"].instance
    assert begun.body_el3.render_as_block() == begun.body_l2.render_as_block()
    assert ids_in(begun.body_el3.get_prep_value()).isdisjoint(ids_in(begun.body_l2.get_prep_value()))


def test_words_that_are_there_already_are_not_copied_over(browser, newham, writer):
    page = draft(newham, by=writer, body_l2=words(f"<p>{FULL}</p>"))

    response = browser.get(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), {"write": "el3", "beside": "l2", "begin": "copy"}
    )

    assert FULL not in str(response.context["form"].instance.body_el3)


def test_a_draft_that_was_saved_side_by_side_is_gone_on_with_side_by_side(browser, page):
    form = typed(main_level="l2", body_l2=streamfield([paragraph(FULL)]), write="el3", beside="l2")

    response = change(browser, page, form, SAVE)

    assert response.url.endswith("/edit/?write=el3&beside=l2")


def test_a_page_that_is_sent_in_goes_where_such_pages_go(browser, page):
    form = typed(main_level="l2", body_l2=streamfield([paragraph(FULL)]), write="el3", beside="l2")

    response = change(browser, page, form, SEND_IN)

    assert response.status_code == 302
    assert "beside" not in response.url


@pytest.mark.parametrize(
    "asked", [{"write": "el3"}, {"write": "el3", "beside": "el3"}, {"write": "x", "beside": "<b>"}]
)
def test_what_makes_no_sense_is_asked_for_in_vain(browser, page, asked):
    html = opened(browser, page, **asked)

    assert 'class="beside__words"' not in html


def test_a_page_that_cannot_be_read_at_levels_has_nothing_to_put_side_by_side(browser, newham):
    walk = full_pathway(newham)

    assert "data-side-by-side" not in opened(browser, walk, write="el3", beside="l2", begin="copy")
