"""The OpenAPI 3.1 document of the public API, made from what django-ninja writes and what it leaves out.

Added here: response headers, examples put together from those of single fields, what each status means, the licence. Nothing
about single answers is said here: their shapes are `delivery/schemas`, their parameters `delivery/asked.py`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

REFERENCE = "#/components/schemas/"

INFO = {
    "license": {"name": "MIT", "identifier": "MIT"},
    "contact": {"name": "Waymark"},
}
TAGS = [{"name": "Reading", "description": "Everything that readers may see. Nothing here writes."}]

STATUS = {
    200: "What was asked for.",
    301: "It has moved: `Location` says where to.",
    304: "Nothing has changed since the `ETag` that was sent in `If-None-Match`.",
    400: "What was asked cannot be understood: `errors` names what is wrong.",
    404: "There is nothing public here.",
    410: "It was withdrawn. Forget what you hold of it.",
    503: "Not available just now: `Retry-After` says when to try again.",
}

HEADERS: dict[str, Json] = {
    "ETag": {"description": "Strong: equal exactly when the bytes are.", "schema": {"type": "string"}},
    "Cache-Control": {"description": "For browsers: ask again each time.", "schema": {"type": "string"}},
    "Surrogate-Key": {"description": "What to purge by, with spaces between.", "schema": {"type": "string"}},
    "Location": {"description": "Where it is now.", "schema": {"type": "string", "format": "uri"}},
    "Retry-After": {"description": "In seconds.", "schema": {"type": "integer", "minimum": 0}},
}
HEADERS_OF: dict[int, tuple[str, ...]] = {
    200: ("ETag", "Cache-Control", "Surrogate-Key"),
    301: ("Location", "Cache-Control", "Surrogate-Key"),
    304: ("ETag", "Cache-Control", "Surrogate-Key"),
    400: ("Cache-Control",),
    404: ("Cache-Control",),
    410: ("ETag", "Cache-Control", "Surrogate-Key"),
    503: ("Cache-Control", "Retry-After"),
}


def completed(document: Json, *, problem_type: str) -> Json:
    """The document with all that django-ninja leaves out. `problem_type`: the media type of everything from 400 on."""
    document["info"] |= INFO
    document["tags"] = TAGS
    document["security"] = []  # on purpose: nobody logs in
    document["servers"] = [{"url": "/", "description": "Wherever this document comes from."}]
    schemas = document["components"]["schemas"]
    for operation in _operations(document):
        _complete_operation(operation, schemas, problem_type)
    for schema in schemas.values():
        if "example" not in schema and "enum" not in schema:
            schema["examples"] = [example_of(schema, schemas)]
    used = _used(document["paths"], schemas)
    document["components"]["schemas"] = {name: schema for name, schema in schemas.items() if name in used}
    document["components"]["headers"] = HEADERS
    return document


def example_of(schema: Json, schemas: Json) -> Any:
    """What something of this shape may look like: its own example, else one put together from those of its parts."""
    if schema.get("examples"):
        return schema["examples"][0]
    if "$ref" in schema:
        return example_of(schemas[schema["$ref"].removeprefix(REFERENCE)], schemas)
    if "const" in schema:
        return schema["const"]
    for some in ("enum", "oneOf", "anyOf", "allOf"):
        if some in schema:
            first = schema[some][0]
            return first if some == "enum" else example_of(first, schemas)
    if schema.get("type") == "array":
        return [example_of(schema["items"], schemas)]
    if schema.get("type") == "null":
        return None
    return {name: example_of(part, schemas) for name, part in schema.get("properties", {}).items()}


def _operations(document: Json) -> Iterator[Json]:
    for methods in document["paths"].values():
        yield from methods.values()


def _complete_operation(operation: Json, schemas: Json, problem_type: str) -> None:
    for parameter in operation.get("parameters", []):
        # ninja writes them as JSON Schema does, in a list; a parameter has one, or a map.
        parameter["example"] = parameter.pop("examples", parameter["schema"].pop("examples", [None]))[0]
        parameter["schema"].pop("examples", None)
    for status, response in operation["responses"].items():
        response["description"] = STATUS[status]
        response["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in HEADERS_OF[status]}
        if "content" in response:
            (content,) = response["content"].values()
            content["example"] = _problem_example(status, content, schemas)
            response["content"] = {problem_type if status >= 400 else "application/json": content}


def _problem_example(status: int, content: Json, schemas: Json) -> Any:
    example = example_of(content["schema"], schemas)
    return example | {"status": status} if status >= 400 else example


def _used(part: Any, schemas: Json) -> set[str]:
    """The names of all schemas that are reached from here."""
    found: set[str] = set()
    waiting = [part]
    while waiting:
        said = json.dumps(waiting.pop())
        names = {name for name in schemas if f'"{REFERENCE}{name}"' in said} - found
        found |= names
        waiting += [schemas[name] for name in names]
    return found
