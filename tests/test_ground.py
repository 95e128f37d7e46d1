"""What the tests stand on: each starts from what it names and from no more, whatever ran before it."""

from __future__ import annotations

import pytest

from people.models import Council, Membership, User, YouthPanel
from taxonomy.models import Area
from tests.factories import member_of, published
from tests.ground import Ground
from tests.rows import Kept


def slugs() -> set[str]:
    return set(YouthPanel.objects.values_list("slug", flat=True))


# In this order: what the first two build below themselves must not be found by those after them.


def test_who_names_two_panels_finds_two(newham, stoke):
    assert slugs() == {"newham", "stoke-on-trent"}
    Council.objects.filter(slug="newham").update(name="Changed")


def test_who_names_one_panel_finds_one_and_as_it_was_made(newham):
    assert slugs() == {"newham"}
    assert newham.council.name == "Newham"


def test_who_names_another_panel_finds_that_one(stoke):
    assert slugs() == {"stoke-on-trent"}


def test_who_names_no_panel_finds_none(furnished):
    assert slugs() == set()
    assert Area.objects.exists()


def test_who_names_nothing_finds_what_the_migrations_left(db):
    assert not Area.objects.exists()


@pytest.mark.parametrize("time", ["first", "second"])
def test_the_real_database_too_has_what_is_named_and_no_more(time, whole_newham):
    assert slugs() == {"newham"}
    assert not User.objects.exists()
    published(whole_newham)


@pytest.mark.django_db(transaction=True)
def test_after_the_real_database_was_written_to_it_is_as_the_migrations_left_it():
    assert not Area.objects.exists()
    assert not User.objects.exists()


def test_rows_that_were_added_changed_or_deleted_are_put_back(newham):
    kept = Kept()
    published(newham)
    Council.objects.update(name="Changed")
    Area.objects.get(name="Stoke-on-Trent").delete()

    kept.put_back()

    assert Kept() == kept


@pytest.mark.django_db(transaction=True)
def test_a_row_that_came_while_we_looked_is_seen_when_we_look_again(whole_newham, monkeypatch):
    kept = Kept()
    member_of(whole_newham)
    all_that_changed, came_late = Kept._changed_in, [Membership._meta.db_table]

    def not_yet(self, tables):
        late = came_late.pop() if came_late else None
        return [table for table in all_that_changed(self, tables) if table != late]

    monkeypatch.setattr(Kept, "_changed_in", not_yet)
    kept.put_back()

    monkeypatch.undo()
    assert came_late == []
    assert Kept() == kept


def test_nothing_is_built_upon_somebody_elses_transaction(db):
    ground = Ground()

    ground.bring_to(["furnished", "newham"])

    assert ground.names == []
