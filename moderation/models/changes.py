"""A change that waits for a second person, and what they said to it."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreement.proposals import KINDS
from moderation.errors import AlreadyDecided, NotYourDecision, ProposerHasLeft
from people.access import is_here
from people.models import Council, Role, User, is_admin


class ChangeOutcome(models.TextChoices):
    """Stable codes: none while it waits."""

    AGREED = "agreed", _("agreed")
    DECLINED = "declined", _("declined")
    TAKEN_BACK = "taken_back", _("taken back")
    OVERTAKEN = "overtaken", _("overtaken: it was changed otherwise in the meantime")


class ChangeProposalQuerySet(models.QuerySet["ChangeProposal"]):
    def waiting(self) -> ChangeProposalQuerySet:
        return self.filter(outcome="")

    def decided(self) -> ChangeProposalQuerySet:
        return self.exclude(outcome="")

    def locked(self, pk: int) -> ChangeProposal:
        """The proposal with its row locked until the transaction ends (SQLite locks the whole file instead)."""
        return self.select_for_update(of=("self",)).get(pk=pk)

    def in_care_of(self, user: User) -> ChangeProposalQuerySet:
        """Those that `user` may decide: an admin all; a moderator those for everybody and for their council.

        What would leave one council for another is for those of both.
        """
        if is_admin(user):
            return self
        if not (councils := _councils_moderated_by(user)):
            return self.none()
        was_theirs = Q(is_between_two=False) | _one_of("council_before", councils)
        return self.filter(Q(is_for_all=True) | (_one_of("council", councils) & was_theirs))

    def watched_by(self, user: User) -> ChangeProposalQuerySet:
        """Those, and what would leave their council or come to it."""
        councils = _councils_moderated_by(user)
        between = Q(is_between_two=True) & (_one_of("council", councils) | _one_of("council_before", councils))
        return self.in_care_of(user) | self.filter(between)

    def seen_by(self, user: User) -> ChangeProposalQuerySet:
        """The same, and what they proposed themselves."""
        return (self.watched_by(user) | self.filter(proposed_by=user)).select_related("proposed_by", "decided_by")


def _councils_moderated_by(user: User) -> set[int | None]:
    """By key; None stands for all that is national."""
    return set(user.appointments.at_work_as(Role.MODERATOR).values_list("council", flat=True))


def _one_of(name: str, councils: set[int | None]) -> Q:
    """Of one of these councils, where None stands for all that is national."""
    theirs = Q(**{f"{name}__in": councils - {None}})
    return theirs | Q(**{name: None}) if None in councils else theirs


class ChangeProposal(models.Model):
    """One row to be added, changed or deleted, or a way in to be made. Its answers never change: others are another one.

    What it is about is named by content type and key: lower rooms hold no relation to the people who decide.
    """

    kind = models.CharField(max_length=10, choices=KINDS)
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64, blank=True, help_text="Empty: a new row.")
    title = models.CharField(max_length=250)
    values = models.JSONField(default=dict, help_text="What was filled in, by the names of the form's fields.")
    before = models.JSONField(default=dict, help_text="What stood there then.")
    is_for_all = models.BooleanField(help_text="It reaches readers everywhere.")
    council = models.ForeignKey(Council, null=True, on_delete=models.PROTECT, related_name="+")
    about = models.ForeignKey(
        User, null=True, on_delete=models.CASCADE, related_name="+", help_text="Who it concerns: they do not decide."
    )
    about_named = models.CharField(
        max_length=200,
        blank=True,
        help_text="Both their names when it was proposed: other ones, and it is about somebody else.",
    )
    is_between_two = models.BooleanField(
        default=False, help_text="It is of one council and would be of another: somebody of both decides."
    )
    council_before = models.ForeignKey(Council, null=True, on_delete=models.PROTECT, related_name="+")
    about_before = models.ForeignKey(
        User, null=True, on_delete=models.CASCADE, related_name="+", help_text="Whose it is now: they do not decide."
    )
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=10, blank=True, choices=ChangeOutcome)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    words = models.TextField(blank=True)
    decided_about = models.JSONField(
        default=list, help_text="What was agreed to, as it was read: for each difference its label, before and after."
    )

    objects = ChangeProposalQuerySet.as_manager()

    class Meta:
        ordering = ["proposed_at", "pk"]
        constraints = [
            # Beneath every form and every script: one person is not two.
            models.CheckConstraint(
                condition=~Q(outcome="agreed") | (Q(decided_by__isnull=False) & ~Q(decided_by=models.F("proposed_by"))),
                name="two_people_agree_to_a_change",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_waiting(self) -> bool:
        return not self.outcome

    def may_be_decided_by(self, user: User) -> bool:
        """An adult who keeps such things, proposed nothing of it and is not who it is about. Superusers included."""
        if user.pk in (self.proposed_by_id, self.about_id, self.about_before_id):
            return False
        return ChangeProposal.objects.in_care_of(user).filter(pk=self.pk).exists()

    def decide(self, user: User, outcome: ChangeOutcome, *, words: str = "") -> None:
        """Raises NotYourDecision, AlreadyDecided, ProposerHasLeft. Wants its row locked."""
        if not self.may_be_decided_by(user):
            raise NotYourDecision
        # Two people stand behind it now, not only when it was written.
        if outcome == ChangeOutcome.AGREED and not is_here(self.proposed_by):
            raise ProposerHasLeft
        self._close(outcome, by=user, words=words)

    def take_back(self, user: User) -> None:
        if user.pk != self.proposed_by_id:
            raise NotYourDecision
        self._close(ChangeOutcome.TAKEN_BACK, by=user)

    def overtake(self) -> None:
        """What it is about is not what it was."""
        self._close(ChangeOutcome.OVERTAKEN, by=None)

    def _close(self, outcome: ChangeOutcome, *, by: User | None, words: str = "") -> None:
        if not self.is_waiting:
            raise AlreadyDecided
        self.outcome, self.decided_by, self.decided_at, self.words = outcome, by, timezone.now(), words
        self.save(update_fields=["outcome", "decided_by", "decided_at", "words", "decided_about"])
