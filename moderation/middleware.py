"""Whatever stands in the way is said to the person in front of the screen, on a page where they can go on."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, override

from languages.errors import NotThisWay
from moderation.errors import FileInUse, InTheWay
from people.models import User


class SayWhatIsInTheWay(MiddlewareMixin):
    """Turns an `InTheWay` into its sentence: a message and a way on in the admin, JSON where a script is asking."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, ProtectedError):
            exception = FileInUse()
        if not isinstance(exception, InTheWay | NotThisWay):
            return None
        with override(_language_of(request.user)):
            sentence = str(exception)
        if not request.accepts("text/html") or request.headers.get("x-requested-with") == "XMLHttpRequest":
            # The shape that Wagtail's editor reads (JsonPostResponseMixin.json_error_response).
            answer = {"success": False, "error_code": "in_the_way", "error_message": sentence}
            return JsonResponse(answer, status=409)
        messages.error(request, sentence)
        return redirect(_way_on(request, exception))


def _language_of(user: User) -> str | None:
    profile = getattr(user, "wagtail_userprofile", None)
    return profile.get_preferred_language() if profile else get_language()


def _way_on(request: HttpRequest, exception: InTheWay | NotThisWay) -> str:
    """The editor of the page it is about, else where they came from, else the first page of the admin."""
    if (page_id := getattr(exception, "page_id", None)) is not None:
        return reverse("wagtailadmin_pages:edit", args=[page_id])
    came_from = request.headers.get("referer", "")
    if request.method == "POST" and url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}):
        return came_from
    return reverse("wagtailadmin_home")
