"""What takes a second person, in one list, and the doors through which it is changed.

A page's words have a ballot and a check. What is listed here reaches readers, or decides who may vote and check, without
either. It is written only while a door is open, whoever saves it and from wherever: `agreement/receivers.py` refuses
everything else, superusers and scripts included. What goes round `save()` (a raw `update()`) finds `manage.py four_eyes`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import is_password_usable
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)

Row = Mapping[str, Any]
"""Fields of one row, by the names of their columns."""


class NeedsSecondPerson(Exception):
    """Somebody alone tried to write what takes two. `moderation.middleware` says it to them."""

    def __init__(self) -> None:
        super().__init__(_("This takes a second person. Nothing has changed."))


class NotOverHTTP(Exception):
    """The set-up door is for commands, not for requests."""


@dataclass(frozen=True)
class Guarded:
    """What of a model takes two: `fields` (empty: all of them), `many` (what it is linked with), adding and deleting.

    `alone(before, now)` says which of its changes one person may make nevertheless; `before` is None for a new row.
    """

    fields: tuple[str, ...] = ()
    many: tuple[str, ...] = ()
    alone: Callable[[Row | None, Row], bool] | None = None


def _begins_or_closes_an_account(before: Row | None, now: Row) -> bool:
    """A new account without a password opens nothing yet. And a stolen account must be closed at once."""
    if before is None:
        return not now["is_superuser"] and not is_password_usable(now["password"])
    return changed_in(before, now) == {"is_active"} and not now["is_active"]


IS_THERE = ("live", "expired", "go_live_at", "expire_at")
"""Whether readers find a page, now and by itself on a later day."""

NEEDS_TWO: dict[str, Guarded] = {
    # What readers see on every page.
    "home.CrisisLine": Guarded(many=("topics", "areas")),
    "home.CrisisLineWords": Guarded(),
    # Where the quick exit leads, what is put first, what the makers of a page are called, and that their place is there:
    # where it is not, neither is anything below it.
    "home.HomePage": Guarded(fields=("title", "slug", *IS_THERE)),
    "home.CouncilPage": Guarded(fields=("title", "slug", "area", "exit_url", *IS_THERE)),
    "home.FeaturedPage": Guarded(),
    "home.YouthPanelPage": Guarded(fields=("title", "slug", *IS_THERE)),
    # What pages are found by, from which age, and which of them front ends treat with care.
    "taxonomy.Topic": Guarded(),
    "taxonomy.TopicLabel": Guarded(),
    "taxonomy.Situation": Guarded(),
    "taxonomy.SituationLabel": Guarded(),
    "taxonomy.Area": Guarded(),
    "taxonomy.WordGroup": Guarded(),
    "agreement.LevelLabel": Guarded(),
    # Who votes, who checks, how many it takes, and who can log in as them.
    "people.Membership": Guarded(),
    "people.Appointment": Guarded(),
    "people.Council": Guarded(),
    "people.YouthPanel": Guarded(),
    "people.User": Guarded(
        # A name too: it is what the second person reads.
        fields=("username", "display_name", "email", "password", "is_superuser", "is_active"),
        many=("groups", "user_permissions"),
        alone=_begins_or_closes_an_account,
    ),
    "auth.Group": Guarded(many=("permissions",)),
    "wagtailcore.GroupPagePermission": Guarded(),
    "wagtailcore.GroupCollectionPermission": Guarded(),
    # Which steps a page takes before readers see it. Code furnishes the road, and no screen writes it (people/doors.py).
    "wagtailcore.Workflow": Guarded(),
    "wagtailcore.WorkflowTask": Guarded(),
    "wagtailcore.WorkflowPage": Guarded(),
    "wagtailcore.WorkflowContentType": Guarded(),
    "wagtailcore.GroupApprovalTask": Guarded(many=("groups",)),
    "moderation.PanelVoteTask": Guarded(),
    "moderation.ModeratorCheckTask": Guarded(),
    # Where readers' pages stand, in which languages, and from whom they are hidden.
    "wagtailcore.Site": Guarded(),
    "wagtailcore.Locale": Guarded(),
    "wagtailcore.PageViewRestriction": Guarded(many=("groups",)),
    "wagtailcore.CollectionViewRestriction": Guarded(many=("groups",)),
}


def changed_in(before: Row, now: Row) -> set[str]:
    return {name for name in now if before.get(name) != now[name]}


# -- the doors


@dataclass(frozen=True)
class Door:
    """Why the listed things may be written now. One that is for somebody alone says for which row and which fields."""

    because: str
    only: tuple[str, Any] | None = None
    fields: frozenset[str] = frozenset()
    is_for_setting_up: bool = False

    def lets_through(self, label: str, key: Any, changed: set[str]) -> bool:
        return self.only is None or (self.only == (label, key) and changed <= self.fields)


_open_door: ContextVar[Door | None] = ContextVar("open_door", default=None)
_over_http: ContextVar[bool] = ContextVar("over_http", default=False)


def open_door() -> Door | None:
    return _open_door.get()


@contextmanager
def agreed_by_two(*, proposed_by: int, decided_by: int, because: str) -> Iterator[None]:
    """Two people, by their ids, stand behind what is written here. Raises NeedsSecondPerson where they are one."""
    if proposed_by == decided_by:
        raise NeedsSecondPerson
    with _opened(Door(because)):
        yield


@contextmanager
def following_from(because: str) -> Iterator[None]:
    """What is written here is worked out from what two people agreed, like the groups that a term gives."""
    with _opened(Door(because)):
        yield


@contextmanager
def by_the_person_themselves(label: str, key: Any, *, fields: set[str]) -> Iterator[None]:
    """Their own password."""
    with _opened(Door("the person themselves", only=(label, key), fields=frozenset(fields))):
        yield


@contextmanager
def setting_up(because: str) -> Iterator[None]:
    """For commands, migrations and tests: `because` is logged, and stands with every row. Raises NotOverHTTP in a request."""
    if _over_http.get():
        raise NotOverHTTP
    logger.info("What takes two people is set up: %s", because)
    with _opened(Door(because, is_for_setting_up=True)):
        yield


@contextmanager
def every_door_shut() -> Iterator[None]:
    with _opened(None):
        yield


@contextmanager
def answering_a_request() -> Iterator[None]:
    """Every door that a process left open is shut while it answers somebody."""
    token = _over_http.set(True)
    try:
        with every_door_shut():
            yield
    finally:
        _over_http.reset(token)


@contextmanager
def _opened(door: Door | None) -> Iterator[None]:
    token = _open_door.set(door)
    try:
        yield
    finally:
        _open_door.reset(token)
