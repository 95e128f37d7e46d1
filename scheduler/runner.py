"""Runs what is due. One process of all holds the lease and runs anything; the others wait until it runs out.

Each run has a thread of its own, and no job runs twice at a time: a film that takes ten minutes keeps no ballot open.
"""

from __future__ import annotations

import hashlib
import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Sequence

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from scheduler.jobs import Job
from scheduler.models import Lease, Outcome, ScheduledJob

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0  # seconds
RENEW_EVERY = Lease.LASTS.total_seconds() / 4
LAST_MOMENTS = 10.0  # seconds that runs have to end in when the process is told to stop


class Runner:
    """`run` until told to stop, or `look` once."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self.jobs = {job.name: job for job in jobs}
        self.name = f"{_this_machine()} {os.getpid()} {secrets.token_hex(4)}"
        self._running: dict[str, threading.Thread] = {}
        self._renewed = -RENEW_EVERY
        self._holds = False

    def run(self, *, stopped: Callable[[float], bool]) -> None:
        """`stopped(seconds)` waits so long at most, and says whether to end. A database that is away is waited for."""
        while not stopped(LOOK_EVERY):
            try:
                self.look()
            except DatabaseError:
                log.exception("The scheduler cannot reach its database; it tries again")
                self._holds = False
                connection.close()
        self._leave()

    def look(self) -> list[threading.Thread]:
        """Begin everything that is due, if it is our turn. Returns what was begun."""
        close_old_connections()
        if not self._is_our_turn():
            return []
        now = timezone.now()
        due = [row for row in ScheduledJob.objects.due(now) if row.name in self.jobs and not self._runs(row.name)]
        begun = []
        for row in due:
            job = self.jobs[row.name]
            if row.begin(now=now, next_run=job.next_after(now)):
                thread = threading.Thread(target=_do, args=(job, row), name=job.name, daemon=True)
                self._running[job.name] = thread
                thread.start()
                begun.append(thread)
        return begun

    def _is_our_turn(self) -> bool:
        if self._holds and time.monotonic() - self._renewed < RENEW_EVERY:
            return True
        if not self._holds and not self._is_free():
            return False
        held_before, self._holds = self._holds, Lease.take(self.name)
        self._renewed = time.monotonic()
        if self._holds and not held_before:
            self._take_over()
        return self._holds

    def _is_free(self) -> bool:
        """Whoever waits only reads. A holder that was killed on this machine is not waited for."""
        held = Lease.objects.held().exclude(holder="").first()
        if held is None:
            return True
        if _has_died(held.holder):
            Lease.give_back(held.holder)
            return True
        return False

    def _take_over(self) -> None:
        """Every job has a row, and what the one before us began and did not end is due at once."""
        now = timezone.now()
        rows = [ScheduledJob(name=name, next_run=now) for name in self.jobs]
        ScheduledJob.objects.bulk_create(rows, ignore_conflicts=True)
        ScheduledJob.objects.exclude(name__in=self.jobs).delete()
        ScheduledJob.objects.broken_off().exclude(name__in=self._all_running()).update(next_run=now)

    def _runs(self, name: str) -> bool:
        return name in self._running and self._running[name].is_alive()

    def _all_running(self) -> list[str]:
        return [name for name in self._running if self._runs(name)]

    def _leave(self) -> None:
        until = time.monotonic() + LAST_MOMENTS
        for thread in self._running.values():
            thread.join(max(until - time.monotonic(), 0))
        if not self._all_running():
            Lease.give_back(self.name)
        connection.close()


def _this_machine() -> str:
    """Where process numbers mean the same: containers have names, and namespaces of their own."""
    try:
        namespace = os.readlink("/proc/self/ns/pid")
    except OSError:
        namespace = ""
    # The whole name, in few signs: long ones of two machines may begin alike.
    return hashlib.sha256(f"{socket.gethostname()} {namespace}".encode()).hexdigest()[:32]


def _has_died(holder: str) -> bool:
    machine, process, _token = holder.split(" ")
    if machine != _this_machine():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass
    return False


def _do(job: Job, row: ScheduledJob) -> None:
    """One run. Nothing that it raises goes any further; what it was stands in the log, and of it only its name in the row."""
    try:
        said, outcome = job.action(), Outcome.DONE
    except Exception as error:
        log.exception("The job %s failed", job.name)
        said, outcome = type(error).__name__, Outcome.FAILED
    try:
        if connection.in_atomic_block or not connection.is_usable():
            connection.close()
        row.end(now=timezone.now(), outcome=outcome, said=str(said or ""))
    except DatabaseError:
        log.exception("How the job %s went could not be noted", job.name)
    finally:
        connection.close()
