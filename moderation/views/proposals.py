"""Waiting for a second person: the list, one proposal, and what can be said to it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from moderation import proposals
from moderation.desk import is_moderator
from moderation.forms import DeclineChangeForm
from moderation.models import ChangeProposal
from people.models import is_admin


def keeps_proposals(user) -> bool:  # type: ignore[no-untyped-def]
    """Whether this person is asked to be the second one."""
    return is_admin(user) or is_moderator(user)


@require_safe
def show_proposals(request: HttpRequest) -> HttpResponse:
    """What waits and what was decided lately: to admins and moderators all that they keep, to others their own."""
    waiting = proposals.waiting_for_two(request.user)
    if not (waiting or keeps_proposals(request.user)):
        raise PermissionDenied
    context = {"waiting": waiting, "decided": proposals.decided_lately(request.user)}
    return render(request, "moderation/proposals.html", context)


@require_safe
def show_change(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """What would be different, who proposed it, and the two answers."""
    return _page(request, _seen(request, proposal_id), DeclineChangeForm())


@never_cache
@require_POST
def agree_to_change(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """A way in is shown in the answer itself, once: it is kept nowhere."""
    proposal = _seen(request, proposal_id)
    token = proposals.agree(proposal=proposal, decider=request.user)
    if token:
        link = request.build_absolute_uri(reverse("way_in", args=[token]))
        return render(request, "moderation/way_in_is_made.html", {"proposal": proposal, "link": link})
    proposal.refresh_from_db()
    messages.success(request, proposals.what_is_so(proposal))
    return redirect("moderation:proposals")


@require_POST
def decline_change(request: HttpRequest, proposal_id: int) -> HttpResponse:
    proposal = _seen(request, proposal_id)
    form = DeclineChangeForm(request.POST)
    if not form.is_valid():
        return _page(request, proposal, form)
    proposals.decline(proposal=proposal, decider=request.user, **form.cleaned_data)
    messages.success(request, _("Nothing changes. Whoever proposed it reads what you wrote."))
    return redirect("moderation:proposals")


@require_POST
def take_change_back(request: HttpRequest, proposal_id: int) -> HttpResponse:
    proposals.take_back(proposal=_seen(request, proposal_id), proposer=request.user)
    messages.success(request, _("You have taken it back. Nothing changes."))
    return redirect("moderation:proposals" if keeps_proposals(request.user) else "wagtailadmin_home")


def _seen(request: HttpRequest, proposal_id: int) -> ChangeProposal:
    return get_object_or_404(ChangeProposal.objects.seen_by(request.user), pk=proposal_id)


def _page(request: HttpRequest, proposal: ChangeProposal, form: DeclineChangeForm) -> HttpResponse:
    differences = proposals.what_would_change(proposal) if proposal.is_waiting else []
    context = {
        "item": proposals.on_the_list(proposal, request.user),
        "differences": differences or [],
        "is_overtaken": differences is None,
        "terms": proposals.terms_in_words(proposal.about) if proposal.about else [],
        "form": form,
    }
    return render(request, "moderation/proposal.html", context)
