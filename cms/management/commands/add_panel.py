"""`manage.py add_panel`: one more youth panel of a council, or a national one."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from cms.furnishing import add_national_panel, add_panel_of
from home.models import HomePage
from people.models import Council


class Command(BaseCommand):
    help = "Add a youth panel: its page in every language, and a place for its pictures and films."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", required=True, help="As people call it, like Newham young carers.")
        parser.add_argument("--slug", required=True, help="For addresses: small letters and hyphens.")
        parser.add_argument("--council", help="The short name of its council, like newham. Without one it is national.")

    def handle(self, *args: Any, name: str, slug: str, council: str | None, **options: Any) -> None:
        if not HomePage.objects.exists():
            raise CommandError("The house is empty. Run `manage.py furnish` first.")
        found = Council.objects.filter(slug=council).first()
        if council and found is None:
            raise CommandError(f"There is no council {council}. Add it with `manage.py add_council`.")
        try:
            panel = add_panel_of(found, name=name, slug=slug) if found else add_national_panel(name=name, slug=slug)
        except ValidationError as problems:
            raise CommandError(" ".join(problems.messages)) from None
        self.stdout.write(f"The {panel} is here. Next: give somebody a membership in the admin.")
