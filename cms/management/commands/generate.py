"""`manage.py generate`: synthetic pages by the thousand, for measuring."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.generating.pages import HoldsContent, generate
from delivery.languages import LANGUAGES


class Command(BaseCommand):
    help = "Fill an empty database with synthetic published pages, for measuring. The same pages for the same seed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--items", type=int, default=1000, help="How many pages, all languages together.")
        parser.add_argument("--locales", default=",".join(LANGUAGES), help="Languages, with commas between them.")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, items: int, locales: str, seed: int, **options: Any) -> None:
        languages = locales.split(",")
        unknown = sorted(set(languages) - set(LANGUAGES))
        if unknown or items < 1:
            raise CommandError(f"--items takes 1 or more, --locales some of: {', '.join(LANGUAGES)}.")
        started = time.monotonic()
        try:
            made = generate(items=items, locales=languages, seed=seed)
        except HoldsContent:
            raise CommandError(
                "There is other content here, and synthetic pages never mix with it. Use an empty database."
            ) from None
        self.stdout.write(f"{made} content items in {time.monotonic() - started:.0f} s")
