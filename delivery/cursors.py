"""Where a list goes on: an opaque word that holds the last thing's place. Plain Python."""

from __future__ import annotations

import base64
import binascii
import json
import uuid
from datetime import UTC, datetime
from typing import NamedTuple

WHEN = "-updated_at"
RELEVANCE = "relevance"
CONTENT = "content_id"
BEYOND = 2**62  # no score comes near it, and it fits every database's numbers


class Place(NamedTuple):
    """The last thing of a page of a list: its value in the list's order, and its content_id."""

    value: datetime | str | int | uuid.UUID
    content_id: uuid.UUID


def written(order: str, place: Place) -> str:
    value = place.value.astimezone(UTC).isoformat() if isinstance(place.value, datetime) else place.value
    value = str(value) if isinstance(value, uuid.UUID) else value
    text = json.dumps([order, value, place.content_id.hex])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read(cursor: str, order: str) -> Place:
    """Raises ValueError for anything that `written` did not write for this order."""
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
        its_order, value, key = json.loads(text)
        content_id = uuid.UUID(hex=key)
        place = Place(datetime.fromisoformat(value) if order == WHEN else value, content_id)
        if order == RELEVANCE and (type(value) is not int or not 0 <= value < BEYOND):
            raise ValueError("no cursor of ours")
        if order == CONTENT and value != str(content_id):
            raise ValueError("no cursor of ours")
        is_ours = its_order == order and written(order, place) == cursor
    except (binascii.Error, UnicodeError, json.JSONDecodeError, AttributeError, TypeError, OverflowError) as error:
        raise ValueError("no cursor of ours") from error
    if not is_ours or "\x00" in str(place.value):
        raise ValueError("no cursor of ours")
    return place
