"""`manage.py demo`: the demo content, through real ballots and checks."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.demo.loading import Fate, load
from cms.demo.making import Made, holds_content, make_demo

FATES = {
    Fate.LIVE: "live: written, voted on and checked",
    Fate.BALLOT: "before the panel: the vote is open",
    Fate.CHECK: "agreed by the panel, before a moderator",
    Fate.SENT_BACK: "sent back by a moderator, with a reason",
    Fate.WITHDRAWN: "withdrawn after being live",
    Fate.DRAFT: "still being written",
}


class Command(BaseCommand):
    help = "Fill an empty database with the demo: made-up panels, people and pages, through real ballots and checks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--only-if-empty",
            action="store_true",
            help="Say nothing and change nothing where there is content already.",
        )

    def handle(self, *args: Any, only_if_empty: bool, **options: Any) -> None:
        if holds_content():
            if only_if_empty:
                return
            raise CommandError(
                "There is content here already, and the demo never mixes with it. Use an empty database."
            )
        self.stdout.write("Making the demo: panels, people, and every page along its road …")
        started = time.monotonic()
        made = make_demo(load())
        self.stdout.write(on_one_screen(made, seconds=time.monotonic() - started))


def on_one_screen(made: Made, *, seconds: float) -> str:
    lines = [
        f"{made.panels:4}  youth panels with {made.people} made-up people",
        f"{made.topics:4}  topics, and {made.crisis_lines} crisis lines",
        *(f"{made.pages[fate.value]:4}  {words}" for fate, words in FATES.items() if made.pages[fate.value]),
        f"{made.translations:4}  in Welsh too, along the same road",
        f"Made in {seconds:.0f} seconds.",
    ]
    return "\n".join(lines)
