"""The boxes that a reading version is written in: what stands in each, and the name that the form has for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wagtail.blocks import Block, ChooserBlock, ListBlock, StreamBlock, StructBlock

from articles.blocks import DefinitionBlock
from articles.hints import Box
from articles.lengths import own_words


def boxes_as_shown(block: Block, value: Any, name: str) -> Iterator[Box]:
    """The boxes of a value as a form shows it for the first time: its rows are numbered as they stand."""
    if isinstance(block, StreamBlock | ListBlock):
        for row, child in enumerate(value if isinstance(block, StreamBlock) else value.bound_blocks):
            yield from boxes_as_shown(child.block, child.value, f"{name}-{row}-value")
    elif isinstance(block, StructBlock):
        for part, child in block.child_blocks.items():
            yield from _explaining(block, part, boxes_as_shown(child, value.get(part), f"{name}-{part}"))
    elif text := own_words(block, value):
        yield Box(name, text)


def boxes_as_typed(block: Block, data: Mapping[str, str], name: str) -> Iterator[Box]:
    """The boxes of this block in a form, in reading order: a row keeps its number when it is moved, or others deleted.

    Nothing is looked up: of a picture or a page that was chosen there are no words. Raises LookupError or ValueError where
    this is not such a block's part of a form.
    """
    if isinstance(block, StreamBlock):
        for row in _rows(data, name):
            if child := block.child_blocks.get(data[f"{name}-{row}-type"]):
                yield from boxes_as_typed(child, data, f"{name}-{row}-value")
    elif isinstance(block, ListBlock):
        for row in _rows(data, name):
            yield from boxes_as_typed(block.child_block, data, f"{name}-{row}-value")
    elif isinstance(block, StructBlock):
        for part, child in block.child_blocks.items():
            yield from _explaining(block, part, boxes_as_typed(child, data, f"{name}-{part}"))
    elif not isinstance(block, ChooserBlock) and (text := own_words(block, block.value_from_datadict(data, {}, name))):
        yield Box(name, text)


def _rows(data: Mapping[str, str], name: str) -> list[int]:
    """As Wagtail's StreamBlock and ListBlock read them (value_from_datadict)."""
    rows = [row for row in range(int(data[f"{name}-count"])) if not data[f"{name}-{row}-deleted"]]
    return sorted(rows, key=lambda row: int(data[f"{name}-{row}-order"]))


def _explaining(block: StructBlock, part: str, boxes: Iterator[Box]) -> Iterator[Box]:
    is_term = isinstance(block, DefinitionBlock) and part == "term"
    return (Box(box.name, box.text, is_term=True) if is_term else box for box in boxes)
