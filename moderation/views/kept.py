"""Words that are kept because they could not be put on their page: to be seen, put there, or thrown away."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from moderation.keeping import kept_words
from moderation.models import Sitting


@require_safe
def show_kept_words(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """What one typed, beside what stands there. Another person's is not there."""
    sitting = get_object_or_404(Sitting.objects.of(request.user).with_kept_words(), pk=key)
    if not may_still_write(request, sitting):
        return render(request, "moderation/kept_words_closed.html", status=403)
    return render(request, "moderation/kept_words.html", {"kept": kept_words(sitting, request.user)})


@require_POST
def throw_away(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    sitting = get_object_or_404(Sitting.objects.of(request.user).with_kept_words(), pk=key)
    sitting.forget()
    messages.success(request, _("Thrown away. The page is as it was."))
    if sitting.page_id:
        return redirect(reverse("wagtailadmin_pages:edit", args=[sitting.page_id]))
    return redirect("moderation:for_my_panel")


def may_still_write(request: HttpRequest, sitting: Sitting) -> bool:
    """Whether the page is still one that this person may change: what stands on it is shown beside the words."""
    return sitting.page is None or sitting.page.permissions_for_user(request.user).can_edit()
