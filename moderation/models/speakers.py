"""Somebody who speaks a language said that a translation into it is right."""

from __future__ import annotations

from django.db import models

from people.models import User


class SpeakerCheck(models.Model):
    """Who compared exactly these words with their source. What readers hear of it is in `languages.TranslatedFrom`."""

    content_id = models.UUIDField()
    locale = models.CharField(max_length=20)
    content_hash = models.CharField(max_length=64)
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_id", "locale", "content_hash", "checked_by"], name="a_speaker_checks_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.content_id} {self.locale} {self.content_hash[:8]}"
