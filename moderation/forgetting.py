"""After a ballot has closed, nothing in the database may join a voter to a choice: neither rows nor what deleted rows leave."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import OperationalError, connection
from wagtail.log_actions import LogContext

BALLOT_SECRETS = ("moderation_vote", "moderation_ballotkey", "moderation_elector")
PATIENCE = "1s"
LONGEST_CLOSING = timedelta(minutes=2)  # from what is written first in a transaction to its commit


@contextmanager
def in_nobodys_name() -> Iterator[None]:
    """What is done in here is written into Wagtail's logs without a person, whoever is logged in.

    Wagtail's `log` puts the name of whoever sent the request where none is given, and one mark on all that the request
    did (wagtail/log_actions.py, LogActionRegistry.log): both would be the voter's.
    """
    with LogContext(user=None):
        yield


def rub_out(*, left_at: datetime) -> bool:
    """Leave nothing in the database's files of votes that were deleted until `left_at`. False where something may be left.

    A transaction that somebody else has open just then keeps PostgreSQL (and a reader of the write-ahead log, SQLite)
    from it. Not for use within a transaction.
    """
    if connection.vendor == "sqlite":
        return _rub_out_of_the_log()
    nothing_keeps_it = not _older_transactions(than=left_at + LONGEST_CLOSING)
    return _write_tables_anew() and nothing_keeps_it


def _rub_out_of_the_log() -> bool:
    """secure_delete has overwritten the rows; the write-ahead log still holds the pages as they were."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        is_kept_from_it, *_pages = cursor.fetchone()
        return not is_kept_from_it


def _older_transactions(*, than: datetime) -> bool:
    """Whether somebody may still see rows that were deleted before: PostgreSQL keeps them for that long.

    Of other roles' sessions it may tell us nothing: then they may.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            " AND (datname IS NULL OR datname = current_database())"
            " AND (query = '<insufficient privilege>'"
            " OR backend_xmin IS NOT NULL AND (xact_start IS NULL OR xact_start <= %s)))"
            # Who writes, in whatever database of this server, holds back every snapshot, and so the one of VACUUM FULL.
            " OR EXISTS (SELECT FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            " AND backend_xid IS NOT NULL AND (xact_start IS NULL OR xact_start <= %s))",
            [than, than],
        )
        return bool(cursor.fetchone()[0])


def _write_tables_anew() -> bool:
    """VACUUM alone leaves the bytes of dead rows in their pages. FULL needs each table for itself, and everybody who comes
    after it waits behind it: where somebody else holds one (a backup, for as long as it takes), it gives up at once.
    """
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        [before] = cursor.fetchone()
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [PATIENCE])
        try:
            for table in BALLOT_SECRETS:
                cursor.execute(f"VACUUM FULL {table}")
        except OperationalError:
            return False
        finally:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [before])
    return True
