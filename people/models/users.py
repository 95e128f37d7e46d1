"""Who logs in."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from agreement.four_eyes import by_the_person_themselves
from people.folded_names import LONGEST_FOLDED, FoldedField, OnePersonsNames
from people.roles import Role


class AgeBand(models.TextChoices):
    UNDER_13 = "under_13", _("under 13")
    FROM_13 = "13_15", _("13 to 15")
    FROM_16 = "16_17", _("16 or 17")
    ADULT = "18_plus", _("18 or over")


class User(OnePersonsNames, AbstractUser):
    """Somebody who logs in. A display name and an age band: nothing else of a person stands here."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail"), blank=True)
    display_name = models.CharField(
        _("display name"), max_length=40, help_text=_("What other people here see. Never your real full name.")
    )
    age_band = models.CharField(_("age band"), max_length=10, choices=AgeBand, blank=True)
    # One person's each, for eyes too: who agrees to an appointment reads a name.
    display_name_folded = FoldedField(
        of="display_name", max_length=LONGEST_FOLDED, unique=True, editable=False, blank=True
    )
    username_folded = FoldedField(of="username", max_length=LONGEST_FOLDED, unique=True, editable=False, blank=True)

    REQUIRED_FIELDS = ["display_name"]

    def __str__(self) -> str:
        return self.display_name or self.username

    @property
    def unmistakable(self) -> str:
        """Both names, for whoever decides about this person."""
        return f"{self.display_name} ({self.username})"

    def get_full_name(self) -> str:
        # Wagtail shows it to every editor.
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name

    def check_password(self, raw_password: str | None) -> bool:
        # Who types the right one may have it hashed anew, as Django does when hashing has become slower.
        with by_the_person_themselves("people.User", self.pk, fields={"password"}):
            return super().check_password(raw_password)


def is_admin(user: User) -> bool:
    return user.is_superuser or user.appointments.at_work_as(Role.ADMIN).exists()
