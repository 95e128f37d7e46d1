"""Who waits for a film is told how far it is, and may show a picture out of it before it plays."""

from __future__ import annotations

import io
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from articles.actions import convert_waiting_films
from articles.models import Film, FilmState, Picture, VideoPage
from tests.articles.editor import logged_in
from tests.articles.film_samples import phone_film
from tests.articles.full import full_video
from tests.articles.media import box, collection_of
from tests.factories import member_of

pytestmark = pytest.mark.usefixtures("own_folder")

STATE = reverse("articles:film_state")


@pytest.fixture
def waiting(newham):
    return film_of(newham, phone_film(seconds=2, sound=None))


def film_of(panel: Any, content: bytes) -> Film:
    file = ContentFile(content, name="film.mov")
    return Film.objects.create(title="A film", file=file, collection=collection_of(panel))


def page_with(panel: Any, mine: Film) -> VideoPage:
    return full_video(panel, film=mine, image=None, image_alt="An older picture", live=False)


# -- how far it is


def test_whoever_waits_reads_how_far_the_film_is(writer, waiting):
    browser = logged_in(writer)

    def asked() -> dict[str, Any]:
        return browser.get(STATE, {"film": waiting.pk}).json()

    assert asked() == {
        "html": "Your film is waiting to be made ready. You can go on writing.\n",
        "state": "waiting",
        "percent": 0,
        "is_settled": False,
    }
    Film.objects.update(state=FilmState.BEING_MADE, percent=40)
    assert (asked()["percent"], asked()["is_settled"]) == (40, False)
    Film.objects.update(state=FilmState.WAITING)
    convert_waiting_films()
    assert (asked()["html"].strip(), asked()["is_settled"]) == ("Your film is ready.", True)


def test_whoever_waits_reads_what_to_do_where_it_could_not_be_used(newham, writer):
    broken = film_of(newham, box(b"free", b"") + b"nothing")
    convert_waiting_films()

    said = logged_in(writer).get(STATE, {"film": broken.pk}).json()

    assert "We could not read this film." in said["html"]
    assert said["is_settled"]


@pytest.mark.parametrize("number", ["", "0", "x", "9" * 40, "²"])
def test_of_what_is_no_film_nothing_is_said(writer, number):
    assert logged_in(writer).get(STATE, {"film": number}).status_code in (302, 404)


def test_of_another_panels_film_nothing_is_said(stoke, waiting):
    assert logged_in(member_of(stoke)).get(STATE, {"film": waiting.pk}).status_code == 302


def test_the_writing_form_says_it_without_a_script(newham, writer, waiting):
    page = page_with(newham, waiting)
    page.owner = writer
    page.save_revision()

    shown = logged_in(writer).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    assert "Your film is waiting to be made ready." in shown
    assert 'aria-live="polite"' in shown
    assert "articles/film_state.js" in shown


@pytest.mark.parametrize("state", FilmState)
def test_a_picture_out_of_the_film_is_offered_where_the_film_is_ready(newham, writer, waiting, state):
    convert_waiting_films()
    Film.objects.update(state=state)
    page = page_with(newham, Film.objects.get())
    page.owner = writer
    page.save_revision()

    shown = logged_in(writer).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content
    offer = BeautifulSoup(shown, "html.parser").find(attrs={"data-film-poster": True})

    assert offer.has_attr("hidden") is (state != FilmState.READY)
    assert offer.find("a")["href"] == reverse("articles:poster", args=[page.pk])


def test_the_list_of_films_and_a_films_own_page_stand_while_there_is_no_file(writer, waiting):
    browser = logged_in(writer)
    Film.objects.update(uploaded_by_user=writer)

    for address in (reverse("wagtailmedia:index"), reverse("wagtailmedia:edit", args=[waiting.pk])):
        answer = browser.get(address)
        assert answer.status_code == 200
        assert "could not be found" not in answer.content.decode()
    assert "Your film is waiting" in answer.content.decode()


