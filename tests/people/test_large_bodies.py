"""What is large is read from somebody who is logged in, and from nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.films import HEAVIEST_UPLOAD
from people.middleware import LARGEST_OF_A_STRANGER
from tests.articles.editor import logged_in
from tests.factories import member_of

ADD = reverse("wagtailmedia:add", args=["video"])


class Unread:
    """A body that nobody may touch."""

    def read(self, *_size: int) -> bytes:
        raise AssertionError("it was read")

    readline = read


def sends(client: Client, address: str, length: object = HEAVIEST_UPLOAD) -> Any:
    body = {"wsgi.input": Unread(), "CONTENT_LENGTH": str(length), "CONTENT_TYPE": "multipart/form-data; boundary=b"}
    return client.generic("POST", address, **body)


@pytest.mark.parametrize(
    "address", [ADD, reverse("articles:uploads"), reverse("wagtailadmin_login"), "/admin/nowhere/"]
)
@pytest.mark.parametrize("length", [LARGEST_OF_A_STRANGER + 1, HEAVIEST_UPLOAD, "9" * 30, "x"])
def test_nothing_large_is_read_of_a_stranger(db, address, length):
    answer = sends(Client(enforce_csrf_checks=True), address, length)

    assert answer.status_code == 401
    assert "Log in first" in answer.content.decode()


def test_nothing_large_is_read_where_readers_are_whoever_sends_it(newham):
    assert sends(Client(), "/").status_code == 413
    assert sends(Client(), "/api/v1/").status_code == 413
    assert sends(logged_in(member_of(newham)), "/").status_code == 413


def test_of_somebody_who_is_logged_in_it_is_read(newham):
    with pytest.raises(AssertionError, match="it was read"):
        sends(logged_in(member_of(newham)), ADD)


def test_what_is_as_light_as_a_picture_goes_on_after_logging_in(db):
    with pytest.raises(AssertionError, match="it was read"):
        sends(Client(), ADD, LARGEST_OF_A_STRANGER)
