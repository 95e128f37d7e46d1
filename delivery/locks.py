"""One writer of the read model at a time."""

from __future__ import annotations

from django.db import connection

READ_MODEL_LOCK = 7_201_830  # any number that nothing else in this database locks


def one_at_a_time() -> None:
    """To the end of this transaction. Two at once must end right: the second waits, then reads what the first has written.

    SQLite does so by itself.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [READ_MODEL_LOCK])
