"""The power goes in the middle of withdrawing, putting back and signing. After a start, without any command, all is right.

For a thorough run: KILLS=100 (how often), KILL_SEED (which moments), BEHIND_NGINX=1, and DATABASE_URL and REDIS_URL as always.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from delivery.models import OutboxEntry
from tests.journeys.killing import Nginx, Panel, Waymark, kill_while, left_apart, until, withdrawn_and_served

pytestmark = pytest.mark.django_db(transaction=True)

KILLS = int(os.environ.get("KILLS", "6"))
BEHIND_NGINX = bool(os.environ.get("BEHIND_NGINX"))
SEED = int(os.environ.get("KILL_SEED", "1"))


@pytest.fixture
def door(waymark: Waymark, tmp_path: Path) -> Iterator[int]:
    """The port that readers come to."""
    if not BEHIND_NGINX:
        yield waymark.port
        return
    nginx = Nginx(waymark, tmp_path)
    try:
        yield nginx.port
    finally:
        nginx.stop()


def test_after_a_kill_at_any_moment_nothing_withdrawn_is_served_and_all_is_put_right_without_a_command(
    waymark: Waymark, door: int, whole_newham: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    chance, panel = random.Random(SEED), Panel(whole_newham)
    acts = panel.acts(waymark)
    began = time.monotonic()
    with ThreadPoolExecutor(len(acts)) as pool:
        assert list(pool.map(lambda act: act(), acts)) == [302] * len(acts)
    usual = time.monotonic() - began
    left = apart = answered = 0
    served: list[str] = []

    for _kill in range(KILLS):
        acts = panel.acts(waymark)
        # A moment between the very beginning and a little after the usual end.
        answers = kill_while(waymark, acts, after=chance.uniform(0, usual * 1.2))
        answered += sum(status == 302 for status in answers)
        left += OutboxEntry.objects.exists()
        apart += bool(left_apart())
        waymark.start()
        served += withdrawn_and_served(waymark, port=door)
        until(lambda: not left_apart())
        served += withdrawn_and_served(waymark, port=door)

    with capsys.disabled():
        sys.stdout.write(
            f"\n{KILLS} kills of {3 * KILLS} acts, {answered} of them answered: rows left after {left}, "
            f"items apart after {apart}, withdrawn and served {len(served)}\n"
        )
    assert served == []
    assert not OutboxEntry.objects.exists()
