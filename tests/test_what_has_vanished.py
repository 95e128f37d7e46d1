"""Forms and addresses of the admin that name something by its number: it may be gone by then, and no number is no error."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from tests.articles.editor import typed_video
from tests.factories import draft, member_of, picture
from tests.moderation.doors import superuser

GONE = ["999999", "no-number", "", "9" * 30, "²"]


class Asked(NamedTuple):
    """One request. NUMBER stands for the number, PAGE, PICTURE and HOME for things that are there."""

    name: str
    arguments: tuple[str, ...] = ()
    query: str = ""
    sends: dict[str, Any] | None = None


COPY, MOVE, CHOOSE = "wagtailadmin_pages:copy", "wagtailadmin_pages:move", "wagtailadmin_choose_page"
BULK, BY_API = "wagtail_bulk_action", "wagtailadmin_api:pages"
A_COPY = {"new_title": "A copy", "new_slug": "a-copy", "new_parent_page": "NUMBER"}
WHERE_IT_GOES = "?user_perms=move_to&target_pages[]=NUMBER"
PICTURES, CAPTIONS, FILMS = "wagtailimages", "wagtaildocs", "wagtailmedia"
IN_COLLECTION = "?collection_id=NUMBER"
FILTERS = "?q=a&owner=NUMBER&edited_by=NUMBER&site=NUMBER&content_type=NUMBER&p=NUMBER"

ASKED = {
    "copying": Asked(COPY, ("PAGE",), sends=A_COPY),
    "copying as an alias": Asked(COPY, ("PAGE",), sends=A_COPY | {"alias": "on"}),
    "moving": Asked(MOVE, ("PAGE",), sends={"new_parent_page": "NUMBER"}),
    "moving many": Asked(BULK, ("wagtailcore", "page", "move"), "?id=PAGE", {"chooser": "NUMBER"}),
    "moving many that are gone": Asked(BULK, ("wagtailcore", "page", "move"), "?id=NUMBER", {"chooser": "HOME"}),
    "deleting all below": Asked(BULK, ("wagtailcore", "page", "delete"), "?id=all&childOf=NUMBER", {}),
    "putting in order": Asked("wagtailadmin_pages:set_page_position", ("PAGE",), "?position=NUMBER", {}),
    "beginning a page below": Asked(
        "wagtailadmin_pages:choose_parent", ("articles", "articlepage"), sends={"parent_page": "NUMBER"}
    ),
    "a page's film and picture": Asked(
        "wagtailadmin_pages:add",
        ("articles", "videopage", "HOME"),
        sends={"film": "NUMBER", "image": "NUMBER", "topics": "NUMBER", "areas": "NUMBER", "situations": "NUMBER"},
    ),
    "choosing where it goes": Asked(CHOOSE, query=WHERE_IT_GOES),
    "choosing where it goes, further down": Asked(f"{CHOOSE}_child", ("HOME",), WHERE_IT_GOES),
    "choosing several pages": Asked(f"{CHOOSE}_chosen_multiple", query="?id=NUMBER"),
    "choosing several pictures": Asked(f"{PICTURES}_chooser:chosen_multiple", query="?id=NUMBER"),
    "choosing several captions": Asked(f"{CAPTIONS}_chooser:chosen_multiple", query="?id=NUMBER"),
    "choosing a film of a collection": Asked(f"{FILMS}:chooser_typed", ("video",), IN_COLLECTION),
    "choosing a picture of a collection": Asked(f"{PICTURES}_chooser:choose_results", query=IN_COLLECTION),
    "choosing captions of a collection": Asked(f"{CAPTIONS}_chooser:choose_results", query=IN_COLLECTION),
    "the films of a collection": Asked(f"{FILMS}:index", query=IN_COLLECTION),
    "the pictures of a collection": Asked(f"{PICTURES}:index", query=IN_COLLECTION),
    "a picture for a collection": Asked(
        f"{PICTURES}:edit", ("PICTURE",), sends={"title": "A picture", "collection": "NUMBER"}
    ),
    "pictures for a collection": Asked(f"{PICTURES}:add_multiple", sends={"collection": "NUMBER"}),
    "many pictures for a collection": Asked(
        BULK, ("articles", "picture", "add_to_collection"), "?id=PICTURE", {"collection": "NUMBER"}
    ),
    "many pictures that are gone": Asked(BULK, ("articles", "picture", "delete"), "?id=NUMBER", {}),
    "many people": Asked(BULK, ("people", "user", "assign_role"), "?id=NUMBER", {"role": "NUMBER"}),
    "saying that a page is open": Asked(
        "wagtailadmin_editing_sessions:ping", ("wagtailcore", "page", "PAGE", "0"), sends={"revision_id": "NUMBER"}
    ),
    "a redirect": Asked("wagtailredirects:add", sends={"old_path": "/a", "site": "NUMBER", "redirect_page": "NUMBER"}),
    "translating": Asked("wagtail_localize:submit_page_translation", ("PAGE",), sends={"locales": "NUMBER"}),
    "copying by the menu's tree": Asked(f"{BY_API}:action", ("PAGE", "copy"), sends={"destination_page_id": "NUMBER"}),
    "putting back by the menu's tree": Asked(
        f"{BY_API}:action", ("PAGE", "revert_to_page_revision"), sends={"revision_id": "NUMBER"}
    ),
    "the menu's tree": Asked(f"{BY_API}:listing", query="?child_of=NUMBER&for_explorer=1"),
    "looking for pages": Asked("wagtailadmin_pages:search", query=FILTERS),
    "going through pages": Asked("wagtailadmin_explore", ("HOME",), FILTERS),
    "a membership": Asked("membership:add", sends={"youth_panel": "NUMBER", "user": "NUMBER"}),
    "an appointment": Asked(
        "appointment:add", sends={"youth_panel": "NUMBER", "council": "NUMBER", "user": "NUMBER", "role": "lead"}
    ),
    "how far a film is": Asked("articles:film_state", query="?film=NUMBER"),
}


@pytest.fixture
def page(newham):
    return draft(newham, by=member_of(newham))


@pytest.fixture
def browser(db):
    browser = Client()
    browser.force_login(superuser(), backend="people.backends.TermBackend")
    return browser


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_what_is_named_by_a_number_and_is_not_there_is_no_error_of_ours(newham, page, browser, asked):
    there = {"PAGE": page.pk, "HOME": newham.root_page.pk, "PICTURE": picture().pk}

    answers = {number: ask(browser, asked, there | {"NUMBER": number}).status_code for number in GONE}

    assert all(status < 500 for status in answers.values()), answers


def ask(browser: Client, asked: Asked, known: dict[str, Any]) -> Any:
    query = asked.query
    for name, key in known.items():
        query = query.replace(name, quote(str(key)))
    address = reverse(asked.name, args=[known.get(argument, argument) for argument in asked.arguments]) + query
    if asked.sends is None:
        return browser.get(address)
    sent = {name: known.get(value, value) for name, value in asked.sends.items()}
    return browser.post(address, (typed_video() if "film" in sent else {}) | sent)


@pytest.mark.parametrize("number", GONE)
def test_a_copy_below_a_page_that_is_gone_says_so_at_its_field(page, browser, number):
    before = Page.objects.count()

    answer = browser.post(reverse(COPY, args=[page.pk]), A_COPY | {"new_parent_page": number})

    assert list(answer.context["form"].errors) == ["new_parent_page"]
    assert Page.objects.count() == before


def test_a_copy_below_a_page_that_is_there_is_made(newham, page, browser):
    browser.post(reverse(COPY, args=[page.pk]), A_COPY | {"new_parent_page": newham.root_page.pk})

    assert Page.objects.filter(title="A copy").exists()


@pytest.mark.parametrize("number", ["999999", "no-number", "9" * 30])
def test_what_a_council_shows_is_named_by_its_number(browser, number):
    address = reverse("councilpage:edit", args=[1]).replace("1", number)

    assert browser.get(address).status_code == 404


@pytest.mark.parametrize("ticked", ["no-number", "all", "all&childOf=no-number"])
@pytest.mark.parametrize("what", [("articles", "picture"), ("articles", "captionfile"), ("wagtailcore", "page")])
def test_a_stranger_who_ticks_anything_logs_in_first_and_costs_no_query(
    newham, page, django_assert_num_queries, what, ticked
):
    picture()
    address = f"{reverse(BULK, args=[*what, 'delete'])}?id={ticked}"

    with django_assert_num_queries(0):
        answer = Client().get(address)

    assert answer.url.startswith(reverse("wagtailadmin_login"))


def test_an_error_of_ours_about_a_number_that_nobody_sent_stays_one(rf):
    from cms.form_numbers import is_about_a_number_that_was_sent

    request = rf.get("/admin/", {"id": "twelve"})

    assert is_about_a_number_that_was_sent(ValueError("Field 'id' expected a number but got 'twelve'."), request)
    assert not is_about_a_number_that_was_sent(ValueError("Field 'id' expected a number but got 'ours'."), request)
    assert not is_about_a_number_that_was_sent(ValueError("'twelve'"), request)
    assert not is_about_a_number_that_was_sent(OverflowError("too large"), request)
