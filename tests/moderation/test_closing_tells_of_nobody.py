"""However a ballot ends, no table says who brought it about: the last voter's name beside a result would be a vote."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import connection, models
from django.urls import reverse
from wagtail.log_actions import LogContext
from wagtail.models import PageLogEntry, TaskState

from moderation.actions import close_ballots
from moderation.models import Ballot, BallotKey, Elector
from people.models import User
from tests.factories import draft, member_of, members_of, moderator_for, send_in
from tests.moderation.doors import browser_of, text_of
from tests.moderation.test_voting import rewrite, slip_in

TEXT = (models.CharField, models.TextField, models.JSONField, models.UUIDField)
ENDED_BY_ITSELF = {Elector}
"""Who may vote stands there while a ballot is open, and goes when it ends."""


@pytest.fixture
def writer(newham):
    return member_of(newham, username="writer-of-it")


@pytest.fixture
def voters(newham):
    return members_of(newham, 5)


@pytest.fixture
def ballot(newham, writer, voters) -> Ballot:
    moderator_for(newham)
    return send_in(draft(newham, by=writer), by=writer)


def vote_over_http(ballot: Ballot, browsers: list[Any], choices: str) -> None:
    said = {"A": {"choice": "agree"}, "C": {"choice": "ask_for_changes", "reason": "other"}, "-": {"choice": "abstain"}}
    for browser, choice in zip(browsers, choices, strict=False):
        browser.post(reverse("moderation:ballot", args=[ballot.pk]), said[choice])


def tables() -> list[type[models.Model]]:
    every = apps.get_models(include_auto_created=True)
    return [model for model in every if model._meta.managed and not model._meta.proxy and model not in ENDED_BY_ITSELF]


def places_with_a_person(people: list[User]) -> set[tuple[str, Any, str, str]]:
    """Every place that points to one of these people, or holds the name of one: table, row, column and who."""
    ids = {user.pk for user in people}
    names = {name for user in people for name in (user.username, user.display_name)}
    found = set()
    for model in tables():
        fields = model._meta.concrete_fields
        to_people = [field.attname for field in fields if field.is_relation and field.related_model is User]
        texts = [field.attname for field in fields if isinstance(field, TEXT)]
        for row in model._base_manager.values("pk", *to_people, *texts):
            place = (model._meta.label, row["pk"])
            found |= {(*place, column, str(row[column])) for column in to_people if row[column] in ids}
            found |= {(*place, column, name) for column in texts for name in names if name in str(row[column])}
    return found


def when_all_have_voted(ballot: Ballot, browsers: list[Any]) -> None:
    vote_over_http(ballot, browsers, "AAAAA")
    close_ballots()


def when_all_have_voted_and_ask(ballot: Ballot, browsers: list[Any]) -> None:
    vote_over_http(ballot, browsers, "CCCCA")
    close_ballots()


def when_the_result_cannot_change(ballot: Ballot, browsers: list[Any]) -> None:
    vote_over_http(ballot, browsers, "AAA")
    close_ballots()


def when_time_is_up(ballot: Ballot, browsers: list[Any]) -> None:
    vote_over_http(ballot, browsers, "AAC-")
    with time_machine.travel(ballot.closes_at + timedelta(hours=1), tick=False):
        close_ballots()


def when_too_few_have_voted_twice(ballot: Ballot, browsers: list[Any]) -> None:
    vote_over_http(ballot, browsers, "AC")
    for _time in range(2):
        ballot.refresh_from_db()
        with time_machine.travel(ballot.closes_at + timedelta(hours=1), tick=False):
            close_ballots()


def when_a_vote_finds_that_the_key_is_lost(ballot: Ballot, browsers: list[Any]) -> None:
    vote_over_http(ballot, browsers, "AAC")
    BallotKey.objects.all().delete()
    vote_over_http(ballot, browsers[3:], "A")


def when_a_sweep_finds_that_the_key_is_lost(ballot: Ballot, browsers: list[Any]) -> None:
    vote_over_http(ballot, browsers, "AAC")
    BallotKey.objects.all().delete()
    close_ballots()


def when_a_vote_finds_other_words(ballot: Ballot, browsers: list[Any]) -> None:
    vote_over_http(ballot, browsers, "AAC")
    slip_in(ballot.revision.object_id, by=None, text="Completely different words.")
    vote_over_http(ballot, browsers[3:], "A")


def when_a_sweep_finds_other_words(ballot: Ballot, browsers: list[Any]) -> None:
    vote_over_http(ballot, browsers, "AAC")
    slip_in(ballot.revision.object_id, by=None, text="Completely different words.")
    close_ballots()


ENDINGS = {
    when_all_have_voted: "carried",
    when_all_have_voted_and_ask: "asks_for_changes",
    when_the_result_cannot_change: "carried",
    when_time_is_up: "carried",
    when_too_few_have_voted_twice: "no_quorum",
    when_a_vote_finds_that_the_key_is_lost: "void",
    when_a_sweep_finds_that_the_key_is_lost: "void",
    when_a_vote_finds_other_words: "void",
    when_a_sweep_finds_other_words: "void",
}


@pytest.mark.parametrize("ends", ENDINGS, ids=lambda ends: ends.__name__)
def test_no_table_names_anybody_of_the_electorate_however_a_ballot_ends(
    ballot, voters, writer, ends: Callable[[Ballot, list[Any]], None]
):
    browsers = [browser_of(voter) for voter in voters]
    for browser in browsers:
        browser.get(reverse("moderation:ballot", args=[ballot.pk]))
    before = places_with_a_person([*voters, writer])

    ends(ballot, browsers)

    ballot.refresh_from_db()
    assert ballot.outcome == ENDINGS[ends]
    assert places_with_a_person([*voters, writer]) - before == set()
    assert not Elector.objects.exists()


@pytest.mark.parametrize("verb", ["approve", "reject"])
def test_whoever_calls_what_ends_a_ballot_stands_nowhere(ballot, voters, verb):
    """At its own depth: were a ballot ever closed in somebody's request again, or by a script with a user in hand."""
    Ballot.objects.filter(pk=ballot.pk).update(outcome="carried" if verb == "approve" else "asks_for_changes")
    ballot.refresh_from_db()

    with LogContext(user=voters[0]) as request:
        getattr(ballot, verb)(user=voters[0])

    assert TaskState.objects.get(pk=ballot.pk).finished_by is None
    written = PageLogEntry.objects.get(action=f"wagtail.workflow.{verb}")
    assert (written.user, written.uuid == request.uuid) == (None, False)


