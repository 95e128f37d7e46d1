"""The list beside the form: it says what sending in would refuse, for whoever may write the page, and saves nothing."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.urls import reverse
from wagtail.models import Revision
from wagtail.test.utils.form_data import streamfield

from articles.checklist import PEOPLE, checklist_of
from articles.models import ArticlePage, VideoPage
from articles.problems import Problem
from pathways.models import PathwayPage
from tests.articles.editor import SEND_IN, change, logged_in, paragraph, typed, typed_video
from tests.articles.full import full_article, full_pathway, full_video
from tests.factories import draft, member_of, members_of, moderator_for, send_in

NOBODY_TO_CHECK = (
    "Nobody can check this page yet: a moderator who did not write or send it in is needed. Ask your panel lead."
)


@pytest.fixture
def others(newham):
    moderator_for(newham)
    return members_of(newham, 3)


def look_over(browser, page, data):
    return browser.post(reverse("articles:look_over", args=[page.pk]), data)


def look_over_new(browser, place, data, kind="articles.articlepage"):
    return browser.post(reverse("articles:look_over_new", args=[*kind.split("."), place.pk]), data)


def open_points(html):
    """What is not ticked: each label with its sentences."""
    items = BeautifulSoup(html, "html.parser").select(".checklist__item:not(.checklist__item--done)")
    return {
        item.select_one(".checklist__label").get_text(strip=True): [
            line.get_text() for line in item.select(".checklist__sentence")
        ]
        for item in items
    }


def shown(browser, page):
    return browser.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content


# -- what it says


def test_an_empty_page_shows_from_the_start_all_that_it_needs(browser, newham, others):
    address = reverse("wagtailadmin_pages:add", args=["articles", "articlepage", newham.root_page.pk])

    points = open_points(browser.get(address, {"start": "blank"}).content)

    assert list(points) == [
        "The question",
        "One sentence",
        "A title that gives nothing away",
        "The words, at the level Straightforward",
        "What it is about",
    ]


def test_what_is_there_is_ticked_and_says_so_to_a_screen_reader(browser, page, others):
    list_ = BeautifulSoup(shown(browser, page), "html.parser").select_one("[data-checklist]")

    assert open_points(str(list_)) == {}
    assert "Ready to be sent to the panel" in list_.get_text()
    assert "The question: done" in list_.get_text()


def test_it_ticks_itself_off_while_somebody_types(browser, page, others):
    before = look_over(browser, page, typed(summary="", topics=())).json()
    after = look_over(browser, page, typed(topics=())).json()

    assert (before["left"], before["summary"]) == (2, "2 things left to do")
    assert (after["left"], after["summary"]) == (1, "1 thing left to do")
    assert open_points(after["items"]) == {
        "What it is about": ["Choose one topic at least, so that readers can find it."]
    }


def test_a_page_that_is_not_saved_yet_is_looked_over_too(browser, newham, others):
    answer = look_over_new(browser, newham.root_page, typed(slug="brand-new", summary="")).json()

    assert open_points(answer["items"]) == {
        "One sentence": ["Say in one sentence what somebody will know after reading."]
    }


def test_whether_there_is_somebody_to_check_stands_on_it(browser, page, newham):
    members_of(newham, 3)

    points = open_points(look_over(browser, page, typed()).json()["items"])

    assert points == {"People to vote and to check": [NOBODY_TO_CHECK]}


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"title": ""},
        {"summary": "Write to help@example.org.", "review_by": "2999-01-01"},
        {"body_el3": streamfield([paragraph("Ring 0800 1111.")]), "age_from": "90"},
        {"body_l1": streamfield([("image", {"image": "", "alt_text": ""})])},
        {"slug": "no good address"},
    ],
)
def test_it_is_ready_exactly_when_it_can_be_sent(browser, page, others, wrong):
    left = look_over(browser, page, typed(**wrong)).json()["left"]

    sent = change(browser, page, typed(**wrong), SEND_IN).status_code == 302

    assert (left == 0) == sent


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [ArticlePage, VideoPage, PathwayPage])
def test_what_an_empty_page_lacks_is_on_the_list_from_the_start(kind):
    page = kind(title="")
    lacking = {problem.field for problem in page.problems_before_sending()}

    assert lacking <= {field for field, _label in page.needed_before_sending()}


@pytest.mark.parametrize("make", [full_article, full_video, full_pathway])
def test_a_whole_page_of_each_kind_is_ready(browser, newham, writer, others, make):
    page = make(newham, owner=writer)

    assert open_points(shown(browser, page)) == {}


def test_a_video_is_looked_over_with_its_captions(browser, newham, others):
    answer = look_over_new(browser, newham.root_page, typed_video(slug="a-film"), "articles.videopage").json()

    assert open_points(answer["items"])["Captions"] == ["Add captions, for people who can't hear it."]


def test_what_is_wrong_elsewhere_comes_after_what_is_always_needed(newham):
    page = draft(newham)

    checklist = checklist_of(page, [Problem("age_to", "Too old."), Problem(PEOPLE, "Nobody.")])

    assert [(item.label, item.sentences) for item in checklist.items if not item.is_done] == [
        ("Oldest reader", ("Too old.",)),
        ("People to vote and to check", ("Nobody.",)),
    ]


def test_while_the_panel_votes_there_is_nothing_to_send(browser, page, writer, others):
    send_in(page, by=writer)

    assert b"data-checklist" not in shown(browser, page)


# -- how long it is


def test_the_length_of_each_version_is_said_as_it_stands(browser, page, others):
    words = streamfield([paragraph("You can say no. " * 5)])

    lengths = look_over(browser, page, typed(body_el12=words)).json()["lengths"]

    assert "20 of about 150 words" in lengths["body_el12"]["html"]
    assert lengths["body_el12"]["past"] == ""


def test_a_version_that_is_too_long_gets_a_gentle_word_and_can_be_sent(browser, page, others):
    words = streamfield([paragraph("no " * 30) for _ in range(6)])

    answer = look_over(browser, page, typed(body_el12=words)).json()

    assert answer["lengths"]["body_el12"]["past"] == "180 words. About 150 are enough here: what could go?"
    assert answer["left"] == 0


def test_a_part_that_may_be_two_ideas_gets_a_hint(browser, page, others):
    words = streamfield([paragraph("Short."), paragraph("no " * 81)])

    answer = look_over(browser, page, typed(body_el3=words)).json()

    assert (
        "Part 2 is long: 81 words. Is it one idea, or could it be two parts?" in answer["lengths"]["body_el3"]["html"]
    )
    assert answer["left"] == 0


# -- who may ask, and what it leaves


def test_nothing_is_written(browser, page, others):
    before = Revision.objects.count()
    written = []

    def watch(execute, sql, params, many, context):
        written.append(sql.split()[0])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        assert look_over(browser, page, typed(title="Another question?", areas=("E09000025",))).status_code == 200

    assert set(written) <= {"SELECT", "SAVEPOINT", "RELEASE"}
    assert Revision.objects.count() == before


@pytest.mark.parametrize("role", ["another panel", "a moderator", "nobody"])
def test_who_may_not_write_a_page_learns_nothing_of_it(client, page, newham, stoke, role):
    if role != "nobody":
        user = moderator_for(newham) if role == "a moderator" else member_of(stoke)
        client = logged_in(user)

    answers = [look_over(client, page, typed()), look_over_new(client, newham.root_page, typed())]

    assert all(answer.status_code in (302, 401, 403) for answer in answers)
    assert all(b"checklist" not in answer.content for answer in answers)


def test_reading_the_address_is_not_allowed(browser, page):
    assert browser.get(reverse("articles:look_over", args=[page.pk])).status_code == 405


def test_what_is_not_a_pages_form_is_a_bad_request(browser, page, newham):
    assert look_over(browser, page, {}).status_code == 400
    assert look_over_new(browser, newham.root_page, {}).status_code == 400


@pytest.mark.parametrize("kind", ["home.councilpage", "people.user", "no.thing"])
def test_only_what_can_be_written_there_is_looked_over(browser, newham, kind):
    assert look_over_new(browser, newham.root_page, typed(), kind).status_code == 404
