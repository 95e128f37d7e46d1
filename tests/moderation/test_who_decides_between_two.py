"""A post or a membership that would go to somebody else, or to another council: both sides of it count."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from moderation.errors import NotYourDecision
from moderation.models import ChangeProposal
from moderation.proposals import agree, waiting_for_two
from people.models import Appointment, Membership, Role, User
from tests.factories import UserFactory, moderator_for
from tests.moderation.doors import browser_of


@pytest.fixture
def admin(furnished) -> User:
    user = UserFactory()
    Appointment.objects.create(user=user, role=Role.ADMIN)
    return user


@pytest.fixture
def holder(newham) -> User:
    return UserFactory()


@pytest.fixture
def moved(newham, stoke, admin, holder) -> ChangeProposal:
    """Newham's translator is proposed to be Stoke's, and somebody else."""
    post = Appointment.objects.create(user=holder, role=Role.TRANSLATOR, council=newham.council)
    form = {
        "user": UserFactory().pk,
        "role": Role.TRANSLATOR,
        "council": stoke.council.pk,
        "youth_panel": "",
        "starts_on": post.starts_on,
        "ends_on": "",
    }
    browser_of(admin).post(reverse("appointment:edit", args=[post.pk]), form)
    return ChangeProposal.objects.get()


def may_decide(user, proposal):
    return ChangeProposal.objects.get(pk=proposal.pk).may_be_decided_by(user)


def test_moderators_of_one_of_two_councils_see_it_and_do_not_decide_it(newham, stoke, moved):
    for panel in (newham, stoke):
        moderator = moderator_for(panel)

        assert [item.proposal for item in waiting_for_two(moderator)] == [moved]
        with pytest.raises(NotYourDecision):
            agree(proposal=moved, decider=moderator)

    assert Appointment.objects.get(role=Role.TRANSLATOR).council == newham.council


def test_somebody_of_both_councils_or_an_admin_decides_it(newham, stoke, moved):
    of_both, other_admin = moderator_for(newham), UserFactory()
    Appointment.objects.create(user=of_both, role=Role.MODERATOR, council=stoke.council)
    Appointment.objects.create(user=other_admin, role=Role.ADMIN)

    assert may_decide(of_both, moved)
    assert may_decide(other_admin, moved)


def test_neither_who_would_lose_it_nor_who_would_win_it_decides(newham, moved, holder):
    for user in (holder, moved.about):
        Appointment.objects.create(user=user, role=Role.ADMIN)

        assert not may_decide(user, moved)


def test_from_the_whole_country_to_one_council_is_between_two_as_well(newham, admin):
    post = Appointment.objects.create(user=UserFactory(), role=Role.TRANSLATOR, council=None)
    form = {"user": post.user_id, "role": Role.TRANSLATOR, "council": newham.council.pk, "starts_on": post.starts_on}
    browser_of(admin).post(reverse("appointment:edit", args=[post.pk]), form)

    assert not may_decide(moderator_for(newham), ChangeProposal.objects.get())


def test_a_membership_that_has_not_begun_goes_to_another_panel_by_both(newham, stoke, admin):
    tomorrow = timezone.localdate() + timedelta(days=1)
    term = Membership.objects.create(user=UserFactory(), youth_panel=newham, starts_on=tomorrow, ends_on=tomorrow)
    form = {"user": term.user_id, "youth_panel": stoke.pk, "starts_on": tomorrow, "ends_on": tomorrow}
    browser_of(admin).post(reverse("membership:edit", args=[term.pk]), form)

    assert not may_decide(moderator_for(stoke), ChangeProposal.objects.get())
    assert not may_decide(moderator_for(newham), ChangeProposal.objects.get())


def test_what_stays_in_one_council_is_still_its_moderators(newham, admin, holder):
    post = Appointment.objects.create(user=holder, role=Role.TRANSLATOR, council=newham.council)
    form = {"user": holder.pk, "role": Role.TRANSLATOR, "council": newham.council.pk, "starts_on": post.starts_on}
    browser_of(admin).post(
        reverse("appointment:edit", args=[post.pk]), {**form, "ends_on": timezone.localdate() + timedelta(days=9)}
    )

    assert may_decide(moderator_for(newham), ChangeProposal.objects.get())
