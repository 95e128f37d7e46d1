"""The sweep of the ballots."""

from typing import Any

from django.core.management.base import BaseCommand

from moderation.actions import close_ballots


class Command(BaseCommand):
    help = (
        "Closes every ballot whose time is up. The first run of an hour also closes those in which everybody has voted, "
        "the first one of a day those whose result cannot change any more. For the scheduler."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        closed = close_ballots()
        self.stdout.write(f"Ballots closed: {closed}")
