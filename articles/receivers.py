"""What this room hears from the rooms that decide, and from Wagtail."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.db import transaction
from django.db.models.signals import post_delete, pre_save
from django.dispatch import receiver
from wagtail.admin.models import FormState
from wagtail.models import Page

from agreement.panel_says import without_what_the_panel_says
from agreement.signals import words_agreed
from articles import actions
from articles.models import Film


@receiver(words_agreed)
def words_were_agreed(sender: type, page: Page, **kwargs: Any) -> None:
    actions.note_what_was_agreed(page)


@receiver(pre_save, sender=FormState)
def keep_nobody_beside_what_the_panel_says(sender: type, instance: FormState, **kwargs: Any) -> None:
    """For its preview Wagtail keeps every form as it was typed, with its writer and the minute."""
    fields = parse_qsl(instance.data, keep_blank_values=True)
    instance.data = urlencode(without_what_the_panel_says(fields))


@receiver(post_delete, sender=Film)
def forget_what_was_uploaded(sender: type, instance: Film, **kwargs: Any) -> None:
    """The film's own file goes with wagtailmedia (signal_handlers.py)."""
    transaction.on_commit(lambda: instance.upload.delete(save=False))
