"""`manage.py move_in`: everything a first look needs, in one go. Part of `make run`."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from cms.demo.people import who_to_log_in_as

PLACES = [
    ("/admin/", "where young people write and vote, and moderators check"),
    ("/api/v1/", "what any front end can pull"),
    ("/api/docs/", "how to pull it"),
]


class Command(BaseCommand):
    help = "Bring the database up to date, furnish it, fill it with the demo if it is empty, and say where to look."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        call_command("furnish", stdout=self.stdout)
        call_command("demo", only_if_empty=True, stdout=self.stdout)
        # Stored links start with the address it was served at last time (PORT= may be another one now).
        call_command("project", verbosity=0, stdout=self.stdout)
        self.stdout.write(where_to_look())


def where_to_look() -> str:
    lines = ["", "Waymark is at home:", ""]
    lines += [f"  {settings.PUBLIC_URL + path:36} {what}" for path, what in PLACES]
    if people := who_to_log_in_as():
        lines += ["", "Log in as one of these made-up people:", "", people]
    return "\n".join([*lines, "", "Stop it with Ctrl-C.", ""])
