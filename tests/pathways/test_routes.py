"""The ways through a pathway. What is searched for cleverly is compared with what trying everything finds."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.routes import (
    Graph,
    Option,
    Step,
    distances,
    longest_reading,
    longest_way,
    loops,
    problems,
    steps_that_end,
)


def question(key: str, *nexts: str, title: str = "", **fields) -> Step:
    options = tuple(
        Option(label=f"Answer {number}", next=following, is_not_sure=number == 0)
        for number, following in enumerate(nexts)
    )
    return Step(key=key, title=title or f"Question {key}", options=options, **fields)


def outcome(key: str, **fields) -> Step:
    return Step(key=key, title=f"Outcome {key}", is_outcome=True, **fields)


def sentences(*steps: Step) -> list[str]:
    return [problem.sentence for problem in problems(Graph(steps))]


# -- one thing wrong, one sentence that names the step


def test_a_pathway_where_every_question_leads_to_help_has_no_problems():
    assert sentences(question("a", "b", "c"), question("b", "c", "d"), outcome("c"), outcome("d")) == []


def test_a_pathway_without_a_question_is_told_to_begin_with_one():
    [problem] = problems(Graph((outcome("c"),)))

    assert problem.sentence == "Add a question to start with. The first question is where readers begin."
    assert problem.step == "", "it is about no step"


def test_a_pathway_without_a_question_has_no_way_and_nothing_to_read():
    without_a_start = Graph((outcome("c"),))

    assert distances(without_a_start) == {}
    assert longest_way(without_a_start) == []
    assert longest_reading(without_a_start, {"c": 3}) == 0


def test_a_step_without_a_title_or_a_short_name_still_has_something_to_be_called_by():
    assert Step(key="", title="").name == "?"


def test_five_answers_are_not_too_many():
    assert sentences(question("a", *"bbbbb"), outcome("b")) == []


def test_what_stands_on_an_outcome_leads_nowhere_on():
    """An outcome that was a question once keeps its answers, unseen."""
    was_a_question = Step("b", "Get help", (Option("Yes", "a"), Option("No", "c")), is_outcome=True)
    graph = Graph((question("a", "b", "b"), was_a_question, outcome("c")))

    assert loops(graph) == []
    assert "c" not in distances(graph)


def test_a_second_loop_is_found_beside_the_first_and_each_is_in_the_order_of_the_steps():
    first = (question("z", "a", "end"), question("a", "z", "end"))
    second = (question("y", "b", "end"), question("b", "y", "end"))

    assert sorted(loops(Graph((*first, *second, outcome("end"))))) == [["y", "b"], ["z", "a"]]


def test_the_longest_reading_is_that_of_the_way_that_takes_longest_with_its_outcome():
    steps = (question("a", "b", "short"), question("b", "long", "short"), outcome("short"), outcome("long"))

    assert longest_reading(Graph(steps), {"a": 1, "b": 2, "short": 9, "long": 4}) == 12
    assert longest_reading(Graph(steps), {"a": 1, "b": 2, "short": 1, "long": 4}) == 7
    assert longest_reading(Graph(steps), {"a": 1, "long": 4}) == 5, "a step without words takes no time"


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        pytest.param(
            [question("a", "b", "b"), outcome("b"), outcome("lost")],
            "No answer leads to “Outcome lost”. Let an answer go there, or take the step out.",
            id="a step that nothing leads to",
        ),
        pytest.param(
            [question("a", "b", "typo"), outcome("b")],
            "“Question a”: the answer “Answer 1” goes to “typo”, but no step has that short name.",
            id="an answer that leads nowhere",
        ),
        pytest.param(
            [question("a", "b", "b"), outcome("b"), Step(key="b", title="The second b", is_outcome=True)],
            "“The second b” has the same short name as “Outcome b”. Give it one of its own.",
            id="a short name used twice",
        ),
        pytest.param(
            [question("a", "b", "c"), question("b", "a", "c"), outcome("c")],
            "From “Question a” the answers can lead back to it. Nobody should get the same question twice.",
            id="a loop",
        ),
        pytest.param(
            [question("a", "a", "b"), outcome("b")],
            "From “Question a” the answers can lead back to it. Nobody should get the same question twice.",
            id="a question that leads to itself",
        ),
        pytest.param(
            [question("a", *"bbbbbb"), outcome("b")],
            "“Question a” has more than five answers. Which ones could become one?",
            id="six answers",
        ),
        pytest.param(
            [question("a", "b"), outcome("b")],
            "“Question a” needs at least two answers to choose from.",
            id="one answer",
        ),
        pytest.param(
            [Step("a", "Are you safe?", (Option("Yes", "b"), Option("No", "b"))), outcome("b")],
            "“Are you safe?” has no answer for somebody who is not sure. Add one, and tick “not sure” on it.",
            id="no answer for somebody who is not sure",
        ),
        pytest.param(
            [question("a", "b", "b", has_main_text=False), outcome("b")],
            "“Question a” has no words yet. Write them at the level Straightforward: everybody gets those.",
            id="a question without words",
        ),
        pytest.param(
            [question("a", "b", "b"), outcome("b", has_main_text=False)],
            "“Outcome b” has no words yet. Write them at the level Straightforward: everybody gets those.",
            id="an outcome without words",
        ),
        pytest.param(
            [
                question("a", "b", "z"),
                question("b", "c", "z"),
                question("c", "d", "z"),
                outcome("d", is_urgent=True),
                outcome("z"),
            ],
            "“Outcome d” is for somebody in danger now, so two answers should be enough to get there. Let an early answer go to it.",
            id="urgent help after three answers",
        ),
        pytest.param(
            [*(question(f"q{n}", f"q{n + 1}", "end") for n in range(8)), outcome("q8"), outcome("end")],
            "“Question q7” would be the eighth question on one way. Seven at most: what can go?",
            id="eight questions on one way",
        ),
    ],
)
def test_one_thing_wrong_gives_one_sentence_that_names_the_step(steps, sentence):
    assert sentences(*steps) == [sentence]


def test_a_pathway_that_only_runs_in_circles_is_told_that_nobody_ends_up_with_help():
    found = sentences(question("a", "b", "b"), question("b", "a", "a"))

    assert found == [
        "From “Question a” the answers can lead back to it. Nobody should get the same question twice.",
        "From “Question a” no way leads to an outcome. Everybody should end up with help.",
        "From “Question b” no way leads to an outcome. Everybody should end up with help.",
    ]


def test_urgent_help_after_two_answers_is_early_enough():
    steps = [question("a", "b", "z"), question("b", "help", "z"), outcome("help", is_urgent=True), outcome("z")]

    assert sentences(*steps) == []


def test_seven_questions_on_a_way_are_not_too_many():
    steps = [*(question(f"q{n}", f"q{n + 1}", "end") for n in range(7)), outcome("q7"), outcome("end")]

    assert sentences(*steps) == []


def test_each_problem_names_the_step_it_is_about_in_the_order_of_the_steps():
    found = problems(Graph((question("a", "b", "nowhere"), outcome("b"), outcome("lost"))))

    assert [problem.step for problem in found] == ["a", "lost"]


def test_a_step_without_a_title_is_named_by_its_short_name():
    assert sentences(question("a", "b", "b"), outcome("b"), Step(key="lost", title="", is_outcome=True)) == [
        "No answer leads to “lost”. Let an answer go there, or take the step out.",
        "The step with the short name “lost” has no title yet. Write one.",
    ]


# -- hostile pathways


def ring(size: int) -> Graph:
    return Graph(tuple(question(f"q{n}", f"q{(n + 1) % size}", f"q{(n + 7) % size}") for n in range(size)))


def ladder(size: int) -> Graph:
    """Two ways on from each step: more ways in all than anybody could ever walk."""
    steps = [question(f"q{n}", f"q{n + 1}", f"q{min(n + 2, size)}") for n in range(size)]
    return Graph((*steps, outcome(f"q{size}")))


@pytest.mark.parametrize("graph", [ring(2000), ladder(2000)], ids=["a ring", "a ladder"])
def test_two_thousand_steps_are_answered_within_a_second(graph):
    began = time.process_time()

    assert problems(graph)
    assert time.process_time() - began < 1


def test_a_ladder_of_two_thousand_questions_has_a_longest_way_of_two_thousand():
    assert len(longest_way(ladder(2000))) == 2000


def test_a_pathway_that_runs_in_circles_has_no_longest_way():
    with pytest.raises(ValueError, match=r"^This pathway runs in circles\.$"):
        longest_way(ring(3))


# -- compared with trying everything

KEYS = ["a", "b", "c", "d", "e", "f"]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    size = draw(st.integers(1, len(KEYS)))
    keys = st.sampled_from([*KEYS[:size], "nowhere"])
    steps = []
    for key in KEYS[:size]:
        nexts = draw(st.lists(keys, max_size=3))
        steps.append(outcome(key) if draw(st.booleans()) and key != "a" else question(key, *nexts))
    return Graph(tuple(draw(st.permutations(steps))))


def ways_from(graph: Graph, key: str) -> list[list[str]]:
    """Every way that can be walked from a step without coming to any step twice."""
    ways, unfinished = [], [[key]]
    while unfinished:
        way = unfinished.pop()
        ways.append(way)
        unfinished += [[*way, following] for following in graph.nexts[way[-1]] if following not in way]
    return ways


@given(graphs())
def test_distances_are_those_of_the_shortest_of_all_ways(graph):
    shortest: dict[str, int] = {}
    for way in ways_from(graph, graph.start.key):
        shortest[way[-1]] = min(shortest.get(way[-1], 99), len(way) - 1)

    assert distances(graph) == shortest


@given(graphs())
def test_a_step_is_in_a_loop_exactly_where_some_way_leads_from_it_back_to_it(graph):
    in_loops = set(itertools.chain.from_iterable(loops(graph)))

    assert in_loops == {key for key in graph.by_key for way in ways_from(graph, key) if key in graph.nexts[way[-1]]}


@given(graphs())
def test_two_steps_are_in_the_same_loop_exactly_where_each_can_be_reached_from_the_other(graph):
    reach = {key: {way[-1] for way in ways_from(graph, key)} for key in graph.by_key}

    for group in loops(graph):
        for key in group:
            assert set(group) == {other for other in graph.by_key if other in reach[key] and key in reach[other]}


@given(graphs())
def test_a_step_ends_exactly_where_some_way_from_it_comes_to_an_outcome(graph):
    ending = {key for key in graph.by_key if any(graph.by_key[way[-1]].is_outcome for way in ways_from(graph, key))}

    assert steps_that_end(graph) == ending


@given(graphs())
def test_the_longest_way_has_as_many_questions_as_any_way_and_can_be_walked(graph):
    if loops(graph):
        with pytest.raises(ValueError, match=r"^This pathway runs in circles\.$"):
            longest_way(graph)
        return

    way = longest_way(graph)

    most = max(sum(not graph.by_key[key].is_outcome for key in walked) for walked in ways_from(graph, graph.start.key))
    assert len(way) == most
    assert way[0] == graph.start.key
    assert all(following in graph.nexts[key] for key, following in itertools.pairwise(way))


@given(graphs())
def test_a_pathway_without_problems_leads_every_reader_to_an_outcome_within_seven_questions(graph):
    unsound = {key for key in graph.by_key if not graph.by_key[key].is_outcome and not graph.nexts[key]}
    walked = ways_from(graph, graph.start.key)

    if not problems(graph):
        assert not unsound
        assert {key for way in walked for key in way} == set(graph.by_key)
        assert all(sum(not graph.by_key[key].is_outcome for key in way) <= 7 for way in walked)
