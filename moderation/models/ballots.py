"""The panel's ballot: a step of the workflow, a state of a page in it, and secret votes."""

from __future__ import annotations

import hmac
import random
import secrets
import uuid
from datetime import datetime, time
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, Task, TaskState, WorkflowState

from moderation.authorship import revision_hash, writers_of
from moderation.ballots import (
    Outcome,
    Tally,
    cannot_change,
    closing_day,
    decide,
    everybody_has_voted,
    quorum_for,
    who_votes,
)
from moderation.errors import BallotClosed, NotAgreed, NotReadyToSend, NotYourVote, WordsHaveChanged
from moderation.forgetting import forget_after_commit
from moderation.locks import BallotLock
from moderation.models.decisions import Decision
from moderation.readiness import sentences_before_sending
from people.models import User, YouthPanel

LONDON = ZoneInfo("Europe/London")
CLOSING_TIME = time(20, 0)


class VoteChoice(models.TextChoices):
    AGREE = "agree", _("Agree: it is ready")
    ASK_FOR_CHANGES = "ask_for_changes", _("Ask for changes")
    ABSTAIN = "abstain", _("Abstain: I'd rather not say")


class AskReason(models.TextChoices):
    """Ready-made reasons, so that nobody gives herself away by how she writes."""

    HARD_TO_UNDERSTAND = "hard_to_understand", _("It is hard to understand")
    SOMETHING_IS_WRONG = "something_is_wrong", _("I think something in it is not true")
    SOMETHING_IS_MISSING = "something_is_missing", _("Something important is missing")
    DOES_NOT_SOUND_LIKE_US = "does_not_sound_like_us", _("It does not sound like us")
    COULD_HURT = "could_hurt", _("It could hurt or scare somebody")
    OTHER = "other", _("Something else")


class PanelVoteTask(Task):
    """The page waits for its youth panel's vote. Nobody acts here but through the ballot page (`Ballot.cast`)."""

    lock_class = BallotLock

    class Meta:
        verbose_name = _("panel's vote")

    @classmethod
    def get_description(cls) -> str:
        return str(_("The youth panel votes on the page"))

    @transaction.atomic
    def start(self, workflow_state: WorkflowState, user: User | None = None) -> Ballot:
        """Open the ballot on the latest words. Raises NotReadyToSend, with a sentence for each thing in the way."""
        page = workflow_state.content_object.specific
        if sentences := sentences_before_sending(page.get_latest_revision_as_object(), sender=user):
            raise NotReadyToSend(sentences, page_id=page.pk)
        ballot = super().start(workflow_state, user=user)
        ballot.open(page)
        return ballot

    def locked_for_user(self, obj: Page, user: User) -> bool:
        return True

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> models.QuerySet[TaskState]:
        # A plain queryset: a subclass's or a distinct one breaks the dashboard of anyone with two tasks.
        return self.task_states.filter(pk__in=Ballot.objects.open_to(user).values("pk"))


class BallotQuerySet(models.QuerySet["Ballot"]):
    def unclosed(self) -> BallotQuerySet:
        return self.filter(status=TaskState.STATUS_IN_PROGRESS, outcome="")

    def open_to(self, user: User) -> BallotQuerySet:
        """The open ballots this user votes in."""
        panels = YouthPanel.objects.of_member(user)
        return self.unclosed().filter(electors__user=user, youth_panel__in=panels)

    def locked(self, pk: int) -> Ballot:
        """The ballot with its row locked until the transaction ends (SQLite locks the whole file instead)."""
        return self.select_for_update(of=("self", "taskstate_ptr")).get(pk=pk)


