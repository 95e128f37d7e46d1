"""What follows, for what is known of reading versions, from what happens to pages."""

from __future__ import annotations

from django.db import transaction
from wagtail.models import Page

from articles.models import SaysTheSame
from articles.models.versions import KeepsUp


@transaction.atomic
def note_what_was_agreed(page: Page) -> None:
    """These words were agreed: the versions that are not out of date say the same, for readers too."""
    if isinstance(page, KeepsUp):
        SaysTheSame.objects.all().note_agreed(page, page.rows_once_agreed())
