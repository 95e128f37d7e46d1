"""One process that has loaded everything and holds the furnished test database in memory.

To start Django anew takes longer than most tests do. A copy (`fork`) of this process runs a test within milliseconds.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sqlite3
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import call_and_report, runtestprotocol
from django.db import connection
from pytest_django.plugin import blocking_manager_key

from tests.ground import FLOORS

LAST_WORDS = Path(tempfile.gettempdir()) / "last-words.txt"
FIRST = "tests/mutants/the_ground.py"
PATIENCE = 8
"""How many seconds may go by for one of the processor's."""
NOT_NEEDED = ("cacheprovider", "schemathesis", "xdist", "faker")


class WarmProcess:
    """A plugin for pytest, which does what `ask` says in the place of the run."""

    def ask(self) -> None:
        raise NotImplementedError

    def run(self, tests: list[str]) -> None:
        """Exits where pytest cannot even collect the tests."""
        from hypothesis import Phase, settings

        # The same cases each time, and no search for the smallest one: that somebody noticed is enough.
        settings.register_profile(
            "warm", derandomize=True, database=None, deadline=None, phases=[Phase.explicit, Phase.generate]
        )
        settings.load_profile("warm")
        without = [word for plugin in NOT_NEEDED for word in ("-p", f"no:{plugin}")]
        code = pytest.main(["--capture=no", "-qq", *without, FIRST, *tests], plugins=[self])
        if code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            sys.exit(int(code))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.first, *self.items = session.items
        assert _passes(self.first, self.items[0]), "The test database cannot be made."
        with session.config.stash[blocking_manager_key].unblock():
            _hold_the_database_in_memory()
        self.ask()
        return True

    def passes(self, item: pytest.Item) -> bool:
        return _passes(item, self._elsewhere(item))

    def is_set_up(self, item: pytest.Item) -> bool:
        """The first half of a test: what it starts from, without what it asks."""
        item._initrequest()  # type: ignore[attr-defined]
        return call_and_report(item, "setup", log=False).passed

    def passes_after_set_up(self, item: pytest.Item) -> bool:
        """The other half, in the same process or in a copy of it."""
        asked = call_and_report(item, "call", log=False)
        taken_down = call_and_report(item, "teardown", log=False, nextitem=self._elsewhere(item))
        return asked.passed and taken_down.passed

    def _elsewhere(self, item: pytest.Item) -> pytest.Item:
        """One of another file: told that it is next, a test leaves nothing of its file standing."""
        return next(other for other in (self.items[0], self.items[-1], self.first) if other.path != item.path)


def _hold_the_database_in_memory() -> None:
    from tests.conftest import GROUND, KEPT
    from tests.rows import Kept

    KEPT["migrated"] = Kept()
    file = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = ":memory:"
    connection.ensure_connection()
    with sqlite3.connect(file) as written:
        written.backup(connection.connection)
    GROUND.bring_to(list(FLOORS))


def _passes(item: pytest.Item, next_item: pytest.Item) -> bool:
    reports = runtestprotocol(item, log=False, nextitem=next_item)
    return all(report.passed for report in reports)


def in_a_child(work: Callable[[], Any], *, seconds: float) -> Any:
    """What `work` answers in a copy of this process. None where it takes longer than `seconds` of a processor, waits for
    many times as long (a busy machine is no reason to give up), or ends in any other way.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, seconds)
        signal.alarm(PATIENCE * max(1, int(seconds)))
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        gc.disable()
        try:
            said = pickle.dumps(work())
            with os.fdopen(writing, "wb") as answer:
                answer.write(said)
        except BaseException:
            LAST_WORDS.write_text(traceback.format_exc())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return pickle.loads(said) if said else None
