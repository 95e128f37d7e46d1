"""What a member no longer sees of Wagtail's own parts, and what is left where it was for those who look after it."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.articles.media import captions
from tests.factories import draft, member_of, picture
from tests.moderation.doors import browser_of, superuser


@pytest.fixture
def page(newham):
    return draft(newham, by=member_of(newham))


@pytest.fixture
def looked_at(newham, page):
    """Each page that a writer works with, as somebody sees it."""
    addresses = {
        "editor": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "new": reverse("wagtailadmin_pages:add", args=["articles", "articlepage", newham.root_page.pk])
        + "?start=blank",
        "list": reverse("wagtailadmin_explore", args=[newham.root_page.pk]),
    }

    def look(user):
        client = browser_of(user)
        return {name: BeautifulSoup(client.get(url).content, "html.parser") for name, url in addresses.items()}

    return look


def side_panels(soup):
    return [panel["data-side-panel"] for panel in soup.select(".form-side__panel")]


def test_beside_a_page_a_member_sees_how_it_will_look_and_nothing_else(looked_at, newham):
    seen = looked_at(member_of(newham))

    assert {name: side_panels(soup) for name, soup in seen.items()} == {
        "editor": ["preview"],
        "new": ["preview"],
        "list": [],
    }
    assert "status" in side_panels(looked_at(superuser())["editor"])


def test_no_page_leads_a_member_to_its_history(looked_at, newham, page):
    history = reverse("wagtailadmin_pages:history", args=[page.pk])

    assert all(history not in str(soup) for soup in looked_at(member_of(newham)).values())
    assert history in str(looked_at(superuser())["editor"])


def test_no_button_of_a_page_leads_a_member_to_a_closed_door(looked_at, newham, page):
    closed = [reverse(f"wagtailadmin_pages:{name}", args=[page.pk]) for name in ("copy", "move", "unpublish")]

    assert not [url for url in closed for soup in looked_at(member_of(newham)).values() if url in str(soup)]
    assert closed[0] in str(looked_at(superuser())["editor"])


def test_there_is_nothing_to_tick_in_a_members_list_of_pages(looked_at, newham):
    def boxes(user):
        return looked_at(user)["list"].select("[data-bulk-action-checkbox]")

    assert boxes(member_of(newham)) == []
    assert boxes(superuser())


@pytest.mark.parametrize("address", ["wagtailimages:index", "wagtaildocs:index"])
@pytest.mark.parametrize("layout", ["grid", "list"])
def test_there_is_nothing_to_tick_among_a_members_pictures_and_captions(newham, address, layout):
    member = member_of(newham)
    her_own = {"collection": newham.collection, "uploaded_by_user": member}
    uploads = {"wagtailimages:index": picture(**her_own), "wagtaildocs:index": captions(**her_own)}

    def boxes(user):
        soup = BeautifulSoup(browser_of(user).get(reverse(address), {"layout": layout}).content, "html.parser")
        assert uploads[address].title in soup.get_text()
        return soup.select("[data-bulk-action-checkbox]")

    assert boxes(member) == []
    assert boxes(superuser())


def test_the_menu_speaks_plainly_and_says_nothing_of_wagtail(newham):
    def menu(user):
        return browser_of(user).get(reverse("wagtailadmin_home")).content.decode()

    mine = menu(member_of(newham))

    assert all(f'"{label}"' in mine for label in ("Pictures", "Videos", "Captions", "Pages"))
    assert not [label for label in ("Images", "Documents", "Media", "Help", "Reports") if f'"{label}"' in mine]
    assert '"Help"' in menu(superuser())


def test_nobody_is_asked_for_a_sound_file_which_no_page_can_hold(newham):
    said = browser_of(member_of(newham)).get(reverse("wagtailmedia:index")).content.decode()

    assert reverse("wagtailmedia:add", args=["video"]) in said
    assert reverse("wagtailmedia:add", args=["audio"]) not in said
