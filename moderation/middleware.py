"""Whatever stands in the way is said to the person in front of the screen, on a page where they can go on."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.contrib import messages
from django.db.models import Model, ProtectedError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, override
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Collection, Page
from wagtail.permissions import policy_registry
from wagtailmedia import get_media_model, get_permission_policy

from agreement.four_eyes import NeedsSecondPerson
from languages.errors import NotThisWay
from moderation.errors import FileInUse, InTheWay
from moderation.page_actions import PageAction, why_not
from moderation.references import refuse_to_delete_needed, what_pages_hold
from people.models import User


class SayWhatIsInTheWay(MiddlewareMixin):
    """Turns an `InTheWay` into its sentence: a message and a way on in the admin, JSON where a script is asking."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, ProtectedError):
            exception = FileInUse()
        if not isinstance(exception, InTheWay | NotThisWay | NeedsSecondPerson):
            return None
        with override(_language_of(request.user)):
            sentence = exception.said_to(request.user) if isinstance(exception, InTheWay) else str(exception)
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
            reasons = ((page, why) for page in pages if _is_theirs(request, page) and (why := why_not(page, action)))
            refused = list(islice(reasons, MOST_SENTENCES))
        if not refused:
            return None
        sentences = [f"{page.get_admin_display_title()}: {why}" for page, why in refused]
        return answer_in_the_way(request, sentences, way_on=_explorer_of(refused[0][0]))


MOST_SENTENCES = 5
"""Of everything that was ticked at once: whoever reads five knows why, and nobody waits for the rest."""

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


class RefuseToDeleteWhatIsNeeded(MiddlewareMixin):
    """Files and labels that a page needs: the sentence comes before Wagtail asks "Are you sure?", by GET and by POST."""

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        for thing in _things_to_delete(request, kwargs):
            if not _may_delete(request.user, thing):
                continue
            try:
                refuse_to_delete_needed(thing=thing)
            except FileInUse as refusal:
                with override(_language_of(request.user)):
                    sentence = refusal.said_to(request.user)
                return answer_in_the_way(request, [sentence], way_on=_way_on(request, refusal))
        return None


def _things_to_delete(request: HttpRequest, kwargs: dict[str, Any]) -> list[Model]:
    """What of the things that pages hold on to would be deleted by this request."""
    name = request.resolver_match.view_name  # type: ignore[union-attr]
    for model in what_pages_hold():
        if name in DELETED_AT.get(model._meta.label_lower, ()):
            return list(model._default_manager.filter(pk=next(iter(kwargs.values()))))
        if name == IN_BULK and (kwargs["app_label"], kwargs["model_name"], kwargs["action"]) == (
            model._meta.app_label,
            model._meta.model_name,
            "delete",
        ):
            return list(model._default_manager.filter(pk__in=_ticked_keys(request, model)))
    return []


DELETED_AT = {
    "articles.picture": ("wagtailimages:delete", "wagtailimages:delete_multiple"),
    "articles.captionfile": ("wagtaildocs:delete", "wagtaildocs:delete_multiple"),
    "articles.film": ("wagtailmedia:delete",),
    "taxonomy.topic": ("topic:delete",),
    "taxonomy.situation": ("situation:delete",),
    "taxonomy.area": ("area:delete",),
}
"""Where Wagtail deletes one of each of these."""


def _may_delete(user: User, thing: Model) -> bool:
    """Whether Wagtail would let them: to anybody else nothing is said about it."""
    # wagtailmedia keeps a policy of its own, outside Wagtail's registry.
    policy = (
        get_permission_policy() if isinstance(thing, get_media_model()) else policy_registry.get_by_type(type(thing))
    )
    return policy.user_has_permission_for_instance(user, "delete", thing)


def _ticks_what_is_no_row(request: HttpRequest) -> bool:
    """Whether many are named at once by what is no number, or as all in a place that is not there: Wagtail falls over both."""
    if request.resolver_match.view_name != IN_BULK:  # type: ignore[union-attr]
        return False
    place = request.GET.get("childOf")
    numbers = [number for number in request.GET.getlist("id") if number != "all"]
    # Pages lie below pages, files in collections.
    model = Page if request.resolver_match.kwargs.get("model_name") == "page" else Collection  # type: ignore[union-attr]
    return not all(map(str.isdecimal, numbers)) or (place is not None and not _rows(model, [place]))


def _ticked_pages(request: HttpRequest) -> list[Page]:
    return _pages(_ticked_keys(request, Page))


def _ticked_keys(request: HttpRequest, model: type[Model]) -> list[Any]:
    """By Wagtail's own reading of "all": what is below a place or found in it, else every row that there is."""
    if not request.user.is_authenticated:
        return []  # of strangers nobody reads what they say, nor looks up all that there is
    ticked = request.GET.getlist("id")
    if "all" not in ticked:
        return ticked
    asked = request.resolver_match.kwargs  # type: ignore[union-attr]
    bulk_action = bulk_action_registry.get_bulk_action_class(asked["app_label"], asked["model_name"], asked["action"])
    if bulk_action is None:
        return []
    return list(bulk_action(request, model).get_all_objects_in_listing_query(request.GET.get("childOf")))


def _pages(numbers: list[Any]) -> list[Page]:
    return _rows(Page, numbers)


def _rows(model: type[Model], numbers: list[Any]) -> list[Any]:
    return list(model._default_manager.filter(pk__in=[number for number in numbers if str(number).isdecimal()]))


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
