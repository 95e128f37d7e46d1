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


def test_a_thread_that_ends_leaves_no_connection_open():
    opened: list[Any] = []

    def application(environ: Any, start_response: Any) -> list[bytes]:
        connection.ensure_connection()
        opened.append(connection.connection)
        start_response("200 OK", [])
        return [b""]

    room = QuickRoom(application, most_bytes=0)
    gc.disable()  # what ends by itself must not be mistaken for what was closed
    try:
        thread = threading.Thread(target=ask, args=(room, "/admin/"))
        thread.start()
        thread.join()
    finally:
        gc.enable()

    assert not is_open(opened[0])
    connection.ensure_connection()
    assert is_open(connection.connection)


def is_open(driver: Any) -> bool:
    try:
        driver.execute("SELECT 1")
    except Exception:
        return False
    return True
