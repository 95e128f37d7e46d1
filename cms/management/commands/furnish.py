"""`manage.py furnish`: run at each deployment, after `migrate`."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.furnishing import furnish


class Command(BaseCommand):
    help = "Groups, permissions, workflow, languages, root pages. Can run again at any time and then changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        furnish()
        self.stdout.write("Everything is in its place.")
