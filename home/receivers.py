"""What home hears from the rooms below."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from articles.signals import names_wanted
from home.models import CrisisLine
from home.places import names_of_places


@receiver(names_wanted)
def name_places_and_crisis_lines(**kwargs: Any) -> list[str]:
    return [*names_of_places(), *CrisisLine.objects.values_list("name", flat=True)]
