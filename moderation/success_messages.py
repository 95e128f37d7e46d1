"""Where somebody stands after the editor sent a page in or deleted it, and what they read there.

Wagtail leaves people in its list of pages and cannot say by when the panel votes. Its hooks run after its message was put
by, so ours stands in its place (wagtail/admin/views/pages/edit.py, EditView.submit_action). What can be said without
knowing more stands in locale/en, over Wagtail's own words.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from wagtail.models import Page

from moderation.models import Ballot
from moderation.my_panel import can_be_voted_on, panels_of
from moderation.saying import moment_in_words

SENT_IN = "action-submit"
PANEL_ROOM = "moderation:for_my_panel"


def after_saving(request: HttpRequest, page: Page) -> HttpResponse | None:
    """What was sent to the panel is out of its writer's hands: they go on to a page of ours. A draft stays in the editor."""
    if SENT_IN not in request.POST or not can_be_voted_on(type(page)):
        return None
    way_on = _way_on(request)
    more = _("What they decide stands on this page.") if way_on == PANEL_ROOM else ""
    for _wagtails in messages.get_messages(request):
        pass  # a message that was read is not shown
    messages.success(request, f"{sent_in_words(page)} {more}".strip())
    return redirect(way_on)


def after_deleting(request: HttpRequest, page: Page) -> HttpResponse:
    """Where it hung is Wagtail's list of pages."""
    return redirect(_way_on(request))


def sent_in_words(page: Page) -> str:
    """What happens next to a page that was just sent in, and by when."""
    ballot = Ballot.objects.unclosed().filter(workflow_state=page.current_workflow_state).first()
    title = page.get_admin_display_title()
    if ballot is None:
        return _("“%(title)s” is on its way.") % {"title": title}
    until = moment_in_words(ballot.closes_at)
    return _("Sent to the panel: “%(title)s”. They vote until %(until)s.") % {"title": title, "until": until}


def _way_on(request: HttpRequest) -> str:
    """Where they came from, where the form says so; else the panel's room, or the first page of the admin."""
    came_from = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}):
        return came_from
    return PANEL_ROOM if panels_of(request.user).exists() else "wagtailadmin_home"
