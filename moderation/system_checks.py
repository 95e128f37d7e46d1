"""What must be true of the workflow in this database. Asked with `manage.py check --database default`, and by migrate."""

from __future__ import annotations

from typing import Any

from django.core.checks import Error, Tags, register
from django.db import connections
from wagtail.models import Workflow

from moderation.models import ModeratorCheckTask


@register(Tags.database)  # type: ignore[type-var]
def a_moderator_has_the_last_step(app_configs: Any, databases: list[str] | None = None, **kwargs: Any) -> list[Error]:
    """A ballot is never a workflow's last step: nothing would then ask an adult before it is live."""
    return [error for alias in databases or [] if _is_furnished(alias) for error in _errors(alias)]


def _is_furnished(alias: str) -> bool:
    return ModeratorCheckTask._meta.db_table in connections[alias].introspection.table_names()


def _errors(alias: str) -> list[Error]:
    return [
        Error(
            f"The workflow “{workflow.name}” does not end with a moderator's check.",
            hint="Run `manage.py furnish`, or put the check last in the workflow's settings.",
            id="moderation.E001",
        )
        for workflow in Workflow.objects.using(alias).filter(active=True)
        if not _ends_with_a_check(workflow)
    ]


def _ends_with_a_check(workflow: Workflow) -> bool:
    steps = workflow.workflow_tasks.select_related("task").filter(task__active=True).order_by("sort_order")
    last = steps.last()
    return last is not None and isinstance(last.task.specific, ModeratorCheckTask)
