"""What happens by itself: the one list of jobs, each with its name, what it does, and when.

A job may be begun twice or break off half-way, and must end right all the same (scheduler/jobs.py).
"""

from __future__ import annotations

from datetime import timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command

from articles.actions import convert_waiting_films
from articles.media.orphaned_files import delete_orphaned_files
from articles.models import ResumableUpload
from delivery.checking import differences
from delivery.models import OutboxEntry
from delivery.outbox import drain
from moderation.actions import close_ballots
from people.actions import settle_everybody
from people.checking import what_one_person_did
from scheduler.jobs import Job


class ReadersGetSomethingElse(Exception):
    """Than what is agreed and live. `manage.py project --check` says what, `manage.py project` puts it right."""


class SomethingCannotBeLetOut(Exception):
    """What has changed is written down, and readers do not have it yet. The log says why it fails."""


def let_out_what_was_left() -> str:
    """What a process that was killed wrote down and did not do any more."""
    return f"{drain()} done"


def look_whether_something_is_stuck() -> None:
    """Raises SomethingCannotBeLetOut."""
    if stuck := OutboxEntry.objects.stuck().count():
        raise SomethingCannotBeLetOut(f"{stuck} rows of the outbox")


def make_films_ready() -> str:
    return f"{convert_waiting_films()} settled"


class ChangedByOnePerson(Exception):
    """Something that takes two was written past the doors (agreement/four_eyes.py)."""


def close_ballots_that_are_over() -> str:
    return f"{close_ballots()} closed"


def take_down_what_has_expired() -> None:
    call_command("publish_scheduled")


def settle_who_belongs_where() -> str:
    return f"{settle_everybody()} changed"


def check_what_readers_get() -> str:
    """Raises ReadersGetSomethingElse. Looked at twice: something may be let out just while we look."""
    found = set(differences())
    if found:
        found &= set(differences())
    if found:
        raise ReadersGetSomethingElse(f"{len(found)} differences, among them: {min(found)}")
    return "no difference"


def delete_files_of_nothing() -> str:
    return f"{delete_orphaned_files()} deleted"


def forget_uploads_that_stopped() -> str:
    return f"{ResumableUpload.objects.forget_old()} forgotten"


def check_that_two_agreed() -> str:
    """Raises ChangedByOnePerson. `manage.py four_eyes` says what was changed."""
    if found := what_one_person_did():
        raise ChangedByOnePerson(f"{len(found)} rows, among them: {found[0]}")
    return "everything had a second person"


def forget_old_sessions() -> None:
    SessionStore.clear_expired()


JOBS = [
    Job("let_out", let_out_what_was_left, every=timedelta(seconds=5)),
    Job("convert_films", make_films_ready, every=timedelta(seconds=5)),
    Job("look_for_stuck", look_whether_something_is_stuck, every=timedelta(minutes=10)),
    Job("close_ballots", close_ballots_that_are_over, every=timedelta(minutes=1)),
    Job("publish_scheduled", take_down_what_has_expired, every=timedelta(minutes=1)),
    Job("settle_access", settle_who_belongs_where, at="5 0 * * *"),
    Job("project_check", check_what_readers_get, at="30 3 * * *"),
    Job("forget_uploads", forget_uploads_that_stopped, every=timedelta(hours=1)),
    Job("delete_orphaned_files", delete_files_of_nothing, at="40 3 * * *"),
    Job("four_eyes_check", check_that_two_agreed, at="45 3 * * *"),
    Job("forget_sessions", forget_old_sessions, at="50 3 * * *"),
]
