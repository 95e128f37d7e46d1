"""Files that never change once they are here: what a panel agreed to see stays what readers see."""

import hashlib
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.storage import Storage
from django.db import models
from django.utils.translation import gettext_lazy as _


class UnchangingFile(models.Model):
    """A picture, film or caption file. To show another one, upload another one.

    Without this a member could swap a picture after the vote: the page's own data would not change.
    """

    file: Any  # each kind says itself where its files are kept

    # What readers are told about the file beside its bytes: it stays as it is once somebody decided about it (moderation).
    shown_beside: tuple[str, ...] = ()

    class Meta:
        abstract = True

    def content_digest(self) -> str:
        """SHA-256 of the file's bytes as they lie in storage now, or "" when the file is gone."""
        return file_digest(self.file)

    def clean(self) -> None:
        super().clean()
        if self._file_was_replaced():
            # Wagtail's edit view shows this row's file beside the sentence, and saves its size while doing so.
            self.file = self._stored_name()
            raise ValidationError({"file": _("A file cannot be swapped. Upload the new one, then choose it instead.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._file_was_replaced():
            raise ValidationError({"file": _("A file cannot be swapped. Upload the new one, then choose it instead.")})
        super().save(*args, **kwargs)

    def changes_what_is_shown(self) -> bool:
        """Whether saving this row would show its file otherwise than it is shown now."""
        stored = type(self)._base_manager.filter(pk=self.pk).values(*self.shown_beside).first()
        return stored is not None and any(getattr(self, name) != said for name, said in stored.items())

    def _file_was_replaced(self) -> bool:
        if self.pk is None:
            return False
        stored = self._stored_name()
        file = self.file
        return stored is not None and (file.name != stored or not file._committed)

    def _stored_name(self) -> str | None:
        files = type(self)._base_manager.filter(pk=self.pk)
        return files.values_list("file", flat=True).first()  # type: ignore[misc]


def file_digest(file: Any) -> str:
    """SHA-256 of a stored file, read again whenever its size or time has changed."""
    if not file:
        return ""
    storage: Storage = file.storage
    try:
        return _digest(storage, file.name, storage.size(file.name), storage.get_modified_time(file.name))
    except FileNotFoundError:
        return ""


@lru_cache(maxsize=4096)
def _digest(storage: Storage, name: str, size: int, modified: object) -> str:
    with storage.open(name, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
