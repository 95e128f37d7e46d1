"""Files that readers are meant to have, in parts if a player asks for parts, and no other file."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile

from articles.models import Film
from delivery.media import address_for
from tests.articles.editor import logged_in
from tests.articles.media import mp4
from tests.delivery.pages import agreed, caption_file, film, picture, taken_back, video
from tests.factories import any_letters, member_of, moderator_for


@pytest.fixture
def shown(newham, committed):
    """A video that is public."""
    with committed():
        return agreed(newham, video())


@pytest.fixture
def address(shown):
    return f"/media/{shown.film.file.name}"


def body(answer) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content


def test_a_film_comes_whole_to_stay(client, address):
    answer = client.get(address)

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "video/mp4")
    assert "immutable" in answer.headers["Cache-Control"]
    assert body(answer)[4:8] == b"ftyp"


def test_no_cache_that_many_share_keeps_a_file_longer_than_a_withdrawal_may_take(client, address):
    kept = client.get(address).headers
    text = client.get("/api/v1/content/").headers

    assert "private" in kept["Cache-Control"]
    for name in ("CDN-Cache-Control", "Surrogate-Control"):
        assert kept[name] == text[name]


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=4-7", 206, slice(4, 8)),
        ("bytes=4-", 206, slice(4, None)),
        ("bytes=-4", 206, slice(-4, None)),
        ("bytes=0-999999", 206, slice(0, None)),
        ("bytes=7-4", 200, slice(0, None)),
        ("lines=1-2", 200, slice(0, None)),
    ],
)
def test_a_part_comes_when_a_part_is_asked_for(client, address, asked, status, part):
    whole = body(client.get(address))

    answer = client.get(address, headers={"range": asked})

    assert answer.status_code == status
    assert body(answer) == whole[part]


def test_a_part_beyond_the_end_is_refused(client, address):
    assert client.get(address, headers={"range": "bytes=999999-"}).status_code == 416


def test_what_is_refused_for_its_part_is_no_page(client, address):
    answer = client.get(address, headers={"range": "bytes=999999-"})

    assert "Content-Type" not in answer.headers
    assert answer.content == b""
    assert answer.headers["Content-Range"].startswith("bytes */")


def test_a_file_that_somebody_has_already_is_not_sent_again(client, address):
    etag = client.get(address).headers["ETag"]
    again = client.get(address, headers={"if-none-match": etag})

    assert etag.startswith('"')
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == etag
    assert client.get(address, headers={"if-none-match": '"another"'}).status_code == 200


def test_the_rest_of_another_file_is_not_put_behind_the_beginning_of_this_one(client, address):
    etag = client.get(address).headers["ETag"]
    part = {"range": "bytes=2-5"}

    assert client.get(address, headers=part | {"if-range": etag}).status_code == 206
    assert client.get(address, headers=part | {"if-range": '"another"'}).status_code == 200


def test_a_part_that_begins_beyond_all_numbers_is_nothing_unusual(client, address):
    assert client.get(address, headers={"range": f"bytes={'9' * 5000}-"}).status_code == 200


def test_captions_and_pictures_say_what_they_are_whatever_the_machine_knows(client, shown):
    captions = client.get(f"/media/{shown.captions.get().file.file.name}")
    rendition = client.get(f"/media/{shown.image.renditions.first().file.name}")

    assert captions.headers["Content-Type"] == "text/vtt; charset=utf-8"
    assert rendition.headers["Content-Type"] == "image/webp"


# -- what is not public


def opened(client, file, *, by):
    """How the address of `file`, as it stands in a page that is shown to `by`, answers to `client`."""
    return client.get(address_for(film_address(file), user=by))


def film_address(file):
    from delivery.pictures import absolute

    return absolute(file.url)


def test_a_film_that_no_public_page_shows_is_not_there_for_the_public(client, db):
    assert client.get(f"/media/{film().file.name}").status_code == 404
    assert client.get(f"/media/{caption_file().file.name}").status_code == 404


def test_a_film_of_a_page_that_was_withdrawn_is_not_there_any_more(client, shown, address, committed):
    assert client.get(address).status_code == 200

    with committed():
        taken_back(shown)

    assert client.get(address).status_code == 404


def test_who_is_shown_a_page_can_load_its_files_before_they_are_public(newham):
    moderator, kept = moderator_for(newham), film()

    answer = opened(logged_in(moderator), kept.file, by=moderator)

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert body(answer)[4:8] == b"ftyp"


def test_a_key_to_a_file_is_of_no_use_to_anybody_else(client, newham, stoke):
    member, stranger, kept = member_of(newham), member_of(stoke), film()

    assert opened(client, kept.file, by=member).status_code == 404
    assert opened(client, kept.file, by=AnonymousUser()).status_code == 404
    assert opened(logged_in(stranger), kept.file, by=member).status_code == 404


def test_a_film_that_is_not_ready_is_not_shown(newham, committed, client):
    waiting = Film.objects.create(title="A film", file=ContentFile(mp4(), name="film.mov"))
    with committed():
        page = agreed(newham, video(film=waiting))

    said = client.get(f"/api/v1/content/{page.translation_key}/").json()["video"]

    assert (said["sources"], said["duration_seconds"]) == ([], None)
    assert client.get(f"/media/{waiting.upload.name}").status_code == 404


def test_a_key_opens_one_file_alone(newham):
    member, kept, other = member_of(newham), film(), film(seconds=20)
    key = address_for(film_address(kept.file), user=member).partition("?")[2]

    assert logged_in(member).get(f"/media/{other.file.name}?{key}").status_code == 404


def test_members_see_what_is_in_their_own_panels_collection_and_not_in_anothers(newham, stoke):
    kept = film()
    kept.collection = newham.collection
    kept.save()

    assert logged_in(member_of(newham)).get(f"/media/{kept.file.name}").status_code == 200
    assert logged_in(member_of(stoke)).get(f"/media/{kept.file.name}").status_code == 404


def test_an_address_that_is_not_ours_stays_as_it_is(newham):
    address = f"https://video.example/{any_letters()}"

    assert address_for(address, user=member_of(newham)) == address


@pytest.mark.parametrize(
    "name",
    ["originals/x.png", "images/../originals/x.png", "images/nothing.webp", "secrets.txt", "films/"],
)
def test_nothing_else_is_handed_out(client, db, name):
    assert client.get(f"/media/{name}").status_code == 404


def test_an_original_is_never_handed_out(client, db):
    kept = picture()

    assert client.get(f"/media/{kept.file.name}").status_code == 404
