"""What is known of reading versions beside their words: which belong together, and which were read aloud.

Rows, not page fields: a page's own field is copied, overwritten and translated. They name content and digests of words, so
that they hold for exactly these words, and nobody: no user, no time.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from html import unescape
from typing import Any

from django.db import models

from agreement.canonical import digest, without_block_keys
from agreement.hashing import said_in
from articles.keeping_up import KEPT, NOW, READ_ALOUD_AT, Row, Said, Versions
from literacy.levels import LiteracyLevel


class AboutVersions(models.QuerySet):
    """Rows about one page's reading versions, in its own language."""

    def about(self, page: Any) -> Any:
        return self.filter(content_id=page.translation_key, locale=page.locale_code)


class SaysTheSameQuerySet(AboutVersions):
    def agreed(self) -> SaysTheSameQuerySet:
        """What readers may be told: nothing that a writer alone has said."""
        return self.filter(was_agreed=True)

    def note_agreed(self, page: Any, rows: Iterable[Row]) -> None:
        """These rows were agreed, whether or not somebody had said so before."""
        known = {row.as_row() for row in self.about(page).agreed()}
        for row in sorted(set(rows) - known):
            self.update_or_create(**_about(page), **row._asdict(), defaults={"was_agreed": True})

    def say(self, page: Any, row: Row) -> None:
        """Somebody who writes has compared these words. It counts for readers once the panel has agreed to both."""
        self.get_or_create(**_about(page), **row._asdict())

    def take_back(self, page: Any, row: Row) -> None:
        """Whoever said it no longer does. What was agreed stays agreed."""
        self.about(page).filter(**row._asdict(), was_agreed=False).delete()


class SaysTheSame(models.Model):
    """Exactly these words, at this level, say the same as whatever shares `together` (articles.keeping_up.Row)."""

    content_id = models.UUIDField()
    locale = models.CharField(max_length=20)
    level = models.CharField(max_length=4)
    words = models.CharField(max_length=64)
    together = models.CharField(max_length=64, blank=True)
    was_agreed = models.BooleanField(default=False)

    objects = SaysTheSameQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_id", "locale", "level", "words", "together"], name="said_to_be_the_same_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.content_id} {self.locale} {self.level} {self.words[:8]} with {self.together[:8]}"

    def as_row(self) -> Row:
        return Row(self.level, self.words, self.together)


class ReadAloudQuerySet(AboutVersions):
    def of_words(self, page: Any, level: LiteracyLevel) -> ReadAloudQuerySet:
        """What is said of exactly the words that `page` has at this level."""
        return self.about(page).filter(level=level.value, words=digest_of_words(page, level))

    def say(self, page: Any, level: LiteracyLevel) -> None:
        self.get_or_create(**_about(page), level=level.value, words=digest_of_words(page, level))


class ReadAloud(models.Model):
    """The panel says: we read exactly these words aloud together, and it worked."""

    # Drawn by lot, so that rows have no order in which anybody said it.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    content_id = models.UUIDField()
    locale = models.CharField(max_length=20)
    level = models.CharField(max_length=4)
    words = models.CharField(max_length=64)

    objects = ReadAloudQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_id", "locale", "level", "words"], name="read_aloud_once")
        ]

    def __str__(self) -> str:
        return f"{self.content_id} {self.locale} {self.level} {self.words[:8]}"


def keep(said: Said, page: Any) -> None:
    """Write what was said of exactly the words in `page`.

    KEPT writes nothing: it was ticked for words that may be others by now, and a row for these would be there already.
    """
    versions = versions_of(page)
    for level in versions.others:
        _keep(SaysTheSame.objects.all(), said.still_the_same.get(level), page, versions.beside_main(level))
    for asked in READ_ALOUD_AT:
        if asked.value in versions.words:
            _keep_read_aloud(said.read_aloud.get(asked.value), page, asked)


def _keep(rows: SaysTheSameQuerySet, said: str | None, page: Any, row: Row) -> None:
    if said == NOW:
        rows.say(page, row)
    elif said != KEPT:
        rows.take_back(page, row)


def _keep_read_aloud(said: str | None, page: Any, level: LiteracyLevel) -> None:
    if said == NOW:
        ReadAloud.objects.say(page, level)
    elif said != KEPT:
        ReadAloud.objects.of_words(page, level).delete()


def _about(page: Any) -> dict[str, Any]:
    return {"content_id": page.translation_key, "locale": page.locale_code}


def versions_of(page: Any) -> Versions:
    """The versions of any page that has some, live or any revision of it."""
    written = page.written_levels()
    main = LiteracyLevel(page.main_level)
    words = {level.value: digest_of_words(page, level) for level in written}
    return Versions(words, main.value if main in written or not written else written[0].value)


def digest_of_words(page: Any, level: LiteracyLevel) -> str:
    """One digest for the same words, whichever editor they came through and whatever its keys for them are."""
    return digest(_as_read(said_in(page, f"body_{level.value}")))


def _as_read(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _as_read(part) for name, part in value.items() if name != "id"}
    if isinstance(value, list):
        return [_as_read(part) for part in value]
    if isinstance(value, str) and "<" in value:
        return unescape(without_block_keys(value)).replace("<br>", "<br/>")
    return value
