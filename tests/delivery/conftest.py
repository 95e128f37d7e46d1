"""Commits that happen: what listens to a commit runs at the end of each `with committed():`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

import pytest

from home.models import CrisisLine
from tests.factories import published


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Callable[[], AbstractContextManager[Any]]:
    return partial(django_capture_on_commit_callbacks, execute=True)


@pytest.fixture
def let_out(committed: Any) -> Callable[..., Any]:
    """A page that went the whole road, and its content item."""

    def publish(panel: Any, **fields: Any) -> Any:
        with committed():
            return published(panel, **fields)

    return publish


@pytest.fixture
def childline(committed: Any) -> CrisisLine:
    with committed():
        line = CrisisLine.objects.create(
            slug="childline", name="Childline", kind="call", number="0800 1111", is_free=True
        )
        line.words.create(language="en", for_whom="Anybody under 19, about anything.")
    return line
