"""What readers have to get anew, written down in the transaction that changes it.

It is done right after the commit, so that readers see it at once. A process that is killed in between leaves its rows to
whoever comes next: a process that starts, the next commit of anybody, or the scheduler. A row goes in the transaction that has written the items.
"""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, connection, models, transaction
from django.utils import timezone
from wagtail.models import Page

from delivery import actions
from delivery.locks import one_at_a_time
from delivery.models import ContentItem, OutboxEntry
from delivery.projection import PROJECTIONS

log = logging.getLogger(__name__)

Action = Callable[..., set[uuid.UUID] | None]

MOST_AT_ONCE = 500
BY_THEN_IT_IS_COMMITTED = timedelta(seconds=15)  # or it never will be
TRY_AGAIN_AFTER = timedelta(seconds=5)  # twice as long each time
LONGEST_WAIT = timedelta(hours=1)
TAKEN_FOR = timedelta(
    minutes=1
)  # by whoever does it in many transactions; who is killed meanwhile leaves it to others then
MOST_DOUBLINGS = 10  # longer than the longest wait; what failed for days would be more than a timedelta holds

# What may be asked for `later`, by name: the database remembers names and JSON.
ACTIONS: dict[str, Action] = {
    action.__name__: action
    for action in (
        actions.content_itself,
        actions.contents_of_page,
        actions.contents_below,
        actions.contents_in_place,
        actions.contents_about_topic,
        actions.contents_for_situation,
        actions.contents_with_areas,
        actions.contents_in_locale,
        actions.contents_using,
        actions.contents_showing,
        actions.keep_crisis_help,
    )
}

MADE_READY_BEFORE: dict[str, Callable[..., None]] = {actions.contents_showing.__name__: actions.make_picture_ready}
"""Of these, what needs no lock: whoever takes something back waits for the lock, and not for this."""


# -- what has happened, and what follows


def page_saved(page: Page, *, update_fields: Iterable[str] | None = None) -> None:
    """A page was saved or deleted: its own item follows, or, if it is a place, the items of all that stands in it."""
    if update_fields and actions.UNSEEN_FIELDS.issuperset(update_fields):
        return
    if page.specific_class in PROJECTIONS:
        later(actions.content_itself, content_id=page.translation_key)
        if _was_public_once(page):
            actions.hide_page(page_id=page.pk)
    else:
        later(actions.contents_below, page_id=page.pk)
        if not page.live:
            actions.hide_what_is_below(page_id=page.pk)


def _was_public_once(page: Page) -> bool:
    """And is it no more. Asked first, because hiding waits for whoever lets something out: a new draft need not."""
    if page.live:
        return False
    return page.first_published_at is not None or ContentItem.objects.filter(page_id=page.pk).exists()


def page_is_going(page: Page) -> None:
    """A page is about to be deleted: what mentions it is looked up now, for Wagtail forgets that with the page."""
    actions.hide_page(page_id=page.pk)
    for content_id in sorted(actions.content_ids_mentioning({page.translation_key})):
        later(actions.content_itself, content_id=content_id)


def page_is_being_closed(*, page_id: int) -> None:
    """Readers may not see a page, nor what is below it, any more.

    Wagtail keeps that without a transaction (admin/views/page_privacy.py, SetPrivacyView), so that it is committed before
    anybody hears of it: what follows is written down before, and looked at when it will have happened.
    """
    if not connection.in_atomic_block:
        what = _as_json({"page_id": page_id})
        not_before = timezone.now() + BY_THEN_IT_IS_COMMITTED
        OutboxEntry.objects.create(action=actions.contents_below.__name__, what=what, not_before=not_before)
    actions.hide_what_is_below(page_id=page_id)


# -- writing it down


def later(action: Action, **what: Any) -> None:
    """Have `action` called once this transaction has committed, by whoever is there then; however often it is asked for.

    What an action returns are contents to let out, and those of all actions are let out together: publishing one page asks
    a dozen times. Raises LookupError for an action that the database could not call by its name.
    """
    name = action.__name__
    if ACTIONS.get(name) is not action:
        raise LookupError(f"{name} is not among what may be asked for later")
    entries = _written_in_this_transaction()
    entry = name, _as_json(what)
    if entry not in entries:
        OutboxEntry.objects.create(action=name, what=entry[1])
        entries.add(entry)
    # Outside a transaction it is called at once.
    transaction.on_commit(_AfterTheCommit(connection.run_on_commit, entries), robust=True)


