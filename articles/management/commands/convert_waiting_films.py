"""What the scheduler does every few seconds, by hand."""

from typing import Any

from django.core.management.base import BaseCommand

from articles.actions import convert_waiting_films


class Command(BaseCommand):
    help = "Makes the films ready that somebody uploaded. The scheduler does this by itself; two at once do no harm."

    def handle(self, *args: Any, **options: Any) -> None:
        settled = convert_waiting_films()
        self.stdout.write(f"Films that are ready, or cannot be used: {settled}")
