"""The panel's ballot: a step of the workflow, a state of a page in it, and secret votes."""

from __future__ import annotations

import hmac
import random
from datetime import datetime, time, timedelta
from fractions import Fraction
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, Task, TaskState, WorkflowState

from agreement.days import LONDON, today
from moderation.authorship import revision_hash, waits_for_its_files, writers_of
from moderation.ballots import (
    Outcome,
    Tally,
    cannot_change,
    closing_day,
    decide,
    everybody_has_voted,
    quorum_for,
    too_few_are_left,
    who_votes,
    why_not_then,
)
from moderation.errors import BallotClosed, NotAgreed, NotAtThatTime, NotReadyToSend, NotYourVote, WordsHaveChanged
from moderation.forgetting import in_nobodys_name
from moderation.locks import BallotLock
from moderation.models.ballot_querysets import BallotQuerySet
from moderation.models.decisions import Decision
from moderation.models.residues import Residue
from moderation.models.takedowns import Takedown
from moderation.models.votes import AskReason, BallotKey, Count, CountedVote, Elector, Vote, VoteChoice
from moderation.models.votes import new_secret as new_secret  # the first migration finds it here
from moderation.readiness import sentences_before_sending
from people.models import Membership, User, YouthPanel

CLOSING_TIME = time(20, 0)
LONGEST_WAIT_FOR_FILES = timedelta(days=1)
DECIDED = (Outcome.CARRIED, Outcome.ASKS_FOR_CHANGES)


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
        words = page.get_latest_revision_as_object()
        withdrew = Takedown.objects.who_withdrew(words)
        senders = Ballot.objects.senders_in(workflow_state, now=user)
        if sentences := sentences_before_sending(words, senders=senders, withdrew=withdrew):
            raise NotReadyToSend(sentences, page_id=page.pk)
        ballot = super().start(workflow_state, user=user)
        ballot.sent_in_by = user
        ballot.open(page)
        return ballot

    def locked_for_user(self, obj: Page, user: User) -> bool:
        return True

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> models.QuerySet[TaskState]:
        # A plain queryset: a subclass's or a distinct one breaks the dashboard of anyone with two tasks.
        return self.task_states.filter(pk__in=Ballot.objects.open_to(user).values("pk"))


