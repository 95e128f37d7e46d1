"""What is remembered, for how long, and what never is."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import OperationalError, connection
from django.utils import timezone

from cms.quick.room import CACHE_IN_FRONT
from delivery.models import ContentItem, Edition
from moderation.actions import withdraw
from taxonomy.models import Area, Situation, Topic, TopicLabel
from tests.delivery.pages import agree_to, agreed, article
from tests.factories import moderator_for, topic
from tests.moderation.labels import renamed
from tests.quick.asking import ask
from tests.quick.conftest import made

LIST = "/api/v1/content/"


@pytest.fixture
def page(newham: Any, committed: Any, childline: Any) -> Any:
    with committed():
        return agreed(newham, article(slug="a-page"))


def address_of(page: Any) -> str:
    return f"/api/v1/content/{page.translation_key}/"


def in_a_second() -> Any:
    return time_machine.travel(timezone.now() + timedelta(seconds=1))


@contextmanager
def queries() -> Any:
    asked: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield asked


def test_an_item_and_a_list_take_one_query_and_what_is_remembered_or_known_takes_none(room, page):
    with time_machine.travel(timezone.now(), tick=False):
        room.editions.current()
        for address in (address_of(page), LIST, f"{LIST}?topic=county-lines&level=el3&locale=cy"):
            with queries() as first:
                said = ask(room, address)
            with queries() as again:
                ask(room, address)
                ask(room, address, HTTP_IF_NONE_MATCH=said.etag)
                ask(room, address, method="HEAD")

            assert len(first) == 1, address
            assert again == [], address


def test_whether_anything_has_changed_is_asked_once_in_a_second_of_the_clock(room, page):
    with time_machine.travel(datetime(2026, 5, 5, 12, 0, 0, tzinfo=UTC), tick=False) as clock:
        ask(room, LIST)
        clock.move_to(datetime(2026, 5, 5, 12, 0, 0, 990_000, tzinfo=UTC))
        with queries() as in_the_same:
            ask(room, LIST)
        clock.move_to(datetime(2026, 5, 5, 12, 0, 1, 10_000, tzinfo=UTC))
        with queries() as in_the_next:
            ask(room, LIST)

    assert (len(in_the_same), len(in_the_next)) == (0, 1)


def rename_a_topic(page, panel):
    Topic.objects.get(slug="county-lines").labels.create(language="en", label="Carrying")


def remove_an_unused_topic(page, panel):
    Topic.objects.get(slug="unused").delete()


def withdraw_the_page(page, panel):
    withdraw(page=page, moderator=moderator_for(panel), reason="wrong", reason_code="other", words="Wrong.")


def publish_other_words(page, panel):
    page.summary = "Other words."
    page.save()
    agree_to(page)


def change_a_crisis_number(page, panel):
    from home.models import CrisisLine

    line = CrisisLine.objects.get(slug="childline")
    line.number = "0800 2222"
    line.save()


def rename_the_council(page, panel):
    council = panel.root_page.specific
    council.title = "Newham and around"
    council.save()


def restrict_the_council(page, panel):
    from wagtail.models import PageViewRestriction

    PageViewRestriction.objects.create(page=panel.root_page, restriction_type="login")


def add_a_situation(page, panel):
    Situation.objects.create(slug="new", name="New")


def rename_an_area(page, panel):
    area = Area.objects.get(code="E09000025")
    area.name = "Newham, London"
    area.save()


def call_the_levels_otherwise(page, panel):
    renamed(panel)


CHANGES = [
    (call_the_levels_otherwise, "/api/v1/councils/"),
    (call_the_levels_otherwise, "item"),
    (rename_a_topic, "/api/v1/topics/"),
    (remove_an_unused_topic, "/api/v1/topics/"),
    (add_a_situation, "/api/v1/situations/"),
    (rename_an_area, "/api/v1/areas/"),
    (rename_the_council, "/api/v1/councils/"),
    (restrict_the_council, "/api/v1/councils/"),
    (restrict_the_council, "/api/v1/languages/"),
    (change_a_crisis_number, "/api/v1/crisis-help/"),
    (change_a_crisis_number, "item"),
    (publish_other_words, LIST),
    (withdraw_the_page, LIST),
    (withdraw_the_page, "item"),
    (withdraw_the_page, "/api/v1/levels/"),
]


@pytest.mark.parametrize(("change", "address"), CHANGES, ids=lambda value: getattr(value, "__name__", value))
def test_within_a_second_of_a_change_the_old_answer_is_gone(django, room, page, newham, committed, change, address):
    topic("unused")
    address = address_of(page) if address == "item" else address
    before = ask(room, address)

    with committed():
        change(page, newham)

    with in_a_second():
        assert ask(room, address) != before
        assert ask(room, address) == ask(django, address)


def test_a_draft_drops_nothing(room, page, newham, committed):
    before = Edition.mark_now()

    with committed():
        page.summary = "Only a draft."
        page.save_revision()

    assert Edition.mark_now() == before


def test_the_edition_turns_in_the_transaction_that_writes_the_read_model(page, newham, committed):
    before, rows = Edition.mark_now(), list(ContentItem.objects.values_list("html", flat=True))

    with committed():
        publish_other_words(page, newham)
        assert (Edition.mark_now(), list(ContentItem.objects.values_list("html", flat=True))) == (before, rows)

    assert Edition.mark_now() != before


def test_what_expires_is_gone_at_that_moment_though_nobody_changes_anything(django, room, newham, committed):
    with time_machine.travel(datetime(2026, 5, 5, 12, 0, 0, tzinfo=UTC), tick=False) as clock:
        with committed():
            page = agreed(newham, article(expire_at=timezone.now() + timedelta(milliseconds=500)))
        assert ask(room, address_of(page)).status == "200 OK"
        clock.move_to(datetime(2026, 5, 5, 12, 0, 0, 500_000, tzinfo=UTC))

        assert ask(room, address_of(page)).status == "404 Not Found"
        assert ask(room, LIST) == ask(django, LIST)


def test_at_midnight_in_london_reviews_fall_due(django, room, newham, committed):
    with time_machine.travel(datetime(2026, 5, 5, 22, 59, 59, tzinfo=UTC), tick=False) as clock:
        with committed():
            page = agreed(newham, article(review_by=timezone.localdate()))
        before = json.loads(ask(room, address_of(page)).body)["review_overdue"]
        clock.move_to(datetime(2026, 5, 5, 23, 0, 0, tzinfo=UTC))

        assert (before, json.loads(ask(room, address_of(page)).body)["review_overdue"]) == (False, True)


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/content/00000000-0000-4000-8000-000000000000/",
        "/api/v1/content/?unknown=1",
        "/api/v1/nothing/",
        "/api/v1/paths/nothing/",
        "gone",
    ],
)
def test_no_error_and_nothing_withdrawn_is_remembered(room, page, newham, committed, address):
    if address == "gone":
        with committed():
            withdraw_the_page(page, newham)
        address = address_of(page)
    kept = len(room.remembered)

    assert ask(room, address).status[:1] == "4"

    assert len(room.remembered) == kept


def test_what_was_read_before_a_change_and_came_back_after_it_is_not_remembered(room, page):
    old, _second = room.editions.current()
    Edition.turn()
    with in_a_second():
        new, _second = room.editions.current()
        answer = room.remembered.get(old, LIST)
        assert answer is None
        ask(room, LIST)
        from cms.quick.remembered import Answer

        room.remembered.keep(old, (LIST, ""), Answer(b"old", "old", ()))

        assert ask(room, LIST).body != b"old"
        assert old != new


def test_memory_is_bounded_and_what_was_asked_for_last_stays(django, page):
    room = made(django, most_bytes=40_000)

    for number in range(1, 101):
        ask(room, f"{LIST}?limit={number}")
        assert sum(len(answer.body) for answer in room.remembered._kept[1].values()) <= 40_000

    assert 3 < len(room.remembered) < 40
    assert (LIST, "limit=100", "") in room.remembered._kept[1]


def test_a_cache_of_ours_in_front_may_keep_answers_to_the_end_of_this_second_and_nothing_else(room, page):
    with time_machine.travel(datetime(2026, 5, 5, 12, 0, 0, 900_000, tzinfo=UTC), tick=False):
        second = f"@{int(timezone.now().timestamp())}"
        front = {CACHE_IN_FRONT: "nginx"}

        for address in (LIST, address_of(page), "/api/v1/topics/"):
            for _again in range(2):
                assert dict(ask(room, address, **front).headers)["X-Accel-Expires"] == second
        assert "X-Accel-Expires" not in dict(ask(room, LIST).headers)
        assert "X-Accel-Expires" not in dict(ask(room, f"{LIST}?x=1", **front).headers)
        assert "X-Accel-Expires" not in dict(ask(room, "/api/v1/paths/nothing/", **front).headers)


def test_without_a_database_nothing_remembered_is_said_and_readers_hear_when_to_try_again(room, page, monkeypatch):
    monkeypatch.setattr(connection, "close", lambda: None)  # the test's own transaction is in it
    ask(room, LIST)

    def gone(*_anything: Any) -> Any:
        raise OperationalError("the database has gone away")

    with in_a_second(), connection.execute_wrapper(gone):
        said = ask(room, LIST)

    assert (said.status, dict(said.headers)["Retry-After"]) == ("503 Service Unavailable", "30")
    assert dict(said.headers)["Content-Type"] == "application/problem+json"
    with time_machine.travel(timezone.now() + timedelta(seconds=2)):
        assert ask(room, LIST).status == "200 OK"


def test_without_redis_reads_go_on(room, page, settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }

    assert ask(room, LIST).status == "200 OK"
    assert ask(room, address_of(page)).status == "200 OK"
    assert ask(room, "/api/v1/topics/").status == "200 OK"


def test_a_wrong_question_is_no_mistake_and_leaves_no_trace_in_the_log(room, page, caplog):
    for query in ("order=relevance", "order=relevance&search=", "limit=x", "topic=nothing"):
        assert ask(room, f"{LIST}?{query}").status == "400 Bad Request"

    assert caplog.text == ""


def test_a_mistake_in_the_quick_room_is_logged_without_the_address_and_django_answers(
    django, room, page, monkeypatch, caplog
):
    def broken(*_anything: Any) -> Any:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("cms.quick.answering.list_text", broken)

    assert ask(room, f"{LIST}?topic=county-lines") == ask(django, f"{LIST}?topic=county-lines")
    assert "broken on purpose" in caplog.text
    assert "county-lines" not in caplog.text


def test_a_label_in_another_language_alone_changes_only_that(room, page, committed):
    before = ask(room, address_of(page))

    with committed():
        TopicLabel.objects.create(topic=Topic.objects.get(slug="county-lines"), language="cy", label="Cario")

    with in_a_second():
        assert ask(room, address_of(page)) == before
