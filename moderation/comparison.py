"""What changed between two states of a page, as words that fit on a phone.

It walks what the content hash covers (`agreement.hashing.content_of`), so nothing that needs a vote can change unseen:
where a difference has no words (a picture swapped for another with the same title), it says that there is one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import BooleanBlock, ChoiceBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.images.models import AbstractImage
from wagtail.models import Page
from wagtail.rich_text import RichText

from agreement.canonical import without_block_keys
from agreement.hashing import content_hash, content_of
from agreement.labels import labels_at
from agreement.models import Agreement
from moderation.authorship import pages_as
from moderation.differences import Block, Fate, Part, differences, what_became_of

CHILD_ROW_LABELS = {
    "page_topics": gettext_lazy("topics"),
    "page_situations": gettext_lazy("situations"),
    "page_areas": gettext_lazy("areas"),
    "captions": gettext_lazy("captions"),
}


@dataclass(frozen=True)
class Change:
    """One part of a page that says something else than before: a field, or all rows or blocks of one kind."""

    label: str
    parts: list[Part]

    @property
    def can_be_seen(self) -> bool:
        """Whether any of it shows: a file swapped for another of the same name is a difference without words."""
        return any(part.has_words or part.pictures or part.fate is not Fate.SAME for part in self.parts)


# -- pages


@dataclass(frozen=True)
class Before:
    """What newer words are held against: `page` as it was, and whether readers have it (else it was taken from them)."""

    page: Page
    is_agreed: bool


def last_agreed(page: Page) -> Before | None:
    """`page` as it was last agreed, or as readers lost it where nothing stands in its place; None where it was never agreed."""
    last = Agreement.objects.about(content_id=page.translation_key, locale=page.locale.language_code).last_word()
    if last is None:
        return None
    for then in pages_as(page.revisions.order_by("-created_at", "-id").iterator()):
        if content_hash(then) == last.content_hash:
            return Before(then, is_agreed=last.revoked_at is None)
    return None


def changes_between(before: Page, after: Page) -> list[Change]:
    """Every part that says something else, in the order in which the page keeps them; empty where nothing does."""
    said_before, said_after = without_block_keys(content_of(before)), without_block_keys(content_of(after))
    names = sorted(said_before.keys() | said_after.keys(), key=_order_of(after))
    return [
        Change(_label(after, name), _parts(before, after, name))
        for name in names
        if said_before.get(name) != said_after.get(name)
    ]


def says_the_same(before: Page, after: Page) -> bool:
    """Whether nobody would find a difference: typed again it is the same, though its blocks have other names."""
    return not any(change.can_be_seen for change in changes_between(before, after))


def _order_of(page: Page) -> Any:
    order = [item.name for item in page._meta.get_fields()]
    return lambda name: (order.index(name) if name in order else len(order), name)


def _label(page: Page, name: str) -> str:
    if name in CHILD_ROW_LABELS:
        return str(CHILD_ROW_LABELS[name])
    if label := page.label_of_words(name) if hasattr(page, "label_of_words") else "":
        return label
    found = _field(page, name)
    if isinstance(found, models.Field):
        return str(found.verbose_name)
    return name.replace("_", " ")


def _parts(before: Page, after: Page, name: str) -> list[Part]:
    if isinstance(_field(after, name), StreamField):
        return what_became_of(_blocks(before, name), _blocks(after, name))
    pictures = (_picture(before, name), _picture(after, name))
    if any(pictures):
        return [Part(Fate.CHANGED, pictures=pictures)]
    pieces = differences(_lines_of(before, name), _lines_of(after, name))
    return [Part(Fate.CHANGED if any(piece.kind != "gap" for piece in pieces) else Fate.SAME, pieces=pieces)]


def _field(page: Page, name: str) -> Any:
    try:
        return page._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _picture(page: Page, name: str) -> Any:
    value = getattr(page, name, None)
    return value if isinstance(value, AbstractImage) else None


def _lines_of(page: Page, name: str) -> list[str]:
    """What one field, or one kind of child row, says: a line for each row."""
    found = _field(page, name)
    if found is None:
        return []
    if isinstance(found, models.Field):
        return _field_lines(page, found)
    return [line for row in getattr(page, name).all() for line in _row_lines(row, parent=found.field.name)]


def _field_lines(row: models.Model, found: models.Field) -> list[str]:
    shown = getattr(row, f"shown_{found.name}", None) or getattr(row, f"get_{found.name}_display", None)
    value = shown() if shown else getattr(row, found.name)
    if isinstance(found, models.DateField) and value:
        value = date_format(found.to_python(value))
    return _lines(value)


def _row_lines(row: models.Model, *, parent: str) -> list[str]:
    left_out = {parent, "id", "sort_order", "locale", "translation_key"}
    said = [_field_lines(row, part) for part in row._meta.concrete_fields if part.name not in left_out]
    if any(len(lines) > 1 for lines in said):
        return [line for lines in said for line in lines]
    return [", ".join(line for lines in said for line in lines)]


def _lines(value: Any) -> list[str]:
    if isinstance(value, bool):
        return [_("yes") if value else _("no")]
    if hasattr(value, "said"):
        return _said(value)
    return [] if value in (None, "") else str(value).splitlines()


def _said(file: Any) -> list[str]:
    """A caption file's own words. Where it cannot be read, its title is all there is."""
    try:
        return file.said()
    except (ValidationError, OSError):
        return [str(file)]


