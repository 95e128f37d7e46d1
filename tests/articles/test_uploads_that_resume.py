"""A film comes in piece by piece, and goes on where it stopped: whatever was lost on the way, the same bytes are here."""

from __future__ import annotations

import base64
import io
import os
import time
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from wagtailmedia.forms import get_media_form

from articles.actions import convert_waiting_films
from articles.films import HEAVIEST_UPLOAD
from articles.media.orphaned_files import delete_orphaned_files
from articles.models import Film, ResumableUpload
from articles.models.films import NO_FILM
from articles.models.uploads import MOST_AT_ONCE, WrongOffset
from articles.upload_views import LARGEST_PIECE
from cms.jobs import JOBS
from people.models import Appointment, Role, YouthPanel
from tests.articles.editor import logged_in
from tests.articles.film_samples import phone_film
from tests.articles.media import collection_of, mp4, upload
from tests.factories import UserFactory, member_of, moderator_for
from tests.moderation.test_races import all_at_once

pytestmark = pytest.mark.usefixtures("own_folder")

UPLOADS = reverse("articles:uploads")
ADD = reverse("wagtailmedia:add", args=["video"])
PIECES = "application/offset+octet-stream"
TUS = {"Tus-Resumable": "1.0.0"}


def begin(browser: Client, length: int | str = 1000, *, called: str = "Ada at home.MOV", **headers: str) -> Any:
    said = {"Upload-Length": str(length), "Upload-Metadata": f"filename {base64.b64encode(called.encode()).decode()}"}
    return browser.post(UPLOADS, headers={**TUS, **said, **headers})


def begun(browser: Client, length: int, **others: Any) -> str:
    return begin(browser, length, **others)["Location"]


def send(browser: Client, address: str, piece: bytes, *, offset: object, kind: str = PIECES, **headers: str) -> Any:
    return browser.patch(address, piece, content_type=kind, headers={**TUS, "Upload-Offset": str(offset), **headers})


def head(browser: Client, address: str) -> Any:
    return browser.head(address, headers=TUS)


def sent(browser: Client, content: bytes, **others: Any) -> str:
    """The address of an upload that is all there."""
    address = begun(browser, len(content), **others)
    for offset in range(0, len(content), LARGEST_PIECE):
        assert send(browser, address, content[offset : offset + LARGEST_PIECE], offset=offset).status_code == 204
    return address


def token_of(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]


def stored(address: str) -> bytes:
    with default_storage.open(f"uploads/{token_of(address)}") as file:
        return file.read()


def left_in_uploads() -> list[str]:
    return default_storage.listdir("uploads")[1] if default_storage.exists("uploads") else []


# -- the protocol


def test_a_film_is_begun_sent_in_pieces_and_asked_how_far_it_is(browser):
    content = mp4(weight=5000)

    created = begin(browser, len(content))
    address = created["Location"]
    first = send(browser, address, content[:3000], offset=0)
    asked = head(browser, address)
    second = send(browser, address, content[3000:], offset=3000)

    assert (created.status_code, first.status_code, asked.status_code, second.status_code) == (201, 204, 200, 204)
    assert (first["Upload-Offset"], second["Upload-Offset"]) == ("3000", str(len(content)))
    assert (asked["Upload-Offset"], asked["Upload-Length"]) == ("3000", str(len(content)))
    assert "no-store" in asked["Cache-Control"]
    assert {answer["Tus-Resumable"] for answer in (created, first, asked, second)} == {"1.0.0"}
    assert stored(address) == content


def test_whoever_asks_hears_what_we_can_do(browser):
    for address in (UPLOADS, begun(browser, 10)):
        answer = browser.options(address)

        assert answer.status_code == 204
        assert answer["Tus-Resumable"] == answer["Tus-Version"] == "1.0.0"
        assert answer["Tus-Extension"] == "creation,termination"
        assert answer["Tus-Max-Size"] == str(HEAVIEST_UPLOAD)


@pytest.mark.parametrize("version", ["0.2.2", ""])
def test_another_version_of_the_protocol_is_refused_with_ours(browser, version):
    answer = begin(browser, **{"Tus-Resumable": version})

    assert (answer.status_code, answer["Tus-Version"], answer["Tus-Resumable"]) == (412, "1.0.0", "1.0.0")
    assert not ResumableUpload.objects.exists()


