"""What Wagtail's page editor shows of the road: its buttons in our words, what to know before typing, and refusals."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.action_menu import (
    ActionMenuItem,
    CancelWorkflowMenuItem,
    RestartWorkflowMenuItem,
    SubmitForModerationMenuItem,
    WorkflowMenuItem,
)
from wagtail.models import Page, ReferenceIndex
from wagtail.query import PageQuerySet
from wagtail_localize.wagtail_hooks import ConvertToAliasPageActionMenuItem, RestartTranslationPageActionMenuItem

from agreement.models import Agreement
from languages.translations import language_in_words, stale_translations_of
from moderation import translations
from moderation.authorship import writers_of
from moderation.models import Ballot, ModeratorCheck
from moderation.my_panel import can_be_voted_on
from people.models import User, YouthPanel

MOVING, DELETING = "move", "delete"


# -- the buttons


class SendToThePanel(SubmitForModerationMenuItem):
    label = gettext_lazy("Send to the panel")

    def get_context_data(self, parent_context: Any) -> Any:
        # Wagtail names the workflow or the task here (SubmitForModerationMenuItem.get_context_data).
        return super().get_context_data(parent_context) | {"label": self.label}


class TakeThePageBack(CancelWorkflowMenuItem):
    label = gettext_lazy("Take the page back")


OUR_WORDS = {SubmitForModerationMenuItem: SendToThePanel, CancelWorkflowMenuItem: TakeThePageBack}
"""Wagtail's buttons that we call something else."""

NOT_HERE = (
    *(RestartWorkflowMenuItem, WorkflowMenuItem),
    *(ConvertToAliasPageActionMenuItem, RestartTranslationPageActionMenuItem),
)
"""Buttons of Wagtail and wagtail-localize that lead round the ballot page or the check page, or say the same thing twice."""


def menu_in_our_words(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Rename and remove Wagtail's workflow buttons, in place."""
    items[:] = [_in_our_words(item) for item in items if not isinstance(item, NOT_HERE)]


def _in_our_words(item: ActionMenuItem) -> ActionMenuItem:
    ours = OUR_WORDS.get(type(item))
    return ours(order=item.order) if ours else item


# -- what to know before typing


def say_before_editing(request: HttpRequest, page: Page) -> None:
    """Tell a member who has not written any of it what changing words means, before they do."""
    opens_the_editor = request.method == "GET" and "_w_hydrate_create_view" not in request.GET
    if opens_the_editor and would_become_a_writer(request.user, page):
        messages.info(request, _("If you change words you become a writer and won't vote on this page."))


def say_which_translations_are_stale(request: HttpRequest, page: Page) -> None:
    """Tell whoever opens a page that readers of another language have older words of it."""
    if request.method == "GET" and can_be_voted_on(type(page)) and page.live:
        for locale in stale_translations_of(page):
            language = {"language": language_in_words(locale.language_code)}
            messages.warning(
                request, _("The %(language)s page may be out of date: it was made from older words.") % language
            )


def begin_again_with_words_made_by_hand(request: HttpRequest, page: Page) -> HttpResponse | None:
    """wagtail-localize's "Start synced translation" would put the source's words over what was written by hand."""
    if request.method != "POST" or "localize-restart-translation" not in request.POST:
        return None
    translations.bring_up_to_date(page=page, translator=request.user)
    return redirect("wagtailadmin_pages:edit", page.pk)


def would_become_a_writer(user: User, page: Page) -> bool:
    """Whether `user`, a member of the page's panel, wrote none of what is new in it and could change it now."""
    if not can_be_voted_on(type(page)) or page.workflow_in_progress:
        return False
    panel = YouthPanel.objects.of_page(page)
    is_member = panel is not None and panel.current_members().filter(pk=user.pk).exists()
    return is_member and user.pk not in writers_of(page)


# -- refusals


def why_it_stays(page: Page, action: str) -> str:
    """Why `page`, or something below it, cannot be moved or deleted; empty where it can."""
    pages = page.get_descendants(inclusive=True)
    ids = [str(pk) for pk in pages.values_list("pk", flat=True)]
    if Ballot.objects.unclosed().filter(workflow_state__object_id__in=ids).exists():
        return _("The panel is voting on this, so it stays where it is. Take the page back first.")
    if ModeratorCheck.objects.unfinished().filter(workflow_state__object_id__in=ids).exists():
        return _("A moderator is checking this, so it stays where it is. Take the page back first.")
    keys = pages.values_list("translation_key", flat=True)
    if action == DELETING and Agreement.objects.filter(content_id__in=list(keys)).exists():
        return _("A panel agreed to this, so it is kept. A moderator can withdraw it from its readers.")
    if action == DELETING and _others_point_to(pages):
        return _("Another page points to this, so it stays. Take the link off that page first.")
    return ""


def _others_point_to(pages: PageQuerySet) -> bool:
    """Whether pages that stay mention one of these: they would say something else than what was agreed."""
    inside = {str(pk) for pk in pages.values_list("pk", flat=True)}
    page_type = ContentType.objects.get_for_model(Page)
    mentions = ReferenceIndex.objects.filter(
        base_content_type=page_type, to_content_type=page_type, to_object_id__in=inside
    )
    # A page's own translations point to each other through nothing but bookkeeping.
    return mentions.exclude(object_id__in=inside).exclude(model_path__in=["alias_of", "live_revision"]).exists()


def refuse_to_delete(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refusal(request, [page], DELETING)


def refuse_to_move(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    return _refusal(request, [page], MOVING)


def refuse_in_bulk(request: HttpRequest, action: str, objects: list[Any], view: Any) -> HttpResponse | None:
    pages = [item for item in objects if isinstance(item, Page)]
    return _refusal(request, pages, action) if action in (MOVING, DELETING) else None


def _refusal(request: HttpRequest, pages: list[Page], action: str) -> HttpResponse | None:
    reasons = [(page, why) for page in pages if (why := why_it_stays(page, action))]
    for page, why in reasons:
        messages.error(request, f"{page.get_admin_display_title()}: {why}")
    return redirect("wagtailadmin_explore", reasons[0][0].get_parent().pk) if reasons else None
