"""Addresses with numbers and signs that no database takes are answered kindly, whoever made the view behind them."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.articles.editor import logged_in
from tests.moderation.doors import superuser

HUGE = "9" * 23


@pytest.fixture
def browser(newham) -> Client:
    return logged_in(superuser())


@pytest.mark.parametrize("number", [HUGE, "9223372036854775808", "9" * 5000])
@pytest.mark.parametrize(
    "path",
    [
        *(
            "pages/{}/edit/",
            "pages/{}/history/",
            "panel/ballots/{}/",
            "desk/checks/{}/",
            "choose-page/{}/",
            "pages/{}/",
        ),
        *("api/main/pages/{}/", "images/{}/", "pages/1/revisions/compare/{}...{}/", "pages/1/revisions/-{}/view/"),
        *("choose-page/chosen-multiple/?id={}", "bulk/wagtailcore/page/unpublish/?id={}", "images/?collection_id={}"),
        *("bulk/wagtailcore/page/unpublish/?id=all&childOf={}", "pages/?p=1&locale={}", "api/main/pages/?child_of={}"),
        *("api/main/pages/?id__in=1,{}", "choose-page/?user=-{}", "choose-page/chosen-multiple/?id=9_{}"),
    ],
)
def test_at_a_number_longer_than_the_databases_there_is_nothing(browser, path, number):
    answer = browser.get(f"/admin/{path.format(number, number)}")

    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        *(
            "/admin/desk/?q=%00",
            "/admin/api/main/pages/?search=%00",
            "/admin/pages/1/?q=a%00b",
            "/admin/login/?next=%00",
        ),
        *("/media/images/%00.webp", "/media/%00", "/admin/pages/1%00/", "/%00", "/admin/images/?%00=1"),
    ],
)
def test_an_address_with_the_character_that_is_none_is_answered_kindly(browser, address):
    answer = browser.get(address)

    assert answer.status_code == 400
    assert "Something in this could not be read" in answer.content.decode()


def test_a_script_is_told_so_in_its_own_way(browser):
    answer = browser.get("/admin/desk/?q=%00", headers={"accept": "application/json"})

    assert (answer.status_code, answer.json()["error_code"]) == (400, "bad_request")


@pytest.mark.parametrize(
    "query", ["q=99999999999999999999999", "q=a+%2500", "p=999999999999999999", "mark=a12345678901234567890b"]
)
def test_what_somebody_looks_for_may_be_a_long_number(browser, query):
    assert browser.get(f"/admin/images/?{query}").status_code == 200


@pytest.mark.parametrize("of", ["wagtailcore/page/unpublish", "wagtailcore/page/delete", "wagtailimages/image/delete"])
@pytest.mark.parametrize(
    "ticked", ["id=all&childOf=999999", "id=all&childOf=x", "id=all&childOf=", "id=x", "id=1&id=-1"]
)
def test_many_at_once_that_are_not_there_are_no_error(browser, of, ticked):
    assert browser.get(f"/admin/bulk/{of}/?{ticked}&next=/admin/").status_code == 404


def test_all_pages_of_a_place_are_still_found(browser, newham):
    place = newham.root_page.get_parent().pk

    answer = browser.get(f"/admin/bulk/wagtailcore/page/unpublish/?id=all&childOf={place}&next=/admin/")

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        *(
            "content/{}/",
            "content/?topics={}",
            "search/?q={}",
            "content/?page={}",
            "content/?page_size={}",
            "pathways/{}/",
        ),
        *("topics/?q={}", "content/?locale={}", "crisis-help/?area={}", "reports/?x={}"),
    ],
)
@pytest.mark.parametrize("typed", ["%00", HUGE, f"-{HUGE}"])
def test_the_public_api_says_it_in_its_own_way(client, newham, path, typed):
    answer = client.get(f"/api/v1/{path.format(typed)}")

    assert answer.status_code in (200, 400, 404)
    if answer.status_code != 200:
        assert answer.headers["Content-Type"] == "application/problem+json"
