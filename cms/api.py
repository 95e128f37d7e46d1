"""The public API, put together from the rooms' routers. Errors leave by `cms.problems` alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError
from ninja.errors import ValidationError as UnreadableRequest

from cms.openapi import completed
from cms.problems import PROBLEM_JSON, problem_of
from delivery.answers import answer
from delivery.api import router as reading
from delivery.errors import BadParameter

DESCRIPTION = """Short advice pages, videos and signposting pathways that youth panels wrote, voted on and agreed.

Read without a key, a cookie or a log-in: the API never asks who is asking. Every answer has a strong `ETag`. Errors are
problem documents (RFC 9457). An unknown or repeated parameter is refused and named."""


class PublicApi(NinjaAPI):
    """django-ninja, without its own viewer, and with a whole contract."""

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        return completed(super().get_openapi_schema(**kwargs), problem_type=PROBLEM_JSON)


api = PublicApi(title="Waymark", version="1.0.0", description=DESCRIPTION, docs_url=None, openapi_url=None)


def only_known_parameters(run: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse a query parameter that the operation does not have, or that is there twice.

    ninja lets an unknown one pass, `extra="forbid"` or not, and takes the last of two.
    """
    known = {
        name
        for model in run.__self__.models  # type: ignore[attr-defined]
        if model.__ninja_param_source__ == "query"
        for name in model.__ninja_flatten_map__
    }

    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        for name, values in request.GET.lists():
            if name not in known:
                return problem_of(BadParameter(name, "There is no such parameter here."))
            if len(values) > 1:
                return problem_of(BadParameter(name, "This parameter is here more than once."))
        return run(request, *args, **kwargs)

    return checked


def say_what_is_wrong(request: HttpRequest, error: Any) -> HttpResponse:
    return problem_of(error)


# ninja has handlers of its own for three of these, and the nearest class wins.
for kind in (Exception, Http404, HttpError, UnreadableRequest):
    api.add_exception_handler(kind, say_what_is_wrong)


@api.get("/openapi.json", include_in_schema=False)
def openapi_document(request: HttpRequest) -> HttpResponse:
    """The contract, as it is committed in docs/openapi.json, with this server's own address."""
    contract = openapi() | {"servers": [{"url": settings.PUBLIC_URL}]}
    return answer(request, json.dumps(contract, ensure_ascii=False), keys=["openapi"])


def openapi() -> dict[str, Any]:
    """The OpenAPI 3.1 document of everything below /api/v1/."""
    return json.loads(_contract())


@cache
def _contract() -> str:
    """Made once in a process: it never changes, anybody may ask for it, and making it takes a hundred times as long."""
    return json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"))


api.add_decorator(only_known_parameters, mode="view")
api.add_router("", reading)
