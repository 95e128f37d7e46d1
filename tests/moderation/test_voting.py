"""A ballot from opening to closing: who may vote, what is secret, and what closing does."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import Revision, TaskState

from agreement.models import Agreement
from articles.models import ArticlePage
from moderation.actions import close_ballots
from moderation.errors import BallotClosed, NotAgreed, NotReadyToSend, NotYourVote, WordsHaveChanged
from moderation.models import Ballot, BallotKey, CountedVote, DailySweep, Decision, Elector, HourlySweep, Vote
from tests.factories import (
    check_of,
    draft,
    member_of,
    members_of,
    moderator_for,
    published,
    send_in,
    vote,
    words,
)


@pytest.fixture
def writer(newham):
    return member_of(newham)


@pytest.fixture
def voters(newham):
    return members_of(newham, 5)


@pytest.fixture
def moderator(newham):
    return moderator_for(newham)


@pytest.fixture
def ballot(newham, writer, voters, moderator):
    return send_in(draft(newham, by=writer), by=writer)


def rewrite(page_id: int, *, by, text: str) -> None:
    """Change a page's words past every lock, as a script would."""
    page = ArticlePage.objects.get(pk=page_id).get_latest_revision_as_object()
    page.body_el3 = words(text)
    page.save_revision(user=by)


def slip_in(page_id: int, *, by, text: str) -> None:
    """A new revision behind the back of everything that listens, as a bulk import would make it."""
    page = ArticlePage.objects.get(pk=page_id)
    changed = page.get_latest_revision_as_object()
    changed.body_el3 = words(text)
    (revision,) = Revision.objects.bulk_create(
        [
            Revision(
                content_type=page.get_content_type(),
                base_content_type=page.get_base_content_type(),
                object_id=str(page.pk),
                created_at=timezone.now(),
                user=by,
                content=changed.serializable_data(),
            )
        ]
    )
    ArticlePage.objects.filter(pk=page.pk).update(latest_revision=revision)


def test_a_second_vote_of_the_same_member_replaces_the_first(ballot, voters):
    ballot.cast(voters[0], "agree")
    ballot.cast(voters[0], "ask_for_changes", reason="hard_to_understand", words="Too many long words")

    own = ballot.vote_of(voters[0])
    assert ballot.votes.count() == 1
    assert (own.choice, own.reason, own.words) == ("ask_for_changes", "hard_to_understand", "Too many long words")


def test_the_database_itself_refuses_a_second_vote_row_for_one_voter(ballot, voters):
    ballot.cast(voters[0], "agree")

    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(ballot=ballot, token=ballot.token_of(voters[0].pk), choice="agree")


def test_the_writer_does_not_vote(ballot, writer):
    with pytest.raises(NotYourVote):
        ballot.cast(writer, "agree")
    assert not Ballot.objects.open_to(writer).exists()


def test_a_member_of_another_panel_does_not_vote(ballot, stoke):
    stranger = member_of(stoke)

    with pytest.raises(NotYourVote):
        ballot.cast(stranger, "agree")


def test_a_moderator_and_a_superuser_do_not_vote(ballot, moderator):
    moderator.is_superuser = True
    moderator.save()

    with pytest.raises(NotYourVote):
        ballot.cast(moderator, "agree")


def test_somebody_who_joins_after_the_ballot_opened_does_not_vote(ballot, newham):
    newcomer = member_of(newham)

    with pytest.raises(NotYourVote):
        ballot.cast(newcomer, "agree")


def test_who_leaves_the_panel_leaves_the_electorate_with_their_vote(ballot, voters):
    vote(ballot, voters[:1], "A")

    voters[0].memberships.update(ends_on=timezone.localdate() - timedelta(days=1))

    assert voters[0].pk not in ballot.electorate()
    assert ballot.tally().voted == 0


def test_opening_an_editor_and_saving_nothing_new_makes_nobody_a_writer(newham, writer, voters, moderator):
    page = draft(newham, by=writer)
    page.save_revision(user=voters[0])

    ballot = send_in(page, by=writer)

    assert voters[0].pk in ballot.electorate()
    assert writer.pk not in ballot.electorate()


def test_who_changed_the_words_before_they_were_last_agreed_votes_again(newham):
    writer = member_of(newham)
    page = published(newham, by=writer)
    other = member_of(newham)
    rewrite(page.pk, by=other, text="You can say no. It is never too late.")

    ballot = send_in(ArticlePage.objects.get(pk=page.pk), by=other)

    assert writer.pk in ballot.electorate()
    assert other.pk not in ballot.electorate()


