"""Much is written batch after batch: whoever takes something back waits for one batch, and what broke off is done again."""

from __future__ import annotations

import json
from datetime import timedelta
from threading import Event, Thread

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from wagtail.models import Page

from delivery import actions
from delivery.checking import differences
from delivery.models import ContentItem, OutboxEntry
from delivery.outbox import drain, drain_at_start, later
from delivery.pictures import SPECS
from tests.delivery.pages import agreed, article, picture
from tests.factories import published

TITLES = ("One", "Two", "Three")


@pytest.fixture
def pages(newham, committed):
    with committed():
        return [agreed(newham, article(title=title)) for title in TITLES]


@pytest.fixture
def batches_of_one(monkeypatch):
    monkeypatch.setattr("delivery.rows.BATCH", 1)
    monkeypatch.setattr(actions, "BATCH", 1)


@pytest.fixture
def it_breaks_off(monkeypatch, batches_of_one):
    """As if the process were killed at the second batch; until `monkeypatch.undo`."""
    wanted, asked = actions._wanted, []

    def once(content_ids):
        asked.append(content_ids)
        if len(asked) > 1:
            raise KeyboardInterrupt
        return wanted(content_ids)

    monkeypatch.setattr(actions, "_wanted", once)


def spoilt() -> int:
    return ContentItem.objects.filter(title="spoilt").count()


def test_what_a_rebuild_came_to_before_it_broke_off_is_mended(pages, it_breaks_off):
    ContentItem.objects.update(title="spoilt")

    with pytest.raises(KeyboardInterrupt):
        actions.rebuild()

    assert spoilt() == 2


def test_a_rebuild_writes_nothing_where_everything_is_right(pages):
    before = list(ContentItem.objects.order_by("pk").values_list("pk", "html"))

    assert actions.rebuild() == 3

    assert list(ContentItem.objects.order_by("pk").values_list("pk", "html")) == before


def test_much_that_waits_is_done_batch_after_batch_and_again_where_it_broke_off(pages, monkeypatch, it_breaks_off):
    ContentItem.objects.update(title="spoilt")
    later(actions.contents_below, page_id=Page.objects.get(depth=2, locale__language_code="en").pk)

    with pytest.raises(KeyboardInterrupt):
        drain()
    assert spoilt() == 2
    assert OutboxEntry.objects.count() == 1

    monkeypatch.undo()
    assert drain() == 0  # for a minute it is whoever began it: everybody's next commit would do it all once more
    assert spoilt() == 2
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        drain()
    assert spoilt() == 0
    assert not OutboxEntry.objects.exists()
    assert list(differences()) == []


def test_what_is_much_keeps_no_process_from_answering_when_it_starts(pages, batches_of_one):
    """Readers no longer get what was taken back in any case; what is new to them, the scheduler lets out."""
    ContentItem.objects.update(title="spoilt")
    later(actions.contents_below, page_id=Page.objects.get(depth=2, locale__language_code="en").pk)

    drain_at_start()

    assert spoilt() == 3
    assert list(OutboxEntry.objects.due()) == list(OutboxEntry.objects.all()) != []
    drain()
    assert spoilt() == 0


@pytest.mark.django_db(transaction=True)
def test_whoever_takes_something_back_does_not_wait_for_a_picture_to_be_made(whole_newham, monkeypatch):
    """Making its sizes takes a second, and is done before anybody has to wait for it."""
    shown, in_a_transaction = picture(), []
    made = actions.make_renditions
    shown.renditions.all().delete()
    OutboxEntry.objects.create(action="contents_showing", what=json.dumps({"picture_id": shown.pk}))

    def noted(a_picture):
        if set(SPECS) - set(a_picture.renditions.values_list("filter_spec", flat=True)):
            in_a_transaction.append(connection.in_atomic_block)
        made(a_picture)

    monkeypatch.setattr(actions, "make_renditions", noted)
    drain()

    assert in_a_transaction == [False]
    assert shown.renditions.exists()
    assert not OutboxEntry.objects.exists()


@pytest.fixture
def broken(newham, pages, committed):
    """A page that cannot be made any more: a picture of its has lost the files that readers get."""
    shown = picture()
    with committed():
        page = agreed(newham, article(title="Lost", image=shown, image_alt="A door."))
    for rendition in shown.renditions.all():
        rendition.file.storage.delete(rendition.file.name)
    ContentItem.objects.update(title="spoilt")
    return page


def test_a_page_that_cannot_be_made_keeps_no_other_from_a_rebuild(broken):
    with pytest.raises(ExceptionGroup):
        actions.rebuild()

    assert set(ContentItem.objects.filter(title="spoilt").values_list("content_id", flat=True)) == {
        broken.translation_key
    }


def test_nor_from_what_waits_about_many_at_once(broken):
    later(actions.contents_below, page_id=Page.objects.get(depth=2, locale__language_code="en").pk)

    drain()

    assert spoilt() == 1
    assert OutboxEntry.objects.get().tries == 1


def test_the_check_says_which_page_it_is_and_looks_at_all_the_others(broken):
    found = list(differences())

    assert [line for line in found if line.startswith(f"cannot be made: {broken.translation_key}")]
    assert len([line for line in found if line.startswith("stale")]) == len(TITLES)


@pytest.mark.django_db(transaction=True)
def test_nobody_who_takes_something_back_waits_for_the_end_of_a_rebuild(whole_newham, monkeypatch):
    page = published(whole_newham)
    published(whole_newham, title="Another page of ours")
    begun, taken_back = Event(), Event()

    def one_by_one(everything):
        for number, content_id in enumerate(everything, start=1):
            yield [content_id]
            if number < len(everything):
                begun.set()
                taken_back.wait(30)

    monkeypatch.setattr(actions, "in_batches", one_by_one)
    thread = Thread(target=lambda: (actions.rebuild(), connection.close()))
    thread.start()
    assert begun.wait(30)

    actions.hide_page(page_id=page.pk)
    was_alive = thread.is_alive()
    taken_back.set()
    thread.join()

    assert was_alive
