"""The few pages that are for people: the welcome page and the contract's viewer. And the files that items point to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from delivery.media import media_response

NOT_STORED_LONG = "public, max-age=300"


@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    """What this is, and where to go from here."""
    return _for_everybody(render(None, "delivery/welcome.html"))


@require_safe
def viewer(request: HttpRequest) -> HttpResponse:
    """The contract, to read and to try. Everything it needs comes from here."""
    return _for_everybody(render(None, "delivery/viewer.html"))


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    return media_response(request, name)


def _for_everybody(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = NOT_STORED_LONG
    return response
