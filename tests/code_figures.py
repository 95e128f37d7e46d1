"""How the code is laid out, in figures: `make figures` prints them as a table. Nothing is run; the source is read.

| figure | what is counted |
|---|---|
| modules in a package | files of Python directly in it, without `__init__.py` and migrations |
| import depth | modules on the longest way down, where a knot counts as one |
| knots | groups of modules that import each other in a circle, `TYPE_CHECKING` included |
| fan-in | how many modules import this one |
| helpers with one caller | functions and methods named `_like_this` whose name stands once more in their room, and no more |
| class names in two rooms | a class at the top of modules of two rooms or more |
| patches | places where an attribute of a foreign module or class is set at run time |
| duplicates | bodies of functions, three statements or more, that are the same but for names of variables |
"""

from __future__ import annotations

import ast
import io
import re
import sys
import tokenize
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
NOT_OURS_TO_NAME = {"Command", "Migration"}
"""Class names that Django asks for."""
SMALLEST_DUPLICATE = 3
"""Statements in a body that stands twice."""
MANY_MODULES = 15
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One file of Python: its path below `root`, and its text."""

    root: Path
    path: Path

    @property
    def room(self) -> str:
        return self.path.relative_to(self.root).parts[0]

    @property
    def package(self) -> str:
        return ".".join(self.path.relative_to(self.root).parent.parts)

    def __str__(self) -> str:
        return str(self.path.relative_to(self.root))

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    @cached_property
    def functions(self) -> list[Function]:
        return [node for node in self.nodes if isinstance(node, Function)]


@dataclass(frozen=True)
class Code:
    """The rooms of a code base: every top folder that is a package and not `tests`."""

    root: Path

    @cached_property
    def rooms(self) -> list[str]:
        return sorted(path.parent.name for path in self.root.glob("*/__init__.py") if path.parent.name != "tests")

    @cached_property
    def sources(self) -> list[Source]:
        files = sorted(path for room in self.rooms for path in (self.root / room).rglob("*.py"))
        return [Source(self.root, path) for path in files if "migrations" not in path.parts]

    def modules_by_package(self) -> Counter[str]:
        return Counter(source.package for source in self.sources if source.path.name != "__init__.py")

    @cached_property
    def imports(self) -> dict[str, set[str]]:
        """Which module imports which, also for type checkers alone."""
        sys.path.insert(0, str(self.root))
        try:
            graph = grimp.build_graph(*self.rooms, cache_dir=None)
        finally:
            sys.path.remove(str(self.root))
        modules = {module for module in graph.modules if ".migrations" not in module}
        return {module: graph.find_modules_directly_imported_by(module) & modules for module in modules}

    def fan_in(self) -> Counter[str]:
        return Counter(imported for all_of_one in self.imports.values() for imported in all_of_one)

    def knots(self) -> list[set[str]]:
        return [group for group in groups_in_a_circle(self.imports) if len(group) > 1]

    def depth(self) -> int:
        return longest_way_down(self.imports)

    def helpers_with_one_caller(self) -> tuple[int, int, int]:
        """Helpers, those with one caller, and those of these whose body is three lines at most."""
        named: dict[str, Counter[str]] = defaultdict(Counter)
        for source in self.sources:
            named[source.room].update(names_used(source.nodes))
        helpers = [
            (source, function)
            for source in self.sources
            for function in source.functions
            if function.name.startswith("_") and not function.name.startswith("__")
        ]
        defined = Counter((source.room, function.name) for source, function in helpers)
        alone = [
            function
            for source, function in helpers
            if named[source.room][function.name] == 1 and defined[source.room, function.name] == 1
        ]
        return len(helpers), len(alone), sum(lines_of_body(function) <= 3 for function in alone)

    def classes_in_two_rooms(self) -> dict[str, list[str]]:
        rooms: dict[str, set[str]] = defaultdict(set)
        for source in self.sources:
            for node in source.tree.body:
                if isinstance(node, ast.ClassDef) and node.name not in NOT_OURS_TO_NAME:
                    rooms[node.name].add(source.room)
        return {name: sorted(found) for name, found in sorted(rooms.items()) if len(found) > 1}

    def patches(self) -> list[str]:
        return [f"{source}: {patch}" for source in self.sources for patch in patches_in(source.tree, set(self.rooms))]

    def calls_of(self, name: str) -> int:
        return sum(
            isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
            for source in self.sources
            for node in source.nodes
        )

    def comments(self, pattern: str) -> int:
        return sum(
            token.type == tokenize.COMMENT and re.search(pattern, token.string) is not None
            for source in self.sources
            for token in tokenize.generate_tokens(io.StringIO(source.text).readline)
        )

    def mypy_codes_off(self) -> int:
        """Error codes that mypy is told to leave out, counted once for each pattern of modules they are off in."""
        mypy = tomllib.loads((self.root / "pyproject.toml").read_text(encoding="utf-8"))["tool"].get("mypy", {})
        overrides = sum(
            len(one.get("disable_error_code", ()))
            * len([one["module"]] if isinstance(one["module"], str) else one["module"])
            for one in mypy.get("overrides", ())
        )
        return len(mypy.get("disable_error_code", ())) + overrides

    def duplicates(self) -> list[list[str]]:
        bodies: dict[str, list[str]] = defaultdict(list)
        for source in self.sources:
            for function in source.functions:
                if len(body := without_docstring(function)) >= SMALLEST_DUPLICATE:
                    bodies[said_without_names(body)].append(f"{source}:{function.lineno} {function.name}")
        return [places for places in bodies.values() if len(places) > 1]


def groups_in_a_circle(imports: dict[str, set[str]]) -> list[set[str]]:
    """Every module in the group of those it can reach that reach it, too; one that stands in no circle alone. A group comes
    after all that it imports (Tarjan's algorithm).
    """
    groups: list[set[str]] = []
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_ones: list[str] = []

    def visit(module: str) -> None:
        number[module] = lowest[module] = len(number)
        open_ones.append(module)
        for imported in sorted(imports[module]):
            if imported not in number:
                visit(imported)
                lowest[module] = min(lowest[module], lowest[imported])
            elif imported in open_ones:
                lowest[module] = min(lowest[module], number[imported])
        if lowest[module] == number[module]:
            at = open_ones.index(module)
            groups.append(set(open_ones[at:]))
            del open_ones[at:]

    for module in sorted(imports):
        if module not in number:
            visit(module)
    return groups


def longest_way_down(imports: dict[str, set[str]]) -> int:
    groups = groups_in_a_circle(imports)
    group_of = {module: at for at, group in enumerate(groups) for module in group}
    depth: list[int] = []
    for at, group in enumerate(groups):
        below = {group_of[imported] for module in group for imported in imports[module]} - {at}
        depth.append(1 + max((depth[one] for one in below), default=0))
    return max(depth, default=0)


def names_used(nodes: Iterable[ast.AST]) -> Counter[str]:
    """How often a name is read, asked of something, or imported, wherever that stands."""
    used: Counter[str] = Counter()
    for node in nodes:
        if isinstance(node, ast.Name):
            used[node.id] += 1
        elif isinstance(node, ast.Attribute):
            used[node.attr] += 1
        elif isinstance(node, ast.ImportFrom):
            used.update(alias.name for alias in node.names)
    return used


def patches_in(tree: ast.Module, rooms: set[str]) -> Iterator[str]:
    """`Foreign.name = …` and `setattr(Foreign, …)`, where Foreign was imported from outside the rooms, or runs through
    what was; and each call of a function of this module that does so with what it is given.
    """
    foreign = {
        alias.asname or alias.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
        if (getattr(node, "module", None) or alias.name).split(".")[0] not in rooms
    }
    foreign |= constants_of(tree, foreign)
    foreign |= {
        name.id
        for node in ast.walk(tree)
        if isinstance(node, ast.For) and isinstance(node.iter, ast.Name | ast.Tuple) and names_in(node.iter) & foreign
        for name in ast.walk(node.target)
        if isinstance(name, ast.Name)
    }
    patchers = {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, Function)
        and {root_name(place) for place in attributes_set(node)}
        & {argument.arg for argument in node.args.args[:1]} - {"self"}
    }
    for place in attributes_set(tree):
        if root_name(place) in foreign:
            yield ast.unparse(place)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and root_name(node.func) in patchers and root_name(node.args[0]) in foreign:
            yield ast.unparse(node)


def attributes_set(tree: ast.AST) -> Iterator[ast.expr]:
    """`thing.name` of each `thing.name = …`, and `thing` of each `setattr(thing, …)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (target for target in targets if isinstance(target, ast.Attribute))
        elif isinstance(node, ast.Call) and root_name(node.func) == "setattr":
            yield node.args[0]


def constants_of(tree: ast.Module, foreign: set[str]) -> set[str]:
    """Names at the top of a module that hold classes of others: `BUTTONS = (AddButton, EditButton)`."""
    return {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Tuple | ast.List)
        and names_in(node.value) & foreign
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def names_in(node: ast.AST) -> set[str]:
    return {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}


def root_name(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def without_docstring(function: Function) -> list[ast.stmt]:
    return function.body[1:] if ast.get_docstring(function) is not None else function.body


def lines_of_body(function: Function) -> int:
    body = without_docstring(function)
    return (body[-1].end_lineno or body[-1].lineno) - body[0].lineno + 1 if body else 0


def said_without_names(body: list[ast.stmt]) -> str:
    """What these statements do, whatever their own variables are called."""
    known: dict[str, str] = {}

    class Anonymous(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.Name:
            return ast.Name(known.setdefault(node.id, f"name{len(known)}"), node.ctx)

    return "".join(ast.dump(Anonymous().visit(ast.parse(ast.unparse(statement)))) for statement in body)


def table(code: Code) -> str:
    """The figures as a table in Markdown, and below it what stands behind the ones that name something."""
    packages = code.modules_by_package()
    helpers, alone, short = code.helpers_with_one_caller()
    classes, patches, duplicates = code.classes_in_two_rooms(), code.patches(), code.duplicates()
    large = [f"{name} {count}" for name, count in packages.most_common() if count > MANY_MODULES]
    rows = {
        "modules": sum(packages.values()),
        f"packages of more than {MANY_MODULES} modules": ", ".join(large) or "none",
        "import depth": code.depth(),
        "knots": len(code.knots()),
        "largest fan-in": ", ".join(f"{name} {count}" for name, count in code.fan_in().most_common(5)),
        "helpers": helpers,
        "helpers with one caller": f"{alone}, {short} of them three lines or less",
        "class names in two rooms": len(classes),
        "patches": len(patches),
        "`hasattr`": code.calls_of("hasattr"),
        "`type: ignore`": code.comments(r"type:\s*ignore"),
        "mypy error codes off": code.mypy_codes_off(),
        "duplicates": len(duplicates),
    }
    said = [
        "| figure | |\n|---|---|",
        *(f"| {name} | {value} |" for name, value in rows.items()),
        "",
        *(f"Knot: {', '.join(sorted(knot))}" for knot in code.knots()),
        *(f"Class {name}: {', '.join(rooms)}" for name, rooms in classes.items()),
        *(f"Patch {patch}" for patch in patches),
        *(f"Twice: {', '.join(places)}" for places in duplicates),
    ]
    return "\n".join(said)


if __name__ == "__main__":
    print(table(Code(Path(sys.argv[1]).resolve() if sys.argv[1:] else ROOT)))
