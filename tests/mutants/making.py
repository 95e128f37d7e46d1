"""Small changes to one file of ours, as mutmut makes them, and three more that suit code which guards somebody."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider
from mutmut.mutation import mutators
from mutmut.mutation.file_mutation import Mutation, MutationVisitor, OuterFunctionProvider
from mutmut.mutation.pragma_handling import IgnoredCode

NOTHING_IGNORED = IgnoredCode(set(), set(), set())
HOUSE = Path(__file__).resolve().parent.parent.parent

# What people read is tested as words, by those who read them: a changed letter in it is nobody's rule.
SAYS_SOMETHING = {
    "_", "_lazy", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext",
    "npgettext_lazy", "info", "warning", "exception", "debug", "cast", "TypeVar",
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One change: the line of `file` it begins in, the lines that go and those that come, and the whole text with it."""

    file: str
    line: int
    was: str
    becomes: str
    text: str

    @property
    def name(self) -> tuple[str, str, str]:
        """The same, wherever the lines have moved to."""
        return self.file, self.was, self.becomes


def call_left_out(node: cst.Expr) -> Iterator[cst.Expr]:
    """What is done for its effect is not done."""
    if isinstance(node.value, cst.Call):
        yield node.with_changes(value=cst.Ellipsis())


def answer_of_nothing(node: cst.Return) -> Iterator[cst.Return]:
    """None is answered, whatever was found."""
    if node.value is not None and not (isinstance(node.value, cst.Name) and node.value.value == "None"):
        yield node.with_changes(value=cst.Name("None"))


def argument_gone(node: cst.Call) -> Iterable[cst.Call]:
    """mutmut gives None instead of each argument, and leaves each out. One of the two is enough: a condition by name is
    left out, what stands by its place becomes None.
    """
    for mutated in mutators.operator_arg_removal(node):
        left_out = len(mutated.args) < len(node.args)
        changed = next(
            (old for old, new in zip(node.args, mutated.args, strict=False) if old is not new), node.args[-1]
        )
        if left_out == (changed.keyword is not None) or len(node.args) == 1:
            yield mutated


def word_changed(node: cst.BaseString) -> Iterable[cst.BaseString]:
    """mutmut also tries capitals and small letters, which say nothing more."""
    yield from list(mutators.operator_string(node))[:1]


OURS = {"operator_arg_removal": argument_gone, "operator_string": word_changed}
OPERATORS = [
    *((kind, OURS.get(operator.__name__, operator)) for kind, operator in mutators.mutation_operators),
    (cst.Expr, call_left_out),
    (cst.Return, answer_of_nothing),
]


class Visitor(MutationVisitor):
    METADATA_DEPENDENCIES = (PositionProvider, OuterFunctionProvider)

    def _create_mutations(self, node: cst.CSTNode) -> None:
        """And a guard taken away: what stands below an `if` never happens."""
        super()._create_mutations(node)
        if isinstance(node, cst.If):
            self.mutations.append(Mutation(node.test, cst.Name("False"), None))

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        """What is only said, or raised as words, is not a rule."""
        if isinstance(node, cst.Call):
            called = node.func.attr if isinstance(node.func, cst.Attribute) else node.func
            if isinstance(called, cst.Name) and called.value in SAYS_SOMETHING:
                return True
        if isinstance(node, cst.FunctionDef):
            return False  # mutmut leaves out what is decorated: all that is atomic, and every property
        return isinstance(node, cst.Decorator | cst.Import | cst.ImportFrom) or super()._skip_node_and_children(node)


def mutants_of(file: str) -> list[Mutant]:
    """Every change of this file that we try, from top to bottom, none of them twice."""
    text = (HOUSE / file).read_text(encoding="utf-8")
    wrapper = MetadataWrapper(cst.parse_module(text))
    visitor = Visitor(OPERATORS, NOTHING_IGNORED)
    module = wrapper.visit(visitor)
    places = wrapper.resolve(PositionProvider)
    found: dict[str, Mutant] = {}
    for mutation in visitor.mutations:
        place = places.get(mutation.original_node)
        changed = _written_in(text, place, module, mutation) if place else None
        if changed is None:
            changed = module.deep_replace(mutation.original_node, mutation.mutated_node).code
        if changed != text and changed not in found and _is_python(changed):
            line, was, becomes = _difference(text, changed)
            found[changed] = Mutant(file, place.start.line if place else line, was, becomes, changed)
    return sorted(found.values(), key=lambda mutant: mutant.line)


def _written_in(text: str, place: CodeRange, module: cst.Module, mutation: Mutation) -> str | None:
    """The text with the one node written anew, which is much faster than writing all of it. None where that is not sure."""
    lines = text.splitlines(keepends=True)
    start = sum(map(len, lines[: place.start.line - 1])) + place.start.column
    end = sum(map(len, lines[: place.end.line - 1])) + place.end.column
    there, words = text[start:end], text[start:end].strip()
    if not words or module.code_for_node(mutation.original_node).strip() != words:
        return None
    before, after = there.split(words)
    return text[:start] + before + module.code_for_node(mutation.mutated_node).strip() + after + text[end:]


def _is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


def _difference(text: str, changed: str) -> tuple[int, str, str]:
    """The first line that differs, the lines that go and those that come, each as one."""
    old, new = text.splitlines(), changed.splitlines()
    first = next((at for at, (some, other) in enumerate(zip(old, new, strict=False)) if some != other), 0)
    while old and new and old[-1] == new[-1] and min(len(old), len(new)) > first + 1:
        old.pop()
        new.pop()
    return first + 1, _joined(old[first:]), _joined(new[first:])


def _joined(lines: list[str]) -> str:
    return re.sub(r"\s+", " ", " ".join(lines)).strip()
