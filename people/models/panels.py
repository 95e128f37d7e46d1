"""Councils, their youth panels, whose pages are whose, and the days on which a panel meets."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_

from django.contrib.auth.models import Group
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, Page, PageQuerySet

from agreement.days import today
from people.models.users import User, is_admin
from people.roles import Role
from taxonomy.models import Area


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

    def pages(self) -> PageQuerySet:
        """The pages of these youth panels, in every language, their own places among them: those that `of_page` finds."""
        return Page.objects.filter(self.page_filter())

    def page_filter(self) -> Q:
        """What picks these youth panels' pages out of any queryset of pages."""
        keys = YouthPanel.objects.values("root_page__translation_key")
        places = dict(Page.objects.filter(translation_key__in=keys).values_list("path", "translation_key"))
        theirs = set(self.values_list("root_page__translation_key", flat=True))
        found = (_from_here_to_the_next(path, places) for path, key in places.items() if key in theirs)
        return reduce(or_, found, Q(pk__in=[]))

    def moderated_by(self, user: User) -> YouthPanelQuerySet:
        """The panels that `user` moderates today."""
        return self.in_care_of(user, Role.MODERATOR)

    def one_at_a_time(self, youth_panel: YouthPanel) -> YouthPanel:
        """Until the transaction ends, whoever asks this for the same panel waits.

        `no_key`: who only notes something that points to the panel need not.
        """
        return self.select_for_update(no_key=True).get(pk=youth_panel.pk)

    def of_member(self, user: User) -> YouthPanelQuerySet:
        return self.filter(pk__in=user.memberships.current().values("youth_panel"))

    def led_by(self, user: User) -> YouthPanelQuerySet:
        return self.filter(pk__in=user.appointments.at_work_as(Role.LEAD).values("youth_panel"))

    def of_member_or_lead(self, user: User) -> YouthPanelQuerySet:
        """The panels that `user` belongs to or leads today."""
        return self.filter(Q(pk__in=self.of_member(user).values("pk")) | Q(pk__in=self.led_by(user).values("pk")))

    def whose_meetings_are_kept_by(self, user: User) -> YouthPanelQuerySet:
        """An admin keeps everybody's, a lead those of the panels they lead."""
        return self.all() if is_admin(user) else self.led_by(user)

    def in_care_of(self, user: User, role: str) -> YouthPanelQuerySet:
        """The panels that `user` is appointed for in `role`: of their council, or the national ones."""
        councils = set(user.appointments.at_work_as(role).values_list("council", flat=True))
        theirs = Q(council__in=councils - {None})
        return self.filter(theirs | Q(council=None) if None in councils else theirs)


def _from_here_to_the_next(path: str, places: Iterable[str]) -> Q:
    """What lies at `path` or below it, but not at or below another of `places` on the way down."""
    below = (place for place in places if place != path and place.startswith(path))
    return reduce(lambda found, place: found & ~Q(path__startswith=place), below, Q(path__startswith=path))


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

    def pages(self) -> PageQuerySet:
        """The pages of this youth panel in every language, without its own place: what it writes, votes on and answers for."""
        pages = YouthPanel.objects.filter(pk=self.pk).pages()
        return pages.exclude(translation_key=self.root_page.translation_key)

    def members_on(self, day: date) -> models.QuerySet[User]:
        """Everybody whose membership covers this day and who can log in."""
        return User.objects.filter(pk__in=self.memberships.current_on(day).values("user"), is_active=True)

    def current_members(self) -> models.QuerySet[User]:
        return self.members_on(today())

    def is_moderated_by(self, user: User) -> bool:
        """Whether `user` checks, withdraws and answers for this panel's pages today."""
        return user.appointments.at_work_as(Role.MODERATOR).filter(council=self.council_id).exists()

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
