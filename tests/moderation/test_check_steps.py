"""The moderator's check as a step of the road: who it waits for, what its end writes down, what Wagtail may do with it."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import TaskState

from agreement.models import Withdrawal
from languages.models import BEING_WRITTEN, TranslatedFrom
from moderation.errors import NotReadyToSend, NotYourCheck, WithdrawnSince
from moderation.models import Ballot, Decision, ModeratorCheck
from moderation.models.checks import ModeratorCheckTask
from moderation.models.decisions import DecisionKind
from tests.factories import (
    UserFactory,
    check_of,
    draft,
    member_of,
    members_of,
    moderator_for,
    picture,
    send_in,
    vote,
    words,
)


@pytest.fixture
def moderator(newham):
    return moderator_for(newham)


@pytest.fixture
def writer(newham):
    return member_of(newham)


@pytest.fixture
def voters(newham):
    return members_of(newham, 3)


@pytest.fixture
def check(newham, writer, voters, moderator):
    ballot = send_in(draft(newham, by=writer), by=writer)
    vote(ballot, voters, "AAA")
    return check_of(ballot)


def again(check: ModeratorCheck) -> ModeratorCheck:
    return ModeratorCheck.objects.get(pk=check.pk)


# -- the step, as Wagtail asks it


def test_the_step_says_what_it_is_for():
    assert ModeratorCheckTask.get_description() == "A moderator checks that the page is safe and true"


@pytest.mark.parametrize("verb", ["approve", "reject"])
def test_wagtails_own_buttons_decide_nothing(check, moderator, verb):
    with pytest.raises(PermissionDenied):
        check.task.specific.on_action(check, moderator, verb)

    assert again(check).status == TaskState.STATUS_IN_PROGRESS


def test_nobody_writes_in_a_page_while_it_is_checked(check, moderator, writer):
    task, page = check.task.specific, check.revision.content_object

    assert [task.locked_for_user(page, user) for user in (moderator, writer)] == [True, True]


def test_wagtail_is_told_of_the_checks_that_somebody_may_make_and_of_no_others(check, moderator, writer, newham):
    task, other = check.task.specific, moderator_for(newham)
    waiting = {user.pk: list(task.get_task_states_user_can_moderate(user)) for user in (moderator, writer, other)}

    assert waiting == {moderator.pk: [check.taskstate_ptr], writer.pk: [], other.pk: [check.taskstate_ptr]}

    check.marks.create(moderator=other)
    assert list(task.get_task_states_user_can_moderate(other)) == []


# -- who may make it


def test_nobody_makes_a_check_twice(check, moderator, newham):
    other = moderator_for(newham)
    check.marks.create(moderator=moderator)

    assert (check.may_be_made_by(moderator), check.may_be_made_by(other)) == (False, True)
    with pytest.raises(NotYourCheck):
        check.send_back(moderator, reason_code="quality.tone", words="Warmer, please.")


@pytest.mark.parametrize("who", ["a member", "somebody else's moderator", "nobody"])
def test_nobody_else_sends_a_check_back(check, stoke, writer, who):
    user = {"a member": writer, "somebody else's moderator": moderator_for(stoke), "nobody": UserFactory()}[who]

    with pytest.raises(NotYourCheck):
        check.send_back(user, reason_code="quality.tone", words="Warmer, please.")

    assert again(check).status == TaskState.STATUS_IN_PROGRESS
    assert not Decision.objects.filter(kind=DecisionKind.SENT_BACK).exists()


# -- how it ends


def test_a_no_is_written_down_with_all_that_it_is_about(check, moderator, newham):
    page = check.revision.content_object

    check.send_back(moderator, reason_code="quality.tone", words="Could it sound warmer?")

    said = Decision.objects.get(kind=DecisionKind.SENT_BACK)
    assert (said.youth_panel, said.page_id, said.ballot) == (newham, page.pk, check.carried_ballot)
    assert (said.content_id, said.locale, said.title) == (page.translation_key, "en", page.title)
    assert (said.reason_code, said.words) == ("quality.tone", "Could it sound warmer?")
    assert check.status == TaskState.STATUS_REJECTED  # told to whoever holds it
    ended = again(check)
    assert (ended.status, ended.comment) == (TaskState.STATUS_REJECTED, "Could it sound warmer?")
    assert ended.finished_by == moderator
    assert ended.finished_at is not None


def test_a_yes_ends_it_for_whoever_holds_it(check, moderator):
    check.sign(moderator)

    assert check.status == TaskState.STATUS_APPROVED
    assert check.finished_by == moderator


def test_wagtails_own_verb_asks_who_it_is_and_says_what_became_of_it(check, moderator, writer):
    for user in (None, writer):
        with pytest.raises(NotYourCheck):
            check.reject(user=user)

    assert check.reject(user=moderator).pk == check.pk
    assert again(check).comment == ""


def test_after_a_no_whoever_resumes_the_page_is_its_sender(check, moderator, newham):
    somebody = member_of(newham)
    check.send_back(moderator, reason_code="quality.tone", words="Warmer, please.")
    page = check.revision.content_object.specific
    page.body_el3 = words("Warmer words.")
    page.save_revision(clean=False)

    page.current_workflow_state.resume(somebody)

    ballot = Ballot.objects.latest("pk")
    assert ballot.pk != check.carried_ballot_id
    assert ballot.sent_in_by == somebody


# -- while the world changes


@pytest.mark.parametrize(
    ("status", "refused"),
    [
        (TaskState.STATUS_IN_PROGRESS, WithdrawnSince),
        (TaskState.STATUS_CANCELLED, WithdrawnSince),
        (TaskState.STATUS_REJECTED, NotYourCheck),
        (TaskState.STATUS_APPROVED, NotYourCheck),
    ],
)
def test_who_comes_too_late_is_told_of_a_withdrawal_unless_the_check_was_made(check, moderator, status, refused):
    page = check.revision.content_object
    Withdrawal.objects.create(content_id=page.translation_key, reason="wrong", withdrawn_at=timezone.now())
    ModeratorCheck.objects.filter(pk=check.pk).update(status=status)

    with pytest.raises(refused):
        again(check).sign(moderator)


def test_a_check_whose_words_stand_does_not_end(check):
    assert check.words_have_changed() is False
    assert check.end_if_words_have_changed() is False
    assert again(check).status == TaskState.STATUS_IN_PROGRESS


def test_a_picture_that_is_gone_is_waited_for_and_other_words_are_not(newham, writer, voters, moderator):
    shown = picture()
    ballot = send_in(draft(newham, by=writer, image=shown, image_alt="A teal square"), by=writer)
    vote(ballot, voters, "AAA")
    check = check_of(ballot)
    shown.file.storage.delete(shown.file.name)
    assert check.words_have_changed() is False

    page = check.revision.content_object.specific
    page.title = "What nobody voted on"
    page.save_revision(clean=False)

    assert again(check).words_have_changed() is True


def test_a_translation_whose_source_readers_do_not_have_is_not_signed(check, moderator):
    page = check.revision.content_object
    assert check.sentences_about_its_source() == []
    TranslatedFrom.objects.create(
        content_id=page.translation_key,
        locale="en",
        content_hash=BEING_WRITTEN,
        source_locale="cy",
        source_hash="a" * 64,
    )

    assert len(check.sentences_about_its_source()) == 1
    with pytest.raises(NotReadyToSend):
        check.sign(moderator)
    assert not check.marks.exists()


def test_words_saved_again_without_a_change_are_what_is_signed(check, moderator, writer):
    page = check.revision.content_object.specific
    saved_again = page.get_latest_revision_as_object().save_revision(user=writer, clean=False)

    check.sign(moderator)

    assert again(check).revision == saved_again
    assert again(check).carried_ballot.revision == saved_again
    page.refresh_from_db()
    assert page.live_revision == saved_again
