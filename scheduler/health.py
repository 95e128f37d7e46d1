"""Does anything happen by itself?"""

from __future__ import annotations

import time
from datetime import timedelta

from django.conf import settings

from scheduler.models import Lease, ScheduledJob

_BEGAN = time.monotonic()


def stands_still() -> bool:
    """Whether nobody has run jobs for some minutes (`SCHEDULER_MISSED_AFTER`, in seconds).

    A process that began just now waits as long before it says so: the scheduler may have begun with it.
    """
    if time.monotonic() - _BEGAN < settings.SCHEDULER_MISSED_AFTER:
        return False
    return not Lease.objects.held(and_for=timedelta(seconds=settings.SCHEDULER_MISSED_AFTER)).exists()


def failed_jobs() -> list[str]:
    """The names of the jobs whose last run failed."""
    return sorted(ScheduledJob.objects.failed().values_list("name", flat=True))
