"""What the levels are called: a panel proposes, a moderator of its council decides."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from moderation import actions
from moderation.forms import DeclineLabelsForm, LabelsForm
from moderation.labels import levels_in, on_the_desk, proposals_seen_by, renamed_by
from moderation.models import LabelProposal
from moderation.my_panel import panels_of


def propose_labels(request: HttpRequest, panel_id: int, language: str) -> HttpResponse:
    """GET shows what the levels are called; POST sends other names to a moderator. Another panel's are not there."""
    panel = get_object_or_404(panels_of(request.user).select_related("root_page"), pk=panel_id)
    levels = levels_in(panel, language)
    if levels is None:
        raise Http404
    form = LabelsForm(request.POST if request.method == "POST" else None, now=levels.now, language=language)
    if request.method == "POST" and form.is_valid():
        actions.propose_labels(youth_panel=panel, language=language, labels=form.labels(), proposer=request.user)
        messages.success(request, _("Thank you. A moderator looks at your names. Until then the old ones stay."))
        return redirect("moderation:for_my_panel")
    return render(request, "moderation/labels.html", {"youth_panel": panel, "levels": levels, "form": form})


@require_safe
def show_proposal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """What the levels are called, what they would be called, and the two answers."""
    proposal = get_object_or_404(proposals_seen_by(request.user), pk=proposal_id)
    return _proposal_page(request, proposal, DeclineLabelsForm())


@require_POST
def agree_to_labels(request: HttpRequest, proposal_id: int) -> HttpResponse:
    proposal = get_object_or_404(proposals_seen_by(request.user), pk=proposal_id)
    actions.agree_to_labels(proposal=proposal, moderator=request.user)
    messages.success(request, _("Thank you. Readers see these names now."))
    return redirect("moderation:desk")


@require_POST
def decline_labels(request: HttpRequest, proposal_id: int) -> HttpResponse:
    proposal = get_object_or_404(proposals_seen_by(request.user), pk=proposal_id)
    form = DeclineLabelsForm(request.POST)
    if not form.is_valid():
        return _proposal_page(request, proposal, form)
    actions.decline_labels(proposal=proposal, moderator=request.user, **form.cleaned_data)
    messages.success(request, _("The old names stay. The panel reads what you wrote."))
    return redirect("moderation:desk")


def _proposal_page(request: HttpRequest, proposal: LabelProposal, form: DeclineLabelsForm) -> HttpResponse:
    context = {"item": on_the_desk(proposal, request.user), "renamed": renamed_by(proposal), "form": form}
    return render(request, "moderation/label_proposal.html", context)
