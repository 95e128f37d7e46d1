"""Checkboxes in groups: how a page's topics, situations and areas are chosen, also on a small screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator, ModelChoiceIteratorValue
from django.utils.translation import get_language
from django.utils.translation import gettext as _


class CheckboxTree(forms.CheckboxSelectMultiple):
    """Checkboxes, each group a fieldset with its legend. Needs neither scripts nor a mouse."""

    template_name = "taxonomy/widgets/checkbox_tree.html"

    class Media:
        css = {"all": ["taxonomy/checkbox-tree.css"]}


class TreeIterator(ModelChoiceIterator):
    """The choices of a list whose rows may have a `parent`: each parent with its children is one group."""

    def __iter__(self) -> Iterator[Any]:
        rows = list(self.queryset)
        children: dict[Any, list[Any]] = {}
        for row in rows:
            children.setdefault(getattr(row, "parent_id", None), []).append(row)
        known = {row.pk for row in rows}
        tops = [row for row in rows if getattr(row, "parent_id", None) not in known]

        yield from (self.choice(row) for row in tops if row.pk not in children)
        for parent in (row for row in rows if row.pk in children):
            yield self._group(parent, children[parent.pk], is_top=parent in tops)

    def _group(self, parent: Any, children: list[Any], *, is_top: bool) -> tuple[str, list[Any]]:
        label = self.field.label_from_instance(parent)
        # A parent that has a parent itself is chosen in that one's group.
        itself = [(ModelChoiceIteratorValue(parent.pk, parent), _("%(name)s, all of it") % {"name": label})]
        return label, (itself if is_top else []) + [self.choice(child) for child in children]


class ChosenFromAList(forms.ModelMultipleChoiceField):
    """Some rows of a curated list, shown in the editor's own language."""

    widget = CheckboxTree
    iterator = TreeIterator

    def label_from_instance(self, chosen: Any) -> str:
        label_in = getattr(chosen, "label_in", None)
        return label_in(get_language()) if label_in else str(chosen)
