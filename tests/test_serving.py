"""`make run` stops when it is told to, at once, and leaves nothing running. Readers and the admin have workers of their own."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

pytestmark = pytest.mark.no_database

HOUSE = Path(__file__).parent.parent
AN_APPLICATION = """
import json, os, threading, time
def application(environ, start_response):
    path, body = environ["PATH_INFO"], b"here"
    if path.endswith("/works/"):
        time.sleep(2)
    if path.endswith("/dies/"):
        os._exit(1)
    if path.endswith("/echoes/"):
        body = environ["wsgi.input"].read()
    if path.endswith("/tells/"):
        heard = {name: value for name, value in environ.items() if name.startswith(("HTTP_", "REMOTE_"))}
        workers = os.environ.get("WAYMARK_WORKERS")
        body = json.dumps(heard | {"process": os.getpid(), "path": path, "workers": workers}).encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]
"""
SOON = 4  # seconds; less than granian takes to kill a worker that hangs


@pytest.fixture
def port() -> int:
    return free_port()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def server(tmp_path: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A small application served as `make run` serves, in a process group of its own like a terminal's."""
    (tmp_path / "small.py").write_text(AN_APPLICATION)
    process = start(port, tmp_path)
    wait_until(lambda: answers(port), seconds=30)
    yield process
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    finally:
        process.wait()


def start(port: int, folder: Path, *more: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "cms.serving", "--port", str(port), "--application", "small:application", *more],
        cwd=HOUSE,
        env={
            **as_nobody_said_otherwise(),
            "PYTHONPATH": f"{HOUSE}{os.pathsep}{folder}",
            "VAR_DIR": str(folder / "var"),
        },
        start_new_session=True,
        stderr=subprocess.PIPE,
    )


def as_nobody_said_otherwise() -> dict[str, str]:
    """This environment without what `make` says in it of addresses."""
    return {name: value for name, value in os.environ.items() if name not in ("PUBLIC_URL", "DATABASE_URL")}


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as response:
            return response.read() == b"here"
    except OSError:
        return False


def wait_until(true: object, *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.1)


def nobody_is_left_of(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


def test_ctrl_c_stops_it_at_once_and_leaves_nothing_running(server: subprocess.Popen[bytes], port: int) -> None:
    os.killpg(server.pid, signal.SIGINT)  # as a terminal does: to everybody

    assert server.wait(timeout=SOON) == 0
    wait_until(lambda: nobody_is_left_of(server.pid), seconds=SOON)
    assert not answers(port)


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP])
def test_whoever_started_it_can_stop_it(server: subprocess.Popen[bytes], ending: signal.Signals) -> None:
    server.send_signal(ending)

    assert server.wait(timeout=SOON) == 0
    wait_until(lambda: nobody_is_left_of(server.pid), seconds=SOON)


def test_a_port_that_is_taken_is_said_kindly(server: subprocess.Popen[bytes], port: int, tmp_path: Path) -> None:
    second = start(port, tmp_path)
    _out, said = second.communicate(timeout=30)

    assert second.returncode == 1
    assert f"make run PORT={port + 1}" in said.decode()
    assert answers(port)


def test_two_that_start_at_the_same_moment_do_not_share_a_port(port: int, tmp_path: Path) -> None:
    (tmp_path / "small.py").write_text(AN_APPLICATION)
    both = [start(port, tmp_path), start(port, tmp_path)]
    try:
        wait_until(lambda: any(one.poll() is not None for one in both), seconds=30)
        wait_until(lambda: answers(port), seconds=30)

        assert sorted(one.poll() for one in both if one.poll() is not None) == [1]
    finally:
        for one in both:
            one.terminate()
            one.communicate(timeout=30)


def test_behind_nginx_two_do_not_share_a_port_either(port: int, tmp_path: Path) -> None:
    (tmp_path / "small.py").write_text(AN_APPLICATION)
    places = ["--readers", str(port), "--admin", str(free_port())]
    first = start(port, tmp_path, *places)
    wait_until(lambda: answers(port), seconds=30)
    second = start(port, tmp_path, *places)
    _out, said = second.communicate(timeout=30)
    try:
        assert second.returncode == 1
        assert str(port) in said.decode()
        assert answers(port)
    finally:
        first.terminate()
        first.communicate(timeout=30)


# -- workers of their own


def told(port: int, path: str, **headers: str) -> dict[str, str]:
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    with urllib.request.urlopen(asked, timeout=30) as response:
        return json.load(response)


def test_readers_and_the_admin_have_workers_of_their_own(server: subprocess.Popen[bytes], port: int) -> None:
    admin = told(port, "/admin/tells/")["process"]
    readers = {told(port, f"/{room}/tells/")["process"] for room in ("api", "media", "static", "administrators")}

    assert len(readers) == 1
    assert admin not in readers


def test_a_readers_worker_knows_that_it_is_one(server: subprocess.Popen[bytes], port: int) -> None:
    assert [told(port, path)["workers"] for path in ("/tells/", "/admin/tells/")] == ["readers", None]


def test_so_it_does_behind_nginx(tmp_path: Path, port: int) -> None:
    (tmp_path / "small.py").write_text(AN_APPLICATION)
    admin = free_port()
    process = start(port, tmp_path, "--readers", str(port), "--admin", str(admin))
    try:
        wait_until(lambda: answers(port) and answers(admin), seconds=30)

        assert [told(place, "/tells/")["workers"] for place in (port, admin)] == ["readers", None]
    finally:
        process.terminate()
        process.communicate(timeout=30)


