"""Django without the quick room, and the quick room before it: what both say must be equal."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, reset_queries

from cms.quick.room import QuickRoom
from tests.delivery.conftest import childline, committed  # noqa: F401
from tests.quick.asking import ask


@pytest.fixture
def django(db: None) -> Any:
    """The plain views. The connection is the test's own: nothing may close it after a request."""
    for signal, receiver in (
        (request_started, close_old_connections),
        (request_finished, close_old_connections),
        (request_started, reset_queries),
    ):
        signal.disconnect(receiver)
    yield WSGIHandler()
    for signal, receiver in (
        (request_started, reset_queries),
        (request_started, close_old_connections),
        (request_finished, close_old_connections),
    ):
        signal.connect(receiver)


@pytest.fixture
def room(django: Any) -> QuickRoom:
    """One that has been asked before, and so knows its manners; it remembers nothing yet."""
    return made(django, most_bytes=8_000_000)


def made(django: Any, *, most_bytes: int) -> QuickRoom:
    room = QuickRoom(django, most_bytes=most_bytes)
    etag = ask(room, "/api/v1/languages/").etag
    ask(room, "/api/v1/languages/", HTTP_IF_NONE_MATCH=etag)
    return room
