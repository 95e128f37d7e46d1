"""A real nginx that keeps answers as docs/nginx-waymark.conf says, before two workers."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.urls import reverse

from articles.models import Film
from moderation.actions import withdraw
from tests.articles.editor import logged_in
from tests.articles.media import mp4
from tests.delivery.pages import agreed, article
from tests.factories import member_of, moderator_for
from tests.journeys.killing import A_KEY
from tests.quick.test_several_workers import HOUSE, server

__all__ = ["server"]

pytestmark = pytest.mark.django_db(transaction=True)

FORMS = [reverse("wagtailmedia:add", args=["video"]), reverse("wagtailmedia:chooser_upload", args=["video"])]


class Heard(NamedTuple):
    status: int
    cache: str
    headers: Any


@pytest.fixture
def nginx(server: str, tmp_path: Path) -> Iterator[str]:
    """Its address. Where nginx is missing the test says so and stands aside; in CI it fails."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/local/bin")
    if program is None:
        reason = "nginx is not here: apt install nginx-light"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = tmp_path / "nginx.conf"
    config.write_text(as_the_docs_say(server, port, tmp_path))
    process = subprocess.Popen([program, "-p", str(tmp_path), "-c", str(config)], stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for_api(address)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


def as_the_docs_say(server: str, port: int, folder: Path) -> str:
    """Our own file, with other addresses, without https, and telling what came from the cache."""
    ours = (HOUSE / "docs" / "nginx-waymark.conf").read_text()
    for said, here in {
        "/var/cache/nginx/waymark": f"{folder}/kept",
        "/srv/waymark/var": str(folder),
        "127.0.0.1:8000": server.removeprefix("http://"),
        "127.0.0.1:8001": server.removeprefix("http://"),
        "listen 443 ssl;": f"listen 127.0.0.1:{port};",
        "advice.example.org": "127.0.0.1",
        "proxy_cache waymark;": "proxy_cache waymark; add_header X-Cache $upstream_cache_status always;",
    }.items():
        assert said in ours, said
        ours = ours.replace(said, here)
    user = "user root;" if os.geteuid() == 0 else ""
    places = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        f"daemon off; {user} pid {folder}/nginx.pid; error_log {folder}/errors.log;"
        f"events {{}} http {{ access_log off; {places} {ours} }}"
    )


def wait_for_api(address: str) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            if heard(f"{address}/api/v1/").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("nginx did not start")


def heard(address: str, **headers: str) -> Heard:
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return Heard(response.status, response.headers.get("X-Cache", ""), response.headers)
    except urllib.error.HTTPError as error:
        return Heard(error.code, error.headers.get("X-Cache", ""), error.headers)


def test_nginx_keeps_answers_and_a_withdrawn_page_is_gone_from_it_within_a_second(nginx, whole_newham):
    page = agreed(whole_newham, article(slug="a-page"))
    time.sleep(1)
    address = f"{nginx}/api/v1/content/{page.translation_key}/"
    before = [heard(address) for _time in range(60)]
    assert {said.status for said in before} == {200}
    assert Counter(said.cache for said in before)["HIT"] > 0

    withdraw(page=page, moderator=moderator_for(whole_newham), reason="wrong", reason_code="other", words="Wrong.")
    time.sleep(1)

    assert {heard(address).status for _time in range(40)} == {410}


def test_what_nginx_keeps_browsers_still_ask_about_each_time_and_are_told_they_have_it(nginx, whole_newham):
    page = agreed(whole_newham, article(slug="a-page"))
    time.sleep(1)
    address = f"{nginx}/api/v1/content/{page.translation_key}/"

    first = heard(address)
    kept = next(said for said in (heard(address) for _time in range(200)) if said.cache == "HIT")

    for said in (first, kept):
        assert said.headers["Cache-Control"] == "no-cache"
        assert "X-Accel-Expires" not in said.headers
    assert heard(address, **{"If-None-Match": kept.headers["ETag"]}).status == 304


def answered(nginx: str, address: str, head: str, body: bytes = b"") -> int:
    """The status of the answer to so much of a request."""
    host, port = nginx.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as line:
        line.sendall(f"POST {address} HTTP/1.1\r\nHost: {host}\r\n{head}\r\n".encode() + body)
        return int(line.recv(4096).split()[1])


@pytest.mark.parametrize(
    ("address", "megabytes", "status"),
    [
        *((address, 200, 401) for address in FORMS),
        *((address, 5, 413) for address in ("/admin/login/", "/admin/media/", "/admin/media/edit/1/", "/")),
        *((address, 70, 413) for address in ("/admin/images/add/", "/admin/documents/multiple/add/")),
    ],
)
def test_each_address_takes_what_it_needs_a_film_two_of_them_and_none_of_a_strangers_is_read(
    nginx, address, megabytes, status
):
    head = f"Content-Length: {megabytes * 1024**2}\r\nContent-Type: multipart/form-data; boundary=b\r\n"

    assert answered(nginx, address, head, b"--b\r\n") == status


def test_a_film_that_is_sent_whole_comes_through_nginx(nginx, whole_newham):
    session = logged_in(member_of(whole_newham)).cookies["sessionid"].value
    film = mp4(weight=5_000_000)
    body = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n' + film + b"\r\n--b--\r\n"
    head = f"Content-Length: {len(body)}\r\nContent-Type: multipart/form-data; boundary=b\r\n"
    head += f"Cookie: sessionid={session}; csrftoken={A_KEY}\r\nX-CSRFToken: {A_KEY}\r\n"

    assert answered(nginx, FORMS[0], head, body) == 302
    assert Film.objects.get().upload.size == len(film)
