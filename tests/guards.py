"""`make guards`: takes each guard of guards.toml away in turn, in a copy of the house, and sees that its test notices.

A guard is a line that keeps somebody safe. A test that still passes without it protects nobody. The guards are shared
out among several copies that are asked side by side: `python tests/guards.py 4` says how many.
"""

from __future__ import annotations

import compileall
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from py_compile import PycInvalidationMode

HOUSE = Path(__file__).resolve().parent.parent
LIST = Path(__file__).with_name("guards.toml")
LEFT_AT_HOME = shutil.ignore_patterns(
    ".git", ".venv", "var", "tmp", "node_modules", "__pycache__", ".*_cache", "*.sqlite3*"
)
# Starting up is most of a run. These take half a second of it, and no guard's test asks them for anything.
NOT_NEEDED = ("cacheprovider", "schemathesis", "faker", "xdist")


@dataclass(frozen=True)
class Guard:
    """One text in one file, what stands there instead when it is taken away (nothing), and the test that must notice."""

    name: str
    file: str
    remove: str
    test: str
    replace_with: str = ""

    @property
    def is_in_a_migration(self) -> bool:
        """Whether taking it away changes how the test database is made."""
        return "/migrations/" in self.file


class CannotTakeAway(Exception):
    """The guard's text does not stand in its file exactly once: the list no longer tells of this code."""


@dataclass(frozen=True)
class Verdict:
    """What became of one run of one test."""

    passed: int = 0
    failed: int = 0
    broken: int = 0
    skipped: int = 0

    @property
    def is_a_pass(self) -> bool:
        return self.passed > 0 and not (self.failed or self.broken or self.skipped)

    @property
    def is_a_failure(self) -> bool:
        """The test ran and said no. Code that cannot even start has noticed nothing."""
        return self.failed > 0 and not self.broken


def read_guards(file: Path = LIST) -> list[Guard]:
    """The list, with guards in migrations last: each of those needs a test database of its own."""
    guards = [Guard(**said) for said in tomllib.loads(file.read_text(encoding="utf-8"))["guard"]]
    return sorted(guards, key=lambda guard: guard.is_in_a_migration)


def without(guard: Guard, text: str) -> str:
    """`text` with the guard taken away. Raises CannotTakeAway."""
    if text.count(guard.remove) != 1:
        raise CannotTakeAway(
            f"its text stands {text.count(guard.remove)} times in {guard.file}, and must stand there once"
        )
    return text.replace(guard.remove, guard.replace_with)


def run_test(house: Path, tests: list[str], *, new_database: bool = False) -> Verdict:
    """Run these tests in a copy of the house. A run that tells of nothing counts as broken."""
    report = house / "tmp" / "report.xml"
    report.unlink(missing_ok=True)
    subprocess.run(
        [sys.executable, "-m", "pytest", f"--junitxml={report}"]
        + [word for plugin in NOT_NEEDED for word in ("-p", f"no:{plugin}")]
        + (["--create-db"] if new_database else [])
        + tests,
        cwd=house,
        env=environment_for(house),
        capture_output=True,
        check=False,
    )
    return verdict_in(report)


def environment_for(house: Path) -> dict[str, str]:
    """The same surroundings, with databases, files and a corner of the cache of the copy's own."""
    scratch, name = str(house / "tmp"), f"guards{house.parent.name}"
    own = {"TMPDIR": scratch, "VAR_DIR": scratch, "PYTHONDONTWRITEBYTECODE": "1", "PYTEST_XDIST_WORKER": name}
    if url := os.environ.get("DATABASE_URL", ""):
        own["DATABASE_URL"] = re.sub(r"/([^/?]+)(\?.*)?$", rf"/\1_{name}\2", url)
    return {**os.environ, **own}


def verdict_in(report: Path) -> Verdict:
    if not report.exists():
        return Verdict(broken=1)
    cases = ElementTree.parse(report).findall(".//testcase")
    failed, broken, skipped = (
        sum(case.find(word) is not None for case in cases) for word in ("failure", "error", "skipped")
    )
    return Verdict(passed=len(cases) - failed - broken - skipped, failed=failed, broken=broken, skipped=skipped)


