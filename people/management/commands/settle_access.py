"""`manage.py settle_access`: for the scheduler, every night."""

from typing import Any

from django.core.management.base import BaseCommand

from people.actions import settle_everybody


class Command(BaseCommand):
    help = "Bring everybody's groups in line with the memberships and appointments that run today."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = settle_everybody()
        self.stdout.write(f"{changed} changed.")
