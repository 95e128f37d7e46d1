"""Each step of a ballot by itself: opening, voting, closing, and what Wagtail's own verbs may do with it."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import TaskState

from agreement.models import Withdrawal
from articles.models import ArticlePage
from moderation.ballots import Outcome, Tally
from moderation.errors import BallotClosed, NotAgreed, NotReadyToSend, NotYourVote, WordsHaveChanged
from moderation.models import Ballot, BallotKey, CountedVote, Decision
from moderation.models.ballots import PanelVoteTask
from moderation.models.residues import Residue
from moderation.models.votes import Count
from tests.factories import draft, member_of, members_of, moderator_for, picture, send_in, words

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def moderator(newham):
    return moderator_for(newham)


@pytest.fixture
def writer(newham):
    return member_of(newham)


@pytest.fixture
def voters(newham):
    return members_of(newham, 5)


@pytest.fixture
def ballot(newham, writer, voters, moderator):
    return send_in(draft(newham, by=writer), by=writer)


def again(ballot: Ballot) -> Ballot:
    return Ballot.objects.get(pk=ballot.pk)


def page_of(ballot: Ballot) -> ArticlePage:
    return ArticlePage.objects.get(pk=ballot.revision.object_id)


def move_on(ballot: Ballot) -> None:
    """A new revision behind the back of everything that listens, as a bulk import would make it."""
    page = page_of(ballot).get_latest_revision_as_object()
    page.body_el3 = words("What nobody voted on.")
    stored = page.revisions.create(content=page.serializable_data(), object_str=page.title)
    ArticlePage.objects.filter(pk=page.pk).update(latest_revision=stored)


def is_past(ballot: Ballot, moment: datetime) -> None:
    Ballot.objects.filter(pk=ballot.pk).update(closes_at=moment)


# -- opening


def test_the_step_says_what_it_is_for():
    assert PanelVoteTask.get_description() == "The youth panel votes on the page"


@pytest.mark.parametrize(
    ("opened", "closes"),
    [
        (datetime(2026, 1, 9, 23, 30, tzinfo=LONDON), datetime(2026, 1, 12, 20, tzinfo=LONDON)),
        (datetime(2026, 7, 9, 0, 30, tzinfo=LONDON), datetime(2026, 7, 12, 20, tzinfo=LONDON)),
    ],
)
def test_a_ballot_closes_at_eight_in_the_evening_in_london_summer_and_winter(newham, opened, closes):
    newham.ballot_days = 3
    newham.save()
    with time_machine.travel(opened, tick=False):
        writer, _voters, _moderator = member_of(newham), members_of(newham, 3), moderator_for(newham)
        ballot = send_in(draft(newham, by=writer), by=writer)

    assert again(ballot).closes_at == closes


def test_it_opens_with_the_panels_rules_its_electors_and_a_key(newham, writer, voters, moderator):
    newham.quorum_percent, newham.quorum_least, newham.threshold_percent = 60, 4, 70
    newham.save()

    ballot = again(send_in(draft(newham, by=writer), by=writer))

    assert (ballot.quorum_percent, ballot.quorum_least, ballot.threshold_percent) == (60, 4, 70)
    assert (ballot.youth_panel, ballot.sent_in_by, ballot.written_together) == (newham, writer, False)
    assert ballot.electorate() == {voter.pk for voter in voters}
    assert BallotKey.objects.get().ballot == ballot
    assert ballot.lost_its_key() is False


def test_a_page_that_only_its_sender_could_check_opens_no_ballot(newham, writer, voters, moderator):
    page = draft(newham, by=writer)

    with pytest.raises(NotReadyToSend) as refused:
        send_in(page, by=moderator)

    assert refused.value.page_id == page.pk
    assert not Ballot.objects.exists()


def test_who_sent_it_in_first_still_counts_as_its_sender_when_somebody_else_does(newham, writer, ballot, moderator):
    Ballot.objects.update(sent_in_by=moderator, outcome=Outcome.ASKS_FOR_CHANGES.value, status="rejected")
    ballot.workflow_state.status = "needs_changes"
    ballot.workflow_state.save()

    with pytest.raises(NotReadyToSend):
        page_of(ballot).current_workflow_state.resume(writer)


def test_wagtail_is_told_of_the_ballots_that_somebody_votes_in_and_of_no_others(ballot, voters, writer, moderator):
    task = ballot.task.specific

    told = [list(task.get_task_states_user_can_moderate(user)) for user in (voters[0], writer, moderator)]

    assert told == [[ballot.taskstate_ptr], [], []]
    assert task.locked_for_user(page_of(ballot), voters[0]) is True


# -- voting


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (("agree",), ("agree", "", "")),
        (("agree", "could_hurt", "Own words."), ("agree", "", "")),
        (("abstain", "could_hurt", "Own words."), ("abstain", "", "")),
        (("ask_for_changes",), ("ask_for_changes", "other", "")),
        (("ask_for_changes", "could_hurt", "Own words."), ("ask_for_changes", "could_hurt", "Own words.")),
    ],
)
def test_a_reason_and_words_are_kept_with_a_wish_for_changes_alone(ballot, voters, said, kept):
    ballot.cast(voters[0], *said)

    own = ballot.vote_of(voters[0])
    assert (own.choice, own.reason, own.words) == kept
    assert ballot.vote_of(voters[1]) is None


def test_whoever_votes_again_has_voted_once(ballot, voters):
    ballot.cast(voters[0], "agree")
    ballot.cast(voters[0], "abstain")

    assert ballot.tally() == Tally(agree=0, ask_for_changes=0, abstain=1)


@pytest.mark.parametrize("who", ["its writer", "a moderator", "somebody whose account is closed"])
def test_nobody_votes_who_is_no_elector_with_an_open_account(ballot, voters, writer, moderator, who):
    user = {"its writer": writer, "a moderator": moderator}.get(who, voters[0])
    if user is voters[0]:
        user.is_active = False
        user.save()

    with pytest.raises(NotYourVote):
        ballot.cast(user, "agree")

    assert not ballot.votes.exists()


def test_a_vote_on_words_that_have_moved_on_ends_the_ballot_and_says_so(ballot, voters):
    move_on(ballot)

    with pytest.raises(WordsHaveChanged):
        ballot.cast(voters[0], "agree")

    assert ballot.outcome == again(ballot).outcome == Outcome.VOID.value


def test_a_vote_in_a_ballot_that_lost_its_key_ends_it(ballot, voters):
    BallotKey.objects.all().delete()

    with pytest.raises(BallotClosed):
        ballot.cast(voters[0], "agree")

    assert again(ballot).outcome == Outcome.VOID.value
    assert ballot.vote_of(voters[0]) is None


def test_nobody_sees_a_vote_once_time_is_up(ballot, voters):
    ballot.cast(voters[0], "agree")
    is_past(ballot, timezone.now())

    assert again(ballot).vote_of(voters[0]) is None


def test_a_token_is_made_of_the_servers_key_the_ballots_key_and_the_voter(ballot, settings):
    """As it was on the day the ballot opened, whatever is deployed meanwhile: else everybody would have a second vote."""
    settings.SECRET_KEY = "a key that never changes"
    BallotKey.objects.filter(ballot=ballot).update(secret=b"s" * 32)

    assert again(ballot).token_of(7) == "0c71ac837ce30fec42632cd44578b41ad7de0f3d17eb10f6d79af10d687733c2"
    assert again(ballot).token_of(8) != again(ballot).token_of(7)


def test_a_ballot_that_has_ended_has_lost_nothing(ballot):
    BallotKey.objects.all().delete()
    assert again(ballot).lost_its_key() is True

    Ballot.objects.update(outcome=Outcome.CARRIED.value)

    assert again(ballot).lost_its_key() is False


# -- waiting


def test_files_that_are_gone_are_waited_for_until_a_day_after_closing_time(newham, writer, voters, moderator):
    shown = picture()
    ballot = send_in(draft(newham, by=writer, image=shown, image_alt="A teal square"), by=writer)
    assert ballot.waits_for_its_files() is False
    shown.file.storage.delete(shown.file.name)

    for moment, waits in (
        (ballot.closes_at - timedelta(days=1), True),
        (ballot.closes_at, True),
        (ballot.closes_at + timedelta(days=1, seconds=-1), True),
        (ballot.closes_at + timedelta(days=1), False),
    ):
        with time_machine.travel(moment, tick=False):
            assert again(ballot).waits_for_its_files() is waits
            assert again(ballot).words_have_changed() is not waits


def test_whether_readers_lost_it_meanwhile_is_asked_since_it_opened(ballot):
    page = page_of(ballot)
    assert ballot.was_withdrawn_since() is False

    lost = Withdrawal.objects.create(
        content_id=page.translation_key, reason="wrong", withdrawn_at=ballot.started_at - timedelta(seconds=1)
    )
    assert ballot.was_withdrawn_since() is False

    Withdrawal.objects.filter(pk=lost.pk).update(withdrawn_at=timezone.now())
    assert ballot.was_withdrawn_since() is True


# -- closing


def test_the_rules_are_for_the_electorate_that_was_counted(ballot):
    ballot.quorum_percent, ballot.quorum_least, ballot.threshold_percent = 60, 4, 70

    assert ballot.rules(Count(10, ())) == {"electorate": 10, "quorum": 6, "threshold": Fraction(7, 10)}
    assert ballot.rules(Count(5, ()))["quorum"] == 4


def test_it_closes_by_itself_where_the_result_cannot_change_unless_it_is_told_not_to(ballot, voters):
    for voter in voters[:4]:
        ballot.cast(voter, "agree")

    ballot.sweep(when_decided=False)
    assert again(ballot).outcome == ""
    ballot.sweep()
    assert again(ballot).outcome == Outcome.CARRIED.value


def test_before_its_time_a_ballot_that_can_still_change_stays_open(ballot, voters):
    ballot.cast(voters[0], "agree")

    ballot.sweep()

    assert again(ballot).outcome == ""


def test_it_closes_in_the_moment_that_it_says(ballot, voters):
    for voter in voters[:3]:
        ballot.cast(voter, "agree")

    with time_machine.travel(ballot.closes_at, tick=False):
        ballot.sweep(when_all_have_voted=False, when_decided=False)

    assert again(ballot).outcome == Outcome.CARRIED.value


@pytest.mark.parametrize("why", ["its step was ended", "its words have moved on", "its key is lost"])
def test_what_can_no_longer_be_counted_counts_for_nothing(ballot, voters, why):
    for voter in voters:
        ballot.cast(voter, "agree")
    if why == "its step was ended":
        Ballot.objects.update(status=TaskState.STATUS_SKIPPED)
    elif why == "its words have moved on":
        move_on(ballot)
    else:
        BallotKey.objects.all().delete()

    again(ballot).sweep()

    assert again(ballot).outcome == Outcome.VOID.value
    assert not CountedVote.objects.exists()


def test_without_a_quorum_it_is_open_once_more_and_then_goes_back_to_its_writer(ballot, voters):
    ballot.cast(voters[0], "agree")
    first = ballot.closes_at

    with time_machine.travel(first, tick=False):
        ballot.sweep()
    assert (again(ballot).outcome, again(ballot).was_reopened) == ("", True)
    assert again(ballot).closes_at > first

    with time_machine.travel(again(ballot).closes_at, tick=False):
        ballot.sweep()
    ended = again(ballot)
    assert (ended.outcome, ended.status) == (Outcome.NO_QUORUM.value, TaskState.STATUS_REJECTED)
    assert ended.comment == "Not enough of us have voted yet. Nothing is wrong with your page."
    assert not CountedVote.objects.exists()


def test_a_wish_for_changes_goes_back_to_its_writer_in_the_panels_name(ballot, voters):
    for voter in voters:
        ballot.cast(voter, "ask_for_changes", "could_hurt", "It scared me.")
    ballot.sweep()

    ended = again(ballot)
    assert (ended.outcome, ended.status) == (Outcome.ASKS_FOR_CHANGES.value, TaskState.STATUS_REJECTED)
    assert (ended.comment, ended.finished_by) == ("The panel asks for changes.", None)
    kept = set(CountedVote.objects.values_list("ballot", "choice", "reason", "words"))
    assert kept == {(ballot.pk, "ask_for_changes", "could_hurt", "It scared me.")}
    assert CountedVote.objects.count() == 5


def test_what_is_left_of_a_closed_ballot_is_its_outcome_and_nobody_who_voted(ballot, voters, newham):
    page = page_of(ballot)
    ArticlePage.objects.filter(pk=page.pk).update(title="What readers see today")
    for voter in voters[:4]:
        ballot.cast(voter, "agree")
    ballot.cast(voters[4], "abstain")

    ballot.sweep()

    ended = again(ballot)
    left = [ended.votes.exists(), ended.electors.exists(), BallotKey.objects.exists()]
    assert left == [False, False, False]
    assert Residue.objects.count() == 1  # what they leave in the files is rubbed out once this is committed
    assert sorted(ended.counted_votes.values_list("choice", flat=True)) == ["abstain", *["agree"] * 4]
    said = Decision.objects.get(kind="carried")
    assert (said.youth_panel, said.page_id, said.ballot) == (newham, page.pk, ended)
    assert (said.content_id, said.locale, said.title) == (page.translation_key, "en", page.title)


def test_counted_votes_lie_in_another_order_than_they_were_cast(newham, writer, moderator):
    """Nor in the order of the electors: what lies in the table first was nobody's first vote."""
    voters = members_of(newham, 12)
    ballot = send_in(draft(newham, by=writer), by=writer)
    for number, voter in enumerate(voters):
        ballot.cast(voter, "ask_for_changes", "other", f"{number:02}")
    ballot.sweep()

    lying = [vote.words for vote in CountedVote.objects.raw("SELECT * FROM moderation_countedvote")]

    assert sorted(lying) == [f"{number:02}" for number in range(12)]
    assert lying != sorted(lying)  # by chance they would be once in 479 million times


