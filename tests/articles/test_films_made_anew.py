"""Any film that a phone brings becomes a small one that says nothing of its maker, or a sentence that says what to do."""

from __future__ import annotations

import io
import struct
import threading
from datetime import timedelta
from typing import Any

import av
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from articles import actions
from articles.actions import convert_waiting_films
from articles.films import container_of, read_film
from articles.media import conversion
from articles.models import Film, FilmState
from articles.models.films import MOST_ATTEMPTS
from cms.jobs import JOBS
from tests.articles.editor import logged_in
from tests.articles.film_samples import phone_film, silence
from tests.articles.full import full_video
from tests.articles.media import box, collection_of, film, mp4, upload
from tests.factories import member_of

WHERE = b"+51.5072-000.1276/ Ada Lovelace, 12 Station Road"


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def uploaded(content: bytes, *, name: str = "Ada at home.MOV") -> Film:
    return Film.objects.create(title="A film", type="video", file=ContentFile(content, name=name))


def made_from(content: bytes) -> Film:
    mine = uploaded(content)
    convert_waiting_films()
    mine = Film.objects.get(pk=mine.pk)
    assert mine.is_ready, mine.why
    return mine


def content_of(mine: Film) -> bytes:
    with mine.file.storage.open(mine.file.name) as stream:
        return stream.read()


def corner(mine: Film, x: int, y: int) -> str:
    """What colour the made film has there, counted from the left and from the top; from the right and bottom below nought."""
    with av.open(io.BytesIO(content_of(mine))) as opened:
        picture = next(opened.decode(video=0)).to_image()
    red, _green, blue = picture.getpixel((x % picture.width, y % picture.height))
    return "red" if red > blue else "blue"


# -- what phones bring

FROM_PHONES = {
    "QuickTime": {"container": "mov"},
    "MP4": {"container": "mp4"},
    "HEVC": {"container": "mov", "codec": "libx265"},
    "3GP": {"container": "3gp", "codec": "h263", "size": (176, 144), "sound": None},
    "WebM": {"container": "webm", "codec": "libvpx", "sound": "libopus"},
    "Matroska": {"container": "matroska"},
    "AVI": {"container": "avi", "codec": "mpeg4", "sound": "mp3"},
    "a transport stream": {"container": "mpegts"},
    "no sound": {"sound": None},
}


@pytest.mark.parametrize("sample", FROM_PHONES.values(), ids=FROM_PHONES)
def test_a_film_from_a_phone_becomes_one_that_plays_everywhere(db, sample):
    mine = made_from(phone_film(**sample))

    assert mine.file.name.startswith("films/")
    assert mine.file.name.endswith(".mp4")
    with av.open(io.BytesIO(content_of(mine))) as made:
        picture = made.streams.video[0].codec_context
        assert (picture.name, picture.profile, picture.pix_fmt) == ("h264", "Main", "yuv420p")
        assert [stream.codec_context.name for stream in made.streams.audio] == (
            ["aac"] if sample.get("sound", "aac") else []
        )
        assert len(made.streams) <= 2
        assert len(list(made.decode(video=0))) >= 8
    assert 0.8 <= mine.duration <= 1.3


def test_a_made_film_begins_to_play_before_it_is_all_there(db):
    content = content_of(made_from(phone_film()))

    assert content.index(b"moov") < content.index(b"mdat")


@pytest.mark.parametrize(
    ("size", "kept"),
    [
        ((64, 36), (64, 36)),
        ((66, 50), (66, 50)),
        ((1280, 720), (640, 360)),
        ((360, 1000), (230, 640)),
        ((1000, 562), (640, 360)),
    ],
)
def test_a_film_keeps_its_shape_and_is_no_longer_than_640_pixels_on_any_side(db, size, kept):
    mine = made_from(phone_film(size=size, sound=None, seconds=0.5))

    assert (mine.width, mine.height) == kept


def test_odd_sizes_become_even(db):
    mine = made_from(phone_film(container="matroska", codec="ffv1", size=(65, 37), sound=None))

    assert (mine.width % 2, mine.height % 2) == (0, 0)


@pytest.mark.parametrize(
    ("turned", "top_left", "bottom_right"),
    [(0, "red", "blue"), (90, "blue", "red"), (-90, "red", "blue"), (180, "blue", "red")],
)
def test_a_film_held_upright_is_made_upright(db, turned, top_left, bottom_right):
    mine = made_from(phone_film(turned=turned, sound=None))

    assert (mine.width, mine.height) == ((36, 64) if turned in (90, -90) else (64, 36))
    assert (corner(mine, 3, 3), corner(mine, -3, -3)) == (top_left, bottom_right)


