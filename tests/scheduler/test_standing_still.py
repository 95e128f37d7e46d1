"""Whoever can see to it is told when nothing happens by itself; readers lose nothing by it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from people.models import AgeBand, Appointment, Role, User
from scheduler import health
from scheduler.models import Lease, Outcome, ScheduledJob
from tests.factories import UserFactory, member_of, moderator_for

STILL = "Nothing is closing by itself at the moment"
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def up_for_an_hour(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SCHEDULER_MISSED_AFTER = 300
    monkeypatch.setattr(health, "_BEGAN", health._BEGAN - 3600)


def last_held(*, ago: timedelta) -> None:
    Lease.objects.create(holder="", until=timezone.now() - ago)


def lead_of(panel: Any) -> User:
    return appointed(Role.LEAD, youth_panel=panel)


def appointed(role: Role, **to: Any) -> User:
    adult = UserFactory(age_band=AgeBand.ADULT)
    Appointment.objects.create(user=adult, role=role, **to)
    return adult


def first_page(client: Any, user: Any) -> str:
    client.force_login(user)
    return client.get("/admin/").content.decode()


def test_a_server_whose_scheduler_stands_still_is_ready_and_says_so(client, newham):
    last_held(ago=6 * MINUTE)

    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {"status": "ready", "warnings": ["scheduler: stands still"]}


@pytest.mark.parametrize("ago", [4 * MINUTE, -MINUTE / 2])
def test_a_short_pause_is_no_standing_still(client, newham, ago):
    last_held(ago=ago)

    assert client.get("/readyz").json() == {"status": "ready"}


def test_where_nothing_ever_ran_it_is_said_after_some_minutes_and_not_before(client, newham, monkeypatch):
    assert "warnings" in client.get("/readyz").json()

    monkeypatch.setattr(health, "_BEGAN", health.time.monotonic() - 200)
    assert client.get("/readyz").json() == {"status": "ready"}


def test_a_job_that_failed_is_named(client, newham):
    last_held(ago=-MINUTE / 2)
    ScheduledJob.objects.create(name="project_check", next_run=timezone.now(), outcome=Outcome.FAILED)

    assert client.get("/readyz").json()["warnings"] == ["scheduler: project_check failed"]


def test_a_job_that_does_not_end_is_named(client, newham):
    last_held(ago=-MINUTE / 2)
    now = timezone.now()
    begun = {"close_ballots": now - 61 * MINUTE, "project_check": now - 59 * MINUTE, "let_out": now - 90 * MINUTE}
    ended = {"close_ballots": now - 62 * MINUTE, "project_check": None, "let_out": now - 89 * MINUTE}
    for name, at in begun.items():
        ScheduledJob.objects.create(name=name, next_run=now, started_at=at, ended_at=ended[name], outcome=Outcome.DONE)

    assert client.get("/readyz").json()["warnings"] == ["scheduler: close_ballots does not end"]
    assert "close_ballots" in first_page(client, appointed(Role.ADMIN))
    assert "close_ballots" not in first_page(client, lead_of(newham))


def test_leads_and_admins_are_told_on_their_first_page_and_nobody_else(client, newham):
    admin = appointed(Role.ADMIN)
    told = [lead_of(newham), admin, UserFactory(is_superuser=True)]

    assert [STILL in first_page(client, user) for user in told] == [True] * 3
    assert [STILL in first_page(client, user) for user in (member_of(newham), moderator_for(newham))] == [False] * 2


def test_nobody_is_told_anything_while_it_runs(client, newham):
    last_held(ago=-MINUTE / 2)

    assert STILL not in first_page(client, lead_of(newham))


def test_an_admin_hears_what_failed_and_a_lead_does_not(client, newham):
    last_held(ago=-MINUTE / 2)
    ScheduledJob.objects.create(name="project_check", next_run=timezone.now(), outcome=Outcome.FAILED)
    admin = appointed(Role.ADMIN)

    assert "project_check" in first_page(client, admin)
    assert "project_check" not in first_page(client, lead_of(newham))
