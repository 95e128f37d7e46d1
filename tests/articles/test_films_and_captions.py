"""Films and caption files: what they must be, and what is read from them."""

from __future__ import annotations

import io
import json
import struct

import av
import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from articles.films import FilmFacts, FilmFormat, NotAFilm, NotForAllPhones, read_film, without_metadata
from articles.models import CaptionFile, Film, FilmState
from cms.demo.loading import CONTENT
from tests.articles.editor import logged_in
from tests.articles.film_samples import phone_film
from tests.articles.media import CAPTIONS, box, captions, collection_of, element, film, mp4, upload, webm
from tests.factories import member_of, picture


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
    "an MP4 with a place in a track's media": mp4(said=box(b"trak", box(b"mdia", box(b"udta", WHERE)))),
    "an MP4 with a place in its media's meta": mp4(said=box(b"trak", box(b"mdia", box(b"meta", WHERE)))),
    "an MP4 with a place in free space": mp4() + box(b"free", WHERE),
    "an MP4 with a box of a phone's maker": mp4() + box(b"gps ", WHERE),
    "an MP4 with bytes behind the last box": mp4() + WHERE[:7] + b"\0" * 3 + WHERE,
    "an MP4 with the name of a handler": mp4(
        said=box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + b"vide" + bytes(12) + WHERE)))
    ),
    "an MP4 with the name of an encoder": mp4(
        said=box(
            b"trak",
            box(
                b"mdia",
                box(
                    b"minf",
                    box(b"stbl", box(b"stsd", bytes(8) + box(b"avc1", bytes(42) + WHERE + bytes(36 - len(WHERE))))),
                ),
            ),
        )
    ),
    "an MP4 with an address of its data": mp4(
        said=box(
            b"trak",
            box(b"mdia", box(b"minf", box(b"dinf", box(b"dref", bytes(8) + box(b"url ", bytes(4) + WHERE))))),
        )
    ),
    "a WebM with the name of a track": webm(
        said=element(b"\x16\x54\xae\x6b", element(b"\xae", element(b"\x53\x6e", WHERE)))
    ),
    "a WebM with what wrote it": webm(said=element(b"\x15\x49\xa9\x66", element(b"\x57\x41", WHERE))),
    "a WebM with empty space": webm(said=element(b"\xec", WHERE)),
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


def test_a_film_does_not_say_when_it_was_made():
    whole = mp4()
    place = whole.index(b"mvhd") + 8
    told = whole[:place] + b"\xe1\xf0\x12\x34" * 2 + whole[place + 8 :]

    assert b"\xe1\xf0\x12\x34" not in without_metadata(told)


def test_a_film_of_more_boxes_than_anybody_looks_at_is_no_film():
    with pytest.raises(NotAFilm):
        without_metadata(mp4() + box(b"skip", b"") * 10_001 + box(b"udta", WHERE))


def test_a_film_held_upright_is_given_out_upright():
    whole = mp4()
    sizes = struct.pack(">II", 640 << 16, 360 << 16)
    turned = struct.pack(">9i", 0, 1 << 16, 0, -1 << 16, 0, 0, 0, 0, 1 << 30)

    facts = read_film(io.BytesIO(whole.replace(bytes(36) + sizes, turned + sizes)))

    assert (facts.width, facts.height) == (360, 640)


def track(handler: bytes, entry: bytes) -> bytes:
    described = box(b"minf", box(b"stbl", box(b"stsd", bytes(8) + box(entry, bytes(78)))))
    return box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + handler + bytes(12)) + described))


@pytest.mark.parametrize(("handler", "entry"), [(b"vide", b"hvc1"), (b"vide", b"hev1"), (b"meta", b"mett")])
def test_what_half_the_phones_show_black_or_carries_more_than_a_film_is_none_of_ours(handler, entry):
    with pytest.raises(NotForAllPhones):
        read_film(io.BytesIO(mp4(said=track(handler, entry))))


def test_one_of_our_own_films_stays_as_it_is_but_for_names():
    whole = next((CONTENT / "videos").glob("*.mp4")).read_bytes()

    cleared = without_metadata(whole)

    assert read_film(io.BytesIO(cleared)) == read_film(io.BytesIO(whole))
    with av.open(io.BytesIO(whole)) as before, av.open(io.BytesIO(cleared)) as after:
        assert [bytes(one) for one in after.demux(video=0)] == [bytes(one) for one in before.demux(video=0)]


