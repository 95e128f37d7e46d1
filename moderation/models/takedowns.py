"""Withdrawing and putting back: what was taken down, by whom, and the words it must come back with."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from agreement.models import Withdrawal
from moderation.models.checks import ReasonCode
from people.models import User, YouthPanel


class Takedown(models.Model):
    """The inside of a withdrawal: who, and why. The public sees `agreement.Withdrawal` alone."""

    withdrawal = models.OneToOneField(Withdrawal, on_delete=models.PROTECT, related_name="takedown")
    youth_panel = models.ForeignKey(YouthPanel, on_delete=models.PROTECT, related_name="takedowns")
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason_code = models.CharField(max_length=40, choices=ReasonCode)
    words = models.TextField(_("what to tell the panel"))
    withdrawn_at = models.DateTimeField(default=timezone.now)
    put_back_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    put_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-withdrawn_at"]

    def __str__(self) -> str:
        return f"{self.withdrawal.content_id}: {self.reason_code}"


class TakenPage(models.Model):
    """One language's page of a takedown, and exactly the words it was live with."""

    takedown = models.ForeignKey(Takedown, on_delete=models.CASCADE, related_name="pages")
    page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    content_hash = models.CharField(max_length=64)
