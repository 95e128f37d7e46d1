"""Beginning a page, writing one version beside another, and what a page that is being written still needs."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import get_language
from django.views.decorators.http import require_POST
from wagtail.models import Page

from articles.boxes import boxes_as_typed
from articles.checklist import checklist_of
from articles.known_words import hints_context, known_words_in
from articles.lengths import length_of
from articles.models import ContentPage, ReadingVersions
from articles.side_by_side import COPIED, asked_for, copied
from articles.wording import has_words
from literacy.levels import LiteracyLevel
from taxonomy.models import Topic

BEGIN_WITH = "start"
BEGIN_ABOUT = "topic"


# -- beginning a page


def offer_beginnings(request: HttpRequest, parent_page: Page, page_class: type[Page]) -> HttpResponse | None:
    """Before a new page's form is shown: which beginning? Kinds of page that have none go straight to their form."""
    beginnings = getattr(page_class, "beginnings", ())
    if request.method != "GET" or not beginnings:
        return None
    if request.GET.get(BEGIN_WITH) in {beginning.name for beginning in beginnings}:
        return None  # the editor begins with it (ArticlePage.begin_with)
    # What it will be about, and where one came from, go on to the form.
    goes_on = {name: request.GET[name] for name in (BEGIN_ABOUT, "next") if request.GET.get(name)}
    ways = [(beginning, urlencode({BEGIN_WITH: beginning.name, **goes_on}, safe="/")) for beginning in beginnings]
    topic = Topic.objects.called(goes_on.get(BEGIN_ABOUT, "")).first()
    about = topic.label_in(get_language() or settings.LANGUAGE_CODE) if topic else ""
    return render(request, "articles/begin.html", {"ways": ways, "about": about, "parent_page": parent_page})


# -- writing one version beside another


def begin_with_a_copy(request: HttpRequest, page: Page) -> None:
    """Put the words beside it on the form of a version that has none. Nothing is saved before somebody writes."""
    asked = asked_for(request.GET)
    if request.method != "GET" or request.GET.get("begin") != COPIED or not isinstance(page, ReadingVersions):
        return
    if asked and not has_words(page.body(asked.write)):
        setattr(page, f"body_{asked.write.value}", copied(page.body(asked.beside)))


def stay_side_by_side(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A draft that was saved side by side is gone on with side by side."""
    asked = asked_for(request.POST)
    is_a_draft = not any(name.startswith("action-") for name in request.POST)
    return redirect(asked.address(page.pk)) if asked and is_a_draft else None


# -- what is still missing


@require_POST
def look_over(request: HttpRequest, page_id: int) -> JsonResponse:
    """What this page, as it stands in somebody's form, still needs. Nothing is saved."""
    page = get_object_or_404(Page, pk=page_id).get_latest_revision_as_object()
    _refuse_who_may_not_write(request, page, ContentPage)
    return _looked_over(request, page, page.get_parent())


@require_POST
def look_over_new(request: HttpRequest, app_label: str, model_name: str, parent_page_id: int) -> JsonResponse:
    """The same for a page that is not saved yet."""
    place = _place_to_write_in(request, parent_page_id)
    return _looked_over(request, _new_page(place, app_label, model_name, request.user), place)


def _refuse_who_may_not_write(request: HttpRequest, page: Page, kind: type[Any]) -> None:
    if not isinstance(page, kind) or not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied


def _place_to_write_in(request: HttpRequest, page_id: int) -> Page:
    place = get_object_or_404(Page, pk=page_id).specific
    if not place.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    return place


def _new_page(place: Page, app_label: str, model_name: str, owner: Any) -> ContentPage:
    for kind in place.creatable_subpage_models():
        if issubclass(kind, ContentPage) and (kind._meta.app_label, kind._meta.model_name) == (app_label, model_name):
            return kind(owner=owner, locale=place.locale)
    raise Http404


def _looked_over(request: HttpRequest, page: ContentPage, place: Page) -> JsonResponse:
    form_class = page.get_edit_handler().get_form_class()
    try:
        form = form_class(request.POST, instance=page, parent_page=place, for_user=request.user)
        points = form.points_left()
    except MultiValueDictKeyError as missing:
        # Wagtail's blocks fall over where their counts are not in the form.
        raise BadRequest("This is not a page's form.") from missing
    checklist = checklist_of(page, points, form.worth_a_look())
    return JsonResponse(
        {
            "summary": checklist.summary,
            "left": checklist.left,
            "items": render_to_string("articles/_checklist_items.html", {"checklist": checklist}),
            "lengths": _lengths(page) if isinstance(page, ReadingVersions) else {},
            "keeping_up": _keeping_up(form) if isinstance(page, ReadingVersions) else {},
        }
    )


def _lengths(page: ReadingVersions) -> dict[str, dict[str, str]]:
    lengths = {level: length_of(page.body(level), level) for level in LiteracyLevel}
    return {
        f"body_{level.value}": {
            "html": render_to_string("articles/_length.html", {"length": length}),
            "past": length.sentence if length.is_past else "",
        }
        for level, length in lengths.items()
    }


def _keeping_up(form: Any) -> dict[str, dict[str, Any]]:
    beside = {level: form.beside(level) for level in LiteracyLevel}
    return {
        f"body_{level.value}": {
            "asks": one.asks,
            "changes": render_to_string("articles/panels/_what_changed.html", {"beside": one}) if one.asks else "",
        }
        for level, one in beside.items()
    }


# -- what could be plainer


@require_POST
def hints(request: HttpRequest, page_id: int, level: str) -> JsonResponse:
    """What could be plainer in one reading version, as it stands in somebody's form. Nothing is saved."""
    page = get_object_or_404(Page, pk=page_id).specific
    _refuse_who_may_not_write(request, page, ReadingVersions)
    return _hinted(request, page, level)


@require_POST
def hints_new(request: HttpRequest, app_label: str, model_name: str, parent_page_id: int, level: str) -> JsonResponse:
    """The same for a page that is not saved yet."""
    place = _place_to_write_in(request, parent_page_id)
    page = _new_page(place, app_label, model_name, request.user)
    if not isinstance(page, ReadingVersions):
        raise Http404
    return _hinted(request, page, level)


def _hinted(request: HttpRequest, page: Any, level_code: str) -> JsonResponse:
    """Only this version's boxes are read: the whole form would take longer than a pause in typing."""
    if level_code not in {level.value for level in LiteracyLevel}:
        raise Http404
    level, language = LiteracyLevel(level_code), page.locale_code
    try:
        boxes = list(boxes_as_typed(page.body(level).stream_block, request.POST, f"body_{level.value}"))
    except (LookupError, ValueError) as unreadable:
        raise BadRequest("These are not a reading version's boxes.") from unreadable
    context = hints_context(
        boxes,
        level=level,
        language=language,
        known_words=lambda: known_words_in(language),
        user=request.user,
    )
    return JsonResponse(
        {
            "html": render_to_string("articles/_hints.html", context),
            "said": render_to_string("articles/_hints_said.html", context).strip(),
        }
    )