@pytest.mark.parametrize(
    ("length", "status"),
    [(HEAVIEST_UPLOAD, 201), (HEAVIEST_UPLOAD + 1, 413), (0, 400), ("", 400), ("-1", 400), ("²", 400), ("9" * 40, 400)],
)
def test_a_film_has_a_length_and_no_more_than_we_take(browser, length, status):
    answer = begin(browser, length)

    assert (answer.status_code, answer["Tus-Resumable"]) == (status, "1.0.0")
    assert left_in_uploads() == [token_of(answer["Location"])] if status == 201 else not left_in_uploads()


@pytest.mark.parametrize(
    ("said", "status"), [("filename !", 400), ("filename /w==", 400), ("filename", 201), ("", 201)]
)
def test_what_a_file_is_called_can_be_read_or_is_refused(browser, said, status):
    assert begin(browser, **{"Upload-Metadata": said}).status_code == status


@pytest.mark.parametrize("offset", [0, 9, 11, 400])
def test_a_piece_that_does_not_begin_where_ours_ends_changes_nothing(browser, offset):
    address = begun(browser, 500)
    send(browser, address, mp4()[:10], offset=0)

    answer = send(browser, address, b"other bytes", offset=offset)

    assert (answer.status_code, answer["Tus-Resumable"]) == (409, "1.0.0")
    assert head(browser, address)["Upload-Offset"] == "10"
    assert stored(address) == mp4()[:10]


@pytest.mark.parametrize("offset", ["", "-1", "x", "1e1", "9" * 30])
def test_a_piece_says_where_it_begins(browser, offset):
    assert send(browser, begun(browser, 500), b"piece", offset=offset).status_code == 400


def test_a_piece_is_of_the_one_kind(browser):
    assert send(browser, begun(browser, 500), b"piece", offset=0, kind="text/plain").status_code == 415


def test_a_piece_is_no_larger_than_two_megabytes_and_ends_with_its_film(browser):
    large = begun(browser, 3 * LARGEST_PIECE)
    small = begun(browser, 4)

    assert send(browser, large, bytes(LARGEST_PIECE + 1), offset=0).status_code == 413
    assert send(browser, small, b"piece", offset=0).status_code == 413
    assert (stored(large), stored(small)) == (b"", b"")


def test_a_piece_that_did_not_arrive_in_full_does_not_count(browser):
    address = begun(browser, 500)
    cut_off = {"CONTENT_LENGTH": "8", "wsgi.input": io.BytesIO(b"half")}

    answer = browser.generic("PATCH", address, b"half", PIECES, headers={**TUS, "Upload-Offset": "0"}, **cut_off)

    assert answer.status_code == 400
    assert head(browser, address)["Upload-Offset"] == "0"


def test_other_methods_are_not_allowed(browser):
    assert browser.get(UPLOADS).status_code == browser.put(begun(browser, 9)).status_code == 405


