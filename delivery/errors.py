"""What can be wrong with a request, said so that whoever wrote it can put it right."""

from __future__ import annotations

from django.http import Http404


class NothingPublicHere(Http404):
    """Hidden, draft and never-existed alike: it says nothing of which."""


class BadParameter(Exception):
    """A parameter that is unknown, repeated or has a value nothing is known of."""

    def __init__(self, name: str, message: str, *, where: str = "query") -> None:
        super().__init__(f"{name}: {message}")
        self.name, self.message, self.where = name, message, where
