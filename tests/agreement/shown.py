"""Everything that readers are shown, and another value for each field that it could come from, as the database has them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import PurePath
from typing import Any, NamedTuple

from django.apps import apps
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone
from wagtail.blocks import ChooserBlock, ListBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.rich_text import RichText

from agreement.files import UnchangingFile
from agreement.models import Withdrawal
from delivery.languages import LANGUAGES
from delivery.mentions import Mentions
from delivery.models import ContentItem
from delivery.projection import PROJECTIONS, project, tombstone
from delivery.rich_text import as_text
from delivery.rows import crisis_sheets, pages_of
from delivery.vocabulary import areas, councils, levels, situations, topics

Json = dict[str, Any]

LISTS = (topics, situations, areas, levels, councils)
MOST_ROWS = 16
"""Of a longer table, so many rows are changed: those that come first."""


# -- what readers are shown


def told(content_ids: Iterable[uuid.UUID], *, and_the_rest: bool = True) -> Json:
    """What readers get of these contents, whether or not they may be out; of all withdrawals, as crisis help, and as lists."""
    nothing = ContentItem.objects.none()  # how many there are is counted, and said by nobody
    pages = [page for page in pages_of(sorted(content_ids)) if type(page) in PROJECTIONS]
    mentions = Mentions()
    mentions.gather_translations(pages)
    mentions.gather(*pages)
    shown: Json = {f"page {page.pk}": project(page, mentions.for_one_more()) for page in pages}
    if and_the_rest:
        shown |= {f"withdrawal {row.pk}": tombstone(row, None) for row in Withdrawal.objects.standing()}
        shown |= {f"crisis help {sheet.locale}": json.loads(sheet.lines) for sheet in crisis_sheets()}
        shown |= {f"{of.__name__} {locale}": of(locale, nothing) for of in LISTS for locale in LANGUAGES}
    return json.loads(json.dumps(shown))


def hashes_in(shown: Json) -> Json:
    return {key: item["revision"] for key, item in shown.items() if "revision" in item}


def leaves_of(shown: Any) -> set[str]:
    """Everything that is said in it, as plain text and without where."""
    parts = shown.values() if isinstance(shown, dict) else shown if isinstance(shown, list) else None
    return {as_text(str(shown))} if parts is None else {leaf for part in parts for leaf in leaves_of(part)}


def models_behind(content_ids: Iterable[uuid.UUID]) -> list[type[models.Model]]:
    """Every model whose table is read on the way to `told`: a page by its own kind. The read model is made from these."""
    statements: list[str] = []

    def note(execute: Any, sql: str, *arguments: Any) -> Any:
        statements.append(sql)
        return execute(sql, *arguments)

    with connection.execute_wrapper(note):
        told(content_ids)
    everything = " ".join(statements)
    found = [model for model in apps.get_models(include_auto_created=True) if f'"{model._meta.db_table}"' in everything]
    kinds = [model for model in apps.get_models() if issubclass(model, Page) and model is not Page]
    return [
        *dict.fromkeys(
            [*(model for model in found if model is not Page and model._meta.app_label != "delivery"), *kinds]
        )
    ]


# -- another value


class Change(NamedTuple):
    """Another value for a part of a model's rows: of a field, or of a block's part within a StreamField."""

    model: type[models.Model]
    field: str
    values: dict[Any, Any]  # by the rows' keys
    block: str = ""

    @property
    def name(self) -> str:
        return ":".join([f"{self.model._meta.label}.{self.field}", *([self.block] if self.block else [])])

    @property
    def page(self) -> Any:
        """The one page that says something else, where it is one."""
        return self.model._base_manager.get(pk=next(iter(self.values))) if self.block else None

    def write(self) -> bool:
        """Past every rule, as a raw UPDATE does. Whether any row took it."""
        return sum(self._written(key, value) for key, value in self.values.items()) > 0

    def _written(self, key: Any, value: Any) -> bool:
        try:
            with transaction.atomic():
                return bool(self.model._base_manager.filter(pk=key).update(**{self.field: value}))
        except DatabaseError:
            return False  # no two rows may have it


def changes_of(model: type[models.Model]) -> Iterator[list[Change]]:
    """For each part of a model, the ways to change it."""
    rows = list(model._base_manager.order_by("pk")[:MOST_ROWS])
    for field in model._meta.concrete_fields:
        if field.primary_key:
            continue  # a row under another key is another row
        if isinstance(field, StreamField):
            yield from _changes_within(model, field, rows)
            continue
        ways = [list(_other_values(row, field)) for row in rows]
        if changes := [_nth(model, field, rows, ways, number) for number in range(max(map(len, ways), default=0))]:
            yield changes


def _nth(model: Any, field: Any, rows: list[Any], ways: list[list[Any]], number: int) -> Change:
    values = {row.pk: way[number] for row, way in zip(rows, ways, strict=True) if number < len(way)}
    return Change(model, field.name, values)


def _other_values(row: models.Model, field: models.Field) -> Iterator[Any]:
    value = getattr(row, field.attname)
    yield from _made_up(row, field, value)
    if field.null and value is not None:
        yield None
    elif value and field.empty_strings_allowed and field.blank and not field.is_relation:
        yield ""


def _made_up(row: models.Model, field: models.Field, value: Any) -> Iterator[Any]:
    if field.name in IN_THE_TREE:
        yield IN_THE_TREE[field.name](row)
    elif isinstance(field, models.ForeignKey):
        target = field.target_field.attname
        others = field.related_model._base_manager.exclude(**{target: value}).order_by("pk")
        yield from [getattr(other, target) for other in others[:MOST_ROWS] if not _is_the_same(row, field, other)][:2]
    elif field.choices:
        yield from [choice for choice, _label in field.flatchoices if choice != value][:2]
    else:
        kind = next(kind for kind in OTHERS if isinstance(field, kind))
        yield from OTHERS[kind](row, field, value)


def _is_the_same(row: models.Model, field: models.Field, other: Any) -> bool:
    """Two files with the same bytes are one for whoever agreed to them."""
    value = getattr(row, field.name)
    return isinstance(value, UnchangingFile) and value.content_digest() == other.content_digest()


def _another_name_for_the_same_bytes(row: models.Model, field: Any, value: Any) -> Iterator[Any]:
    if value:
        with value.storage.open(value.name, "rb") as stream:
            name = PurePath(value.name)
            yield value.storage.save(str(name.with_name(f"another-{name.name}")), ContentFile(stream.read()))


def _another_text(row: models.Model, field: models.Field, value: Any) -> Iterator[str]:
    text = f"another-{row.pk}-{value or ''}"
    yield text[: field.max_length] if field.max_length else text


def _another_day(row: models.Model, field: models.Field, value: Any) -> Iterator[date | datetime]:
    at = value or (timezone.now() if isinstance(field, models.DateTimeField) else timezone.localdate())
    yield from (at - timedelta(days=40), at + timedelta(days=40))


def _another_place(page: Any) -> Page:
    places = Page.objects.filter(depth=3, locale=page.locale_id)
    return places.exclude(path=page.path[: 3 * page.steplen]).latest("pk")


IN_THE_TREE: dict[str, Callable[[Any], Any]] = {
    "path": lambda page: f"{_another_place(page).path}{page.pk:04}",
    "url_path": lambda page: f"{page.url_path}another/",
    "content_type": lambda page: Page.objects.exclude(content_type=page.content_type_id).latest("pk").content_type_id,
}
OTHERS: dict[type[models.Field], Callable[[Any, Any, Any], Iterator[Any]]] = {
    models.BooleanField: lambda row, field, value: iter([not value]),
    models.UUIDField: lambda row, field, value: iter([uuid.uuid4()]),
    models.FileField: _another_name_for_the_same_bytes,
    models.DateField: _another_day,
    models.URLField: lambda row, field, value: iter([f"https://example.org/another-{row.pk}"]),
    models.CharField: _another_text,
    models.TextField: _another_text,
    models.JSONField: lambda row, field, value: iter([[*(value or []), "another"]]),
    # Another number; and for what is put in order by it, the other way round.
    models.IntegerField: lambda row, field, value: iter([(value or 0) + 1, 900 - (value or 0)]),
    models.FloatField: lambda row, field, value: iter([(value or 0) + 1]),
}


# -- within a StreamField


def _changes_within(model: type[models.Model], field: StreamField, rows: list[Any]) -> Iterator[list[Change]]:
    """Every part of every block that any of the rows has, once; and the first block gone."""
    found: dict[str, Change] = {}
    for row in rows:
        raw = list(getattr(row, field.name).get_prep_value())
        for block, changed in _changed_parts(field.stream_block, raw):
            found.setdefault(block, Change(model, field.name, {row.pk: field.stream_block.to_python(changed)}, block))
    yield from ([change] for change in found.values())


def _changed_parts(block: Any, raw: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(block, StreamBlock):
        if raw:
            yield "one fewer", raw[1:]
        for place, child in enumerate(raw):
            for part, value in _changed_parts(block.child_blocks[child["type"]], child["value"]):
                yield f"{child['type']}{part}", [*raw[:place], {**child, "value": value}, *raw[place + 1 :]]
    elif isinstance(block, StructBlock):
        for name, child_block in block.child_blocks.items():
            for part, value in _changed_parts(child_block, raw.get(name)):
                yield f".{name}{part}", {**raw, name: value}
    elif isinstance(block, ListBlock):
        if raw:
            yield "[]one fewer", raw[1:]
            for part, value in _changed_parts(block.child_block, raw[0]["value"]):
                yield f"[]{part}", [{**raw[0], "value": value}, *raw[1:]]
    else:
        yield from (("", value) for value in _other_leaves(block, raw))


def _other_leaves(block: Any, raw: Any) -> Iterator[Any]:
    if isinstance(block, ChooserBlock):
        yield from block.model_class._base_manager.exclude(pk=raw).order_by("pk").values_list("pk", flat=True)[:1]
    elif isinstance(raw, bool):
        yield not raw
    elif hasattr(block.field, "choices"):
        yield next(choice for choice, _label in block.field.choices if choice not in (raw, ""))
    elif isinstance(block.to_python(raw or ""), RichText):
        yield "<p>Another text.</p>"
    else:
        yield f"{raw or ''}another"
