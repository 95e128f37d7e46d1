"""Asks the tests about each mutant: in a child of one process that is warm, so that each starts within milliseconds.

The parent makes the test database once, holds it in memory, and furnishes it. A child is a copy of all that.
"""

from __future__ import annotations

import gc
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import coverage
import pytest

from tests.mutants.making import HOUSE, Mutant
from tests.mutants.planting import Loaded, module_of
from tests.warm import WarmProcess, in_a_child

TOO_DEAR = 8.0
"""Seconds after which a test is not asked about mutants: a hundred others are quicker than that."""
BUDGET = 60.0
"""Seconds of tests that one mutant is asked about, as long as nobody notices."""


@dataclass
class Seen:
    """What a test does when nothing is changed: how long a processor takes, and which lines of which file it runs."""

    seconds: float
    lines: dict[str, list[int]]


@dataclass
class Verdict:
    mutant: Mutant
    what: str  # noticed, hung, survived, unreached, declaration
    by: str = ""
    asked: int = 0
    left: int = 0


@dataclass
class Asking(WarmProcess):
    """A plugin for pytest. In the place of the run it first watches the tests, then asks them about each mutant."""

    mutants: list[Mutant]
    remembered: Path
    told: Callable[[Verdict], None] = lambda verdict: None
    budget: float = BUDGET
    verdicts: list[Verdict] = field(default_factory=list)
    seen: dict[str, Seen] = field(default_factory=dict)
    noticed_by: Counter[str] = field(default_factory=Counter)

    def ask(self) -> None:
        self.by_name = {item.nodeid: item for item in self.items}
        self._watch()
        loaded = {file: Loaded.of(HOUSE / file, module_of(file)) for file in {mutant.file for mutant in self.mutants}}
        gc.freeze()
        for mutant in self.mutants:
            verdict = self._verdict_on(mutant, loaded[mutant.file])
            self.verdicts.append(verdict)
            self.told(verdict)

    def _watch(self) -> None:
        """Each file of tests once, in a child, as it is. What was seen before and has not changed is remembered."""
        known = json.loads(self.remembered.read_text()) if self.remembered.exists() else {}
        targets = sorted({mutant.file for mutant in self.mutants})
        files: dict[Path, list[pytest.Item]] = {}
        for item in self.items:
            files.setdefault(item.path, []).append(item)
        for path, items in files.items():
            name = str(path.relative_to(HOUSE))
            marks = {file: _mark_of(HOUSE / file) for file in [name, *targets]}
            record = known.get(name)
            if not record or any(record["marks"].get(file) != mark for file, mark in marks.items()):
                others = [t for t in (record or {"marks": {}})["marks"] if (HOUSE / t).exists() and t != name]
                watched = sorted({*targets, *others})
                record = {"marks": {file: _mark_of(HOUSE / file) for file in [name, *watched]}}
                answer = in_a_child(lambda items=items, watched=watched: self._watched(items, watched), seconds=900)
                record["tests"] = answer or {}
                known[name] = record
                self.remembered.parent.mkdir(parents=True, exist_ok=True)
                self.remembered.write_text(json.dumps(known))
                print(f"watched {name}: {len(record['tests'])} of {len(items)} tests", flush=True)
            for test, (seconds, lines) in record["tests"].items():
                if test in self.by_name:
                    self.seen[test] = Seen(seconds, lines)

    def _watched(self, items: list[pytest.Item], targets: list[str]) -> dict[str, Any]:
        """Those that pass, with their seconds and lines. The others are not asked: most need several connections."""
        answers = {item.nodeid: self._watched_alone(item, targets) for item in items}
        return {test: answer for test, answer in answers.items() if answer}

    def _watched_alone(self, item: pytest.Item, targets: list[str]) -> Any:
        watching = coverage.Coverage(data_file=None, include=[str(HOUSE / file) for file in targets], config_file=False)

        def watched() -> Any:
            watching.start()
            began = time.process_time()
            passed = self.passes(item)
            seconds = time.process_time() - began
            watching.stop()
            data = watching.get_data()
            files = {str(Path(file).relative_to(HOUSE)): data.lines(file) for file in data.measured_files()}
            return [seconds, files] if passed else []

        return in_a_child(watched, seconds=120)

    def _verdict_on(self, mutant: Mutant, loaded: Loaded) -> Verdict:
        if not loaded.can_plant(mutant.text):
            return Verdict(mutant, "declaration")
        tests = self._tests_for(mutant, loaded)
        if not tests:
            return Verdict(mutant, "unreached")
        asked, left = self._within_budget(tests)
        seconds = 4 * sum(self.seen[test].seconds for test in asked) + 10
        answer = in_a_child(lambda: self._first_to_notice(mutant, loaded, asked), seconds=seconds)
        if answer is None:
            return Verdict(mutant, "hung", asked=len(asked))
        if answer:
            self.noticed_by[answer] += 1
            return Verdict(mutant, "noticed", by=answer)
        return Verdict(mutant, "survived", asked=len(asked), left=len(left))

    def _within_budget(self, tests: list[str]) -> tuple[list[str], list[str]]:
        total = 0.0
        for number, test in enumerate(tests):
            total += self.seen[test].seconds
            if total > self.budget and number:
                return tests[:number], tests[number:]
        return tests, []

    def _tests_for(self, mutant: Mutant, loaded: Loaded) -> list[str]:
        """Those that run a line of the statement, else of the function; of a constant all, since reading one runs no line.

        Who noticed before comes first, then the quickest.
        """
        places = loaded.places_of(mutant.line)
        for lines in places:
            tests = [test for test in self._quick() if not lines.isdisjoint(self.seen[test].lines.get(mutant.file, ()))]
            if tests:
                return self._in_order(tests)
        return [] if places else self._in_order(self._quick())

    def _quick(self) -> list[str]:
        return [test for test, seen in self.seen.items() if seen.seconds < TOO_DEAR]

    def _in_order(self, tests: list[str]) -> list[str]:
        return sorted(tests, key=lambda test: (-min(self.noticed_by[test], 3), self.seen[test].seconds))

    def _first_to_notice(self, mutant: Mutant, loaded: Loaded, tests: Iterable[str]) -> str:
        try:
            loaded.plant(mutant.text)
        except Exception:  # what cannot even be loaded is noticed by everybody
            return "loading it"
        for test in tests:
            item = self.by_name[test]
            if "_django_db_helper" not in item.fixturenames:
                passes = self.passes(item)
            else:
                # Each in a copy of its own: what it starts from is there already, and stays for the next one.
                passes = in_a_child(lambda item=item: self.passes(item), seconds=4 * self.seen[test].seconds + 10)
            if not passes:
                return f"{test} hung" if passes is None else test
        return ""


def _mark_of(path: Path) -> str:
    import hashlib

    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