def test_a_film_of_noise_stays_below_three_megabytes_a_minute(db):
    mine = made_from(noise(seconds=24))

    assert mine.megabytes() <= 3 * mine.duration / 60


def noise(seconds: int) -> bytes:
    """What films weigh at most: nothing in a picture says anything about the next one."""
    stream = io.BytesIO()
    with av.open(stream, "w", format="mov") as shot:
        picture = shot.add_stream("mjpeg", rate=5)
        picture.width, picture.height, picture.pix_fmt = 640, 360, "yuvj420p"
        source = av.filter.Graph()
        source.link_nodes(
            source.add("nullsrc", f"size=640x360:rate=5:duration={seconds}"),
            source.add("noise", "alls=100:allf=t"),
            source.add("format", "yuvj420p"),
            source.add("buffersink"),
        ).configure()
        while True:
            try:
                shot.mux(picture.encode(source.vpull()))
            except av.error.EOFError:
                break
        shot.mux(picture.encode(None))
    return stream.getvalue()


# -- what nobody gets


def telling(where: str) -> bytes:
    whole = phone_film(container="mov", said={"location": WHERE.decode(), "comment": WHERE.decode()})
    if where == "tags":
        return phone_film(container="mp4", said={"title": WHERE.decode(), "comment": WHERE.decode()})
    if where == "handler":
        place = whole.index(b"VideoHandler")
        return whole[:place] + WHERE[:12] + whole[place + 12 :]
    if where == "Matroska":
        return phone_film(container="matroska", said={"artist": WHERE.decode()})
    return whole + {"free": box(b"free", WHERE), "behind": b"\0\0\0\0" + WHERE, "maker's": box(b"gps ", WHERE)}[where]


@pytest.mark.parametrize("where", ["tags", "handler", "Matroska", "free", "behind", "maker's"])
def test_nothing_that_a_film_said_beside_its_pictures_and_sound_is_in_the_made_one(db, where):
    content = telling(where)
    assert WHERE[:12] in content

    mine = made_from(content)

    assert WHERE[:12] not in content_of(mine)
    assert b"Ada" not in content_of(mine) + mine.file.name.encode()
    assert b"Lavf" not in content_of(mine)


def test_what_was_uploaded_lies_where_nothing_is_handed_out_and_goes_when_the_film_is_made(db, client):
    mine = uploaded(phone_film())

    assert mine.upload.name.startswith("uploads/")
    assert "Ada" not in mine.upload.name
    assert client.get(f"/media/{mine.upload.name}").status_code == 404
    made_from(phone_film())

    assert default_storage.listdir("uploads")[1] == []


def test_what_was_uploaded_goes_with_its_film(db, django_capture_on_commit_callbacks):
    mine = uploaded(phone_film())

    with django_capture_on_commit_callbacks(execute=True):
        mine.delete()

    assert default_storage.listdir("uploads")[1] == []


# -- what is no film

SENTENCE = "We could not read this film. On your phone, save or share it again and choose it once more."
ELSEWHERE = {
    "a list of files": b"ffconcat version 1.0\nfile '/etc/passwd'\n",
    "a playlist of a file": b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
    "a playlist on the web": b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/film.ts\n#EXT-X-ENDLIST\n",
    "a description of a stream": b"v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 9 RTP/AVP 96\n",
    "words": b"file:///etc/passwd",
}


@pytest.mark.parametrize("content", ELSEWHERE.values(), ids=ELSEWHERE)
def test_what_only_says_where_a_film_is_does_not_come_in(newham, content):
    data = {"title": "", "file": upload(content, "film.mp4"), "collection": collection_of(newham).pk}

    response = logged_in(member_of(newham)).post(reverse("wagtailmedia:add", args=["video"]), data)

    assert response.context["form"].errors["file"] == [
        "This is not a video we can use. Choose one that was filmed with a phone or a camera."
    ]
    assert not Film.objects.exists()


