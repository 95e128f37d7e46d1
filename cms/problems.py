"""The one door from what went wrong to `application/problem+json` (RFC 9457). Plain English, and nothing of the inside."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from ninja.errors import HttpError, Throttled
from ninja.errors import ValidationError as UnreadableRequest

from delivery.answers import say_who_may_keep
from delivery.errors import BadParameter

log = logging.getLogger(__name__)

API = "/api/"
PROBLEM_JSON = "application/problem+json"
ALWAYS_ALLOWED = "HEAD, OPTIONS"

# What browsers, front ends and their tools send without being asked: one that is missing here, and a page elsewhere gets
# nothing at all. The star stands for all others, in browsers that know it; the names are for those that do not.
REQUEST_HEADERS = (
    *("Accept", "Accept-Language", "Content-Language", "Content-Type", "Range", "DNT", "X-Requested-With"),
    *("If-None-Match", "If-Modified-Since", "Cache-Control", "Pragma", "Idempotency-Key"),
    *("traceparent", "tracestate", "baggage", "sentry-trace", "X-Request-ID", "X-Correlation-ID"),
    "*",
)
EXPOSED = "ETag, Retry-After, Location"
TRY_AGAIN_AFTER = 30  # seconds

TITLES = {
    400: "This request cannot be understood",
    403: "This is not allowed",
    404: "Not found",
    405: "This cannot be done here",
    422: "What was sent cannot be understood",
    429: "Too many requests",
    500: "Something went wrong on our side",
    503: "Not available just now",
}
DETAILS = {
    400: "See `errors` for what is wrong, and the contract at /api/docs/ for what can be asked.",
    403: "Nothing was changed.",
    404: "There is nothing public here.",
    405: "See the contract at /api/docs/ for what can be done here.",
    422: "See `errors` for what is wrong, and the contract at /api/docs/ for what can be sent.",
    429: "Please wait a little, then try again.",
    500: "It was written down, and somebody will look at it.",
    503: "Please try again in a little while.",
}
CODES = {
    400: "bad_request",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    422: "unreadable",
    429: "too_many_requests",
    500: "server_error",
    503: "unavailable",
}


def problem(
    status: int, *, detail: str = "", errors: Iterable[dict[str, str]] = (), retry_after: int | None = None
) -> HttpResponse:
    """A problem document. `errors` is `[{"in", "name", "message"}]`; `retry_after` is in seconds."""
    code = CODES.get(status, "error")
    document: dict[str, Any] = {
        "type": f"urn:waymark:problem:{code}",
        "title": TITLES.get(status, "Something is wrong"),
        "status": status,
        "detail": detail or DETAILS.get(status, ""),
        "code": code,
    }
    if errors:
        document["errors"] = list(errors)
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    response = HttpResponse(text, status=status, content_type=PROBLEM_JSON)
    # What is not there yet may be there soon; everything else is nobody else's answer.
    say_who_may_keep(response, kept=status == 404)
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response


def problem_of(error: Exception) -> HttpResponse:
    """The problem document for anything that was raised."""
    match error:
        case BadParameter():
            return problem(400, errors=[{"in": error.where, "name": error.name, "message": error.message}])
        case UnreadableRequest():
            return _unreadable(error)
        case ValidationError():
            return problem(400, detail=" ".join(error.messages))
        case Http404():
            return problem(404)
        case PermissionDenied():
            return problem(403, detail=str(error))
        case Throttled():
            return problem(429, retry_after=error.wait or TRY_AGAIN_AFTER)
        case HttpError():
            return problem(error.status_code, detail=error.message if error.status_code < 500 else "")
        case OperationalError() | InterfaceError():
            log.error("The database does not answer: %s", type(error).__name__)
            return problem(503, retry_after=TRY_AGAIN_AFTER)
        case _:
            # Neither address nor query string: what somebody reads is logged nowhere.
            log.error("An API request failed", exc_info=error)
            return problem(500)


def _unreadable(error: UnreadableRequest) -> HttpResponse:
    errors = [
        {"in": str(wrong["loc"][0]), "name": str(wrong["loc"][-1]), "message": wrong["msg"]} for wrong in error.errors
    ]
    return problem(422 if any(wrong["in"] == "body" for wrong in errors) else 400, errors=errors)


class ApiManners:
    """What every answer below /api/ has, whoever gives it: problem documents, HEAD, and reading from any origin.

    It never looks at cookies, and the API sets none.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(API):
            return self.get_response(request)
        # Or Django would tell whoever sends a broken session cookie to forget it: an answer for one reader alone.
        request.META.pop("HTTP_COOKIE", None)
        if request.method == "OPTIONS":
            return _open_to_all(_preflight())
        return _open_to_all(self._answer(request))

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        asked_for_head = request.method == "HEAD"
        if asked_for_head:
            request.method = "GET"
        response = self.get_response(request)
        if response.status_code >= 400 and not response.headers.get("Content-Type", "").startswith(PROBLEM_JSON):
            response = _as_problem(response)
        if 300 <= response.status_code < 400:
            response = _without_page(response)
        return _without_body(response) if asked_for_head else response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return problem_of(error) if request.path.startswith(API) else None


def _as_problem(response: HttpResponseBase) -> HttpResponse:
    """Django's own error pages are HTML."""
    document = problem(response.status_code)
    if "Allow" in response.headers:
        document["Allow"] = f"{response.headers['Allow']}, {ALWAYS_ALLOWED}"
    return document


def _without_page(response: HttpResponseBase) -> HttpResponseBase:
    """Where something has moved to stands in `Location`: Django calls the empty rest a page."""
    if isinstance(response, HttpResponse) and "Content-Type" in response.headers:
        response.content = b""
        del response["Content-Type"]
    return response


def _without_body(response: HttpResponseBase) -> HttpResponseBase:
    if isinstance(response, HttpResponse):
        response["Content-Length"] = str(len(response.content))
        response.content = b""
    return response


def _preflight() -> HttpResponse:
    """Reading is open to every origin, whatever ordinary headers it comes with: browsers ask about those first."""
    response = HttpResponse(status=204)
    response["Allow"] = "GET, HEAD, OPTIONS"
    response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    response["Access-Control-Allow-Headers"] = ", ".join(REQUEST_HEADERS)
    response["Access-Control-Max-Age"] = "86400"
    del response["Content-Type"]
    return response


def _open_to_all(response: HttpResponseBase) -> HttpResponseBase:
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = EXPOSED
    return response
