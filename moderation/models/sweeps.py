"""Once a day, and not more often, a ballot may close because its result cannot change any more."""

from __future__ import annotations

from datetime import date

from django.db import models


class DailySweepManager(models.Manager["DailySweep"]):
    def begin(self, day: date) -> bool:
        """Whether this is the first sweep of `day`: asked by several at once, one of them hears yes."""
        _sweep, is_first = self.get_or_create(day=day)
        return is_first


class DailySweep(models.Model):
    """A day whose sweep has begun. Closing soon after the decisive vote would show whose it was."""

    day = models.DateField(primary_key=True)

    objects = DailySweepManager()

    def __str__(self) -> str:
        return str(self.day)
