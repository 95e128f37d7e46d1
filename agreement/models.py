"""The ledger: what was agreed, and what was taken back. And what the levels are called, as a panel and a moderator agreed."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreement.labels import LevelLabel

__all__ = ["Agreement", "AgreementKind", "LevelLabel", "Withdrawal", "WithdrawalReason"]


class AgreementKind(models.TextChoices):
    """Who had to agree. Only the ballot road is open yet; every change takes it."""

    BALLOT = "ballot", _("the panel's ballot and a moderator's check")


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def standing(self) -> AgreementQuerySet:
        """Those that have not been taken back."""
        return self.filter(revoked_at=None)

    def about(self, *, content_id: uuid.UUID, locale: str) -> AgreementQuerySet:
        return self.filter(content_id=content_id, locale=locale)


class Agreement(models.Model):
    """Exactly this content, in this language, was agreed. Rows are added and revoked, never edited or deleted."""

    kind = models.CharField(max_length=20, choices=AgreementKind)
    content_id = models.UUIDField()
    locale = models.CharField(max_length=20)
    content_hash = models.CharField(max_length=64)
    agreed_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["content_id", "locale", "content_hash"], name="agreement_for_content")]

    def __str__(self) -> str:
        return f"{self.kind} {self.content_id} {self.locale} {self.content_hash[:8]}"


class WithdrawalReason(models.TextChoices):
    """What the public is told. Internal reason codes never leave the house."""

    OUT_OF_DATE = "out_of_date", _("This page was out of date.")
    REPLACED = "replaced", _("There is a newer page instead.")
    WRONG = "wrong", _("Something on this page was wrong.")
    REMOVED = "removed", _("This page was taken down.")


class WithdrawalQuerySet(models.QuerySet["Withdrawal"]):
    def standing(self) -> WithdrawalQuerySet:
        """Those that have not been put back."""
        return self.filter(put_back_at=None)

    def covering(self, *, content_id: uuid.UUID, locale: str) -> WithdrawalQuerySet:
        """Those that keep this content out in this language: withdrawn as a whole, or this translation alone."""
        return self.filter(Q(locale="") | Q(locale=locale), content_id=content_id)


class Withdrawal(models.Model):
    """Content that was live and was taken back: answered with 410 until it is put back."""

    content_id = models.UUIDField(db_index=True)
    locale = models.CharField(max_length=20, blank=True, help_text=_("Empty: in every language."))
    reason = models.CharField(max_length=20, choices=WithdrawalReason)
    replacement = models.UUIDField(null=True, blank=True, help_text=_("The content to go to instead."))
    withdrawn_at = models.DateTimeField(default=timezone.now)
    put_back_at = models.DateTimeField(null=True, blank=True)

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_id", "locale"],
                condition=Q(put_back_at=None),
                name="one_standing_withdrawal",
                violation_error_message=_("This page has already been withdrawn."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.content_id} {self.locale or 'every language'}: {self.reason}"

    def put_back(self) -> None:
        self.put_back_at = timezone.now()
        self.save(update_fields=["put_back_at"])
