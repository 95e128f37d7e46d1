"""After a ballot has closed, nothing in the database may join a voter to a choice: neither rows nor what deleted rows leave."""

from django.db import connection, transaction

BALLOT_SECRETS = ("moderation_vote", "moderation_ballotkey", "moderation_elector")


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
