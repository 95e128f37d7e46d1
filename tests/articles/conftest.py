"""Somebody who writes for Newham's panel, her browser, and a page she has begun. A file that needs another one says so."""

from __future__ import annotations

import pytest

from tests.articles.editor import logged_in
from tests.factories import draft, member_of


@pytest.fixture
def writer(newham):
    return member_of(newham)


@pytest.fixture
def browser(writer):
    return logged_in(writer)


@pytest.fixture
def page(newham, writer):
    return draft(newham, by=writer)


@pytest.fixture
def own_folder(settings, tmp_path):
    """Files of this test alone."""
    settings.MEDIA_ROOT = tmp_path
