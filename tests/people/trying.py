"""Somebody who tries passwords, from wherever."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

RIGHT = "a long enough password"
SCHOOL, HOME = "203.0.113.7", "198.51.100.2"


def attempt(client: Client, username: str, password: str = "a wrong password") -> Any:
    return client.post(reverse("wagtailadmin_login"), {"username": username, "password": password})


def at(address: str) -> Client:
    """A new browser there."""
    return Client(REMOTE_ADDR=address)


def sixty_names_are_tried_from(address: str, *, each_in_a_new_browser: bool = True) -> list[int]:
    client = at(address)
    return [
        attempt(at(address) if each_in_a_new_browser else client, f"name-{number}", f"wrong {number}").status_code
        for number in range(60)
    ]
