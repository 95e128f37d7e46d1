"""The end of the road: what goes live, what stands in the way at the last moment, and what is written down of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models.signals import post_save
from wagtail.models import PageLogEntry

from agreement.hashing import content_hash
from agreement.models import Agreement, AgreementKind, Withdrawal
from agreement.signals import words_agreed
from articles.models import ArticlePage
from languages.models import BEING_WRITTEN, TranslatedFrom
from languages.translations import made_from
from moderation.actions import agree, publish_checked, withdraw
from moderation.errors import NotAgreed, WithdrawnSince
from moderation.models import Decision, ModeratorCheck
from tests.delivery.pages import agreed, article, taken_back, translated
from tests.factories import check_of, draft, member_of, members_of, moderator_for, send_in, vote


@pytest.fixture
def moderator(newham):
    return moderator_for(newham)


@pytest.fixture
def ballot(newham, moderator):
    writer = member_of(newham)
    members_of(newham, 3)
    return send_in(draft(newham, by=writer), by=writer)


@pytest.fixture
def check(newham, ballot):
    voters = [member for member in newham.current_members() if member.pk in ballot.electorate()]
    vote(ballot, voters, "AAA")
    return check_of(ballot)


@pytest.fixture
def signed(check, moderator):
    check.sign(moderator)
    return ModeratorCheck.objects.get(pk=check.pk)


def now(check) -> ArticlePage:
    return ArticlePage.objects.get(pk=check.revision.object_id)


# -- what stands in the way


def test_a_workflow_that_ends_before_anybody_has_checked_publishes_nothing(ballot, moderator):
    """Wagtail's own `finish` ends a workflow wherever it is."""
    with pytest.raises(NotAgreed):
        ballot.workflow_state.finish(user=moderator)

    assert not now(ballot).live
    assert not Agreement.objects.exists()


def test_a_workflow_that_ends_before_its_check_is_signed_publishes_nothing(check, moderator):
    with pytest.raises(NotAgreed):
        check.workflow_state.finish(user=moderator)

    assert not now(check).live


@pytest.mark.parametrize("outcome", ["", "asks_for_changes", "no_quorum", "void"])
def test_a_signed_check_does_not_publish_what_its_ballot_has_not_carried(signed, moderator, outcome):
    """A check begins with a carried ballot; this is the look that publishing takes for itself."""
    ballot = signed.carried_ballot
    ballot.outcome = outcome
    ballot.save(update_fields=["outcome"])

    with pytest.raises(NotAgreed):
        publish_checked(check=ModeratorCheck.objects.get(pk=signed.pk), user=moderator)


def test_a_signed_check_does_not_publish_another_revision_than_its_ballots(signed, moderator):
    """`sign` brings both to the same one; this is the look that publishing takes for itself."""
    ballot = signed.carried_ballot
    ballot.revision = now(signed).save_revision(user=moderator)
    ballot.save(update_fields=["revision"])

    with pytest.raises(NotAgreed):
        publish_checked(check=ModeratorCheck.objects.get(pk=signed.pk), user=moderator)


def test_a_signed_check_does_not_publish_what_was_withdrawn_since_the_panel_was_asked(signed, moderator):
    """`sign` looks at this first; this is the look that publishing takes for itself."""
    Withdrawal.objects.create(content_id=now(signed).translation_key, reason="wrong")

    with pytest.raises(WithdrawnSince):
        publish_checked(check=ModeratorCheck.objects.get(pk=signed.pk), user=moderator)


def test_a_withdrawal_that_comes_in_the_midst_of_publishing_is_not_lifted_by_it(check, moderator):
    """Nobody who was asked had read its reason."""

    def withdraw_it(sender, instance, **kwargs) -> None:
        Withdrawal.objects.create(content_id=instance.content_id, reason="wrong")

    post_save.connect(withdraw_it, sender=Agreement)
    try:
        check.sign(moderator)
    finally:
        post_save.disconnect(withdraw_it, sender=Agreement)

    assert Withdrawal.objects.standing().exists()


