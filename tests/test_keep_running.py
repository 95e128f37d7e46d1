"""What worked once and fails now takes nothing else along."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from cms import serving
from cms.serving import Part, Running

pytestmark = pytest.mark.no_database


def part(name: str, lives: Path) -> Part:
    """A process that lives as many seconds as the next line of `lives` says, and for ever when there is none."""
    program = (
        "import sys, time, pathlib\n"
        "file = pathlib.Path(sys.argv[1])\n"
        "lines = file.read_text().split()\n"
        "file.write_text(' '.join(lines[1:]))\n"
        "time.sleep(float(lines[0]) if lines else 60)\n"
        "sys.exit(3)\n"
    )
    return Part(name, [sys.executable, "-c", program, str(lives)])


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(serving, "LIVES_AT_LEAST", 1.0)
    running: list[Running] = []
    first, second = tmp_path / "first", tmp_path / "second"

    def watch(lives: str, *, until_left: int) -> tuple[int, bool]:
        """What is returned, and whether the other part still lives."""
        first.write_text(lives)
        second.write_text("")
        running.extend(Running(part(file.name, file)) for file in (first, second))
        end = time.monotonic() + 60
        code = serving._watch(
            running, until=lambda: len(first.read_text().split()) <= until_left or time.monotonic() > end
        )
        return code, running[1].process.poll() is None

    yield watch
    for one in running:
        one.process.kill()
        one.process.wait()


def test_a_part_that_cannot_work_at_all_ends_everything(watched):
    code, _other_lives = watched("0 0 0", until_left=0)

    assert code == 3


def test_a_part_that_has_lived_is_started_again_however_soon_it_ends_then(watched):
    assert watched("1.2 0 0 0", until_left=0) == (0, True)
