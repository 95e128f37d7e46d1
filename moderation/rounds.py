"""The ballot or check that a page is at now, and how it is ended in nobody's name."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, TaskState, WorkflowState

from moderation.forgetting import in_nobodys_name
from moderation.models import Ballot, ModeratorCheck


def end_rounds(pages: list[Page]) -> None:
    """End the ballot or check of each of these pages: nothing that was said counts, and nobody's name stands beside it."""
    about = {
        "base_content_type": ContentType.objects.get_for_model(Page),
        "object_id__in": [str(page.pk) for page in pages],
    }
    # Twice: a ballot that closes while its row is waited for has become a check.
    for _look in range(2):
        for step in open_steps(**about):
            end_round(step)


def open_steps(**about: object) -> Iterator[Ballot | ModeratorCheck]:
    for state in WorkflowState.objects.filter(**about, status=WorkflowState.STATUS_IN_PROGRESS).order_by("pk"):
        step = state.current_task_state.specific if state.current_task_state else None
        if isinstance(step, Ballot | ModeratorCheck):
            yield step


def end_round(step: Ballot | ModeratorCheck) -> None:
    # The step's row first, as voting does: two orders of locking would wait for each other for ever.
    step = type(step).objects.locked(step.pk)
    if step.status == TaskState.STATUS_IN_PROGRESS:
        with in_nobodys_name():
            step.workflow_state.cancel()
