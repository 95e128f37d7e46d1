"""`manage.py add_council`: a council with its page, its youth panel and its collection."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from cms.furnishing import add_council
from home.models import HomePage
from taxonomy.models import Area


class Command(BaseCommand):
    help = "Add a council: its page in every language, its youth panel, and a place for the panel's pictures and films."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", required=True, help="As people call it, like Newham.")
        parser.add_argument("--slug", required=True, help="For addresses: small letters and hyphens, like newham.")
        parser.add_argument("--area", required=True, help="Its GSS code, like E09000025.")
        parser.add_argument("--exit-url", default="", help="Where the quick exit takes a reader.")

    def handle(self, *args: Any, name: str, slug: str, area: str, exit_url: str, **options: Any) -> None:
        if not HomePage.objects.exists():
            raise CommandError("The house is empty. Run `manage.py furnish` first.")
        found = Area.objects.filter(code=area).first()
        if found is None:
            raise CommandError(
                f"There is no area {area}. GSS codes look like E09000025; an admin can add one under Areas."
            )
        try:
            panel = add_council(name=name, slug=slug, area=found, exit_url=exit_url)
        except ValidationError as problems:
            raise CommandError(" ".join(problems.messages)) from None
        self.stdout.write(f"{name} is here, with the {panel}. Next: give somebody a membership in the admin.")
