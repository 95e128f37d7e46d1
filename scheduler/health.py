"""Does anything happen by itself?"""

from __future__ import annotations

import time
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from scheduler.models import Lease, ScheduledJob

LONGEST_RUN = timedelta(hours=1)
_BEGAN = time.monotonic()


def stands_still() -> bool:
    """Whether nobody has run jobs for some minutes (`SCHEDULER_MISSED_AFTER`, in seconds).

    A process that began just now waits as long before it says so: the scheduler may have begun with it.
    """
    if time.monotonic() - _BEGAN < settings.SCHEDULER_MISSED_AFTER:
        return False
    return not Lease.objects.held(and_for=timedelta(seconds=settings.SCHEDULER_MISSED_AFTER)).exists()


def unended_jobs() -> list[str]:
    """The names of the jobs that began longer ago than any run takes, and have not ended."""
    long_ago = timezone.now() - LONGEST_RUN
    return sorted(ScheduledJob.objects.unended(begun_before=long_ago).values_list("name", flat=True))


def failed_jobs() -> list[str]:
    """The names of the jobs whose last run failed."""
    return sorted(ScheduledJob.objects.failed().values_list("name", flat=True))
