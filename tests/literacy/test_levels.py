"""Levels are ordered, and asking for one never fails."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literacy.levels import LABELS, LiteracyLevel, nearest, reading_minutes

levels = st.sampled_from(LiteracyLevel)


def test_levels_are_ordered_from_easy_to_full():
    assert LiteracyLevel.EL12 < LiteracyLevel.EL3 < LiteracyLevel.L1 < LiteracyLevel.L2


@given(levels, st.sets(levels, min_size=1))
def test_the_nearest_easier_version_is_served_and_else_the_nearest_harder(wanted, available):
    served = nearest(wanted, available)

    assert served in available
    if served > wanted:
        assert served == min(available)
    else:
        assert not any(served < level <= wanted for level in available)


def test_nothing_to_choose_from_is_an_error():
    with pytest.raises(ValueError, match="no reading version"):
        nearest(LiteracyLevel.EL3, set())


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (130, 1), (131, 2), (400, 4)])
def test_reading_minutes_are_whole_and_at_least_one(words, minutes):
    assert reading_minutes(words) == minutes


def test_no_label_speaks_of_an_age_or_of_the_reader():
    assert set(LABELS) == set(LiteracyLevel)
    assert not any(char.isdigit() for label in LABELS.values() for char in label)
