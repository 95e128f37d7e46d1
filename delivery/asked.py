"""What may be asked of the API: every parameter there is. `cms.api` refuses all others, and any that comes twice."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, TypeAlias

from django.utils.dateparse import parse_date, parse_datetime
from ninja import Schema
from pydantic import BeforeValidator, Field

from delivery.cursors import RELEVANCE, WHEN
from delivery.languages import LANGUAGES, SITE_LANGUAGE
from literacy.levels import LiteracyLevel

TYPES = ("article", "video", "pathway")
FORMATS = ("text", "video", "audio", "easy_read", "bsl")
NAMES = r"^[A-Za-z0-9_-]+(,[A-Za-z0-9_-]+)*$"
SOME_TYPES = rf"^({'|'.join(TYPES)})(,({'|'.join(TYPES)}))*$"
GSS_CODE = r"^[EWSNK][0-9]{8}$"

Language: TypeAlias = Literal[LANGUAGES]  # type: ignore[valid-type]
Level: TypeAlias = Literal[tuple(level.value for level in LiteracyLevel)]  # type: ignore[valid-type]


def _moment(value: Any) -> datetime:
    """ISO 8601, date or date and time; UTC where no zone is named."""
    text = str(value)
    found = parse_datetime(text)
    if found is None and (day := parse_date(text)):
        found = datetime(day.year, day.month, day.day)
    if found is None or not 1900 <= found.year <= 9000:
        raise ValueError("a date and time in ISO 8601, like 2026-11-01T12:00:00Z")
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _whole_number(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(r"-?[0-9]{1,9}", value):
        raise ValueError("a whole number")
    return value


def _true_or_false(value: Any) -> Any:
    if isinstance(value, str) and value not in ("true", "false"):
        raise ValueError("true or false")
    return value


# Written in one way only: what is not exactly that is refused instead of guessed at.
WholeNumber = Annotated[int, BeforeValidator(_whole_number)]
TrueOrFalse = Annotated[bool, BeforeValidator(_true_or_false)]


def left_out(description: str = "") -> Any:
    """A parameter that may be left out: None then. Not a union with None, which no query string can say."""
    return Field(None, description=description or None, json_schema_extra=lambda schema: schema.pop("default", None))


class InLanguage(Schema):
    locale: Language = Field(SITE_LANGUAGE, description="A reader's language.")
    fallback: Literal["chain", "none"] = Field(
        "chain", description="`none`: leave out what is not there in this language, instead of falling back."
    )


class ItemAsked(InLanguage):
    level: Level = left_out("Only the reading version at this level, else the nearest easier, else the nearest harder.")
    body_format: Literal["html", "text"] = Field("html", description="`text`: without mark-up.")


class ListAsked(InLanguage):
    type: Annotated[str, Field(pattern=SOME_TYPES)] = left_out("Any of these, with commas.")
    topic: Annotated[str, Field(pattern=NAMES, max_length=1000)] = left_out(
        "Any of these topics, with commas. A topic covers those that hang under it."
    )
    situation: Annotated[str, Field(pattern=NAMES, max_length=1000)] = left_out("Any of these situations, with commas.")
    level: Level = left_out("What has a reading version at this level.")
    format: Literal[FORMATS] = left_out()  # type: ignore[valid-type]
    area: Annotated[str, Field(pattern=GSS_CODE)] = left_out(
        "A GSS code: what is for this area, for one that it lies in, or for everybody."
    )
    age: Annotated[WholeNumber, Field(ge=0, le=120)] = left_out("What is for readers of this age.")
    urgency: Literal["normal", "soon", "now"] = left_out()
    exclude_sensitive: TrueOrFalse = False
    updated_since: Annotated[datetime, BeforeValidator(_moment)] = left_out("What was updated then or later.")
    search: Annotated[str, Field(min_length=1, max_length=200)] = left_out(
        "What somebody looks for, in their own words. At most 200 characters. The best match first, unless `order` says otherwise."
    )
    order: Literal["-updated_at", "title", "relevance"] = left_out(
        "`-updated_at` if left out, or with `search` `relevance`, which needs a `search`."
    )
    limit: Annotated[WholeNumber, Field(ge=1, le=100)] = 20
    cursor: Annotated[str, Field(max_length=2000)] = left_out("From `meta.next`; opaque.")
    count: TrueOrFalse = Field(False, description="Adds `meta.total_count`.")

    @property
    def in_order(self) -> str:
        return self.order or (RELEVANCE if self.search else WHEN)


class SuggestAsked(InLanguage):
    q: Annotated[str, Field(max_length=20_000)] = Field("", description="What has been typed so far.")
    limit: Annotated[WholeNumber, Field(ge=1, le=20)] = 8


class CrisisHelpAsked(Schema):
    locale: Language = Field(SITE_LANGUAGE)
    area: Annotated[str, Field(pattern=GSS_CODE)] = left_out("A GSS code.")
    topic: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$", max_length=100)] = left_out()
