"""Which day it is: London's, whoever asks.

Wagtail turns each person's own time zone on for their requests. Nobody's term lasts an hour longer by choosing another.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

LONDON = ZoneInfo("Europe/London")


def today() -> date:
    return day_of(timezone.now())


def day_of(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()