THE_ADMIN_IN_OTHER_LETTERS = (
    *("/%61dmin/tells/", "/admi%6e/tells/", "/admin%2ftells/", "/%2fadmin/tells/", "//admin//tells/"),
    *(
        "/./admin/tells/",
        "/api/../admin/tells/",
        "/api/%2e%2e/admin/tells/",
        "/admin/../api/tells/",
        "/%61dmin%2Ftells/",
    ),
)


@pytest.mark.parametrize("path", THE_ADMIN_IN_OTHER_LETTERS)
def test_the_admin_written_in_another_way_goes_to_the_admins_workers(
    server: subprocess.Popen[bytes], port: int, path: str
) -> None:
    admin = told(port, "/admin/tells/")["process"]

    assert told(port, path)["process"] == admin
    assert process_of(raw(port, f"GET http://x{path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())) == admin


@pytest.mark.parametrize(
    "path", ["/api/tells/?next=/admin/", "/administrators/tells/", "/%2561dmin/tells/", "/api/admin/tells/"]
)
def test_what_only_speaks_of_the_admin_is_the_readers(server: subprocess.Popen[bytes], port: int, path: str) -> None:
    assert told(port, path)["process"] == told(port, "/tells/")["process"]


def process_of(answer: bytes) -> str:
    return json.loads(answer.partition(b"\r\n\r\n")[2])["process"]


def test_readers_wait_for_nothing_that_the_admin_does(server: subprocess.Popen[bytes], port: int) -> None:
    with ThreadPoolExecutor(24) as threads:
        working = [
            threads.submit(urllib.request.urlopen, f"http://127.0.0.1:{port}/admin/works/") for _one in range(24)
        ]
        answered = 0
        while not any(one.done() for one in working):
            assert answers(port)
            answered += 1
        for one in working:
            assert one.result().read() == b"here"

    assert answered > 10  # all of them before the first of twenty-four in the admin was done


def test_what_a_sender_says_of_proxies_is_not_passed_on(server: subprocess.Popen[bytes], port: int) -> None:
    forged = {"X-Real-IP": "1.2.3.4", "X_Real_IP": "1.2.3.4", "X-Forwarded-For": "1.2.3.4", "Forwarded": "for=1.2.3.4"}
    plain, said = told(port, "/tells/"), told(port, "/tells/", **forged)

    assert said == plain
    assert said["HTTP_X_REAL_IP"] == "127.0.0.1"


def test_what_is_sent_arrives_whole(server: subprocess.Popen[bytes], port: int) -> None:
    film = os.urandom(3_000_000)
    asked = urllib.request.Request(f"http://127.0.0.1:{port}/admin/echoes/", data=film)

    assert urllib.request.urlopen(asked, timeout=30).read() == film


@pytest.mark.parametrize(
    "head",
    [
        b"GET /\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n continued: y\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"x" * 70_000 + b"\r\n\r\n",
    ],
)
def test_a_request_that_could_be_read_in_two_ways_is_refused(
    server: subprocess.Popen[bytes], port: int, head: bytes
) -> None:
    assert raw(port, head).startswith(b"HTTP/1.1 400 ")


def test_a_request_that_is_hidden_behind_another_one_is_not_answered(
    server: subprocess.Popen[bytes], port: int
) -> None:
    hidden = b"GET /tells/ HTTP/1.1\r\nHost: x\r\nX-Real-IP: 1.2.3.4\r\n\r\n"
    said = raw(port, b"GET / HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n" + hidden)

    assert said.count(b"HTTP/1.1 ") == 1
    assert b"1.2.3.4" not in said


def raw(port: int, sent: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(sent)
        said = b""
        try:
            while piece := line.recv(65536):
                said += piece
        except ConnectionResetError:
            pass
        return said


def test_workers_that_die_are_replaced_and_whoever_asked_reads_a_kind_page(
    server: subprocess.Popen[bytes], port: int
) -> None:
    with pytest.raises(urllib.error.HTTPError) as page:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/admin/dies/", timeout=30)
    assert page.value.code == 503
    assert b"Wait a minute" in page.value.read()
    with pytest.raises(urllib.error.HTTPError) as problem:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/api/dies/", timeout=30)
    assert json.load(problem.value)["code"] == "unavailable"

    assert told(port, "/admin/tells/")["process"]
    assert answers(port)


# -- what was started


def test_the_address_that_was_started_is_known_to_the_commands_that_come_after_it(
    server: subprocess.Popen[bytes], port: int, tmp_path: Path
) -> None:
    assert address_in_development(tmp_path / "var") == f"http://127.0.0.1:{port}"
    assert address_in_development(tmp_path / "var", PUBLIC_URL="http://elsewhere") == "http://elsewhere"


@pytest.mark.parametrize("written", [None, "", "{", "[]", '{"PUBLIC_URL": 7}', '{"PUBLIC_URL": "ftp://x"}'])
def test_where_nothing_readable_was_written_down_the_usual_address_holds(tmp_path: Path, written: str | None) -> None:
    if written is not None:
        (tmp_path / "started.json").write_text(written)

    assert address_in_development(tmp_path) == "http://127.0.0.1:8000"


def address_in_development(folder: Path, **environment: str) -> str:
    asked = "from django.conf import settings; print(settings.PUBLIC_URL, settings.WAGTAILADMIN_BASE_URL)"
    said = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=HOUSE,
        env={
            **as_nobody_said_otherwise(),
            "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
            "VAR_DIR": str(folder),
            **environment,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    one, other = said.stdout.split()
    assert one == other
    return one
