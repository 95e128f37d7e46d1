"""Logging in ends with the last term, and is slowed down where somebody guesses."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from people.access import is_here
from people.login_throttle import Attempt, MustWait, normal


class TermBackend(ModelBackend):
    """Django's own backend, for people who belong somewhere today. Asked again at every request."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Any:
        """Raises MustWait where this may not be tried yet."""
        if request is None:
            return super().authenticate(request, username=username, password=password, **kwargs)
        attempt = Attempt(request, normal(username or ""))
        if not attempt.begin():
            raise MustWait(attempt)
        user = None
        try:
            user = super().authenticate(request, username=username, password=password, **kwargs)
        finally:
            attempt.end(was_right=user is not None)
        request.logged_in_as = user and user.get_username()  # type: ignore[attr-defined]
        return user

    def user_can_authenticate(self, user) -> bool:  # type: ignore[no-untyped-def]
        return super().user_can_authenticate(user) and is_here(user)
