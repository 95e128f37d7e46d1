"""`manage.py add_person`: the first adults of a house, whom no two people could have appointed yet."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse

from agreement.four_eyes import setting_up
from people.models import AgeBand, Appointment, Council, Role, User, WayIn


class Command(BaseCommand):
    help = "Add an adult with a role, and say the link with which they choose their password. For setting up: admins appoint by two."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--username", required=True, help="What they log in with.")
        parser.add_argument("--display-name", required=True, help="What other people here see. Never a real full name.")
        parser.add_argument("--role", required=True, choices=[Role.ADMIN.value, Role.MODERATOR.value])
        parser.add_argument("--council", default="", help="Its short name, like newham. Without it: nationally.")

    @transaction.atomic
    def handle(self, *args: Any, username: str, display_name: str, role: str, council: str, **options: Any) -> None:
        if User.objects.filter(username=username).exists():
            raise CommandError(f"There is somebody called {username} already.")
        place = Council.objects.filter(slug=council).first()
        if council and place is None:
            raise CommandError(f"There is no council {council}. Add it with `manage.py add_council`.")
        user = User(username=username, display_name=display_name, age_band=AgeBand.ADULT)
        user.set_unusable_password()
        with setting_up("manage.py add_person"):
            try:
                user.full_clean(exclude=["password"])
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from None
            user.save()
            Appointment.objects.create(user=user, role=Role(role), council=place)
        token = WayIn.objects.make(user, asked_by=None, agreed_by=None)
        self.stdout.write(f"{display_name} chooses a password here, once, within a day:")
        self.stdout.write(settings.PUBLIC_URL + reverse("way_in", args=[token]))
