"""`make guards` itself: it tells a guard whose test notices from one whose test does not."""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path

import pytest

from tests.guards import HOUSE, CannotTakeAway, Guard, copy_of, patrol, read_guards, run_test, without

pytestmark = pytest.mark.no_database

DOOR = """
def may_enter(age):
    if age < 8:
        return False
    return True
"""
TESTS = """
import pytest
from door import may_enter

def test_that_notices():
    assert not may_enter(5)

def test_that_looks_elsewhere():
    assert may_enter(15)

def test_that_never_passes():
    assert may_enter(5)

@pytest.mark.skip
def test_that_is_left_out():
    assert not may_enter(5)
"""
RACES = re.compile(r"\b(all_at_once|Barrier|ThreadPoolExecutor)\b")
AGE = "    if age < 8:\n        return False\n"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small house with one rule and tests of four kinds."""
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)
    house = tmp_path / "small-house"
    house.mkdir()
    (house / "door.py").write_text(DOOR)
    (house / "test_door.py").write_text(TESTS)
    (house / "pytest.ini").write_text("[pytest]\n")
    return house


def guard(test: str, **fields: str) -> Guard:
    said = {"name": "age", "file": "door.py", "remove": AGE, "test": f"test_door.py::{test}"} | fields
    return Guard(**said)


def body_of(test: str, file: Path) -> str:
    text = file.read_text()
    [function] = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef) and node.name == test]
    return ast.unparse(function)


def test_a_guard_whose_test_notices_is_fine(house: Path) -> None:
    assert patrol(house, [guard("test_that_notices")]) == 0


def test_a_guard_whose_test_still_passes_without_it_is_complained_about(
    house: Path, capsys: pytest.CaptureFixture
) -> None:
    assert patrol(house, [guard("test_that_looks_elsewhere")]) == 1
    assert "still passes without it" in capsys.readouterr().out


@pytest.mark.parametrize("test", ["test_that_never_passes", "test_that_is_left_out", "test_that_is_not_there"])
def test_a_guard_whose_test_does_not_pass_in_the_first_place_is_complained_about(house: Path, test: str) -> None:
    assert patrol(house, [guard(test)]) == 1


def test_one_bad_test_does_not_hide_what_the_others_say(house: Path, capsys: pytest.CaptureFixture) -> None:
    guards = [guard("test_that_never_passes", name="bad"), guard("test_that_notices", name="good")]

    assert patrol(house, guards) == 1
    assert "ok  good" in capsys.readouterr().out


def test_complaints_stand_once_more_where_the_log_ends(house: Path, capsys: pytest.CaptureFixture) -> None:
    patrol(house, [guard("test_that_looks_elsewhere"), guard("test_that_notices", name="good")])
    said = capsys.readouterr().out.splitlines()
    assert said[-2].startswith("NO ")
    assert "still passes without it" in said[-2]
    assert said[-1].startswith("2 guards, 1 of them")


def test_guards_asked_side_by_side_say_what_they_say_alone(house: Path, capsys: pytest.CaptureFixture) -> None:
    tests = ["test_that_notices", "test_that_looks_elsewhere", "test_that_never_passes", "test_that_notices"]
    guards = [guard(test, name=f"{number} {test}") for number, test in enumerate(tests)]

    assert patrol(house, guards, copies=3) == 2
    said = capsys.readouterr().out
    assert [line[:5] for line in sorted(set(said.splitlines()), key=lambda line: line[4:])[:4]] == [
        "ok  0",
        "NO  1",
        "NO  2",
        "ok  3",
    ]
    assert "4 guards, 2 of them noticed when they are gone." in said


def test_a_guard_that_is_seen_at_once_is_not_asked_again_and_every_other_is(
    house: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    guards = [guard("test_that_looks_elsewhere", name="seen"), guard("test_that_looks_elsewhere", name="unseen")]
    monkeypatch.setattr("tests.guards.noticed_at_once", lambda asked, house: {"seen"})

    assert patrol(house, guards) == 1
    assert "ok  seen\nNO  unseen" in capsys.readouterr().out


def test_what_was_compiled_before_never_stands_in_for_what_was_taken_away(house: Path, tmp_path: Path) -> None:
    copy = copy_of(house, tmp_path / "elsewhere")
    door = copy / "door.py"
    when = door.stat()
    door.write_text(DOOR.replace("age < 8", "age < 3"))
    os.utime(door, ns=(when.st_atime_ns, when.st_mtime_ns))

    assert run_test(copy, ["test_door.py::test_that_notices"]).is_a_failure


def test_taking_away_what_leaves_code_that_cannot_run_does_not_count(
    house: Path, capsys: pytest.CaptureFixture
) -> None:
    assert patrol(house, [guard("test_that_notices", remove="def may_enter(age):\n")]) == 1
    assert "cannot run at all" in capsys.readouterr().out


def test_a_guard_in_a_file_that_is_gone_is_complained_about(house: Path, capsys: pytest.CaptureFixture) -> None:
    assert patrol(house, [guard("test_that_notices", file="gate.py")]) == 1
    assert "there is no gate.py" in capsys.readouterr().out


@pytest.mark.parametrize("remove", ["    if age < 9:\n", "a"])
def test_a_text_that_does_not_stand_there_exactly_once_cannot_be_taken_away(remove: str) -> None:
    with pytest.raises(CannotTakeAway):
        without(guard("test_that_notices", remove=remove), DOOR)


def test_the_house_itself_is_never_touched(house: Path) -> None:
    patrol(house, [guard("test_that_notices")])

    assert (house / "door.py").read_text() == DOOR
    assert not (house / "tmp").exists()


def test_the_copy_leaves_the_database_and_the_history_at_home(house: Path, tmp_path: Path) -> None:
    for name in ("var", ".git", ".venv"):
        (house / name).mkdir()

    copy = copy_of(house, tmp_path / "elsewhere")

    assert sorted(path.name for path in copy.iterdir() if path.name != "__pycache__") == [
        "door.py",
        "pytest.ini",
        "test_door.py",
        "tmp",
    ]


def test_every_guard_of_the_list_stands_where_the_list_says() -> None:
    for listed in read_guards():
        without(listed, (HOUSE / listed.file).read_text(encoding="utf-8"))
        file, _, function = listed.test.partition("::")
        assert f"def {function.split('[')[0]}(" in (HOUSE / file).read_text(encoding="utf-8"), listed.test


def test_no_guard_rests_on_who_comes_first() -> None:
    """Without it, a race sometimes ends well all the same. Races are tested beside, and the guard by a test that knows."""
    asked = {tuple(guard.test.split("[")[0].split("::")) for guard in read_guards()}

    racing = [f"{file}::{name}" for file, name in asked if RACES.search(body_of(name, HOUSE / file))]

    assert not racing
