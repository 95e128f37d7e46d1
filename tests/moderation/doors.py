"""Somebody in front of the admin, logged in."""

from __future__ import annotations

from django.test import Client

from people.models import Appointment, Role, User, YouthPanel
from tests.factories import UserFactory


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="people.backends.TermBackend")
    return client


def lead_of(panel: YouthPanel) -> User:
    user = UserFactory()
    Appointment.objects.create(user=user, role=Role.LEAD, youth_panel=panel)
    return user


def superuser() -> User:
    return UserFactory(is_superuser=True, is_staff=True)


def text_of(response) -> str:
    """What a page says, with its spaces in order."""
    return " ".join(response.content.decode().split())
