"""For my panel, and the ballot page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agreement.days import LONDON
from moderation.ballot_page import ballot_page
from moderation.forms import SessionForm, VoteForm
from moderation.models import Ballot
from moderation.my_panel import ballots_led_by, ballots_seen_by, kept_for, my_panels
from moderation.saying import moment_in_words


@require_safe
def for_my_panel(request: HttpRequest) -> HttpResponse:
    """What is kept for me, what awaits my vote, what I wrote, what became of things."""
    mine = {"panels": my_panels(request.user), "kept": kept_for(request.user)}
    return render(request, "moderation/my_panel.html", mine)


def show_ballot(request: HttpRequest, ballot_id: int) -> HttpResponse:
    """GET shows the words, what changed and the vote; POST casts or changes it. Another panel's ballot is not there."""
    ballot = get_object_or_404(ballots_seen_by(request.user), pk=ballot_id)
    form = VoteForm(request.POST) if request.method == "POST" else VoteForm.showing(ballot.vote_of(request.user))
    if request.method == "POST" and form.is_valid():
        ballot.cast(request.user, **form.cleaned_data)
        messages.success(request, thanks_for_voting(ballot))
        return redirect("moderation:ballot", ballot.pk)
    return _ballot_page(request, ballot, form=form)


@require_POST
def hold_session(request: HttpRequest, ballot_id: int) -> HttpResponse:
    """A panel's lead sets when a vote that the panel holds together closes. Once, and never so that nobody can come."""
    ballot = get_object_or_404(ballots_led_by(request.user), pk=ballot_id)
    with timezone.override(LONDON):
        form = SessionForm(request.POST)
        if not form.is_valid():
            return _ballot_page(request, ballot, form=VoteForm(), session_form=form)
    ballot.hold_in_session(closes_at=form.cleaned_data["closes_at"])
    until = {"until": moment_in_words(ballot.closes_at)}
    messages.success(request, _("This vote now closes %(until)s.") % until)
    return redirect("moderation:ballot", ballot.pk)


def _ballot_page(
    request: HttpRequest, ballot: Ballot, *, form: VoteForm, session_form: SessionForm | None = None
) -> HttpResponse:
    leads = ballots_led_by(request.user).filter(pk=ballot.pk).exists()
    context = {
        "page": ballot_page(ballot, request.user),
        "form": form,
        "session_form": (session_form or SessionForm()) if leads and not ballot.time_was_moved else None,
    }
    return render(request, "moderation/ballot.html", context)


def thanks_for_voting(ballot: Ballot) -> str:
    if not ballot.is_open:
        return _("Thank you. Your vote is in.")
    until = moment_in_words(ballot.closes_at)
    return _("Thank you. Your vote is in. You can change it until the vote closes: %(until)s at the latest.") % {
        "until": until
    }
