"""Takes guards away inside one warm process, which is much quicker than beginning anew for each.

`python -m tests.planted_guards OUT` reads guards as JSON from its input and writes the names of those whose test passed
with the guard in place and failed without it to OUT. It says nothing about any other: `make guards` asks them in a
process of their own.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
django.setup()

import pytest

from tests.guards import HOUSE, CannotTakeAway, Guard, without
from tests.mutants.planting import Loaded, module_of
from tests.warm import WarmProcess, in_a_child

LONGEST = 60.0
"""Seconds for one test. What hangs is asked again in a process of its own."""


@dataclass
class PlantedGuards(WarmProcess):
    """A plugin for pytest. In the place of the run it takes each guard away in a copy of this process."""

    guards: list[Guard]
    out: Path
    noticed: list[str] = field(default_factory=list)
    in_place: dict[str, bool] = field(default_factory=dict)

    def ask(self) -> None:
        for guard in self.guards:
            if self._is_noticed(guard):
                self.noticed.append(guard.name)
        self.out.write_text(json.dumps(self.noticed), encoding="utf-8")

    def _is_noticed(self, guard: Guard) -> bool:
        if not guard.file.endswith(".py") or guard.is_in_a_migration:
            return False
        loaded = Loaded.of(HOUSE / guard.file, module_of(guard.file))
        try:
            text = without(guard, loaded.text)
            return loaded.can_plant_whole(text) and self._tells_apart(guard.test, loaded, text)
        except (CannotTakeAway, SyntaxError):
            return False

    def _tells_apart(self, test: str, loaded: Loaded, text: str) -> bool:
        items = [item for item in self.items if item.nodeid == test or item.nodeid.startswith(f"{test}[")]
        if test not in self.in_place:
            self.in_place[test] = bool(items) and all(
                in_a_child(lambda item=item: self.passes(item), seconds=LONGEST) for item in items
            )
        return self.in_place[test] and any(
            in_a_child(lambda item=item: self._passes_with(item, loaded, text), seconds=LONGEST) is False
            for item in items
        )

    def _passes_with(self, item: pytest.Item, loaded: Loaded, text: str) -> bool:
        loaded.plant(text)
        return self.passes(item)


def main() -> int:
    guards = [Guard(**said) for said in json.load(sys.stdin)]
    PlantedGuards(guards, Path(sys.argv[1])).run(list(dict.fromkeys(guard.test for guard in guards)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
