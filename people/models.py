"""Users, councils, youth panels, and the terms for which people belong to them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractUser, Group
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, Page

from agreement.days import today
from agreement.four_eyes import by_the_person_themselves, open_door
from people.folded_names import LONGEST_FOLDED, FoldedField, OnePersonsNames
from people.ways_in import WayIn
from taxonomy.models import Area

__all__ = [
    "LONGEST_MEMBERSHIP_DAYS",
    "AgeBand",
    "Appointment",
    "AppointmentQuerySet",
    "Council",
    "Meeting",
    "Membership",
    "Role",
    "TermQuerySet",
    "User",
    "WayIn",
    "YouthPanel",
    "YouthPanelQuerySet",
    "is_admin",
]

LONGEST_MEMBERSHIP_DAYS = 366


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


class Council(models.Model):
    """A council: it owns youth panels and moderators. Its pages hang under its root page."""

    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField(max_length=100, unique=True)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    root_page = models.OneToOneField(Page, on_delete=models.PROTECT, related_name="council")

    class Meta:
        verbose_name = _("council")
        verbose_name_plural = _("councils")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class YouthPanelQuerySet(models.QuerySet["YouthPanel"]):
    def of_page(self, page: Page) -> YouthPanel | None:
        """The youth panel a page belongs to: that of its nearest ancestor (or itself), in any language."""
        keys = list(page.get_ancestors(inclusive=True).order_by("depth").values_list("translation_key", flat=True))
        found = {panel.root_page.translation_key: panel for panel in self.filter(root_page__translation_key__in=keys)}
        return next((found[key] for key in reversed(keys) if key in found), None)

    def one_at_a_time(self, youth_panel: YouthPanel) -> YouthPanel:
        """Until the transaction ends, whoever asks this for the same panel waits.

        `no_key`: who only notes something that points to the panel need not.
        """
        return self.select_for_update(no_key=True).get(pk=youth_panel.pk)

    def of_member(self, user: User) -> YouthPanelQuerySet:
        return self.filter(pk__in=Membership.objects.current().filter(user=user).values("youth_panel"))

    def led_by(self, user: User) -> YouthPanelQuerySet:
        return self.filter(pk__in=Appointment.objects.current().filter(user=user, role=Role.LEAD).values("youth_panel"))

    def of_member_or_lead(self, user: User) -> YouthPanelQuerySet:
        """The panels that `user` belongs to or leads today."""
        return self.filter(Q(pk__in=self.of_member(user).values("pk")) | Q(pk__in=self.led_by(user).values("pk")))

    def whose_meetings_are_kept_by(self, user: User) -> YouthPanelQuerySet:
        """An admin keeps everybody's, a lead those of the panels they lead."""
        return self.all() if is_admin(user) else self.led_by(user)

    def in_care_of(self, user: User, role: str) -> YouthPanelQuerySet:
        """The panels that `user` is appointed for in `role`: of their council, or the national ones."""
        councils = set(Appointment.objects.current().filter(user=user, role=role).values_list("council", flat=True))
        theirs = Q(council__in=councils - {None})
        return self.filter(theirs | Q(council=None) if None in councils else theirs)


class YouthPanel(models.Model):
    """A group of young people who write, vote and decide. Without a council it is a national one."""

    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField(max_length=100, unique=True)
    council = models.ForeignKey(Council, null=True, blank=True, on_delete=models.PROTECT, related_name="youth_panels")
    root_page = models.OneToOneField(Page, on_delete=models.PROTECT, related_name="youth_panel")

    # Who belongs to these groups follows from terms (people/access.py); what they may do is furnished (cms/furnishing.py).
    members_group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="+")
    adults_group = models.OneToOneField(Group, null=True, editable=False, on_delete=models.PROTECT, related_name="+")
    translators_group = models.OneToOneField(
        Group, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    collection = models.OneToOneField(Collection, null=True, editable=False, on_delete=models.PROTECT, related_name="+")

    quorum_percent = models.PositiveSmallIntegerField(
        _("quorum (percent)"),
        default=50,
        validators=[MinValueValidator(50), MaxValueValidator(100)],
        help_text=_("How many of those who may vote must have voted."),
    )
    quorum_least = models.PositiveSmallIntegerField(
        _("quorum (people at least)"), default=3, validators=[MinValueValidator(3), MaxValueValidator(20)]
    )
    threshold_percent = models.PositiveSmallIntegerField(
        _("threshold (percent)"),
        default=50,
        validators=[MinValueValidator(50), MaxValueValidator(80)],
        help_text=_("More than this share of agree and ask for changes must be agree."),
    )
    ballot_days = models.PositiveSmallIntegerField(
        _("days a ballot is open"), default=14, validators=[MinValueValidator(1), MaxValueValidator(28)]
    )

    objects = YouthPanelQuerySet.as_manager()

    class Meta:
        verbose_name = _("youth panel")
        verbose_name_plural = _("youth panels")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def members_on(self, day: date) -> models.QuerySet[User]:
        """Everybody whose membership covers this day and who can log in."""
        return User.objects.filter(
            pk__in=Membership.objects.current_on(day).filter(youth_panel=self).values("user"), is_active=True
        )

    def current_members(self) -> models.QuerySet[User]:
        return self.members_on(today())

    def next_meeting_after(self, day: date) -> date | None:
        return self.meetings.filter(on__gt=day).order_by("on").values_list("on", flat=True).first()


class Meeting(models.Model):
    """A day on which a youth panel meets: a ballot stays open at least until the next one."""

    youth_panel = models.ForeignKey(YouthPanel, on_delete=models.CASCADE, related_name="meetings")
    on = models.DateField(_("date"))

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["youth_panel", "on"], name="one_meeting_a_day")]

    def __str__(self) -> str:
        return f"{self.youth_panel}: {self.on}"


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


class Role(models.TextChoices):
    LEAD = "lead", _("panel lead")
    MODERATOR = "moderator", _("moderator")
    SAFEGUARDING_LEAD = "safeguarding_lead", _("safeguarding lead")
    DIRECTORY_EDITOR = "directory_editor", _("directory editor")
    TRANSLATOR = "translator", _("translator")
    ADMIN = "admin", _("admin")


class AppointmentQuerySet(TermQuerySet):
    def moderators_for(self, youth_panel: YouthPanel) -> AppointmentQuerySet:
        """Today's moderators of a panel's council; of a national panel, those appointed nationally."""
        appointments: Any = self.current()  # of this class: the stubs see the one above
        return appointments.filter(role=Role.MODERATOR, council=youth_panel.council, user__is_active=True)


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


def is_admin(user: User) -> bool:
    return user.is_superuser or Appointment.objects.current().filter(user=user, role=Role.ADMIN).exists()
