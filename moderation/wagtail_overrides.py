"""Where Wagtail would take agreed words from readers, or put others before them, it is bent: for superusers and scripts too.

What people see of this is in `moderation/page_actions.py`. Each bend is pinned in tests/moderation/test_page_actions.py.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import Page, PagePermissionTester, WorkflowState
from wagtail.models.workflows import AbstractWorkflow
from wagtail_localize.models import StringTranslation

from agreement.visibility import PublicEye
from moderation.errors import NotAgreed, NotHere, NotReadyToSend, NotTakenDown
from moderation.page_actions import PageAction, is_agreed, stands_below, why_not, why_not_published
from moderation.readiness import can_be_voted_on, sentences_about_the_road
from moderation.saying import day_in_words


def close_the_ways_round_the_ballot() -> None:
    """Once, when the apps are ready."""
    # wagtail/models/pages.py, PagePermissionTester: it lets a superuser do everything. Buttons go with these.
    _also_asked(PagePermissionTester, "can_publish", _may_be_published)
    _also_asked(PagePermissionTester, "can_publish_subpage", _may_be_begun_live)
    _also_asked(PagePermissionTester, "can_unpublish", _may_be_unpublished)
    _also_asked(PagePermissionTester, "can_set_view_restrictions", _may_be_restricted)
    # wagtail/admin/forms/pages.py, CopyForm: it asks for a right over all pages, and not about this one.
    _offer_drafts_alone(CopyForm)
    # wagtail/actions/*.py, execute: where views, bulk actions, the admin's API, commands and scripts all end.
    _first(PublishPageRevisionAction, "execute", _refuse_to_publish)
    _first(UnpublishPageAction, "execute", _refuse_to_unpublish)
    _first(CopyPageAction, "execute", _refuse_to_copy_live)
    _first(DeletePageAction, "execute", _refuse_to_delete)
    # wagtail_localize/models.py, get_comment: it says "manually", and a day of another clock than ours.
    StringTranslation.get_comment = _saved_on
    # wagtail/models/workflows.py: a page sets out here, and again where it was sent back.
    _first(AbstractWorkflow, "start", _refuse_half_a_road)
    _first(WorkflowState, "resume", lambda state: _refuse_half_a_road(state.workflow))


def _also_asked(tester: type, name: str, rule: Callable[[Page], bool]) -> None:
    wagtails = getattr(tester, name)

    @wraps(wagtails)
    def asked(self: Any) -> bool:
        return bool(wagtails(self)) and rule(self.page)

    setattr(tester, name, asked)


def _first(action: type, name: str, refuse: Callable[[Any], None]) -> None:
    wagtails = getattr(action, name)

    @wraps(wagtails)
    def execute(self: Any, *args: Any, **kwargs: Any) -> Any:
        refuse(self)
        return wagtails(self, *args, **kwargs)

    setattr(action, name, execute)


# -- what is offered


def _may_be_published(page: Page) -> bool:
    kind = page.specific_class
    return kind is None or not can_be_voted_on(kind)


def _may_be_begun_live(place: Page) -> bool:
    kind = place.specific_class
    return kind is None or not any(can_be_voted_on(below) for below in kind.creatable_subpage_models())


def _may_be_unpublished(page: Page) -> bool:
    return not why_not(page, PageAction.UNPUBLISH)


def _may_be_restricted(page: Page) -> bool:
    return not why_not(page, PageAction.RESTRICT)


def _offer_drafts_alone(copy_form: type[CopyForm]) -> None:
    wagtails = copy_form.__init__

    @wraps(wagtails)
    def begin(self: Any, *args: Any, **kwargs: Any) -> None:
        wagtails(self, *args, **kwargs)
        if why_not(self.page, PageAction.COPY_LIVE):
            self.fields.pop("publish_copies", None)
            self.fields.pop("alias", None)

    copy_form.__init__ = begin  # type: ignore[method-assign]


def _saved_on(text: StringTranslation) -> str:
    return _("Saved %(day)s.") % {"day": day_in_words(text.updated_at)}


# -- what is done


def _refuse_half_a_road(workflow: AbstractWorkflow) -> None:
    if sentences := sentences_about_the_road(workflow):
        raise NotReadyToSend(sentences)


def _refuse_to_publish(action: PublishPageRevisionAction) -> None:
    """Nobody publishes what was not agreed. Without a person a script may, where it takes nothing from readers."""
    page = action.object
    if action.user is not None and why_not_published(page):
        raise NotAgreed
    if _may_be_published(page) or is_agreed(page):
        return
    live = Page.objects.filter(pk=page.pk).specific().first()
    if live is not None and PublicEye().sees(live):
        raise NotAgreed


def _refuse_to_unpublish(action: UnpublishPageAction) -> None:
    """What readers see is withdrawn by a moderator, who says why (`actions.withdraw` takes the agreement back first)."""
    page = action.object
    is_over = page.expire_at is not None and page.expire_at <= timezone.now()
    if not is_over and stands_below(page):
        raise NotTakenDown


def _refuse_to_copy_live(action: CopyPageAction) -> None:
    if action.keep_live and why_not(action.page, PageAction.COPY_LIVE):
        raise NotAgreed


def _refuse_to_delete(action: DeletePageAction) -> None:
    if stands_below(action.page):
        raise NotTakenDown
    if why := why_not(action.page, PageAction.DELETE):
        raise NotHere(why)
