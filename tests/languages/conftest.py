from __future__ import annotations

import pytest

from people.models import User, YouthPanel
from tests.languages.welsh import translator_for


@pytest.fixture
def translator(newham: YouthPanel) -> User:
    return translator_for(newham)
