"""For how long people belong to a youth panel, and what adults are appointed for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreement.days import today
from agreement.four_eyes import open_door
from people.models.panels import Council, YouthPanel
from people.models.users import User
from people.roles import Role

LONGEST_MEMBERSHIP_DAYS = 366


class TermQuerySet(models.QuerySet):
    def current_on(self, day: date) -> TermQuerySet:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def current(self) -> TermQuerySet:
        return self.current_on(today())

    def during(self, first: date, last: date | None) -> TermQuerySet:
        """Those that share a day with `first` to `last`, which is None where no end is known."""
        begun = self if last is None else self.filter(starts_on__lte=last)
        return begun.filter(Q(ends_on=None) | Q(ends_on__gte=first))

    def at_once_with(self, term: Membership | Appointment) -> TermQuerySet:
        """This person's terms that share a day with `term`."""
        return self.filter(user=term.user_id).during(_said(term, "starts_on"), _said(term, "ends_on"))


def _said(term: Membership | Appointment, name: str) -> Any:
    """As it would be stored: a script may say a day as text."""
    return term._meta.get_field(name).to_python(getattr(term, name))


MEMBER_AND_MODERATOR = _(
    "Nobody is member of a youth panel and moderator of its council at once: they would check what they voted on."
)


ONLY_ENDED = _(
    "This membership has begun, so it is only ended: it says who could vote. Choose its last day, or add another one."
)
NOT_ENDED_BEFORE_TODAY = _("Its last day is today or later: until now they could vote.")


class Membership(models.Model):
    """A young person belongs to a youth panel, for twelve months at most."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    youth_panel = models.ForeignKey(YouthPanel, on_delete=models.PROTECT, related_name="memberships")
    starts_on = models.DateField(_("first day"), default=today)
    ends_on = models.DateField(
        _("last day"), help_text=_("Twelve months at most, and before the eighteenth birthday. It can be renewed.")
    )

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="a_membership_ends_after_it_starts")
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.youth_panel}"

    def clean(self) -> None:
        if self.ends_on and self.starts_on and (self.ends_on - self.starts_on).days > LONGEST_MEMBERSHIP_DAYS:
            raise ValidationError({"ends_on": _("A membership lasts twelve months at most. It can be renewed.")})
        self._refuse_to_rewrite_what_was()
        self.refuse_a_moderator()

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ValidationError for a moderator of the same council, and where it would say otherwise who could vote.

        From scripts too.
        """
        _one_term_at_a_time(self.user_id)
        self._refuse_to_rewrite_what_was()
        self.refuse_a_moderator()
        super().save(*args, **kwargs)

    @property
    def has_begun(self) -> bool:
        return self.starts_on <= today()

    def refuse_to_be_undone(self) -> None:
        """Whoever voted would look like somebody who never could: two people do not make it so, and one alone is refused anyhow.

        What is known of a person is erased by whoever runs the server.
        """
        door = open_door()
        if self.has_begun and door and not door.is_for_setting_up:
            raise ValidationError(ONLY_ENDED)

    def _refuse_to_rewrite_what_was(self) -> None:
        """Who could vote until now decides who may check, when nobody knows any more who did."""
        before = Membership.objects.filter(pk=self.pk).first() if self.pk else None
        if before is None or not before.has_begun:
            return
        if any(_said(self, name) != _said(before, name) for name in ("user_id", "youth_panel_id", "starts_on")):
            raise ValidationError(ONLY_ENDED)
        if before.ends_on != (last := _said(self, "ends_on")) and last < today():
            raise ValidationError({"ends_on": NOT_ENDED_BEFORE_TODAY})

    def refuse_a_moderator(self) -> None:
        if self.user_id and self.youth_panel_id and self.starts_on and self._moderates_its_council():
            raise ValidationError(MEMBER_AND_MODERATOR)

    def _moderates_its_council(self) -> bool:
        posts = Appointment.objects.at_once_with(self).filter(role=Role.MODERATOR)
        return posts.filter(council=self.youth_panel.council_id).exists()


def _one_term_at_a_time(user_id: int) -> None:
    """Two terms of one person are saved one after the other, so that each sees the other."""
    User.objects.select_for_update(no_key=True).filter(pk=user_id).first()


class AppointmentQuerySet(TermQuerySet):
    def at_work(self) -> AppointmentQuerySet:
        """Those that run today, of people whose accounts are open."""
        appointments: Any = self.current()  # of this class: the stubs see the one above
        return appointments.filter(user__is_active=True)

    def at_work_as(self, role: str) -> AppointmentQuerySet:
        return self.at_work().filter(role=role)

    def moderators_for(self, youth_panel: YouthPanel) -> AppointmentQuerySet:
        """Today's moderators of a panel's council; of a national panel, those appointed nationally."""
        return self.at_work_as(Role.MODERATOR).filter(council=youth_panel.council)


class Appointment(models.Model):
    """An adult holds a role: for one youth panel (a lead), for a council, or nationally."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="appointments")
    role = models.CharField(max_length=20, choices=Role)
    council = models.ForeignKey(Council, null=True, blank=True, on_delete=models.PROTECT, related_name="appointments")
    youth_panel = models.ForeignKey(
        YouthPanel, null=True, blank=True, on_delete=models.PROTECT, related_name="appointments"
    )
    starts_on = models.DateField(_("first day"), default=today)
    ends_on = models.DateField(_("last day"), null=True, blank=True, help_text=_("Empty: until further notice."))

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="an_appointment_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=~Q(role="lead") | Q(youth_panel__isnull=False), name="a_lead_leads_a_youth_panel"
            ),
            # Without a council an appointment is national: a youth panel beside it would say something else.
            models.CheckConstraint(
                condition=Q(role="lead") | Q(youth_panel__isnull=True), name="only_a_lead_is_for_one_youth_panel"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"

    def clean(self) -> None:
        if self.role == Role.LEAD and not self.youth_panel:
            raise ValidationError({"youth_panel": _("Which youth panel do they lead?")})
        if self.role != Role.LEAD and self.youth_panel:
            raise ValidationError({"youth_panel": _("Only a panel lead is for one youth panel. Leave this empty.")})
        self._refuse_a_member()

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ValidationError for a moderator who is a member of the same council's panel, from scripts too."""
        _one_term_at_a_time(self.user_id)
        self._refuse_a_member()
        super().save(*args, **kwargs)

    def _refuse_a_member(self) -> None:
        if self.user_id and self.role == Role.MODERATOR and self.starts_on and self._is_member_too():
            raise ValidationError(MEMBER_AND_MODERATOR)

    def _is_member_too(self) -> bool:
        return Membership.objects.at_once_with(self).filter(youth_panel__council=self.council_id).exists()
