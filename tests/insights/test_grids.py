"""The rule that turns counts into a grid, and says what is missing most."""

from __future__ import annotations

import doctest
from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.models import at_level
from delivery.projection import lineage
from insights import grids
from insights.grids import Amount, Block, Grid, amount_of, in_order, missing_most
from taxonomy.models import Topic

LEVELS, LANGUAGES = ["el12", "el3", "l1", "l2"], ["en", "cy"]
NAMES = ["crime", "knives", "police", "home", "safe-at-home", "money"]
PARENTS = {"knives": "crime", "police": "crime", "safe-at-home": "home"}


def topic(name: str) -> Topic:
    return Topic(slug=name, parent=topic(PARENTS[name]) if name in PARENTS else None)


# What one page is about, at which levels it is written, in which language it is. Some have no words at any level.
one_page = st.tuples(
    st.sets(st.sampled_from(NAMES), min_size=1, max_size=3),
    st.sets(st.sampled_from(LEVELS)),
    st.sampled_from(LANGUAGES),
)


def grid_of(pages, languages=LANGUAGES) -> Grid:
    """As the read model counts them: under each topic, and under what it hangs under."""
    by_topic, by_level = Counter(), Counter()
    for topics, levels, language in pages:
        slugs = {slug for name in topics for slug in lineage(topic(name))}
        by_topic.update((slug, language) for slug in slugs)
        by_level.update((at_level(slug, level), language) for slug in slugs for level in levels)
    versions = {
        (name, level, language): by_level[at_level(name, level), language]
        for name, level, language in product(NAMES, LEVELS, languages)
    }
    return Grid(NAMES, PARENTS, LEVELS, languages, by_topic, versions)


whole_grids = st.lists(one_page, max_size=12).map(grid_of)


@given(whole_grids)
def test_what_is_covered_and_what_is_missing_are_everything(grid):
    covered = [square for square in grid.squares if not square.is_gap]

    places = [(square.topic, square.level, square.language) for square in [*covered, *grid.gaps]]
    assert sorted(places) == sorted(product(NAMES, LEVELS, LANGUAGES))


@given(whole_grids)
def test_a_topic_never_has_fewer_than_what_hangs_under_it(grid):
    for (child, parent), level, language in product(PARENTS.items(), LEVELS, LANGUAGES):
        assert grid.square(parent, level, language).count >= grid.square(child, level, language).count


@given(whole_grids)
def test_what_is_missing_most_is_missing(grid):
    most = missing_most(grid)

    assert (most is None) == (grid.gaps == [])
    if most is not None:
        assert {grid.square(*place).count for place in grid.within(most)} == {0}


@given(whole_grids)
def test_what_readers_get_nowhere_comes_before_what_they_get_elsewhere(grid):
    nowhere = [name for name in NAMES if not any(grid.pages[name, language] for language in LANGUAGES)]
    most = missing_most(grid)

    if nowhere:
        assert most is not None
        assert (most.level, most.language) == (None, None)
        assert most.topic in [None, *nowhere]


@given(st.permutations(NAMES))
def test_topics_keep_their_order_with_children_right_below_their_parent(names):
    placed = in_order([(name, PARENTS.get(name)) for name in names])

    assert sorted(placed) == sorted(NAMES)
    tops = [name for name in placed if name not in PARENTS]
    assert tops == [name for name in names if name not in PARENTS]
    for child, parent in PARENTS.items():
        between = placed[placed.index(parent) + 1 : placed.index(child)]
        assert {PARENTS.get(name) for name in between} <= {parent}


def test_what_hangs_deeper_than_the_tree_is_is_not_lost():
    assert in_order([("c", "b"), ("b", "a"), ("a", None)]) == ["a", "b", "c"]


EVERYTHING, ALL_LEVELS = {"knives", "police", "safe-at-home", "money"}, set(LEVELS)


@pytest.mark.parametrize(
    ("pages", "most"),
    [
        ([], Block()),
        ([({"knives", "home", "money"}, ALL_LEVELS, "en")], Block("police")),
        ([({"knives", "money"}, ALL_LEVELS, "en")], Block("home")),
        ([(EVERYTHING, ALL_LEVELS, "en")], Block(None, None, "cy")),
        ([(EVERYTHING, ALL_LEVELS, "en"), (EVERYTHING - {"safe-at-home"}, {"el3"}, "cy")], Block("home", None, "cy")),
        ([(EVERYTHING, {"el3", "l1"}, "en"), (EVERYTHING, {"el3", "l1"}, "cy")], Block(None, "el12")),
        ([(EVERYTHING, ALL_LEVELS, "en"), (EVERYTHING, ALL_LEVELS - {"l2"}, "cy")], Block(None, "l2", "cy")),
        ([(EVERYTHING, ALL_LEVELS, "en"), (EVERYTHING, ALL_LEVELS, "cy")], None),
    ],
)
def test_the_largest_thing_that_is_missing_is_named(pages, most):
    assert missing_most(grid_of(pages)) == most


def test_without_topics_nothing_is_missing_and_nothing_falls_over():
    grid = Grid([], {}, LEVELS, LANGUAGES, {}, {})

    assert (grid.squares, grid.gaps) == ([], [])


def test_a_video_without_words_is_a_page_that_is_missing_its_levels():
    grid = Grid(["money"], {}, LEVELS, ["en"], pages={("money", "en"): 1}, versions={})

    assert missing_most(grid) == Block(None, "el12")


def test_amounts_are_told_apart_as_none_one_some_and_many():
    assert [amount_of(count) for count in (0, 1, 2, 4, 5, 5000)] == [
        *(Amount.NONE, Amount.ONE, Amount.SOME, Amount.SOME, Amount.MANY, Amount.MANY)
    ]


def test_the_example_in_the_file_is_true():
    assert doctest.testmod(grids).failed == 0
