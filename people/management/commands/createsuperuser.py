"""`manage.py createsuperuser`: Django's own, through the set-up door: nobody runs it over HTTP."""

from typing import Any

from django.contrib.auth.management.commands import createsuperuser

from agreement.four_eyes import setting_up


class Command(createsuperuser.Command):
    def handle(self, *args: Any, **options: Any) -> Any:
        with setting_up("manage.py createsuperuser"):
            return super().handle(*args, **options)
