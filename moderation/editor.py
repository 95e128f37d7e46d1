"""What Wagtail's page editor shows of the road: its buttons in our words, what to know before typing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
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
from wagtail.models import Page
from wagtail_localize.wagtail_hooks import ConvertToAliasPageActionMenuItem, RestartTranslationPageActionMenuItem

from languages.translations import language_in_words, stale_translations_of
from moderation import translations
from moderation.authorship import writers_of
from moderation.my_panel import where_is
from moderation.readiness import can_be_voted_on
from people.models import User, YouthPanel

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


def say_what_was_asked_for(request: HttpRequest, page: Page) -> None:
    """Whoever puts words right reads there what was asked for: by the panel, or by a moderator who sent or took it back."""
    if request.method != "GET" or not can_be_voted_on(type(page)) or page.workflow_in_progress:
        return
    if YouthPanel.objects.of_page(page) in YouthPanel.objects.of_member_or_lead(request.user):
        where = where_is(page, request.user)
        if where.answer:
            asked = [*(f"{reason}." for reason in where.answer.reasons), *where.answer.words]
            messages.warning(request, " ".join([str(where.sentence), *asked]))


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


# -- what somebody pressed that is not theirs to press


def say_that_it_was_not_published(request: HttpRequest, page: Page, *kind: type[Page]) -> None:
    """Somebody pressed Wagtail's *Publish*: what they typed is kept as a draft, and they read why (for both forms)."""
    kind_of_page = kind[0] if kind else type(page)
    if request.method == "POST" and "action-publish" in request.POST and can_be_voted_on(kind_of_page):
        messages.warning(
            request,
            _(
                "Saved as a draft. It goes live after the panel's vote and a moderator's check: press “Send to the panel”."
            ),
        )
