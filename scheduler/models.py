"""How each job went, and whose turn it is to run them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import DateTimeField, ExpressionWrapper, F, Q
from django.db.models.functions import Now


class Outcome(models.TextChoices):
    DONE = "done"
    FAILED = "failed"


class ScheduledJobQuerySet(models.QuerySet["ScheduledJob"]):
    def due(self, now: datetime) -> ScheduledJobQuerySet:
        return self.filter(next_run__lte=now)

    def broken_off(self) -> ScheduledJobQuerySet:
        """Begun and never ended: their process is gone, or they run just now."""
        return self.filter(started_at__isnull=False).filter(Q(ended_at=None) | Q(ended_at__lt=F("started_at")))

    def unended(self, *, begun_before: datetime) -> ScheduledJobQuerySet:
        """Those whose last run began so long ago, and goes on or broke off."""
        return self.broken_off().filter(started_at__lt=begun_before)

    def failed(self) -> ScheduledJobQuerySet:
        return self.filter(outcome=Outcome.FAILED)


class ScheduledJob(models.Model):
    """One row for each job: how it went the last time, and when it runs next."""

    name = models.CharField(max_length=60, primary_key=True)
    next_run = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    said = models.CharField(
        max_length=200, blank=True, help_text="What the last run had to say, or which error it was."
    )

    objects = ScheduledJobQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def begin(self, *, now: datetime, next_run: datetime) -> bool:
        """Take this run. False where somebody else has taken it: a run is taken once, whoever thinks it is their turn."""
        mine = ScheduledJob.objects.filter(pk=self.pk, next_run=self.next_run)
        return bool(mine.update(started_at=now, next_run=next_run))

    def end(self, *, now: datetime, outcome: Outcome, said: str) -> None:
        ScheduledJob.objects.filter(pk=self.pk).update(ended_at=now, outcome=outcome, said=said[:200])


class LeaseQuerySet(models.QuerySet["Lease"]):
    def held(self, *, and_for: timedelta = timedelta(0)) -> LeaseQuerySet:
        """Held now, or no longer ago than `and_for`."""
        return self.filter(until__gt=_from_now(-and_for))


class Lease(models.Model):
    """One row. Whoever's name stands in it runs the jobs, until the moment that stands beside it.

    The clock is the database's: several machines need not agree on the time.
    """

    ONLY = 1
    LASTS = timedelta(seconds=30)  # renewed every few seconds: after a holder has died, somebody else goes on this soon

    holder = models.CharField(max_length=100)
    until = models.DateTimeField()

    objects = LeaseQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.holder} until {self.until}"

    @classmethod
    def take(cls, holder: str) -> bool:
        """Take or renew it. False as long as it is somebody else's."""
        free_or_mine = cls.objects.filter(Q(holder=holder) | Q(until__lte=Now()), pk=cls.ONLY)
        if free_or_mine.update(holder=holder, until=_from_now(cls.LASTS)):
            return True
        _lease, is_new = cls.objects.get_or_create(pk=cls.ONLY, defaults={"holder": "", "until": Now()})
        return is_new and bool(free_or_mine.update(holder=holder, until=_from_now(cls.LASTS)))

    @classmethod
    def give_back(cls, holder: str) -> None:
        """Whoever comes next need not wait for it to run out. That it was held until now stays known."""
        cls.objects.filter(pk=cls.ONLY, holder=holder).update(holder="", until=Now())


def _from_now(difference: timedelta) -> ExpressionWrapper:
    return ExpressionWrapper(Now() + difference, output_field=DateTimeField())