def test_where_a_line_lets_only_posts_through_the_method_may_stand_in_a_header_of_one(browser):
    address = begun(browser, 500)
    override = {**TUS, "Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}

    got = browser.get(address, headers=override)
    posted = browser.post(address, b"piece", content_type=PIECES, headers=override)

    assert (got.status_code, posted.status_code) == (405, 204)
    assert stored(address) == b"piece"


# -- whose it is


def test_somebody_elses_upload_is_not_there(newham, browser):
    address = begun(browser, 500)
    other = logged_in(member_of(newham))

    answers = [head(other, address), send(other, address, b"piece", offset=0), other.delete(address, headers=TUS)]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert stored(address) == b""
    assert head(browser, address).status_code == 200


def test_who_may_add_no_film_may_send_none(newham, browser):
    moderator = UserFactory()
    Appointment.objects.create(user=moderator, role=Role.MODERATOR, council=newham.council)

    assert begin(logged_in(moderator)).status_code == 403
    assert begin(Client()).status_code in (302, 401)
    assert not ResumableUpload.objects.exists()


def test_who_may_add_no_film_any_more_sends_no_more_of_it(browser, writer):
    address = begun(browser, 500)
    writer.groups.clear()

    assert send(browser, address, b"piece", offset=0).status_code in (302, 403)
    assert stored(address) == b""


def test_forged_requests_are_refused(writer):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(writer, backend="people.backends.TermBackend")
    browser.get(ADD)
    key = {"X-CSRFToken": browser.cookies["csrftoken"].value}

    assert begin(browser).status_code == 403
    address = begun(browser, 500, **key)
    assert send(browser, address, b"piece", offset=0).status_code == 403
    assert send(browser, address, b"piece", offset=0, **key).status_code == 204


def test_a_row_says_nothing_of_whose_it_is(browser, writer):
    begin(browser)

    kept = ResumableUpload.objects.values().get()

    assert kept["whose"] not in (str(writer.pk), writer.username)
    assert len(kept["whose"]) == 64
    assert not [field for field in ResumableUpload._meta.get_fields() if field.is_relation]


# -- what is no film


def test_what_is_no_film_is_refused_as_soon_as_its_first_bytes_are_there(browser):
    address = begun(browser, HEAVIEST_UPLOAD)

    assert send(browser, address, b"#EXTM3U\n" * 10, offset=0).status_code == 204
    answer = send(browser, address, b"#EXTM3U\n" * 200, offset=80)

    assert answer.status_code == 415
    assert "This is not a video we can use." in answer.content.decode()
    assert head(browser, address).status_code == 404
    assert not ResumableUpload.objects.exists()


def test_what_is_shorter_than_any_film_is_looked_at_when_it_is_all_there(browser):
    assert send(browser, begun(browser, 5), b"words", offset=0).status_code == 415


# -- any way that pieces can come in


@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    steps=st.lists(st.tuples(st.integers(1, 700), st.sampled_from(["heard", "lost", "repeated", "stale"])), max_size=12)
)
def test_however_it_is_cut_and_whatever_is_lost_or_sent_twice_the_same_bytes_are_here(browser, steps):
    content = mp4(weight=1500)
    address = begun(browser, len(content))
    place = 0
    for size, what in [*steps, (len(content), "heard")]:
        piece = content[place : place + size]
        if what == "stale" and place:
            assert send(browser, address, b"x" * size, offset=place - 1).status_code in (409, 413)
        send(browser, address, piece, offset=place)
        if what == "repeated" and piece:
            assert send(browser, address, piece, offset=place).status_code in (409, 413)
        said = int(head(browser, address)["Upload-Offset"])
        assert said == place + len(piece)
        assert stored(address)[:said] == content[:said]
        place = said if what == "lost" else place + len(piece)

    assert stored(address) == content


# -- how long it is kept


def test_of_more_than_a_few_the_oldest_is_forgotten_with_its_bytes(browser, newham, django_capture_on_commit_callbacks):
    others = begun(logged_in(member_of(newham)), 500)
    with django_capture_on_commit_callbacks(execute=True):
        mine = [begun(browser, 500) for _number in range(MOST_AT_ONCE + 1)]

    assert [head(browser, address).status_code for address in mine] == [404] + [200] * MOST_AT_ONCE
    assert sorted(left_in_uploads()) == sorted(token_of(address) for address in [others, *mine[1:]])


def test_who_cancels_leaves_nothing_behind(browser, django_capture_on_commit_callbacks):
    address = begun(browser, 500)
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.delete(address, headers=TUS)

    assert answer.status_code == 204
    assert (ResumableUpload.objects.count(), left_in_uploads()) == (0, [])


def test_a_day_after_its_last_piece_it_is_forgotten_with_its_bytes(browser, django_capture_on_commit_callbacks):
    kept, old = begun(browser, 500), begun(browser, 500)
    ResumableUpload.objects.update(touched_at=timezone.now() - timedelta(hours=25))
    send(browser, kept, b"piece", offset=0)

    with django_capture_on_commit_callbacks(execute=True):
        said = [job.action() for job in JOBS if job.name == "forget_uploads"]

    assert said == ["1 forgotten"]
    assert [head(browser, address).status_code for address in (kept, old)] == [200, 404]
    assert left_in_uploads() == [token_of(kept)]