class _AfterTheCommit:
    """Does what this transaction has written down. The first of many does all: each savepoint that stands has one."""

    __qualname__ = "let out what has changed"  # Django names what failed by it

    def __init__(self, hooks: list[Any], entries: set[tuple[str, str]]) -> None:
        self.hooks, self.entries = hooks, entries

    def __call__(self) -> None:
        if self.entries:
            self.entries.clear()
            drain()


def _written_in_this_transaction() -> set[tuple[str, str]]:
    """Empty at first, and after a savepoint was rolled back: with it went rows, and Django made a new list of what waits."""
    last = _last_call()
    return set() if last is None or last.hooks is not connection.run_on_commit else last.entries


def _last_call() -> _AfterTheCommit | None:
    waiting = (hook[1] for hook in reversed(connection.run_on_commit))
    return next((call for call in waiting if isinstance(call, _AfterTheCommit)), None)


def _as_json(what: dict[str, Any]) -> str:
    return json.dumps(what, sort_keys=True, default=str)


# -- doing it


def drain() -> int:
    """Do everything that is written down and due. Returns how many rows were looked at; what fails is logged and tried again."""
    if connection.in_atomic_block:
        _written_in_this_transaction().clear()
    done = 0
    while entries := _do_together():
        done += len(entries)
        if len(entries) < MOST_AT_ONCE:
            break
    return done


def drain_at_start() -> None:
    """What a killed process left behind, before this one answers anybody. What is much, or fails, can wait: nothing is raised."""
    try:
        _do_in_one(OutboxEntry.objects.due()[:MOST_AT_ONCE])
    except actions.TooMany:
        log.info("What was left to let out is much: it waits for the scheduler")
    except Exception:
        log.warning("What was left to let out waits for the scheduler", exc_info=True)
        connection.close()


def _do_together() -> Sequence[OutboxEntry]:
    """Together, so that readers see all of a change at once; but one that is broken keeps no other one back."""
    try:
        return _do(OutboxEntry.objects.due()[:MOST_AT_ONCE])
    except Exception:
        log.warning("What has changed is let out one by one, because together it failed")
        return _do_one_by_one()


def _do_one_by_one() -> Sequence[OutboxEntry]:
    entries = list(OutboxEntry.objects.due()[:MOST_AT_ONCE])
    for number, entry in enumerate(entries, start=1):
        try:
            _do_apart(OutboxEntry.objects.filter(pk=entry.pk))
        except Exception as error:
            log.exception("Error calling %s after a commit (%s).", entry.action, error)
            entry.try_again(min(TRY_AGAIN_AFTER * 2 ** min(entry.tries, MOST_DOUBLINGS), LONGEST_WAIT))
            if isinstance(error, InterfaceError | OperationalError):
                return entries[:number]  # a database that is busy says nothing about those that follow
    return entries


def _do(waiting: models.QuerySet[OutboxEntry]) -> list[OutboxEntry]:
    try:
        return _do_in_one(waiting)
    except actions.TooMany:
        return _do_apart(waiting.all())


def _do_in_one(waiting: models.QuerySet[OutboxEntry]) -> list[OutboxEntry]:
    """In one transaction. Raises TooMany where that would be a long one."""
    _make_ready(waiting.all())
    with transaction.atomic():
        entries, contents = _look_up(waiting)
        actions.publish_contents(contents, together=True)
        _are_done(entries)
    return entries


def _make_ready(waiting: Iterable[OutboxEntry]) -> None:
    """What takes its time is done before anybody has to wait for us."""
    for entry in waiting:
        if make_ready := MADE_READY_BEFORE.get(entry.action):
            make_ready(**json.loads(entry.what))


def _do_apart(waiting: models.QuerySet[OutboxEntry]) -> list[OutboxEntry]:
    """In many transactions, and the rows go last: who is killed meanwhile leaves them to be done again. What is broken
    keeps nothing else of the same row back. Meanwhile nobody else takes them: each would begin at the first batch."""
    with transaction.atomic():
        entries, contents = _look_up(waiting)
        OutboxEntry.objects.filter(pk__in=[entry.pk for entry in entries]).update(not_before=timezone.now() + TAKEN_FOR)
    actions.publish_contents(contents)
    _are_done(entries)
    return entries


def _look_up(waiting: models.QuerySet[OutboxEntry]) -> tuple[list[OutboxEntry], set[uuid.UUID]]:
    """What waits and was not done by somebody else meanwhile, and the contents that it is about."""
    one_at_a_time()
    entries = list(waiting)
    return entries, {key for entry in entries for key in ACTIONS[entry.action](**json.loads(entry.what)) or ()}


def _are_done(entries: list[OutboxEntry]) -> None:
    OutboxEntry.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
