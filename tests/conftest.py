"""What every test starts from: a furnished database with one council's youth panel."""

from __future__ import annotations

import pytest

from cms.furnishing import add_council, furnish
from people.models import YouthPanel
from taxonomy.models import Area


@pytest.fixture
def furnished(db: None) -> None:
    furnish()


@pytest.fixture
def newham(furnished: None) -> YouthPanel:
    return add_council(name="Newham", slug="newham", area=Area.objects.get(code="E09000025"))


@pytest.fixture
def stoke(furnished: None) -> YouthPanel:
    return add_council(name="Stoke-on-Trent", slug="stoke-on-trent", area=Area.objects.get(code="E06000021"))
