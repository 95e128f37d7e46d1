"""Threads come and go in a server; their connections to the database go with them."""

from __future__ import annotations

import gc
import threading
from typing import Any

import pytest
from django.db import connection

from cms.quick.room import QuickRoom
from tests.quick.asking import ask

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_ended_threads_had_open_is_closed_when_another_one_begins():
    opened: list[Any] = []

    def application(environ: Any, start_response: Any) -> list[bytes]:
        connection.ensure_connection()
        opened.append(connection.connection)
        start_response("200 OK", [])
        return [b""]

    room = QuickRoom(application, most_bytes=0)
    gc.disable()  # what goes by itself some time must not be mistaken for what was closed
    try:
        for _number in range(3):
            thread = threading.Thread(target=ask, args=(room, "/admin/"))
            thread.start()
            thread.join()
    finally:
        gc.enable()

    assert [is_open(driver) for driver in opened] == [False, False, True]
    connection.ensure_connection()
    assert is_open(connection.connection)


def is_open(driver: Any) -> bool:
    try:
        driver.execute("SELECT 1")
    except Exception:
        return False
    return True
