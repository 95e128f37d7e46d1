"""Steps and answers that a reader cannot tell apart are named, in one sentence each."""

from __future__ import annotations

import pytest

from pathways.routes import Graph, Option, Step, problems


def pathway(*options: Option, **changes: str) -> Graph:
    question = Step(key="safe", title=changes.get("question", "Are you safe?"), options=options)
    return Graph((question, Step(key="talk", title=changes.get("outcome", "Talk to somebody"), is_outcome=True)))


NOT_SURE = Option("Not sure", "talk", True)
ALIKE = {
    "the same answer twice": (
        pathway(Option("Yes", "talk"), Option("yes ", "talk"), NOT_SURE),
        "“Are you safe?” has the answer “yes” twice. Give each its own words.",
    ),
    "the same to the eye": (
        pathway(Option("Yes", "talk"), Option("Y\u200bes!", "talk"), NOT_SURE),
        "“Are you safe?” has the answer “Y\u200bes!” twice. Give each its own words.",
    ),
    "two for not sure": (
        pathway(Option("Yes", "talk"), NOT_SURE, Option("No idea", "talk", True)),
        "“Are you safe?” has more than one answer for “not sure”. Keep one of them.",
    ),
    "an answer of nothing": (
        pathway(Option("\u3164", "talk"), NOT_SURE),
        "“Are you safe?” has an answer without words. Write what somebody would say, or take it out.",
    ),
    "a step of nothing": (
        pathway(Option("Yes", "talk"), NOT_SURE, outcome="\u200b"),
        "The step with the short name “talk” has no title yet. Write one.",
    ),
}


@pytest.mark.parametrize(("graph", "sentence"), ALIKE.values(), ids=ALIKE)
def test_what_cannot_be_told_apart_is_said_in_one_sentence(graph, sentence):
    assert [problem.sentence for problem in problems(graph)] == [sentence]


@pytest.mark.parametrize("is_outcome", [True, False])
def test_two_steps_of_the_same_title_are_named(is_outcome):
    first = Step("a", "Talk to somebody", (), is_outcome)
    second = Step("b", "talk to  somebody.", (), is_outcome)
    start = Step("s", "Are you safe?", (Option("Yes", "a"), Option("Not sure", "b", True)))

    said = [problem.sentence for problem in problems(Graph((start, first, second)))]

    assert "Two steps are called “talk to  somebody.”. Give each a title of its own." in said


def test_a_question_may_be_called_what_an_outcome_is():
    graph = pathway(Option("Yes", "talk"), NOT_SURE, question="Talk", outcome="Talk")

    assert problems(graph) == []
