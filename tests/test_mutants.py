"""`make mutants` itself: which changes it makes, and that a change that is planted is one that people would meet."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mutants import making
from tests.mutants.__main__ import looked_at, not_looked_at_in
from tests.mutants.making import Mutant, mutants_of
from tests.mutants.planting import Loaded

pytestmark = pytest.mark.no_database

DOOR = """
from functools import cache

LEAST_AGE = 8


def may_enter(age, least=LEAST_AGE, *, with_whom=None):
    if age < least:
        return False
    return True


@cache
def ages():
    return list(range(LEAST_AGE, 10))


class Door:
    width = 2

    def __init__(self):
        self.knocks = [0]

    @property
    def is_wide(self):
        return self.width > 1


class Gate(Door):
    def __init__(self):
        super().__init__()
"""


@pytest.fixture
def door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loaded]:
    """A module that is loaded from a file of its own."""
    (tmp_path / "door_for_mutants.py").write_text(DOOR)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(making, "HOUSE", tmp_path)
    importlib.import_module("door_for_mutants")
    yield Loaded.of(tmp_path / "door_for_mutants.py", "door_for_mutants")
    del sys.modules["door_for_mutants"]


def changes(door: Loaded) -> dict[str, Mutant]:
    return {mutant.becomes: mutant for mutant in mutants_of(door.path.name)}


def test_a_guard_is_taken_away_and_a_limit_is_moved(door: Loaded) -> None:
    assert {"if False:", "if age <= least:", "LEAST_AGE = 9", "return None"} <= set(changes(door))


def test_what_is_decorated_is_changed_too(door: Loaded) -> None:
    assert "return self.width >= 1" in changes(door)


def test_a_planted_guard_is_gone_for_everybody_who_has_the_function_already(door: Loaded) -> None:
    may_enter = door.module.may_enter
    assert not may_enter(5)

    door.plant(changes(door)["if False:"].text)

    assert may_enter(5)


def test_a_planted_constant_is_heard_in_defaults_and_by_what_remembers(door: Loaded) -> None:
    assert door.module.may_enter(8)
    assert door.module.ages() == [8, 9]

    door.plant(changes(door)["LEAST_AGE = 9"].text)

    assert not door.module.may_enter(8)
    assert door.module.ages() == [9]


def test_a_planted_property_is_what_an_old_object_says(door: Loaded) -> None:
    old = door.module.Door()
    old.width = 1
    assert not old.is_wide

    door.plant(changes(door)["return self.width >= 1"].text)

    assert old.is_wide


def test_a_method_that_no_longer_asks_the_class_above_is_planted_too(door: Loaded) -> None:
    assert door.module.Gate().knocks == [0]

    door.plant(door.text.replace("super().__init__()", "..."))

    assert not hasattr(door.module.Gate(), "knocks")


def test_what_a_class_said_when_it_was_made_cannot_be_planted(door: Loaded) -> None:
    assert not door.can_plant(changes(door)["width = 3"].text)
    assert door.can_plant(changes(door)["if False:"].text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("@cache\n", ""),
        ("    width = 2\n", "    width = 3\n"),
        ("    @property\n", ""),
        ("from functools", "import sys\nfrom functools"),
    ],
)
def test_a_change_that_is_only_in_part_inside_functions_is_not_planted_whole(
    door: Loaded, before: str, after: str
) -> None:
    inside = door.text.replace("if age < least", "if age < 0")

    assert door.can_plant_whole(inside)
    assert not door.can_plant_whole(inside.replace(before, after))


def test_every_reviewed_mutant_still_stands_in_its_file_and_says_why_it_is_equal() -> None:
    listed = looked_at()

    assert [one for one in listed if len(one["why"].split()) < 4] == []
    assert [one for one in listed if not_looked_at_in(one)] == []
