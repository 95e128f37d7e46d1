"""`manage.py four_eyes`: was anything changed past the second person? The scheduler asks every night."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from agreement.four_eyes import setting_up
from agreement.seals import seal_everything
from people.checking import what_one_person_did


class Command(BaseCommand):
    help = (
        "Say what was changed without a second person, and who is member and moderator at once. Nothing: all is well."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--seal",
            metavar="WHY",
            default="",
            help="Two of you have looked at everything it says: take what stands now as agreed. WHY is kept.",
        )

    def handle(self, *args: Any, seal: str, **options: Any) -> None:
        if seal:
            with setting_up(seal):
                self.stdout.write(f"{seal_everything(because=seal)} rows sealed.")
            return
        found = what_one_person_did()
        if found:
            self.stdout.write("\n".join(found))
            sys.exit(1)
        self.stdout.write("Everything that takes a second person had one.")
