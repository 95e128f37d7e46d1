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
MOST_CONTENT_IDS = 100
CONTENT_ID = r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
SOME_CONTENT_IDS = rf"^{CONTENT_ID}(,{CONTENT_ID}){{0,{MOST_CONTENT_IDS - 1}}}$"
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


def _typed(value: Any) -> Any:
    """Blanks alone are nothing typed."""
    return "" if isinstance(value, str) and not value.strip() else value


# Written in one way only: what is not exactly that is refused instead of guessed at.
ReadWholeNumber = BeforeValidator(_whole_number)
TrueOrFalse = Annotated[bool, BeforeValidator(_true_or_false)]
# Bounds stand before the reader: behind it the contract would call them `ge` and `le`, which no client knows.
Age = Annotated[int, Field(ge=0, le=120), ReadWholeNumber]
Limit = Annotated[int, Field(ge=1, le=100), ReadWholeNumber]
ShortLimit = Annotated[int, Field(ge=1, le=20), ReadWholeNumber]


def without_default(schema: dict[str, Any]) -> None:
    """What may be left out has no default: pydantic would write null there, which it never is."""
    schema.pop("default", None)


def left_out(description: str, example: Any) -> Any:
    """A parameter that may be left out: None then. Not a union with None, which no query string can say."""
    return Field(
        None,
        description=description,
        examples=[example],
        json_schema_extra=without_default,
    )


class InLanguage(Schema):
    locale: Language = Field(SITE_LANGUAGE, description="A reader's language.", examples=["cy"])
    fallback: Literal["chain", "none"] = Field(
        "chain",
        description="`none`: leave out what is not there in this language, instead of falling back.",
        examples=["none"],
    )


class ItemAsked(InLanguage):
    level: Level = left_out(
        "Only the reading version at this level, else the nearest easier, else the nearest harder.", "el3"
    )
    body_format: Literal["html", "text"] = Field("html", description="`text`: without mark-up.", examples=["text"])


class PathAsked(ItemAsked):
    path: Annotated[str, Field(max_length=2000)] = Field(
        description="As in an item's `path`.", examples=["/newham/carrying-for-someone/"]
    )


class ListAsked(InLanguage):
    type: Annotated[str, Field(pattern=SOME_TYPES)] = left_out("Any of these, with commas.", "article,video")
    topic: Annotated[str, Field(pattern=NAMES, max_length=1000)] = left_out(
        "Any of these topics, with commas. A topic covers those that hang under it.", "county-lines"
    )
    situation: Annotated[str, Field(pattern=NAMES, max_length=1000)] = left_out(
        "Any of these situations, with commas.", "asked-to-carry"
    )
    level: Level = left_out(
        "What has a reading version at this level, or has no levels of its own, as a film without text.", "el3"
    )
    format: Literal[FORMATS] = left_out("What comes as this.", "text")  # type: ignore[valid-type]
    area: Annotated[str, Field(pattern=GSS_CODE)] = left_out(
        "A GSS code: what is for this area, for one that it lies in, or for everybody.", "E09000025"
    )
    council: Annotated[str, Field(pattern=NAMES, max_length=1000)] = left_out(
        "What any of these councils made, with commas: its `slug`, in any language.", "newham"
    )
    content_id: Annotated[str, Field(pattern=SOME_CONTENT_IDS)] = left_out(
        f"Of these, with commas, what is public: at most {MOST_CONTENT_IDS}. For what somebody saved.",
        "7f0c2f5e-7d3b-4c1e-9a54-0f6f1b0f3a11,0b9a4f0e-52c8-4f43-8a55-6a0f7a0d9c22",
    )
    age: Age = left_out("What is for readers of this age.", 15)
    urgency: Literal["normal", "soon", "now"] = left_out("What is this urgent.", "now")
    exclude_sensitive: TrueOrFalse = Field(
        False, description="Leave out what nobody else should know that somebody read.", examples=[True]
    )
    updated_since: Annotated[datetime, BeforeValidator(_moment)] = left_out(
        "What was updated then or later.", "2026-11-01T12:00:00Z"
    )
    search: Annotated[str, Field(max_length=200), BeforeValidator(_typed)] = left_out(
        "What somebody looks for, in their own words. At most 200 characters. The best match first, unless `order` says otherwise. "
        "Empty, as a search box is before anybody types: the list.",
        "can they make me carry it",
    )
    order: Literal["-updated_at", "title", "relevance", "content_id"] = left_out(
        "`-updated_at` if left out, or with `search` `relevance`, which needs a `search`. `content_id`: for a walk through "
        "everything, in which nothing that was there all the time is missed, whatever is published meanwhile.",
        "title",
    )
    limit: Limit = Field(20, description="How many at most.", examples=[50])
    cursor: Annotated[str, Field(max_length=2000)] = left_out("From `meta.next`; opaque.", "b3BhcXVl")
    count: TrueOrFalse = Field(False, description="Adds `meta.total_count`.", examples=[True])

    @property
    def in_order(self) -> str:
        return self.order or (RELEVANCE if self.search else WHEN)


class CountsAsked(InLanguage):
    """What the lists that content is chosen by count: what `content/` would give with the same."""

    area: Annotated[str, Field(pattern=GSS_CODE)] = left_out(
        "Count what readers in this area get: a GSS code.", "E09000025"
    )
    level: Level = left_out("Count what a list at this level holds.", "el3")
    topic: Annotated[str, Field(pattern=NAMES, max_length=1000)] = left_out(
        "Count what is about any of these topics, with commas.", "county-lines"
    )


class SuggestAsked(InLanguage):
    q: Annotated[str, Field(max_length=20_000)] = Field(
        "", description="What has been typed so far.", examples=["carry some"]
    )
    limit: ShortLimit = Field(8, description="How many at most.", examples=[5])


class CrisisHelpAsked(Schema):
    locale: Language = Field(SITE_LANGUAGE, description="A reader's language.", examples=["cy"])
    area: Annotated[str, Field(pattern=GSS_CODE)] = left_out("A GSS code.", "E09000025")
    topic: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$", max_length=100)] = left_out(
        "A topic: what is for everybody first, then what is for this.", "county-lines"
    )
