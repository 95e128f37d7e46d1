"""Asks the tests about each mutant: in a child of one process that is warm, so that each starts within milliseconds.

The parent makes the test database once, holds it in memory, and furnishes it. A child is a copy of all that. Most of a
test's time is what it starts from: where the changed line is not run on the way there, all mutants share that, and each
is planted in a copy of the child that stands there.
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
THIS = str(Path(__file__).relative_to(HOUSE))
BUDGET = 60.0
"""Seconds of tests that one mutant is asked about, as long as nobody notices."""


@dataclass
class Seen:
    """What a test does when nothing is changed: how long a processor takes to set it up and for the rest, and which lines
    of which file each of the two runs.
    """

    to_set_up: float
    set_up: dict[str, list[int]]
    to_ask: float
    asks: dict[str, list[int]]

    @property
    def seconds(self) -> float:
        return self.to_set_up + self.to_ask

    def runs(self, lines: set[int], file: str) -> bool:
        return self.asks_about(lines, file) or not lines.isdisjoint(self.set_up.get(file, ()))

    def asks_about(self, lines: set[int], file: str) -> bool:
        return not lines.isdisjoint(self.asks.get(file, ()))

    def only_asks_about(self, lines: set[int], file: str) -> bool:
        return self.asks_about(lines, file) and lines.isdisjoint(self.set_up.get(file, ()))


@dataclass
class Verdict:
    mutant: Mutant
    what: str  # noticed, hung, survived, unreached, declaration
    by: str = ""
    asked: int = 0
    left: int = 0


@dataclass
class Waiting:
    """A mutant that nobody has noticed so far: the tests that only ask about it, the other ones, and what it has cost."""

    mutant: Mutant
    direct: set[str]
    whole: list[str]
    asked: int = 0
    spent: float = 0.0


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
        for file in dict.fromkeys(mutant.file for mutant in self.mutants):
            for verdict in self._verdicts_on([m for m in self.mutants if m.file == file], loaded[file]):
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
            marks = {file: _mark_of(HOUSE / file) for file in [name, *targets, THIS]}
            record = known.get(name)
            if not record or any(record["marks"].get(file) != mark for file, mark in marks.items()):
                others = [t for t in (record or {"marks": {}})["marks"] if (HOUSE / t).exists()]
                watched = sorted({*targets, *others} - {name, THIS})
                record = {"marks": {file: _mark_of(HOUSE / file) for file in [name, THIS, *watched]}}
                answer = in_a_child(lambda items=items, watched=watched: self._watched(items, watched), seconds=900)
                record["tests"] = answer or {}
                known[name] = record
                self.remembered.parent.mkdir(parents=True, exist_ok=True)
                self.remembered.write_text(json.dumps(known))
                print(f"watched {name}: {len(record['tests'])} of {len(items)} tests", flush=True)
            for test, halves in record["tests"].items():
                if test in self.by_name:
                    self.seen[test] = Seen(*halves)

    def _watched(self, items: list[pytest.Item], targets: list[str]) -> dict[str, Any]:
        """Those that pass, with their seconds and lines. The others are not asked: most need several connections."""
        answers = {item.nodeid: self._watched_alone(item, targets) for item in items}
        return {test: answer for test, answer in answers.items() if answer}

    def _watched_alone(self, item: pytest.Item, targets: list[str]) -> Any:
        def watched() -> Any:
            if not (set_up := _watching(lambda: self.is_set_up(item), targets)):
                return []
            asks = _watching(lambda: self.passes_after_set_up(item), targets)
            return [*set_up, *asks] if asks else []

        return in_a_child(watched, seconds=120)

    def _verdicts_on(self, mutants: list[Mutant], loaded: Loaded) -> list[Verdict]:
        """About the mutants of one file, from its top to its bottom."""
        verdicts: dict[int, Verdict] = {}
        waiting: dict[int, Waiting] = {}
        for number, mutant in enumerate(mutants):
            if not loaded.can_plant(mutant.text):
                verdicts[number] = Verdict(mutant, "declaration")
            elif one := self._waiting(mutant, loaded):
                waiting[number] = one
            else:
                verdicts[number] = Verdict(mutant, "unreached")
        for test in self._in_order(self._quick()):
            verdicts |= self._asked_once_set_up(test, waiting, loaded)
        for number, one in waiting.items():
            verdicts[number] = self._asked_from_the_beginning(one, loaded)
        return [verdicts[number] for number in range(len(mutants))]

    def _asked_once_set_up(self, test: str, waiting: dict[int, Waiting], loaded: Loaded) -> dict[int, Verdict]:
        """What became of those that are noticed now: they wait no longer."""
        seen, item = self.seen[test], self.by_name[test]
        asked = {n: one for n, one in waiting.items() if test in one.direct and one.spent + seen.to_ask <= self.budget}
        if not asked:
            return {}
        limit = 4 * seen.to_ask + 10

        def passes_with(mutant: Mutant) -> bool:
            try:
                loaded.plant(mutant.text)
            except Exception:  # what cannot even be loaded is noticed by everybody
                return False
            return self.passes_after_set_up(item)

        def answers() -> dict[int, bool | None]:
            if not self.is_set_up(item):
                return {}
            gc.freeze()
            return {n: in_a_child(lambda one=one: passes_with(one.mutant), seconds=limit) for n, one in asked.items()}

        found = {}
        for number, passes in (in_a_child(answers, seconds=4 * seen.to_set_up + 60) or {}).items():
            one = waiting[number]
            one.asked += 1
            one.spent += seen.to_ask + seen.to_set_up / len(asked)
            if not passes:
                found[number] = Verdict(one.mutant, "hung" if passes is None else "noticed", by=test)
                self.noticed_by[test] += 1
                del waiting[number]
        return found

    def _asked_from_the_beginning(self, one: Waiting, loaded: Loaded) -> Verdict:
        mutant = one.mutant
        asked = self._within_budget(one.whole, spent=one.spent)
        seconds = 4 * sum(self.seen[test].seconds for test in asked) + 10
        answer = in_a_child(lambda: self._first_to_notice(mutant, loaded, asked), seconds=seconds)
        if answer is None:
            return Verdict(mutant, "hung", asked=len(asked))
        if answer:
            self.noticed_by[answer] += 1
            return Verdict(mutant, "noticed", by=answer)
        asked_of_all = one.asked + len(asked)
        return Verdict(mutant, "survived", asked=asked_of_all, left=len(one.direct) + len(one.whole) - asked_of_all)

    def _within_budget(self, tests: list[str], *, spent: float) -> list[str]:
        for number, test in enumerate(tests):
            spent += self.seen[test].seconds
            if spent > self.budget and number:
                return tests[:number]
        return tests

    def _waiting(self, mutant: Mutant, loaded: Loaded) -> Waiting | None:
        """With the tests that run a line of the statement, else of the function; of a constant all, since reading one runs
        no line. None where there are none.
        """
        places = loaded.places_of(mutant.line)
        for lines in places:
            tests = [test for test in self._quick() if self.seen[test].runs(lines, mutant.file)]
            if tests:
                direct = {test for test in tests if self.seen[test].only_asks_about(lines, mutant.file)}
                return Waiting(mutant, direct, self._in_order(set(tests) - direct))
        everybody = [] if places else self._in_order(self._quick())
        return Waiting(mutant, set(), everybody) if everybody else None

    def _quick(self) -> list[str]:
        return [test for test, seen in self.seen.items() if seen.seconds < TOO_DEAR]

    def _in_order(self, tests: Iterable[str]) -> list[str]:
        """Who noticed before comes first, then the quickest."""
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


def _watching(work: Callable[[], bool], targets: list[str]) -> Any:
    """Seconds of a processor, and lines by file; [] where it does not pass."""
    watching = coverage.Coverage(data_file=None, include=[str(HOUSE / file) for file in targets], config_file=False)
    watching.start()
    began = time.process_time()
    passed = work()
    seconds = time.process_time() - began
    watching.stop()
    data = watching.get_data()
    files = {str(Path(file).relative_to(HOUSE)): data.lines(file) for file in data.measured_files()}
    return [seconds, files] if passed else []


def _mark_of(path: Path) -> str:
    import hashlib

    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
