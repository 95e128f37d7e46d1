"""The editor: where pages can be made, what is on its form and what is not, and what one sees before sending in."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import streamfield

from articles.models import ArticlePage, VideoPage
from articles.panels import ReadingVersionPanel
from home.models import CouncilPage, HomePage, YouthPanelPage
from literacy.levels import WRITING_EXAMPLES, WRITING_GUIDANCE, LiteracyLevel
from pathways.models import PathwayPage
from tests.articles.editor import SAVE, change, create, logged_in, paragraph, refusals, typed
from tests.articles.full import full_article, full_pathway, full_video
from tests.factories import draft, member_of, published, words

KINDS = [ArticlePage, VideoPage, PathwayPage]


@pytest.fixture
def browser(newham):
    return logged_in(member_of(newham))


def form_of(browser, kind, parent) -> BeautifulSoup:
    address = reverse("wagtailadmin_pages:add", args=[kind._meta.app_label, kind._meta.model_name, parent.pk])
    response = browser.get(address, {"start": "blank"})
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


# -- where


@pytest.mark.parametrize("kind", KINDS)
def test_pages_are_made_in_a_panels_place_and_nowhere_else(kind):
    assert set(kind.allowed_parent_page_models()) == {CouncilPage, YouthPanelPage}
    assert kind.allowed_subpage_models() == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_is_made_below_the_home_page_or_below_another_page(browser, newham, kind):
    name = f"{kind._meta.app_label}.{kind._meta.model_name}"
    before = Page.objects.count()

    for parent in (HomePage.objects.first(), draft(newham)):
        response = create(browser, name, parent, typed(slug="elsewhere"), SAVE)
        assert response.status_code in (302, 403)

    assert Page.objects.count() == before + 1


# -- what is on the form


@pytest.mark.parametrize("kind", KINDS)
def test_the_form_has_five_parts_or_fewer_in_the_order_one_writes(browser, newham, kind):
    # Wagtail counts each part's errors in brackets behind its name.
    tabs = [
        tab.get_text(strip=True).removesuffix("()")
        for tab in form_of(browser, kind, newham.root_page).select("[role=tab]")
        if not tab.find_parent(class_="levels")
    ]

    assert len(tabs) == 5
    assert tabs[-2:] == ["Who it is for", "Help and sources"]


def test_each_reading_version_has_a_tab_of_its_own_the_one_every_page_has_first(browser, newham):
    levels = form_of(browser, ArticlePage, newham.root_page).select(".levels [role=tab]")

    named = [tab.get_text(strip=True).removesuffix("()") for tab in levels]
    assert named == ["Straightforward", "Quick", "More detail", "Full story"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["go_live_at", "expire_at", "seo_title", "search_description", "show_in_menus"])
def test_what_no_member_needs_is_not_on_the_form(browser, newham, kind, name):
    assert form_of(browser, kind, newham.root_page).find(attrs={"name": name}) is None


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_says_how_to_fill_it_in_with_an_example(kind):
    editor = kind.get_edit_handler()
    fields = editor.get_form_class().base_fields

    without = [
        panel.field_name
        for panel in _field_panels(editor)
        # A reading version has a guide of its own, with the same thing said at its level.
        if not isinstance(panel, ReadingVersionPanel)
        and "ike" not in str(panel.help_text or fields[panel.field_name].help_text)
    ]

    assert [name for name in without if name != "steps"] == []


def _field_panels(panel):
    if hasattr(panel, "field_name"):
        yield panel
    for child in getattr(panel, "children", []):
        yield from _field_panels(child)


def test_each_reading_version_says_how_to_write_at_its_level(browser, newham):
    shown = form_of(browser, ArticlePage, newham.root_page).get_text(" ")

    assert all(WRITING_GUIDANCE[level] in shown for level in LiteracyLevel)
    assert all(WRITING_EXAMPLES[level] in shown for level in LiteracyLevel)


def test_a_title_that_asks_nothing_gets_a_hint_and_can_be_sent_all_the_same(browser, newham):
    page = draft(newham, title="Saying no")
    hint = "Could it be a question?"

    assert hint in browser.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert page.problems_before_sending() == []
    asks = draft(newham, title="How do I say no?")
    assert hint not in browser.get(reverse("wagtailadmin_pages:edit", args=[asks.pk])).content.decode()


@pytest.mark.parametrize("make", [full_article, full_video, full_pathway])
def test_a_page_with_everything_on_it_can_be_opened_and_has_no_problems(newham, browser, make):
    page = make(newham)

    assert browser.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    assert page.problems_before_sending() == []


# -- reading versions


def test_a_page_is_written_at_the_levels_that_have_words(newham):
    page = draft(newham, body_l1=words("More about it."))

    assert page.written_levels() == [LiteracyLevel.EL3, LiteracyLevel.L1]


def test_reading_versions_are_kept_apart(browser, newham):
    page = draft(newham)

    changes = {f"body_{level.value}": streamfield([paragraph(f"Words at {level.value}.")]) for level in LiteracyLevel}
    response = change(browser, page, typed(**changes), SAVE)

    assert refusals(response) == {}
    saved = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert [str(saved.body(level)[0].value.source).count(f"at {level.value}.") for level in LiteracyLevel] == [1] * 4


# -- before it is sent in


def test_a_page_can_be_looked_at_at_every_level_and_first_at_its_main_one(newham):
    page = full_article(newham)

    assert [mode for mode, _label in page.preview_modes] == ["en.el12", "en.el3", "en.l1", "en.l2"]
    assert page.default_preview_mode == "en.el3"


def test_a_page_that_is_not_saved_yet_can_be_looked_at(newham):
    assert ArticlePage(title="New").default_preview_mode == "en.el3"


def test_wagtail_itself_serves_no_page(newham, client):
    page = draft(newham)

    assert page.url is None
    assert client.get(f"/newham/{page.slug}/").status_code == 404


def test_two_writers_with_the_same_question_get_an_address_each(browser, newham):
    first, second = (
        create(browser, "articles.articlepage", newham.root_page, typed(slug="can-i-say-no"), SAVE) for _ in range(2)
    )

    assert (refusals(first), refusals(second)) == ({}, {})
    assert set(ArticlePage.objects.values_list("slug", flat=True)) == {"can-i-say-no", "can-i-say-no-2"}


def test_an_address_that_was_left_empty_makes_itself_from_the_question(browser, newham):
    response = create(browser, "articles.articlepage", newham.root_page, typed(slug="", title="Can I say no?"), SAVE)

    assert refusals(response) == {}
    assert ArticlePage.objects.get(title="Can I say no?").slug == "can-i-say-no"


def test_a_live_page_keeps_its_address(newham):
    page = published(newham, slug="can-i-say-no")
    other = draft(newham, slug="taken")

    response = change(logged_in(member_of(newham)), page, typed(slug=other.slug), SAVE)

    assert "slug" in response.context["form"].errors


def test_two_revisions_can_be_compared_where_there_is_no_form(browser, newham):
    page = draft(newham, by=member_of(newham))
    page.summary = "Another sentence."
    revisions = page.revisions.first(), page.save_revision(clean=False)

    shown = browser.get(reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, *(one.pk for one in revisions)]))

    assert shown.status_code == 200
    assert "Another sentence." in shown.content.decode()
