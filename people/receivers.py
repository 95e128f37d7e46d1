"""Access follows terms at once: a term that is written, changed or taken away settles its user's groups."""

import time
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from django.http import HttpRequest
from wagtail.users.models import UserProfile

from people.actions import settle_access
from people.middleware import STARTED
from people.models import Appointment, Membership, User


@receiver(post_save, sender=Membership)
@receiver(post_save, sender=Appointment)
def settle_when_a_term_is_saved(instance: Membership | Appointment, **kwargs: Any) -> None:
    settle_access(instance.user)


@receiver(pre_delete, sender=Membership)
def make_no_membership_undone(instance: Membership, **kwargs: Any) -> None:
    instance.refuse_to_be_undone()


@receiver(post_delete, sender=Membership)
@receiver(post_delete, sender=Appointment)
def settle_when_a_term_is_deleted(
    instance: Membership | Appointment, origin: Model | QuerySet | None = None, **kwargs: Any
) -> None:
    # When the user goes too, there is nobody left to settle.
    if getattr(origin, "model", type(origin)) is not User:
        settle_access(instance.user)


@receiver(user_logged_in)
def settle_at_log_in(user: User, **kwargs: Any) -> None:
    settle_access(user)


@receiver(user_logged_in)
def note_when_the_session_started(request: HttpRequest | None, **kwargs: Any) -> None:
    if request is not None:
        request.session[STARTED] = int(time.time())


@receiver(user_logged_in)
def have_a_row_of_settings(user: User, **kwargs: Any) -> None:
    """Wagtail would make it when somebody only looks at their account (wagtail/admin/views/account.py)."""
    UserProfile.get_for_user(user)


@receiver(post_save, sender=User)
def settle_when_an_account_is_closed_or_opened(instance: User, created: bool, **kwargs: Any) -> None:
    if not created:
        settle_access(instance)
