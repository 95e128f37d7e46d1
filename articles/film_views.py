"""How a film comes on, for whoever waits for it, and a picture out of it to show before it plays."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtailmedia.forms import get_media_form
from wagtailmedia.views.chooser import get_media_json, permission_checker
from wagtailmedia.views.media import edit

from articles import actions
from articles.forms import may_choose
from articles.media.conversion import CouldNotMake, Still, stills_of
from articles.models import Film, Picture, VideoPage

CHOOSERS_FORM = "media-chooser-upload"


@require_GET
def film_state(request: HttpRequest) -> JsonResponse:
    """How far the film `?film=` is: what to show, and whether it is worth asking again."""
    film = _film_of(request, request.GET.get("film", ""))
    return JsonResponse(
        {
            "html": render_to_string("articles/_film_state.html", {"film": film}),
            "state": film.state,
            "percent": film.percent,
            "is_settled": film.is_settled,
        }
    )


def _film_of(request: HttpRequest, number: str) -> Film:
    film = Film.objects.filter(pk=number).first() if number.isdecimal() and len(number) < 10 else None
    if film is None or not _looks_after(request, film):
        raise PermissionDenied
    return film


def _looks_after(request: HttpRequest, film: Film) -> bool:
    """Whether films are added to its collection by whoever asks: a page is written by several."""
    collections = policy_registry.get_by_type(Film).collections_user_has_any_permission_for(
        request.user, ["add", "change"]
    )
    return collections.filter(pk=film.collection_id).exists()


def film(request: HttpRequest, media_id: int) -> HttpResponse:
    """Wagtail's page about a film, and ours while there is no file yet: theirs would say that it has been lost."""
    mine = get_object_or_404(Film, pk=media_id)
    if mine.is_ready or request.method != "GET" or not may_choose(request.user, mine):
        return edit(request, media_id)
    return render(request, "articles/film.html", {"film": mine})


@permission_checker.require("add")
@require_POST
def add_in_chooser(request: HttpRequest, media_type: str) -> HttpResponse:
    """A film from the chooser's own form. What is refused is said in the dialog that is open: wagtailmedia puts another one
    in its place, without its heading and on its first tab (wagtailmedia/views/chooser.py, chooser_upload).
    """
    user: Any = request.user
    new = Film(uploaded_by_user=user)
    form = get_media_form(Film)(request.POST, request.FILES, instance=new, user=user, prefix=CHOOSERS_FORM)
    if form.is_valid():
        return JsonResponse({"step": "media_chosen", "result": get_media_json(form.save())})
    return JsonResponse(
        {"step": "refused", "sentences": list(_sentences_of(form)), "is_the_film": form.has_error("file")}
    )


def _sentences_of(form: Any) -> Iterator[str]:
    """What is wrong: of the film as it is, of anything else with the name of its field."""
    for name, errors in form.errors.items():
        before = "" if name in ("file", NON_FIELD_ERRORS) else f"{form.fields[name].label}: "
        yield from (f"{before}{sentence}" for sentence in errors)


def poster(request: HttpRequest, page_id: int) -> HttpResponse:
    """Six pictures out of a page's film, of which one is shown before it plays."""
    page = _video_of(request, page_id)
    back = redirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    try:
        stills = _stills(page)
    except CouldNotMake:
        messages.error(request, _("We have no pictures from this film. Choose one of your own."))
        return back
    if request.method == "POST":
        chosen = next((still for still in stills if str(still.second) == request.POST.get("at")), None)
        if chosen:
            actions.show_before_it_plays(page, chosen, user=request.user)
            messages.success(
                request, _("This picture is shown before your film plays. Now say what can be seen in it.")
            )
            return redirect(f"{back.url}#id_image_alt")
    shown = [(still.second, still.clock, base64.b64encode(still.jpeg).decode()) for still in stills]
    return render(request, "articles/poster.html", {"page": page, "stills": shown, "asked": request.method == "POST"})


def _video_of(request: HttpRequest, page_id: int) -> VideoPage:
    """A page whose words and picture whoever asks may write now."""
    page = get_object_or_404(Page, pk=page_id).get_latest_revision_as_object()
    rights = page.permissions_for_user(request.user)
    if not isinstance(page, VideoPage) or not rights.can_edit() or rights.page_locked():
        raise PermissionDenied
    if page.film:
        collections = policy_registry.get_by_type(Picture).collections_user_has_permission_for(request.user, "add")
        if not collections.filter(pk=page.film.collection_id).exists():
            raise PermissionDenied
    return page


def _stills(page: VideoPage) -> list[Still]:
    """Raises CouldNotMake."""
    if not (page.film and page.film.is_ready):
        raise CouldNotMake
    with page.film.file.storage.open(str(page.film.file.name), "rb") as made:
        return stills_of(made)