def test_what_has_a_row_is_no_orphan_however_old_and_what_has_none_is_one(browser):
    address = sent(browser, mp4())
    name = f"uploads/{token_of(address)}"
    long_ago = time.time() - 9 * 24 * 60 * 60
    os.utime(default_storage.path(name), (long_ago, long_ago))

    assert delete_orphaned_files() == 0
    ResumableUpload.objects.all().delete()  # and the process is killed before it comes to the file
    assert delete_orphaned_files() == 1
    assert not default_storage.exists(name)


def test_what_is_not_on_the_disk_any_more_is_begun_anew(browser):
    address = sent(browser, mp4())
    default_storage.delete(f"uploads/{token_of(address)}")

    assert head(browser, address).status_code == 404


# -- what it becomes


def save(browser: Client, address: str, **others: Any) -> Any:
    return browser.post(ADD, {"title": "", "arrived": token_of(address), **others})


def form_of(user: Any, panel: YouthPanel, address: str) -> Any:
    """The form itself, without the request around it."""
    said = {"title": "At home", "arrived": token_of(address), "collection": collection_of(panel).pk}
    return get_media_form(Film)(said, instance=Film(type="video", uploaded_by_user=user), user=user)


def test_what_has_arrived_becomes_a_film_where_it_lies(newham, browser, django_capture_on_commit_callbacks):
    content = phone_film()
    address = sent(browser, content, called="Ada at home.MOV")

    with django_capture_on_commit_callbacks(execute=True):
        answer = save(browser, address, title="Ada at home")

    film = Film.objects.get()
    assert answer.status_code == 302
    assert (film.upload.name, stored(address)) == (f"uploads/{token_of(address)}", content)
    assert (film.collection, film.state) == (collection_of(newham), "waiting")
    assert "Ada" not in film.title
    assert not ResumableUpload.objects.exists()
    convert_waiting_films()
    assert Film.objects.get().is_ready
    assert left_in_uploads() == []


def test_the_choosers_own_form_takes_it_too(browser):
    address = sent(browser, mp4())
    prefix = "media-chooser-upload"
    data = {f"{prefix}-title": "A film", f"{prefix}-arrived": token_of(address)}

    answer = browser.post(reverse("wagtailmedia:chooser_upload", args=["video"]), data)

    assert answer.json()["step"] == "media_chosen"
    assert answer.json()["result"]["id"] == Film.objects.get().pk


IN_THE_CHOOSER = reverse("wagtailmedia:chooser_upload", args=["video"])


@pytest.mark.parametrize(
    ("sent_along", "sentence", "is_the_film"),
    [
        ({}, "Choose a film first.", True),
        (
            {"arrived": "gone"},
            "Your film has not arrived in full, or it waited here for more than a day. Choose it again.",
            True,
        ),
        ({"file": upload(b"words " * 1000, "film.mp4")}, str(NO_FILM), True),
    ],
    ids=["no film", "a film that is gone", "no film at all"],
)
def test_what_the_choosers_form_refuses_is_said_in_the_dialog_that_is_open(browser, sent_along, sentence, is_the_film):
    data = {f"media-chooser-upload-{name}": value for name, value in {"title": "", **sent_along}.items()}

    answer = browser.post(IN_THE_CHOOSER, data).json()

    assert answer == {"step": "refused", "sentences": [sentence], "is_the_film": is_the_film}
    assert not Film.objects.exists()


def test_what_is_wrong_beside_a_film_keeps_it_in_the_chooser(browser):
    address = sent(browser, mp4())
    data = {"media-chooser-upload-title": "x" * 300, "media-chooser-upload-arrived": token_of(address)}

    answer = browser.post(IN_THE_CHOOSER, data).json()

    assert not answer["is_the_film"]
    assert answer["sentences"][0].startswith("Title: ")
    assert ResumableUpload.objects.exists()


def test_who_may_add_no_film_adds_none_in_the_chooser(newham):
    moderator = logged_in(moderator_for(newham))

    answer = moderator.post(IN_THE_CHOOSER, {"media-chooser-upload-file": upload(mp4(), "film.mp4")})

    assert answer.status_code == 403
    assert not Film.objects.exists()


