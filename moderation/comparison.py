"""What changed between two states of a page, as words that fit on a phone.

It walks what the content hash covers (`agreement.hashing.content_of`), so nothing that needs a vote can change unseen:
where a difference has no words (a picture swapped for another with the same title), it says that there is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html.parser import HTMLParser
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.models import Page

from agreement.hashing import content_hash, content_of
from agreement.models import Agreement

CHILD_ROW_LABELS = {
    "page_topics": gettext_lazy("topics"),
    "page_situations": gettext_lazy("situations"),
    "page_areas": gettext_lazy("areas"),
}


@dataclass(frozen=True)
class Piece:
    """A run of words that stayed ("same"), came ("added"), went ("removed"), or was left out of the picture ("gap")."""

    kind: str
    text: str = ""


@dataclass(frozen=True)
class Change:
    """One part of a page that says something else than before."""

    label: str
    pieces: list[Piece] = field(default_factory=list)

    @property
    def has_words(self) -> bool:
        return any(piece.kind in ("added", "removed") for piece in self.pieces)


# -- plain Python: two texts in, pieces out


def differences(before: list[str], after: list[str]) -> list[Piece]:
    """What came and what went between two lists of lines: whole lines that stayed are left out, words tell the rest."""
    pieces: list[Piece] = []
    for tag, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("gap"))
            continue
        if pieces and pieces[-1].kind != "gap":
            pieces.append(Piece("gap"))
        pieces.extend(_word_differences("\n".join(before[start:end]), "\n".join(after[new_start:new_end])))
    return pieces


def _word_differences(before: str, after: str) -> Iterator[Piece]:
    old, new = _tokens(before), _tokens(after)
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(old[start:end]))
        if tag in ("delete", "replace"):
            yield Piece("removed", "".join(old[start:end]))
        if tag in ("insert", "replace"):
            yield Piece("added", "".join(new[new_start:new_end]))


def _tokens(text: str) -> list[str]:
    return re.findall(r"\S+\s*|\s+", text)


# -- pages


def last_agreed(page: Page) -> Page | None:
    """`page` as it was last agreed, or None where it never was."""
    agreed = set(
        Agreement.objects.about(content_id=page.translation_key, locale=page.locale.language_code).values_list(
            "content_hash", flat=True
        )
    )
    if not agreed:
        return None
    for revision in page.revisions.order_by("-created_at", "-id").iterator():
        then = revision.as_object()
        if content_hash(then) in agreed:
            return then
    return None


def changes_between(before: Page, after: Page) -> list[Change]:
    """Every part that says something else, in the order in which the page keeps them; empty where nothing does."""
    said_before, said_after = content_of(before), content_of(after)
    names = sorted(said_before.keys() | said_after.keys(), key=_order_of(after))
    return [
        Change(_label(after, name), differences(_lines_of(before, name), _lines_of(after, name)))
        for name in names
        if said_before.get(name) != said_after.get(name)
    ]


def _order_of(page: Page) -> Any:
    order = [item.name for item in page._meta.get_fields()]
    return lambda name: (order.index(name) if name in order else len(order), name)


def _label(page: Page, name: str) -> str:
    if name in CHILD_ROW_LABELS:
        return str(CHILD_ROW_LABELS[name])
    try:
        found = page._meta.get_field(name)
    except FieldDoesNotExist:
        return name.replace("_", " ")
    if isinstance(found, models.Field):
        return str(found.verbose_name)
    return name.replace("_", " ")


def _lines_of(page: Page, name: str) -> list[str]:
    """What one field, or one kind of child row, says: a line for each block or row."""
    try:
        found = page._meta.get_field(name)
    except FieldDoesNotExist:
        return []
    if isinstance(found, StreamField):
        stream = getattr(page, name)
        return [line for line in _block_lines(stream.stream_block, stream) if line]
    if isinstance(found, models.Field):
        return _field_lines(page, found)
    return [_row_words(row, parent=found.field.name) for row in getattr(page, name).all()]


def _field_lines(row: models.Model, found: models.Field) -> list[str]:
    shown = getattr(row, f"get_{found.name}_display", None)
    value = shown() if shown else getattr(row, found.name)
    if isinstance(value, bool):
        value = _("yes") if value else _("no")
    return [] if value in (None, "") else str(value).splitlines()


def _row_words(row: models.Model, *, parent: str) -> str:
    left_out = {parent, "id", "sort_order", "locale", "translation_key"}
    said = [_field_lines(row, part) for part in row._meta.concrete_fields if part.name not in left_out]
    return ", ".join(line for lines in said for line in lines)


def _block_lines(block: Any, value: Any) -> Iterator[str]:
    if isinstance(block, StreamBlock):
        for child in value:
            yield from _block_lines(child.block, child.value)
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            yield from _labelled(child, _block_lines(child, value.get(name)))
    elif isinstance(block, ListBlock):
        for item in value or []:
            yield from _block_lines(block.child_block, item)
    elif isinstance(block, RichTextBlock):
        yield from words_of_html(getattr(value, "source", "") or "")
    elif value not in (None, ""):
        yield from str(value).splitlines()


def _labelled(block: Any, lines: Iterator[str]) -> Iterator[str]:
    # "Do: ..." and "Don't: ..." must not look alike when one turns into the other.
    for line in lines:
        yield f"{block.label}: {line}" if block.label else line


def words_of_html(source: str) -> list[str]:
    """The words of rich text, a line for each paragraph or list item; where a link goes stands behind it in brackets."""
    reader = _WordsOfHtml()
    reader.feed(source)
    reader.close()
    return [line for line in (" ".join(line.split()) for line in "".join(reader.parts).split("\n")) if line]


class _WordsOfHtml(HTMLParser):
    BLOCKS = frozenset({"p", "li", "h2", "h3", "h4", "ul", "ol", "br", "hr", "blockquote"})

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.BLOCKS:
            self.parts.append("\n")
        if tag == "a":
            self.links.append(_where_to(dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag in self.BLOCKS:
            self.parts.append("\n")
        if tag == "a" and self.links and (where := self.links.pop()):
            self.parts.append(f" ({where})")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def _where_to(attributes: dict[str, str | None]) -> str:
    if attributes.get("linktype") == "page":
        page = Page.objects.filter(pk=attributes.get("id")).first()
        return page.title if page else _("a page that is gone")
    return attributes.get("href") or ""
