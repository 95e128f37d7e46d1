"""Somebody in front of the admin: with the group that lets them in, and logged in."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.test import Client

from cms.furnishing import STAFF_GROUP
from people.models import Appointment, Role, User, YouthPanel
from tests.factories import UserFactory


def let_in(user: User) -> User:
    """`user`, with the groups that belong to their memberships and appointments."""
    for membership in user.memberships.all():
        user.groups.add(membership.youth_panel.members_group)
    if user.appointments.exists():
        user.groups.add(Group.objects.get(name=STAFF_GROUP))
    return user


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(let_in(user), backend="people.backends.TermBackend")
    return client


def lead_of(panel: YouthPanel) -> User:
    user = UserFactory()
    Appointment.objects.create(user=user, role=Role.LEAD, council=panel.council, youth_panel=panel)
    return user


def superuser() -> User:
    return UserFactory(is_superuser=True, is_staff=True)


def text_of(response) -> str:
    """What a page says, with its spaces in order."""
    return " ".join(response.content.decode().split())
