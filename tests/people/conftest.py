"""For everybody who tries to log in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine


@pytest.fixture
def clock() -> Iterator[Any]:
    """It stands still until a test shifts it."""
    with time_machine.travel("2026-03-02 12:00:00Z", tick=False) as traveller:
        yield traveller