def test_a_vote_after_the_closing_time_is_refused(ballot, voters):
    with time_machine.travel(ballot.closes_at + timedelta(seconds=1), tick=False), pytest.raises(BallotClosed):
        ballot.cast(voters[0], "agree")


def test_a_vote_after_the_ballot_has_closed_is_refused(ballot, voters):
    vote(ballot, voters, "AAAAA")

    with pytest.raises(BallotClosed):
        ballot.cast(voters[0], "ask_for_changes")


def test_the_decisive_vote_does_not_close_a_ballot(ballot, voters):
    vote(ballot, voters[:4], "AAAA")

    assert ballot.outcome == ""
    assert ballot.is_open


def test_the_daily_sweep_closes_a_ballot_whose_result_cannot_change(ballot, voters):
    vote(ballot, voters[:3], "AAA")

    assert close_ballots() == 1
    ballot.refresh_from_db()
    assert ballot.outcome == "carried"


def test_the_daily_sweep_leaves_a_ballot_that_can_still_go_either_way(ballot, voters):
    vote(ballot, voters[:3], "AAC")

    assert close_ballots() == 0


def test_only_the_first_sweep_of_a_day_closes_for_a_result_that_cannot_change(ballot, voters):
    close_ballots()
    vote(ballot, voters[:3], "AAA")

    assert close_ballots() == 0
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        assert close_ballots() == 1


def test_a_later_sweep_of_a_day_still_closes_what_is_over(ballot, voters):
    vote(ballot, voters[:4], "AAC-")
    with time_machine.travel(ballot.closes_at + timedelta(minutes=1), tick=False):
        DailySweep.objects.create(day=timezone.localdate())

        assert close_ballots() == 1


def test_the_last_vote_does_not_close_a_ballot_either(ballot, voters):
    for voter in voters:
        ballot.cast(voter, "agree")

    ballot.refresh_from_db()
    assert (ballot.status, ballot.outcome) == ("in_progress", "")
    assert ballot.is_open
    assert ballot.vote_of(voters[4]).choice == "agree"


def test_a_ballot_closes_at_the_first_sweep_of_an_hour_in_which_everybody_has_voted(ballot, voters):
    half_past_two = timezone.now().replace(hour=14, minute=30)
    with time_machine.travel(half_past_two, tick=False) as clock:
        DailySweep.objects.create(day=half_past_two.date())
        close_ballots()
        for voter in voters:
            ballot.cast(voter, "agree")

        assert close_ballots() == 0
        clock.move_to(half_past_two + timedelta(minutes=29))
        assert close_ballots() == 0
        clock.move_to(half_past_two + timedelta(minutes=30))
        assert close_ballots() == 1

    ballot.refresh_from_db()
    assert ballot.outcome == "carried"
    assert check_of(ballot).status == "in_progress"


def test_of_the_hours_that_were_swept_those_of_the_last_two_days_are_remembered(db):
    now = timezone.now()

    assert [HourlySweep.objects.begin(now + timedelta(hours=hour)) for hour in (0, 0, 60)] == [True, False, True]
    assert HourlySweep.objects.count() == 1


def test_a_ballot_that_cannot_be_closed_keeps_no_other_one_waiting(newham, writer, voters, moderator, ballot):
    other = send_in(draft(newham, by=writer), by=writer)
    for each in (ballot, other):
        for voter in voters:
            each.cast(voter, "agree")
    Ballot.objects.filter(pk=ballot.pk).update(threshold_percent=50, closes_at=None)

    with pytest.raises(ExceptionGroup):
        close_ballots()

    other.refresh_from_db()
    assert other.outcome == "carried"


def test_words_of_ones_own_are_kept_with_asking_for_changes_alone(ballot, voters):
    ballot.cast(voters[0], "ask_for_changes", reason="other", words="Not like this.")
    ballot.cast(voters[0], "agree", reason="other", words="Not like this.")

    kept = ballot.vote_of(voters[0])
    assert (kept.choice, kept.reason, kept.words) == ("agree", "", "")


def test_a_ballot_that_is_cancelled_does_not_begin_again_by_itself(ballot):
    """Wagtail's own `cancel` of a step opens the next one, and its `resume` the same one: a second ballot on these words."""
    ballot.cancel(resume=True)

    assert (ballot.status, ballot.outcome) == ("cancelled", "void")
    assert ballot.workflow_state.status == "cancelled"
    assert Ballot.objects.filter(workflow_state=ballot.workflow_state).count() == 1


