"""What a tab has sent, row by row: what counts as dealt with, what is kept and for how long, and whose it is."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.core import signing
from django.http import QueryDict
from django.utils import timezone

from moderation.models import Sitting
from moderation.models.sittings import read_token, token_of, written_down
from tests.factories import UserFactory, draft

LARGEST = 2147483647
"""That a PositiveIntegerField takes on every database."""


@pytest.fixture
def user(db):
    return UserFactory()


@pytest.fixture
def sitting(user):
    return Sitting.objects.create(user=user, address="/admin/pages/add/")


def stored(sitting: Sitting) -> Sitting:
    return Sitting.objects.get(pk=sitting.pk)


def typed(text: str = "Hello") -> QueryDict:
    return QueryDict(f"title={text}")


def test_a_tab_has_been_heard_up_to_the_last_number_and_never_of_nought(sitting):
    sitting.saved(page_id=None, revision_id=None, number=3)

    assert [sitting.has_dealt_with(number) for number in (-1, 0, 1, 3, 4)] == [False, False, True, True, False]


def test_what_arrives_late_takes_nothing_back(sitting):
    sitting.keep(typed(), why="not_sent", number=5)
    sitting.takes_nothing_before(4)

    assert (stored(sitting).number, stored(sitting).kept, stored(sitting).why) == (5, written_down(typed()), "not_sent")

    sitting.takes_nothing_before(9)
    assert (stored(sitting).number, stored(sitting).why) == (8, "not_sent")


@pytest.mark.parametrize("number", [LARGEST, LARGEST + 1, 10**40])
def test_no_number_is_larger_than_a_database_holds(sitting, number):
    sitting.saved(page_id=None, revision_id=None, number=number)

    assert stored(sitting).number == LARGEST


def test_what_is_saved_is_kept_no_longer(sitting, newham):
    page = draft(newham)
    sitting.keep(typed(), why="locked", number=1)

    sitting.saved(page_id=page.pk, revision_id=page.latest_revision_id, number=2)

    row = stored(sitting)
    assert (row.page_id, row.revision_id, row.number, row.kept, row.why) == (
        page.pk,
        page.latest_revision_id,
        2,
        "",
        "",
    )


def test_what_is_thrown_away_leaves_what_the_tab_has_sent_known(sitting):
    sitting.keep(typed(), why="locked", number=4)

    sitting.forget()

    assert (stored(sitting).number, stored(sitting).kept, stored(sitting).why) == (4, "", "")
    fresh = Sitting.objects.create(user=sitting.user, address="/admin/")
    fresh.forget()
    assert stored(fresh).number == 0


@pytest.mark.parametrize(("days", "stays"), [(29, True), (31, False)])
def test_what_was_not_touched_for_thirty_days_goes_when_somebody_keeps_something(sitting, user, days, stays):
    Sitting.objects.filter(pk=sitting.pk).update(last_at=timezone.now() - timedelta(days=days))

    Sitting.objects.create(user=user, address="/admin/").keep(typed(), why="locked", number=1)

    assert Sitting.objects.filter(pk=sitting.pk).exists() is stays


def test_thirty_days_are_thirty_days(sitting):
    Sitting.objects.filter(pk=sitting.pk).update(last_at=timezone.now() - timedelta(days=30, seconds=1))

    assert list(Sitting.objects.stale()) == [sitting]


def test_the_form_comes_back_as_it_was_typed_without_what_forms_send_by_themselves(sitting):
    form = QueryDict(
        "title=Knives &topics=2&topics=1&body=%E2%80%93&csrfmiddlewaretoken=a&sitting=b&sitting_number=3"
        "&overwrite_revision_id=4&next=/admin/"
    )
    sitting.keep(form, why="locked", number=1)

    kept = stored(sitting)
    assert kept.kept.isascii()
    assert dict(kept.fields().lists()) == {"title": ["Knives "], "topics": ["2", "1"], "body": ["–"]}
    assert Sitting(user=sitting.user).fields() == QueryDict()


def test_what_is_about_a_page_is_about_it_wherever_it_was_typed_and_else_about_an_address(user, newham):
    page, other = draft(newham), draft(newham)
    about_page = Sitting.objects.create(user=user, page=page, address="/a/")
    Sitting.objects.create(user=user, page=other, address="/a/")
    new_here = Sitting.objects.create(user=user, address="/a/")
    Sitting.objects.create(user=user, address="/b/")

    assert list(Sitting.objects.about(page=page, address="/elsewhere/")) == [about_page]
    assert list(Sitting.objects.about(page=None, address="/a/")) == [new_here]


def test_only_ones_own_words_are_listed_the_latest_first_and_nothing_that_is_empty(user, sitting):
    first, second = (Sitting.objects.create(user=user, address="/", kept="[]") for _ in range(2))
    Sitting.objects.create(user=UserFactory(), address="/", kept="[]")
    Sitting.objects.filter(pk=first.pk).update(last_at=timezone.now() + timedelta(hours=1))

    assert list(Sitting.objects.of(user).with_kept_words()) == [first, second]


def test_a_token_says_which_tab_and_whose_and_nothing_else_is_one(sitting):
    assert read_token(sitting.token()) == (sitting.key, sitting.user_id)

    others = (
        "",
        sitting.token() + "x",
        signing.dumps([sitting.key.hex, sitting.user_id]),
        signing.dumps([sitting.key.hex, sitting.user_id], salt="another purpose"),
        signing.dumps(["no key", sitting.user_id], salt="sitting"),
        signing.dumps([sitting.key.hex, None], salt="sitting"),
        signing.dumps(7, salt="sitting"),
    )
    assert [read_token(other) for other in others] == [None] * len(others)
    assert signing.loads(token_of(uuid.UUID(int=1), 2), salt="sitting") == [uuid.UUID(int=1).hex, 2]
