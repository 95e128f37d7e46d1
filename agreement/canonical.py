"""One way to write any content down, so that equal content always has an equal hash. Plain Python."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


def canonical_json(value: object) -> bytes:
    """`value` as JSON bytes that are the same on every machine, database and Python version.

    Keys are sorted, nothing is spaced, text is UTF-8. Dates are ISO 8601. Raises TypeError for what has no one way
    to be written (a set, a model instance).
    """
    return json.dumps(
        _plain(value), ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    ).encode()


def digest(value: object) -> str:
    """SHA-256 of `canonical_json(value)`, as 64 hexadecimal characters."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(UTC).isoformat()  # a form's moment is London's, the database's is UTC: the same one
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [_plain(part) for part in value]
    raise TypeError(f"{type(value).__name__} has no canonical form")


def without_block_keys(said: Any) -> Any:
    """The same plain values without what Draftail numbers its paragraphs with: it comes with the first save in the editor.

    For comparing words. The content hash keeps these numbers: leaving them out now would change the hash of what is agreed.
    """
    if isinstance(said, str):
        return BLOCK_KEY.sub("", said)
    if isinstance(said, dict):
        return {name: without_block_keys(part) for name, part in said.items()}
    return [without_block_keys(part) for part in said] if isinstance(said, list) else said