def test_a_ballot_that_wagtail_ended_past_our_verbs_keeps_no_votes_and_no_key_after_the_next_sweep(ballot, voters):
    vote(ballot, voters[:2], "AA")
    TaskState.objects.filter(pk=ballot.pk).update(status=TaskState.STATUS_CANCELLED)

    close_ballots()

    ballot.refresh_from_db()
    assert ballot.outcome == "void"
    assert not Vote.objects.exists()
    assert not BallotKey.objects.exists()
    assert not Elector.objects.exists()


def test_a_ballot_that_asks_for_changes_goes_back_to_the_writer(ballot, voters):
    vote(ballot, voters, "ACC-A")

    assert ballot.outcome == "asks_for_changes"
    assert ballot.workflow_state.status == "needs_changes"


def test_without_a_quorum_a_ballot_is_opened_once_more_and_then_given_back(ballot, voters):
    vote(ballot, voters[:2], "AA")
    with time_machine.travel(ballot.closes_at + timedelta(hours=1), tick=False):
        ballot.sweep()
        assert (ballot.was_reopened, ballot.outcome) == (True, "")
        ballot.cast(voters[0], "abstain")

    with time_machine.travel(ballot.closes_at + timedelta(hours=1), tick=False):
        ballot.sweep()

    assert ballot.outcome == "no_quorum"
    assert Decision.objects.get().get_kind_display() == (
        "Not enough of us have voted yet. Nothing is wrong with your page."
    )


def test_new_words_make_the_ballot_void_at_once(ballot, voters, writer):
    vote(ballot, voters[:2], "AA")

    rewrite(ballot.revision.content_object.pk, by=writer, text="Completely different words.")

    ballot.refresh_from_db()
    assert ballot.outcome == "void"
    assert ballot.workflow_state.status == "cancelled"
    assert not Vote.objects.exists()
    with pytest.raises(BallotClosed):
        ballot.cast(voters[2], "agree")


def test_a_vote_on_words_that_are_no_longer_the_latest_is_refused_and_ends_the_ballot(ballot, voters, writer):
    slip_in(ballot.revision.content_object.pk, by=writer, text="Completely different words.")

    with pytest.raises(WordsHaveChanged):
        ballot.cast(voters[0], "agree")

    assert ballot.outcome == "void"
    assert not Vote.objects.exists()


def test_after_a_void_ballot_the_page_can_be_sent_to_the_panel_again(ballot, voters, writer):
    page_id = ballot.revision.content_object.pk
    rewrite(page_id, by=writer, text="Completely different words.")
    ballot.sweep()

    again = send_in(ArticlePage.objects.get(pk=page_id), by=writer)

    assert again.pk != ballot.pk
    assert again.is_open


def test_taking_a_page_back_ends_its_ballot(ballot, voters, writer):
    vote(ballot, voters[:2], "AC")

    ballot.workflow_state.cancel(user=writer)

    ballot.refresh_from_db()
    assert ballot.outcome == "void"
    assert not CountedVote.objects.exists()


def test_closing_destroys_the_key_and_keeps_choices_without_voters(ballot, voters):
    tokens = {ballot.token_of(user.pk) for user in voters}
    vote(ballot, voters, "AAC-A")

    kept = [value for row in CountedVote.objects.values() for value in row.values()]

    assert CountedVote.objects.count() == 5
    assert not Vote.objects.exists()
    assert not BallotKey.objects.exists()
    assert not Elector.objects.exists()
    assert tokens.isdisjoint(map(str, kept))


def test_no_vote_row_holds_a_user_or_a_time():
    relations = [field.related_model for field in Vote._meta.get_fields() if field.is_relation]
    kinds = {field.get_internal_type() for model in (Vote, CountedVote) for field in model._meta.concrete_fields}

    assert relations == [Ballot]
    assert kinds.isdisjoint({"DateField", "DateTimeField", "TimeField", "AutoField", "BigAutoField"})


def test_a_stolen_database_alone_does_not_tell_whose_token_it_is(ballot, voters, settings):
    token = ballot.token_of(voters[0].pk)

    settings.SECRET_KEY = "another server's key"

    assert ballot.token_of(voters[0].pk) != token


def test_a_ballot_cannot_be_approved_by_hand(ballot, moderator):
    moderator.is_superuser = True

    with pytest.raises(NotAgreed):
        ballot.approve(user=moderator)
    with pytest.raises(NotAgreed):
        ballot.reject(user=moderator)