class Ballot(TaskState):
    """One occasion of a youth panel voting on one revision of one page."""

    youth_panel = models.ForeignKey(YouthPanel, on_delete=models.PROTECT, related_name="ballots", null=True)
    content_hash = models.CharField(max_length=64)
    closes_at = models.DateTimeField(null=True)
    quorum_percent = models.PositiveSmallIntegerField(default=50)
    quorum_least = models.PositiveSmallIntegerField(default=3)
    threshold_percent = models.PositiveSmallIntegerField(default=50)
    written_together = models.BooleanField(default=False)
    was_reopened = models.BooleanField(default=False)
    outcome = models.CharField(
        max_length=20, blank=True, choices=[(outcome.value, outcome.name) for outcome in Outcome]
    )

    objects = BallotQuerySet.as_manager()

    # -- opening

    def open(self, page: Page) -> None:
        """Fix the words and the electorate. Nothing that happens later adds a voter."""
        panel = YouthPanel.objects.of_page(page)
        assert panel is not None  # sentences_before_sending has refused a page without one
        members = set(panel.current_members().values_list("pk", flat=True))
        voters, together = who_votes(members, writers_of(page))
        self.youth_panel = panel
        self.content_hash = revision_hash(self.revision)
        self.quorum_percent, self.quorum_least = panel.quorum_percent, panel.quorum_least
        self.threshold_percent = panel.threshold_percent
        self.written_together = together
        self.closes_at = self._next_closing_time()
        self.save()
        Elector.objects.bulk_create(Elector(ballot=self, user_id=voter) for voter in sorted(voters))
        BallotKey.objects.create(ballot=self)

    def _next_closing_time(self) -> datetime:
        today = timezone.localdate(timezone=LONDON)
        day = closing_day(
            today, days=self.youth_panel.ballot_days, next_meeting=self.youth_panel.next_meeting_after(today)
        )
        return datetime.combine(day, CLOSING_TIME, tzinfo=LONDON)

    # -- voting

    def cast(self, voter: User, choice: str, reason: str = "", words: str = "") -> None:
        """Take `voter`'s vote, or change it while the ballot is open.

        Raises BallotClosed, NotYourVote, or WordsHaveChanged (after which the ballot is void).
        """
        with transaction.atomic():
            ballot = Ballot.objects.locked(self.pk)
            changed = ballot.is_open and ballot.words_have_changed()
            if changed or ballot.lost_its_key():
                ballot.void()
            else:
                ballot._take(voter, VoteChoice(choice), reason, words)
        self.refresh_from_db()
        if changed:
            raise WordsHaveChanged
        if self.outcome == Outcome.VOID.value:
            raise BallotClosed

    def _take(self, voter: User, choice: VoteChoice, reason: str, words: str) -> None:
        if not self.is_open:
            raise BallotClosed
        if voter.pk not in self.electorate():
            raise NotYourVote
        asks = choice is VoteChoice.ASK_FOR_CHANGES
        self.votes.update_or_create(
            token=self.token_of(voter.pk),
            defaults={
                "choice": choice,
                "reason": AskReason(reason or AskReason.OTHER) if asks else "",
                "words": words if asks else "",
            },
        )
        if everybody_has_voted(self.tally(), electorate=len(self.electorate())):
            self.close()

    @property
    def is_open(self) -> bool:
        return (
            self.outcome == ""
            and self.status == TaskState.STATUS_IN_PROGRESS
            and self.workflow_state.status == WorkflowState.STATUS_IN_PROGRESS
            and timezone.now() < self.closes_at
        )

    def words_have_changed(self) -> bool:
        """Whether the page's latest revision no longer says what this ballot is about."""
        latest = self._latest_revision()
        return latest.pk != self.revision_id and revision_hash(latest) != self.content_hash

    @property
    def hash_of_its_words(self) -> str:
        """The content hash of the words that this ballot is about."""
        return self.content_hash

    def lost_its_key(self) -> bool:
        """Whether this ballot came out of a backup: keys are left out of those, so nobody can vote in it again."""
        return not self.outcome and not BallotKey.objects.filter(ballot=self).exists()

    def _latest_revision(self) -> Revision:
        return self.revision.content_object.get_latest_revision()

    def electorate(self) -> set[int]:
        """Ids of those who vote: fixed when the ballot opened, less those who have left the panel."""
        members = self.youth_panel.current_members()
        return set(self.electors.filter(user__in=members).values_list("user_id", flat=True))

    def token_of(self, voter_id: int) -> str:
        """What stands in a vote row instead of the voter. Nobody can make it again once the ballot's key is gone.

        The server's own key is in it too: a stolen database alone tells nothing, even while the ballot is open.
        """
        key = salted_hmac("moderation.ballot", self.key.secret.hex(), algorithm="sha256").digest()
        return hmac.new(key, str(voter_id).encode(), "sha256").hexdigest()

    def vote_of(self, voter: User) -> Vote | None:
        """The voter's own vote, to show or change it while the ballot is open."""
        if not self.is_open or self.lost_its_key():
            return None
        return self.votes.filter(token=self.token_of(voter.pk)).first()

    def tally(self) -> Tally:
        """How the electorate has voted so far. For `decide` alone; never shown."""
        tokens = [self.token_of(voter) for voter in self.electorate()]
        choices = list(self.votes.filter(token__in=tokens).values_list("choice", flat=True))
        return Tally(
            agree=choices.count(VoteChoice.AGREE),
            ask_for_changes=choices.count(VoteChoice.ASK_FOR_CHANGES),
            abstain=choices.count(VoteChoice.ABSTAIN),
        )

    # -- closing

    def hold_in_session(self, *, closes_at: datetime) -> None:
        """Let this ballot close at a time the panel sets, like the end of today's meeting.

        Raises BallotClosed when it has ended, ValueError when that time has passed.
        """
        if closes_at <= timezone.now():
            raise ValueError("A ballot closes at a time to come.")
        with transaction.atomic():
            ballot = Ballot.objects.locked(self.pk)
            if not ballot.is_open:
                raise BallotClosed
            ballot.closes_at = closes_at
            ballot.save(update_fields=["closes_at"])
        self.refresh_from_db()

    def sweep(self, *, may_close_early: bool = True) -> None:
        """Close when time is up or everybody has voted; `may_close_early`: also when the result cannot change any more."""
        with transaction.atomic():
            ballot = Ballot.objects.locked(self.pk)
            if ballot.outcome or ballot.status != TaskState.STATUS_IN_PROGRESS:
                return
            if ballot.words_have_changed() or ballot.lost_its_key():
                ballot.void()
            elif timezone.now() >= ballot.closes_at:
                ballot.close_at_closing_time()
            elif everybody_has_voted(ballot.tally(), electorate=len(ballot.electorate())) or (
                may_close_early and cannot_change(ballot.tally(), **ballot.rules())
            ):
                ballot.close()
        self.refresh_from_db()

    def rules(self) -> dict[str, Any]:
        """The numbers that `decide` needs, for the electorate as it is now."""
        electorate = len(self.electorate())
        return {
            "electorate": electorate,
            "quorum": quorum_for(electorate, percent=self.quorum_percent, least=self.quorum_least),
            "threshold": Fraction(self.threshold_percent, 100),
        }

    def close_at_closing_time(self) -> None:
        """Without a quorum a ballot is opened once more before its page goes back to the writer."""
        if decide(self.tally(), **self.rules()) is Outcome.NO_QUORUM and not self.was_reopened:
            self.was_reopened = True
            self.closes_at = self._next_closing_time()
            self.save(update_fields=["was_reopened", "closes_at"])
        else:
            self.close()

    def close(self) -> None:
        """Count, forget who chose what, and hand the page on. Call it with the row locked."""
        outcome = decide(self.tally(), **self.rules())
        # Saved again without a changed word: the same content, but Wagtail counts approvals by revision.
        self.revision = self._latest_revision()
        self._end(outcome)
        if outcome is Outcome.CARRIED:
            self.approve()
        elif outcome is Outcome.NO_QUORUM:
            self.reject(comment=str(_("Not enough of us have voted yet. Nothing is wrong with your page.")))
        else:
            self.reject(comment=str(_("The panel asks for changes.")))

    def void(self) -> None:
        """The words have changed: nothing that was said about the old ones counts. Call it with the row locked."""
        self.workflow_state.cancel()
        self.refresh_from_db()

    def _end(self, outcome: Outcome) -> None:
        self.outcome = outcome.value
        self.save(update_fields=["outcome", "revision"])
        self._shuffle_votes(keep=outcome is not Outcome.VOID)
        page = self.revision.as_object()
        Decision.objects.create(
            youth_panel=self.youth_panel,
            page_id=page.pk,
            ballot=self,
            content_id=page.translation_key,
            locale=page.locale.language_code,
            title=page.title,
            kind=outcome.value,
        )

    def _shuffle_votes(self, *, keep: bool) -> None:
        """Put choices and reasons where nobody can tell whose they were, in no order, and destroy the key."""
        choices = list(self.votes.values_list("choice", "reason", "words"))
        random.SystemRandom().shuffle(choices)
        self.votes.all().delete()
        self.electors.all().delete()
        BallotKey.objects.filter(ballot=self).delete()
        if keep:
            CountedVote.objects.bulk_create(
                CountedVote(ballot=self, choice=choice, reason=reason, words=words) for choice, reason, words in choices
            )
        forget_after_commit()

    # -- Wagtail's own verbs, each guarded. The editor and Wagtail's workflow address call them with whatever the browser
    #    sent, also for another page than the one in the address (Task.on_action); so do scripts and add-ons.

    def approve(self, user: User | None = None, update: bool = True, comment: str = "") -> Ballot:
        if self.outcome != Outcome.CARRIED.value:
            raise NotAgreed
        return super().approve(user=user, update=update, comment=comment)

    def reject(self, user: User | None = None, update: bool = True, comment: str = "") -> Ballot:
        if self.outcome not in (Outcome.ASKS_FOR_CHANGES.value, Outcome.NO_QUORUM.value):
            raise NotAgreed
        return super().reject(user=user, update=update, comment=comment)

    def cancel(self, user: User | None = None, resume: bool = False, comment: str = "") -> Ballot:
        if not self.outcome:
            self._end(Outcome.VOID)
        return super().cancel(user=user, resume=False, comment=comment)


PanelVoteTask.task_state_class = Ballot


def new_secret() -> bytes:
    return secrets.token_bytes(32)


class BallotKey(models.Model):
    """What turns a voter into a token. Destroyed when the ballot closes."""

    ballot = models.OneToOneField(Ballot, on_delete=models.CASCADE, primary_key=True, related_name="key")
    secret = models.BinaryField(default=new_secret, max_length=32)


class Elector(models.Model):
    """Somebody who may vote in an open ballot. Forgotten when it closes."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="electors")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ballot", "user"], name="an_elector_once_a_ballot")]


class Vote(models.Model):
    """A vote in an open ballot. No user, no time, no order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="votes")
    token = models.CharField(max_length=64)
    choice = models.CharField(max_length=20, choices=VoteChoice)
    reason = models.CharField(max_length=30, blank=True, choices=AskReason)
    words = models.TextField(blank=True, max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ballot", "token"], name="one_voter_one_vote")]


class CountedVote(models.Model):
    """A choice and its reason, after closing: shuffled, whose it was forgotten."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="counted_votes")
    choice = models.CharField(max_length=20, choices=VoteChoice)
    reason = models.CharField(max_length=30, blank=True, choices=AskReason)
    words = models.TextField(blank=True, max_length=500)
