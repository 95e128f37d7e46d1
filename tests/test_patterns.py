"""Patterns over what people type cost what the text is long. Every pattern in the house is on a list, so that none is added unseen."""

from __future__ import annotations

import ast
import random
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from articles.checks.addresses import readers_address
from articles.checks.contact_details import contacts_in
from articles.checks.descriptions import describes
from articles.checks.telling_titles import telling_words
from delivery.rich_text import as_text, pages_linked_in, resolved
from literacy.visible_text import html_as_seen, readings_of_html, says_something, words_seen

pytestmark = pytest.mark.no_database

HOUSE = Path(__file__).resolve().parent.parent
LIST = Path(__file__).with_name("patterns.txt")
ROOMS = (
    "taxonomy",
    "scheduler",
    "agreement",
    "articles",
    "cms",
    "delivery",
    "home",
    "insights",
    "languages",
    "literacy",
    "moderation",
    "pathways",
    "people",
)
NOT_OVER_TYPED_TEXT = ("/migrations/", "/build/", "cms/demo/", "cms/generating/")
OF_RE = {"compile", "search", "match", "fullmatch", "findall", "finditer", "split", "sub", "subn"}
IN_SCRIPTS = re.compile(r"(?:\(|= |, |: |! ?|&& )(/(?![/*])(?:[^/\n\\]|\\.){1,200}/[gimsuy]*)[.,);]")

ONE_PIECE = [
    *(
        "o",
        "0",
        "l",
        "1",
        "7",
        "a",
        "A",
        " ",
        "\n",
        "\t",
        ".",
        "-",
        "_",
        "@",
        "<",
        ">",
        "&",
        "&#48;",
        "'",
        '"',
        "(",
        "=",
        "/",
    ),
    *(
        "o" * 39 + "ps ",
        "0 ",
        "07",
        "0o",
        "one ",
        "double ",
        "oh ",
        "a@",
        "@a",
        " at ",
        "dot ",
        "a.b",
        "[at]",
        "a at b dot ",
    ),
    *(
        "<a ",
        "<a href=",
        '<a linktype="page" ',
        "<!--",
        "</",
        "<b>",
        "<p>",
        "<a data-content-id=",
        "snap ",
        "my snap is ",
    ),
    *(
        "1 Aa ",
        "12 Oak ",
        "twenty two Oak ",
        "E1 ",
        "call ",
        "go to A",
        "text 1",
        "\u200b",
        "\ufe0f",
        "٠",
        "é",
        "e\u0301",
        "!)",
        "\u3164",
        "a,",
        "1/1/11",
    ),
]
# Asked of a few dozen characters at a time, between bounds: `contacts_in` is measured with them in it.
LOOKED_AT_IN_PIECES = {"NAME_BEFORE", "PLACE_AFTER"}
SIZES = ((2_000, 10_000), (20_000, 100_000))
"""A text, and one five times as long: first of small ones, so that a pattern that grows is found before it takes minutes."""


def seeds() -> list[str]:
    """200 beginnings: single pieces, and mixtures of a few, always the same ones."""
    chance = random.Random(8)
    mixed = ["".join(chance.choices(ONE_PIECE, k=chance.randint(2, 5))) for _ in range(200 - len(ONE_PIECE))]
    return ONE_PIECE + mixed


def as_long_as(seed: str, length: int) -> str:
    """The seed, doubled until it is so long."""
    text = seed
    while len(text) < length:
        text += text
    return text[:length]


def grows_too_fast(look: Callable[[str], object], seed: str) -> bool:
    """Whether a text five times as long costs more than fifteen times as much, each time of four: squares cost 25 times."""
    return any(
        all(_cost(look, seed, long) > 15 * max(_cost(look, seed, short), 0.001) for _again in range(4))
        for short, long in SIZES
    )


def _cost(look: Callable[[str], object], seed: str, length: int) -> float:
    text = as_long_as(seed, length)
    began = time.process_time()
    look(text)
    return time.process_time() - began


LOOKS: dict[str, Callable[[str], object]] = {
    "contacts_in": contacts_in,
    "readings_of_html": readings_of_html,
    "html_as_seen": html_as_seen,
    "says_something": says_something,
    "words_seen": words_seen,
    "describes": describes,
    "telling_words": lambda text: telling_words(text, text),
    "readers_address": readers_address,
    "pages_linked_in": pages_linked_in,
    "resolved": lambda text: resolved(html_escaped(text), target_of=lambda _number: None),
    "as_text": lambda text: as_text.__wrapped__(resolved(html_escaped(text), target_of=lambda _number: None)),
}


def html_escaped(text: str) -> str:
    """As the editor keeps words: what was typed never is a tag."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_looking_at_a_text_costs_what_it_is_long(look):
    assert [seed for seed in seeds() if grows_too_fast(look, seed)] == []


def calls(file: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(file.read_text())):
        if not isinstance(node, ast.Call) or not (node.args or node.keywords):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        of_re = (
            isinstance(node.func, ast.Attribute)
            and getattr(node.func.value, "id", "") in ("re", "re2")
            and name in OF_RE
        )
        if (
            of_re
            or name == "RegexValidator"
            or (name == "Field" and any(word.arg == "pattern" for word in node.keywords))
        ):
            yield node


def pattern_of(call: ast.Call) -> str:
    first = next((word.value for word in call.keywords if word.arg == "pattern"), None) or call.args[0]
    return " ".join(ast.unparse(first).split())


def patterns_in_the_house() -> list[str]:
    found = []
    for room in ROOMS:
        for file in sorted((HOUSE / room).rglob("*.py")):
            name = str(file.relative_to(HOUSE))
            if not any(part in name for part in NOT_OVER_TYPED_TEXT):
                found += [f"{name}: {pattern_of(call)}" for call in calls(file)]
        for file in sorted((HOUSE / room).rglob("static/**/*.js")):
            found += [f"{file.relative_to(HOUSE)}: {pattern}" for pattern in IN_SCRIPTS.findall(file.read_text())]
    return sorted(set(found))


def test_every_pattern_in_the_house_is_on_the_list():
    """A new one? Is it linear: no repeat inside a repeat, none beside another of the same signs? Then add it to the list."""
    assert patterns_in_the_house() == LIST.read_text().splitlines()


def compiled_patterns() -> dict[str, re.Pattern[str]]:
    """Every pattern that a module of ours keeps, by where it stands: also those in lists and tables."""
    import importlib

    found: dict[str, re.Pattern[str]] = {}
    files = {line.partition(":")[0] for line in LIST.read_text().splitlines()}
    for file in sorted(name for name in files if name.endswith(".py")):
        module = importlib.import_module(file.removesuffix(".py").replace("/", "."))
        for name, value in vars(module).items():
            kept = value if isinstance(value, list | tuple) else [value]
            for number, one in enumerate(
                part for item in kept for part in (item if isinstance(item, tuple) else [item])
            ):
                if isinstance(one, re.Pattern) and name not in LOOKED_AT_IN_PIECES:
                    found[f"{file}: {name} {number}"] = one
    return found


def test_every_pattern_costs_what_the_text_is_long():
    slow = [
        (name, seed)
        for name, pattern in compiled_patterns().items()
        for seed in ONE_PIECE
        if grows_too_fast(lambda text, pattern=pattern: sum(1 for _found in pattern.finditer(text)), seed)
    ]

    assert slow == []


def test_the_ratio_notices_a_pattern_that_grows():
    assert grows_too_fast(re.compile(r"[\w.]+@").search, "o")
