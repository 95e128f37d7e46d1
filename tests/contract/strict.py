"""The contract as we keep it at home: what is not written down in it is in no answer."""

from __future__ import annotations

import copy
from typing import Any

from jsonschema import Draft202012Validator

from cms.api import openapi

Json = dict[str, Any]


def strict_components() -> Json:
    """All schemas of the contract, each closed: the served ones stay open, so that a client goes on working when a field is added."""
    schemas = copy.deepcopy(openapi()["components"]["schemas"])
    for schema in schemas.values():
        if "properties" in schema:
            schema["additionalProperties"] = False
    return schemas


def misfits(said: Any, name: str) -> list[str]:
    """Where this differs from the schema of that name, a sentence each; empty where it fits to the last field."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": strict_components()}}
    found = Draft202012Validator(schema).iter_errors(said)
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in found]
