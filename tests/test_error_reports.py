"""What a report of an error says of whoever was there: nothing that they typed, and not who they are."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from django.core.signals import got_request_exception
from django.test import Client
from django.urls import reverse
from django.views.debug import get_exception_reporter_class

from people.going_on import Sent
from tests.articles.editor import logged_in, typed
from tests.factories import check_of, draft, member_of, members_of, moderator_for, send_in, vote

WORDS = "Who do I ring at night?"


@pytest.fixture
def reports() -> Any:
    """Each report that would be sent of an error, as a page and as a letter."""
    written: list[str] = []

    def report(request: Any, **_kwargs: Any) -> None:
        reporter = get_exception_reporter_class(request)(request, *sys.exc_info(), is_email=True)
        written.extend([reporter.get_traceback_html(), reporter.get_traceback_text()])

    got_request_exception.connect(report)
    yield written
    got_request_exception.disconnect(report)


@pytest.fixture
def ballot(newham):
    moderator_for(newham)
    writer, *_voters = members_of(newham, 4)
    return send_in(draft(newham, by=writer), by=writer)


@pytest.fixture
def breaks(monkeypatch):
    """Makes something raise an error that nobody has thought of."""

    def broken(*_args: Any, **_kwargs: Any) -> Any:
        raise RuntimeError("Nobody thought of this.")

    return lambda name: monkeypatch.setattr(name, broken)


def say_nothing_of_it(reports: list[str], *typed_or_known: str) -> bool:
    return bool(reports) and not any(said in report for report in reports for said in typed_or_known)


def test_an_error_in_voting_tells_nobody_the_vote_nor_whose_it_was(ballot, breaks, reports):
    voter = ballot.electors.order_by("pk").first().user
    breaks("moderation.models.Ballot.cast")
    asks = {"choice": "ask_for_changes", "reason": "something_is_missing", "words": WORDS}

    unkind(logged_in(voter)).post(reverse("moderation:ballot", args=[ballot.pk]), asks)

    assert say_nothing_of_it(reports, "ask_for_changes", "something_is_missing", "ring at night", str(voter))


def test_an_error_in_writing_tells_nobody_the_words(ballot, breaks, reports):
    writer = member_of(ballot.youth_panel)
    page = draft(ballot.youth_panel, by=writer)
    breaks("articles.models.ArticlePage.save_revision")

    unkind(logged_in(writer)).post(reverse("wagtailadmin_pages:edit", args=[page.pk]), typed(summary=WORDS))

    assert say_nothing_of_it(reports, "ring at night")


def test_an_error_in_sending_back_tells_nobody_the_reason(ballot, breaks, reports):
    vote(ballot, [elector.user for elector in ballot.electors.order_by("pk")], "A" * 20)
    check = check_of(ballot)
    moderator = moderator_for(ballot.youth_panel)
    breaks("moderation.models.ModeratorCheck.send_back")

    unkind(logged_in(moderator)).post(
        reverse("moderation:send_check_back", args=[check.pk]), {"reason_code": "content.out_of_date", "words": WORDS}
    )

    assert say_nothing_of_it(reports, "ring at night")


@pytest.mark.parametrize("name", ["wagtailadmin_login", "go_on"])
def test_an_error_in_logging_in_tells_nobody_the_password(db, ballot, breaks, reports, name):
    breaks("people.backends.TermBackend.authenticate")
    sealed = Sent("/admin/", [("words", WORDS)], 1).sealed()

    sent = {"username": "somebody-here", "password": "a long enough password", "sealed": sealed}
    unkind(Client()).post(reverse(name), sent)

    assert say_nothing_of_it(reports, "a long enough password", "ring at night", "somebody-here", sealed)


def test_an_error_tells_nobody_what_stood_in_the_address_or_in_a_cookie(ballot, breaks, reports):
    browser = unkind(logged_in(moderator_for(ballot.youth_panel)))
    browser.cookies["known_browser"] = "a-cookies-value"
    breaks("moderation.views.desk.checks_on_the_desk")

    browser.get(reverse("moderation:desk"), {"q": "ring-at-night"}, headers={"referer": "/?ring-at-night"})

    assert say_nothing_of_it(reports, "ring-at-night", "a-cookies-value")


def unkind(browser: Client) -> Client:
    """Which answers with an error page, as a server does, instead of handing the error to the test."""
    browser.raise_request_exception = False
    return browser


def test_an_error_that_quotes_what_was_typed_tells_nobody_either(ballot, monkeypatch, reports):
    """A database says which row it refused, and Python which text was no number."""

    def refused(*_args: Any, **_kwargs: Any) -> Any:
        try:
            int(WORDS)
        except ValueError as error:
            raise RuntimeError(f"Failing row contains (7, {WORDS}, null)") from error

    monkeypatch.setattr("moderation.models.Ballot.cast", refused)
    voter = ballot.electors.first().user

    with pytest.raises(RuntimeError):
        logged_in(voter).post(reverse("moderation:ballot", args=[ballot.pk]), {"choice": "agree"})

    assert say_nothing_of_it(reports, "ring at night")
    assert "RuntimeError" in reports[0]