@pytest.mark.parametrize("content", ELSEWHERE.values(), ids=ELSEWHERE)
@pytest.mark.parametrize("beginning", [box(b"free", b""), b"\x1a\x45\xdf\xa3", b"G".ljust(188, b" ") * 3])
def test_what_begins_like_a_film_and_names_another_place_is_refused_with_nothing_read(db, content, beginning):
    mine = uploaded(beginning + content)

    convert_waiting_films()

    mine.refresh_from_db()
    assert (mine.state, mine.file.name, mine.upload.name) == (FilmState.UNUSABLE, "", "")
    assert mine.what_it_needs() == SENTENCE


def test_a_film_whose_data_lie_elsewhere_brings_nothing_from_there(db, tmp_path):
    other = tmp_path / "other.mov"
    other.write_bytes(phone_film())
    whole = phone_film(sound=None)
    own = bytes.fromhex("0000000c75726c2000000001")
    assert own in whole
    address = b"url \0\0\0\0" + str(other).encode() + b"\0"
    mine = uploaded(whole.replace(own, struct.pack(">I", 4 + len(address)) + address))

    convert_waiting_films()

    mine.refresh_from_db()
    assert mine.state == FilmState.UNUSABLE


@pytest.mark.parametrize("kind", ["mov", "matroska", "avi", "mpegts"])
def test_whatever_is_called_a_film_there_is_a_film_or_a_sentence(db, kind):
    sample = phone_film(container=kind, codec="mpeg4", sound=None)
    for place in (20, len(sample) // 2):
        mine = uploaded(sample[:place] + bytes(64) + sample[place + 64 :])
        convert_waiting_films()
        mine.refresh_from_db()
        assert mine.is_ready or mine.what_it_needs() == SENTENCE


def test_sound_alone_is_no_film(db):
    stream = io.BytesIO()
    with av.open(stream, "w", format="mp4") as song:
        heard = song.add_stream("aac", rate=8000, layout="mono")
        for frame in silence(1):
            song.mux(heard.encode(frame))
        song.mux(heard.encode(None))
    mine = uploaded(stream.getvalue())

    convert_waiting_films()

    mine.refresh_from_db()
    assert mine.what_it_needs() == SENTENCE


def test_a_film_that_is_too_long_says_so(db):
    mine = uploaded(phone_film(seconds=182, rate=1, sound=None, size=(16, 16)))

    convert_waiting_films()

    mine.refresh_from_db()
    assert mine.what_it_needs() == (
        "This film is longer than three minutes. Make it shorter on your phone and choose it again."
    )


@pytest.mark.parametrize(
    "program",
    [
        "import os; os.kill(os.getpid(), 9)",
        "raise SystemExit(1)",
        "print('no film')",
        "while True: pass",
        "x = b'' * 0",
    ],
)
def test_whatever_happens_while_it_is_made_is_one_kind_sentence(db, monkeypatch, tmp_path, program):
    where = tmp_path / "articles" / "media"
    where.mkdir(parents=True)
    (where / "make_film.py").write_text(program)
    monkeypatch.setattr(conversion, "WHERE_OUR_CODE_IS", tmp_path)
    monkeypatch.setattr(conversion, "LONGEST_MAKING", 0.5)
    monkeypatch.setattr(conversion, "LOOK_EVERY", 0.1)
    mine = uploaded(phone_film())

    convert_waiting_films()

    mine.refresh_from_db()
    assert (mine.state, mine.what_it_needs()) == (FilmState.UNUSABLE, SENTENCE)


def test_a_film_is_made_by_somebody_who_can_open_nothing(tmp_path):
    program = (
        "import resource, socket\n"
        "from articles.media.make_film import close_the_doors\n"
        "close_the_doors()\n"
        "for way in (lambda: open('/etc/passwd'), lambda: socket.socket()):\n"
        "    try:\n        way()\n    except OSError:\n        print('closed')\n"
        "assert resource.getrlimit(resource.RLIMIT_CPU)[0] > 0\n"
    )
    import subprocess
    import sys

    said = subprocess.run(
        [sys.executable, "-c", program], env={}, cwd=conversion.WHERE_OUR_CODE_IS, capture_output=True, check=True
    )

    assert said.stdout.split() == [b"closed", b"closed"]


# -- once, and to the end


def test_a_film_whose_maker_was_killed_is_made_by_somebody_else(db, monkeypatch):
    mine = uploaded(phone_film())
    monkeypatch.setattr(actions, "made_anew", dies)
    with pytest.raises(KeyboardInterrupt):
        convert_waiting_films()
    monkeypatch.undo()

    assert convert_waiting_films() == 0  # it may still be at it
    silent_for_long(mine)
    assert convert_waiting_films() == 1
    mine.refresh_from_db()
    assert (mine.state, mine.attempts) == (FilmState.READY, 2)


def dies(*_args: Any, **_others: Any) -> bytes:
    raise KeyboardInterrupt


def silent_for_long(mine: Film) -> None:
    Film.objects.filter(pk=mine.pk).update(touched_at=timezone.now() - timedelta(minutes=5))


def test_a_film_that_was_begun_three_times_and_never_ended_could_not_be_used(db, monkeypatch):
    mine = uploaded(phone_film())
    Film.objects.filter(pk=mine.pk).update(state=FilmState.BEING_MADE, attempts=MOST_ATTEMPTS)
    silent_for_long(mine)
    monkeypatch.setattr(actions, "made_anew", dies)

    convert_waiting_films()

    mine.refresh_from_db()
    assert (mine.what_it_needs(), mine.upload.name) == (SENTENCE, "")


def test_who_was_thought_gone_and_comes_back_changes_nothing(db):
    mine = uploaded(phone_film())
    first = Film.objects.begin_one()
    silent_for_long(mine)
    second = Film.objects.begin_one()
    first.take_over(mp4())

    assert not actions._go_on(first, 50)
    assert not actions._is_ready(first)
    assert default_storage.listdir("films")[1] == []
    assert actions._go_on(second, 50)


def test_a_form_opened_before_the_film_was_ready_takes_nothing_back(newham):
    writer = member_of(newham)
    mine = uploaded(phone_film())
    opened_before = Film.objects.get(pk=mine.pk)
    convert_waiting_films()
    opened_before.title, opened_before.uploaded_by_user = "Two friends", writer
    opened_before.full_clean()
    opened_before.save()

    mine.refresh_from_db()
    assert (mine.title, mine.is_ready, bool(mine.file), mine.width) == ("Two friends", True, True, 64)


def test_a_film_on_its_way_cannot_be_swapped(db):
    mine = uploaded(phone_film())
    mine.file = ContentFile(phone_film(), name="other.mov")

    with pytest.raises(Exception, match="A file cannot be swapped"):
        mine.save()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_look_for_films_at_once_one_makes_each():
    for _number in range(4):
        uploaded(mp4())
    begun: list[int] = []

    def look() -> None:
        while found := Film.objects.begin_one():
            begun.append(found.pk)
        connection.close()

    both = [threading.Thread(target=look) for _number in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert sorted(begun) == sorted(Film.objects.values_list("pk", flat=True))


def test_films_are_made_by_themselves_and_by_hand(db, capsys):
    assert [job.name for job in JOBS if job.name == "convert_films"]
    uploaded(phone_film())

    call_command("convert_waiting_films")

    assert "1" in capsys.readouterr().out


# -- pages


def test_a_page_whose_film_is_not_ready_stays_with_its_writer(newham):
    writer = member_of(newham)
    page = full_video(newham, film=uploaded(phone_film()), owner=writer)

    assert "Your film is still being made ready. You can go on writing." in sentences(page)
    convert_waiting_films()
    page = type(page).objects.get(pk=page.pk)
    assert not sentences(page)


def test_a_page_whose_film_could_not_be_used_says_what_to_do(newham):
    mine = uploaded(box(b"free", b"") + b"nothing")
    convert_waiting_films()
    mine.refresh_from_db()

    assert SENTENCE in sentences(full_video(newham, film=mine))


def sentences(page: Any) -> list[str]:
    return [str(problem.sentence) for problem in page.problems_before_sending() if problem.field == "film"]


def test_films_from_before_are_ready_and_stay_byte_for_byte(db):
    mine = film(mp4())
    before = content_of(mine)

    assert convert_waiting_films() == 0
    mine.refresh_from_db()
    assert (mine.is_ready, content_of(mine)) == (True, before)


@pytest.mark.parametrize(
    "beginning", [b"", b"<html>", b"\x00\x00\x00\x18ftypavif\x00\x00", b"\x00\x00\x00\x18ftypheic\x00\x00"]
)
def test_a_picture_or_a_page_is_no_film(beginning):
    assert container_of(beginning) is None


def test_what_is_made_says_itself_how_long_and_how_big_it_is(db):
    mine = made_from(phone_film(seconds=1.5))

    facts = read_film(io.BytesIO(content_of(mine)))
    assert (mine.duration, mine.width, mine.height) == (facts.seconds, facts.width, facts.height)
