"""The boxes that a reading version is written in: what stands in each, and the name that the form has for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlock

from articles.blocks import DefinitionBlock
from articles.hints import Box
from articles.lengths import own_words

Rows = Callable[[Block, str], Sequence[int] | None]
"""The numbers that a form gives the rows of a block with this name, in reading order. None: as they come."""


def boxes_as_shown(stream: Any, name: str) -> list[Box]:
    """The boxes of a stream as a form shows it for the first time: its rows are numbered as they stand."""
    return list(_boxes(stream.stream_block, stream, name, lambda block, name: None))


def boxes_as_typed(stream: Any, name: str, data: Mapping[str, str]) -> list[Box]:
    """The boxes of a stream that was read from `data`: rows keep their numbers there when they are moved or deleted."""
    return list(_boxes(stream.stream_block, stream, name, lambda block, name: rows_in(data, block, name)))


def rows_in(data: Mapping[str, str], block: Block, name: str) -> list[int]:
    """As Wagtail's StreamBlock and ListBlock read them (value_from_datadict): what is deleted, or of no known kind, is out."""
    rows = [row for row in range(int(data[f"{name}-count"])) if not data[f"{name}-{row}-deleted"]]
    if isinstance(block, StreamBlock):
        rows = [row for row in rows if data[f"{name}-{row}-type"] in block.child_blocks]
    return sorted(rows, key=lambda row: int(data[f"{name}-{row}-order"]))


def terms_in(stream: Any) -> list[str]:
    """The hard words that a version explains itself."""
    return [child.value.get("term") or "" for child in stream if isinstance(child.block, DefinitionBlock)]


def _boxes(block: Block, value: Any, name: str, rows: Rows) -> Iterator[Box]:
    if isinstance(block, StreamBlock | ListBlock):
        numbers = rows(block, name)
        children = value if isinstance(block, StreamBlock) else value.bound_blocks
        for number, child in zip(range(len(value)) if numbers is None else numbers, children, strict=False):
            yield from _boxes(child.block, child.value, f"{name}-{number}-value", rows)
    elif isinstance(block, StructBlock):
        for part, child_block in block.child_blocks.items():
            yield from _boxes(child_block, value.get(part), f"{name}-{part}", rows)
    elif text := own_words(block, value):
        yield Box(name, text)
