"""After a ballot has closed, nothing in the database may join a voter to a choice: neither rows nor what deleted rows leave."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from wagtail.log_actions import LogContext

BALLOT_SECRETS = ("moderation_vote", "moderation_ballotkey", "moderation_elector")


@contextmanager
def in_nobodys_name() -> Iterator[None]:
    """What is done in here is written into Wagtail's logs without a person, whoever is logged in.

    Wagtail's `log` puts the name of whoever sent the request where none is given, and one mark on all that the request
    did (wagtail/log_actions.py, LogActionRegistry.log): both would be the voter's.
    """
    with LogContext(user=None):
        yield


def forget_after_commit() -> None:
    """Once this transaction has committed, rub out what deleted rows leave behind."""
    transaction.on_commit(rub_out)


def rub_out() -> None:
    """Leave nothing of deleted votes in the database's files.

    A transaction that somebody else has open just then keeps PostgreSQL (and a reader of the write-ahead log, SQLite)
    from it: every sweep does it again.
    """
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # secure_delete has overwritten the rows; the write-ahead log still holds the pages as they were.
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        elif connection.vendor == "postgresql":
            # FULL writes the table anew: a plain VACUUM leaves the bytes of dead rows in their pages.
            for table in BALLOT_SECRETS:
                cursor.execute(f"VACUUM FULL {table}")
