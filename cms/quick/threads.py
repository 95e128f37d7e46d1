"""A thread's connection to the database ends with the thread.

The server lets threads go that have had nothing to do for a while, and starts others. Python would close what such a thread
leaves behind only when it next looks for garbage in earnest, which may be never here; PostgreSQL has a hundred connections.
"""

from __future__ import annotations

import threading
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections


class _Ending:
    """Goes when the thread does whose it is, and closes what that thread had open."""

    def __init__(self) -> None:
        self.database: Any = connections[DEFAULT_DB_ALIAS]

    def __del__(self) -> None:
        if self.database.connection is not None:
            self.database.connection.close()


class ConnectionOfThread(threading.local):
    """Touch `ending` in a thread, and it is seen to. One for the whole process: it must outlive every thread."""

    def __init__(self) -> None:
        self.ending = _Ending()


OF_THIS_THREAD = ConnectionOfThread()
