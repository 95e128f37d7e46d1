"""The round that a page is at, the road that it takes, and the sweep that ends what is over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import WorkflowState, WorkflowTask

from agreement.signals import about_to_be_sent
from articles.models import ArticlePage
from moderation.actions import close_ballots
from moderation.errors import NotReadyToSend
from moderation.models import Ballot, Decision, ModeratorCheck
from people.models import Appointment, Membership, User
from tests.factories import check_of, draft, member_of, members_of, moderator_for, send_in, vote
from tests.moderation.labels import proposed, renamed
from tests.moderation.test_voting import rewrite, slip_in


@pytest.fixture
def moderator(newham):
    return moderator_for(newham)


@pytest.fixture
def writer(newham, moderator):
    members_of(newham, 3)
    return member_of(newham)


@pytest.fixture
def ballot(newham, writer):
    return send_in(draft(newham, by=writer), by=writer)


def all_say(ballot: Ballot, choice: str) -> None:
    vote(ballot, list(User.objects.filter(pk__in=ballot.electorate())), choice * 9)


def page_of(step: Ballot | ModeratorCheck) -> ArticlePage:
    return ArticlePage.objects.get(pk=step.revision.object_id)


# -- rounds


def test_after_a_no_it_is_the_second_check_that_publishes(ballot, writer, moderator):
    all_say(ballot, "A")
    check_of(ballot).send_back(moderator, reason_code="quality.tone", words="Could it sound warmer?")
    rewrite(page_of(ballot).pk, by=writer, text="You are not in trouble.")
    page_of(ballot).current_workflow_state.resume(writer)
    again = Ballot.objects.unclosed().get()
    all_say(again, "A")

    check_of(again).sign(moderator)

    assert page_of(again).live
    assert "You are not in trouble." in str(page_of(again).body_el3)


def queries_of_new_words(ballot: Ballot, writer) -> int:
    with CaptureQueriesContext(connection) as queries:
        rewrite(page_of(ballot).pk, by=writer, text="Other words.")
    return len(queries)


def test_rounds_that_are_over_make_no_save_slower(newham, ballot, writer):
    for _round in range(3):
        ballot.workflow_state.cancel(user=writer)
        ballot = send_in(page_of(ballot), by=writer)
    first = send_in(draft(newham, by=writer), by=writer)

    assert queries_of_new_words(ballot, writer) == queries_of_new_words(first, writer)


def test_a_workflow_that_stands_at_no_step_keeps_nobody_from_saving(ballot, writer):
    """As one does whose step was taken out of the workflow meanwhile."""
    WorkflowState.objects.update(current_task_state=None)

    rewrite(page_of(ballot).pk, by=writer, text="Other words.")

    assert "Other words." in str(page_of(ballot).get_latest_revision_as_object().body_el3)


# -- the road


@pytest.mark.parametrize("how", ["the other way round", "one step put away"])
def test_a_road_that_is_not_whole_is_not_taken(newham, writer, how):
    page = draft(newham, by=writer)
    first, second = WorkflowTask.objects.filter(workflow=page.get_workflow()).order_by("sort_order")
    if how == "one step put away":
        type(second.task).objects.filter(pk=second.task_id).update(active=False)
    else:
        WorkflowTask.objects.filter(pk=first.pk).update(sort_order=second.sort_order + 1)

    with pytest.raises(NotReadyToSend, match="a step is missing that every page takes"):
        page.get_workflow().start(page, writer)


def test_a_page_that_no_workflow_leads_anywhere_is_not_sent_in(newham, writer):
    page = draft(newham, by=writer)
    road = page.get_workflow()
    road.workflow_pages.all().delete()
    assert page.get_workflow() is None

    with pytest.raises(NotReadyToSend, match="a step is missing that every page takes"):
        road.start(page, writer)


def sentences_for(page, *, place=None, sender) -> list[str]:
    found = about_to_be_sent.send(type(page), page=page, parent_page=place, sender_user=sender)
    return [sentence for _receiver, sentences in found for sentence in sentences]


def test_a_page_of_no_panel_is_not_sent_in_and_the_writer_reads_what_to_do(newham, writer):
    home = newham.root_page.get_parent()
    page = draft(newham, by=writer)
    new = ArticlePage(title="New", locale=page.locale)

    of_a_panel = sentences_for(new, place=newham.root_page, sender=writer)
    of_nobody = sentences_for(new, place=home, sender=writer)
    saved = sentences_for(page, place=home, sender=writer)

    assert of_a_panel == []
    assert len(of_nobody) == 1
    assert "belongs to no youth panel" in of_nobody[0]
    assert saved == []  # it hangs where it hangs, wherever the sender says


def test_who_writes_a_new_page_does_not_check_it(newham, writer, moderator):
    """Nothing is saved yet: whoever sends it in wrote it."""
    new = ArticlePage(title="New")

    by_the_only_moderator = sentences_for(new, place=newham.root_page, sender=moderator)

    assert len(by_the_only_moderator) == 1
    assert "Nobody can check this page yet" in by_the_only_moderator[0]


def test_a_new_page_of_nearly_everybody_needs_two_adults(newham, moderator):
    writer, *_others = members_of(newham, 3)
    new = ArticlePage(title="New")

    with_one = sentences_for(new, place=newham.root_page, sender=writer)
    moderator_for(newham)
    with_two = sentences_for(new, place=newham.root_page, sender=writer)

    assert len(with_one) == 1
    assert with_two == []


# -- the sweep


def cannot_be_ended(check: ModeratorCheck) -> None:
    """Something is wrong with it: it knows of no ballot."""
    ModeratorCheck.objects.filter(pk=check.pk).update(carried_ballot=None)


def test_a_check_that_cannot_be_ended_keeps_no_other_one_waiting_and_is_heard_of(newham, ballot, writer):
    other = send_in(draft(newham, by=writer), by=writer)
    for each in (ballot, other):
        all_say(each, "A")
    cannot_be_ended(check_of(ballot))
    slip_in(page_of(other).pk, by=writer, text="Slipped in after the vote.")

    with pytest.raises(ExceptionGroup, match=r"^ballots that could not be closed") as wrong:
        close_ballots()

    assert [type(error) for error in wrong.value.exceptions] == [AttributeError]
    assert check_of(other).status == "cancelled"


def test_what_went_wrong_with_a_ballot_is_handed_on_as_it_was(ballot):
    Ballot.objects.filter(pk=ballot.pk).update(closes_at=None)

    with pytest.raises(ExceptionGroup, match=r"^ballots that could not be closed") as wrong:
        close_ballots()

    assert [type(error) for error in wrong.value.exceptions] == [TypeError]


def test_a_sweep_says_how_many_it_closed(newham, ballot, writer):
    others = [send_in(draft(newham, by=writer), by=writer) for _ballot in range(2)]
    for each in others:
        for voter in User.objects.filter(pk__in=each.electorate()):
            each.cast(voter, "agree")

    assert close_ballots() == 2
    assert close_ballots() == 0


# -- names of levels, of more than one panel


def test_what_one_panel_proposes_takes_the_place_of_nothing_that_another_one_proposed(newham, stoke):
    of_newham, of_stoke = proposed(newham), proposed(stoke)

    of_newham.refresh_from_db()
    assert of_newham.is_waiting
    assert of_stoke.is_waiting


def test_a_proposal_that_made_room_says_since_when(newham):
    older = proposed(newham)
    newer = proposed(newham, el12="Bite-size")

    older.refresh_from_db()
    assert older.outcome == "replaced"
    assert older.decided_at >= older.proposed_at
    assert newer.decided_at is None


def test_where_a_moderator_agrees_the_panels_history_has_no_words_of_theirs(newham):
    renamed(newham)

    assert Decision.objects.get(kind="published").words == ""


# -- who checks


def test_who_wrote_some_of_the_words_does_not_check_them_whoever_sends_them_in(newham, writer, moderator):
    page = draft(newham, by=moderator)

    (said,) = sentences_for(page, sender=writer)

    assert "Nobody can check this page yet" in said


def test_a_moderator_who_will_only_join_the_panel_later_checks_today(newham, ballot, moderator):
    today = timezone.localdate()
    Appointment.objects.filter(user=moderator).update(ends_on=today + timedelta(days=5))
    Membership.objects.create(
        user=moderator,
        youth_panel=newham,
        starts_on=today + timedelta(days=10),
        ends_on=today + timedelta(days=99),
    )
    all_say(ballot, "A")

    check_of(ballot).sign(moderator)

    assert page_of(ballot).live