def test_an_error_elsewhere_in_the_form_keeps_what_has_arrived(browser):
    address = sent(browser, mp4())

    refused = save(browser, address, title="x" * 300)

    assert "title" in refused.context["form"].errors
    assert "file" not in refused.context["form"].errors
    assert f'value="{token_of(address)}"' in refused.content.decode()
    assert save(browser, address).status_code == 302
    assert Film.objects.count() == 1


@pytest.mark.parametrize("whose", ["another's", "half", "nobody's", "gone from the disk"])
def test_only_what_is_ones_own_and_all_there_becomes_a_film(newham, browser, whose):
    address = sent(logged_in(member_of(newham)) if whose == "another's" else browser, mp4())
    if whose == "half":
        address = begun(browser, 500)
    if whose == "nobody's":
        address = "/0123456789abcdef01234567/"
    if whose == "gone from the disk":
        default_storage.delete(f"uploads/{token_of(address)}")

    answer = save(browser, address)

    assert answer.context["form"].errors["file"] == [
        "Your film has not arrived in full, or it waited here for more than a day. Choose it again."
    ]
    assert f'value="{token_of(address)}"' not in answer.content.decode()
    assert not Film.objects.exists()


def test_it_is_used_once(browser):
    address = sent(browser, mp4())
    save(browser, address)

    again = save(browser, address)

    assert again.context["form"].errors["file"] == ["This film is here already. You find it in the list of films."]
    assert Film.objects.count() == 1
    assert head(browser, address).status_code == 404


def test_a_film_that_is_here_takes_no_other_upload(browser, writer):
    save(browser, sent(browser, mp4()))
    film = Film.objects.get()
    address = sent(browser, mp4(weight=9))

    browser.post(reverse("wagtailmedia:edit", args=[film.pk]), {"title": "A film", "arrived": token_of(address)})

    film.refresh_from_db()
    assert film.upload.name != f"uploads/{token_of(address)}"
    assert head(browser, address).status_code == 200


def test_without_any_script_a_file_comes_in_as_before_and_nothing_is_a_sentence(browser, newham):
    assert browser.post(ADD, {"title": ""}).context["form"].errors["file"] == ["Choose a film first."]
    assert browser.post(ADD, {"title": "", "file": upload(mp4(), "a.mp4")}).status_code == 302
    assert Film.objects.count() == 1


# -- at the same moment, on the real database


def test_a_piece_for_a_place_that_was_filled_meanwhile_does_not_count(browser):
    address = begun(browser, 4000)
    first, second = (ResumableUpload.objects.called_by_token(token_of(address)) for _which in range(2))
    first.append(b"a" * 2000, offset=0)

    with pytest.raises(WrongOffset):
        second.append(b"b" * 2000, offset=0)

    assert stored(address) == b"a" * 2000
    assert head(browser, address)["Upload-Offset"] == "2000"


@pytest.mark.django_db(transaction=True)
def test_of_two_pieces_at_one_place_one_counts(whole_newham):
    writer = member_of(whole_newham)
    browsers = [logged_in(writer) for _number in range(4)]
    address = begun(browsers[0], 4000)
    pieces = [bytes([number]) * 2000 for number in range(1, 5)]
    pieces = [mp4()[:32] + piece for piece in pieces]

    answers = all_at_once(
        [
            lambda b=browser, p=piece: send(b, address, p, offset=0).status_code
            for browser, piece in zip(browsers, pieces, strict=True)
        ]
    )

    assert sorted(answers) == [204, 409, 409, 409]
    assert stored(address) == pieces[answers.index(204)]
    assert head(browsers[0], address)["Upload-Offset"] == "2032"


def test_two_forms_that_both_found_the_upload_there_make_one_film(newham, browser, writer):
    address = sent(browser, mp4())
    forms = [form_of(writer, newham, address) for _which in range(2)]
    assert all(form.is_valid() for form in forms)

    films = [form.save() for form in forms]

    assert Film.objects.get() == films[0] == films[1]


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_once_makes_one_film(whole_newham):
    writer = member_of(whole_newham)
    browsers = [logged_in(writer) for _number in range(4)]
    address = sent(browsers[0], mp4())

    answers = all_at_once([lambda b=browser: save(b, address).status_code for browser in browsers])

    assert Film.objects.count() == 1
    assert set(answers) <= {200, 302}
    assert 302 in answers
