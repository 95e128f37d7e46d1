"""A database for measuring: of its own, filled with synthetic pages, and copies of it that are smaller and larger."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import dj_database_url
import psycopg
from psycopg import sql

HOUSE = Path(__file__).parent.parent
OURS = "made by make bench; it may be thrown away"
PARTS = ("main", "small", "big")
TEXTS = ("html", "text", "card")  # each begins with the content_id
THE_SAME = (
    "locale, state, page_id, type, path, title, title_key, updated_at, expire_at, true_until, age_from, age_to, urgency, "
    "is_sensitive, revision, replacement"
)


class NotOurs(Exception):
    """Somebody else's database has the name that ours would have."""


@dataclass(frozen=True)
class Databases:
    """Where each part is. `is_postgres` says which kind of database all of them are in."""

    urls: dict[str, str]
    is_postgres: bool


def prepare(var: Path, *, items: int) -> Databases:
    """Main: `items` pages. Small and big: a tenth of their content items, and ten times as many. Raises NotOurs."""
    asked = os.environ.get("DATABASE_URL", "")
    is_postgres = asked.startswith("postgres")
    databases = _on_postgres(asked) if is_postgres else _on_sqlite(var)
    manage(databases.urls["main"], "migrate", "--verbosity", "0")
    manage(databases.urls["main"], "generate", "--items", str(items), "--locales", "en,cy", "--seed", "1")
    manage(databases.urls["main"], "update_index", "--verbosity", "0")
    run_sql(databases.urls["main"], ["ANALYZE"])
    for part in ("small", "big"):
        _copy(databases, part)
    run_sql(databases.urls["small"], _shrunk(items // 10))
    run_sql(databases.urls["big"], _grown(databases.is_postgres))
    return databases


def manage(url: str, *arguments: str) -> None:
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "benchmarks.ours_settings"}
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=HOUSE, env=environment, check=True)


def _on_sqlite(var: Path) -> Databases:
    for old in var.glob("bench-*.sqlite3*"):
        old.unlink()
    return Databases({part: f"sqlite:///{var / f'bench-{part}.sqlite3'}" for part in PARTS}, is_postgres=False)


def _on_postgres(asked: str) -> Databases:
    """Beside the database that was named, which is only used to make others from: nothing in it is touched."""
    name = urlsplit(asked).path.lstrip("/")
    urls = {part: _beside(asked, f"{name}_bench_{part}") for part in PARTS}
    with psycopg.connect(asked, autocommit=True) as connection:
        for part in PARTS:
            _drop(connection, f"{name}_bench_{part}")
        _create(connection, f"{name}_bench_main", template="template1")
    return Databases(urls, is_postgres=True)


def _beside(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _drop(connection: psycopg.Connection, name: str) -> None:
    found = connection.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
    ).fetchone()
    if found and found[0] != OURS:
        raise NotOurs(
            f"There is a database {name} that make bench did not make. Rename it, or name another DATABASE_URL."
        )
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def _create(connection: psycopg.Connection, name: str, *, template: str) -> None:
    command = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    connection.execute(command.format(sql.Identifier(name), sql.Identifier(template)))
    connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(OURS)))


def _copy(databases: Databases, part: str) -> None:
    main, other = databases.urls["main"], databases.urls[part]
    if not databases.is_postgres:
        run_sql(main, [f"VACUUM INTO '{other.removeprefix('sqlite:///')}'"])
        return
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        _create(connection, urlsplit(other).path.lstrip("/"), template=urlsplit(main).path.lstrip("/"))


def run_sql(url: str, statements: list[str]) -> None:
    settings = dj_database_url.parse(url)
    if url.startswith("postgres"):
        with psycopg.connect(url, autocommit=True) as postgres:
            for statement in statements:
                postgres.execute(statement.encode())
        return
    sqlite = sqlite3.connect(settings["NAME"], isolation_level=None)
    for statement in statements:
        sqlite.execute(statement)
    sqlite.close()


def _shrunk(items: int) -> list[str]:
    kept = f"(SELECT id FROM delivery_contentitem ORDER BY id LIMIT {items})"
    return [
        f"DELETE FROM delivery_itemfacet WHERE item_id NOT IN {kept}",
        f"DELETE FROM delivery_contentitem WHERE id NOT IN {kept}",
        "ANALYZE",
    ]


def _grown(is_postgres: bool) -> list[str]:
    """Nine copies of each row of the read model, straight into it, each with a content_id of its own.

    Pages behind them there are none: what is read is the read model alone, and no road leads from a page to a reader.
    """
    return [statement for number in range(1, 10) for statement in _one_more(number, is_postgres)] + ["ANALYZE"]


def _one_more(number: int, is_postgres: bool) -> list[str]:
    """A content_id of a copy differs in the digit that says which kind of UUID it is: all of ours say 4."""
    digit, further = "12356789a"[number - 1], number * 10_000_000
    text = "content_id::text" if is_postgres else "content_id"
    place = len("00000000-0000-4") if is_postgres else len("0000000000004")
    key = f"substr({text}, 1, {place - 1}) || '{digit}' || substr({text}, {place + 1})"
    key = f"({key})::uuid" if is_postgres else key
    place = len('{"content_id":"00000000-0000-4')
    texts = [f"substr({name}, 1, {place - 1}) || '{digit}' || substr({name}, {place + 1})" for name in TEXTS]
    return [
        f"INSERT INTO delivery_contentitem (id, content_id, {', '.join(TEXTS)}, {THE_SAME}) "
        f"SELECT id + {further}, {key}, {', '.join(texts)}, {THE_SAME} FROM delivery_contentitem WHERE id < 10000000",
        f"INSERT INTO delivery_itemfacet (item_id, facet, value, locale, updated_at, content_id) "
        f"SELECT item_id + {further}, facet, value, locale, updated_at, {key} "
        f"FROM delivery_itemfacet WHERE item_id < 10000000",
    ]
