"""The first page after logging in: the panel's room for members and leads, the desk for moderators."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem, admin_menu
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel

from moderation.desk import checks_on_the_desk, is_moderator
from moderation.labels import proposals_on_the_desk
from moderation.my_panel import kept_for, my_panels, panels_of
from moderation.proposals import waiting_for_two
from moderation.translating import is_translator, translations_for
from people.models import WayIn, YouthPanel, is_admin
from scheduler.health import failed_jobs, stands_still, unended_jobs

WAGTAILS_WORKFLOW_LISTS = (WorkflowObjectsToModeratePanel, UserObjectsInWorkflowModerationPanel)


class ForMyPanel(Component):
    """The whole of "For my panel"."""

    name = "for_my_panel"
    order = 10
    template_name = "moderation/_my_panels.html"
    is_a_front_page = True

    def get_context_data(self, parent_context: Any) -> Any:
        user = parent_context["request"].user
        return {"panels": my_panels(user), "kept": kept_for(user)}


class OnTheDesk(Component):
    """The checks and the names of levels that wait, with the way to the desk."""

    name = "on_the_desk"
    order = 20
    template_name = "moderation/_checks.html"
    is_a_front_page = True

    def get_context_data(self, parent_context: Any) -> Any:
        user = parent_context["request"].user
        return {
            "checks": checks_on_the_desk(user),
            "proposals": proposals_on_the_desk(user),
            "leads_to_desk": True,
        }


class ToTranslate(Component):
    """The whole of "Translations"."""

    name = "to_translate"
    order = 30
    template_name = "moderation/_translations.html"
    is_a_front_page = True

    def get_context_data(self, parent_context: Any) -> Any:
        request = parent_context["request"]
        return {"panels": translations_for(request.user), "csrf_token": get_token(request)}


class WaitingForTwo(Component):
    """What a second person must agree to, for whoever may be that person."""

    name = "waiting_for_two"
    order = 25
    template_name = "moderation/_waiting_for_two.html"
    is_a_front_page = True

    def get_context_data(self, parent_context: Any) -> Any:
        return {"waiting": waiting_for_two(parent_context["request"].user), "leads_to_list": True}


class WaitingForTwoFirst(WaitingForTwo):
    """Above everything that an admin looks after: below a long list nobody would see it."""

    order = 5


class WaysIn(Component):
    """Somebody made a new way in to this person's account: they read it, whoever used it."""

    name = "ways_in"
    order = 2
    template_name = "moderation/_ways_in.html"
    is_a_front_page = True

    def get_context_data(self, parent_context: Any) -> Any:
        return {"ways_in": WayIn.objects.to_tell(parent_context["request"].user)}


class WhatILookAfter(Component):
    """The parts of the menu as a page, for whoever has neither a panel nor a desk. A closed door is in neither."""

    name = "what_i_look_after"
    order = 10
    template_name = "moderation/_what_i_look_after.html"
    is_a_front_page = True

    def get_context_data(self, parent_context: Any) -> Any:
        request = parent_context["request"]
        return {"parts": [(item.label, _leads_to(item, request)) for item in _in_order(admin_menu, request)]}


class StandsStill(Component):
    """Nothing closes by itself, or something of it failed: for whoever can see to it."""

    name = "stands_still"
    order = 1
    template_name = "moderation/_stands_still.html"

    def __init__(self, *, stands_still: bool, unended: list[str], failed: list[str], is_a_front_page: bool) -> None:
        self.told = {"stands_still": stands_still, "unended": unended, "failed": failed}
        self.is_a_front_page = is_a_front_page  # as what it stands above

    def get_context_data(self, parent_context: Any) -> Any:
        return self.told


def say_what_stands_still(request: HttpRequest, panels: list[Component]) -> None:
    """Leads and admins hear that nothing happens by itself; admins also what of it failed or does not end."""
    still, unended, failed = stands_still(), unended_jobs(), failed_jobs()
    if not (still or unended or failed):
        return
    admin = is_admin(request.user)
    of_jobs = {"unended": unended, "failed": failed} if admin else {"unended": [], "failed": []}
    concerned = admin or YouthPanel.objects.led_by(request.user).exists()
    if any(of_jobs.values()) or (still and concerned):
        is_ours = any(getattr(panel, "is_a_front_page", False) for panel in panels)
        panels.insert(0, StandsStill(stands_still=still, is_a_front_page=is_ours, **of_jobs))


def _leads_to(item: MenuItem, request: HttpRequest) -> list[MenuItem]:
    return _in_order(item.menu, request) if isinstance(item, SubmenuMenuItem) else [item]


def _in_order(menu: Menu, request: HttpRequest) -> list[MenuItem]:
    return sorted(menu.menu_items_for_request(request), key=lambda item: item.order)


def put_our_work_first(request: HttpRequest, panels: list[Component]) -> None:
    """In place of Wagtail's dashboard, which superusers alone keep. Its workflow lists go for everybody."""
    ours: list[Component] = [ForMyPanel()] if panels_of(request.user).exists() else []
    ours += [OnTheDesk()] if is_moderator(request.user) else []
    ours += [ToTranslate()] if is_translator(request.user) else []
    if request.user.is_superuser:
        panels[:] = ours or [panel for panel in panels if not isinstance(panel, WAGTAILS_WORKFLOW_LISTS)]
    else:
        panels[:] = ours or [WhatILookAfter()]
    if any(item.may_decide for item in waiting_for_two(request.user)):
        panels.append(WaitingForTwo() if is_moderator(request.user) else WaitingForTwoFirst())
    if WayIn.objects.to_tell(request.user).exists():
        panels.insert(0, WaysIn())
    say_what_stands_still(request, panels)


def no_counts(request: HttpRequest, items: list[Component]) -> None:
    """How many pages there are helps nobody here."""
    items.clear()


class ForMyPanelMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return panels_of(request.user).exists()


class DeskMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_moderator(request.user)


class TranslationsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_translator(request.user)


class ProposalsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_admin(request.user) or is_moderator(request.user)


def for_my_panel_menu_item() -> MenuItem:
    return ForMyPanelMenuItem(_("For my panel"), reverse("moderation:for_my_panel"), icon_name="group", order=1)


def desk_menu_item() -> MenuItem:
    return DeskMenuItem(_("Moderators' desk"), reverse("moderation:desk"), icon_name="clipboard-list", order=2)


def translations_menu_item() -> MenuItem:
    return TranslationsMenuItem(_("Translations"), reverse("moderation:translations"), icon_name="globe", order=3)


def proposals_menu_item() -> MenuItem:
    return ProposalsMenuItem(_("Second person"), reverse("moderation:proposals"), icon_name="group", order=4)
