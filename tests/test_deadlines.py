"""A request that takes too long ends with a kind page, whatever it was that took so long."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from cms import deadlines
from cms.deadlines import DEADLINES, DeadlineMiddleware
from taxonomy.models import Area

HOUSE = Path(__file__).parent.parent
A_LONG_TIME = 30.0  # what would be waited for if nothing ended it


@pytest.fixture(autouse=True)
def soon(settings: Any, monkeypatch: Any) -> None:
    settings.REQUEST_DEADLINE = 0.3
    monkeypatch.setattr(deadlines, "LOOK_EVERY", 0.05)


def work(**_more: Any) -> None:
    end = time.monotonic() + A_LONG_TIME
    while time.monotonic() < end:
        pass
    raise AssertionError("nobody ended it")


def answer(view: Any, path: str = "/admin/", **more: Any) -> HttpResponse:
    method = more.pop("method", "GET")
    request = RequestFactory().generic(method, path, HTTP_ACCEPT=more.pop("accept", "text/html"), **more)
    return DeadlineMiddleware(lambda _request: view())(request)


def test_work_without_end_ends_with_a_kind_page():
    said = answer(work)

    assert said.status_code == 503
    assert "This took too long" in said.content.decode()
    assert said.headers["Retry-After"]
    assert said.headers["Cache-Control"] == "no-store"


def test_for_the_api_it_ends_with_a_problem_document():
    said = answer(work, "/api/v1/content/")

    assert said.status_code == 503
    assert said.headers["Content-Type"] == "application/problem+json"
    assert json.loads(said.content)["code"] == "unavailable"


def test_the_editor_is_told_in_its_own_shape():
    said = answer(work, accept="application/json")

    assert said.status_code == 503
    assert json.loads(said.content)["error_code"] == "too_long"


def test_whatever_takes_every_exception_for_its_own_does_not_take_this_one():
    def stubborn() -> None:
        try:
            work()
        except Exception as error:
            raise AssertionError("taken") from error

    assert answer(stubborn).status_code == 503


def test_what_was_begun_in_the_database_is_taken_back(transactional_db):
    def begin_and_hang() -> None:
        with transaction.atomic():
            Area.objects.create(name="Nowhere", code="X00000001")
            work()

    assert answer(begin_and_hang).status_code == 503
    assert not Area.objects.filter(code="X00000001").exists()


def test_a_request_that_is_through_in_time_is_left_alone_and_so_is_the_next(settings):
    assert answer(lambda: HttpResponse("done")).content == b"done"
    time.sleep(0.5)  # longer than it had: nothing is told to whoever is through

    assert answer(lambda: HttpResponse("again")).content == b"again"


A_STEP_UNDER_A_DEBUGGER = """
import sys
import django
django.setup()
from cms.deadlines import DEADLINES

def step():
    return "taken"

with DEADLINES.within(5):
    pass
sys.settrace(lambda *_told: None)
said = step()
sys.settrace(None)
print(said)
"""


def test_python_is_left_as_it_was_found_also_for_a_debugger():
    """What was taken back made Python look for it before each step, for ever; under a debugger it never took the first one."""
    told = subprocess.run(
        [sys.executable, "-c", A_STEP_UNDER_A_DEBUGGER],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert told.stdout == "taken\n"


def test_a_large_upload_has_longer_for_a_slow_line():
    slow_line = {"CONTENT_LENGTH": str(60 * deadlines.SLOWEST_LINE)}

    assert answer(lambda: time.sleep(0.6) or HttpResponse("there"), method="POST", **slow_line).content == b"there"


@pytest.mark.parametrize("method", ["GET", "HEAD", "DELETE"])
def test_what_brings_nothing_has_no_longer_whatever_it_says(method):
    assert answer(work, CONTENT_LENGTH="99999999999", method=method).status_code == 503


def test_nobody_has_longer_than_the_largest_upload_takes():
    largest = deadlines.HEAVIEST_UPLOAD / deadlines.SLOWEST_LINE
    said = RequestFactory().post("/", CONTENT_LENGTH="99999999999")

    assert deadlines.seconds_for_the_line(said) == largest


@pytest.mark.parametrize("length", ["", "-5", "many", "9" * 5000])
def test_what_is_no_length_gives_nobody_longer(length):
    assert answer(work, method="POST", CONTENT_LENGTH=length).status_code == 503


def test_a_statement_without_end_is_ended_by_the_database(transactional_db):
    endless = (
        "SELECT pg_sleep(30)"
        if connection.vendor == "postgresql"
        else "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000000) SELECT sum(i) FROM n"
    )
    connection.ensure_connection()
    deadlines._bound(connection)
    try:
        with DEADLINES.within(0.3), pytest.raises(OperationalError), connection.cursor() as cursor:
            cursor.execute(endless)
    finally:
        connection.close()


def test_a_statement_that_was_ended_and_a_lock_that_was_not_to_be_had_are_a_kind_page(rf):
    middleware = DeadlineMiddleware(lambda request: HttpResponse())

    assert middleware.process_exception(rf.get("/admin/"), OperationalError("database is locked")).status_code == 503
    assert middleware.process_exception(rf.get("/admin/"), ValueError()) is None


def test_a_process_that_never_comes_back_to_python_ends_and_says_where_it_was():
    stuck = """
import re, time
import django
django.setup()
from cms import deadlines
deadlines.HEART_STOPS_AFTER = 2.0
deadlines.end_when_the_heart_stops()
time.sleep(4)
print("beats", flush=True)
re.match("(a+)+$", "a" * 60 + "b")
"""
    ended = subprocess.run(
        [sys.executable, "-c", stuck],
        cwd=HOUSE,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.test"},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert ended.returncode == 1
    assert ended.stdout == "beats\n"
    assert "Timeout" in ended.stderr
