"""How a page begins: a step with a few ways to choose from, and words that must be written over before it is sent."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import streamfield

from articles.beginnings import BEGINNINGS, BLANK, has_a_prompt_left
from articles.lengths import length_of
from articles.models import ArticlePage
from literacy.levels import MAIN_LEVEL
from tests.articles.editor import SAVE, SEND_IN, change, logged_in, paragraph, refusals, says, typed
from tests.factories import draft, member_of, topic

FILLED = [beginning for beginning in BEGINNINGS if beginning is not BLANK]
STILL_THERE = "“Write here” still stands in it. Put your own words there, or take that part out."


@pytest.fixture
def browser(newham):
    return logged_in(member_of(newham))


def new_page(browser, newham, kind="articles.articlepage", **query):
    address = reverse("wagtailadmin_pages:add", args=[*kind.split("."), newham.root_page.pk])
    return browser.get(address, query)


@pytest.fixture
def begun(newham):
    """A page as a beginning leaves it."""

    def begin(beginning):
        page = draft(newham)
        beginning.fill(page)
        return page

    return begin


def test_a_new_page_starts_with_a_choice_that_needs_no_scripts(browser, newham):
    shown = BeautifulSoup(new_page(browser, newham).content, "html.parser")

    ways = shown.select(".begin__ways a")
    assert [way.strong.get_text() for way in ways] == [str(beginning.label) for beginning in BEGINNINGS]
    assert shown.find("form", id="page-edit-form") is None


@pytest.mark.parametrize("beginning", BEGINNINGS, ids=lambda beginning: beginning.name)
def test_each_choice_leads_to_the_form_with_its_words_in_it(browser, newham, beginning):
    form = new_page(browser, newham, start=beginning.name).context["form"]

    assert form.instance.title == str(beginning.title)
    assert [block.block_type for block in form.instance.body_el3] == [kind for kind, _value in beginning.words]


def test_looking_at_a_beginning_saves_nothing(browser, newham):
    before = Page.objects.count()

    new_page(browser, newham, start="question")

    assert Page.objects.count() == before


def test_where_one_came_from_is_remembered_through_the_choice(browser, newham):
    shown = new_page(browser, newham, next="/admin/").content.decode()

    assert "?start=question&amp;next=/admin/" in shown


def test_what_it_will_be_about_goes_on_through_the_choice_to_the_form(browser, newham):
    knives = topic("knives")

    choice = BeautifulSoup(new_page(browser, newham, topic="knives").content, "html.parser")
    form = new_page(browser, newham, start="question", topic="knives").context["form"]

    assert {way["href"].partition("&")[2] for way in choice.select(".begin__ways a")} == {"topic=knives"}
    assert "Your page will be about: Knives." in " ".join(choice.find("main").get_text().split())
    assert form["topics"].value() == [knives.pk]


@pytest.mark.parametrize("kind", ["articles.videopage", "pathways.pathwaypage"])
def test_every_kind_of_page_can_be_begun_about_something(browser, newham, kind):
    knives = topic("knives")

    assert new_page(browser, newham, kind=kind, topic="knives").context["form"]["topics"].value() == [knives.pk]


@pytest.mark.parametrize("name", ["no-such-topic", ""])
def test_a_topic_that_there_is_not_is_left_out(browser, newham, name):
    choice = new_page(browser, newham, topic=name)
    form = new_page(browser, newham, start="question", topic=name).context["form"]

    assert "Your page will be about" not in choice.content.decode()
    assert form["topics"].value() == []


@pytest.mark.parametrize("start", ["", "nothing-like-it"])
def test_a_way_that_there_is_not_asks_again(browser, newham, start):
    assert "How do you want to begin?" in new_page(browser, newham, start=start).content.decode()


@pytest.mark.parametrize("kind", ["articles.videopage", "pathways.pathwaypage"])
def test_what_has_no_beginnings_goes_straight_to_its_form(browser, newham, kind):
    assert "form" in new_page(browser, newham, kind=kind).context


def test_somebody_elses_place_offers_no_beginning(stoke, browser):
    assert new_page(browser, stoke).status_code in (302, 403)


def test_a_welsh_page_begins_in_welsh(newham, begun, monkeypatch):
    from django.utils.translation import get_language
    from wagtail.models import Locale

    asked = []
    page = ArticlePage(locale=Locale.objects.get(language_code="cy"))
    monkeypatch.setattr("articles.beginnings._as_stored", lambda kind, value: asked.append(get_language()) or "")

    FILLED[0].fill(page)

    assert set(asked) == {"cy"}


# -- prompts


@pytest.mark.parametrize("beginning", FILLED, ids=lambda beginning: beginning.name)
def test_a_beginning_cannot_be_sent_in_as_it_is(begun, beginning):
    problems = begun(beginning).problems_before_sending()

    assert ("body_el3", STILL_THERE) in [(problem.field, str(problem.sentence)) for problem in problems]


def test_one_prompt_that_was_left_is_said_at_its_field_and_keeps_the_page(browser, newham):
    page = draft(newham)
    left = paragraph("You can say no. Write here: why that is so. Two or three short sentences.")

    response = change(browser, page, typed(body_el3=streamfield([left])), SEND_IN)

    assert says(response, "body_el3", STILL_THERE)
    assert page.current_workflow_state is None


def test_a_prompt_may_stand_in_a_draft(browser, newham):
    page = draft(newham)
    left = streamfield([paragraph("Write here: why that is so.")])

    assert refusals(change(browser, page, typed(body_el3=left), SAVE)) == {}


def test_an_unfinished_question_is_said_to_be_one(begun, newham):
    page = draft(newham, title="What happens if …?")

    problems = [(problem.field, str(problem.sentence)) for problem in page.problems_before_sending()]

    assert problems == [("title", "Finish the question: write your own words where the dots are.")]


@pytest.mark.parametrize(
    "text",
    ["What happens if I tell?", "Write here and now.", "Like: You can always say no.", "You can always say no.", ""],
)
def test_a_writers_own_words_are_no_prompt(text):
    assert not has_a_prompt_left(text)


@pytest.mark.parametrize("text", ["WRITE HERE:  why that\nis so.", "No. Write here: what happens after that. Yes."])
def test_a_prompt_is_known_whatever_is_around_it(text):
    assert has_a_prompt_left(text)


def test_a_prompt_counts_as_no_words_of_the_writer(begun):
    assert length_of(begun(FILLED[0]).body_el3, MAIN_LEVEL).words == 0
