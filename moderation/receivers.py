"""What moderation hears from Wagtail and from the rooms below."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save, pre_delete
from django.dispatch import Signal, receiver
from wagtail.models import Page, Revision, TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from agreement.files import UnchangingFile
from agreement.signals import about_to_be_sent
from languages import translations
from moderation import actions
from moderation.readiness import sentences_about_people

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
    return about_words + sentences_about_people(page, sender=sender_user, place=parent_page)


@receiver(pre_delete)
def keep_what_pages_show(sender: type, instance: Any, **kwargs: Any) -> None:
    if issubclass(sender, UnchangingFile):
        actions.refuse_to_delete_in_use(file=instance)


def no_letter(sender: Any, **kwargs: Any) -> None:
    """Sits in the seat of one of Wagtail's letters."""


def send_none_of_wagtails_letters() -> None:
    # A seat holds one receiver (dispatch_uid): whether Wagtail connects its own before or after this, ours keeps it
    # (wagtail/admin/signal_handlers.py, register_signal_handlers).
    for signal, sender, seat in WAGTAILS_LETTERS:
        signal.disconnect(sender=sender, dispatch_uid=seat)
        signal.connect(no_letter, sender=sender, dispatch_uid=seat)


send_none_of_wagtails_letters()
