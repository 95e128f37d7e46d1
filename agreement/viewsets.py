"""Lists in the admin whose every change waits for a second person: the views propose, and save nothing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Model
from django.forms.utils import ErrorList
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.views import generic
from wagtail.admin.viewsets import viewsets
from wagtail.admin.viewsets.model import ModelViewSet

from agreement.proposals import ADD, CHANGE, DELETE, Proposed, Values, filled_in, filled_in_again, needs_two, stands_now
from agreement.signals import change_proposed


def propose(request: HttpRequest, proposed: Proposed) -> None:
    """Hand it to the room that keeps proposals, and say so."""
    change_proposed.send(type(proposed.subject), proposal=proposed, user=request.user)
    messages.success(request, needs_two(proposed.title))


class SaysThatItProposes:
    """What the button does: it saves nothing yet."""

    submit_button_label = _("Propose")
    submit_button_active_label = _("Proposing…")


class ProposingCreateView(SaysThatItProposes, generic.CreateView):
    def form_valid(self, form: forms.ModelForm) -> HttpResponse:
        propose(
            self.request,
            Proposed(kind=ADD, subject=form.instance, title=str(form.instance), values=filled_in(form)),
        )
        return redirect(self.get_success_url())


class ProposingEditView(SaysThatItProposes, generic.EditView):
    def form_valid(self, form: forms.ModelForm) -> HttpResponse:
        stored = self.model._base_manager.get(pk=self.object.pk)
        propose(
            self.request,
            Proposed(
                kind=CHANGE,
                subject=form.instance,
                title=str(stored),
                values=filled_in(form),
                before=stands_now(form_on(stored)),
                instead_of=self.model._base_manager.get(pk=stored.pk),
            ),
        )
        return redirect(self.get_success_url())


class ProposingDeleteView(generic.DeleteView):
    def form_valid(self, form: forms.Form) -> HttpResponse:
        propose(
            self.request,
            Proposed(kind=DELETE, subject=self.object, title=str(self.object), before=stands_now(form_on(self.object))),
        )
        return redirect(self.get_success_url())


class ProposingViewSet(ModelViewSet):
    """Whoever may add, change or delete by Wagtail's rights may propose it here."""

    add_view_class = ProposingCreateView
    edit_view_class = ProposingEditView
    delete_view_class = ProposingDeleteView
    copy_view_enabled = False
    inspect_view_enabled = False


def form_on(row: Model, values: Values | None = None) -> forms.ModelForm:
    """The admin's own form on `row`: untouched, or filled in again."""
    form_class = form_class_of(type(row), for_update=not row._state.adding)
    kwargs: dict[str, Any] = {"instance": row, "error_class": ErrorList}
    if values is not None:
        kwargs["data"] = filled_in_again(values)
    if issubclass(form_class, WagtailAdminModelForm):
        kwargs["for_user"] = None
    return form_class(**kwargs)


def form_class_of(model: type[Model], *, for_update: bool) -> type[forms.ModelForm]:
    """The form that the admin has for `model`: a proposal is filled in and made true by one and the same."""
    viewset = next(found for found in viewsets.viewsets if getattr(found, "model", None) is model)
    return viewset.get_form_class(for_update)
