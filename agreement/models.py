"""The ledger: what was agreed, and what was taken back. And what the levels are called, as a panel and a moderator agreed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreement.labels import LevelLabel
from agreement.seals import Seal
from agreement.signals import agreements_revoked

__all__ = ["Agreement", "AgreementKind", "LevelLabel", "Seal", "Withdrawal", "WithdrawalReason"]


class AgreementKind(models.TextChoices):
    """Who had to agree. Only the ballot road is open yet; every change takes it."""

    BALLOT = "ballot", _("the panel's ballot and a moderator's check")


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def standing(self) -> AgreementQuerySet:
        """Those that have not been taken back."""
        return self.filter(revoked_at=None)

    def take_back(self) -> None:
        """Revoke those that stand, with nothing in their place. Whoever shows readers what was agreed hears of it at once."""
        standing = self.standing()
        contents = list(standing.order_by("content_id", "locale").values_list("content_id", "locale").distinct())
        standing.update(revoked_at=timezone.now())
        for content_id, locale in contents:
            agreements_revoked.send(Agreement, content_id=content_id, locale=locale)

    def about(self, *, content_id: uuid.UUID, locale: str) -> AgreementQuerySet:
        return self.filter(content_id=content_id, locale=locale)

    def last_word(self) -> Agreement | None:
        """What newer words are held against: what stands; where nothing does, what readers lost last.

        Words that were replaced, or lost before those, are nobody's agreement any more: who brings them back writes them.
        """
        return self.order_by(F("revoked_at").desc(nulls_first=True), "-agreed_at", "-pk").first()

    def first_of_a_row(self, last: Agreement) -> Agreement:
        """When the words of `last` were agreed with no other words agreed since: put back, they are agreed once more."""
        first = last
        for earlier in self.filter(agreed_at__lte=last.agreed_at).order_by("-agreed_at", "-pk"):
            if earlier.content_hash != last.content_hash:
                break
            first = earlier
        return first


class Agreement(models.Model):
    """Exactly this content, in this language, was agreed. Rows are added and revoked, never edited or deleted."""

    kind = models.CharField(max_length=20, choices=AgreementKind)
    content_id = models.UUIDField()
    locale = models.CharField(max_length=20)
    content_hash = models.CharField(max_length=64)
    agreed_at = models.DateTimeField(default=timezone.now)
    checked_on = models.DateField(
        null=True,
        blank=True,
        help_text=_("When a moderator signed that this is true. Words that are put back keep theirs."),
    )
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

    def is_within_another(self) -> bool:
        """Whether the whole is withdrawn, too, so that readers of this one language still would not get it."""
        whole = Withdrawal.objects.standing().filter(content_id=self.content_id, locale="")
        return bool(self.locale) and whole.exists()

    def put_back(self) -> None:
        self.put_back_at = timezone.now()
        self.save(update_fields=["put_back_at"])

    def lift_for(self, locale: str, *, still_in: Iterable[str]) -> list[Withdrawal]:
        """Readers of one language get this content again; those of `still_in` do not. Returns the withdrawals that keep it out there.

        Somebody has looked at one language's words. About all the others nobody has said anything new.
        """
        self.put_back()
        if self.locale:
            return []
        apart = Withdrawal.objects.standing().filter(content_id=self.content_id).values_list("locale", flat=True)
        return [self._again_in(language) for language in sorted({*still_in} - {locale, *apart})]

    def _again_in(self, locale: str) -> Withdrawal:
        return Withdrawal.objects.create(
            content_id=self.content_id,
            locale=locale,
            reason=self.reason,
            replacement=self.replacement,
            withdrawn_at=self.withdrawn_at,
        )
