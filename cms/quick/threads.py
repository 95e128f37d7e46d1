"""The connections to the database of threads that have ended are closed by the next thread that begins.

The server lets threads go that have had nothing to do for a while, and starts others. Python would close what such a thread
leaves behind only when it next looks for garbage in earnest, which may be never here; PostgreSQL has a hundred connections.
A thread cannot do it for itself: closing SQLite's connection from a thread that is ending ends the process.
"""

from __future__ import annotations

import threading
import weakref
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections


class _Alive:
    """Is there for as long as the thread is whose it is."""


class ConnectionsOfThreads(threading.local):
    """Touch `alive` in a thread, and its connection is seen to. One for the whole process."""

    _lock = threading.Lock()
    _known: list[tuple[weakref.ref[_Alive], Any]] = []

    def __init__(self) -> None:
        # Python calls this once in each thread.
        self.alive = _Alive()
        with self._lock:
            ended = [one for one in self._known if one[0]() is None]
            self._known[:] = [one for one in self._known if one not in ended]
            self._known.append((weakref.ref(self.alive), connections[DEFAULT_DB_ALIAS]))
        for _alive, database in ended:
            if database.connection is not None:
                database.connection.close()


OF_THREADS = ConnectionsOfThreads()
