"""Furnishes once for the tests of a file that start alike, and takes it away again after the last of them.

Each test's transaction is rolled back; what several start from is made in transactions around theirs. Furnishing takes
longer than most tests do. A test starts from what it names and from no more: a floor that the next test does not name
is rolled back before it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

import pytest
from django.db import connection, transaction

from cms.furnishing import add_council, furnish
from people.models import YouthPanel
from taxonomy.models import Area

WHOLE_DATABASE = {"transactional_db", "live_server"}


def add_newham() -> YouthPanel:
    return add_council(name="Newham", slug="newham", area=Area.objects.get(code="E09000025"))


def add_stoke() -> YouthPanel:
    return add_council(name="Stoke-on-Trent", slug="stoke-on-trent", area=Area.objects.get(code="E06000021"))


# From the ground up, by the names of the fixtures that ask for them.
FLOORS: dict[str, Callable[[], object]] = {"furnished": furnish, "newham": add_newham, "stoke": add_stoke}


def is_transactional(item: pytest.Item) -> bool:
    """Whether a test works on the real database, without a transaction around it that is rolled back."""
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or bool(WHOLE_DATABASE & set(item.fixturenames))  # type: ignore[attr-defined]


def floors_of(item: pytest.Item | None) -> list[str]:
    """What this test starts from. One that works on the real database builds it there itself."""
    if item is None or is_transactional(item):
        return []
    return [name for name in FLOORS if name in item.fixturenames]  # type: ignore[attr-defined]


class Ground:
    """The floors that stand now, each in a transaction inside that of the floor below it."""

    def __init__(self) -> None:
        self._standing: list[tuple[str, ExitStack]] = []

    def stands(self, name: str) -> bool:
        return name in self.names

    @property
    def names(self) -> list[str]:
        return [name for name, _transaction in self._standing]

    def bring_to(self, wanted: list[str]) -> None:
        """Exactly these floors stand afterwards. Upon somebody else's transaction none does: it may end before ours."""
        self.keep(wanted)
        if not self._standing and connection.in_atomic_block:
            return
        for name in wanted[len(self._standing) :]:
            self._add(name)

    def keep(self, wanted: list[str]) -> None:
        """Roll back each floor that is not wanted, and what stands on it."""
        if self._standing and (connection.closed_in_transaction or not connection.in_atomic_block):
            wanted = []  # a test closed the connection, and what stood has gone with it
        while self.names != wanted[: len(self._standing)]:
            _name, its_transaction = self._standing.pop()
            transaction.set_rollback(True)
            its_transaction.close()

    def _add(self, name: str) -> None:
        its_transaction = ExitStack()
        its_transaction.enter_context(transaction.atomic())
        try:
            FLOORS[name]()
        except BaseException:
            transaction.set_rollback(True)
            its_transaction.close()
            raise
        self._standing.append((name, its_transaction))
