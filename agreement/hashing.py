"""What a page says, as one hash. Knows no page type: it reads fields, children and blocks as they come.

Covered: every field of the page but Wagtail's bookkeeping (BOOKKEEPING, reviewed by hand), its children, its
StreamField blocks with their ids, and the bytes of each picture, film and caption file. What is resolved from elsewhere
(a topic's label, a service's number) counts by identity only.
"""

from __future__ import annotations

import uuid
from functools import cache
from typing import Any

from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail.blocks import ListBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.models import Page

from agreement.canonical import digest
from agreement.files import UnchangingFile

BOOKKEEPING = frozenset(
    {
        # Where the page hangs, and Wagtail's own links. The address that readers see comes from `slug`, which counts.
        *(
            "id",
            "page_ptr",
            "path",
            "depth",
            "numchild",
            "url_path",
            "content_type",
            "latest_revision",
            "live_revision",
        ),
        # Counted under their own names in `content_of`.
        *("translation_key", "locale", "alias_of"),
        # Dates and states of publishing: decided by the road, not said by the page.
        *("live", "has_unpublished_changes", "first_published_at", "last_published_at", "latest_revision_created_at"),
        *("go_live_at", "expire_at", "expired"),
        # People and locks are nobody's words.
        *("owner", "locked", "locked_at", "locked_by"),
        # A copy of the draft's title, for lists in the admin.
        "draft_title",
    }
)

BOOKKEEPING_CHILDREN = frozenset({"wagtail_admin_comments"})


def content_hash(page: Page) -> str:
    """SHA-256 over all that `page` says, the same for a live page and for the revision it was published from."""
    return digest(content_of(page))


def content_of(page: Page) -> dict[str, Any]:
    """All that `page` says, as plain values. A field at its default is left out: a migration never empties the API."""
    specific = page.specific_deferred if type(page) is Page else page
    said = {
        "type": specific._meta.label_lower,
        "content_id": specific.translation_key,
        "locale": specific.locale.language_code,
    }
    said |= _fields_of(specific, leaving_out=BOOKKEEPING)
    said |= {
        relation.get_accessor_name(): children
        for relation in _child_relations(type(specific))  # type: ignore[arg-type]
        if (children := _children_of(specific, relation))
    }
    return said


def bytes_are_missing(page: Page) -> bool:
    """Whether a file that `page` shows is on its list and not in the storage: just now nobody can tell what the page says."""
    return _lacks_bytes(content_of(page))


def _lacks_bytes(said: Any) -> bool:
    if isinstance(said, dict):
        return said.get("sha256") == "" or any(map(_lacks_bytes, said.values()))
    return isinstance(said, list) and any(map(_lacks_bytes, said))


def said_in(page: Page, name: str) -> Any:
    """What one field of `page` says, as `content_of` has it, and empty fields too."""
    return _value_of(page, page._meta.get_field(name))  # type: ignore[arg-type]


@cache
def _child_relations(kind: type[Page]) -> list[Any]:
    relations = get_all_child_relations(kind)
    return [relation for relation in relations if relation.get_accessor_name() not in BOOKKEEPING_CHILDREN]


def _children_of(page: Page, relation: Any) -> list[dict[str, Any]]:
    """What a page's child rows say, in their order, without their keys, their parent and their locale."""
    children = getattr(page, relation.get_accessor_name()).all()
    leaving_out = {relation.field.name, "id", "sort_order", "locale", "translation_key"}
    rows = [_fields_of(child, leaving_out=leaving_out) for child in children]
    if any(field.name == "sort_order" for field in relation.related_model._meta.concrete_fields):
        return rows
    return sorted(rows, key=digest)


def _fields_of(row: models.Model, *, leaving_out: frozenset[str] | set[str]) -> dict[str, Any]:
    said = {}
    for field in row._meta.concrete_fields:
        if field.name in leaving_out or _at_default(row, field):
            continue
        said[field.name] = _value_of(row, field)
    return said


def _at_default(row: models.Model, field: models.Field) -> bool:
    value = field.value_from_object(row)
    if value in (None, "", [], {}) or _is_empty_stream(value):
        return True
    # A default that is worked out each time ("today") is another one tomorrow: leaving it out would change the hash of
    # words that did not change, and take every page off the air overnight.
    return field.has_default() and not callable(field.default) and value == field.get_default()


def _is_empty_stream(value: object) -> bool:
    return hasattr(value, "stream_block") and len(value) == 0  # type: ignore[arg-type]


def _value_of(row: models.Model, field: models.Field) -> Any:
    if isinstance(field, StreamField):
        stream = getattr(row, field.name)
        return _block_value(stream.stream_block, stream)
    if isinstance(field, models.ForeignKey):
        return identity(getattr(row, field.name))
    return field.value_from_object(row)


def _block_value(block: Any, value: Any) -> Any:
    """A block's value with its ids, pictures as the digest of their bytes, and everything else that is chosen by identity."""
    if isinstance(block, StreamBlock):
        return [
            {"id": child.id, "type": child.block_type, "value": _block_value(child.block, child.value)}
            for child in value
        ]
    if isinstance(block, StructBlock):
        parts = {
            name: _block_value(child, value.get(name))
            for name, child in block.child_blocks.items()
            if not _at_block_default(child, value.get(name))
        }
        return {name: part for name, part in parts.items() if part not in (None, "", [], {})}
    if isinstance(block, ListBlock):
        return [{"id": child.id, "value": _block_value(block.child_block, child.value)} for child in value.bound_blocks]
    if isinstance(value, models.Model):
        return identity(value)
    return block.get_prep_value(value)


def _at_block_default(block: Any, value: Any) -> bool:
    """Whether a part says nothing of its own. Left out like a field's default: a new part of a block empties nothing."""
    if isinstance(block, StreamBlock | StructBlock | ListBlock):
        return False
    if value is None or value is False or value == "":
        return True
    return not isinstance(value, models.Model) and block.get_prep_value(value) == block.get_prep_value(
        block.get_default()
    )


def identity(chosen: models.Model | None) -> Any:
    """How something a page points to counts: a file by its bytes, a page by its content_id, the rest by key."""
    if chosen is None:
        return None
    if isinstance(chosen, UnchangingFile):
        return {"sha256": chosen.content_digest()}
    if isinstance(getattr(chosen, "translation_key", None), uuid.UUID):
        return str(chosen.translation_key)  # type: ignore[attr-defined]
    return f"{chosen._meta.label_lower}:{chosen.pk}"
