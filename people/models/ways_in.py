"""A one-time way in: how somebody gets a password that nobody else has typed or seen.

Two adults make it, its link is shown once, and it opens one account once, for a day.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreement.four_eyes import by_the_person_themselves
from people.models.users import User

LASTS = timedelta(hours=24)
TOLD_FOR = timedelta(days=14)


class WayInQuerySet(models.QuerySet["WayIn"]):
    def still_open(self) -> WayInQuerySet:
        return self.filter(used_at=None, expires_at__gt=timezone.now())

    def opened_by(self, token: str) -> WayIn | None:
        """The way in that this token opens now; None for one that is used up, too old, or was overtaken."""
        found = self.still_open().select_related("user").filter(digest=digest_of(token)).first()
        return found if found and found.fits() else None

    def to_tell(self, user: User) -> WayInQuerySet:
        """Those that this person must hear of, the newest first. One from the command line is their first."""
        return self.filter(user=user, agreed_by__isnull=False, made_at__gt=timezone.now() - TOLD_FOR).select_related(
            "asked_by", "agreed_by"
        )

    @transaction.atomic
    def make(self, user: User, *, asked_by: User | None, agreed_by: User | None) -> str:
        """Returns the token, which is kept nowhere. An earlier link of this person opens nothing any more."""
        self.still_open().filter(user=user).update(expires_at=timezone.now())
        token = secrets.token_urlsafe(32)
        self.create(
            user=user,
            digest=digest_of(token),
            password_then=digest_of(user.password),
            asked_by=asked_by,
            agreed_by=agreed_by,
            expires_at=timezone.now() + LASTS,
        )
        return token


class WayIn(models.Model):
    """One link for one person. It dies when it is used, after a day, and with the password that they had then."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="ways_in")
    digest = models.CharField(max_length=64, unique=True)
    password_then = models.CharField(max_length=64)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = WayInQuerySet.as_manager()

    class Meta:
        verbose_name = _("one-time way in")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user}: {self.made_at:%Y-%m-%d %H:%M}"

    def fits(self) -> bool:
        """Whether the account is still the one that it was made for."""
        return self.user.is_active and digest_of(self.user.password) == self.password_then

    @transaction.atomic
    def use(self, password: str) -> bool:
        """Set the person's password. False where somebody has just used the link."""
        taken = WayIn.objects.still_open().filter(pk=self.pk).update(used_at=timezone.now())
        if not taken:
            return False
        user = type(self.user).objects.select_for_update().get(pk=self.user_id)
        user.set_password(password)
        with by_the_person_themselves("people.User", user.pk, fields={"password"}):
            user.save(update_fields=["password"])
        return True


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
