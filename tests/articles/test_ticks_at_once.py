"""Two people tick the same box at once, on the real database: it is said once, and the database itself sees to it."""

from __future__ import annotations

import uuid
from functools import partial

import pytest
from django.db import IntegrityError

from articles.keeping_up import NOW, Said
from articles.models import ReadAloud, SaysTheSame
from articles.models.keeping_up import keep
from tests.factories import draft, member_of, words
from tests.moderation.test_races import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_who_say_the_same_at_once_leave_one_row_each(whole_newham):
    page = draft(whole_newham, by=member_of(whole_newham), body_el12=words("Say no."))
    said = Said(still_the_same={"el12": NOW}, read_aloud={"el12": NOW})

    results = all_at_once([partial(keep, said, page)] * 8)

    assert [result for result in results if result is not None] == []
    assert (SaysTheSame.objects.count(), ReadAloud.objects.count()) == (1, 1)


@pytest.mark.parametrize("model", [SaysTheSame, ReadAloud])
def test_the_database_itself_refuses_to_be_told_twice(whole_newham, model):
    page = draft(whole_newham, by=member_of(whole_newham), body_el12=words("Say no."))
    keep(Said(still_the_same={"el12": NOW}, read_aloud={"el12": NOW}), page)
    known = model.objects.get()

    known.pk, known._state.adding = None, True
    if model is ReadAloud:
        known.pk = uuid.uuid4()

    with pytest.raises(IntegrityError):
        known.save()
