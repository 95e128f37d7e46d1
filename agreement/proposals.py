"""A change that waits for a second person, as a form says it: what was filled in, what stood there, what is different.

Everything here is about forms and rows. Who proposes and who decides is for the room above that keeps proposals.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ADD, CHANGE, DELETE, WAY_IN = "add", "change", "delete", "way_in"
KINDS = [
    (ADD, gettext_lazy("New")),
    (CHANGE, gettext_lazy("Change")),
    (DELETE, gettext_lazy("Delete")),
    (WAY_IN, gettext_lazy("One-time way in")),
]

Values = dict[str, list[str]]
"""What was filled in, by the names of the form's fields."""


@dataclass(frozen=True)
class Proposed:
    """What somebody would like to change. `subject` is the row as it would be, or the one that would go.

    `instead_of`: the row as it stands, where it would become another one.
    """

    kind: str
    subject: Model
    title: str
    values: Values = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    instead_of: Model | None = None


@dataclass(frozen=True)
class Difference:
    """One thing that would be different, in words."""

    label: str
    before: str
    after: str


def needs_two(title: str) -> str:
    """What somebody reads after they saved what takes a second person."""
    return _("Nothing has changed yet. %(title)s needs a second person to agree.") % {"title": title}


def filled_in(form: forms.BaseForm) -> Values:
    """A form's answers, to be filled in again exactly like this."""
    return {name: _sent(form, name) for name in form.fields if form.add_prefix(name) in form.data}


def _sent(form: forms.BaseForm, name: str) -> list[str]:
    data, key = form.data, form.add_prefix(name)
    return list(data.getlist(key)) if hasattr(data, "getlist") else [str(data[key])]


def filled_in_again(values: Values) -> MultiValueDict:
    return MultiValueDict({name: list(answers) for name, answers in values.items()})


def stands_now(form: forms.BaseForm) -> dict[str, Any]:
    """What a form on a row is filled with before anybody touches it, as JSON can keep it and in no language."""
    return {name: _plain(form.get_initial_for_field(asked, name)) for name, asked in form.fields.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Iterable) and not isinstance(value, str | dict):
        return sorted(str(_plain(one)) for one in value)
    return value


def differences(now: forms.BaseForm, proposed: forms.BaseForm) -> list[Difference]:
    """What `proposed`, which is valid, says otherwise than `now`, in the order of the form."""
    found = []
    for name, asked in proposed.fields.items():
        before = in_words(asked, now.get_initial_for_field(now.fields[name], name)) if name in now.fields else ""
        after = in_words(asked, proposed.cleaned_data.get(name))
        if before != after:
            found.append(Difference(_label(proposed, name), before, after))
    return found


def everything_in(form: forms.BaseForm) -> list[Difference]:
    """All that stands on a row, which would go."""
    said = [
        (_label(form, name), in_words(asked, form.get_initial_for_field(asked, name)))
        for name, asked in form.fields.items()
    ]
    return [Difference(label, words, "") for label, words in said if words]


def _label(form: forms.BaseForm, name: str) -> str:
    return str(form[name].label)


def in_words(asked: forms.Field, value: Any) -> str:
    """An answer as somebody reads it; "" for none."""
    if isinstance(asked, forms.NullBooleanField):
        return {True: _("yes"), False: _("no")}.get(value, _("not known"))
    if isinstance(asked, forms.BooleanField):
        return _("yes") if value else _("no")
    if value is None or value == "":
        return ""
    if isinstance(asked, forms.ModelMultipleChoiceField):
        return ", ".join(sorted(str(asked.label_from_instance(one)) for one in value))
    if isinstance(asked, forms.ModelChoiceField):
        return _chosen_row(asked, value)
    if isinstance(asked, forms.MultipleChoiceField):
        return ", ".join(_chosen(asked, one) for one in value)
    if isinstance(asked, forms.ChoiceField):
        return _chosen(asked, value)
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return str(value)


def _chosen_row(asked: forms.ModelChoiceField, value: Any) -> str:
    rows = asked.queryset
    row = value if isinstance(value, Model) or rows is None else rows.filter(pk=value).first()
    return str(asked.label_from_instance(row)) if row else str(value)


def _chosen(asked: forms.ChoiceField, value: Any) -> str:
    return str(dict(asked.choices).get(value, value))  # type: ignore[arg-type]
