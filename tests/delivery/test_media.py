"""Files that readers are meant to have, in parts if a player asks for parts, and no other file."""

from __future__ import annotations

import pytest

from tests.delivery.pages import film, picture


@pytest.fixture
def address(db):
    return f"/media/{film().file.name}"


def body(answer) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content


def test_a_film_comes_whole_to_stay(client, address):
    answer = client.get(address)

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "video/mp4")
    assert "immutable" in answer.headers["Cache-Control"]
    assert body(answer)[4:8] == b"ftyp"


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


@pytest.mark.parametrize(
    "name",
    ["originals/x.png", "images/../originals/x.png", "images/nothing.webp", "secrets.txt", "films/", "films/%00"],
)
def test_nothing_else_is_handed_out(client, db, name):
    assert client.get(f"/media/{name}").status_code == 404


def test_an_original_is_never_handed_out(client, db):
    shown = picture()

    assert client.get(f"/media/{shown.file.name}").status_code == 404
