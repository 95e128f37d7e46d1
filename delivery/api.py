"""Reading: parse, look up, answer. The JSON is finished already; here it is only put together."""

import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from ninja import Path, Query, Router
from pydantic import Field

from delivery import vocabulary
from delivery.answers import answer, say_who_may_keep
from delivery.asked import CountsAsked, CrisisHelpAsked, ItemAsked, ListAsked, PathAsked, SuggestAsked
from delivery.help_first import help_first
from delivery.languages import SITE_LANGUAGE
from delivery.reading import FoundItem, FoundList, counted, find_at, find_crisis_help, find_item, find_list
from delivery.schemas import (
    Areas,
    ContentList,
    Councils,
    CrisisHelp,
    Item,
    Languages,
    Levels,
    Problem,
    Root,
    Situations,
    Suggestions,
    Topics,
    Withdrawn,
)
from delivery.schemas.parts import EXAMPLE_ID
from delivery.suggesting import suggestions

PROBLEM_JSON = "application/problem+json"
LIST_KEYS = ["content", "list"]

# In the extra part: ninja's own `Path` writes an empty description over any other.
ContentId = Annotated[
    str, Field(examples=[EXAMPLE_ID], json_schema_extra={"format": "uuid", "description": "Of any language."})
]
PublicPath = Annotated[
    str,
    Field(
        examples=["newham/carrying-for-someone/"],
        json_schema_extra={"description": "As in an item's `path`, without its first slash."},
    ),
]

router = Router(tags=["Reading"], by_alias=True)

WRONG = {400: Problem, 503: Problem}
LIST = {304: None, **WRONG}
ITEM = {304: None, **WRONG, 404: Problem, 410: Withdrawn}


@router.get("/", response={200: Root, **LIST}, summary="What there is", operation_id="getRoot")
def api_root(request: HttpRequest) -> HttpResponse:
    """The name, the languages and levels, and links to all that can be read."""
    return answer(request, _json(vocabulary.root(_absolute("/api/v1/"))), keys=["root"])


@router.get(
    "/content/", response={200: ContentList, **LIST}, summary="Cards of content items", operation_id="listContent"
)
def content_list(request: HttpRequest, asked: Query[ListAsked]) -> HttpResponse:
    """Everything that is public, newest first, each content item once: in the language asked for, or along its chain.

    With `search` what somebody's own words find, the best first, of at most some hundred. Nothing may keep that answer.
    """
    said = list_text(find_list(asked), asked, request.GET)
    return answer(request, said, keys=LIST_KEYS, kept=not asked.search)


@router.get(
    "/suggest/",
    response={200: Suggestions, **LIST},
    summary="Titles and situations, as somebody types",
    operation_id="suggest",
)
def suggest(request: HttpRequest, asked: Query[SuggestAsked]) -> HttpResponse:
    """The last word may be unfinished. `meta.help_first`: show crisis help before anything else. Nothing may keep it."""
    meta = {"limit": asked.limit, "next": None, "help_first": help_first(asked.q)}
    return answer(request, _json({"meta": meta, "items": suggestions(asked)}), keys=["suggest"], kept=False)


@router.get("/content/{content_id}/", response={200: Item, **ITEM}, summary="One content item", operation_id="getItem")
def content_item(request: HttpRequest, content_id: Path[ContentId], asked: Query[ItemAsked]) -> HttpResponse:
    """The whole item, with crisis help. Asking for a level never fails: the answer says which one was served."""
    return _answer_with(request, find_item(content_id, asked))


@router.get(
    "/paths/",
    response={200: Item, 301: None, **ITEM},
    summary="The same, for clients that cannot send slashes",
    operation_id="getItemByPath",
)
def content_at(request: HttpRequest, asked: Query[PathAsked]) -> HttpResponse:
    """As `paths/{path}`, with the path as a parameter."""
    return _answer_at(request, asked.path, asked)


@router.get(
    "/paths/{path:path}",
    response={200: Item, 301: None, **ITEM},
    summary="The content item at a path",
    operation_id="getItemAtPath",
)
def content_at_path(request: HttpRequest, path: Path[PublicPath], asked: Query[ItemAsked]) -> HttpResponse:
    """The item at its public path, in the language asked for. Where its path is another one in that, or has moved: 301.

    Without `locale` the language that the path itself is in.
    """
    return _answer_at(request, path, asked)


@router.get(
    "/topics/", response={200: Topics, **LIST}, summary="Topics, with how much there is", operation_id="listTopics"
)
def topic_list(request: HttpRequest, asked: Query[CountsAsked]) -> HttpResponse:
    """All topics by slug, each with how much the list of content would give."""
    return _answer_list(request, vocabulary.topics(asked.locale, counted(asked)), key="topics")


