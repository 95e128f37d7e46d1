"""Guards that stand behind other ones, asked directly: each holds also on the day when the one before it is gone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agreement.models import Agreement, AgreementKind
from articles.models import ArticlePage
from moderation.actions import agree, publish_checked
from moderation.errors import NotYourCheck, WordsHaveChanged
from moderation.models import Ballot, ModeratorCheck
from moderation.models.checks import ModeratorCheckTask
from people.models import Appointment, Role, YouthPanel
from tests.factories import UserFactory, check_of, draft, member_of, members_of, moderator_for, published, send_in, vote
from tests.moderation.test_voting import slip_in


@pytest.fixture
def writer(newham):
    return member_of(newham)


@pytest.fixture
def moderator(newham):
    return moderator_for(newham)


@pytest.fixture
def check(newham, writer, moderator):
    voters = members_of(newham, 3)
    ballot = send_in(draft(newham, by=writer), by=writer)
    vote(ballot, voters, "AAA")
    return check_of(ballot)


@pytest.fixture
def signed(check, moderator):
    check.sign(moderator)
    return ModeratorCheck.objects.get(pk=check.pk)


def test_a_signed_check_does_not_publish_other_words_than_the_ballots(signed, moderator):
    """`sign` looks at this first; this is the look that publishing takes for itself."""
    Ballot.objects.filter(pk=signed.carried_ballot_id).update(content_hash="0" * 64)

    with pytest.raises(WordsHaveChanged):
        publish_checked(check=ModeratorCheck.objects.get(pk=signed.pk), user=moderator)


def test_a_signed_check_does_not_publish_where_there_are_later_words(signed, moderator, writer):
    """`sign` looks at this first; this is the look that publishing takes for itself."""
    slip_in(signed.revision.object_id, by=writer, text="Nobody has agreed to this.")

    with pytest.raises(WordsHaveChanged):
        publish_checked(check=ModeratorCheck.objects.get(pk=signed.pk), user=moderator)


@pytest.mark.parametrize("who", ["nobody", "a_superuser", "the_writer"])
def test_whoever_may_not_check_cannot_say_no_past_our_own_page(check, writer, who):
    """`send_back` asks first; Wagtail's own verb asks again."""
    user = {"nobody": None, "a_superuser": UserFactory(is_superuser=True), "the_writer": writer}[who]

    with pytest.raises(NotYourCheck):
        check.reject(user=user)
    check.refresh_from_db()
    assert check.status == check.STATUS_IN_PROGRESS


def test_a_check_that_was_sent_back_is_not_signed(check, newham, moderator):
    other = moderator_for(newham)
    check.send_back(moderator, reason_code="quality.tone", words="It could sound warmer.")

    with pytest.raises(NotYourCheck):
        check.sign(other)
    assert not ArticlePage.objects.get(pk=check.revision.object_id).live


def test_the_mark_of_somebody_who_is_no_moderator_any_more_does_not_count(newham, moderator):
    writer, others, second = member_of(newham), members_of(newham, 2), moderator_for(newham)
    ballot = send_in(draft(newham, by=writer), by=moderator_for(newham))
    vote(ballot, [writer, *others], "AAA")
    check = check_of(ballot)
    assert check.checks_needed == 2
    check.sign(moderator)
    Appointment.objects.filter(user=moderator).update(
        starts_on=timezone.localdate() - timedelta(days=9), ends_on=timezone.localdate() - timedelta(days=1)
    )

    check.sign(second)

    assert not ArticlePage.objects.get(pk=check.revision.object_id).live


def test_a_check_does_not_begin_on_a_ballot_that_one_was_made_of_already(check, writer):
    """The road leads to the vote first; whoever starts the check itself is led there, too."""
    task = ModeratorCheckTask.objects.get(pk=check.task_id)

    assert isinstance(task.start(check.workflow_state, user=writer), Ballot)


def test_a_check_does_not_begin_on_words_that_moved_on_since_the_ballot(check, writer):
    """New words end a ballot at once; words that nothing noticed are seen here."""
    task, state = ModeratorCheckTask.objects.get(pk=check.task_id), check.workflow_state
    slip_in(check.revision.object_id, by=writer, text="Nobody has agreed to this.")
    ModeratorCheck.objects.filter(pk=check.pk).update(carried_ballot=None)

    assert isinstance(task.start(type(state).objects.get(pk=state.pk), user=writer), Ballot)


def test_newly_agreed_words_take_the_place_of_older_ones(newham):
    page = published(newham)

    agree(page, content_hash="0" * 64, kind=AgreementKind.BALLOT)

    assert Agreement.objects.standing().get(content_id=page.translation_key).content_hash == "0" * 64


@pytest.fixture
def national_moderator(newham):
    user = UserFactory()
    Appointment.objects.create(user=user, role=Role.MODERATOR, council=None)
    return user


def test_a_national_panels_checks_are_on_the_desk_of_those_appointed_nationally(
    check, newham, moderator, national_moderator
):
    YouthPanel.objects.filter(pk=newham.pk).update(council=None)

    assert list(ModeratorCheck.objects.desk_of(national_moderator)) == [check]
    assert list(YouthPanel.objects.moderated_by(national_moderator)) == [newham]
    assert not ModeratorCheck.objects.desk_of(moderator).exists()
    assert not YouthPanel.objects.moderated_by(moderator).exists()


def test_a_councils_checks_are_not_on_the_desk_of_those_appointed_nationally(check, national_moderator):
    assert not ModeratorCheck.objects.desk_of(national_moderator).exists()
    assert not YouthPanel.objects.moderated_by(national_moderator).exists()
