"""Files that no row names any more: what a process that was killed had begun to keep, or had still to throw away.

Wagtail deletes a file after the commit that deletes its row (images/signal_handlers.py), and keeps one before the commit that
names it. Whoever deleted a picture of somebody believes that it is gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.apps import apps
from django.core.files.storage import default_storage
from django.db.models import FileField
from django.utils import timezone

# Where our own files lie. Whatever else is in there belongs to somebody who knows why.
FOLDERS = ("originals", "images", "films", "captions", "uploads")
STILL_COMING_IN = timedelta(days=1)


def delete_orphaned_files() -> int:
    """Returns how many. What came less than a day ago may still be on its way, and stays."""
    before = timezone.now() - STILL_COMING_IN
    old = [name for name in _files() if default_storage.get_modified_time(name) < before]
    named = _named()  # after looking: what gets a row meanwhile is found here
    orphaned = [name for name in old if name not in named]
    for name in orphaned:
        default_storage.delete(name)
    return len(orphaned)


def _files() -> Iterator[str]:
    for folder in FOLDERS:
        if default_storage.exists(folder):
            _folders, names = default_storage.listdir(folder)
            yield from (f"{folder}/{name}" for name in names)


def _named() -> set[str]:
    """Every file that any row of any model names."""
    return {
        name
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, FileField) and field.model is model
        for name in model._base_manager.values_list(field.attname, flat=True)
        if name
    }
