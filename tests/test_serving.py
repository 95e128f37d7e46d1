"""`make run` stops when it is told to, at once, and leaves nothing running."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
AN_APPLICATION = """
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"here"]
"""
SOON = 4  # seconds; less than granian takes to kill a worker that hangs


@pytest.fixture
def port() -> int:
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


def start(port: int, folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "cms.serving", "--port", str(port), "--application", "small:application"],
        cwd=HOUSE,
        env={**os.environ, "PYTHONPATH": f"{HOUSE}{os.pathsep}{folder}"},
        start_new_session=True,
        stderr=subprocess.PIPE,
    )


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
