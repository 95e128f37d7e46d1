"""Anything may happen while a ballot is open, in any order; a reference model of thirty lines says what must come of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from articles.models import ArticlePage
from moderation.ballots import Outcome, Tally, cannot_change, decide, quorum_for
from moderation.errors import BallotClosed, NotYourVote
from moderation.models import Ballot, BallotKey, CountedVote, Elector, Vote
from tests.factories import draft, member_of, members_of, moderator_for, send_in, words

CHOICES = {"agree": "A", "ask_for_changes": "C", "abstain": "-"}
DECIDED = ("carried", "asks_for_changes")
people = st.integers(0, 5)


class Reference:
    """What a ballot is, without tables: who may vote, what they chose, and whether it has ended."""

    def __init__(self, electors: set[int]) -> None:
        self.electors, self.votes, self.outcome, self.reopened = set(electors), {}, None, False

    @property
    def tally(self) -> Tally:
        chosen = [CHOICES[choice] for voter, choice in self.votes.items() if voter in self.electors]
        return Tally(chosen.count("A"), chosen.count("C"), chosen.count("-"))

    @property
    def rules(self) -> dict:
        return {"electorate": len(self.electors), "quorum": quorum_for(len(self.electors))}

    def end(self, outcome: Outcome) -> None:
        self.outcome = outcome.value

    def sweep(self, *, late: bool) -> None:
        if self.outcome:
            return
        if len(self.electors) < 3:
            self.end(Outcome.NO_QUORUM)
        elif late and decide(self.tally, **self.rules) is Outcome.NO_QUORUM and not self.reopened:
            self.reopened = True
        elif late or cannot_change(self.tally, **self.rules) or self.tally.voted >= len(self.electors):
            self.end(decide(self.tally, **self.rules))


class BallotMachine(RuleBasedStateMachine):
    panel = None

    @initialize()
    def open(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.moderator = moderator_for(self.panel)
        self.writer, self.voters = member_of(self.panel), members_of(self.panel, 5)
        self.people = [self.writer, *self.voters]
        self.ballot = send_in(draft(self.panel, by=self.writer), by=self.writer)
        self.model = Reference({user.pk for user in self.voters})

    def teardown(self) -> None:
        if not hasattr(self, "atomic"):
            return
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @rule(who=people, choice=st.sampled_from(sorted(CHOICES)))
    def vote(self, who: int, choice: str) -> None:
        voter, model = self.people[who], self.model
        expected = BallotClosed if model.outcome else NotYourVote if voter.pk not in model.electors else None
        if expected is None:
            self.ballot.cast(voter, choice)
            model.votes[voter.pk] = choice
            return
        with pytest.raises(expected):
            self.ballot.cast(voter, choice)

    @rule(who=people)
    def leave(self, who: int) -> None:
        self.people[who].memberships.update(ends_on=timezone.localdate() - timedelta(days=1))
        self.model.electors.discard(self.people[who].pk)

    @rule()
    def join(self) -> None:
        member_of(self.panel)

    @precondition(lambda self: not self.model.outcome)
    @rule()
    def save_without_changing_a_word(self) -> None:
        self._page().get_latest_revision_as_object().save_revision(user=self.voters[0])

    @precondition(lambda self: not self.model.outcome)
    @rule()
    def edit(self) -> None:
        page = self._page().get_latest_revision_as_object()
        page.body_el3 = words("Other words.")
        page.save_revision(user=self.writer)
        self.model.end(Outcome.VOID)

    @precondition(lambda self: not self.model.outcome)
    @rule()
    def take_back(self) -> None:
        self.ballot.workflow_state.cancel(user=self.writer)
        self.model.end(Outcome.VOID)

    @rule(late=st.booleans())
    def sweep(self, late: bool) -> None:
        self.ballot.refresh_from_db()
        after = self.ballot.closes_at + timedelta(hours=1) if late else timezone.now()
        with time_machine.travel(after, tick=False):
            self.ballot.sweep()
        self.model.sweep(late=late)
        if self.model.reopened and not self.model.outcome:
            # Back to the present: what the reopened ballot's closing time is measured from is its own business.
            Ballot.objects.filter(pk=self.ballot.pk).update(closes_at=timezone.now() + timedelta(days=14))

    def _kept(self) -> Tally:
        chosen = [CHOICES[choice] for choice in CountedVote.objects.values_list("choice", flat=True)]
        return Tally(chosen.count("A"), chosen.count("C"), chosen.count("-"))

    def _page(self) -> ArticlePage:
        return ArticlePage.objects.get(pk=self.ballot.revision.object_id)

    @invariant()
    def the_ballot_is_what_the_reference_says(self) -> None:
        if not hasattr(self, "ballot"):
            return
        self.ballot = Ballot.objects.get(pk=self.ballot.pk)
        assert self.ballot.outcome == (self.model.outcome or "")
        if self.model.outcome:
            assert not Vote.objects.exists()
            assert not Elector.objects.exists()
            assert not BallotKey.objects.exists()
            assert self._kept() == (self.model.tally if self.model.outcome in DECIDED else Tally(0, 0, 0))
        else:
            assert self.ballot.tally() == self.model.tally
            assert Vote.objects.count() == len(self.model.votes)
            assert not CountedVote.objects.exists()


def test_a_ballot_does_what_its_reference_model_says_whatever_happens_to_it(newham):
    BallotMachine.panel = newham

    run_state_machine_as_test(
        BallotMachine,
        settings=settings(
            max_examples=30,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.generate],  # shrinking on a database takes minutes
        ),
    )
