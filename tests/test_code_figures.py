"""What `make figures` counts, in a code base of a few lines. No database."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.code_figures import Code, groups_in_a_circle, longest_way_down, table

pytestmark = pytest.mark.no_database

FILES = {
    "pyproject.toml": """
        [tool.mypy]
        disable_error_code = ["misc"]
        [[tool.mypy.overrides]]
        module = ["kitchen.*", "garden.*"]
        disable_error_code = ["misc", "operator"]
    """,
    "kitchen/__init__.py": "",
    "kitchen/oven.py": """
        from email.message import Message
        from garden.beds import dig, Spade

        class Pot: ...

        def bake(bread):
            return _warm(bread) if hasattr(bread, "dough") else dig(bread)

        def _warm(bread):
            return bread

        def _twice(bread):
            return bread

        def both(bread):
            Message.as_string = _twice
            return _twice(_twice(bread))  # type: ignore[misc]
    """,
    "kitchen/migrations/__init__.py": "",
    "kitchen/migrations/0001_initial.py": "class Pot: ...",
    "garden/__init__.py": "",
    "garden/beds.py": """
        from garden import tools

        class Pot: ...
        class Spade: ...

        def dig(seeds):
            first = len(seeds)
            second = first + 1
            return second
    """,
    "garden/tools.py": """
        from email.message import Message

        def sharpen(spades):
            from garden import beds
            count = len(spades)
            more = count + 1
            return more

        def bend(kind, name, other):
            setattr(kind, name, other)

        bend(Message, "as_bytes", sharpen)
    """,
}


@pytest.fixture
def code(tmp_path: Path) -> Code:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        lines = text.strip("\n").splitlines()
        indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
        (tmp_path / name).write_text("\n".join(line[indent:] for line in lines) + "\n")
    return Code(tmp_path)


def test_modules_are_counted_in_their_package_without_migrations(code: Code):
    assert code.modules_by_package() == {"kitchen": 1, "garden": 2}


def test_a_helper_has_one_caller_where_its_name_stands_once_more(code: Code):
    assert code.helpers_with_one_caller() == (2, 1, 1)


def test_a_class_name_in_two_rooms_is_told_with_its_rooms(code: Code):
    assert code.classes_in_two_rooms() == {"Pot": ["garden", "kitchen"]}


def test_a_patch_is_an_attribute_set_on_what_is_not_ours(code: Code):
    assert code.patches() == [
        "garden/tools.py: bend(Message, 'as_bytes', sharpen)",
        "kitchen/oven.py: Message.as_string",
    ]


def test_what_the_type_checker_is_told_to_leave_out_is_counted(code: Code):
    assert (code.mypy_codes_off(), code.comments(r"type:\s*ignore"), code.calls_of("hasattr")) == (5, 1, 1)


def test_bodies_that_differ_in_names_alone_stand_twice(code: Code):
    assert code.duplicates() == []  # `sharpen` imports something first

    (code.root / "garden/tools.py").write_text(
        "def sharpen(spades):\n    a = len(spades)\n    b = a + 1\n    return b\n"
    )

    assert Code(code.root).duplicates() == [["garden/beds.py:6 dig", "garden/tools.py:1 sharpen"]]


def test_modules_that_import_each_other_are_one_knot_and_one_step_of_depth():
    imports = {"a": {"b"}, "b": {"c"}, "c": {"b", "d"}, "d": set(), "e": {"d"}}

    assert sorted(map(sorted, groups_in_a_circle(imports))) == [["a"], ["b", "c"], ["d"], ["e"]]
    assert longest_way_down(imports) == 3


def test_the_figures_of_this_house_can_be_read_as_a_table():
    said = table(Code(Path(__file__).resolve().parent.parent))

    assert "| import depth | " in said
    assert "| mypy error codes off | " in said
