"""One load: `wrk` on an address, and the processor time of everything that worked for it."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.serving import found

TICKS = os.sysconf("SC_CLK_TCK")
CONNECTIONS = 16
# Slow servers are given longer: a figure made of a handful of requests means nothing.
FEWEST, LONGEST = 40, 30


class Refused(Exception):
    """What was loaded did not answer as it should: the figure would mean nothing."""


@dataclass(frozen=True)
class Measured:
    per_second: float
    p50_ms: float
    cpu_ms: float  # of server, database and cache together, for one request


def load(addresses: list[str], processes: Callable[[], list[int]], *, seconds: float, folder: Path) -> Measured:
    """Sixteen connections ask for these addresses, one after the other and again. Raises Refused."""
    script = _script(addresses, folder)
    command = [
        found("wrk") or "wrk",
        "-t1",
        f"-c{CONNECTIONS}",
        f"-d{seconds:g}s",
        "--latency",
        "--timeout",
        "30s",
        "-s",
        str(script),
    ]
    before = _cpu_seconds(processes())
    said = subprocess.run([*command, addresses[0]], capture_output=True, text=True, check=True).stdout
    after = _cpu_seconds(processes())
    if "Non-2xx" in said or re.search(r"connect [1-9]|read [1-9]|write [1-9]", said):
        raise Refused(f"{addresses[0]}:\n{said}")
    requests = int(_number(said, r"(\d+) requests in"))
    if requests < FEWEST and seconds < LONGEST:
        return load(addresses, processes, seconds=min(seconds * 4, LONGEST), folder=folder)
    spent = sum(after[pid] - before.get(pid, 0) for pid in after if pid in before)
    return Measured(_number(said, r"Requests/sec:\s+([\d.]+)"), _milliseconds(said), spent / max(requests, 1) * 1000)


def middle_of(rounds: list[Measured]) -> Measured:
    return Measured(
        median(one.per_second for one in rounds),
        median(one.p50_ms for one in rounds),
        median(one.cpu_ms for one in rounds),
    )


def _script(addresses: list[str], folder: Path) -> Path:
    paths = ",\n".join(f'"{"/" + address.split("/", 3)[3]}"' for address in addresses)
    script = folder / "asking.lua"
    script.write_text(
        f"local paths = {{\n{paths}\n}}\nlocal i = 0\n"
        'request = function() i = i % #paths + 1; return wrk.format("GET", paths[i]) end\n'
    )
    return script


def _cpu_seconds(pids: list[int]) -> dict[int, float]:
    return {pid: seconds for pid in pids if (seconds := _cpu_of(pid)) is not None}


def _cpu_of(pid: int) -> float | None:
    """In user and system mode; its threads are counted, its children are not."""
    try:
        numbers = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return None
    return (int(numbers[11]) + int(numbers[12])) / TICKS


def _number(said: str, pattern: str) -> float:
    match = re.search(pattern, said)
    if match is None:
        raise Refused(said)
    return float(match.group(1))


def _milliseconds(said: str) -> float:
    match = re.search(r"50%\s+([\d.]+)(us|ms|s)\b", said)
    if match is None:
        raise Refused(said)
    return float(match.group(1)) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[match.group(2)]