def test_a_page_with_something_missing_opens_no_ballot(newham, writer, voters, moderator):
    page = draft(newham, by=writer, summary="")

    with pytest.raises(NotReadyToSend, match="Say in one sentence"):
        page.get_workflow().start(page, writer)

    assert not Ballot.objects.exists()


def test_with_nobody_to_check_a_page_cannot_be_sent_in(newham, writer, voters):
    page = draft(newham, by=writer)

    with pytest.raises(NotReadyToSend, match="Nobody can check this page yet"):
        page.get_workflow().start(page, writer)


def test_a_page_written_together_needs_two_adults_before_it_can_be_sent_in(newham, writer, moderator):
    members_of(newham, 2)
    page = draft(newham, by=writer)

    with pytest.raises(NotReadyToSend, match="Nobody can check this page yet"):
        page.get_workflow().start(page, writer)
    moderator_for(newham)

    assert send_in(page, by=writer).written_together


def test_a_ballot_stays_open_until_the_panels_next_meeting(newham, writer, voters, moderator):
    meeting = timezone.localdate() + timedelta(days=30)
    newham.meetings.create(on=meeting)

    ballot = send_in(draft(newham, by=writer), by=writer)

    assert ballot.closes_at.date() == meeting


def test_one_lead_who_writes_down_a_meeting_in_2062_keeps_no_ballot_open_until_then(newham, writer, voters, moderator):
    today = timezone.localdate()
    newham.meetings.create(on=today.replace(year=2062, day=1))

    ballot = send_in(draft(newham, by=writer), by=writer)

    assert ballot.closes_at.date() == today + timedelta(days=newham.ballot_days)


def test_a_carried_ballot_alone_publishes_nothing(ballot, voters):
    vote(ballot, voters, "AAAAA")

    assert not ballot.revision.content_object.live
    assert not Agreement.objects.exists()


def test_an_open_ballot_out_of_a_backup_is_void_because_backups_hold_no_keys(ballot, voters):
    vote(ballot, voters[:2], "AA")
    BallotKey.objects.all().delete()

    with pytest.raises(BallotClosed):
        Ballot.objects.get(pk=ballot.pk).cast(voters[2], "agree")

    ballot.refresh_from_db()
    assert ballot.outcome == "void"
    assert not Vote.objects.exists()


def test_a_session_ballot_closes_when_the_panel_said(ballot, voters):
    end_of_meeting = timezone.now() + timedelta(hours=2)
    ballot.hold_in_session(closes_at=end_of_meeting)
    vote(ballot, voters[:3], "AAC")

    with time_machine.travel(end_of_meeting + timedelta(minutes=1), tick=False):
        ballot.sweep()

    assert ballot.outcome == "carried"


def test_the_sweep_makes_a_ballot_out_of_a_backup_void(ballot, voters):
    vote(ballot, voters[:4], "AAAA")
    BallotKey.objects.all().delete()

    ballot.sweep()

    assert ballot.outcome == "void"
    assert not CountedVote.objects.exists()


def test_a_ballot_that_lost_its_key_takes_no_votes_even_before_anybody_notices(ballot):
    BallotKey.objects.all().delete()

    assert not ballot.is_open


def test_after_a_change_of_the_servers_key_an_open_ballot_is_void_and_nobody_gets_a_second_vote(
    ballot, voters, settings
):
    vote(ballot, voters[:2], "AA")
    settings.SECRET_KEY = "another key of this server, as long as it has to be"

    with pytest.raises(BallotClosed):
        Ballot.objects.get(pk=ballot.pk).cast(voters[0], "ask_for_changes")

    ballot.refresh_from_db()
    assert ballot.outcome == "void"
    assert not Vote.objects.exists()


def test_the_sweep_makes_a_ballot_void_whose_server_has_another_key(ballot, voters, settings):
    vote(ballot, voters[:4], "AAAA")
    settings.SECRET_KEY = "another key of this server, as long as it has to be"

    ballot.sweep()

    assert ballot.outcome == "void"


def test_what_is_counted_is_what_was_decided_by(ballot, voters):
    """A vote of somebody who left the panel is in neither."""
    for voter, choice in zip(voters, ("ask_for_changes", "agree", "agree", "agree", "abstain"), strict=True):
        ballot.cast(voter, choice, reason="other", words=f"By {voter.pk}")
    voters[0].memberships.update(ends_on=timezone.localdate() - timedelta(days=1))

    ballot.sweep()

    assert ballot.outcome == "carried"
    assert sorted(CountedVote.objects.values_list("choice", flat=True)) == ["abstain", "agree", "agree", "agree"]
