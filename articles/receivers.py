"""What this room hears from the rooms that decide."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from wagtail.models import Page

from agreement.signals import words_agreed
from articles import actions


@receiver(words_agreed)
def words_were_agreed(sender: type, page: Page, **kwargs: Any) -> None:
    actions.note_what_was_agreed(page)
