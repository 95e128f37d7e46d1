"""A request that takes too long ends, and whoever asked reads a kind page (cms/plain_pages.py) or a problem document.

Three bounds, each for what the one before cannot end:

- the database ends a statement (`bound_each_connection`), so that nobody waits for it without end;
- a thread that still works at its deadline has `TookTooLong` raised in it, wherever in Python it is; what it began in the
  database is rolled back;
- code that never comes back to Python, such as a pattern in `re`, stops the whole process, and with it the heart that beats
  here (`end_when_the_heart_stops`): then the process ends, its server starts another one, and what stands in front answers.

A request that brings a large file has longer, for a slow line.
"""

from __future__ import annotations

import ctypes
import faulthandler
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection
from django.db.backends.signals import connection_created
from django.http import HttpRequest, HttpResponse

from articles.films import HEAVIEST_UPLOAD
from cms.plain_pages import too_long

LOOK_EVERY = 0.5  # seconds, and so are the others
AGAIN_AFTER = 3.0  # code that takes every exception for its own is told again
HEART_STOPS_AFTER = 40.0
SLOWEST_LINE = 100_000  # bytes a second
BRINGS_SOMETHING = frozenset({"POST", "PUT", "PATCH"})
STEPS_BETWEEN_LOOKS = 1_000_000  # of SQLite's machine: some milliseconds


class TookTooLong(BaseException):
    """Not an Exception: nothing but the door may take it for its own."""


class Deadlines:
    """The threads that work on requests now, and until when. One watch for the process, begun by the first request."""

    def __init__(self) -> None:
        self._until: dict[int, float] = {}
        self._told: set[int] = set()
        self._lock = threading.Lock()
        self._watch: threading.Thread | None = None

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Raises TookTooLong in this thread when it is not through by then."""
        me = threading.get_ident()
        with self._lock:
            if self._watch is None or not self._watch.is_alive():
                self._watch = threading.Thread(target=self._look, name="deadlines", daemon=True)
                self._watch.start()
            self._until[me] = time.monotonic() + seconds
        try:
            yield
        finally:
            try:
                self._leave(me)
            except TookTooLong:
                self._leave(me)
                raise

    def _leave(self, me: int) -> None:
        """Afterwards nothing is raised in this thread: what it was told, and has not heard yet, it hears here.

        Not by taking it back. Python goes on looking for an exception that was taken back, before each step of every thread
        until the process ends, and never comes out of its first step under a debugger (PyThreadState_SetAsyncExc with NULL
        raises the flag that only a raised exception lowers: Python/pystate.c and ceval_gil.c, 3.11 and 3.12).
        """
        with self._lock:
            self._until.pop(me, None)
            was_told = me in self._told
            self._told.discard(me)
        if was_told:
            with suppress(TookTooLong):
                for _step in range(100):  # each time round, Python looks
                    pass

    def is_over(self) -> bool:
        """Whether this thread's own deadline has gone by."""
        until = self._until.get(threading.get_ident())
        return until is not None and time.monotonic() > until

    def _look(self) -> None:
        while True:
            time.sleep(LOOK_EVERY)
            with self._lock:
                now = time.monotonic()
                for thread, until in self._until.items():
                    if now > until:
                        self._told.add(thread)
                        _raise_in(thread, TookTooLong)
                        self._until[thread] = now + AGAIN_AFTER


def _raise_in(thread: int, error: type[BaseException]) -> None:
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error))


DEADLINES = Deadlines()


class DeadlineMiddleware:
    """Near the outside, so that the kind page has the headers of every page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        seconds = settings.REQUEST_DEADLINE
        if not seconds:
            return self.get_response(request)
        try:
            with DEADLINES.within(seconds + seconds_for_the_line(request)):
                return self.get_response(request)
        except TookTooLong:
            # Where it was in the middle of talking to the database, nobody knows what the next answer would belong to.
            connection.close()
            return too_long(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A statement that was ended, or a lock that was not to be had."""
        return too_long(request) if isinstance(error, OperationalError) else None


def seconds_for_the_line(request: HttpRequest) -> float:
    """How long what a request brings may take to arrive: as it says itself, so within bounds and where it can bring something."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if request.method not in BRINGS_SOMETHING or not (length.isdecimal() and len(length) < 12):
        return 0.0
    return min(int(length), HEAVIEST_UPLOAD) / SLOWEST_LINE


# -- the database


def bound_each_connection() -> None:
    """From now on, in this process: for what serves, and not for commands, whose statements may take their time."""
    connection_created.connect(_bound, dispatch_uid="cms.deadlines")


def _bound(connection: Any, **kwargs: Any) -> None:
    if connection.vendor == "postgresql":
        milliseconds = int(settings.REQUEST_DEADLINE * 1000) or 0
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('statement_timeout', %s, false), set_config('lock_timeout', %s, false),"
                " set_config('idle_in_transaction_session_timeout', %s, false)",
                [str(milliseconds * 2 // 3), str(milliseconds * 2 // 3), str(milliseconds * 2)],
            )
    elif connection.vendor == "sqlite":
        connection.connection.set_progress_handler(DEADLINES.is_over, STEPS_BETWEEN_LOOKS)


# -- the whole process


def end_when_the_heart_stops() -> None:
    """Ends this process, and says where each thread was, when Python has not moved for `HEART_STOPS_AFTER`."""
    threading.Thread(target=_beat, name="heart", daemon=True).start()


def _beat() -> None:
    while True:
        # A clock of the operating system's, which needs nothing of Python to run out.
        faulthandler.dump_traceback_later(HEART_STOPS_AFTER, exit=True)
        time.sleep(min(1.0, HEART_STOPS_AFTER / 8))
