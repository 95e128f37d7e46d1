"""`manage.py changepassword`: Django's own, through the set-up door: nobody runs it over HTTP."""

from typing import Any

from django.contrib.auth.management.commands import changepassword

from agreement.four_eyes import setting_up


class Command(changepassword.Command):
    def handle(self, *args: Any, **options: Any) -> Any:
        with setting_up("manage.py changepassword"):
            return super().handle(*args, **options)
