"""`python -m cms.serving`: starts and stops Waymark's processes, on this machine alone. Knows nothing of Django.

Readers and the admin have workers of their own, so that nothing which happens in the admin makes a reader wait. `make run`
has one address for both, with a small front before them (cms/front.py). On a server nginx is that front (docs/running-it.md):
`--readers` and `--admin` say where it finds them.

Ctrl-C goes to every process of the terminal at once, and granian's workers then hang until they are killed. So this little
process alone listens to it, and asks the others to stop the way a service manager would. The scheduler is one of them.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from cms.started import write_down

HOST = "127.0.0.1"
OURS = "cms.wsgi:application"
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
KEPT_FROM_PARTS = {signal.SIGINT, signal.SIGHUP}
READERS_THREADS, ADMIN_THREADS = 4, 6
# By this a worker knows which of the two it is (cms/workers.py).
WORKERS, READERS = "WAYMARK_WORKERS", "readers"
# A part that ends sooner than this after its first start cannot work. One that ends later is started again, and no two
# starts are nearer than this. Seconds.
LIVES_AT_LEAST, LOOK_EVERY = 10.0, 0.1
QUIET = [
    "--no-ws",
    "--no-access-log",
    "--log-level",
    "warning",
    "--workers-kill-timeout",
    "5",
    "--respawn-failed-workers",
]


class Taken(Exception):
    """Something else is at this address already."""


@dataclass
class Part:
    """One process, and what it must know beside what we know."""

    name: str
    command: list[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    passed: tuple[int, ...] = ()  # open files that it goes on with

    def start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self.command, env={**os.environ, **self.environment}, pass_fds=self.passed)


def serve_here(*, port: int, application: str) -> int:
    """One address for everything, as `make run` has it. Returns 0 after a clean stop, else what a part returned."""
    with ExitStack() as held:
        try:
            door = held.enter_context(bound(port))
        except OSError:
            print(
                f"Something else is at {HOST}:{port} already. Try another one: make run PORT={port + 1}",
                file=sys.stderr,
            )
            return 1
        write_down(public_url=os.environ.get("PUBLIC_URL", f"http://{HOST}:{port}"))
        folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="waymark-")))
        readers, admin = folder / "readers", folder / "admin"
        front = ["--door", str(door.fileno()), "--readers", str(readers), "--admin", str(admin)]
        behind_it = {"TRUSTED_PROXIES": "unix"}
        for_readers = behind_it | {WORKERS: READERS}
        parts = [
            *besides(application),
            Part("readers", granian(application, ["--uds", str(readers)], threads=READERS_THREADS), for_readers),
            Part("admin", granian(application, ["--uds", str(admin)], threads=ADMIN_THREADS), behind_it),
            Part("front", [sys.executable, "-m", "cms.front", *front], passed=(door.fileno(),)),
        ]
        return keep_running(parts)


def serve_behind_nginx(*, readers: int, admin: int, workers: int, application: str) -> int:
    """Two ports for nginx. The same returned as of `serve_here`."""
    with ExitStack() as held:
        try:
            for port in (readers, admin):
                held.enter_context(locked(port))
        except Taken as taken:
            print(f"Something else is at {HOST}:{taken} already.", file=sys.stderr)
            return 1
        parts = [
            *besides(application),
            Part(
                "readers",
                granian(application, at(readers), threads=READERS_THREADS, workers=workers),
                {WORKERS: READERS},
            ),
            Part("admin", granian(application, at(admin), threads=ADMIN_THREADS)),
        ]
        return keep_running(parts)


def besides(application: str) -> list[Part]:
    """What happens by itself. It sees for itself when this process has gone."""
    scheduler = Part("scheduler", [sys.executable, "manage.py", "run_scheduler", "--as-child"])
    return [scheduler] if application == OURS else []


def at(port: int) -> list[str]:
    return ["--host", HOST, "--port", str(port)]


def granian(application: str, where: list[str], *, threads: int, workers: int = 1) -> list[str]:
    size = ["--workers", str(workers), "--blocking-threads", str(threads)]
    return [sys.executable, "-m", "granian", "--interface", "wsgi", *where, *size, *QUIET, application]


# -- one at an address


def bound(port: int) -> socket.socket:
    """The door itself, open from now on and to us alone. Raises OSError where somebody else has it."""
    door = socket.socket()
    # Not SO_REUSEPORT: with it two of us could open the same one, and share out what is asked between them.
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((HOST, port))
        door.listen(512)
    except OSError:
        door.close()
        raise
    return door


def locked(port: int) -> IO[str]:
    """granian's workers share a port, and would share it with another granian. Raises Taken."""
    lock = (Path(tempfile.gettempdir()) / f"waymark-{os.getuid()}-{port}.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise Taken(port) from error
    if is_taken(port):
        lock.close()
        raise Taken(port)
    return lock


def is_taken(port: int) -> bool:
    with socket.socket() as knock:
        knock.settimeout(1)
        return knock.connect_ex((HOST, port)) == 0


# -- as long as it runs


def keep_running(parts: list[Part]) -> int:
    """Start every part, and start one again that ended by itself; until told to stop, or one cannot work at all."""
    # What is blocked here stays blocked in whatever is started now.
    signal.pthread_sigmask(signal.SIG_BLOCK, KEPT_FROM_PARTS)
    told_to_stop = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal told_to_stop
        told_to_stop = True

    for ending in ENDINGS:
        signal.signal(ending, stop)
    running = [Running(part) for part in parts]
    signal.pthread_sigmask(signal.SIG_UNBLOCK, KEPT_FROM_PARTS)
    try:
        return _watch(running, until=lambda: told_to_stop)
    finally:
        _end([one.process for one in running])


class Running:
    """A part at work."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.has_lived = False
        self._start()

    def _start(self) -> None:
        self.process, self.since = self.part.start(), time.monotonic()

    def is_young(self) -> bool:
        return time.monotonic() - self.since < LIVES_AT_LEAST

    def start_again(self) -> None:
        self.has_lived = True
        signal.pthread_sigmask(signal.SIG_BLOCK, KEPT_FROM_PARTS)
        self._start()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, KEPT_FROM_PARTS)


def _watch(running: list[Running], *, until: Callable[[], bool]) -> int:
    """What worked once and fails now takes nothing else along: readers go on reading while the scheduler cannot start."""
    while not until():
        for one in running:
            returned = one.process.poll()
            if returned is None or (one.has_lived and one.is_young()):
                continue
            if until():
                return 0
            if one.is_young():
                print(f"{one.part.name} ended at once ({returned}).", file=sys.stderr)
                return returned or 1
            print(f"{one.part.name} ended ({returned}), and is started again.", file=sys.stderr)
            one.start_again()
        time.sleep(LOOK_EVERY)
    return 0


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        with suppress(ProcessLookupError):
            process.terminate()
    for process in processes:
        process.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Serve Waymark on this machine alone.")
    parser.add_argument("--port", type=int, default=8000, help="one address for everything, as `make run` has it")
    parser.add_argument("--readers", type=int, help="behind nginx: the port for everything but /admin/")
    parser.add_argument("--admin", type=int, help="behind nginx: the port for /admin/")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="readers' processes behind nginx")
    parser.add_argument("--application", default=OURS)
    asked = parser.parse_args()
    if (asked.readers is None) != (asked.admin is None):
        parser.error("--readers and --admin go together")
    sys.exit(
        serve_here(port=asked.port, application=asked.application)
        if asked.readers is None
        else serve_behind_nginx(
            readers=asked.readers, admin=asked.admin, workers=asked.workers, application=asked.application
        )
    )