def test_what_a_stored_film_does_not_say_is_gone_from_its_file(db):
    mine = film(TELLING["an MP4 with a place"])

    with mine.file.storage.open(mine.file.name) as stream:
        assert WHERE not in stream.read()


def test_a_film_that_says_nothing_stays_as_it_is_byte_for_byte():
    assert [without_metadata(content) for content in (mp4(), webm())] == [mp4(), webm()]


# -- uploaded


def test_a_film_comes_in_as_the_phone_took_it_and_without_its_name(newham, browser):
    data = {"title": "", "file": upload(phone_film(), "Ada.MOV"), "collection": collection_of(newham).pk}

    response = browser.post(reverse("wagtailmedia:add", args=["video"]), data)

    assert response.status_code == 302, response.context["form"].errors
    mine = Film.objects.get()
    assert (mine.state, mine.file.name) == (FilmState.WAITING, "")
    assert "Ada" not in mine.upload.name + mine.title


def test_films_without_a_title_are_called_by_their_minute_and_the_form_says_so(newham, browser):
    add = reverse("wagtailmedia:add", args=["video"])
    for minute in ("14:05", "14:06"):
        with time_machine.travel(f"2026-11-28 {minute}", tick=False):
            browser.post(
                add, {"title": "", "file": upload(phone_film(), "Ada.mp4"), "collection": collection_of(newham).pk}
            )

    assert [film.title for film in Film.objects.order_by("pk")] == [
        "Film, 28 November, 14:05",
        "Film, 28 November, 14:06",
    ]
    assert "Left empty, it is the day and time: file names can say too much." in browser.get(add).content.decode()


def test_what_is_no_film_is_refused_with_a_sentence_at_its_field(newham, browser):
    data = {
        "title": "A film",
        "file": upload(NO_FILM["a web page"], "film.mp4"),
        "collection": collection_of(newham).pk,
    }

    response = browser.post(reverse("wagtailmedia:add", args=["video"]), data)

    assert response.context["form"].errors["file"] == [
        "This is not a video we can use. Choose one that was filmed with a phone or a camera."
    ]
    assert not Film.objects.exists()


def test_a_film_heavier_than_phones_make_in_three_minutes_says_how_heavy_it_may_be(newham, browser, monkeypatch):
    monkeypatch.setattr("articles.models.films.HEAVIEST_UPLOAD", 100)
    data = {"title": "A film", "file": upload(phone_film(), "film.mp4"), "collection": collection_of(newham).pk}

    response = browser.post(reverse("wagtailmedia:add", args=["video"]), data)

    assert "200 MB at most" in response.context["form"].errors["file"][0]


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


def editing(browser, address: str, mine) -> str:
    return " ".join(browser.get(reverse(address, args=[mine.pk])).content.decode().split())


@pytest.mark.parametrize(
    ("kind", "address", "add"),
    [
        (film, "wagtailmedia:edit", ("wagtailmedia:add", "video")),
        (captions, "wagtaildocs:edit", ("wagtaildocs:add_multiple",)),
        (picture, "wagtailimages:edit", ("wagtailimages:add_multiple",)),
    ],
    ids=["a film", "captions", "a picture"],
)
def test_of_what_is_here_no_other_file_is_offered_and_it_is_said_what_to_do(newham, browser, kind, address, add):
    mine = kind(collection=collection_of(newham), uploaded_by_user_id=int(browser.session["_auth_user_id"]))

    html = editing(browser, address, mine)

    assert 'type="file"' not in html
    assert "Choose another file" not in html
    assert "then choose it on your page" in html
    name, *arguments = add
    assert f'href="{reverse(name, args=arguments)}"' in html


def test_of_a_film_whose_file_is_gone_nobody_is_told_to_choose_another(newham, browser):
    mine = film(collection=collection_of(newham), uploaded_by_user_id=int(browser.session["_auth_user_id"]))
    mine.file.storage.delete(mine.file.name)

    html = editing(browser, "wagtailmedia:edit", mine)

    assert "change the source" not in html
    assert "Delete it here, and add it again." in html


# -- captions

NO_CAPTIONS = {
    "not captions at all": b"You can say no.\n",
    "a film": b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2mp41",
    "WebVTT without a caption": b"WEBVTT\n\n",
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
