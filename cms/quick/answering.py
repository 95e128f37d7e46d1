"""An item or a list that nobody has asked for yet: the same parameters, query and text as the plain view, and none of its layers.

Returns None for everything unusual: what is wrong, unknown, moved, withdrawn or not there is for the plain view to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from pydantic import ValidationError

from cms.quick.compiled import Compiled
from cms.quick.remembered import Answer
from delivery import cursors
from delivery.answers import REVALIDATED, etag_of
from delivery.api import LIST_KEYS, item_keys, list_text
from delivery.asked import ItemAsked, ListAsked
from delivery.cursors import Place
from delivery.encodings import PLAIN, packed, tag_in
from delivery.errors import BadParameter
from delivery.models import at_level
from delivery.reading import asked_cards, asked_item, listed, shown

LIST = "/api/v1/content/"
MOST_PARAMETERS = 20
ASKED_ALIKE = 1024  # query strings that were read already: front ends ask in the same few words again and again

# What stands in for a value until there is one: nothing that anybody could ask for.
AT = datetime(1901, 1, 1, 1, 1, 1, tzinfo=UTC)
SINCE = datetime(1902, 2, 2, 2, 2, 2, tzinfo=UTC)
PLACE_TIME = datetime(1903, 3, 3, 3, 3, 3, tzinfo=UTC)
KEY = UUID(int=1)
AGE = 31_313

ONE_VALUE = ("level", "format", "area", "urgency")
SOME_VALUES = ("type", "topic", "situation")
RANGES = {"age", "updated_since"}
IN_THE_SHAPE = ("locale", "fallback", "order", "limit", "exclude_sensitive")
AT_LEVEL = "at level: "  # before the name of a topic that is chosen together with a level
HANDLED = {*ONE_VALUE, *SOME_VALUES, *IN_THE_SHAPE, "age", "updated_since", "cursor"}


def answer_to(path: str, query: str, encoding: str = PLAIN) -> Answer | None:
    """The 200 for this address, packed for its way, or None. Raises what the database raises."""
    if not path.startswith(LIST):
        return None
    try:
        return _list(query, encoding) if path == LIST else _item(path, query, encoding)
    except (ValidationError, BadParameter, Http404):
        return None


def _parameters(query: str) -> dict[str, str] | None:
    """By name; None where one comes twice, or where reading them takes more than knowing ASCII."""
    if not query:
        return {}
    if not query.isascii():
        return None
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_PARAMETERS)
    except ValueError:
        return None
    given = dict(pairs)
    return given if len(given) == len(pairs) else None


# -- items


def _item(path: str, query: str, encoding: str) -> Answer | None:
    name = path[len(LIST) : -1]
    asking = _item_asked_by(query)
    if asking is None or not path.endswith("/") or "/" in name:
        return None
    try:
        key = UUID(name)
    except ValueError:
        return None
    asked, compiled = asking
    rows = compiled.rows({"key": key, "at": timezone.now()})
    row = dict(zip(compiled.columns, compiled.converted(rows[0]), strict=True)) if rows else None
    found = shown(row, asked)
    return None if found.is_withdrawn else _finished(found.text, item_keys(found), encoding)


@lru_cache(maxsize=ASKED_ALIKE)
def _item_asked_by(query: str) -> tuple[ItemAsked, Compiled] | None:
    given = _parameters(query)
    if given is None or not given.keys() <= ItemAsked.model_fields.keys():
        return None
    asked = ItemAsked.model_validate(given)
    return asked, _item_query(asked.locale, asked.fallback, asked.body_format)


@lru_cache(maxsize=64)
def _item_query(locale: str, fallback: str, body_format: str) -> Compiled:
    asked = ItemAsked.model_validate({"locale": locale, "fallback": fallback, "body_format": body_format})
    return Compiled(asked_item(KEY, asked, AT)[:1], {"key": KEY, "at": AT})


# -- lists


def _list(query: str, encoding: str) -> Answer | None:
    asking = _list_asked_by(query)
    if asking is None:
        return None
    asked, given, values, compiled = asking
    rows = compiled.rows({**values, "at": timezone.now()})
    if len(rows) > asked.limit:
        # Of all other rows only the text is used, and counts: the same from any driver.
        rows[asked.limit - 1] = compiled.converted(rows[asked.limit - 1])
    found = listed(rows, asked)
    return _finished(list_text(found, asked, given), LIST_KEYS, encoding)


@lru_cache(maxsize=ASKED_ALIKE)
def _list_asked_by(query: str) -> tuple[ListAsked, Mapping[str, str], Mapping[str, Any], Compiled] | None:
    given = _parameters(query)
    if given is None:
        return None
    asked = ListAsked.model_validate(given)
    if not given.keys() <= HANDLED or asked.in_order in (cursors.RELEVANCE, cursors.CONTENT):
        return None
    values = _values(asked)
    shape = (asked.locale, asked.fallback, asked.in_order, asked.limit, asked.exclude_sensitive)
    return asked, given, values, _list_query(shape, tuple(values))


def _values(asked: ListAsked) -> dict[str, Any]:
    """What was asked for, by the name of its stand-in. The names say how many there are of what: the shape of the query."""
    values: dict[str, Any] = {name: value for name in ONE_VALUE if (value := getattr(asked, name))}
    for name in SOME_VALUES:
        several = dict.fromkeys((getattr(asked, name) or "").split(","))
        values |= {f"{name} {number}": value for number, value in enumerate(several) if value}
    if asked.topic and asked.level:
        level = values.pop("level")  # chosen together, so that neither stands in the query alone
        topics = [name for name in values if name.startswith("topic ")]
        values |= {f"{AT_LEVEL}{name}": at_level(values[name], level) for name in topics}
    if asked.age is not None:
        values["age"] = asked.age
    if asked.updated_since:
        values["updated_since"] = asked.updated_since
    if asked.cursor is not None:
        values["place"], values["place key"] = _place(asked)
    return values


def _place(asked: ListAsked) -> Place:
    try:
        return cursors.read(asked.cursor or "", asked.in_order)
    except ValueError as error:
        raise BadParameter("cursor", "") from error


@lru_cache(maxsize=512)
def _list_query(shape: tuple[Any, ...], names: tuple[str, ...]) -> Compiled:
    asked = ListAsked.model_validate(dict(zip(IN_THE_SHAPE, shape, strict=True)))
    stand_ins = _stand_ins(asked.order, names)
    level = {"level": "stand-in: level"} if any(name.startswith(AT_LEVEL) for name in names) else {}
    several = {
        name: [stand_in for each, stand_in in stand_ins.items() if each.startswith(f"{name} ")] for name in SOME_VALUES
    }
    pretended = asked.model_copy(
        update={name: value for name, value in stand_ins.items() if name in HANDLED}
        | level
        | {name: ",".join(values) for name, values in several.items() if values}
        | ({"cursor": cursors.written(asked.order, Place(stand_ins["place"], KEY))} if "place" in names else {})
    )
    return Compiled(asked_cards(pretended, AT), stand_ins | {"at": AT}, planned_for_each=not RANGES.isdisjoint(names))


def _stand_ins(order: str, names: tuple[str, ...]) -> dict[str, Any]:
    known: dict[str, Any] = {
        "age": AGE,
        "updated_since": SINCE,
        "place": PLACE_TIME if order == cursors.WHEN else "stand-in: place",
        "place key": KEY,
    }
    return {
        name: at_level(f"stand-in: {name.removeprefix(AT_LEVEL)}", "stand-in: level")
        if name.startswith(AT_LEVEL)
        else known.get(name, f"stand-in: {name}")
        for name in names
    }


def _finished(text: str, keys: list[str], encoding: str) -> Answer:
    said = text.encode()
    etag = tag_in(etag_of(said), encoding)
    body = packed(said, encoding)
    own = (
        ("Content-Type", "application/json"),
        ("ETag", etag),
        *REVALIDATED,
        ("Surrogate-Key", " ".join(keys)),
        ("Content-Length", str(len(body))),
    )
    return Answer(body, etag, own)