def test_words_saved_again_without_a_change_are_what_the_panel_agreed_to(ballot, voters, writer):
    saved_again = page_of(ballot).get_latest_revision_as_object().save_revision(user=writer, clean=False)
    for voter in voters:
        ballot.cast(voter, "agree")

    ballot.sweep()

    assert again(ballot).revision == saved_again
    assert again(ballot).outcome == Outcome.CARRIED.value


# -- Wagtail's own verbs


def decided(ballot: Ballot, outcome: Outcome) -> Ballot:
    Ballot.objects.filter(pk=ballot.pk).update(outcome=outcome.value)
    return again(ballot)


@pytest.mark.parametrize("outcome", [Outcome.VOID, Outcome.NO_QUORUM, Outcome.ASKS_FOR_CHANGES])
def test_what_the_panel_did_not_agree_to_is_not_approved(ballot, moderator, outcome):
    with pytest.raises(NotAgreed):
        decided(ballot, outcome).approve(user=moderator)


@pytest.mark.parametrize("outcome", [Outcome.VOID, Outcome.CARRIED])
def test_what_the_panel_did_not_ask_to_change_is_not_sent_back(ballot, moderator, outcome):
    with pytest.raises(NotAgreed):
        decided(ballot, outcome).reject(user=moderator)


def test_approving_and_sending_back_name_nobody_and_say_nothing_by_themselves(ballot, moderator):
    carried = decided(ballot, Outcome.CARRIED)

    assert carried.approve(user=moderator).pk == ballot.pk
    assert (again(ballot).status, again(ballot).finished_by, again(ballot).comment) == ("approved", None, "")


