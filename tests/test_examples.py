"""Whatever a docstring shows with `>>>` is what happens."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
WITH_EXAMPLES = sorted(
    str(file.relative_to(HOUSE).with_suffix("")).replace("/", ".")
    for room in HOUSE.iterdir()
    if (room / "__init__.py").exists() and room.name not in ("tests", "benchmarks")
    for file in room.rglob("*.py")
    if ">>> " in file.read_text(encoding="utf-8")
)


@pytest.mark.no_database
@pytest.mark.parametrize("module", WITH_EXAMPLES)
def test_what_a_docstring_shows_is_what_happens(module):
    tried = doctest.testmod(importlib.import_module(module), optionflags=doctest.NORMALIZE_WHITESPACE)

    assert tried.attempted
    assert not tried.failed
