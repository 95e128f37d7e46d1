"""Verbs over people and their terms."""

from __future__ import annotations

from django.db import transaction

from agreement.four_eyes import following_from
from people.access import groups_of
from people.models import User


@transaction.atomic
def settle_access(user: User) -> bool:
    """Bring a user's groups in line with the terms that run today. Returns whether anything had to change."""
    given = {group.pk for group in groups_of(user)}
    if given == set(user.groups.values_list("pk", flat=True)):
        return False
    with following_from("the terms that run today"):
        user.groups.set(given)
    return True


def settle_everybody() -> int:
    """The same for all users. Returns how many changed."""
    return sum(settle_access(user) for user in User.objects.order_by("pk"))
