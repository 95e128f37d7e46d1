"""A process that ends right after a commit: nothing withdrawn is served, and whoever comes next finishes what follows.

Nothing here runs what waits for the commit, as if the process had been killed in between.
"""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from wagtail.models import PageViewRestriction

from agreement.models import Agreement, Withdrawal
from cms.jobs import SomethingCannotBeLetOut, let_out_what_was_left, look_whether_something_is_stuck
from cms.quick.answering import answer_to
from delivery import actions, outbox
from delivery.checking import differences
from delivery.models import ContentItem, Edition, OutboxEntry
from delivery.outbox import drain
from moderation.actions import withdraw
from tests.delivery.pages import agreed, article, taken_back
from tests.delivery.test_kept_true import (
    CHANGES,
    delete_a_page,
    unpublish,
    unpublish_the_council,
    withdraw_a_page,
    withdraw_one_language,
    world,
)

__all__ = ["world"]

# Each takes readers something away, and is served no longer from the moment it is committed.
GOES = [
    withdraw_a_page,
    unpublish,
    delete_a_page,
    lambda world, newham: PageViewRestriction.objects.create(page=world["first"], restriction_type="login"),
    lambda world, newham: PageViewRestriction.objects.create(page=newham.root_page, restriction_type="login"),
    unpublish_the_council,
    lambda world, newham: Withdrawal.objects.create(content_id=world["first"].translation_key, reason="wrong"),
    lambda world, newham: Agreement.objects.about(content_id=world["first"].translation_key, locale="en").take_back(),
]
NAMES = [
    "withdrawn", "unpublished", "deleted", "restricted", "council restricted", "council unpublished", "a withdrawal row",
    "agreement taken back",
]  # fmt: skip


def is_served(client, page) -> bool:
    address = f"/api/v1/content/{page.translation_key}/"
    listed = page.title in {card["title"] for card in client.get("/api/v1/content/").json()["items"]}
    found = page.title in {card["title"] for card in client.get("/api/v1/content/?search=first").json()["items"]}
    return listed or found or client.get(address).status_code == 200 or answer_to(address, "") is not None


@pytest.mark.parametrize("goes", GOES, ids=NAMES)
def test_nothing_that_was_taken_away_is_served_though_nothing_follows_the_commit(goes, world, newham, client):
    first = world["first"]
    assert is_served(client, first)
    edition = Edition.mark_now()

    goes(world, newham)

    assert not is_served(client, first)
    assert Edition.mark_now() != edition
    shown = ContentItem.objects.on_show().filter(title=first.title)
    assert not shown.exists()


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_whoever_comes_next_finishes_what_follows(change, world, newham):
    change(world, newham)

    let_out_what_was_left()

    assert list(differences()) == []
    assert not OutboxEntry.objects.exists()


def test_one_language_that_was_withdrawn_leaves_the_other_where_it_is(world, newham, client):
    withdraw_one_language(world, newham)

    assert not ContentItem.objects.on_show().filter(content_id=world["welsh"].translation_key, locale="cy").exists()
    assert client.get(f"/api/v1/content/{world['first'].translation_key}/").json()["title"] == "First?"


def test_what_was_withdrawn_and_put_back_is_there_again(world, newham, client):
    withdrawn = Withdrawal.objects.create(content_id=world["first"].translation_key, reason="wrong")
    drain()
    withdrawn.put_back()
    drain()

    assert is_served(client, world["first"])
    assert list(differences()) == []


def test_what_is_undone_writes_nothing_down(world):
    with transaction.atomic():
        outbox.later(actions.content_itself, content_id=world["first"].translation_key)
        transaction.set_rollback(True)

    assert not OutboxEntry.objects.exists()


def test_what_a_rolled_back_savepoint_wrote_down_is_written_down_again(world):
    for undone in (True, False):
        with transaction.atomic():
            outbox.later(actions.content_itself, content_id=world["first"].translation_key)
            transaction.set_rollback(undone)

    assert OutboxEntry.objects.count() == 1


def test_a_change_is_one_row_however_often_it_is_asked_for(world):
    for _time in range(3):
        with transaction.atomic():
            outbox.later(actions.content_itself, content_id=world["first"].translation_key)
        outbox.later(actions.content_itself, content_id=world["first"].translation_key)

    assert OutboxEntry.objects.count() == 1


def test_only_what_the_database_can_call_by_name_may_be_asked_for():
    with pytest.raises(LookupError):
        outbox.later(lambda: None)


@pytest.mark.parametrize("action", outbox.ACTIONS.values(), ids=list(outbox.ACTIONS))
def test_every_action_can_be_called_with_what_json_says(action, world, newham):
    first = world["first"]
    known = {
        "content_id": first.translation_key, "page_id": first.pk, "language": "en", "topic_id": 1, "situation_id": 1,
        "locale_id": first.locale_id, "model": "articles.picture", "key": first.image_id, "picture_id": first.image_id,
    }  # fmt: skip
    names = action.__kwdefaults__ or getattr(action, "__wrapped__", action).__annotations__.keys() - {"return"}

    outbox.later(action, **{name: known[name] for name in names})
    drain()

    assert not OutboxEntry.objects.exists()


def test_what_fails_stays_is_tried_again_ever_later_and_is_reported(world, monkeypatch, caplog):
    def breaks() -> None:
        raise ValueError("broken on purpose")

    monkeypatch.setitem(outbox.ACTIONS, "breaks", breaks)
    outbox.later(breaks)
    taken_back(world["second"])

    drain()
    drain()

    left = OutboxEntry.objects.get()
    assert (left.action, left.tries) == ("breaks", 1)
    assert left.not_before > timezone.now()
    assert not ContentItem.objects.on_show().filter(title="Second?").exists()
    assert "broken on purpose" in caplog.text
    with pytest.raises(SomethingCannotBeLetOut):
        look_whether_something_is_stuck()


def test_what_nobody_does_for_minutes_is_reported(newham):
    drain()
    look_whether_something_is_stuck()
    OutboxEntry.objects.create(action="x", what=json.dumps({}), written_at=timezone.now() - timedelta(minutes=6))

    with pytest.raises(SomethingCannotBeLetOut):
        look_whether_something_is_stuck()


@pytest.mark.django_db(transaction=True)
def test_a_page_that_is_closed_without_a_transaction_is_hidden_before_it_is_committed(
    whole_newham, monkeypatch, client
):
    """Wagtail's own view keeps a restriction so: the process may end between its commit and our hearing of it."""
    page = agreed(whole_newham, article(title="First?", slug="first"))
    monkeypatch.setattr("django.db.models.signals.post_save.send", lambda *args, **kwargs: [])

    PageViewRestriction.objects.create(page=page, restriction_type="login")

    assert not is_served(client, page)
    monkeypatch.undo()
    OutboxEntry.objects.update(not_before=timezone.now())
    assert OutboxEntry.objects.exists()
    drain()
    assert list(differences()) == []


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_is_let_out_at_once(whole_newham, client):
    from tests.factories import moderator_for

    page = agreed(whole_newham, article(title="First?", slug="first"))
    assert is_served(client, page)

    withdraw(page=page, moderator=moderator_for(whole_newham), reason="wrong", reason_code="other", words="Wrong.")

    assert client.get(f"/api/v1/content/{page.translation_key}/").status_code == 410
    assert not OutboxEntry.objects.exists()
