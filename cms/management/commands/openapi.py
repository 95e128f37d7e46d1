"""The public contract as one file: `manage.py openapi > docs/openapi.json`."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.api import openapi
from cms.api_fields import page_of_fields


class Command(BaseCommand):
    help = "Print the OpenAPI 3.1 document of the public API, as it is committed in docs/openapi.json."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fields", action="store_true", help="Print docs/api-fields.md instead.")

    def handle(self, *args: Any, fields: bool, **options: Any) -> None:
        contract = openapi()
        self.stdout.write(page_of_fields(contract) if fields else json.dumps(contract, indent=2, ensure_ascii=False))
