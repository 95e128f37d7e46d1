"""Which words were made from which: a row, because a page's own field is copied, overwritten and translated."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agreement.models import Agreement

BEING_WRITTEN = ""
"""Instead of a content hash: the words that somebody is writing now, whatever they are."""


class TranslatedFromQuerySet(QuerySet["TranslatedFrom"]):
    def about(self, *, content_id: uuid.UUID, locale: str) -> TranslatedFromQuerySet:
        return self.filter(content_id=content_id, locale=locale)

    def of_words(self, *, content_id: uuid.UUID, locale: str, content_hash: str) -> TranslatedFrom | None:
        """What exactly these words were made from; for words that nobody has sent in yet, what is being written."""
        return of_words(self.about(content_id=content_id, locale=locale), locale=locale, content_hash=content_hash)

    def behind(self, *, content_id: uuid.UUID, locale: str, content_hash: str) -> set[str]:
        """The content hashes of these words and of those that they were made from: who says one says the other, too."""
        row = self.of_words(content_id=content_id, locale=locale, content_hash=content_hash)
        return {content_hash, row.source_hash if row else ""} - {""}


class TranslatedFrom(models.Model):
    """Exactly these words, in this language, were made from exactly those, in that one.

    `content_hash` and `source_hash` are content hashes (agreement.hashing), so nothing that happens to a page afterwards
    makes this row untrue. One more row for each page, under BEING_WRITTEN, says what its draft is made from.
    """

    content_id = models.UUIDField()
    locale = models.CharField(max_length=20)
    content_hash = models.CharField(max_length=64, blank=True)
    source_locale = models.CharField(max_length=20)
    source_hash = models.CharField(max_length=64, blank=True)
    checked_by_speaker_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When somebody who speaks the language said that these words are right.")
    )

    objects = TranslatedFromQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_id", "locale", "content_hash"], name="made_from_one_source")
        ]

    def __str__(self) -> str:
        return f"{self.content_id} {self.locale} {self.content_hash[:8]} from {self.source_locale}"

    @property
    def was_checked_by_speaker(self) -> bool:
        return self.checked_by_speaker_at is not None

    def is_stale(self) -> bool:
        """Whether the source no longer says, to its readers, what these words were made from."""
        standing = Agreement.objects.standing().about(content_id=self.content_id, locale=self.source_locale)
        return not standing.filter(content_hash=self.source_hash).exists()


def of_words(rows: Iterable[TranslatedFrom], *, locale: str, content_hash: str) -> TranslatedFrom | None:
    """The same, among all rows of one content."""
    found = {row.content_hash: row for row in rows if row.locale == locale}
    return found.get(content_hash) or found.get(BEING_WRITTEN)
