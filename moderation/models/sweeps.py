"""Closing soon after a vote would show whose it was: some ballots close once an hour, others once a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import models

HOURS_KEPT = timedelta(days=2)


class DailySweepManager(models.Manager["DailySweep"]):
    def begin(self, day: date) -> bool:
        """Whether this is the first sweep of `day`: asked by several at once, one of them hears yes."""
        _sweep, is_first = self.get_or_create(day=day)
        return is_first


class DailySweep(models.Model):
    """A day whose sweep has begun: what cannot change any more has been closed for that day."""

    day = models.DateField(primary_key=True)

    objects = DailySweepManager()

    def __str__(self) -> str:
        return str(self.day)


class HourlySweepManager(models.Manager["HourlySweep"]):
    def begin(self, moment: datetime) -> bool:
        """Whether this is the first sweep of the hour of `moment`: asked by several at once, one of them hears yes."""
        hour = moment.replace(minute=0, second=0, microsecond=0)
        _sweep, is_first = self.get_or_create(hour=hour)
        if is_first:
            self.filter(hour__lt=hour - HOURS_KEPT).delete()
        return is_first


class HourlySweep(models.Model):
    """An hour whose sweep has begun: where everybody had voted, it has been closed for that hour."""

    hour = models.DateTimeField(primary_key=True)

    objects = HourlySweepManager()

    def __str__(self) -> str:
        return str(self.hour)
