"""What moderation hears from Wagtail and from the rooms below."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save, pre_delete, pre_save
from django.dispatch import Signal, receiver
from wagtail.models import Page, Revision, TaskState, WorkflowState
from wagtail.signals import pre_page_move, task_submitted, workflow_approved, workflow_rejected, workflow_submitted
from wagtail_localize.models import StringTranslation

from agreement.files import UnchangingFile
from agreement.proposals import Proposed
from agreement.signals import about_to_be_sent, change_proposed
from languages import translations
from moderation import actions, proposals, refusals
from moderation.line_ends import typed
from moderation.models import Ballot, Takedown
from moderation.readiness import sentences_about_people
from moderation.references import refuse_to_delete_needed, what_pages_hold

WAGTAILS_LETTERS: list[tuple[Signal, type, str]] = [
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
]
"""Wagtail's own letters about a workflow: they would carry titles, names and what a moderator said out of the house."""


@receiver(post_save, sender=Revision)
def end_what_is_about_other_words(sender: type, instance: Revision, **kwargs: Any) -> None:
    actions.end_what_is_about_other_words(revision=instance)


@receiver(about_to_be_sent)
def say_who_is_missing(
    sender: type, page: Page, parent_page: Page | None, sender_user: Any, **kwargs: Any
) -> list[str]:
    about_words = translations.sentences_before_sending(page) if page.pk else []
    withdrew = Takedown.objects.who_withdrew(page) if page.pk else set()
    senders = Ballot.objects.senders_in(page.current_workflow_state if page.pk else None, now=sender_user)
    return about_words + sentences_about_people(page, senders=senders, withdrew=withdrew, place=parent_page)


@receiver(pre_page_move)
def keep_pages_in_their_place(
    sender: type, instance: Page, parent_page_before: Page, parent_page_after: Page, **kwargs: Any
) -> None:
    if parent_page_before.pk != parent_page_after.pk:
        refusals.refuse_to_move(page=instance)


@receiver(pre_save, sender=Revision)
def schedule_nothing_round_the_ballot(sender: type, instance: Revision, **kwargs: Any) -> None:
    if instance.approved_go_live_at is not None:
        refusals.refuse_to_schedule(revision=instance)


@receiver(change_proposed)
def keep_what_was_proposed(proposal: Proposed, user: Any, **kwargs: Any) -> None:
    proposals.keep(proposal, proposer=user)


@receiver(pre_save)
def keep_what_is_shown_beside_a_file(sender: type, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if issubclass(sender, UnchangingFile) and not raw:
        refusals.refuse_to_show_otherwise(file=instance)


@receiver(pre_save, sender=StringTranslation)
def keep_the_ends_of_lines(sender: type, instance: StringTranslation, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        instance.data = typed(instance.data)


@receiver(pre_delete)
def keep_what_pages_show(sender: type, instance: Any, **kwargs: Any) -> None:
    if sender is Page:
        refusals.refuse_to_delete_page(page=instance)
    # Asked of every model, a migration's own among them: those are others, and what they delete is their writer's to see to.
    if issubclass(sender, UnchangingFile) or sender in what_pages_hold():
        refuse_to_delete_needed(thing=instance)


def no_letter(sender: Any, **kwargs: Any) -> None:
    """Sits in the seat of one of Wagtail's letters."""


def send_none_of_wagtails_letters() -> None:
    # A seat holds one receiver (dispatch_uid): whether Wagtail connects its own before or after this, ours keeps it
    # (wagtail/admin/signal_handlers.py, register_signal_handlers).
    for signal, sender, seat in WAGTAILS_LETTERS:
        signal.disconnect(sender=sender, dispatch_uid=seat)
        signal.connect(no_letter, sender=sender, dispatch_uid=seat)


send_none_of_wagtails_letters()
