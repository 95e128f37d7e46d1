"""Many short rows at once. `bulk_create` would make an object of each, which takes longer than all the rest of a rebuild."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, models

Values = tuple[Any, ...]


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Sequence[Values]) -> None:
    """Insert `rows`, each with a value for every one of `columns` as the database takes it (`as_stored`)."""
    table, names = model._meta.db_table, ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)  # noqa: S608


def as_stored(model: type[models.Model], **values: Any) -> Values:
    """These values of a model's fields as the database takes them: SQLite knows neither moments nor UUIDs."""
    fields: dict[str, Any] = {name: model._meta.get_field(name) for name in values}
    return tuple(fields[name].get_db_prep_save(value, connection) for name, value in values.items())


def delete_rows(rows: models.QuerySet[Any]) -> None:
    """Without asking, row by row, who would like to hear of it, and without what hangs on them."""
    rows._raw_delete(rows.db)  # type: ignore[attr-defined]
