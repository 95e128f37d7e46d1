"""The moderators' desk: checks, withdrawing, putting back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import TaskState

from moderation import actions
from moderation.authorship import page_as
from moderation.ballot_page import words_to_read
from moderation.desk import (
    MOST_LIVE_PAGES,
    checks_on_the_desk,
    checks_seen_by,
    is_moderator,
    live_pages_on_the_desk,
    on_the_desk,
    pages_moderated_by,
    replacements_for,
    takedown_on_the_desk,
    takedowns_on_the_desk,
    takedowns_seen_by,
)
from moderation.forms import SendBackForm, SignForm, WithdrawForm
from moderation.labels import proposals_on_the_desk
from moderation.models import ModeratorCheck
from moderation.translating import note_of
from moderation.translations import may_say_checked, sign


@require_safe
def show_desk(request: HttpRequest) -> HttpResponse:
    """Checks that wait, live pages, withdrawn ones. Not there for anybody but moderators."""
    if not is_moderator(request.user):
        raise Http404
    search = request.GET.get("q", "").strip()
    live = list(live_pages_on_the_desk(request.user, search=search)[: MOST_LIVE_PAGES + 1])
    context = {
        "checks": checks_on_the_desk(request.user),
        "live": live[:MOST_LIVE_PAGES],
        "there_are_more": len(live) > MOST_LIVE_PAGES,
        "search": search,
        "takedowns": takedowns_on_the_desk(request.user),
        "proposals": proposals_on_the_desk(request.user),
    }
    return render(request, "moderation/desk.html", context)


@require_safe
def show_check(request: HttpRequest, check_id: int) -> HttpResponse:
    """The words to check, what changed, and the two answers."""
    check = get_object_or_404(checks_seen_by(request.user), pk=check_id)
    return _check_page(request, check)


@require_POST
def sign_check(request: HttpRequest, check_id: int) -> HttpResponse:
    """It is safe and true."""
    check = get_object_or_404(checks_seen_by(request.user), pk=check_id)
    form = _sign_form(request, check, request.POST)
    if not form.is_valid():
        return _check_page(request, check, sign_form=form)
    sign(check=check, moderator=request.user, speaks_it=form.cleaned_data.get("speaks_it", False))
    messages.success(request, _signed(check))
    return redirect("moderation:desk")


@require_POST
def send_check_back(request: HttpRequest, check_id: int) -> HttpResponse:
    """Something has to change first."""
    check = get_object_or_404(checks_seen_by(request.user), pk=check_id)
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return _check_page(request, check, send_back_form=form)
    check.send_back(request.user, **form.cleaned_data)
    messages.success(request, _("Sent back. The panel reads what you wrote."))
    return redirect("moderation:desk")


def withdraw(request: HttpRequest, page_id: int) -> HttpResponse:
    """GET asks what to say; POST takes the page back at once."""
    page = get_object_or_404(pages_moderated_by(request.user), pk=page_id).specific
    form = WithdrawForm(request.POST or None, replacements=replacements_for(page))
    if request.method == "POST" and form.is_valid():
        actions.withdraw(page=page, moderator=request.user, **form.said())
        messages.success(request, _("Withdrawn. Readers cannot see it any more."))
        return redirect("moderation:desk")
    words = words_to_read(page.live_revision) if page.live and page.live_revision else None
    return render(request, "moderation/withdraw.html", {"page": page, "form": form, "words": words})


def put_back(request: HttpRequest, takedown_id: int) -> HttpResponse:
    """GET shows what would be live again; POST puts it back."""
    takedown = get_object_or_404(takedowns_seen_by(request.user), pk=takedown_id)
    if request.method == "POST":
        actions.put_back(takedown=takedown, moderator=request.user)
        messages.success(request, _("Put back. Readers can see it again."))
        return redirect("moderation:desk")
    taken = [words_to_read(taken.revision) for taken in takedown.pages.exclude(revision=None)]
    return render(
        request, "moderation/put_back.html", {"item": takedown_on_the_desk(takedown, request.user), "taken": taken}
    )


def _check_page(
    request: HttpRequest,
    check: ModeratorCheck,
    *,
    sign_form: SignForm | None = None,
    send_back_form: SendBackForm | None = None,
) -> HttpResponse:
    context = {
        "item": on_the_desk(check, request.user),
        "is_over": check.status != TaskState.STATUS_IN_PROGRESS,
        "words": words_to_read(check.revision),
        "about_its_source": check.sentences_about_its_source(),
        "sign_form": sign_form or _sign_form(request, check),
        "send_back_form": send_back_form or SendBackForm(),
    }
    return render(request, "moderation/check.html", context)


def _sign_form(request: HttpRequest, check: ModeratorCheck, data: Any = None) -> SignForm:
    page = page_as(check.revision)
    return SignForm(data, translation=note_of(page), may_say=may_say_checked(request.user, page))


def _signed(check: ModeratorCheck) -> str:
    if check.status == TaskState.STATUS_APPROVED:
        return _("Thank you. The page is live.")
    return _("Thank you. One more adult checks it before it goes live.")
