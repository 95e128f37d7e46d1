"""A film comes in on a line that breaks off: it goes on where it stopped, and the same bytes arrive."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from playwright.sync_api import Locator, Page, Route, expect

from articles.models import Film, ResumableUpload
from tests.articles.full import full_video
from tests.articles.media import mp4
from tests.browser.axe import problems_found_by_axe
from tests.browser.conftest import DESK, PHONE
from tests.factories import member_of

ADD = reverse("wagtailmedia:add", args=["video"])
PIECES = re.compile(r"/films/uploads/\w+/")
CONTENT = mp4(weight=3_000_000)
WAITING = "Waiting for a connection. It goes on by itself."
HERE = "Your film is here. Press Upload to keep it."

pytestmark = pytest.mark.browser


@pytest.fixture
def writer(whole_newham, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return member_of(whole_newham)


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "Ada at home.mp4"
    path.write_bytes(CONTENT)
    return path


def complaints_of(page: Page) -> list[str]:
    heard: list[str] = []
    page.on("console", lambda said: heard.append(said.text) if "Content Security Policy" in said.text else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


class Sent(NamedTuple):
    """A piece on its way: where it begins, and how much of the film was here just then."""

    begins: int
    was_here: int


def breaks_off(page: Page, *, after: int) -> list[Sent]:
    """The line is gone when so many pieces have arrived; the answer to the last one never comes. Returns what was sent."""
    sent: list[Sent] = []

    def piece(route: Route) -> None:
        if route.request.method != "PATCH":
            return route.continue_()
        sent.append(Sent(int(route.request.headers["upload-offset"]), ResumableUpload.objects.get().received))
        if len(sent) != after:
            return route.continue_()
        route.fetch()
        page.context.set_offline(True)
        return route.abort()

    page.route(PIECES, piece)
    return sent


def said(page: Page) -> Locator:
    return page.locator("[data-film-upload-said]")


def bytes_of(film: Film) -> bytes:
    with default_storage.open(film.upload.name) as stored:
        return stored.read()


def test_a_film_goes_on_where_the_line_broke_off(open_browser, writer, film):
    page = open_browser(writer, size=PHONE)
    complaints = complaints_of(page)
    page.goto(ADD)
    sent = breaks_off(page, after=2)

    page.set_input_files("input[type=file]", film)
    expect(said(page)).to_have_text(WAITING)
    arrived = ResumableUpload.objects.get().received
    page.context.set_offline(False)
    expect(said(page)).to_have_text(HERE)
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url("**/admin/media/")

    assert all(piece.begins == piece.was_here for piece in sent)
    assert sent[0].begins < sent[1].begins < arrived <= sent[2].begins
    assert bytes_of(Film.objects.get()) == CONTENT
    assert complaints == []


def test_after_the_page_was_closed_the_same_film_goes_on_and_is_kept_when_it_is_here(open_browser, writer, film):
    page = open_browser(writer, size=PHONE)
    page.goto(ADD)
    breaks_off(page, after=2)
    page.set_input_files("input[type=file]", film)
    expect(said(page)).to_have_text(WAITING)
    arrived = ResumableUpload.objects.get().received
    page.goto("about:blank")
    page.context.set_offline(False)
    page.unroute(PIECES)
    page.goto(ADD)
    sent = breaks_off(page, after=99)

    page.set_input_files("input[type=file]", film)
    page.get_by_role("button", name="Upload").click()  # before it is here
    page.wait_for_url("**/admin/media/")

    assert sent[0].begins == sent[0].was_here >= arrived > 0
    assert bytes_of(Film.objects.get()) == CONTENT


def test_who_is_logged_out_meanwhile_logs_in_and_it_goes_on(open_browser, writer, film):
    page = open_browser(writer, size=DESK)
    page.goto(ADD)
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.set_input_files("input[type=file]", film)
    expect(page.get_by_role("link", name="Log in again")).to_be_visible()
    expect(said(page)).to_contain_text("You have been logged out.")
    page.context.add_cookies(cookies)

    expect(said(page)).to_have_text(HERE)
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url("**/admin/media/")

    assert bytes_of(Film.objects.get()) == CONTENT


def test_who_cancels_keeps_nothing_here_and_what_is_no_film_is_said_at_once(open_browser, writer, film, tmp_path):
    page = open_browser(writer, size=PHONE)
    page.goto(ADD)
    page.route(PIECES, lambda route: route.abort() if route.request.method == "PATCH" else route.continue_())
    page.set_input_files("input[type=file]", film)
    expect(said(page)).to_have_text(WAITING)
    with page.expect_response(lambda answer: answer.request.method == "DELETE"):
        page.get_by_role("button", name="Cancel").click()
    assert not ResumableUpload.objects.exists()
    words = tmp_path / "film.mp4"
    words.write_bytes(b"words " * 1000)
    page.unroute(PIECES)

    page.set_input_files("input[type=file]", words)

    expect(said(page)).to_contain_text("This is not a video we can use.")
    assert page.locator("input[type=file]").input_value() == ""


def test_the_choosers_own_form_brings_a_film_in_pieces_too(open_browser, writer, film, whole_newham):
    page = open_browser(writer, size=PHONE)
    complaints = complaints_of(page)
    written = full_video(whole_newham, film=None, owner=writer, live=False)
    written.save_revision()
    page.goto(reverse("wagtailadmin_pages:edit", args=[written.pk]))
    page.get_by_role("tab", name="The video").click()
    page.get_by_role("button", name=re.compile("Choose.*(video|media|film)", re.I)).first.click()
    page.get_by_role("tab", name="Upload Video").click()
    sent = breaks_off(page, after=2)

    page.set_input_files("[name=media-chooser-upload-file]", film)
    expect(said(page)).to_have_text(WAITING)
    page.context.set_offline(False)
    expect(said(page)).to_have_text(HERE)
    page.locator(".media-upload").get_by_role("button", name="Upload").click()
    page.get_by_text("Your film is waiting to be made ready.").wait_for()

    assert len(set(sent)) == len(sent) > 2
    assert bytes_of(Film.objects.latest("pk")) == CONTENT
    assert complaints == []


def test_what_is_no_film_is_said_in_the_chooser_and_goes_with_the_next_one(
    open_browser, writer, film, tmp_path, whole_newham
):
    page = open_browser(writer, size=PHONE)
    complaints = complaints_of(page)
    written = full_video(whole_newham, film=None, owner=writer, live=False)
    written.save_revision()
    before = Film.objects.count()
    page.goto(reverse("wagtailadmin_pages:edit", args=[written.pk]))
    page.get_by_role("button", name=re.compile("Choose.*(video|media|film)", re.I)).first.click()
    page.get_by_role("tab", name="Upload Video").click()
    upload = page.locator(".media-upload").get_by_role("button", name="Upload")
    words = tmp_path / "notafilm.mp4"
    words.write_bytes(b"words " * 1000)

    page.set_input_files("[name=media-chooser-upload-file]", words)
    expect(said(page)).to_contain_text("This is not a video we can use.")
    upload.click()

    expect(said(page)).to_have_text("Choose a film first.")
    expect(page.get_by_role("heading", name="Choose video")).to_be_visible()
    expect(page.get_by_role("dialog").get_by_role("tab")).to_have_text(
        [re.compile("Search"), re.compile("Upload Video")]
    )
    expect(page.locator("[name=media-chooser-upload-title]")).to_have_value("")

    page.set_input_files("[name=media-chooser-upload-file]", film)
    expect(said(page)).to_have_text(HERE)
    expect(page.get_by_text("Choose a film first.")).to_have_count(0)
    expect(page.locator("[name=media-chooser-upload-title]")).to_have_value("")
    upload.click()
    page.get_by_text("Your film is waiting to be made ready.").wait_for()

    assert Film.objects.count() == before + 1
    assert Film.objects.latest("pk").title.startswith("Film, ")
    assert complaints == []


def test_who_leaves_before_a_film_is_kept_is_asked_and_told_how_it_goes_on(open_browser, writer, film):
    page = open_browser(writer, size=PHONE)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(ADD)
    breaks_off(page, after=1)
    page.get_by_label("Title").fill("Two friends")
    page.set_input_files("input[type=file]", film)
    expect(said(page)).to_have_text(WAITING)
    expect(page.get_by_text("choose the same film again: it goes on where it stopped")).to_be_visible()
    page.context.set_offline(False)

    page.reload()

    assert asked == ["beforeunload"]


def test_axe_finds_nothing_wrong_with_a_film_on_its_way(open_browser, writer, film):
    page = open_browser(writer, size=PHONE)
    page.goto(ADD)
    breaks_off(page, after=1)
    page.set_input_files("input[type=file]", film)
    found = {}
    for said_now in (WAITING, "You have been logged out."):
        expect(said(page)).to_contain_text(said_now, timeout=20_000)
        for size, light in ((size, light) for size in (PHONE, DESK) for light in ("light", "dark")):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=light)
            wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
            wrong = problems_found_by_axe(page, within=".film-upload") + ["wider than the screen"] * wide
            found[f"{said_now} at {size['width']} in {light}"] = wrong
        page.context.clear_cookies()
        page.context.set_offline(False)

    assert {where: wrong for where, wrong in found.items() if wrong} == {}


def test_what_has_become_a_film_is_named_on_no_device_any_more(open_browser, writer, film):
    page = open_browser(writer, size=PHONE)
    page.goto(ADD)
    page.set_input_files("input[type=file]", film)
    expect(said(page)).to_have_text(HERE)
    assert "Ada" in page.evaluate("localStorage.getItem('film-uploads')")
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url("**/admin/media/")

    with page.expect_response(lambda answer: answer.request.method == "HEAD") as asked:
        page.goto(ADD)
    assert asked.value.status == 404

    page.wait_for_timeout(200)
    assert page.evaluate("localStorage.getItem('film-uploads')") == "{}"


def test_without_any_script_a_film_comes_in_as_before(open_browser, writer, film):
    page: Any = open_browser(writer, size=PHONE, java_script_enabled=False)
    page.goto(ADD)

    page.set_input_files("input[type=file]", film)
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url("**/admin/media/")

    assert bytes_of(Film.objects.get()) == CONTENT
