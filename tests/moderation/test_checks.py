"""The moderator's check: four eyes, exactly the agreed words, and what a no says."""

import pytest
from django.urls import reverse

from agreement.models import Agreement
from agreement.signals import about_to_be_sent
from articles.models import ArticlePage
from moderation.errors import NotAgreed, NotReadyToSend, NotYourCheck, WordsHaveChanged
from moderation.models import Ballot, Decision, ModeratorCheck
from people.models import User
from tests.factories import (
    UserFactory,
    check_of,
    draft,
    member_of,
    members_of,
    moderator_for,
    send_in,
    vote,
    words,
)
from tests.moderation.doors import browser_of, text_of
from tests.moderation.test_voting import rewrite, slip_in


@pytest.fixture
def moderator(newham):
    return moderator_for(newham)


@pytest.fixture
def ballot(newham, moderator):
    writer, voters = member_of(newham), members_of(newham, 3)
    ballot = send_in(draft(newham, by=writer), by=writer)
    vote(ballot, voters, "AAA")
    return ballot


@pytest.fixture
def check(ballot):
    return check_of(ballot)


def page_of(check: ModeratorCheck) -> ArticlePage:
    return ArticlePage.objects.get(pk=check.revision.object_id)


def test_a_check_publishes_exactly_the_revision_that_was_voted_on(check, ballot, moderator):
    check.sign(moderator)

    page = page_of(check)
    assert page.live
    assert page.live_revision_id == ballot.revision_id
    assert Agreement.objects.standing().get().content_hash == ballot.content_hash


def test_a_moderator_of_another_council_does_not_check(check, stoke):
    stranger = moderator_for(stoke)

    with pytest.raises(NotYourCheck):
        check.sign(stranger)
    assert not page_of(check).live


def test_a_superuser_who_is_no_moderator_does_not_check(check):
    root = UserFactory(is_superuser=True)

    with pytest.raises(NotYourCheck):
        check.sign(root)


def test_a_moderator_who_changed_the_words_does_not_check_even_as_superuser(newham, moderator):
    writer = member_of(newham)
    voters = members_of(newham, 3)
    helper = moderator_for(newham, is_superuser=True)
    page = draft(newham, by=writer)
    rewrite(page.pk, by=helper, text="A moderator tidied these words.")
    ballot = send_in(ArticlePage.objects.get(pk=page.pk), by=writer)
    vote(ballot, voters, "AAA")

    with pytest.raises(NotYourCheck):
        check_of(ballot).sign(helper)
    check_of(ballot).sign(moderator)

    assert ArticlePage.objects.get(pk=page.pk).live


def test_whoever_sent_the_page_in_does_not_check_it_even_as_superuser(newham, moderator):
    writer, voters = member_of(newham), members_of(newham, 3)
    sender = moderator_for(newham, is_superuser=True)
    ballot = send_in(draft(newham, by=writer), by=sender)
    vote(ballot, voters, "AAA")

    with pytest.raises(NotYourCheck):
        check_of(ballot).sign(sender)


def asked_for_changes(newham, *, by) -> ArticlePage:
    """A page that `by` sent in and the panel has asked to change."""
    ballot = send_in(draft(newham, by=by), by=by)
    vote(ballot, list(User.objects.filter(pk__in=ballot.electorate())), "C" * 9)
    return ArticlePage.objects.get(pk=ballot.revision.object_id)


def test_whoever_sends_a_page_in_again_does_not_check_it(newham, moderator):
    members_of(newham, 3)
    page, again = asked_for_changes(newham, by=member_of(newham)), moderator_for(newham, is_superuser=True)

    page.current_workflow_state.resume(again)
    ballot = Ballot.objects.unclosed().get()
    vote(ballot, list(User.objects.filter(pk__in=ballot.electorate())), "A" * 9)
    check = check_of(ballot)

    assert check.workflow_state.requested_by != again
    with pytest.raises(NotYourCheck):
        check.sign(again)
    said = text_of(
        browser_of(again).post(reverse("moderation:sign_check", args=[check.pk]), {"read_it_all": "on"}, follow=True)
    )
    assert "Somebody else must check this" in said
    assert not page_of(check).live
    check.sign(moderator)
    assert page_of(check).live


