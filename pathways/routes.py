"""The ways through a pathway, and what is wrong with them. Plain Python: try it in a console.

    >>> is_it_safe = Step(key="safe", title="Are you safe?", options=(Option("Yes", "talk"), Option("Not sure", "talk", True)))
    >>> talk = Step(key="talk", title="Talk to somebody", is_outcome=True)
    >>> problems(Graph((is_it_safe, talk)))
    []

Everything here is linear in steps and answers, and never recurses: a pathway with a thousand steps, or one that runs in
circles, is answered like any other.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from literacy.visible_text import says_something, words_seen

MOST_OPTIONS = 5
LEAST_OPTIONS = 2
MOST_QUESTIONS = 7
URGENT_HELP_WITHIN = 2


@dataclass(frozen=True)
class Option:
    """An answer, and the key of the step it leads to."""

    label: str
    next: str
    is_not_sure: bool = False


@dataclass(frozen=True)
class Step:
    """A question with its answers, or an outcome, where a way ends."""

    key: str
    title: str
    options: tuple[Option, ...] = ()
    is_outcome: bool = False
    is_urgent: bool = False
    has_main_text: bool = True

    @property
    def name(self) -> str:
        """What an author knows the step by."""
        return self.title or self.key or "?"


@dataclass(frozen=True)
class Graph:
    """A pathway's steps in their order. The first question is where it starts."""

    steps: tuple[Step, ...]

    @cached_property
    def by_key(self) -> dict[str, Step]:
        """Each key's step; the first, where a key is there twice."""
        found: dict[str, Step] = {}
        for step in self.steps:
            found.setdefault(step.key, step)
        return found

    @cached_property
    def start(self) -> Step | None:
        return next((step for step in self.steps if not step.is_outcome), None)

    @cached_property
    def nexts(self) -> dict[str, tuple[str, ...]]:
        """For each key, the keys that its answers lead to, once each, in their order. Unknown ones are left out."""
        return {
            key: tuple(dict.fromkeys(option.next for option in _ways_on(step) if option.next in self.by_key))
            for key, step in self.by_key.items()
        }


@dataclass(frozen=True)
class RouteProblem:
    """One thing to put right: the step, and a sentence with a place for its name, so that it can be translated."""

    step: str
    template: str
    names: tuple[tuple[str, str], ...] = ()

    @property
    def sentence(self) -> str:
        return self.say(self.template)

    def say(self, template: str) -> str:
        """The sentence, said with this template: the English one or its translation."""
        return template.format(**dict(self.names))


def _(template: str) -> str:
    """Marks a sentence for the translators. This file knows no Django, so nothing is translated here."""
    return template


def problems(graph: Graph) -> list[RouteProblem]:
    """Everything that keeps a pathway from being sent to the panel, in the order of its steps."""
    if graph.start is None:
        return [RouteProblem("", _("Add a question to start with. The first question is where readers begin."))]
    found = [problem for step in graph.steps for problem in _problems_of(step, graph)]
    found += _duplicates(graph)
    found += _unreachable(graph)
    found += _loops(graph) or _too_long(graph)
    found += _dead_ends(graph)
    found += _late_urgent_help(graph)
    found += _steps_alike(graph)
    order = {step.key: place for place, step in reversed(list(enumerate(graph.steps)))}
    return sorted(found, key=lambda problem: order[problem.step])


# -- the ways


def distances(graph: Graph) -> dict[str, int]:
    """For each step that can be reached from the start: after how many answers, on the shortest way."""
    if graph.start is None:
        return {}
    found = {graph.start.key: 0}
    waiting = deque(found)
    while waiting:
        key = waiting.popleft()
        for following in graph.nexts[key]:
            if following not in found:
                found[following] = found[key] + 1
                waiting.append(following)
    return found


def loops(graph: Graph) -> list[list[str]]:
    """The steps that lead back to themselves, together with those they run in circles with."""
    return [group for group in _groups_in_circles(graph.nexts) if len(group) > 1 or group[0] in graph.nexts[group[0]]]


def steps_that_end(graph: Graph) -> set[str]:
    """The keys of the steps from which some way leads to an outcome."""
    befores = _reversed(graph.nexts)
    return _all_from([key for key, step in graph.by_key.items() if step.is_outcome], befores)