def test_once_it_is_ready_a_films_own_page_is_wagtails(writer, waiting):
    convert_waiting_films()
    Film.objects.update(uploaded_by_user=writer)

    answer = logged_in(writer).get(reverse("wagtailmedia:edit", args=[waiting.pk]))

    assert "wagtailmedia/media/edit.html" in [template.name for template in answer.templates]


# -- a picture out of it


@pytest.fixture
def ready(newham, writer, waiting):
    convert_waiting_films()
    page = page_with(newham, Film.objects.get(pk=waiting.pk))
    page.owner = writer
    page.save_revision()
    return page


def test_a_picture_out_of_the_film_is_chosen_from_six(ready, writer):
    browser, address = logged_in(writer), reverse("articles:poster", args=[ready.pk])
    Film.objects.update(duration=2)

    shown = browser.get(address).context["stills"]
    answer = browser.post(address, {"at": "1"})

    assert [clock for _second, clock, _picture in shown] == ["0:00", "0:01"]  # of two seconds there are no six
    assert answer.headers["Location"] == reverse("wagtailadmin_pages:edit", args=[ready.pk]) + "#id_image_alt"
    draft = VideoPage.objects.get(pk=ready.pk).get_latest_revision_as_object()
    assert draft.image == Picture.objects.latest("pk")
    assert draft.image.title == "Out of the film, at 0:01"
    assert draft.image.collection == draft.film.collection
    assert draft.image_alt == ""  # what was said of another picture
    with draft.image.file.open() as stream:
        assert Image.open(io.BytesIO(stream.read())).size == (64, 36)


def test_what_the_pictures_are_of_is_named_after_a_colon(ready, writer):
    page = logged_in(writer).get(reverse("articles:poster", args=[ready.pk])).content
    heading = BeautifulSoup(page, "html.parser").find("h1").get_text(" ", strip=True)

    assert " ".join(heading.split()) == f"A picture out of your film: {ready.title}"


@pytest.mark.parametrize("typed", [{}, {"at": ""}, {"at": "77"}, {"at": "x"}])
def test_who_chooses_no_picture_is_asked_again(ready, writer, typed):
    answer = logged_in(writer).post(reverse("articles:poster", args=[ready.pk]), typed)

    assert "Choose one of the pictures." in answer.content.decode()
    assert not Picture.objects.filter(title__startswith="Out of").exists()


def test_nobody_else_chooses_a_picture_for_a_page(ready, stoke):
    browser = logged_in(member_of(stoke))

    browser.post(reverse("articles:poster", args=[ready.pk]), {"at": "0"})

    assert not Picture.objects.filter(title__startswith="Out of").exists()


def test_a_page_that_is_locked_keeps_its_picture(ready, writer):
    VideoPage.objects.update(locked=True)

    logged_in(writer).post(reverse("articles:poster", args=[ready.pk]), {"at": "0"})

    assert not Picture.objects.filter(title__startswith="Out of").exists()


def test_without_a_film_that_is_ready_there_are_no_pictures_and_that_is_said(newham, writer, waiting):
    page = page_with(newham, waiting)
    page.owner = writer
    page.save_revision()

    answer = logged_in(writer).get(reverse("articles:poster", args=[page.pk]), follow=True)

    assert "We have no pictures from this film. Choose one of your own." in answer.content.decode()


def test_the_list_says_how_far_each_film_is_and_links_to_nothing_that_is_not_there(newham, writer, waiting):
    ready, browser = film_of(newham, phone_film(sound=None)), logged_in(writer)
    Film.objects.update(uploaded_by_user=writer)
    Film.objects.filter(pk=ready.pk).update(state=FilmState.READY, file="films/0123456789abcdef01234567.mp4")

    for address in (reverse("wagtailmedia:index"), reverse("wagtailmedia:chooser_typed", args=["video"])):
        answer = browser.get(address)
        shown = answer.json()["html"] if "chooser" in address else answer.content.decode()

        assert "Waiting to be made ready" in shown
        assert "<td>Ready</td>" in shown
        assert 'href=""' not in shown
        assert "0123456789abcdef01234567" not in shown
