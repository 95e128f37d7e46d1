"""`manage.py welcome`: where to look, and who to log in as."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cms.demo.people import who_to_log_in_as

PLACES = [
    ("/admin/", "where young people write and vote, and moderators check"),
    ("/api/v1/", "what any front end can pull"),
    ("/api/docs/", "how to pull it"),
]


class Command(BaseCommand):
    help = "Say where to look and, on a developer's own machine, who to log in as."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("\nWaymark is at home:\n")
        for path, what in PLACES:
            self.stdout.write(f"  {settings.PUBLIC_URL}{path:10}  {what}")
        if people := who_to_log_in_as():
            self.stdout.write(f"\nLog in as one of these made-up people:\n\n{people}\n")
        self.stdout.write("\nStop with Ctrl-C.\n")
