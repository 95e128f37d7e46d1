"""Films that are still coming in, piece by piece: what has arrived lies in `uploads/`, and a row says how much of it counts."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from articles.films import ENOUGH_TO_TELL
from articles.models.films import ArrivedFilm, upload_path

MOST_AT_ONCE = 3
FORGOTTEN_AFTER = timedelta(days=1)


class WrongOffset(Exception):
    """A piece that does not begin where what we have ends."""


def fingerprint_of(user: Any) -> str:
    """Whose it is, for us alone to compare: this room keeps no relation to anybody."""
    return salted_hmac("articles.upload", str(user.pk), algorithm="sha256").hexdigest()


class ResumableUploadQuerySet(models.QuerySet["ResumableUpload"]):
    def of(self, user: Any) -> ResumableUploadQuerySet:
        return self.filter(whose=fingerprint_of(user))

    def called_by_token(self, token: str) -> ResumableUpload | None:
        return self.filter(file=f"uploads/{token}").first()

    @transaction.atomic
    def begin(self, user: Any, *, length: int, called: str) -> ResumableUpload:
        """Room for a film of so many bytes. Of what this person had begun before only the newest stay."""
        storage = ResumableUpload._meta.get_field("file").storage  # type: ignore[union-attr]
        name = storage.save(upload_path(ResumableUpload(), called), ContentFile(b""))
        begun = self.create(whose=fingerprint_of(user), file=name, length=length, called=called[:255])
        for older in self.of(user).order_by("-touched_at", "-pk")[MOST_AT_ONCE:]:
            older.forget()
        return begun

    def forget_old(self) -> int:
        """What nothing came for since yesterday goes with its bytes. Returns how many."""
        old = self.filter(touched_at__lt=timezone.now() - FORGOTTEN_AFTER)
        return sum(upload.forget(only=old) for upload in list(old))

    def delete_at_once(self) -> bool:
        """One DELETE with its condition: of two who try, one does it. (Django's own asks first which rows it will be.)"""
        return bool(self._raw_delete(self.db))


class ResumableUpload(models.Model):
    """A film that somebody sends. The first `received` bytes of `file` are theirs; what lies behind them counts for nothing."""

    whose = models.CharField(max_length=64, db_index=True)
    file = models.FileField(upload_to=upload_path, unique=True)
    called = models.CharField(max_length=255, blank=True)  # so that this does not become a film's title
    length = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    touched_at = models.DateTimeField(default=timezone.now)

    objects = ResumableUploadQuerySet.as_manager()

    def __str__(self) -> str:
        return self.token

    @property
    def token(self) -> str:
        return PurePath(str(self.file.name)).name

    @property
    def is_complete(self) -> bool:
        return self.received == self.length

    def is_there(self) -> bool:
        """Whether what counts is on the disk: a database that was put back from a copy may remember more."""
        storage, name = self.file.storage, str(self.file.name)
        return storage.exists(name) and storage.size(name) >= self.received

    def append(self, piece: bytes, *, offset: int) -> None:
        """Keep this piece, and count it. Raises WrongOffset.

        The row is ours from the UPDATE to the commit, so that nobody else writes meanwhile; it is counted when it is on the
        disk. A process that dies before has left bytes that do not count, and the next one writes over them.
        """
        after = offset + len(piece)
        with transaction.atomic():
            mine = ResumableUpload.objects.filter(pk=self.pk, received=offset)
            if not mine.update(received=after, touched_at=timezone.now()):
                raise WrongOffset
            with open(self.file.path, "r+b") as stream:
                stream.seek(offset)
                stream.write(piece)
                stream.flush()
                os.fsync(stream.fileno())
        self.received = after

    def beginning(self) -> bytes | None:
        """Enough of it to tell what it is; None while that is not there."""
        if self.received < min(ENOUGH_TO_TELL, self.length):
            return None
        with self.file.storage.open(str(self.file.name), "rb") as stream:
            return bytes(stream.read(ENOUGH_TO_TELL))

    def as_file(self) -> ArrivedFilm:
        name = str(self.file.name)
        return ArrivedFilm(self.file.storage.open(name, "rb"), called=self.called, stored_as=name)

    def forget(self, *, only: ResumableUploadQuerySet | None = None) -> bool:
        """With its bytes, after the commit. What a killed process leaves of them is nobody's (orphaned_files.py)."""
        rows = ResumableUpload.objects.all() if only is None else only
        gone = rows.filter(pk=self.pk).delete_at_once()
        if gone:
            transaction.on_commit(lambda: self.file.storage.delete(str(self.file.name)))
        return gone

    def hand_over(self) -> bool:
        """The bytes belong to a film from now on, which the caller writes down in the same transaction. True for one caller."""
        return ResumableUpload.objects.filter(pk=self.pk, received=F("length")).delete_at_once()
