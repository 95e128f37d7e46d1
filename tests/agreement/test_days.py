"""It is one day for everybody: London's, whatever time zone somebody has chosen for themselves."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.apps import apps
from django.utils import timezone

from agreement.days import day_of, today

HALF_PAST_MIDNIGHT = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
"""In London, where the second of July has begun."""

ASKS_THE_CLOCK_OF_WHOEVER_ASKS = re.compile(
    r"timezone\.localdate\b|timezone\.localtime\((?![^)]*LONDON)|\bdate\.today\("
)


@pytest.mark.parametrize("zone", ["UTC", "Europe/London", "Pacific/Kiritimati"])
def test_the_day_is_londons_whoever_asks(zone, time_machine):
    time_machine.move_to(HALF_PAST_MIDNIGHT, tick=False)

    with timezone.override(zone):
        assert today() == day_of(HALF_PAST_MIDNIGHT) == date(2026, 7, 2)


def test_nothing_asks_what_day_it_is_where_somebody_says_they_are():
    rooms = [Path(app.path) for app in apps.get_app_configs() if "site-packages" not in app.path]
    asking = [
        str(file)
        for room in rooms
        for file in room.rglob("*.py")
        if "migrations" not in file.parts and ASKS_THE_CLOCK_OF_WHOEVER_ASKS.search(file.read_text())
    ]

    assert rooms
    assert asking == []
