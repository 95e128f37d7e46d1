"""Logging in ends with the last term."""

from django.contrib.auth.backends import ModelBackend

from people.access import belongs_somewhere


class TermBackend(ModelBackend):
    """Django's own backend, for people who belong somewhere today. Asked again at every request."""

    def user_can_authenticate(self, user) -> bool:  # type: ignore[no-untyped-def]
        return super().user_can_authenticate(user) and (user.is_superuser or belongs_somewhere(user))
