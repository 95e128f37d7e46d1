"""The real parts behind the embedded ones: PostgreSQL's row locks, Redis there and Redis gone, two publishers at once."""

from __future__ import annotations

from threading import Event, Thread

import pytest
from django.core.cache import caches
from django.db import OperationalError, connection, transaction
from django.test import Client

from delivery import outbox
from delivery.actions import contents_of_page, rebuild
from delivery.models import ContentItem
from moderation.models import Ballot, Vote
from tests.factories import draft, member_of, members_of, moderator_for, published, send_in
from tests.moderation.test_races import all_at_once


@pytest.fixture
def ballot(whole_newham):
    moderator_for(whole_newham)
    writer = member_of(whole_newham)
    members_of(whole_newham, 3)
    return send_in(draft(whole_newham, by=writer), by=writer)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgresql_a_vote_waits_for_whoever_holds_the_ballot(ballot):
    held, done = Event(), Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                Ballot.objects.locked(ballot.pk)
                held.set()
                done.wait(timeout=20)
        finally:
            connection.close()

    holder = Thread(target=hold)
    holder.start()
    assert held.wait(timeout=20)
    try:
        voter = ballot.electors.first().user
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '300ms'")
        with pytest.raises(OperationalError, match="lock timeout"):
            ballot.cast(voter, "agree")
    finally:
        done.set()
        holder.join()
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = 0")

    ballot.cast(voter, "agree")
    assert Vote.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_publishing_rebuilding_and_publishing_again_at_once_leave_each_item_once(whole_newham):
    page = published(whole_newham)
    before = list(ContentItem.objects.values_list("content_id", "locale", "state"))

    results = all_at_once([lambda: outbox.later(contents_of_page, page_id=page.pk), rebuild] * 8)

    assert [result for result in results if isinstance(result, Exception)] == []
    assert list(ContentItem.objects.values_list("content_id", "locale", "state")) == before


@pytest.mark.redis
def test_what_one_worker_puts_into_redis_another_one_finds(settings):
    settings.CACHES = {
        name: {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": settings.REDIS_URL}
        for name in ("default", "another worker's")
    }
    caches["default"].set("a word between workers", "hello", timeout=10)

    assert caches["another worker's"].get("a word between workers") == "hello"


@pytest.mark.redis
@pytest.mark.django_db(transaction=True)
def test_with_redis_there_the_server_says_that_it_is_ready(settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": settings.REDIS_URL}
    }

    assert Client().get("/readyz").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_with_redis_gone_readers_read_and_members_vote(ballot, settings):
    page = published(ballot.youth_panel)
    # Nothing listens at port 1.
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }

    ballot.cast(ballot.electors.first().user, "agree")

    assert Vote.objects.count() == 1
    assert Client().get(f"/api/v1/content/{page.translation_key}/").status_code == 200
    assert Client().get("/readyz").status_code == 503