def longest_way(graph: Graph) -> list[str]:
    """The keys of the questions on the way from the start that has most of them, in their order.

    Raises ValueError where a way runs in circles: it has no longest way.
    """
    way, _total = _heaviest_way(graph, {key: int(not step.is_outcome) for key, step in graph.by_key.items()})
    return [key for key in way if not graph.by_key[key].is_outcome]


def longest_reading(graph: Graph, minutes: Mapping[str, int]) -> int:
    """How long the way from the start takes that takes longest, its outcome included. `minutes`: of each step, by its key.

    Raises ValueError where a way runs in circles.
    """
    _way, total = _heaviest_way(graph, minutes)
    return total


def _heaviest_way(graph: Graph, weights: Mapping[str, int]) -> tuple[list[str], int]:
    if graph.start is None:
        return [], 0
    try:
        ends_first = list(TopologicalSorter(graph.nexts).static_order())
    except CycleError as circle:
        raise ValueError("This pathway runs in circles.") from circle
    left: dict[str, int] = {}
    heaviest_next: dict[str, str | None] = {}
    for key in ends_first:
        following = max(graph.nexts[key], key=left.__getitem__, default=None)
        heaviest_next[key] = following
        left[key] = weights.get(key, 0) + (left[following] if following is not None else 0)
    return list(_follow(graph.start.key, heaviest_next)), left[graph.start.key]


def _ways_on(step: Step) -> tuple[Option, ...]:
    """An outcome is where a way ends, whatever stands on it."""
    return () if step.is_outcome else step.options


def _follow(key: str | None, nexts: dict[str, str | None]) -> Iterator[str]:
    while key is not None:
        yield key
        key = nexts[key]


def _all_from(starts: Iterable[str], nexts: dict[str, tuple[str, ...]]) -> set[str]:
    found = set(starts)
    waiting = list(found)
    while waiting:
        for following in nexts[waiting.pop()]:
            if following not in found:
                found.add(following)
                waiting.append(following)
    return found


