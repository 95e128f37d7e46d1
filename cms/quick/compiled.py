"""Django's own SQL for a query, written once for each way of asking instead of for each request.

The query is the plain view's own (delivery/reading.py), made with stand-ins for what was asked. Where a stand-in turns up among
the parameters of the finished SQL, the real value goes. Nothing about the read model is said a second time here.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import QuerySet
from psycopg import Cursor


class Compiled:
    """One query's SQL, for any values."""

    def __init__(
        self, queryset: QuerySet[Any, Any], stand_ins: Mapping[str, Any], *, planned_for_each: bool = False
    ) -> None:
        """`planned_for_each`: how PostgreSQL best goes about it depends on the values, as with a range of unknown width."""
        self._planned_for_each = planned_for_each
        database = connections[DEFAULT_DB_ALIAS]
        compiler = queryset.query.get_compiler(connection=database)
        self.sql, parameters = compiler.as_sql()
        self._for_sqlite = self.sql % (("?",) * len(parameters))
        self._for_postgres = self.sql.encode()
        names = {_key(_adapted(value, database)): name for name, value in stand_ins.items()}
        self._places: list[tuple[str | None, Any]] = [(names.get(_key(value)), value) for value in parameters]
        missing = set(stand_ins) - {name for name, _value in self._places}
        if missing:
            raise LookupError(f"asked for and not in the query: {sorted(missing)}")
        self.columns: list[str] = list(queryset.query.selected or ())
        expressions = [column[0] for column in compiler.select[: len(self.columns)]]
        self._converters: list[tuple[int, list[Callable[..., Any]], Any]] = [
            (place, converters, expression)
            for place, (converters, expression) in compiler.get_converters(expressions).items()
        ]

    def rows(self, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """As the database's driver gives them: `converted` makes one what Django would have made of it."""
        database = connections[DEFAULT_DB_ALIAS]  # once: Django's `connection` looks it up anew each time it is touched
        adapted = {name: _adapted(value, database) for name, value in values.items()}
        parameters = [constant if name is None else adapted[name] for name, constant in self._places]
        # Django's own cursors write the values into the statement, and tell whoever counts or watches queries.
        if self._planned_for_each or database.execute_wrappers or database.queries_logged:
            with database.cursor() as cursor:
                cursor.execute(self.sql, parameters)
                return cursor.fetchall()
        return self._from_the_driver(database, parameters)

    def _from_the_driver(self, database: Any, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        """Without Django's layers around its cursors, which take longer than finding an item does."""
        database.ensure_connection()
        with database.wrap_database_errors:
            if database.vendor == "sqlite":
                rows: list[tuple[Any, ...]] = database.connection.execute(self._for_sqlite, parameters).fetchall()
                return rows
            # In PostgreSQL's own format: reading a moment from text takes as long as all else of its row.
            return _planning_once(database).execute(self._for_postgres, parameters, binary=True).fetchall()

    def converted(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        values = list(row)
        for place, converters, expression in self._converters:
            for convert in converters:
                values[place] = convert(values[place], expression, connection)
        return tuple(values)


def _adapted(value: Any, database: Any) -> Any:
    """As this database's driver wants it, and as Django's own fields hand it over."""
    if isinstance(value, datetime):
        return database.ops.adapt_datetimefield_value(value)
    if isinstance(value, UUID) and not database.features.has_native_uuid_field:
        return value.hex
    return value


def _key(value: Any) -> tuple[type, Any]:
    """Values of different types are different. Only for numbers Django has types of its own on PostgreSQL."""
    return int if isinstance(value, int) else type(value), value


# Its cursor: making one for each request takes a fifth of the time that asking does.
_OF_THIS_THREAD = threading.local()


def _planning_once(database: Any) -> Cursor[Any]:
    """A cursor for which PostgreSQL plans a statement once and not each time, which Django leaves out.

    Once means without looking at the values: our lists are walks through an index until a page is full, whatever was asked
    for, and what PostgreSQL expects of a value leads it to gather and sort all that have it.
    """
    # A pooler that hands out another connection for each transaction knows nothing of prepared statements; whoever has one
    # has told Django so by this setting.
    kept: Cursor[Any] | None = getattr(_OF_THIS_THREAD, "cursor", None)
    if kept is not None and kept.connection is database.connection:
        return kept
    if not database.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
        database.connection.execute("SET plan_cache_mode TO force_generic_plan")
        database.connection.prepare_threshold = 1
    _OF_THIS_THREAD.cursor = Cursor(database.connection)
    return _OF_THIS_THREAD.cursor  # type: ignore[no-any-return]
