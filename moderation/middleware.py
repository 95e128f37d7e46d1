"""Whatever stands in the way is said to the person in front of the screen, on a page where they can go on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, override
from wagtail.models import Page

from agreement.four_eyes import NeedsSecondPerson
from languages.errors import NotThisWay
from moderation.errors import FileInUse, InTheWay
from moderation.page_actions import PageAction, why_not
from people.models import User


class SayWhatIsInTheWay(MiddlewareMixin):
    """Turns an `InTheWay` into its sentence: a message and a way on in the admin, JSON where a script is asking."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, ProtectedError):
            exception = FileInUse()
        if not isinstance(exception, InTheWay | NotThisWay | NeedsSecondPerson):
            return None
        with override(_language_of(request.user)):
            sentence = str(exception)
        return answer_in_the_way(request, [sentence], way_on=_way_on(request, exception))


def answer_in_the_way(request: HttpRequest, sentences: list[str], *, way_on: str) -> HttpResponse:
    """Messages on a page where they can go on; JSON where a script is asking."""
    if not request.accepts("text/html") or request.headers.get("x-requested-with") == "XMLHttpRequest":
        # The shape that Wagtail's editor reads (JsonPostResponseMixin.json_error_response).
        answer = {"success": False, "error_code": "in_the_way", "error_message": " ".join(sentences)}
        return JsonResponse(answer, status=409)
    for sentence in sentences:
        messages.error(request, sentence)
    return redirect(way_on)


class RefusePageActions(MiddlewareMixin):
    """Wagtail's own addresses for what our road forbids: the sentence comes before any form, by GET and by POST."""

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        if _ticks_what_is_no_row(request) and request.user.is_authenticated:
            raise Http404
        asked = asked_of_pages(request, kwargs)
        if asked is None:
            return None
        action, pages = asked
        with override(_language_of(request.user)):
            refused = [(page, why) for page in pages if _is_theirs(request, page) and (why := why_not(page, action))]
        if not refused:
            return None
        sentences = [f"{page.get_admin_display_title()}: {why}" for page, why in refused]
        return answer_in_the_way(request, sentences, way_on=_explorer_of(refused[0][0]))


ACTION_AT = {
    "wagtailadmin_pages:unpublish": PageAction.UNPUBLISH,
    "wagtailadmin_pages:move": PageAction.MOVE,
    "wagtailadmin_pages:move_confirm": PageAction.MOVE,
    "wagtailadmin_pages:delete": PageAction.DELETE,
    "wagtailadmin_pages:set_privacy": PageAction.RESTRICT,
    "wagtailadmin_pages:convert_alias": PageAction.CONVERT_ALIAS,
    "wagtail_localize:convert_to_alias": PageAction.BECOME_ALIAS,
}
"""What each of these addresses does with the page that it names."""

COPYING = "wagtailadmin_pages:copy"
IN_BULK = "wagtail_bulk_action"
BY_API = "wagtailadmin_api:pages:action"


def asked_of_pages(request: HttpRequest, kwargs: dict[str, Any]) -> tuple[PageAction, list[Page]] | None:
    """What this request would do, and with which pages; None where it does nothing of the kind."""
    name = request.resolver_match.view_name  # type: ignore[union-attr]
    if name in ACTION_AT:
        return ACTION_AT[name], _pages([kwargs.get("page_id", kwargs.get("page_to_move_id"))])
    if name == COPYING and {"publish_copies", "alias"} & set(request.POST):
        return PageAction.COPY_LIVE, _pages([kwargs["page_id"]])
    if name == IN_BULK and kwargs.get("model_name") == "page" and kwargs["action"] in list(PageAction):
        return PageAction(kwargs["action"]), _ticked_pages(request)
    if name == BY_API and kwargs["action_name"] in list(PageAction):
        return PageAction(kwargs["action_name"]), _pages([kwargs["pk"]])
    return None


def _ticks_what_is_no_row(request: HttpRequest) -> bool:
    """Whether many are named at once by what is no number, or as all in a place that is not there: Wagtail falls over both."""
    if request.resolver_match.view_name != IN_BULK:  # type: ignore[union-attr]
        return False
    place = request.GET.get("childOf")
    numbers = [number for number in request.GET.getlist("id") if number != "all"]
    return not all(map(str.isdecimal, numbers)) or (place is not None and not _pages([place]))


def _ticked_pages(request: HttpRequest) -> list[Page]:
    ticked = request.GET.getlist("id")
    if "all" in ticked and (place := request.GET.get("childOf", "")).isdecimal():
        return [page for above in _pages([place]) for page in Page.objects.child_of(above)]
    return _pages(ticked)


def _pages(numbers: list[Any]) -> list[Page]:
    return list(Page.objects.filter(pk__in=[number for number in numbers if str(number).isdecimal()]))


def _is_theirs(request: HttpRequest, page: Page) -> bool:
    """Whether Wagtail would let them touch the page at all: to anybody else nothing is said about it."""
    return page.permissions_for_user(request.user).can_edit()


def _explorer_of(page: Page) -> str:
    above = page.get_parent()
    return reverse("wagtailadmin_explore", args=[above.pk]) if above else reverse("wagtailadmin_explore_root")


def _language_of(user: User) -> str | None:
    profile = getattr(user, "wagtail_userprofile", None)
    return profile.get_preferred_language() if profile else get_language()


def _way_on(request: HttpRequest, exception: Exception) -> str:
    """The editor of the page it is about, else where they came from, else the first page of the admin."""
    if (page_id := getattr(exception, "page_id", None)) is not None:
        return reverse("wagtailadmin_pages:edit", args=[page_id])
    came_from = request.headers.get("referer", "")
    if request.method == "POST" and url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}):
        return came_from
    return reverse("wagtailadmin_home")
