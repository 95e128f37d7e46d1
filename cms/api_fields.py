"""The fields of every answer as a page for people, made from the contract: `manage.py openapi --fields > docs/api-fields.md`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cms.openapi import REFERENCE

Json = dict[str, Any]

FORMATS = {"date": "date", "date-time": "moment", "uuid": "UUID"}

HEAD = """# What each field is for

Made from [openapi.json](openapi.json) by `manage.py openapi --fields`. A field that may be null says so; one that is not in every answer is
*sometimes*. Whole answers: [api-examples.md](api-examples.md).
"""


def page_of_fields(document: Json) -> str:
    """Markdown: a table for each kind of thing that is in an answer."""
    schemas = document["components"]["schemas"]
    return "\n".join([HEAD, *(line for name in sorted(schemas) for line in _section(name, schemas[name]))])


def _section(name: str, schema: Json) -> Iterator[str]:
    yield f"## {name}\n"
    yield schema["description"] + "\n"
    if "oneOf" in schema:
        kinds = ", ".join(_said(kind) for kind in schema["oneOf"])
        yield f"One of {kinds}: `{schema['discriminator']['propertyName']}` says which.\n"
        return
    yield "| field | is | for |\n|---|---|---|"
    for field, part in schema["properties"].items():
        sometimes = "" if field in schema.get("required", []) else ", *sometimes*"
        yield f"| `{field}` | {_said(part)}{sometimes} | {part['description']} |"
    yield ""


def _said(part: Json) -> str:
    """A type, in few words."""
    if "$ref" in part:
        name = part["$ref"].removeprefix(REFERENCE)
        return f"[{name}](#{name.lower()})"
    if "const" in part:
        return f"`{part['const']}`"
    if "enum" in part:
        return " ".join(f"`{value}`" for value in part["enum"])
    if "anyOf" in part:
        return " or ".join(_said(kind) for kind in part["anyOf"])
    if part["type"] == "array":
        return f"list of {_said(part['items'])}"
    return FORMATS.get(part.get("format", ""), str(part["type"]))
