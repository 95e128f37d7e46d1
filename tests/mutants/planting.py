"""Puts a changed text into the running process, in the place of the code that is already loaded.

To start Django anew for each change takes longer than most tests do. So functions get the changed function's code, and
constants of a module the changed value, wherever they have been imported to. What a class says of its fields has been
read long before: such a change cannot be planted, and is counted apart.
"""

from __future__ import annotations

import ast
import functools
import gc
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

Key = tuple[str, int]


@dataclass
class Loaded:
    """What is loaded of one file: its module, its functions by name and by which one of that name, and what remembers."""

    path: Path
    module: ModuleType
    text: str
    parts: dict[Key, str]
    functions: dict[Key, list[FunctionType]] = field(default_factory=dict)
    remembering: list[Any] = field(default_factory=list)

    @classmethod
    def of(cls, path: Path, name: str) -> Loaded:
        text = path.read_text(encoding="utf-8")
        loaded = cls(path, sys.modules[name], text, _parts_of(text))
        numbers = {(code.co_qualname, code.co_firstlineno): key for key, code in _codes_of(text, path)}
        for thing in gc.get_objects():
            if type(thing) is FunctionType and thing.__code__.co_filename == str(path):
                key = numbers.get((thing.__code__.co_qualname, thing.__code__.co_firstlineno))
                if key:
                    loaded.functions.setdefault(key, []).append(thing)
            elif type(thing) is functools._lru_cache_wrapper and thing.__module__ == name:
                loaded.remembering.append(thing)
        return loaded

    def places_of(self, line: int) -> list[set[int]]:
        """The lines of the statement around this line, and of the function around it. Of what is in no function: of none."""
        statements, functions = [], []
        for node in ast.walk(ast.parse(self.text)):
            if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or line):
                body = getattr(node, "body", None) or getattr(node, "cases", None)
                end = body[0].lineno - 1 if isinstance(body, list) and body and isinstance(body[0], ast.stmt) else None
                statements.append(range(node.lineno, max(node.lineno, end or node.end_lineno or line) + 1))
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    functions.append(range(node.body[0].lineno, (node.end_lineno or line) + 1))
        around = [lines for lines in statements if line in lines]
        closest = [set(min(found, key=len)) for found in (around, functions) if found]
        if functions and any(line < lines.start for lines in functions):
            closest = closest[1:]  # a default: read when the function was defined
        return closest if functions else []

    def can_plant(self, text: str) -> bool:
        """Whether something of this change is in a function or in a constant: asking changes nothing."""
        return bool(self._changed_functions(text) or self._changed_constants(text))

    def can_plant_whole(self, text: str) -> bool:
        """Whether all of this change is inside functions that are loaded."""
        return self.can_plant(text) and _beside_functions(text) == _beside_functions(self.text)

    def plant(self, text: str) -> None:
        """Nothing happens where `can_plant` says no."""
        changed = self._changed_functions(text)
        constants = self._changed_constants(text)
        for name, value in constants.items():
            self._plant_constant(name, self._value(value))
        codes = dict(_codes_of(_knowing_their_class(text, self._know_their_class()), self.path))
        for key, functions in self.functions.items():
            for function in functions:
                if key in codes and codes[key].co_freevars == function.__code__.co_freevars:
                    function.__code__ = codes[key]
        for name, node in _functions_in(ast.parse(text)):
            if name in changed or constants:
                self._plant_defaults(name, node)
        for cached in self.remembering:
            cached.cache_clear()

    def _know_their_class(self) -> set[str]:
        """The methods that say `super()`: the code of one that says it no more must have room for its class, too."""
        return {
            name
            for (name, _number), functions in self.functions.items()
            if any("__class__" in function.__code__.co_freevars for function in functions)
        }

    def _changed_functions(self, text: str) -> set[str]:
        loaded = {name for name, _number in self.functions}
        old, new = self.parts, _parts_of(text)
        return {name for name, number in new if name in loaded and old.get((name, number)) != new[(name, number)]}

    def _changed_constants(self, text: str) -> dict[str, ast.expr]:
        old, new = _constants_of(self.text), _constants_of(text)
        return {
            name: value
            for name, value in new.items()
            if name in vars(self.module) and name in old and ast.dump(value) != ast.dump(old[name])
        }

    def _plant_constant(self, name: str, after: Any) -> None:
        before = vars(self.module)[name]
        for module in list(sys.modules.values()):
            if getattr(module, "__dict__", {}).get(name, self) is before:
                setattr(module, name, after)

    def _plant_defaults(self, name: str, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        for (known, _number), functions in self.functions.items():
            for function in functions if known == name else []:
                if node.args.defaults:
                    function.__defaults__ = tuple(self._value(default) for default in node.args.defaults)
                named = zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
                said = {argument.arg: self._value(default) for argument, default in named if default is not None}
                if said:
                    function.__kwdefaults__ = said

    def _value(self, node: ast.expr) -> Any:
        return eval(compile(ast.Expression(node), str(self.path), "eval"), vars(self.module))


def module_of(file: str) -> str:
    """The name of the module that this file of the house holds, once it is loaded."""
    name = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    __import__(name)
    return name


def _knowing_their_class(text: str, names: set[str]) -> ast.Module:
    """The text, where each of these methods speaks of its class, if nowhere else in a line that is never run."""
    tree = ast.parse(text)
    for name, node in _functions_in(tree):
        if name in names:
            node.body.append(ast.copy_location(ast.parse("if 0: __class__").body[0], node.body[-1]))
    return ast.fix_missing_locations(tree)


def _codes_of(text: str | ast.Module, path: Path) -> Iterator[tuple[Key, CodeType]]:
    counted: dict[str, int] = {}
    for code in _inside(compile(text, str(path), "exec")):
        number = counted[code.co_qualname] = counted.get(code.co_qualname, 0) + 1
        yield (code.co_qualname, number), code


def _inside(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _inside(constant)


def _parts_of(text: str) -> dict[Key, str]:
    """What each function says, without its decorators: those have done their work when the module was loaded."""
    lines = text.splitlines()
    counted: dict[str, int] = {}
    parts = {}
    for name, node in _functions_in(ast.parse(text)):
        counted[name] = counted.get(name, 0) + 1
        parts[(name, counted[name])] = "\n".join(lines[node.lineno - 1 : node.end_lineno])
    return parts


def _functions_in(tree: ast.AST, above: str = "") -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Functions of the module and methods. What is defined inside them is part of what they say."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{above}{node.name}", node
        elif isinstance(node, ast.ClassDef):
            yield from _functions_in(node, f"{above}{node.name}.")
        elif not isinstance(node, ast.expr):
            yield from _functions_in(node, above)


def _beside_functions(text: str) -> str:
    """All that is said outside functions, decorators and the functions' names among it."""
    tree = ast.parse(text)
    for _name, node in _functions_in(tree):
        node.body = []
        node.args = ast.arguments([], [], None, [], [], None, [])
    return ast.dump(tree)


def _constants_of(text: str) -> dict[str, ast.expr]:
    """What the module itself gives a name to."""
    found: dict[str, ast.expr] = {}
    for statement in ast.parse(text).body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value:
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            found |= {target.id: statement.value for target in targets if isinstance(target, ast.Name)}
    return found
