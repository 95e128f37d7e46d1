"""What every test starts from: a furnished database with one council's youth panel."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django.plugin import blocking_manager_key
from wagtail.models import Site

from cms.furnishing import furnish
from delivery import lexicons
from people.models import YouthPanel
from tests.ground import Ground, add_newham, add_stoke, floors_of, is_transactional

pytest_plugins = ["tests.left_out"]

GROUND = Ground()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Transactional tests empty every table afterwards, and what the migrations had put there must come back."""
    for item in items:
        if is_transactional(item):
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True), append=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """After the emptying, the next test and the next run on this database find again what the migrations left.

    No ground outlasts its file: the next one may have a fixture that holds a transaction of its own.
    """
    yield
    stays = nextitem is not None and nextitem.path == item.path
    with item.config.stash[blocking_manager_key].unblock():
        GROUND.keep(floors_of(nextitem) if stays else [])
        # A test that was left out has not even made a database.
        as_migrated = getattr(connection, "_test_serialized_contents", None)
        if as_migrated is not None and is_transactional(item):
            connection.creation.deserialize_db_from_string(as_migrated)


@pytest.fixture
def _django_db_helper(
    request: pytest.FixtureRequest, django_db_setup: None, _ground: None, _django_db_helper: None
) -> None:
    """pytest-django begins the transaction of a test in this fixture, for `db` and for the mark alike."""


@pytest.fixture
def _ground(request: pytest.FixtureRequest, django_db_setup: None) -> None:
    with request.config.stash[blocking_manager_key].unblock():
        GROUND.bring_to(floors_of(request.node))


@pytest.fixture
def furnished(db: None) -> None:
    if not GROUND.stands("furnished"):
        furnish()
    # What furnishing makes the process forget must not be left from the test before.
    Site.clear_site_root_paths_cache()
    lexicons.forget()


@pytest.fixture
def newham(furnished: None) -> YouthPanel:
    return YouthPanel.objects.get(slug="newham") if GROUND.stands("newham") else add_newham()


@pytest.fixture
def stoke(furnished: None) -> YouthPanel:
    return YouthPanel.objects.get(slug="stoke-on-trent") if GROUND.stands("stoke") else add_stoke()


@pytest.fixture
def whole_newham(transactional_db: None) -> YouthPanel:
    """Newham on the real database: what waits for a commit happens, as it does for people."""
    furnish()
    return add_newham()


@pytest.fixture
def whole_stoke(whole_newham: YouthPanel) -> YouthPanel:
    return add_stoke()
