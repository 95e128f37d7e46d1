"""Films and caption files: what they must be, and what is read from them."""

from __future__ import annotations

import io
import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from articles.films import FilmFacts, FilmFormat, NotAFilm, read_film, without_metadata
from articles.models import CaptionFile, Film
from tests.articles.editor import logged_in
from tests.articles.media import CAPTIONS, box, captions, collection_of, element, film, mp4, upload, webm
from tests.factories import member_of


@pytest.fixture
def browser(newham):
    return logged_in(member_of(newham))


# -- read from the file itself


def test_an_mp4s_length_and_size_are_read_from_the_file():
    assert read_film(io.BytesIO(mp4(seconds=62.5))) == FilmFacts(FilmFormat.MP4, 62.5, 640, 360)


def test_a_webms_length_and_size_are_read_from_the_file():
    assert read_film(io.BytesIO(webm(seconds=62.5))) == FilmFacts(FilmFormat.WEBM, 62.5, 640, 360)


NO_FILM = {
    "nothing": b"",
    "a web page": b"<html><script>alert(1)</script></html>",
    "a picture that is stored like an MP4": mp4(brand=b"avif"),
    "a Matroska that is no WebM": webm(kind=b"matroska"),
    "an MP4 that ends after its kind": mp4()[:20],
    "a WebM that ends after its kind": webm()[:30],
}


@pytest.mark.parametrize("content", NO_FILM.values(), ids=NO_FILM)
def test_what_is_neither_mp4_nor_webm_is_no_film(content):
    with pytest.raises(NotAFilm):
        read_film(io.BytesIO(content))


@given(st.data())
def test_a_broken_film_is_no_film_or_a_film_but_never_an_error(data):
    whole = data.draw(st.sampled_from([mp4(), webm()]))
    place = data.draw(st.integers(0, len(whole)))
    broken = whole[:place] + data.draw(st.binary(max_size=16)) + whole[place + data.draw(st.integers(0, 16)) :]

    try:
        facts = read_film(io.BytesIO(broken))
    except NotAFilm:
        return

    assert facts.format in FilmFormat


WHERE = b"+51.5072-000.1276/ Ada Lovelace"
TELLING = {
    "an MP4 with a place": mp4(said=box(b"udta", box(b"\xa9xyz", WHERE))),
    "an MP4 with a place in a track": mp4(said=box(b"trak", box(b"udta", WHERE))),
    "an MP4 with a place beside the film": mp4() + box(b"meta", WHERE),
    "a WebM with tags": webm(said=element(b"\x12\x54\xc3\x67", WHERE)),
}


@pytest.mark.parametrize("content", TELLING.values(), ids=TELLING)
def test_a_film_does_not_say_where_and_by_whom_it_was_made(content):
    cleared = without_metadata(content)

    assert WHERE not in cleared
    assert len(cleared) == len(content)
    assert read_film(io.BytesIO(cleared)) == read_film(io.BytesIO(content))


def test_what_a_stored_film_does_not_say_is_gone_from_its_file(db):
    mine = film(TELLING["an MP4 with a place"])

    with mine.file.storage.open(mine.file.name) as stream:
        assert WHERE not in stream.read()


def test_a_film_that_says_nothing_stays_as_it_is_byte_for_byte():
    assert [without_metadata(content) for content in (mp4(), webm())] == [mp4(), webm()]


# -- uploaded