def complaint_about(guard: Guard, house: Path) -> str:
    """What is wrong with this guard, in a few words; "" when its test notices that it is gone."""
    file = house / guard.file
    if not file.exists():
        return f"there is no {guard.file}"
    as_it_was = file.read_text(encoding="utf-8")
    try:
        file.write_text(without(guard, as_it_was), encoding="utf-8")
    except CannotTakeAway as reason:
        return str(reason)
    try:
        verdict = run_test(house, [guard.test], new_database=guard.is_in_a_migration)
    finally:
        file.write_text(as_it_was, encoding="utf-8")
    if verdict.is_a_failure:
        return ""
    if verdict.broken:
        return "without it the code cannot run at all, so its test was not asked"
    return f"its test still passes without it: {guard.test}"


def complaints_with_all_in_place(guards: list[Guard], house: Path) -> dict[str, str]:
    """By name, the guards whose test does not even pass while they stand."""
    tests = list(dict.fromkeys(guard.test for guard in guards))
    if run_test(house, tests, new_database=True).is_a_pass:
        return {}
    verdicts = {test: run_test(house, [test]) for test in tests}
    return {
        guard.name: f"its test is left out here: {guard.test}"
        if verdicts[guard.test].skipped
        else f"its test does not pass with the guard in place: {guard.test}"
        for guard in guards
        if not verdicts[guard.test].is_a_pass
    }


def copy_of(house: Path, folder: Path) -> Path:
    """A copy to take guards away in, compiled once. Python compares that with the source's hash, and not with the hour:
    it compiles again whatever has been changed, however quickly.
    """
    copy = folder / "house"
    shutil.copytree(house, copy, ignore=LEFT_AT_HOME)
    (copy / "tmp").mkdir()
    compileall.compile_dir(copy, quiet=2, invalidation_mode=PycInvalidationMode.CHECKED_HASH)
    return copy


def noticed_at_once(guards: list[Guard], house: Path) -> set[str]:
    """The names of those that one warm process sees noticed. It works on a database in memory, and in no small house
    of a test: whatever it does not see is asked in a process of its own.
    """
    if os.environ.get("DATABASE_URL") or not (house / "tests" / "planted_guards.py").exists():
        return set()
    out = house / "tmp" / "noticed.json"
    subprocess.run(
        [sys.executable, "-m", "tests.planted_guards", str(out)],
        cwd=house,
        env=environment_for(house),
        input=json.dumps([asdict(guard) for guard in guards]),
        text=True,
        capture_output=True,
        check=False,
    )
    return set(json.loads(out.read_text(encoding="utf-8"))) if out.exists() else set()


def ask(guards: list[Guard], copy: Path) -> list[str]:
    """Ask these guards one after the other. Prints a line about each, and returns the lines that complain."""
    at_once = noticed_at_once(guards, copy)
    print("".join(f"ok  {guard.name}\n" for guard in guards if guard.name in at_once), end="", flush=True)
    guards = [guard for guard in guards if guard.name not in at_once]
    if not guards:
        return []
    complaints = complaints_with_all_in_place(guards, copy)
    said = []
    for guard in guards:
        complaint = complaints.get(guard.name) or complaint_about(guard, copy)
        line = f"NO  {guard.name}: {complaint}\n" if complaint else f"ok  {guard.name}\n"
        print(line, end="", flush=True)
        said.append(line)
    return [line for line in said if line.startswith("NO")]


def patrol(house: Path, guards: list[Guard], *, copies: int = 1) -> int:
    """Ask every guard, in so many copies of the house side by side. Returns how many complaints there are. They stand
    once more at the end, where whoever sees only the last lines of a long log finds them.
    """
    shares = [share for number in range(copies) if (share := guards[number::copies])]
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(len(shares)) as side_by_side:
        houses = [copy_of(house, Path(folder) / str(number)) for number in range(len(shares))]
        wrong = [line for lines in side_by_side.map(ask, shares, houses) for line in lines]
    print("".join(wrong), end="")
    print(f"{len(guards)} guards, {len(guards) - len(wrong)} of them noticed when they are gone.")
    return len(wrong)


if __name__ == "__main__":
    sys.exit(1 if patrol(HOUSE, read_guards(), copies=int((sys.argv[1:] or ["1"])[0])) else 0)
