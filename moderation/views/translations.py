"""Translations: what there is to do, and the buttons of a translation's road."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Locale, Page

from moderation import translations
from moderation.success_messages import sent_in_words
from moderation.translating import is_translator, translations_for


@require_safe
def show_translations(request: HttpRequest) -> HttpResponse:
    """What is out of date, begun, or not begun yet. Not there for anybody but translators."""
    if not is_translator(request.user):
        raise Http404
    return render(request, "moderation/translations.html", {"panels": translations_for(request.user)})


@require_POST
def start_translation(request: HttpRequest, page_id: int) -> HttpResponse:
    """A draft of this page in another language, opened beside it."""
    locale = get_object_or_404(Locale, language_code=request.POST.get("language", ""))
    page = translations.start(source=_page(page_id), locale=locale, translator=request.user)
    return redirect("wagtailadmin_pages:edit", page.pk)


@require_POST
def update_translation(request: HttpRequest, page_id: int) -> HttpResponse:
    """The source says something else now: read it again."""
    translations.bring_up_to_date(page=_page(page_id), translator=request.user)
    messages.success(request, _("Up to date. What changed is to be translated anew."))
    return redirect("wagtailadmin_pages:edit", page_id)


@require_POST
def send_translation(request: HttpRequest, page_id: int) -> HttpResponse:
    """To the panel."""
    page = _page(page_id)
    translations.send_in(page=page, sender=request.user)
    messages.success(request, sent_in_words(page))
    return redirect("moderation:translations")


@require_POST
def speaker_checked(request: HttpRequest, page_id: int) -> HttpResponse:
    """Somebody who reads the language has compared the live page with its source."""
    translations.say_checked_by_speaker(page=_page(page_id), speaker=request.user)
    messages.success(request, _("Thank you. Readers are told that somebody who speaks the language has checked it."))
    return redirect("moderation:translations")


def _page(page_id: int) -> Page:
    return get_object_or_404(Page, pk=page_id).specific