# -- blocks


def _blocks(page: Page, name: str) -> list[Block]:
    stream = getattr(page, name)
    titles = {block.value["key"]: block.value["title"] for block in stream if _is_a_step(block.value)}
    levels = _names_of_levels(page) if titles else {}
    return [
        Block(
            id=block.id,
            kind=block.block_type,
            label=_name_of(block),
            lines=tuple(line for line in _block_lines(block.block, block.value, titles, levels) if line),
            picture=_picture_in(block.value),
            look=tuple(_looks(block.value)),
        )
        for block in stream
    ]


def _name_of(block: Any) -> str:
    label = str(block.block.label or "")
    return f"{label}: {block.value['title']}" if _is_a_step(block.value) else label


def _is_a_step(value: Any) -> bool:
    return isinstance(value, dict) and {"key", "title"} <= value.keys()


def _picture_in(value: Any) -> Any:
    parts = value.values() if isinstance(value, dict) else [value]
    return next((part for part in parts if isinstance(part, AbstractImage)), None)


def _looks(value: Any) -> Iterator[str]:
    """Rich text with its mark-up: words in bold say the same and look different."""
    if isinstance(value, RichText):
        yield without_block_keys(value.source)
    elif isinstance(value, dict):
        for part in value.values():
            yield from _looks(part)


def _names_of_levels(page: Page) -> dict[str, str]:
    return {level.value: label for level, label in labels_at(page, page.locale.language_code).items()}


def _block_lines(block: Any, value: Any, titles: dict[str, str], levels: dict[str, str]) -> Iterator[str]:
    """What a block says. `titles`: those of the steps that it may lead to, by their short names; `levels`: the names of
    the levels that a step has words at, by their codes.
    """
    if hasattr(block, "in_words"):
        yield block.in_words(value, titles)
    elif isinstance(block, StreamBlock):
        for child in value:
            yield from _block_lines(child.block, child.value, titles, levels)
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            label = levels.get(name) or child.label
            yield from _labelled(label, _block_lines(child, value.get(name), titles, levels))
    elif isinstance(block, ListBlock):
        for item in value or []:
            yield from _block_lines(block.child_block, item, titles, levels)
    elif isinstance(block, RichTextBlock):
        yield from words_of_html(getattr(value, "source", "") or "")
    elif isinstance(block, ChoiceBlock):
        yield str(dict(block.field.choices).get(value, value or ""))
    elif isinstance(block, BooleanBlock):
        yield from _lines(bool(value))
    elif not isinstance(value, AbstractImage):
        yield from _lines(value)


def _labelled(label: Any, lines: Iterator[str]) -> Iterator[str]:
    # "Do: ..." and "Don't: ..." must not look alike when one turns into the other.
    for line in lines:
        yield f"{label}: {line}" if label and line else line


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
