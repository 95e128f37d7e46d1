"""What deleted votes leave in the database's files is rubbed out, and nobody has to wait for that."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread
from time import sleep

import psycopg
import pytest
from django.db import InternalError, connection
from django.utils import timezone

from articles.models import ArticlePage
from moderation.actions import close_ballots, withdraw
from moderation.models import Residue, Vote
from tests.factories import draft, member_of, members_of, moderator_for, published, send_in, vote
from tests.moderation.test_voting import rewrite
from tests.moderation.test_what_was_taken_down import WHY

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def closed(whole_newham):
    """A ballot that has just closed."""
    moderator_for(whole_newham)
    voters = members_of(whole_newham, 4)
    ballot = send_in(draft(whole_newham, by=voters[0]), by=voters[0])
    vote(ballot, voters[1:], "AAA")
    close_ballots()
    ballot.refresh_from_db()
    assert ballot.outcome
    return ballot


@contextmanager
def statements():
    said: list[str] = []

    def note(execute, sql, *rest):
        said.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield said


def sweep_until_nothing_is_left() -> None:
    for _sweep in range(240):  # PostgreSQL's own housekeeping may have a transaction open just then, or a table
        close_ballots()
        if not Residue.objects.exists():
            return
        sleep(0.25)
    raise AssertionError("Something is left.")


def test_once_nothing_is_left_no_sweep_touches_the_tables_again(closed):
    close_ballots()
    Residue.objects.all().delete()

    with statements() as said:
        close_ballots()

    assert [sql for sql in said if "VACUUM" in sql or "wal_checkpoint" in sql] == []


def test_a_closing_leaves_a_note_until_it_is_rubbed_out(closed):
    Residue.objects.create(left_at=timezone.now() - timedelta(days=1))

    with statements() as said:
        sweep_until_nothing_is_left()

    assert [sql for sql in said if "VACUUM" in sql or "wal_checkpoint" in sql]


def test_a_withdrawal_that_ends_a_vote_reaches_readers_also_where_rubbing_out_fails(whole_newham, client):
    writer = member_of(whole_newham)
    page = published(whole_newham, by=writer)
    members_of(whole_newham, 4)
    rewrite(page.pk, by=writer, text="Completely different words.")
    send_in(ArticlePage.objects.get(pk=page.pk), by=writer)

    with connection.execute_wrapper(a_broken_disk):
        withdraw(page=page, moderator=moderator_for(whole_newham), **WHY)

    assert client.get(f"/api/v1/content/{page.translation_key}/").status_code == 410
    assert Residue.objects.exists()


def a_broken_disk(execute, sql, *rest):
    if "VACUUM" in sql or "wal_checkpoint" in sql:
        raise InternalError("disk I/O error")
    return execute(sql, *rest)


@pytest.mark.postgres
def test_what_a_long_transaction_keeps_is_rubbed_out_after_it(closed):
    with reading("moderation_decision"):
        Residue.objects.create()
        close_ballots()
        assert Residue.objects.exists()

    sweep_until_nothing_is_left()


@pytest.mark.postgres
def test_who_writes_in_another_database_of_the_server_keeps_it_too(closed):
    """Their transaction holds back the snapshot of VACUUM FULL: a ballot's key lay in its file, and nothing was left to do."""
    sweep_until_nothing_is_left()
    with psycopg.connect(**connection.get_connection_params() | {"dbname": "postgres"}) as elsewhere:
        elsewhere.execute("SELECT pg_current_xact_id()")
        Residue.objects.create()
        close_ballots()

        assert Residue.objects.exists()
        elsewhere.rollback()

    sweep_until_nothing_is_left()


@pytest.mark.postgres
def test_whoever_began_long_after_the_votes_were_deleted_keeps_nothing_of_them(closed):
    with reading("moderation_decision"):
        Residue.objects.create(left_at=timezone.now() - timedelta(hours=1))

        sweep_until_nothing_is_left()


@pytest.mark.postgres
def test_nobody_waits_behind_the_sweep_for_a_backup(closed):
    sweep_until_nothing_is_left()
    with reading("moderation_vote") as reader:
        # Left long before: nothing but the table that the backup holds keeps it from being rubbed out.
        Residue.objects.create(left_at=timezone.now() - timedelta(hours=1))
        close_ballots()

        assert reader.is_alive()
        with connection.cursor() as cursor:
            cursor.execute("SHOW lock_timeout")
            assert cursor.fetchone() == ("0",)
        assert Vote.objects.count() == 0
        assert Residue.objects.exists()


@contextmanager
def reading(table):
    """Somebody else's transaction that has read `table` and goes on."""
    began, done = Event(), Event()

    def read() -> None:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
            cursor.execute(f"SELECT count(*) FROM {table}")
            began.set()
            done.wait(60)
            cursor.execute("ROLLBACK")
        connection.close()

    reader = Thread(target=read)
    reader.start()
    assert began.wait(30)
    try:
        yield reader
    finally:
        done.set()
        reader.join()
