"""Servers to load: granian, nginx. Each knows its processes, and stops them and nothing else."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.content import HOUSE

HOST = "127.0.0.1"
WORKERS = 2
HOW_TO_INSTALL = {
    "wrk": "apt install wrk (Debian, Ubuntu), brew install wrk (macOS)",
    "nginx": "apt install nginx-light (Debian, Ubuntu), brew install nginx (macOS)",
    "Redis": "apt install redis-server, start it, and set REDIS_URL=redis://127.0.0.1:6379/0",
}


@dataclass
class Server:
    """One that was started. `root` is its first process: all its others are children of it."""

    name: str
    port: int
    root: subprocess.Popen[bytes]
    also: list[int] = field(default_factory=list)  # processes that work for it and that somebody else started

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"

    def processes(self) -> list[int]:
        return [self.root.pid, *children_of(self.root.pid), *self.also]

    def stop(self) -> None:
        self.root.terminate()
        try:
            self.root.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.root.kill()


def granian(name: str, application: str, environment: Mapping[str, str]) -> Server:
    """As in docs/running-it.md: as many workers as processors, no access log."""
    port = free_port()
    options = ["--interface", "wsgi", "--host", HOST, "--port", str(port), "--workers", str(WORKERS)]
    quiet = [
        "--blocking-threads",
        "4",
        "--no-ws",
        "--no-access-log",
        "--log-level",
        "error",
        "--workers-kill-timeout",
        "3",
    ]
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "granian", *options, *quiet, application],
        cwd=HOUSE,
        env={**os.environ, **environment},
    )
    return _ready(Server(name, port, process))


def nginx(name: str, folder: Path, *, behind: Server | None = None, tuned: bool = False) -> Server:
    """With the files in `folder`/www, as nginx's packages set it up or `tuned` for small files.

    Or with a server behind it, whose answers it keeps as docs/nginx-waymark.conf says.
    """
    port = free_port()
    config = folder / f"{name.replace(' ', '-').replace(',', '')}.conf"
    config.write_text(_with_a_frame(_cache(port, behind, folder) if behind else _files(port, folder, tuned), folder))
    process = subprocess.Popen(
        [found("nginx") or "nginx", "-p", str(folder), "-c", str(config)], stderr=subprocess.DEVNULL
    )
    server = _ready(Server(name, port, process))
    return server


def _with_a_frame(server: str, folder: Path) -> str:
    # sendfile and tcp_nopush as nginx's own packages set them.
    return f"""
daemon off; worker_processes {WORKERS}; pid {folder}/nginx-{time.time_ns()}.pid; error_log /dev/null;
{"user root;" if os.geteuid() == 0 else ""}
events {{ worker_connections 1024; }}
http {{ access_log off; default_type application/json; sendfile on; tcp_nopush on; {server} }}
"""


def _files(port: int, folder: Path, tuned: bool) -> str:
    tuning = "sendfile off; output_buffers 1 64k; open_file_cache max=1000;" if tuned else ""
    return f"server {{ listen {HOST}:{port}; root {folder}/www; {tuning} }}"


def _cache(port: int, behind: Server, folder: Path) -> str:
    example = (HOUSE / "docs" / "nginx-waymark.conf").read_text()
    kept = f"{folder}/nginx-cache"
    example = example.replace("/var/cache/nginx/waymark", kept).replace("127.0.0.1:8000", f"{HOST}:{behind.port}")
    return example.replace("listen 443 ssl;", f"listen {HOST}:{port};").replace("advice.example.org", HOST)


def found(program: str) -> str | None:
    """Where a program is: Debian keeps some off the path of ordinary users."""
    return shutil.which(program) or shutil.which(program, path="/usr/sbin:/usr/local/sbin:/usr/local/bin")


def children_of(pid: int) -> list[int]:
    parents = {int(entry.name): _parent(entry) for entry in Path("/proc").iterdir() if entry.name.isdecimal()}
    found_ones, new = [], {pid}
    while new := {child for child, parent in parents.items() if parent in new}:
        found_ones += sorted(new)
    return found_ones


def _parent(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rsplit(")", 1)[1].split()[1])
    except (OSError, ValueError):
        return 0


def free_port() -> int:
    with socket.socket() as knock:
        knock.bind((HOST, 0))
        return knock.getsockname()[1]


def _ready(server: Server, *, within: float = 90) -> Server:
    end = time.monotonic() + within
    while time.monotonic() < end and server.root.poll() is None:
        try:
            socket.create_connection((HOST, server.port), timeout=1).close()
            return server
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"{server.name} did not start.")