def test_a_writer_whose_new_words_end_a_ballot_is_named_by_the_revision_alone(ballot, voters, writer):
    with LogContext(user=writer):
        rewrite(ballot.revision.object_id, by=writer, text="Completely different words.")

    assert PageLogEntry.objects.get(action="wagtail.workflow.cancel").user is None
    assert TaskState.objects.get(pk=ballot.pk).finished_by is None


def test_who_takes_a_page_back_is_no_part_of_the_ballot(ballot, writer):
    ballot.workflow_state.cancel(user=writer)

    assert TaskState.objects.get(pk=ballot.pk).finished_by is None


def test_the_history_that_members_see_names_nobody_beside_the_result(ballot, voters, writer):
    vote_over_http(ballot, [browser_of(voter) for voter in voters], "AAAAA")
    close_ballots()
    page_id = ballot.revision.object_id

    for name in ("history", "workflow_history"):
        said = text_of(browser_of(writer).get(reverse(f"wagtailadmin_pages:{name}", args=[page_id])))
        assert [voter.display_name for voter in voters if voter.display_name in said] == []


def test_every_table_with_a_person_in_it_is_looked_at(db):
    """The test above reads what Django knows: there is no other table that points to people."""
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)

    assert [name for name in names if name not in known and not name.endswith("_fts") and "_fts_" not in name] == [
        "django_migrations"
    ]
