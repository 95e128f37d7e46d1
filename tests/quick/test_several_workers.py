"""Two workers that know nothing of each other, as in production: what is withdrawn is gone from both within a second."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from delivery import actions
from delivery.models import ContentItem, OutboxEntry
from moderation.actions import withdraw
from tests.delivery.pages import agreed, article
from tests.factories import moderator_for

HOUSE = Path(__file__).parent.parent.parent

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server(whole_newham: Any) -> Iterator[str]:
    """granian on this test's own database; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [
        "--interface",
        "wsgi",
        "--port",
        str(port),
        "--workers",
        "2",
        "--blocking-threads",
        "2",
        "--log-level",
        "error",
    ]
    process = subprocess.Popen(
        [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "granian",
            *options,
            "--workers-kill-timeout",
            "2",
            "cms.wsgi:application",
        ],
        cwd=HOUSE,
        env={**os.environ, "DATABASE_URL": url_of_this_database(), "DJANGO_SETTINGS_MODULE": "cms.settings.test"},
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


def url_of_this_database() -> str:
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    user, at = settings["USER"], f"{settings['HOST']}:{settings['PORT'] or 5432}"
    secret = f":{settings['PASSWORD']}" if settings["PASSWORD"] else ""
    return f"postgres://{user}{secret}@{at}/{settings['NAME']}"


def wait_for(address: str) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            if status_of(f"{address}/healthz") == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("granian did not start")


def status_of(address: str) -> int:
    """Over a connection of its own: any worker may take it."""
    try:
        with urllib.request.urlopen(address, timeout=30) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code


def test_a_withdrawn_page_is_gone_from_every_worker_within_a_second(server, whole_newham):
    page = agreed(whole_newham, article(slug="a-page"))
    address = f"{server}/api/v1/content/{page.translation_key}/"
    assert Counter(status_of(address) for _time in range(40)) == {200: 40}

    withdraw(page=page, moderator=moderator_for(whole_newham), reason="wrong", reason_code="other", words="Wrong.")
    time.sleep(1)

    assert Counter(status_of(address) for _time in range(40)) == {410: 40}
    listed = urllib.request.urlopen(f"{server}/api/v1/content/", timeout=30).read()
    assert str(page.translation_key).encode() not in listed


def test_a_server_that_starts_lets_out_what_a_killed_one_left(whole_newham, request):
    page = agreed(whole_newham, article(slug="a-page"))
    ContentItem.objects.all().delete()
    what = json.dumps({"content_id": str(page.translation_key)})
    OutboxEntry.objects.create(action=actions.content_itself.__name__, what=what)

    server = request.getfixturevalue("server")

    assert status_of(f"{server}/api/v1/content/{page.translation_key}/") == 200
    assert not OutboxEntry.objects.exists()
