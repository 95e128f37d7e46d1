"""What stands on a moderator's desk, asked of the desk itself: in which order, and what this moderator may do about it."""

from __future__ import annotations

import pytest
from wagtail.models import Page

from agreement.models import Withdrawal
from moderation.actions import withdraw
from moderation.desk import (
    CheckOnTheDesk,
    checks_on_the_desk,
    is_moderator,
    live_pages_on_the_desk,
    on_the_desk,
    replacements_for,
    takedown_on_the_desk,
    takedowns_on_the_desk,
)
from moderation.models import Ballot, ModeratorCheck, Takedown
from people.models import Appointment, Role
from tests.factories import UserFactory, check_of, draft, member_of, members_of, moderator_for, published, send_in, vote
from tests.moderation.doors import lead_of


@pytest.fixture
def moderator(newham):
    return moderator_for(newham)


@pytest.fixture
def check(newham, moderator):
    writer, voters = member_of(newham), members_of(newham, 3)
    ballot = send_in(draft(newham, by=writer), by=writer)
    vote(ballot, voters, "AAA")
    return check_of(ballot)


@pytest.fixture
def page(newham):
    return published(newham)


def kept_from(moderator, check) -> None:
    """As if this moderator had sent the words in."""
    Ballot.objects.filter(pk=check.carried_ballot_id).update(sent_in_by=moderator)


def title_of(page, title: str) -> None:
    Page.objects.filter(pk=page.pk).update(title=title)


# -- checks


def test_a_check_says_what_this_moderator_may_do(check, moderator, newham):
    ballot = check.carried_ballot
    item = on_the_desk(check, moderator)

    assert (item.title, item.youth_panel) == (check.revision.object_str, newham)
    assert (item.may_check, item.has_signed, item.signed_by, item.is_kept_from_me) == (True, False, [], False)
    assert (item.needs_two, item.is_not_whole) == (False, False)

    Ballot.objects.filter(pk=ballot.pk).update(written_together=True)
    check.marks.create(moderator=moderator)
    item = on_the_desk(ModeratorCheck.objects.get(pk=check.pk), moderator)
    assert (item.may_check, item.has_signed, item.is_kept_from_me) == (False, True, False)
    assert (item.needs_two, item.signed_by) == (True, [moderator.display_name])


def test_who_signed_is_told_in_the_order_of_signing(check, newham):
    first, second = moderator_for(newham, display_name="Zed"), moderator_for(newham, display_name="Amy")
    for one in (first, second):
        check.marks.create(moderator=one)

    item = on_the_desk(check, second)

    assert item.signed_by == ["Zed", "Amy"]
    assert item.has_signed


@pytest.mark.parametrize(
    ("may_check", "has_signed", "kept"), [(True, False, False), (False, True, False), (False, False, True)]
)
def test_a_check_is_kept_from_whoever_neither_may_make_it_nor_has(may_check, has_signed, kept):
    item = CheckOnTheDesk(
        check=None,
        title="",
        youth_panel=None,
        may_check=may_check,
        has_signed=has_signed,
        needs_two=False,
        signed_by=[],
        is_not_whole=False,
    )

    assert item.is_kept_from_me is kept


def test_words_that_moved_on_are_told_while_the_check_is_open_and_not_afterwards(check, moderator):
    page = check.revision.content_object.specific
    page.title = "What nobody voted on"
    page.save_revision(clean=False)
    assert on_the_desk(check, moderator).is_not_whole is True

    ModeratorCheck.objects.filter(pk=check.pk).update(status="approved")

    assert on_the_desk(ModeratorCheck.objects.get(pk=check.pk), moderator).is_not_whole is False


def test_what_this_moderator_may_check_comes_first_then_the_oldest(newham, moderator):
    writer, voters = member_of(newham), members_of(newham, 3)
    checks = []
    for number in range(3):
        ballot = send_in(draft(newham, by=writer, title=f"Page {number}"), by=writer)
        vote(ballot, voters, "AAA")
        checks.append(check_of(ballot))
    kept_from(moderator, checks[0])

    assert [item.check for item in checks_on_the_desk(moderator)] == [checks[1], checks[2], checks[0]]


@pytest.mark.parametrize("who", ["an admin", "a moderator whose account is closed", "a lead"])
def test_nothing_stands_on_anybody_elses_desk(check, newham, page, who):
    user = lead_of(newham) if who == "a lead" else moderator_for(newham)
    if who == "an admin":
        Appointment.objects.filter(user=user).update(role=Role.ADMIN)
    if who == "a moderator whose account is closed":
        user.is_active = False
        user.save()

    assert not checks_on_the_desk(user)
    assert not live_pages_on_the_desk(user).exists()


