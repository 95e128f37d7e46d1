"""“Facts checked on …” is said by a moderator's signature, and by nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

from agreement.models import Agreement
from articles.models import ArticlePage
from delivery.projection import project
from moderation.actions import put_back, withdraw
from tests.factories import block, check_of, draft, member_of, members_of, moderator_for, published, send_in, vote
from tests.moderation.doors import browser_of, text_of

pytestmark = pytest.mark.django_db

NO_SOURCE = "It does not say where its facts come from"


@pytest.fixture
def sources() -> list:
    return [block("source", {"title": "Childline", "url": "https://www.childline.org.uk/"})]


def test_a_draft_says_nothing(newham):
    page = draft(newham, by=member_of(newham))

    assert project(page)["reviewed_on"] is None


def test_it_is_the_day_of_the_signature_and_not_of_the_draft_or_the_vote(newham):
    with time_machine.travel(datetime(2026, 11, 2, 12, tzinfo=UTC), tick=False):
        writer, voters, moderator = member_of(newham), members_of(newham, 3), moderator_for(newham)
        page = draft(newham, by=writer)
        ballot = send_in(page, by=writer)
    with time_machine.travel(datetime(2026, 11, 9, 12, tzinfo=UTC), tick=False):
        vote(ballot, voters, "AAA")
    with time_machine.travel(datetime(2026, 11, 12, 12, tzinfo=UTC), tick=False):
        check_of(ballot).sign(moderator)

    assert project(ArticlePage.objects.get(pk=page.pk))["reviewed_on"] == "2026-11-12"


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "2026-07-02"),
        (datetime(2026, 12, 1, 23, 30, tzinfo=UTC), "2026-12-01"),
    ],
)
def test_the_day_is_londons(newham, moment, day):
    with time_machine.travel(moment, tick=False):
        page = published(newham)

    assert Agreement.objects.get(content_id=page.translation_key).checked_on == date.fromisoformat(day)


def test_other_words_were_not_checked(newham):
    page = published(newham)
    page.summary = "Other words."
    page.save_revision()

    assert project(page.get_latest_revision_as_object())["reviewed_on"] is None


def test_putting_back_keeps_the_day_on_which_it_was_checked(newham):
    with time_machine.travel(datetime(2026, 11, 2, 12, tzinfo=UTC), tick=False):
        page = published(newham)
    takedown = withdraw(page=page, moderator=moderator_for(newham), reason="wrong", reason_code="other", words="Is it?")

    put_back(takedown=takedown, moderator=moderator_for(newham))

    assert project(ArticlePage.objects.get(pk=page.pk))["reviewed_on"] == "2026-11-02"


def test_the_form_does_not_ask_a_writer_for_it(newham):
    writer = member_of(newham)
    page = draft(newham, by=writer)

    shown = browser_of(writer).get(f"/admin/pages/{page.pk}/edit/").content.decode()

    assert 'name="reviewed_on"' not in shown
    assert 'name="review_by"' in shown


@pytest.mark.parametrize("has_sources", [True, False])
def test_a_missing_source_stands_on_the_ballot_and_on_the_check(newham, sources, has_sources):
    writer, voters, moderator = member_of(newham), members_of(newham, 3), moderator_for(newham)
    page = draft(newham, by=writer, **({"sources": sources} if has_sources else {}))
    ballot = send_in(page, by=writer)

    on_the_ballot = text_of(browser_of(voters[0]).get(f"/admin/panel/ballots/{ballot.pk}/"))
    vote(ballot, voters, "AAA")
    on_the_check = text_of(browser_of(moderator).get(f"/admin/desk/checks/{check_of(ballot).pk}/"))

    assert (NO_SOURCE not in on_the_ballot) is has_sources
    assert (NO_SOURCE not in on_the_check) is has_sources
