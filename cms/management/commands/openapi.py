"""The public contract as one file: `manage.py openapi > docs/openapi.json`."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand

from cms.api import openapi


class Command(BaseCommand):
    help = "Print the OpenAPI 3.1 document of the public API, as it is committed in docs/openapi.json."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(json.dumps(openapi(), indent=2, ensure_ascii=False))
