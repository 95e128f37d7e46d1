"""Make the whole read model anew, or look whether that would change anything."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from delivery.actions import rebuild
from delivery.checking import differences, live_but_not_agreed


class Command(BaseCommand):
    help = "Make the whole read model anew and write what differs. With --check: print what differs, write nothing, and exit 1 if anything does."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Only look; exit 1 when something differs.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            self._check()
        else:
            self.stdout.write(f"{rebuild()} content items")

    def _check(self) -> None:
        for line in live_but_not_agreed():
            self.stdout.write(line)
        found = list(differences())
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError(f"{len(found)} differences. `manage.py project` puts them right.", returncode=1)
