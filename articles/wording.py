"""What a page says, field by field: its texts, its links, its pictures. Knows no page type and no block by name."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, NamedTuple

from bs4 import BeautifulSoup
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.blocks import Block, ListBlock, RichTextBlock, StreamBlock, StructBlock, URLBlock
from wagtail.fields import StreamField
from wagtail.models import CollectionMember, Page
from wagtail.rich_text import RichText

from literacy.visible_text import LINES, as_seen, readings_of_html, says_something

# Of Wagtail's own fields these two are read: the title, and the slug in the address.
READ_OF_EVERY_PAGE = ("title", "slug")


class Said(NamedTuple):
    """Something a page says: in which field, and what."""

    field: str
    text: str


def leaves(block: Block, value: Any) -> Iterator[tuple[Block, Any]]:
    """Every innermost block of a block's value, with its value, in reading order."""
    if isinstance(block, StreamBlock):
        for child in value:
            yield from leaves(child.block, child.value)
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            yield from leaves(child, value.get(name))
    elif isinstance(block, ListBlock):
        for item in value:
            yield from leaves(block.child_block, item)
    elif value not in (None, ""):
        yield block, value


def leaves_of(page: Page, field: models.Field) -> Iterator[tuple[Block, Any]]:
    stream = getattr(page, field.name)
    return leaves(stream.stream_block, stream)


def stream_fields(page: Page) -> list[StreamField]:
    return [field for field in page._meta.concrete_fields if isinstance(field, StreamField)]


def texts_of(page: Page) -> Iterator[Said]:
    """Every text of a page that readers can see, without mark-up."""
    for field in _text_fields(page):
        if text := getattr(page, field.name):
            yield Said(field.name, text)
    for field in stream_fields(page):
        for block, value in leaves_of(page, field):
            if isinstance(block, RichTextBlock):
                yield Said(field.name, plain_text(value))
            elif isinstance(value, str) and not isinstance(block, URLBlock):
                yield Said(field.name, value)


def readings_of(page: Page) -> Iterator[Said]:
    """Everything that readers of a page see, as they see it: each field whole, so that nothing in two pieces is missed.

    A field with rich text comes twice where tags make a difference: read as nothing, and as blanks.
    """
    for field in _text_fields(page):
        if text := getattr(page, field.name):
            yield Said(field.name, as_seen(text))
    for field in stream_fields(page):
        parts = [_readings(block, value) for block, value in leaves_of(page, field)]
        for text in dict.fromkeys("\n".join(part[way] for part in parts if part) for way in (0, -1)):
            if text:
                yield Said(field.name, text)


def _readings(block: Block, value: Any) -> list[str]:
    if isinstance(block, RichTextBlock):
        return readings_of_html(value.source)
    return [as_seen(value)] if isinstance(value, str) and not isinstance(block, URLBlock) else []


def has_a_silent_part(stream: Any) -> bool:
    """Whether some part that is there to be read has nothing in it that can be seen."""
    return any(
        getattr(block, "required", getattr(block.field, "required", True))
        and not any(map(says_something, _readings(block, value)))
        for block, value in leaves(stream.stream_block, stream)
        if _readings(block, value)
    )


def has_words(stream: Any) -> bool:
    """Whether a stream says anything: in words that can be seen, or by something that was chosen."""
    return any(
        _can_be_chosen(value) or any(map(says_something, _readings(block, value)))
        for block, value in leaves(stream.stream_block, stream)
    )


def plain_text(text: RichText) -> str:
    """A rich text's words, without mark-up."""
    return BeautifulSoup(text.source, "html.parser").get_text(" ")


def written_lines(text: RichText) -> str:
    """The same as it was written, letter by letter: each paragraph and each point of a list on lines of its own."""
    lines = _Lines()
    lines.feed(text.source)
    lines.close()
    return "".join(lines.said).strip("\n")


class _Lines(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in LINES:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.handle_starttag(tag, None)


def words_of_version(stream: Any) -> str:
    """A reading version's own words: each paragraph, list item and single text on a line of its own.

    Left out are addresses, and parts that show something chosen (a picture with its description, another page).
    """
    lines = []
    for child in stream:
        parts = list(leaves(child.block, child.value))
        if not any(_can_be_chosen(value) for _block, value in parts):
            lines += [line for block, value in parts for line in _lines_in(block, value)]
    return "\n".join(lines)


def _lines_in(block: Block, value: Any) -> list[str]:
    return [words for line in said_by(block, value).splitlines() if (words := " ".join(line.split()))]


def said_by(block: Block, value: Any) -> str:
    """What an innermost block says in words, letter by letter; "" for an address, or for something that was chosen."""
    if isinstance(block, RichTextBlock):
        return written_lines(value)
    return value if isinstance(value, str) and not isinstance(block, URLBlock) else ""


def address_fields(page: Page) -> list[models.URLField]:
    """The fields of a page that hold an address and nothing else."""
    return [field for field in page._meta.concrete_fields if isinstance(field, models.URLField)]


def links_of(page: Page) -> Iterator[Said]:
    """Every address outside that a page links to, as it was typed."""
    for field in address_fields(page):
        if address := getattr(page, field.name):
            yield Said(field.name, address)
    for field in stream_fields(page):
        for block, value in leaves_of(page, field):
            if isinstance(block, URLBlock):
                yield Said(field.name, value)
            elif isinstance(block, RichTextBlock):
                links = BeautifulSoup(value.source, "html.parser").find_all("a", href=True)
                yield from (Said(field.name, str(link["href"])) for link in links)


def _text_fields(page: Page) -> list[models.Field]:
    return [
        field
        for field in page._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.URLField)
        and not field.choices
        and (field.model is not Page or field.name in READ_OF_EVERY_PAGE)
    ]


class Chosen(NamedTuple):
    """Something a page shows or points to: in which field, and what."""

    field: str
    row: models.Model


def chosen_by(page: Page) -> Iterator[Chosen]:
    """The pictures, films, caption files and pages that a page, its blocks and its child rows have chosen."""
    for field in _choosing_fields(type(page)):
        if (row := getattr(page, field.name)) is not None:
            yield Chosen(field.name, row)
    for field in stream_fields(page):
        yield from (Chosen(field.name, value) for _block, value in leaves_of(page, field) if _can_be_chosen(value))
    for relation in get_all_child_relations(type(page)):
        name = relation.get_accessor_name()
        for field in _choosing_fields(relation.related_model):
            rows = (getattr(child, field.name) for child in getattr(page, name).all())
            yield from (Chosen(name, row) for row in rows if row is not None)


def _choosing_fields(model: type[models.Model]) -> list[models.ForeignKey]:
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and issubclass(field.related_model, CollectionMember | Page)
        and field.model is not Page
        and not isinstance(field, ParentalKey)
        and not field.remote_field.parent_link
    ]


def _can_be_chosen(value: Any) -> bool:
    return isinstance(value, CollectionMember | Page)