@router.get(
    "/situations/",
    response={200: Situations, **LIST},
    summary="Situations, in young people's words",
    operation_id="listSituations",
)
def situation_list(request: HttpRequest, asked: Query[CountsAsked]) -> HttpResponse:
    """All situations, each with how much the list of content would give."""
    return _answer_list(request, vocabulary.situations(asked.locale, counted(asked)), key="situations")


@router.get("/areas/", response={200: Areas, **LIST}, summary="Areas, by GSS code", operation_id="listAreas")
def area_list(request: HttpRequest, asked: Query[CountsAsked]) -> HttpResponse:
    """All areas by name, each with how much a reader there gets."""
    return _answer_list(request, vocabulary.areas(asked.locale, counted(asked)), key="areas")


@router.get(
    "/levels/", response={200: Levels, **LIST}, summary="Literacy levels, easiest first", operation_id="listLevels"
)
def level_list(request: HttpRequest, asked: Query[CountsAsked]) -> HttpResponse:
    """The literacy levels by their standing labels. They are levels of texts: nobody's own level is asked or kept."""
    return _answer_list(request, vocabulary.levels(asked.locale, counted(asked)), key="levels")


@router.get(
    "/languages/",
    response={200: Languages, **LIST},
    summary="Languages, and where each falls back to",
    operation_id="listLanguages",
)
def language_list(request: HttpRequest) -> HttpResponse:
    """All languages, each with what is looked for instead where something is missing."""
    return _answer_list(request, vocabulary.languages(), key="languages")


@router.get("/councils/", response={200: Councils, **LIST}, summary="Councils", operation_id="listCouncils")
def council_list(request: HttpRequest, asked: Query[CountsAsked]) -> HttpResponse:
    """All councils, with their labels for the levels, what they put first and their exit address."""
    return _answer_list(request, vocabulary.councils(asked.locale, counted(asked)), key="councils")


@router.get(
    "/crisis-help/", response={200: CrisisHelp, **LIST}, summary="The numbers, in order", operation_id="listCrisisHelp"
)
def crisis_help(request: HttpRequest, asked: Query[CrisisHelpAsked]) -> HttpResponse:
    """Every line; or those for an area, or a topic: what is for everybody first."""
    lines = find_crisis_help(asked)
    meta = _json({"limit": len(lines), "next": None})
    return answer(request, f'{{"meta":{meta},"items":[{",".join(lines)}]}}', keys=["crisis-help"])


def _answer_at(request: HttpRequest, path: str, asked: ItemAsked) -> HttpResponse:
    found = find_at(path, asked)
    if found.path.strip("/") != path.strip("/") and not found.is_withdrawn:
        return _sent_on(request, found)
    return _answer_with(request, found)


def _answer_with(request: HttpRequest, found: FoundItem) -> HttpResponse:
    keys = item_keys(found)
    if found.is_withdrawn:
        return answer(request, found.text, keys=keys, status=410, content_type=PROBLEM_JSON)
    return answer(request, found.text, keys=keys)


def item_keys(found: FoundItem) -> list[str]:
    return ["content", f"content-{found.content_id}", "crisis-help"]


def list_text(found: FoundList, asked: ListAsked, given: Mapping[str, str]) -> str:
    """The JSON of a list. `given`: the parameters as they were asked, for the address of the next page."""
    following = _with_cursor(given, found.cursor) if found.cursor else None
    meta = {"limit": asked.limit, "next": following} | ({} if found.total is None else {"total_count": found.total})
    if asked.search:
        meta["help_first"] = help_first(asked.search)
    return f'{{"meta":{_json(meta)},"items":[{found.cards}]}}'


def _answer_list(request: HttpRequest, items: Sequence[dict[str, Any]], *, key: str) -> HttpResponse:
    return answer(request, _json({"meta": {"limit": len(items), "next": None}, "items": items}), keys=[key])


def _sent_on(request: HttpRequest, found: FoundItem) -> HttpResponse:
    """To where it is, asked for in the same way as here."""
    given = request.GET.dict()
    if "locale" not in given and found.locale != SITE_LANGUAGE:
        given["locale"] = found.locale  # two languages may have two different things at one path
    if "path" in given:
        given["path"] = found.path
    there = "/api/v1/paths/" if "path" in given else f"/api/v1/paths{found.path}"
    query = f"?{urlencode(given)}" if given else ""
    response = HttpResponsePermanentRedirect(_absolute(there) + query)
    say_who_may_keep(response)
    response["Surrogate-Key"] = "content"
    return response


def _with_cursor(given: Mapping[str, str], cursor: str) -> str:
    asked = {name: value for name, value in given.items() if name != "cursor"}
    return f"{_absolute('/api/v1/content/')}?{urlencode(asked | {'cursor': cursor})}"


def _absolute(path: str) -> str:
    return settings.PUBLIC_URL + path


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