class Ballot(TaskState):
    """One occasion of a youth panel voting on one revision of one page."""

    youth_panel = models.ForeignKey(YouthPanel, on_delete=models.PROTECT, related_name="ballots", null=True)
    # Who may not check it. No secret: the house's history says it, too.
    sent_in_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    content_hash = models.CharField(max_length=64)
    closes_at = models.DateTimeField(null=True)
    quorum_percent = models.PositiveSmallIntegerField(default=50)
    quorum_least = models.PositiveSmallIntegerField(default=3)
    threshold_percent = models.PositiveSmallIntegerField(default=50)
    written_together = models.BooleanField(default=False)
    was_reopened = models.BooleanField(default=False)
    time_was_moved = models.BooleanField(default=False)
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
        opened_on = today()
        day = closing_day(
            opened_on, days=self.youth_panel.ballot_days, next_meeting=self.youth_panel.next_meeting_after(opened_on)
        )
        return datetime.combine(day, CLOSING_TIME, tzinfo=LONDON)

    # -- voting

    def cast(self, voter: User, choice: str, reason: str = "", words: str = "") -> None:
        """Take `voter`'s vote, or change it while the ballot is open. No vote closes a ballot, not even the last one.

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
        if voter.pk not in self.electorate() or not User.objects.filter(pk=voter.pk, is_active=True).exists():
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

    @property
    def is_open(self) -> bool:
        return (
            self.outcome == ""
            and self.status == TaskState.STATUS_IN_PROGRESS
            and self.workflow_state.status == WorkflowState.STATUS_IN_PROGRESS
            and timezone.now() < self.closes_at
            and not self.lost_its_key()
        )

    def words_have_changed(self) -> bool:
        """Whether the page's latest revision no longer says what this ballot is about.

        Its own revision too: a picture or a topic in it may be gone.
        """
        latest = self._latest_revision()
        if revision_hash(latest) == self.content_hash:
            return False
        return latest.pk != self.revision_id or not self.waits_for_its_files()

    def waits_for_its_files(self) -> bool:
        """Whether bytes are away that may come back: a storage that is gone for a night ends no vote."""
        return timezone.now() < self.closes_at + LONGEST_WAIT_FOR_FILES and waits_for_its_files(self.revision)

    def was_withdrawn_since(self) -> bool:
        """Whether readers lost the page, or what it is made from, after the panel was asked, and have not got it back.

        `actions.withdraw` ends what is under way; this finds what began at that very moment.
        """
        return Takedown.objects.readers_lost(self.revision.content_object, since=self.started_at)

    @property
    def hash_of_its_words(self) -> str:
        """The content hash of the words that this ballot is about."""
        return self.content_hash

    def lost_its_key(self) -> bool:
        """Whether nobody can vote in this ballot again, or count it.

        It came out of a backup, which leaves keys out, or the server's own key is another one since: then every voter
        would get a second vote, and the first ones would belong to nobody.
        """
        if self.outcome:
            return False
        key = BallotKey.objects.filter(ballot=self).first()
        return key is None or not key.is_of_this_server()

    def _latest_revision(self) -> Revision:
        return self.revision.content_object.get_latest_revision()

    def electorate(self) -> set[int]:
        """Ids of those who count: fixed when the ballot opened, less those whose membership two people have ended.

        Whose account is closed stays in it, with their vote: one person alone closes an account, and ends no ballot by it.
        """
        terms = Membership.objects.current().filter(youth_panel=self.youth_panel)
        return set(self.electors.filter(user__in=terms.values("user")).values_list("user_id", flat=True))

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

    def count(self) -> Count:
        """The electorate as it is now, and what it has voted so far. For closing alone; never shown."""
        electorate = self.electorate()
        votes = self.votes.filter(token__in=[self.token_of(voter) for voter in electorate])
        return Count(len(electorate), tuple(votes.values_list("choice", "reason", "words")))

    def tally(self) -> Tally:
        return self.count().tally

    # -- closing

    def hold_in_session(self, *, closes_at: datetime) -> None:
        """Let this ballot close at a time the panel sets, like the end of today's meeting. Whoever has not voted is told.

        Raises BallotClosed when it has ended, NotAtThatTime where `why_not_then` says why not.
        """
        with transaction.atomic():
            ballot = Ballot.objects.locked(self.pk)
            if not ballot.is_open:
                raise BallotClosed
            assert ballot.closes_at is not None  # an open one has a time
            why_not = why_not_then(
                closes_at,
                now=timezone.now(),
                closes_at=ballot.closes_at,
                was_moved=ballot.time_was_moved,
                somebody_voted=ballot.votes.exists(),
            )
            if why_not:
                raise NotAtThatTime(why_not)
            ballot.closes_at, ballot.time_was_moved = closes_at, True
            ballot.save(update_fields=["closes_at", "time_was_moved"])
        self.refresh_from_db()

    def sweep(self, *, when_all_have_voted: bool = True, when_decided: bool = True) -> None:
        """Close when time is up or too few are left of the electorate.

        `when_all_have_voted`, `when_decided`: also when everybody has voted, or when the result cannot change any more.
        Whoever asks for these leaves time between the last vote and the closing (`actions.close_ballots`).
        """
        with transaction.atomic():
            ballot = Ballot.objects.locked(self.pk)
            if not ballot.outcome:
                ballot._sweep(when_all_have_voted, when_decided)
        self.refresh_from_db()

    def _sweep(self, when_all_have_voted: bool, when_decided: bool) -> None:
        if self.status != TaskState.STATUS_IN_PROGRESS:
            # Wagtail ended the step past our `cancel`: who deactivates a task does (Task.deactivate).
            self._end(Outcome.VOID)
        elif self.words_have_changed() or self.lost_its_key():
            self.void()
        elif not self.waits_for_its_files():
            self._close_if_due(self.count(), when_all_have_voted, when_decided)

    def _close_if_due(self, count: Count, when_all_have_voted: bool, when_decided: bool) -> None:
        if timezone.now() >= self.closes_at:
            self.close_at_closing_time(count)
        elif (
            too_few_are_left(count.electorate)
            or (when_all_have_voted and everybody_has_voted(count.tally, electorate=count.electorate))
            or (when_decided and cannot_change(count.tally, **self.rules(count)))
        ):
            self.close(count)

    def rules(self, count: Count) -> dict[str, Any]:
        """The numbers that `decide` needs, for the electorate that was counted."""
        return {
            "electorate": count.electorate,
            "quorum": quorum_for(count.electorate, percent=self.quorum_percent, least=self.quorum_least),
            "threshold": Fraction(self.threshold_percent, 100),
        }

    def close_at_closing_time(self, count: Count) -> None:
        """Without a quorum a ballot is opened once more before its page goes back to the writer.

        Where too few are left there is nothing to wait for: the page can be sent to today's panel.
        """
        no_quorum = decide(count.tally, **self.rules(count)) is Outcome.NO_QUORUM
        if no_quorum and not self.was_reopened and not too_few_are_left(count.electorate):
            self.was_reopened = True
            self.closes_at = self._next_closing_time()
            self.save(update_fields=["was_reopened", "closes_at"])
        else:
            self.close(count)

    def close(self, count: Count) -> None:
        """Decide, forget who chose what, and hand the page on, in nobody's name. Call it with the row locked."""
        outcome = decide(count.tally, **self.rules(count))
        # Saved again without a changed word: the same content, but Wagtail counts approvals by revision.
        self.revision = self._latest_revision()
        self._end(outcome, keep=count.votes if outcome in DECIDED else ())
        if outcome is Outcome.CARRIED:
            self.approve()
        elif outcome is Outcome.NO_QUORUM:
            self.reject(comment=str(_("Not enough of us have voted yet. Nothing is wrong with your page.")))
        else:
            self.reject(comment=str(_("The panel asks for changes.")))

    def void(self) -> None:
        """Nothing that was said counts: the words have changed, or the key is lost. Call it with the row locked."""
        with in_nobodys_name():
            self.workflow_state.cancel()
        self.refresh_from_db()

    def _end(self, outcome: Outcome, *, keep: tuple[tuple[str, str, str], ...] = ()) -> None:
        """`keep`: the choices that were decided by, each with its reason and words. Where nothing was decided, none."""
        self.outcome = outcome.value
        self.save(update_fields=["outcome", "revision"])
        self._forget_who_voted()
        self._keep_shuffled(keep)
        # Not read back from the revision: whatever can no longer be read, votes, electors and the key are destroyed.
        page = self.revision.content_object
        Decision.objects.create(
            youth_panel=self.youth_panel,
            page_id=page.pk,
            ballot=self,
            content_id=page.translation_key,
            locale=page.locale.language_code,
            title=self.revision.content.get("title") or page.title,
            kind=outcome.value,
        )

    def _forget_who_voted(self) -> None:
        self.votes.all().delete()
        self.electors.all().delete()
        BallotKey.objects.filter(ballot=self).delete()
        Residue.objects.leave()

    def _keep_shuffled(self, votes: tuple[tuple[str, str, str], ...]) -> None:
        """Choices and reasons, where nobody can tell whose they were, in no order."""
        choices = list(votes)
        random.SystemRandom().shuffle(choices)
        CountedVote.objects.bulk_create(
            CountedVote(ballot=self, choice=choice, reason=reason, words=words) for choice, reason, words in choices
        )

    # -- Wagtail's own verbs, each guarded. The editor and Wagtail's workflow address call them with whatever the browser
    #    sent, also for another page than the one in the address (Task.on_action); so do scripts and add-ons. Whoever
    #    calls them, nobody's name goes into what Wagtail keeps: it would stand beside the result.

    def approve(self, user: User | None = None, update: bool = True, comment: str = "") -> Ballot:
        if self.outcome != Outcome.CARRIED.value:
            raise NotAgreed
        with in_nobodys_name():
            return super().approve(user=None, update=update, comment=comment)

    def reject(self, user: User | None = None, update: bool = True, comment: str = "") -> Ballot:
        if self.outcome not in (Outcome.ASKS_FOR_CHANGES.value, Outcome.NO_QUORUM.value):
            raise NotAgreed
        with in_nobodys_name():
            return super().reject(user=None, update=update, comment=comment)

    def cancel(self, user: User | None = None, resume: bool = False, comment: str = "") -> Ballot:
        if self.workflow_state.status == WorkflowState.STATUS_IN_PROGRESS:
            # Wagtail would open the next ballot at once, on the same words (TaskState.cancel, WorkflowState.update).
            # Its whole round ends instead, which comes back here for each step.
            self.void()
            return self
        if not self.outcome:
            self._end(Outcome.VOID)
        with in_nobodys_name():
            return super().cancel(user=None, resume=False, comment=comment)


PanelVoteTask.task_state_class = Ballot
