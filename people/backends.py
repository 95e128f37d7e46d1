"""Logging in ends with the last term."""

from django.contrib.auth.backends import ModelBackend

from people.models import Appointment, Membership


class TermBackend(ModelBackend):
    """Django's own backend, for people who belong somewhere today. Asked again at every request."""

    def user_can_authenticate(self, user) -> bool:  # type: ignore[no-untyped-def]
        return super().user_can_authenticate(user) and (
            user.is_superuser
            or Membership.objects.current().filter(user=user).exists()
            or Appointment.objects.current().filter(user=user).exists()
        )
