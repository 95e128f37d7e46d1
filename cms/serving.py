"""`python -m cms.serving`: the web server of `make run`, on this machine alone. Knows nothing of Django.

Ctrl-C goes to every process of the terminal at once, and granian's workers then hang until they are killed. So this little
process alone listens to it, and asks granian to stop the way a service manager would.
"""

from __future__ import annotations

import argparse
import signal
import socket
import subprocess
import sys
from types import FrameType

HOST = "127.0.0.1"
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
KEPT_FROM_GRANIAN = {signal.SIGINT, signal.SIGHUP}


def serve(*, port: int, application: str = "cms.wsgi:application") -> int:
    """Serve until told to stop. Returns 0 after a clean stop, else what granian returned."""
    if is_taken(port):
        print(f"Something else is at {HOST}:{port} already. Try another one: make run PORT={port + 1}", file=sys.stderr)
        return 1
    # What is blocked here stays blocked in whatever is started now.
    signal.pthread_sigmask(signal.SIG_BLOCK, KEPT_FROM_GRANIAN)
    granian = subprocess.Popen(command(port, application))
    told_to_stop = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal told_to_stop
        told_to_stop = True
        granian.terminate()

    for ending in ENDINGS:
        signal.signal(ending, stop)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, KEPT_FROM_GRANIAN)
    returned = granian.wait()
    return 0 if told_to_stop else returned


def command(port: int, application: str) -> list[str]:
    options = ["--interface", "wsgi", "--host", HOST, "--port", str(port), "--workers", "1", "--blocking-threads", "4"]
    quiet = ["--no-ws", "--no-access-log", "--log-level", "warning", "--workers-kill-timeout", "5"]
    return [sys.executable, "-m", "granian", *options, *quiet, application]


def is_taken(port: int) -> bool:
    with socket.socket() as knock:
        knock.settimeout(1)
        return knock.connect_ex((HOST, port)) == 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Serve Waymark on this machine alone.")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--application", default="cms.wsgi:application")
    sys.exit(serve(**vars(parser.parse_args())))
