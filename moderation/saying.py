"""Days and hours the way people say them, in London's time."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreement.days import LONDON, day_of

NOON = 12


def moment_in_words(moment: datetime) -> str:
    """Like "Tuesday 1 December, 8 pm"; "today, 8 pm"; "tomorrow, 8 pm"."""
    local = moment.astimezone(LONDON)
    return _("%(day)s, %(clock)s") % {"day": day_in_words(local.date()), "clock": clock_in_words(local)}


def day_in_words(day: date | datetime) -> str:
    """Like "Tuesday 1 December", with the year when it is another one; "today", "tomorrow", "yesterday"."""
    day = day_of(day) if isinstance(day, datetime) else day
    today = day_of(timezone.now())
    near = {today: _("today"), today + timedelta(days=1): _("tomorrow"), today - timedelta(days=1): _("yesterday")}
    return near.get(day) or date_format(day, "l j F" if day.year == today.year else "l j F Y")


def clock_in_words(moment: datetime) -> str:
    """Like "8 pm" or "8.30 am"."""
    hour = moment.hour % NOON or NOON
    minutes = f".{moment.minute:02d}" if moment.minute else ""
    half = _("pm") if moment.hour >= NOON else _("am")
    return f"{hour}{minutes} {half}"
