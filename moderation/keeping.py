"""Words that could not be put on their page, beside those that stand there: what their writer is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.urls import resolve
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from moderation.comparison import Change, changes_between
from moderation.differences import Fate, Part, Piece
from moderation.models import Sitting, WhyKept
from people.models import User


@dataclass(frozen=True)
class KeptWords:
    """What `sitting` keeps. `changes`: what would be different on the page; `not_right`: sentences about its form."""

    sitting: Sitting
    title: str
    why: str
    when: datetime
    stands_there: Revision | None
    is_locked: bool
    changes: list[Change]
    not_right: list[str]
    fields: list[tuple[str, str]]


def kept_words(sitting: Sitting, user: User) -> KeptWords:
    """Everything its writer sees of what is kept."""
    page = sitting.page.specific if sitting.page else None
    latest = page.get_latest_revision() if page else None
    form = typed_form(sitting, user)
    fields = sitting.fields()
    lock = page.get_lock() if page else None
    return KeptWords(
        sitting=sitting,
        title=fields.get("title") or (page.get_admin_display_title() if page else _("A new page")),
        why=str(WhyKept(sitting.why).label) if sitting.why else "",
        when=sitting.last_at,
        stands_there=latest,
        is_locked=bool(lock and lock.for_user(user)),
        changes=_changes(latest, form),
        not_right=[f"{form.fields[name].label}: {' '.join(map(str, errors))}" for name, errors in _errors(form)],
        fields=_to_send_again(fields, latest),
    )


def typed_form(sitting: Sitting, user: User) -> Any:
    """The editor's form with everything that was typed in it; nothing is saved."""
    if sitting.page:
        page = sitting.page.get_latest_revision_as_object()
        parent = page.get_parent()
    else:
        place = resolve(sitting.address).kwargs
        kind = apps.get_model(place["content_type_app_name"], place["content_type_model_name"])
        parent = Page.objects.get(pk=place["parent_page_id"])
        page = kind(owner=user, locale=parent.locale)
    form_class = page.get_edit_handler().get_form_class()
    form = form_class(sitting.fields(), {}, instance=page, parent_page=parent, for_user=user)
    form.defer_required_fields()
    form.is_valid()
    return form


def _changes(latest: Revision | None, form: Any) -> list[Change]:
    before = latest.as_object() if latest else type(form.instance)(locale=form.instance.locale)
    _leave_out_what_was_refused(form, before)
    changes = changes_between(before, form.instance)
    # What the form refuses is not on the page in memory: its words are shown as they were typed.
    typed = [
        Change(str(form.fields[name].label), [Part(Fate.CHANGED, pieces=[Piece("added", form.data[name])])])
        for name, _errors_there in _errors(form)
        if isinstance(form.data.get(name), str)
    ]
    return typed + changes


def _leave_out_what_was_refused(form: Any, before: Page) -> None:
    """Another panel's picture, say: its title is not shown because somebody sent its number."""
    for name, _errors_there in _errors(form):
        if hasattr(before, name):
            setattr(form.instance, name, getattr(before, name))
    for name, formset in form.formsets.items():
        if not formset.is_valid():
            getattr(form.instance, name).set(list(getattr(before, name).all()))


def _errors(form: Any) -> list[tuple[str, Any]]:
    return [(name, errors) for name, errors in form.errors.items() if name in form.fields]


def _to_send_again(fields: Any, latest: Revision | None) -> list[tuple[str, str]]:
    """The form, saying that it knows what stands on the page now."""
    now = (
        {"loaded_revision_id": str(latest.pk), "loaded_revision_created_at": latest.created_at.isoformat()}
        if latest
        else {}
    )
    pairs = [(name, value) for name, values in fields.lists() for value in values]
    sent_on = [pair for pair in pairs if not pair[0].startswith(("loaded_revision", "action-", "only_keep"))]
    return [*sent_on, *now.items()]