def _reversed(nexts: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    befores: dict[str, list[str]] = {key: [] for key in nexts}
    for key, followings in nexts.items():
        for following in followings:
            befores[following].append(key)
    return {key: tuple(keys) for key, keys in befores.items()}


def _groups_in_circles(nexts: dict[str, tuple[str, ...]]) -> list[list[str]]:
    """Which steps can all reach each other (Kosaraju's strongly connected components), each in the pathway's order."""
    befores = _reversed(nexts)
    place = {key: number for number, key in enumerate(nexts)}
    groups, placed = [], set()
    for key in reversed(_in_order_of_finishing(nexts)):
        if key in placed:
            continue
        group, waiting = [], [key]
        placed.add(key)
        while waiting:
            member = waiting.pop()
            group.append(member)
            fresh = [before for before in befores[member] if before not in placed]
            placed.update(fresh)
            waiting += fresh
        groups.append(sorted(group, key=place.__getitem__))
    return groups


def _in_order_of_finishing(nexts: dict[str, tuple[str, ...]]) -> list[str]:
    finished: list[str] = []
    seen: set[str] = set()
    for first in nexts:
        if first in seen:
            continue
        seen.add(first)
        open_steps = [(first, iter(nexts[first]))]
        while open_steps:
            key, followings = open_steps[-1]
            following = next((step for step in followings if step not in seen), None)
            if following is None:
                finished.append(key)
                open_steps.pop()
            else:
                seen.add(following)
                open_steps.append((following, iter(nexts[following])))
    return finished


# -- what is wrong


def _about(step: Step, template: str, **names: str) -> RouteProblem:
    return RouteProblem(step.key, template, tuple({"step": step.name, **names}.items()))


def _problems_of(step: Step, graph: Graph) -> Iterator[RouteProblem]:
    if not step.has_main_text:
        yield _about(
            step, _("“{step}” has no words yet. Write them at the level Straightforward: everybody gets those.")
        )
    if step.is_outcome:
        return
    if len(step.options) < LEAST_OPTIONS:
        yield _about(step, _("“{step}” needs at least two answers to choose from."))
    if len(step.options) > MOST_OPTIONS:
        yield _about(step, _("“{step}” has more than five answers. Which ones could become one?"))
    if not any(option.is_not_sure for option in step.options):
        yield _about(
            step, _("“{step}” has no answer for somebody who is not sure. Add one, and tick “not sure” on it.")
        )
    yield from _answers_alike(step)
    for option in step.options:
        if option.next not in graph.by_key:
            yield _about(
                step,
                _("“{step}”: the answer “{answer}” goes to “{next}”, but no step has that short name."),
                answer=option.label,
                next=option.next,
            )


def _answers_alike(step: Step) -> Iterator[RouteProblem]:
    """Answers that a reader cannot tell apart, or cannot read."""
    if not all(says_something(option.label) for option in step.options):
        yield _about(step, _("“{step}” has an answer without words. Write what somebody would say, or take it out."))
    if sum(option.is_not_sure for option in step.options) > 1:
        yield _about(step, _("“{step}” has more than one answer for “not sure”. Keep one of them."))
    for answer in _said_twice(option.label for option in step.options):
        yield _about(step, _("“{step}” has the answer “{answer}” twice. Give each its own words."), answer=answer)


def _steps_alike(graph: Graph) -> list[RouteProblem]:
    """Steps that a reader, and whoever writes the pathway, cannot tell apart."""
    silent = [step for step in graph.by_key.values() if not says_something(step.title)]
    kinds = [[step.title for step in graph.by_key.values() if step.is_outcome is kind] for kind in (False, True)]
    twice = [title for titles in kinds for title in _said_twice(titles)]
    first = {step.title.strip(): step for step in reversed(graph.by_key.values())}
    return [
        *(
            _about(step, _("The step with the short name “{key}” has no title yet. Write one."), key=step.key)
            for step in silent
        ),
        *(_about(first[title], _("Two steps are called “{step}”. Give each a title of its own.")) for title in twice),
    ]


def _said_twice(texts: Iterable[str]) -> list[str]:
    """What is there more than once, whatever the capitals, blanks and signs: as it stands there last."""
    seen: set[str] = set()
    twice: dict[str, str] = {}
    for text in texts:
        if heard := " ".join(words_seen(text)):
            if heard in seen:
                twice[heard] = text.strip()
            seen.add(heard)
    return list(twice.values())


def _duplicates(graph: Graph) -> list[RouteProblem]:
    return [
        _about(step, _("“{step}” has the same short name as “{other}”. Give it one of its own."), other=first.name)
        for step in graph.steps
        if (first := graph.by_key[step.key]) is not step
    ]


def _unreachable(graph: Graph) -> list[RouteProblem]:
    reached = distances(graph)
    return [
        _about(step, _("No answer leads to “{step}”. Let an answer go there, or take the step out."))
        for key, step in graph.by_key.items()
        if key not in reached
    ]


def _loops(graph: Graph) -> list[RouteProblem]:
    firsts = [graph.by_key[group[0]] for group in loops(graph)]
    return [
        _about(step, _("From “{step}” the answers can lead back to it. Nobody should get the same question twice."))
        for step in firsts
    ]


def _too_long(graph: Graph) -> list[RouteProblem]:
    way = longest_way(graph)
    if len(way) <= MOST_QUESTIONS:
        return []
    eighth = graph.by_key[way[MOST_QUESTIONS]]
    return [_about(eighth, _("“{step}” would be the eighth question on one way. Seven at most: what can go?"))]


def _dead_ends(graph: Graph) -> list[RouteProblem]:
    ending = steps_that_end(graph)
    return [
        _about(step, _("From “{step}” no way leads to an outcome. Everybody should end up with help."))
        for key, step in graph.by_key.items()
        if key not in ending
    ]


def _late_urgent_help(graph: Graph) -> list[RouteProblem]:
    return [
        _about(
            graph.by_key[key],
            _(
                "“{step}” is for somebody in danger now, so two answers should be enough to get there. Let an early answer go to it."
            ),
        )
        for key, distance in distances(graph).items()
        if graph.by_key[key].is_urgent and distance > URGENT_HELP_WITHIN
    ]
