"""All rows of the database, so that it can be brought back to what it was.

Django empties every table after a test on the real database, and reads everything back row by row before the next one.
On PostgreSQL each took more than a second. Most of 130 tables are as they were, so only the others are written again.
"""

from __future__ import annotations

import time
from typing import Any

from django.db import IntegrityError, OperationalError, connection, transaction

TRIES = 10
Rows = list[tuple[Any, ...]]


class Kept:
    """The rows of every table at one moment. Sequences are not among them: no id is given out twice."""

    def __init__(self) -> None:
        self._tables = {table: _rows_of(table) for table in _tables()}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Kept) and not self._changed_in(other._tables)

    __hash__ = None  # type: ignore[assignment]

    def put_back(self) -> None:
        """A browser's last request may still be writing while we look: then we look again."""
        for tries_left in reversed(range(TRIES)):
            try:
                return self._put_back()
            except (IntegrityError, OperationalError):
                if not tries_left:
                    raise
                time.sleep(0.3)

    def _put_back(self) -> None:
        with transaction.atomic():
            changed = self._changed_in({table: _rows_of(table) for table in self._tables})
            with connection.cursor() as cursor:
                for table in changed:
                    cursor.execute(f"DELETE FROM {_quoted(table)}")
                for table in changed:
                    _fill(cursor, table, self._tables[table])

    def _changed_in(self, tables: dict[str, Rows]) -> list[str]:
        return [table for table, was in self._tables.items() if not _alike(was, tables[table])]


def _tables() -> list[str]:
    """All but SQLite's index of words, which follows its table by triggers."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return sorted(table for table in tables if not table.endswith("_fts"))


def _rows_of(table: str) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {_quoted(table)}")
        return cursor.fetchall()


def _alike(some: Rows, others: Rows) -> bool:
    """The same rows, in whatever order."""
    return len(some) == len(others) and sorted(map(repr, some)) == sorted(map(repr, others))


def _fill(cursor: Any, table: str, rows: Rows) -> None:
    if rows:
        values = ", ".join(["%s"] * len(rows[0]))
        cursor.executemany(f"INSERT INTO {_quoted(table)} VALUES ({values})", rows)


def _quoted(table: str) -> str:
    return connection.ops.quote_name(table)
