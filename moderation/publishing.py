"""The one road to publishing: the end of the workflow, for exactly the words that were voted on and checked.

Wagtail imports this while its own models load (WAGTAIL_FINISH_WORKFLOW_ACTION): no models at the top.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import transaction

if TYPE_CHECKING:
    from wagtail.models import WorkflowState


@transaction.atomic
def publish_agreed(workflow_state: WorkflowState, user: Any = None) -> None:
    """Write the agreement and publish the agreed revision. Raises NotAgreed or WordsHaveChanged, and publishes nothing."""
    # Not at the top: see above.
    from moderation.actions import publish_checked

    check_model = apps.get_model("moderation", "ModeratorCheck")
    check = check_model.objects.filter(workflow_state=workflow_state).order_by("-pk").first()
    publish_checked(check=check, user=user)
