"""`make bench`: from an empty database to the report."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from benchmarks.asking import Asking, asking_of
from benchmarks.content import HOUSE, PARTS, Databases, NotOurs, prepare
from benchmarks.figures import Loads, figures
from benchmarks.load import Measured, load, middle_of
from benchmarks.reading import reading_figures, scores, side_by_side
from benchmarks.report import on_screen, write
from benchmarks.serving import HOW_TO_INSTALL, Server, found
from benchmarks.subjects import Subject, start_all, stop_all, subjects

ITEMS = int(os.environ.get("BENCH_ITEMS", 10_000))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", 3))
SECONDS = int(os.environ.get("BENCH_SECONDS", 2))
WARM_UP = 1  # seconds
VAR = Path(os.environ.get("VAR_DIR", HOUSE / "var")) / "bench"
FEWEST = 500  # pages: with less there is no last page of a list of the smallest size


def main() -> int:
    tools = tools_there()
    if "wrk" not in tools:
        return refuse(f"make bench needs wrk: {HOW_TO_INSTALL['wrk']}.")
    if ITEMS < FEWEST:
        return refuse(f"BENCH_ITEMS must be {FEWEST} or more.")
    VAR.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    try:
        say(
            f"Making a database with {ITEMS:,} synthetic pages, one with a tenth and one with ten times as many items …"
        )
        databases = prepare(VAR, items=ITEMS)
    except NotOurs as error:
        return refuse(str(error))
    say(f"Made in {time.monotonic() - started:.0f} s.")
    loads, inside, asking = measure(databases, tools)
    why_not = {name: how for name, how in HOW_TO_INSTALL.items() if name not in tools}
    if not asking["main"].has_search:
        why_not["search"] = "search= is not there"
    read = scores()
    found_figures = [*figures(loads, inside, why_not), *reading_figures(read)]
    write(found_figures)
    say(on_screen(found_figures, loads, inside, heading(databases)))
    say("\n" + side_by_side(read))
    for name, how in why_not.items():
        say(f"Left out for want of {name}: {how}.")
    say(f"\nAll of it took {time.monotonic() - started:.0f} s. The figures are in benchmarks/report.json.")
    return 0


def measure(databases: Databases, tools: set[str]) -> tuple[Loads, dict[str, Any], dict[str, Asking]]:
    asking = {part: asking_of(databases.urls[part]) for part in PARTS}
    main_url = databases.urls["main"]
    inside: dict[str, Any] = {"queries of ours": ask_inside("queries of ours", main_url)}
    inside["queries of stock"] = ask_inside("queries of stock", main_url, settings="benchmarks.stock_settings")
    files_for_nginx(VAR)
    servers = start_all(databases, VAR, tools)
    try:
        fill_static_files(servers, asking["main"])
        loads = in_turn(list(subjects(servers, asking, databases)))
        watched = {server.name: server.address for server in servers if server.name in ("ours cached", "nginx cache")}
        gone = ask_inside("withdrawing", main_url, *watched.values())
        names = {"ours cached": "every worker", "nginx cache": "nginx's cache"}
        inside["withdrawing"] = {names[name]: gone[address] for name, address in watched.items()}
    finally:
        stop_all(servers)
    inside["publishing"] = ask_inside("publishing", main_url)
    inside["rebuilding"] = ask_inside("rebuilding", main_url)
    return loads, inside, asking


def in_turn(asked: list[Subject]) -> Loads:
    """Every subject once in each round, so that a busy moment of the machine does not fall on one alone."""
    for subject in asked:
        one(subject, seconds=WARM_UP)
    rounds: dict[str, list[Measured]] = {subject.name: [] for subject in asked}
    for number in range(1, ROUNDS + 1):
        say(f"Round {number} of {ROUNDS}: {len(asked)} loads …")
        for subject in asked:
            rounds[subject.name].append(one(subject, seconds=SECONDS))
    return {name: middle_of(measured) for name, measured in rounds.items()}


def one(subject: Subject, *, seconds: float) -> Measured:
    return load(subject.addresses, subject.processes, seconds=seconds, folder=VAR)


def ask_inside(what: str, url: str, *more: str, settings: str = "benchmarks.ours_settings") -> Any:
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": settings}
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.inside", what, *more]
    return json.loads(subprocess.run(command, cwd=HOUSE, env=environment, check=True, stdout=subprocess.PIPE).stdout)


def files_for_nginx(folder: Path) -> None:
    shutil.rmtree(folder / "nginx-cache", ignore_errors=True)
    (folder / "www").mkdir(exist_ok=True)


def fill_static_files(servers: list[Server], asking: Asking) -> None:
    """The very answers that we give, as files."""
    address = next(server.address for server in servers if server.name == "ours")
    for what in ("item", "list"):
        for number, path in enumerate(asking.of_ours()[what]):
            with urllib.request.urlopen(address + path, timeout=30) as response:
                (VAR / "www" / f"{what}-{number}.json").write_bytes(response.read())


def tools_there() -> set[str]:
    there = {name for name in ("wrk", "nginx") if found(name)}
    return there | ({"Redis"} if os.environ.get("REDIS_URL") else set())


def heading(databases: Databases) -> str:
    database = "PostgreSQL" if databases.is_postgres else "SQLite"
    return f"\n{database}, {ITEMS:,} items, median of {ROUNDS} rounds of {SECONDS} s, {os.cpu_count()} processors:"


def say(words: str) -> None:
    print(words, flush=True)


def refuse(words: str) -> int:
    print(words, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
