"""The smallest phone, 320 pixels wide: all of a page is in sight, and a thumb finds what it must press."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from articles.models import ArticlePage, Film, FilmState
from people.models import Appointment, Role
from tests.articles.full import full_video
from tests.articles.media import collection_of, film
from tests.factories import UserFactory, draft, member_of, moderator_for, picture, png

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SMALL = {"width": 320, "height": 640}
THUMB = 44

OUT_OF_SIGHT = """where => [...document.querySelectorAll(where)]
    .filter(element => element.checkVisibility({visibilityProperty: true}) && element.getBoundingClientRect().width > 1)
    .filter(element => { const box = element.getBoundingClientRect(); return box.left < 0 || box.right > innerWidth; })
    .map(element => element.outerHTML.slice(0, 120))"""

# A word in the first column of a list that stands in two halves is wider, written out on one line, than its cell.
IN_TWO_HALVES = """() => [...document.querySelectorAll('.listing td.title a')].flatMap(link => {
    const words = link.innerText.split(/\\s+/), range = document.createRange();
    const text = document.createTreeWalker(link, NodeFilter.SHOW_TEXT).nextNode();
    return words.filter(word => {
        const at = text.data.indexOf(word);
        if (at < 0) return false;
        range.setStart(text, at); range.setEnd(text, at + word.length);
        return range.getClientRects().length > 1;
    });
})"""

TITLE = "I am being bullied. How do I make it stop?"

# Words of an element of which something is outside of it, or of what it stands in.
CUT_OFF = """element => {
    const range = document.createRange(), seen = element.getBoundingClientRect(), around = element.closest('.w-slim-header > div > div').getBoundingClientRect();
    range.selectNodeContents(element);
    return [...range.getClientRects()].filter(box => box.right > Math.min(seen.right, around.right) + 1 || box.bottom > seen.bottom + 1 || box.top < seen.top - 1).map(box => [box.right, box.bottom, seen.right, seen.bottom]);
}"""

WIDER_THAN = """([what, around]) => [...document.querySelectorAll(`${around} ${what}`)]
    .filter(element => element.getBoundingClientRect().right > element.closest(around).getBoundingClientRect().right)
    .map(element => element.outerHTML.slice(0, 120))"""


def out_of_sight(page: Page, within: str) -> list[str]:
    return page.evaluate(OUT_OF_SIGHT, f"{within} :is(h1, h2, a, button, input, select, textarea, p, label)")


@pytest.fixture
def picture_of_newham(whole_newham):
    title = "A young person on a bed shuts a buzzing phone in a drawer. Empty, spiky speech bubbles shrink."
    return picture(title=title, file=png(size=(800, 450)), collection=collection_of(whole_newham))


def test_lists_and_forms_of_files_are_all_in_sight(open_browser, whole_newham, picture_of_newham):
    page = open_browser(member_of(whole_newham), size=SMALL)
    names = [
        "wagtailimages:index",
        "wagtailmedia:index",
        "wagtaildocs:index",
        "wagtailadmin_account",
        "wordgroup:index",
        "plainword:index",
    ]
    found = {}

    for name in names:
        page.goto(reverse(name))
        found[name] = out_of_sight(page, "main header") + out_of_sight(page, "main form")

    assert {name: hidden for name, hidden in found.items() if hidden} == {}


def test_a_chosen_picture_and_its_menu_are_in_sight(open_browser, whole_newham, picture_of_newham):
    member = member_of(whole_newham)
    own = draft(whole_newham, by=member, image=picture_of_newham, image_alt="A closed bag on a bench")
    assert isinstance(own, ArticlePage)
    page = open_browser(member, size=SMALL)

    page.goto(reverse("wagtailadmin_pages:edit", args=[own.pk]))
    page.get_by_role("tab", name="A picture").click()
    page.locator(".image-chooser .chosen").wait_for()

    assert out_of_sight(page, ".image-chooser") == []


def test_a_name_in_a_list_is_not_broken_in_two(open_browser, whole_newham):
    admin = UserFactory()
    Appointment.objects.create(user=admin, role=Role.ADMIN, council=whole_newham.council)
    for name in ("Kestrel", "Juniper", "Harbour"):
        member_of(whole_newham, username=name.lower(), display_name=name)
    page = open_browser(admin, size=SMALL)

    page.goto(reverse("membership:index"))

    assert page.get_by_role("link", name="Kestrel").count()
    assert page.evaluate(IN_TWO_HALVES) == []


def test_a_thumb_finds_the_way_from_the_first_page_to_the_desk(open_browser, whole_newham):
    page = open_browser(moderator_for(whole_newham), size=SMALL)

    box = page.get_by_role("link", name="Open the desk").bounding_box()
    above = page.locator(".room-empty").bounding_box()

    assert box["height"] >= THUMB
    assert box["y"] - (above["y"] + above["height"]) >= 8


def test_the_lists_of_films_fit_the_page_and_the_chooser(open_browser, whole_newham):
    writer = member_of(whole_newham)
    film(title="What happened when I told somebody", collection=collection_of(whole_newham), uploaded_by_user=writer)
    Film.objects.update(state=FilmState.BEING_MADE)
    written = full_video(whole_newham, film=None, owner=writer, live=False)
    written.save_revision()
    page = open_browser(writer, size=SMALL)

    page.goto(reverse("wagtailmedia:index"))
    in_the_list = page.evaluate(WIDER_THAN, [".listing", "main"])
    page.goto(reverse("wagtailadmin_pages:edit", args=[written.pk]))
    page.get_by_role("button", name="Choose video").click()
    page.get_by_role("dialog").get_by_text("What happened when I told somebody").wait_for()

    assert in_the_list == []
    assert page.evaluate(WIDER_THAN, [".listing", ".modal-body"]) == []


def test_the_title_of_the_page_that_is_written_is_read_whole_beside_the_editors_buttons(open_browser, whole_newham):
    writer = member_of(whole_newham)
    page = open_browser(writer, size={"width": 390, "height": 844})
    page.goto(reverse("wagtailadmin_pages:edit", args=[draft(whole_newham, by=writer, title=TITLE).pk]))
    title = page.locator(".w-slim-header .w-breadcrumbs li").last.get_by_role("link")
    assert title.inner_text().strip() == TITLE

    page.locator("[name=summary]").press_sequentially("x")
    page.locator('#w-autosave-indicator[data-w-autosave-state-value="saved"]').wait_for()

    assert title.evaluate(CUT_OFF) == []