@pytest.mark.parametrize(("content", "ending"), [(mp4(61), "mp4"), (webm(61), "webm")])
def test_a_film_comes_in_with_its_length_and_without_its_name(newham, browser, content, ending):
    data = {"title": "", "file": upload(content, f"Ada.{ending}"), "collection": collection_of(newham).pk}

    response = browser.post(reverse("wagtailmedia:add", args=["video"]), data)

    assert response.status_code == 302, response.context["form"].errors
    mine = Film.objects.get()
    assert mine.duration == pytest.approx(61)
    assert (mine.width, mine.height) == (640, 360)
    assert "Ada" not in mine.file.name + mine.title


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (NO_FILM["a web page"], "film.mp4", "This is not a video we can use. Save it as MP4 or WebM and try again."),
        (webm(), "film.mp4", "This file says it is something else than it is. Name it .webm and try again."),
    ],
)
def test_what_is_no_film_is_refused_with_a_sentence_at_its_field(newham, browser, content, name, sentence):
    data = {"title": "A film", "file": upload(content, name), "collection": collection_of(newham).pk}

    response = browser.post(reverse("wagtailmedia:add", args=["video"]), data)

    assert response.context["form"].errors["file"] == [sentence]
    assert not Film.objects.exists()


def test_a_sound_file_is_no_film(newham, browser):
    data = {"title": "A song", "file": upload(b"ID3 and so on", "song.mp3"), "collection": collection_of(newham).pk}

    response = browser.post(reverse("wagtailmedia:add", args=["audio"]), data)

    assert "This is not a video we can use." in response.context["form"].errors["file"][0]


def test_a_film_cannot_be_swapped_and_the_form_says_what_to_do_instead(newham, browser):
    mine = film(collection=collection_of(newham), uploaded_by_user_id=int(browser.session["_auth_user_id"]))
    data = {"title": "Swapped", "file": upload(mp4(5), "other.mp4"), "collection": collection_of(newham).pk}

    response = browser.post(reverse("wagtailmedia:edit", args=[mine.pk]), data)

    assert response.context["form"].errors["file"] == [
        "A file cannot be swapped. Upload the new one, then choose it instead."
    ]


# -- captions

NO_CAPTIONS = {
    "not WebVTT": b"1\n00:00:00,000 --> 00:00:02,000\nYou can say no.\n",
    "WebVTT without a caption": b"WEBVTT\n\n",
    "not UTF-8": "WEBVTT\n\n00:00.000 --> 00:02.000\nDŵr\n".encode("utf-16"),
    "too heavy": CAPTIONS * 5000,
}


@pytest.mark.parametrize("content", NO_CAPTIONS.values(), ids=NO_CAPTIONS)
def test_what_is_no_caption_file_is_refused_with_a_sentence_at_its_field(newham, browser, content):
    data = {"title": "Captions", "file": upload(content, "captions.vtt"), "collection": collection_of(newham).pk}

    response = browser.post(reverse("wagtaildocs:add"), data)

    [sentence] = response.context["form"].errors["file"]
    assert sentence.startswith(("These are not captions we can use.", "This caption file is too heavy"))
    assert not CaptionFile.objects.exists()


@pytest.mark.parametrize("content", NO_CAPTIONS.values(), ids=NO_CAPTIONS)
def test_what_is_no_caption_file_is_refused_from_a_script_too(db, content):
    with pytest.raises(ValidationError):
        captions(content)


def test_captions_come_in_and_can_be_read_back(newham, browser):
    data = {"title": "Ada", "files[]": upload(CAPTIONS, "Ada.vtt"), "collection": collection_of(newham).pk}

    response = browser.post(reverse("wagtaildocs:add_multiple"), data)

    assert json.loads(response.content)["success"]
    mine = CaptionFile.objects.get()
    assert mine.said() == ["You can say no."]
    assert "Ada" not in mine.file.name + mine.title


def test_a_caption_file_cannot_be_swapped_and_the_form_says_what_to_do_instead(newham, browser):
    mine = captions(collection=collection_of(newham), uploaded_by_user_id=int(browser.session["_auth_user_id"]))
    data = {"title": "Swapped", "file": upload(CAPTIONS, "other.vtt"), "collection": collection_of(newham).pk}

    response = browser.post(reverse("wagtaildocs:edit", args=[mine.pk]), data)

    assert response.context["form"].errors["file"] == [
        "A file cannot be swapped. Upload the new one, then choose it instead."
    ]
