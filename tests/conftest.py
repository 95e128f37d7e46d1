"""What every test starts from: a furnished database with one council's youth panel."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import TransactionTestCase
from pytest_django.plugin import blocking_manager_key
from wagtail.models import Site

from agreement.four_eyes import every_door_shut, setting_up
from cms.furnishing import furnish
from delivery import lexicons
from people.models import YouthPanel
from tests.ground import Ground, add_newham, add_stoke, floors_of, is_transactional
from tests.rows import Kept

pytest_plugins = ["tests.left_out"]

GROUND = Ground()
# What the database was at each of these moments, by name: as migrated, and with Newham in it.
KEPT: dict[str, Kept] = {}

# Side by side, the files that take longest begin first: else one worker is left alone with such a file at the end.
BEGIN_FIRST = ["test_roles.py", "browser", "test_guards.py", "test_demo.py", "test_races.py"]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: _place_in_the_queue(item.path))


def _place_in_the_queue(file: Path) -> int:
    names = {file.name, file.parent.name}
    return next((place for place, name in enumerate(BEGIN_FIRST) if name in names), len(BEGIN_FIRST))


@pytest.fixture(scope="session", autouse=True)
def _no_table_is_emptied() -> Iterator[None]:
    """What a test on the real database left there, `pytest_runtest_teardown` below takes away, and much faster."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: None)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """The next test and the next run on this database find again what the migrations left.

    No ground outlasts its file: the next one may have a fixture that holds a transaction of its own.
    """
    try:
        yield
    finally:
        stays = nextitem is not None and nextitem.path == item.path
        with item.config.stash[blocking_manager_key].unblock():
            GROUND.keep(floors_of(nextitem) if stays else [])
            # A test that was left out has not even made a database.
            if is_transactional(item) and "migrated" in KEPT:
                KEPT["migrated"].put_back()


@pytest.fixture(autouse=True)
def _nobody_has_tried_a_password_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("people.login_throttle.COUNTED_AS", secrets.token_hex(8))


@pytest.fixture
def _django_db_helper(_ground: None, _django_db_helper: None) -> None:
    """pytest-django begins the transaction of a test in this fixture, for `db` and for the mark alike."""


@pytest.fixture
def _ground(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        GROUND.bring_to(floors_of(request.node))
        if is_transactional(request.node) and "migrated" not in KEPT:
            KEPT["migrated"] = Kept()


@pytest.fixture(scope="session", autouse=True)
def _tests_set_up_what_takes_two() -> Iterator[None]:
    """Tests lay out their world themselves. Each request shuts this door, as it does in production."""
    with setting_up("the tests"):
        yield


@pytest.fixture
def four_eyes() -> Iterator[None]:
    """Whatever takes a second person takes one in this test too: what it starts from, it sets up by `setting_up`."""
    with every_door_shut():
        yield


@pytest.fixture
def furnished(db: None) -> None:
    if not GROUND.stands("furnished"):
        furnish()
    _forget_what_furnishing_changes()


def _forget_what_furnishing_changes() -> None:
    """What the process remembers from the test before must not outlive it, whether or not we furnish again."""
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
    if "newham" in KEPT:
        KEPT["newham"].put_back()
    else:
        furnish()
        add_newham()
        KEPT["newham"] = Kept()
    _forget_what_furnishing_changes()
    return YouthPanel.objects.get(slug="newham")


@pytest.fixture
def whole_stoke(whole_newham: YouthPanel) -> YouthPanel:
    return add_stoke()