def test_agreeing_to_other_words_lifts_the_withdrawal_that_the_panel_had_read(newham, ballot, moderator):
    Withdrawal.objects.create(
        content_id=now(ballot).translation_key, reason="wrong", withdrawn_at=ballot.started_at - timedelta(minutes=1)
    )
    vote(ballot, [member for member in newham.current_members() if member.pk in ballot.electorate()], "AAA")

    check_of(ballot).sign(moderator)

    assert not Withdrawal.objects.standing().exists()


# -- what is written down


def test_the_panels_history_says_that_it_went_live_and_after_which_ballot(signed, newham):
    said = Decision.objects.get(kind="published")

    assert (said.youth_panel, said.ballot) == (newham, signed.carried_ballot)
    assert (said.page_id, said.content_id, said.locale) == (now(signed).pk, now(signed).translation_key, "en")
    assert said.title == now(signed).title
    assert (said.words, said.reason_code) == ("", "")


def test_the_pages_history_says_whose_signature_published_it(signed, moderator):
    assert PageLogEntry.objects.get(action="wagtail.publish", page=now(signed).pk).user == moderator


def test_the_ledger_says_exactly_what_was_agreed(signed):
    (entry,) = Agreement.objects.all()

    assert (entry.kind, entry.content_id, entry.locale) == ("ballot", now(signed).translation_key, "en")
    assert entry.content_hash == signed.carried_ballot.content_hash
    assert entry.revoked_at is None


def test_rooms_that_listen_for_agreed_words_hear_of_them_when_the_ledger_knows_them(check, moderator):
    heard = []

    def listen(sender, page, **kwargs) -> None:
        heard.append((sender, page.pk, Agreement.objects.standing().filter(content_id=page.translation_key).count()))

    words_agreed.connect(listen, sender=ArticlePage)
    try:
        check.sign(moderator)
    finally:
        words_agreed.disconnect(listen, sender=ArticlePage)

    assert heard == [(ArticlePage, now(check).pk, 1)]


# -- other languages


@pytest.fixture
def english(newham):
    return agreed(newham, article(slug="a-page"))


@pytest.fixture
def welsh(english):
    return translated(english, "cy", title="Ga i ddweud na?", slug="dweud-na")


def agreed_anew(page: ArticlePage) -> None:
    page.summary = "Other words."
    agree(page, content_hash=content_hash(page), kind=AgreementKind.BALLOT)


def test_agreed_words_of_a_translation_are_known_as_made_from_what_its_draft_was_made_from(english, welsh):
    agreed_anew(welsh)

    TranslatedFrom.objects.filter(content_hash=BEING_WRITTEN).update(source_hash="0" * 64)  # the next draft's
    assert made_from(welsh).source_hash == content_hash(english)


def test_the_languages_that_readers_lost_stay_withdrawn_each_with_its_own_takedown(english, welsh, moderator):
    withdraw(page=english, moderator=moderator, reason="wrong", reason_code="other", words="Is it?")

    agreed_anew(english)

    one = Withdrawal.objects.standing().get()
    assert one.locale == "cy"
    assert [taken.page_id for taken in one.takedown.pages.all()] == [welsh.pk]


def test_a_language_that_readers_did_not_have_is_not_withdrawn_by_itself_afterwards(english, welsh, moderator):
    """It was agreed once and taken back long before."""
    taken_back(welsh)
    withdraw(page=english, moderator=moderator, reason="wrong", reason_code="other", words="Is it?")

    agreed_anew(english)

    assert not Withdrawal.objects.standing().exists()


def test_where_nobody_noted_what_was_lost_every_language_that_was_ever_agreed_stays_withdrawn(english, welsh):
    Withdrawal.objects.create(content_id=english.translation_key, reason="wrong")

    agreed_anew(english)

    assert [one.locale for one in Withdrawal.objects.standing()] == ["cy"]
