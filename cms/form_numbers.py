"""The numbers by which forms count and order their rows, and by which they name them. Nobody types them, so nobody needs
more than a few digits.

Wagtail and Django read them with `int`, which refuses 5,000 digits with an error of its own, and some count up to them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import gettext as _

# As Wagtail's blocks (`-count`, `-order`) and Django's formsets call them: the last part of a field's name.
COUNTS = frozenset({"count", "TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS"})
PLACES = frozenset({"order", "ORDER"})
MOST_ROWS = 1000
LONGEST_PLACE = 9

# How Django's fields and Python's `int` say so: what was sent stands at the end, as Python writes it.
NO_NUMBER = ("expected a number but got ", "invalid literal for int() with base 10: ")
LONGEST_KEY = 18


class RefuseImpossibleNumbers:
    """A form whose own counting is not a number, or is past any form's, is not read any further; nor half a form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.method != "POST" or all(is_possible(name, value) for name, value in request.POST.items()):
            return None
        return half_a_form(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Wagtail's own views fall over where a form has lost a field, or a file, that its page always sends.

        And over a row that is named by what cannot be a row's number: there is none. Any other error stays one of ours.
        """
        if is_about_a_number_that_was_sent(error, request):
            raise Http404
        return half_a_form(request) if isinstance(error, MultiValueDictKeyError) else None


def half_a_form(request: HttpRequest) -> HttpResponse:
    sentence = _("Not all of the page arrived here. Go back, and save it once more: your words are still there.")
    if not request.accepts("text/html"):
        # The shape that Wagtail's editor reads (JsonPostResponseMixin.json_error_response).
        answer = {"success": False, "error_code": "half_a_form", "error_message": sentence}
        return JsonResponse(answer, status=400)
    return render(request, "400.html", {"sentence": sentence}, status=400)


def is_about_a_number_that_was_sent(error: Exception, request: HttpRequest) -> bool:
    if isinstance(error, OverflowError):
        return any(value.strip().removeprefix("-").isdecimal() and len(value) > LONGEST_KEY for value in _sent(request))
    words = next((words for words in NO_NUMBER if words in str(error)), None)
    if words is None or not isinstance(error, ValueError):
        return False
    return str(error).partition(words)[2].removesuffix(".") in map(repr, _sent(request))


def _sent(request: HttpRequest) -> set[str]:
    return {str(value) for query in (request.GET, request.POST) for _name, values in query.lists() for value in values}


def is_possible(name: str, value: object) -> bool:
    """Whether `value` can be what a form counts under `name`. Everything that counts nothing is."""
    _rows, dash, what = name.rpartition("-")
    if not dash or what not in COUNTS | PLACES or not str(value).strip():
        return True
    digits = str(value).strip().removeprefix("-")
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_PLACE
    return is_number and (what in PLACES or int(digits) <= MOST_ROWS)