# -- live pages


def test_what_can_be_withdrawn_is_live_and_of_this_moderators_panels(newham, stoke, moderator, page):
    draft(newham, title="A draft")
    published(stoke, title="Theirs")

    assert [found.pk for found in live_pages_on_the_desk(moderator)] == [page.pk]


def test_live_pages_are_found_by_a_part_of_their_title_and_stand_by_it(newham, moderator, page):
    other = published(newham, title="A page about knives")
    title_of(page, "Zebra")

    assert [found.pk for found in live_pages_on_the_desk(moderator)] == [other.pk, page.pk]
    assert [found.pk for found in live_pages_on_the_desk(moderator, search="KNIV")] == [other.pk]
    assert not live_pages_on_the_desk(moderator, search="nothing like it").exists()


def test_many_live_pages_cost_no_more_questions_than_one(newham, moderator, page, django_assert_max_num_queries):
    published(newham, title="Another one")

    with django_assert_max_num_queries(4):
        assert {found.locale.language_code for found in live_pages_on_the_desk(moderator)} == {"en"}


def test_readers_are_sent_to_another_live_page_of_their_language(newham, page):
    draft(newham, title="A draft")
    other, welsh = published(newham, title="Other"), published(newham, title="Welsh")
    first = published(newham, title="A first one")
    Page.objects.filter(pk=welsh.pk).update(locale=newham.root_page.get_translations().first().locale)

    assert [found.pk for found in replacements_for(page)] == [first.pk, other.pk]


# -- what was withdrawn


@pytest.fixture
def takedown(page, moderator):
    return withdraw(
        page=page, moderator=moderator, reason="wrong", reason_code="safe.disclosure", words="A number in it is wrong."
    )


def test_who_withdrew_it_does_not_put_it_back_and_another_one_may(takedown, page, moderator, newham):
    mine, theirs = (takedown_on_the_desk(takedown, user) for user in (moderator, moderator_for(newham)))

    assert (mine.title, mine.may_put_back, theirs.may_put_back) == (page.title, False, True)
    assert theirs.waits_for_the_whole is False


@pytest.mark.parametrize("was", ["its writer", "in the panel that voted"])
def test_who_wrote_it_or_may_have_voted_on_it_does_not_put_it_back(takedown, page, newham, was):
    others = newham.current_members().exclude(pk=page.owner_id)
    somebody = page.owner if was == "its writer" else others.first()
    if was == "its writer":
        somebody.memberships.all().delete()
    # Past every rule, as an older database may have it: nobody is member and moderator at once.
    Appointment.objects.bulk_create([Appointment(user=somebody, role=Role.MODERATOR, council=newham.council)])

    assert takedown_on_the_desk(takedown, somebody).may_put_back is False


def test_one_language_waits_while_the_whole_is_withdrawn(takedown, newham):
    Withdrawal.objects.filter(pk=takedown.withdrawal_id).update(locale="en")
    Withdrawal.objects.create(content_id=takedown.withdrawal.content_id, reason="wrong")
    takedown.refresh_from_db()

    item = takedown_on_the_desk(Takedown.objects.get(pk=takedown.pk), moderator_for(newham))

    assert (item.may_put_back, item.waits_for_the_whole) == (False, True)


def test_of_what_is_gone_nothing_is_put_back_and_it_is_called_by_its_content_id(takedown, newham):
    takedown.pages.update(page=None)

    item = takedown_on_the_desk(takedown, moderator_for(newham))

    assert (item.title, item.may_put_back) == (str(takedown.withdrawal.content_id), False)


def test_what_was_put_back_is_no_longer_on_the_desk_and_never_was_on_another_councils(takedown, newham, stoke):
    other = moderator_for(newham)
    assert [item.takedown for item in takedowns_on_the_desk(other)] == [takedown]
    assert takedowns_on_the_desk(moderator_for(stoke)) == []

    takedown.withdrawal.put_back()

    assert takedowns_on_the_desk(other) == []


def test_a_moderator_is_who_is_appointed_as_one_today(newham, moderator):
    assert is_moderator(moderator) is True
    assert [is_moderator(user) for user in (UserFactory(), lead_of(newham), member_of(newham))] == [False] * 3
