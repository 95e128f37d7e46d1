"""Which ballots: those that are open, those of somebody, and who sent in what they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from wagtail.models import TaskState, WorkflowState

from people.models import User, YouthPanel

if TYPE_CHECKING:
    from moderation.models.ballots import Ballot


class BallotQuerySet(models.QuerySet["Ballot"]):
    def without_outcome(self) -> BallotQuerySet:
        """Those that a sweep has to look at: also where something else than our verbs ended the step."""
        return self.filter(outcome="")

    def unclosed(self) -> BallotQuerySet:
        return self.filter(status=TaskState.STATUS_IN_PROGRESS, outcome="")

    def open_to(self, user: User) -> BallotQuerySet:
        """The open ballots this user votes in."""
        panels = YouthPanel.objects.of_member(user)
        return self.unclosed().filter(electors__user=user, youth_panel__in=panels)

    def senders_in(self, workflow_state: WorkflowState | None, *, now: User | None = None) -> set[int]:
        """Ids of everybody who sent the page in during this round: first, again after changes were asked for, and `now`.

        Wagtail keeps the first one alone (WorkflowState.requested_by): its `resume` writes nobody down.
        """
        asked = [now.pk if now else None]
        if workflow_state is not None:
            asked.append(workflow_state.requested_by_id)
            asked += self.filter(workflow_state=workflow_state).values_list("sent_in_by", flat=True)
        return {pk for pk in asked if pk is not None}

    def locked(self, pk: int) -> Ballot:
        """The ballot with its row locked until the transaction ends (SQLite locks the whole file instead)."""
        return self.select_for_update(of=("self", "taskstate_ptr")).get(pk=pk)
