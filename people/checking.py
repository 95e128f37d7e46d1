"""What no save would let through, looked for in what stands: somebody may have gone round."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from agreement.seals import broken_seals
from people.models import Membership


def what_one_person_did() -> list[str]:
    """A line for each row that was written without a second person, and for each member who is moderator at once."""
    return [*map(str, broken_seals()), *members_who_moderate()]


def members_who_moderate() -> list[str]:
    return [
        f"people.Membership {membership.pk} belongs to a moderator of the same council, without a second person between them"
        for membership in Membership.objects.select_related("youth_panel")
        if _is_on_both_sides(membership)
    ]


def _is_on_both_sides(membership: Membership) -> bool:
    try:
        membership.refuse_a_moderator()
    except ValidationError:
        return True
    return False
