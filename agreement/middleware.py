"""What holds for every request, before anybody asks who is there."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from agreement.four_eyes import answering_a_request


class NothingIsSetUpOverHTTP:
    """Nobody who asks over HTTP finds the door of commands open (agreement/four_eyes.py)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with answering_a_request():
            return self.get_response(request)
