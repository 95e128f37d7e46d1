"""A page that is withdrawn while newer words of it, or a translation, are with the panel or with a moderator."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from agreement.hashing import content_hash
from agreement.models import AgreementKind, Withdrawal
from moderation.actions import agree, put_back, withdraw
from moderation.errors import BallotClosed, NotReadyToSend, WithdrawnSince
from moderation.models import Ballot, CountedVote, Decision, ModeratorCheck, Takedown, Vote
from tests.delivery.pages import taken_back
from tests.factories import check_of, member_of, members_of, moderator_for, published, send_in, vote, words
from tests.languages.test_made_from import changed
from tests.languages.welsh import ballot_of, carried, in_welsh, press_send, translated, translator_for
from tests.moderation.doors import browser_of, text_of
from tests.moderation.test_panel_pages import page_of
from tests.moderation.test_voting import rewrite
from tests.moderation.test_what_was_taken_down import FIRST, SECOND, WHY, agree_to, all_agree, now

SIGNED = {"read_it_all": "on"}


@pytest.fixture
def moderator(newham):
    return moderator_for(newham)


@pytest.fixture
def page(newham, moderator):
    members_of(newham, 4)
    return published(newham, body_el3=words(FIRST))


@pytest.fixture
def ballot(newham, page):
    """Newer words of the page, before the panel."""
    writer = member_of(newham)
    rewrite(page.pk, by=writer, text=SECOND)
    return send_in(now(page), by=writer)


@pytest.fixture
def check(ballot):
    all_agree(ballot)
    return check_of(ballot)


@pytest.fixture
def welsh(newham, page):
    """The Welsh page of exactly what readers have, before the panel."""
    translator = translator_for(newham)
    made = translated(page, by=translator)
    press_send(made, by=translator)
    return made


@pytest.fixture
def welsh_check(newham, welsh):
    return check_of(carried(welsh, newham))


def signed_over_http(check: ModeratorCheck, *, by) -> str:
    return text_of(browser_of(by).post(reverse("moderation:sign_check", args=[check.pk]), SIGNED, follow=True))


def test_a_withdrawal_ends_the_vote_on_newer_words_and_nothing_that_was_said_counts(newham, page, ballot, moderator):
    voters = list(ballot.youth_panel.current_members().filter(pk__in=ballot.electorate()))
    vote(ballot, voters[:3], "AAC")

    withdraw(page=now(page), moderator=moderator, **WHY)

    ballot.refresh_from_db()
    assert ballot.outcome == "void"
    assert not now(page).workflow_in_progress
    assert not Vote.objects.filter(ballot=ballot).exists()
    assert not CountedVote.objects.filter(ballot=ballot).exists()
    assert list(Decision.objects.filter(page=page).values_list("kind", flat=True).order_by("-pk"))[:2] == [
        "withdrawn",
        "void",
    ]
    assert set(PageLogEntry.objects.filter(action="wagtail.workflow.cancel").values_list("user", flat=True)) == {None}
    with pytest.raises(BallotClosed):
        ballot.cast(voters[3], "agree")
    assert "did not count" in text_of(browser_of(voters[3]).get(page_of(ballot)))


def test_a_withdrawal_ends_the_check_of_newer_words_that_somebody_has_open(newham, page, check, moderator):
    other = moderator_for(newham)
    drawn = text_of(browser_of(other).get(reverse("moderation:check", args=[check.pk])))
    withdraw(page=now(page), moderator=moderator, **WHY)

    said = signed_over_http(check, by=other)

    assert "taken from its readers" not in drawn
    assert "was withdrawn in the meantime" in said
    assert not now(page).live
    assert Withdrawal.objects.standing().get().locale == ""
    with pytest.raises(WithdrawnSince):
        check.sign(other)
    with pytest.raises(WithdrawnSince):
        check.send_back(other, reason_code="quality.tone", words="Warmer.")


def test_what_was_ended_by_a_withdrawal_goes_on_with_its_reason(newham, page, check, moderator):
    withdraw(page=now(page), moderator=moderator, **WHY)
    again = send_in(now(page), by=member_of(newham))
    voter = ballot_voter(again)

    assert WHY["words"] in text_of(browser_of(voter).get(page_of(again)))
    agree_to(again, moderator=moderator_for(newham))

    assert now(page).live
    assert not Withdrawal.objects.standing().exists()


def ballot_voter(ballot: Ballot):
    return ballot.youth_panel.current_members().filter(pk__in=ballot.electorate()).first()


def test_a_signature_that_came_after_an_unseen_withdrawal_lifts_nothing(newham, page, check):
    """Sent in at the very moment of the withdrawal, so that neither saw the other."""
    Withdrawal.objects.create(content_id=page.translation_key, reason="wrong")

    with pytest.raises(WithdrawnSince):
        check.sign(moderator_for(newham))

    assert Withdrawal.objects.standing().exists()
    assert not now(page).workflow_in_progress
    assert FIRST in str(now(page).body_el3)


def test_what_is_agreed_lifts_no_withdrawal_that_is_newer_than_its_ballot(page, moderator):
    """`sign` looks at this first; this is the look that agreeing takes for itself."""
    withdraw(page=now(page), moderator=moderator, **WHY)

    agree(
        now(page),
        content_hash=content_hash(now(page)),
        kind=AgreementKind.BALLOT,
        asked_at=timezone.now() - timedelta(hours=1),
    )

    assert Withdrawal.objects.standing().exists()


def test_a_withdrawal_as_a_whole_ends_the_check_of_its_translation(newham, page, welsh_check, moderator):
    withdraw(page=now(page), moderator=moderator, **WHY)

    # Before anybody tries to sign it, which would end it as well.
    assert not in_welsh(page).workflow_in_progress
    with pytest.raises(WithdrawnSince):
        welsh_check.sign(moderator_for(newham))
    with pytest.raises(WithdrawnSince):
        welsh_check.sign(moderator)
    assert not in_welsh(page).live
    assert Withdrawal.objects.standing().get().locale == ""


def test_a_withdrawal_in_one_language_ends_the_vote_on_what_is_made_from_it(newham, page, welsh, moderator):
    withdraw(page=now(page), moderator=moderator, this_language_only=True, **WHY)

    assert ballot_of(welsh) is None
    assert not in_welsh(page).workflow_in_progress


def test_a_translation_that_is_withdrawn_alone_ends_nothing_of_its_source(newham, page, welsh_check, moderator):
    welsh_check.sign(moderator_for(newham))
    rewrite(page.pk, by=member_of(newham), text=SECOND)
    ballot = send_in(now(page), by=member_of(newham))

    withdraw(page=in_welsh(page), moderator=moderator, this_language_only=True, **WHY)

    ballot.refresh_from_db()
    assert ballot.is_open


def test_putting_back_ends_what_is_under_way_in_nobodys_name(newham, page, moderator):
    takedown = withdraw(page=page, moderator=moderator, **WHY)
    writer = member_of(newham)
    rewrite(page.pk, by=writer, text=SECOND)
    ballot = send_in(now(page), by=writer)

    put_back(takedown=takedown, moderator=moderator_for(newham))

    assert Ballot.objects.get(pk=ballot.pk).outcome == "void"
    assert PageLogEntry.objects.get(action="wagtail.workflow.cancel").user is None


def test_a_translation_is_not_signed_while_its_source_is_not_live(newham, page, welsh_check, moderator):
    taken_back(now(page))

    with pytest.raises(NotReadyToSend, match="is not live now"):
        welsh_check.sign(moderator)
    said = signed_over_http(welsh_check, by=moderator)

    assert "The English page is not live now." in said
    assert not in_welsh(page).live


def test_where_it_cannot_be_signed_the_check_says_why_and_it_can_be_sent_back(newham, page, welsh_check, moderator):
    taken_back(now(page))

    said = text_of(browser_of(moderator).get(reverse("moderation:check", args=[welsh_check.pk])))

    assert "The English page is not live now." in said
    assert reverse("moderation:sign_check", args=[welsh_check.pk]) not in said
    welsh_check.send_back(moderator, reason_code="quality.tone", words="Wait for the English page, please.")
    assert not in_welsh(page).live


def test_a_translation_whose_source_has_moved_on_is_signed_and_readers_are_told(newham, page, welsh_check, moderator):
    changed(page, summary="You can always say no.")

    welsh_check.sign(moderator)

    assert in_welsh(page).live


def test_whoever_took_a_translation_from_its_readers_does_not_check_the_same_words_of_its_source(
    newham, page, welsh_check, moderator
):
    other = moderator_for(newham)
    welsh_check.sign(other)
    withdraw(page=now(page), moderator=other, this_language_only=True, **WHY)
    withdraw(page=now(page), moderator=moderator, **WHY)

    ballot = send_in(now(page), by=member_of(newham))
    all_agree(ballot)

    assert Takedown.objects.who_withdrew(now(page)) == {moderator.pk, other.pk}
    assert not check_of(ballot).eligible() & {moderator.pk, other.pk}


def test_whoever_took_the_source_from_its_readers_does_not_check_the_same_words_in_another_language(
    newham, page, welsh_check, moderator
):
    withdraw(page=now(page), moderator=moderator, **WHY)

    assert Takedown.objects.who_withdrew(in_welsh(page).get_latest_revision_as_object()) == {moderator.pk}
