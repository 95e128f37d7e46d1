"""Which server is loaded with what. Each subject is one row of what was measured."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import redis

from benchmarks.asking import Asking
from benchmarks.content import Databases
from benchmarks.serving import Server, granian, nginx


@dataclass(frozen=True)
class Subject:
    name: str
    addresses: list[str]
    processes: Callable[[], list[int]]


def start_all(databases: Databases, var: Path, tools: set[str]) -> list[Server]:
    """Every server of the run, each with its name. What is not installed is left out."""
    main = databases.urls["main"]
    ours = {"DJANGO_SETTINGS_MODULE": "benchmarks.ours_settings", "PUBLIC_URL": "http://127.0.0.1:8000"}
    stock = {"DJANGO_SETTINGS_MODULE": "benchmarks.stock_settings", "DATABASE_URL": main}
    fresh, cached = ours | {"ANSWERS_KEPT_MB": "0"}, ours | {"ANSWERS_KEPT_MB": "64"}
    servers = [
        granian("stock", "django.core.wsgi:get_wsgi_application", stock | {"GRANIAN_FACTORY": "true"}),
        granian("ours", "cms.wsgi:application", fresh | {"DATABASE_URL": main}),
        granian("ours cached", "cms.wsgi:application", cached | {"DATABASE_URL": main}),
        granian("constant", "benchmarks.constant:application", {}),
        granian("small", "cms.wsgi:application", fresh | {"DATABASE_URL": databases.urls["small"]}),
        granian("big", "cms.wsgi:application", fresh | {"DATABASE_URL": databases.urls["big"]}),
    ]
    if "Redis" in tools:
        page_cache = {"BENCH_PAGE_CACHE": "true", "BENCH_KEY_PREFIX": f"bench-{os.getpid()}"}
        server = granian(
            "stock with Redis",
            "django.core.wsgi:get_wsgi_application",
            stock | {"GRANIAN_FACTORY": "true"} | page_cache,
        )
        server.also.append(redis.Redis.from_url(os.environ["REDIS_URL"]).info()["process_id"])
        servers.append(server)
    if "nginx" in tools:
        behind = next(server for server in servers if server.name == "ours cached")
        servers += [nginx("nginx static", var), nginx("nginx static, tuned", var, tuned=True)]
        servers += [nginx("nginx cache", var, behind=behind)]
    return servers


def stop_all(servers: list[Server]) -> None:
    for server in reversed(servers):
        server.stop()


def subjects(servers: list[Server], asking: dict[str, Asking], databases: Databases) -> Iterator[Subject]:
    by_name = {server.name: server for server in servers}
    for name in ("stock", "stock with Redis"):
        if name in by_name:
            yield from _of(by_name[name], databases, asking["main"].of_stock())
    for name in ("ours", "ours cached", "nginx cache"):
        if name in by_name:
            yield from _of(by_name[name], databases, asking["main"].of_ours())
    for name in ("small", "big"):
        asked = asking[name].of_ours() | asking[name].last_page()
        # The words that find items are not copied into the tenfold one: a search there would find the same as in main.
        yield from _of(by_name[name], databases, {what: paths for what, paths in asked.items() if what != "search"})
    yield from _of(by_name["constant"], databases, {"item": ["/"]})
    if "nginx static" in by_name:
        ours = asking["main"].of_ours()
        files = {what: [f"/{what}-{number}.json" for number in range(len(ours[what]))] for what in ("item", "list")}
        for name in ("nginx static", "nginx static, tuned"):
            yield from _of(by_name[name], databases, files)


def _of(server: Server, databases: Databases, asked: dict[str, list[str]]) -> Iterator[Subject]:
    processes = partial(_processes, server, databases)
    for what, paths in asked.items():
        yield Subject(f"{server.name}: {what}", [server.address + path for path in paths], processes)


def _processes(server: Server, databases: Databases) -> list[int]:
    """The server's own, and PostgreSQL's for this run's databases. One that did nothing meanwhile counts for nothing."""
    return server.processes() + (_backends(databases) if databases.is_postgres else [])


def _backends(databases: Databases) -> list[int]:
    names = [urlsplit(url).path.lstrip("/") for url in databases.urls.values()]
    with psycopg.connect(databases.urls["main"]) as connection:
        rows = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = ANY(%s) AND pid <> pg_backend_pid()", [names]
        ).fetchall()
    return [pid for (pid,) in rows]
