"""What became of what was sent to a panel. It outlives the page, the workflow and the ballot."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import YouthPanel


class DecisionKind(models.TextChoices):
    CARRIED = "carried", _("The panel agreed")
    ASKED_FOR_CHANGES = "asks_for_changes", _("The panel asked for changes")
    NO_QUORUM = "no_quorum", _("Not enough of us have voted yet. Nothing is wrong with your page.")
    VOID = "void", _("This vote did not count: the words changed, or it was stopped")
    PUBLISHED = "published", _("A moderator checked it, and it is live")
    SENT_BACK = "sent_back", _("A moderator asked for changes")
    WITHDRAWN = "withdrawn", _("It was withdrawn")
    PUT_BACK = "put_back", _("It was put back")


class Decision(models.Model):
    """One line of a panel's history. No people, no counts."""

    youth_panel = models.ForeignKey(YouthPanel, on_delete=models.PROTECT, related_name="decisions")
    page = models.ForeignKey("wagtailcore.Page", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    ballot = models.ForeignKey("moderation.Ballot", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    content_id = models.UUIDField()
    locale = models.CharField(max_length=20)
    title = models.CharField(max_length=255)
    kind = models.CharField(max_length=20, choices=DecisionKind)
    words = models.TextField(blank=True, help_text=_("What a moderator said to the panel about it, in plain words."))
    reason_code = models.CharField(max_length=40, blank=True)
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-decided_at", "-pk"]
        indexes = [models.Index(fields=["youth_panel", "-decided_at"], name="decisions_of_a_panel")]

    def __str__(self) -> str:
        return f"{self.title}: {self.get_kind_display()}"
