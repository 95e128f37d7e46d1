"""A server of its own, for the tests that kill it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.journeys.killing import Waymark


@pytest.fixture
def waymark(whole_newham: Any) -> Iterator[Waymark]:
    running = Waymark()
    running.start()
    try:
        yield running
    finally:
        running.kill()
