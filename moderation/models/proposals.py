"""What a panel would like to call the reading levels, and what a moderator said to it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from agreement.labels import Labels
from literacy.levels import LiteracyLevel
from moderation.errors import AlreadyDecided, NotYourCheck, ProposerHasLeft
from people.access import is_here
from people.models import User, YouthPanel


class ProposalOutcome(models.TextChoices):
    """Stable codes: none while it waits."""

    AGREED = "agreed"
    DECLINED = "declined"
    REPLACED = "replaced"  # by a newer one of the same panel


class LabelProposalQuerySet(models.QuerySet["LabelProposal"]):
    def waiting(self) -> LabelProposalQuerySet:
        return self.filter(outcome="")

    def locked(self, pk: int) -> LabelProposal:
        """The proposal with its row locked until the transaction ends (SQLite locks the whole file instead)."""
        return self.select_for_update(of=("self",)).select_related("youth_panel__root_page").get(pk=pk)


class LabelProposal(models.Model):
    """All four labels for a panel's pages in one language. Its words never change: other words are another proposal.

    Who proposed and who decided is for four eyes, and shown to nobody.
    """

    youth_panel = models.ForeignKey(YouthPanel, on_delete=models.PROTECT, related_name="label_proposals")
    language = models.CharField(max_length=20, choices=settings.LANGUAGES)
    labels = models.JSONField(help_text="By the codes of the levels.")
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=10, blank=True, choices=ProposalOutcome)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = LabelProposalQuerySet.as_manager()

    class Meta:
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["youth_panel", "language"], condition=Q(outcome=""), name="one_waiting_proposal_of_labels"
            )
        ]

    def __str__(self) -> str:
        return " · ".join(self.called().values())

    def called(self) -> Labels:
        """What the levels would be called, the easiest first."""
        return {level: self.labels[level.value] for level in LiteracyLevel}

    @property
    def is_waiting(self) -> bool:
        return not self.outcome

    def may_be_decided_by(self, user: User) -> bool:
        """A moderator of the panel's council who did not propose it. Four eyes, superusers included."""
        return self.youth_panel.is_moderated_by(user) and user.pk != self.proposed_by_id

    def decide(self, moderator: User, outcome: ProposalOutcome) -> None:
        """Raises NotYourCheck for whoever may not, AlreadyDecided where nothing waits any more, ProposerHasLeft.

        Wants its row locked.
        """
        if not self.may_be_decided_by(moderator):
            raise NotYourCheck
        if not self.is_waiting:
            raise AlreadyDecided
        # As with every other change (`ChangeProposal.decide`).
        if outcome == ProposalOutcome.AGREED and not is_here(self.proposed_by):
            raise ProposerHasLeft
        self.outcome, self.decided_by, self.decided_at = outcome, moderator, timezone.now()
        self.save(update_fields=["outcome", "decided_by", "decided_at"])
