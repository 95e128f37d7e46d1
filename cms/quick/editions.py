"""Has anything changed that readers can get? Looked at once in each second of the clock, and believed until that second ends.

The second is the clock's own and not one that each process counts from its own beginning: so a cache in front of us that
keeps an answer to the end of the same second (X-Accel-Expires) adds nothing to how long withdrawn words can still be read.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from wagtail.models import Page

from agreement.days import LONDON
from delivery.models import ContentItem, Edition
from home.models import CouncilPage, HomePage


@dataclass(frozen=True)
class Known:
    """An edition, and the moment (seconds since 1970) at which its answers change though nobody changes anything."""

    mark: str
    true_until: float


class Editions:
    """What one process knows. Safe to ask from every thread."""

    def __init__(self) -> None:
        self._known: Known | None = None
        self._looked_in = -1  # a second of the clock
        self._lock = threading.Lock()

    def current(self) -> tuple[Known, int]:
        """The edition there is, and the second for which that is certain. Raises what the database raises."""
        now = time.time()
        known = self._known
        if known is not None and int(now) == self._looked_in and now < known.true_until:
            return known, self._looked_in
        with self._lock:
            return self._look()

    def _look(self) -> tuple[Known, int]:
        now = time.time()  # before asking: what changes while we ask belongs to the next second
        known = self._known
        if known is None or int(now) != self._looked_in or now >= known.true_until:
            mark = Edition.mark_now()
            if known is None or mark != known.mark or now >= known.true_until:
                known = Known(mark, min(moment.timestamp() for moment in _changes_to_come(timezone.now())))
            self._known, self._looked_in = known, int(now)
        return known, self._looked_in


def _changes_to_come(now: datetime) -> Iterator[datetime]:
    """When answers become others by themselves: a day begins (reviews fall due, areas begin and end), something expires."""
    today = timezone.localtime(now, LONDON).replace(hour=0, minute=0, second=0, microsecond=0)
    yield today + timedelta(days=1)
    for field in ("expire_at", "true_until"):
        coming = ContentItem.objects.filter(**{f"{field}__gt": now}).order_by(field).values_list(field, flat=True)
        yield from coming[:1]
    places = Page.objects.type(HomePage, CouncilPage).filter(expire_at__gt=now).order_by("expire_at")
    yield from places.values_list("expire_at", flat=True)[:1]