@pytest.mark.parametrize("verb", ["approve", "reject"])
def test_what_wagtail_is_told_with_them_is_kept(ballot, verb):
    ended = decided(ballot, Outcome.CARRIED if verb == "approve" else Outcome.NO_QUORUM)

    assert getattr(ended, verb)(comment="Said with it.", update=False).pk == ballot.pk
    assert again(ballot).comment == "Said with it."
    # `update=False`: the round does not move on by itself.
    assert again(ballot).workflow_state.status == "in_progress"
    assert again(ballot).workflow_state.current_task_state_id == ballot.pk


def test_sent_back_without_a_word_nothing_is_said(ballot):
    ended = decided(ballot, Outcome.NO_QUORUM)

    assert ended.reject().pk == ballot.pk
    assert (again(ballot).status, again(ballot).finished_by, again(ballot).comment) == ("rejected", None, "")


def test_cancelling_a_step_ends_its_whole_round_and_opens_no_other_one(ballot, moderator):
    assert ballot.cancel(user=moderator, resume=True) is ballot

    ended = again(ballot)
    assert (ended.outcome, ended.status, ended.finished_by) == ("void", "cancelled", None)
    assert ended.comment == ""
    assert ended.workflow_state.status == "cancelled"
    assert Ballot.objects.count() == 1


def test_cancelling_what_stands_in_no_open_round_ends_it_alone(ballot, moderator):
    ballot.workflow_state.status = "needs_changes"
    ballot.workflow_state.save()

    assert again(ballot).cancel(user=moderator, resume=True, comment="Said with it.").pk == ballot.pk
    ended = again(ballot)
    assert (ended.outcome, ended.status, ended.comment) == ("void", "cancelled", "Said with it.")
    assert (ended.finished_by, Ballot.objects.count()) == (None, 1)
