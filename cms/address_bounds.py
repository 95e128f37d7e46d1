"""What no address of ours can hold: a number longer than the database's, and the character that is none (NUL).

`<int:…>` takes any number of digits. SQLite then falls over, PostgreSQL over a NUL in any text that it is asked for. That is
seen here once, for our addresses and Wagtail's alike. The public API reads its own parameters, and says what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponseBase

from cms.plain_pages import bad_request
from cms.problems import API

# Standing by itself: digits within a digest or a signed token are no number. `int` takes lines among them, too.
TOO_LONG_A_NUMBER = re.compile(r"(?<![\w-])[+-]?\d[\d_]{18,}(?![\w-])")
TYPED_TEXT = frozenset({"q", "search"})


class RefuseImpossibleAddresses:
    """Such a number is at no address (404), and such a text can be read by nobody (400)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(API):
            return self.get_response(request)
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return bad_request(request, BadRequest())
        if _names_too_long_a_number(request):
            raise Http404
        return self.get_response(request)


def _names_too_long_a_number(request: HttpRequest) -> bool:
    asked = (value for name, values in request.GET.lists() if name not in TYPED_TEXT for value in values)
    return any(map(TOO_LONG_A_NUMBER.search, (request.path, *asked)))
