"""What every test starts from: a furnished database with one council's youth panel."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django.plugin import blocking_manager_key

from cms.furnishing import add_council, furnish
from people.models import YouthPanel
from taxonomy.models import Area

pytest_plugins = ["tests.left_out"]

WHOLE_DATABASE = {"transactional_db", "live_server"}


def is_transactional(item: pytest.Item) -> bool:
    """Whether a test works on the real database, without a transaction around it that is rolled back."""
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or bool(WHOLE_DATABASE & set(item.fixturenames))  # type: ignore[attr-defined]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Transactional tests empty every table afterwards, and what the migrations had put there must come back."""
    for item in items:
        if is_transactional(item):
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True), append=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """After the emptying, the next test and the next run on this database find again what the migrations left."""
    yield
    # A test that was left out has not even made a database.
    as_migrated = getattr(connection, "_test_serialized_contents", None)
    if as_migrated is not None and is_transactional(item):
        with item.config.stash[blocking_manager_key].unblock():
            connection.creation.deserialize_db_from_string(as_migrated)


@pytest.fixture
def furnished(db: None) -> None:
    furnish()


@pytest.fixture
def newham(furnished: None) -> YouthPanel:
    return add_council(name="Newham", slug="newham", area=Area.objects.get(code="E09000025"))


@pytest.fixture
def stoke(furnished: None) -> YouthPanel:
    return add_council(name="Stoke-on-Trent", slug="stoke-on-trent", area=Area.objects.get(code="E06000021"))


@pytest.fixture
def whole_newham(transactional_db: None) -> YouthPanel:
    """Newham on the real database: what waits for a commit happens, as it does for people."""
    furnish()
    return add_council(name="Newham", slug="newham", area=Area.objects.get(code="E09000025"))


@pytest.fixture
def whole_stoke(whole_newham: YouthPanel) -> YouthPanel:
    return add_council(name="Stoke-on-Trent", slug="stoke-on-trent", area=Area.objects.get(code="E06000021"))