def test_whoever_sent_a_page_in_first_does_not_check_it_either(newham, moderator):
    members_of(newham, 3)
    first = moderator_for(newham)
    page = asked_for_changes(newham, by=first)

    page.current_workflow_state.resume(member_of(newham))
    ballot = Ballot.objects.unclosed().get()
    vote(ballot, list(User.objects.filter(pk__in=ballot.electorate())), "A" * 9)

    assert check_of(ballot).eligible() == {moderator.pk}


def test_a_page_is_not_sent_in_again_where_only_those_who_sent_it_in_could_check(newham, moderator):
    members_of(newham, 3)
    again = moderator_for(newham)
    page = asked_for_changes(newham, by=moderator)

    said = about_to_be_sent.send(ArticlePage, page=page, parent_page=None, sender_user=again)

    assert any("Nobody can check this page yet" in sentence for _receiver, found in said for sentence in found)
    with pytest.raises(NotReadyToSend, match="Nobody can check this page yet"):
        page.current_workflow_state.resume(again)


def test_words_changed_during_the_check_end_it_at_once(check, moderator, newham):
    rewrite(check.revision.object_id, by=member_of(newham), text="Slipped in after the vote.")

    with pytest.raises(NotYourCheck):
        check.sign(moderator)

    page = page_of(check)
    assert not page.live
    assert not page.workflow_in_progress


def test_words_slipped_in_during_the_check_are_not_published(check, moderator, newham):
    slip_in(check.revision.object_id, by=member_of(newham), text="Slipped in after the vote.")

    with pytest.raises(WordsHaveChanged):
        check.sign(moderator)

    page = page_of(check)
    assert not page.live
    assert not page.workflow_in_progress


def test_a_page_written_together_takes_two_adults(newham, moderator):
    second = moderator_for(newham)
    writer, others = member_of(newham), members_of(newham, 2)
    ballot = send_in(draft(newham, by=writer), by=moderator_for(newham))
    vote(ballot, [writer, *others], "AAA")
    check = check_of(ballot)

    check.sign(moderator)
    assert not page_of(check).live
    with pytest.raises(NotYourCheck):
        check.sign(moderator)
    check.sign(second)

    assert page_of(check).live


def test_a_check_cannot_be_approved_by_hand(check, moderator):
    with pytest.raises(NotAgreed):
        check.approve(user=moderator)


def test_a_no_tells_the_panel_why_in_plain_words(check, moderator):
    check.send_back(moderator, reason_code="quality.too_hard", words="Some words are hard. Can you make them easier?")

    decision = Decision.objects.get(kind="sent_back")
    assert decision.reason_code == "quality.too_hard"
    assert decision.words == "Some words are hard. Can you make them easier?"
    assert page_of(check).current_workflow_state.status == "needs_changes"


def test_after_a_no_the_panel_votes_again_on_the_new_words(check, moderator, newham):
    writer = check.workflow_state.requested_by
    check.send_back(moderator, reason_code="quality.tone", words="Could it sound warmer?")
    page = page_of(check).get_latest_revision_as_object()
    page.body_el3 = words("You are not in trouble. You can say no.")
    page.save_revision(user=writer)

    page.current_workflow_state.resume(writer)

    state = ArticlePage.objects.get(pk=page.pk).current_workflow_task_state
    assert state.specific._meta.model_name == "ballot"


def test_the_desk_shows_a_moderator_the_checks_of_her_own_council_only(check, moderator, stoke):
    stranger = moderator_for(stoke)

    assert ModeratorCheck.objects.waiting_for(moderator) == [check]
    assert ModeratorCheck.objects.waiting_for(stranger) == []


def test_saving_again_without_a_changed_word_ends_neither_the_ballot_nor_the_check(newham, moderator):
    writer, voters = member_of(newham), members_of(newham, 3)
    page = draft(newham, by=writer)
    ballot = send_in(page, by=writer)
    vote(ballot, voters[:2], "AA")
    page.get_latest_revision_as_object().save_revision(user=voters[0])
    vote(ballot, voters[2:], "A")
    page.get_latest_revision_as_object().save_revision(user=voters[0])

    check_of(ballot).sign(moderator)

    assert ArticlePage.objects.get(pk=page.pk).live
