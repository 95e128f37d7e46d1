"""The parts of the editing form that classify a page. Their fields are on `taxonomy.forms.ClassifiedPageForm`."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.compare import M2MFieldComparison
from wagtail.admin.panels import FieldPanel


class ChosenComparison(M2MFieldComparison):
    """What was added and taken away between two revisions, for choices that are rows of the page."""

    def __init__(self, method: str, label: Promise, one: Any, other: Any) -> None:
        self.label = label
        self.val_a, self.val_b = getattr(one, method)(), getattr(other, method)()

    def field_label(self) -> str:
        return str(self.label)

    def get_items(self) -> tuple[list[Any], list[Any]]:
        return self.val_a, self.val_b


class TopicPanel(FieldPanel):
    """The tree of topics, as checkboxes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "field_name": "topics"})


class ChosenPanel(FieldPanel):
    """Checkboxes whose choices are rows of the page, not a field of it."""

    field = ""
    label: Promise

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "field_name": self.field})

    class BoundPanel(FieldPanel.BoundPanel):
        def get_comparison(self) -> list[Any]:
            return [partial(ChosenComparison, self.panel.field, self.panel.label)] if self.is_shown() else []


class SituationPanel(ChosenPanel):
    """The situations a page helps in."""

    field, label = "situations", _("Situations")


class AreaPanel(ChosenPanel):
    """The areas a page is for, in their regions. None: everywhere."""

    field, label = "areas", _("Areas")
