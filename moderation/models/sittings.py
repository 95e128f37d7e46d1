"""What somebody types in one tab: how far it is saved, and what could not be put on the page yet."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

from django.core import signing
from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from agreement.panel_says import without_what_the_panel_says
from people.models import User

KEPT_FOR = timedelta(days=30)
LONGEST_NUMBER = 2**31 - 1
SALT = "sitting"


class WhyKept(models.TextChoices):
    """Why words are not on their page: the names are those of Wagtail's editor (JsonPostResponseMixin)."""

    OTHER_WORDS = "invalid_revision", _("Somebody else changed the page while you were writing.")
    LOCKED = "locked", _("The page was being voted on or checked.")
    NOT_RIGHT_YET = "validation_error", _("Something has to be put right first.")
    NOT_SENT = "not_sent", _("There was no connection.")


class SittingQuerySet(models.QuerySet["Sitting"]):
    def of(self, user: Any) -> SittingQuerySet:
        return self.filter(user=user)

    def with_kept_words(self) -> SittingQuerySet:
        return self.exclude(kept="").order_by("-last_at")

    def about(self, *, page: Page | None, address: str) -> SittingQuerySet:
        return self.filter(page=page) if page else self.filter(page=None, address=address)

    def stale(self) -> SittingQuerySet:
        return self.filter(last_at__lt=timezone.now() - KEPT_FOR)


class Sitting(models.Model):
    """One person at one page in one tab. The tab brings its key along, so that nothing is taken for somebody else's.

    `number` counts what the tab sends, so that what arrives late never replaces what was typed later. `kept` is the form
    as it was typed, where it could not be saved: only its writer sees it, and it goes when it is saved or after 30 days.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    page = models.ForeignKey(Page, null=True, on_delete=models.CASCADE, related_name="+")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    number = models.PositiveIntegerField(default=0)
    address = models.CharField(max_length=255)
    kept = models.TextField(blank=True)
    why = models.CharField(max_length=20, blank=True, choices=WhyKept)
    last_at = models.DateTimeField(default=timezone.now)

    objects = SittingQuerySet.as_manager()

    # Bookkeeping of a form, which no page shows (wagtail/models/reference_index.py, model_is_indexable).
    wagtail_reference_index_ignore = True

    def token(self) -> str:
        """What the form carries: this tab's key, and whose it is."""
        return token_of(self.key, self.user_id)

    def has_dealt_with(self, number: int) -> bool:
        return 0 < number <= self.number

    def takes_nothing_before(self, number: int) -> None:
        """What this tab sent earlier than `number`, and arrives later, is not to be saved any more."""
        self._note(number - 1, kept=self.kept, why=self.why)

    def saved(self, *, page_id: int, revision_id: int, number: int) -> None:
        """Everything this tab has sent so far is on the page."""
        self.page_id, self.revision_id = page_id, revision_id
        self._note(number, kept="", why="")

    def keep(self, fields: QueryDict, *, why: str, number: int) -> None:
        """Keep what was typed, because it is not on the page."""
        self._note(number, kept=written_down(fields), why=why)
        Sitting.objects.stale().delete()

    def forget(self) -> None:
        """Throw away what was kept; what this tab saved stays known."""
        self._note(0, kept="", why="")

    def fields(self) -> QueryDict:
        """The form that was kept, as it was sent."""
        data = QueryDict(mutable=True)
        for name, value in json.loads(self.kept or "[]"):
            data.appendlist(name, value)
        return data

    def _note(self, number: int, *, kept: str, why: str) -> None:
        self.number = max(self.number, min(number, LONGEST_NUMBER))
        self.kept, self.why, self.last_at = kept, why, timezone.now()
        self.save()


NOT_TYPED = {"csrfmiddlewaretoken", "sitting", "sitting_number", "overwrite_revision_id", "next"}
"""What a form sends along by itself."""


def written_down(fields: QueryDict) -> str:
    """A form as text, in the order of its fields. ASCII, so that every database takes whatever was typed."""
    typed = [(name, value) for name, values in fields.lists() if name not in NOT_TYPED for value in values]
    return json.dumps(without_what_the_panel_says(typed))


def token_of(key: uuid.UUID, user_id: int) -> str:
    return signing.dumps([key.hex, user_id], salt=SALT)


def read_token(token: str) -> tuple[uuid.UUID, int] | None:
    """The key and the user in a token; None where it is none of ours."""
    try:
        key, user_id = signing.loads(token, salt=SALT)
        return uuid.UUID(key), int(user_id)
    except (signing.BadSignature, ValueError, TypeError):
        return None
