"""The forms in a page of the admin, filled in as somebody would who presses the button without another thought."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin, urlsplit

FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')
FIELD = re.compile(r"<(input|textarea|select|button)\b((?:[^>\"]|\"[^\"]*\")*)>", re.DOTALL)
OPTION = re.compile(r"<option\b((?:[^>\"]|\"[^\"]*\")*)>", re.DOTALL)

Filled = dict[str, list[str]]

SOMETHING = {
    "text": "Something",
    "textarea": "Something that is long enough.",
    "email": "somebody@example.org",
    "url": "https://example.org/",
    "number": "12",
    "date": "2027-06-01",
    "time": "18:00",
}
"""For what is left empty."""


def forms_in(page: str, *, at: str) -> dict[str, Filled]:
    """By the path that it is sent to, each form of this page that writes; of several to one path the first."""
    found: dict[str, Filled] = {}
    for said, inside in FORM.findall(page):
        attributes = _attributes(said)
        if attributes.get("method", "").lower() == "post":
            found.setdefault(urlsplit(urljoin(at, attributes.get("action", ""))).path, _filled_in(inside))
    return found


def _filled_in(form: str) -> Filled:
    filled: Filled = {}
    pressed = False
    for match in FIELD.finditer(form):
        kind, field = match[1], _attributes(match[2])
        if not (name := field.get("name")):
            continue
        if kind == "button" or field.get("type") == "submit":
            if not pressed:
                filled[name], pressed = [field.get("value", "")], True
            continue
        rest = form[match.end() :]
        for value in _values(kind, field, rest, taken=name in filled):
            filled.setdefault(name, []).append(value)
    return filled


def _values(kind: str, field: dict[str, str], rest: str, *, taken: bool) -> Iterator[str]:
    if kind == "select":
        options = [_attributes(said) for said in OPTION.findall(rest[: rest.index("</select>")])]
        chosen = [option for option in options if "selected" in option and option.get("value")]
        yield from (option["value"] for option in chosen or [one for one in options if one.get("value")][:1])
    elif kind == "textarea":
        yield unescape(rest[: rest.index("</textarea>")]).strip() or SOMETHING[kind]
    elif field.get("type") in ("checkbox", "radio"):
        if "checked" in field or (field["type"] == "radio" and not taken):
            yield field.get("value", "on")
    elif field.get("type") != "file":
        yield field.get("value") or SOMETHING.get(field.get("type", "text"), "")


def _attributes(said: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in ATTRIBUTE.findall(said)}
