"""The list beside a page that is being written: what it needs before it can be sent in, and what is there already.

It has no rules of its own. What is open is what sending in would refuse (`ContentPageForm.points_left`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.problems import Problem

if TYPE_CHECKING:
    from articles.models import ContentPage

PEOPLE = ""
"""What stands at no field of the form: whether there is somebody to vote and somebody to check."""


@dataclass(frozen=True)
class Item:
    """One thing a page needs: where it is in the form, what it is called, and what is still to do."""

    field: str
    label: str
    sentences: tuple[str, ...]

    @property
    def is_done(self) -> bool:
        return not self.sentences


@dataclass(frozen=True)
class Checklist:
    """`items`: what the page needs. `worth_a_look`: what would make it better, and keeps nobody from sending."""

    items: tuple[Item, ...]
    worth_a_look: tuple[Item, ...] = ()

    @property
    def left(self) -> int:
        return sum(not item.is_done for item in self.items)

    @property
    def summary(self) -> str:
        if not self.left:
            return _("Ready to be sent to the panel")
        return ngettext("%(number)s thing left to do", "%(number)s things left to do", self.left) % {
            "number": self.left
        }


def checklist_of(page: ContentPage, points: list[Problem], worth_a_look: Iterable[Item] = ()) -> Checklist:
    """What `page` needs, in the order of its form, and then whatever else is in the way of sending it in."""
    needed = {field: str(label) for field, label in page.needed_before_sending()}
    other = [point.field for point in points if point.field not in needed and point.field != PEOPLE]
    labels = (
        needed | {field: label_of_field(page, field) for field in other} | {PEOPLE: _("People to vote and to check")}
    )
    return Checklist(tuple(_item(field, label, points) for field, label in labels.items()), tuple(worth_a_look))


def _item(field: str, label: str, points: list[Problem]) -> Item:
    sentences = dict.fromkeys(str(point.sentence) for point in points if point.field == field)
    return Item(field=field, label=label, sentences=tuple(sentences))


def label_of_field(page: ContentPage, name: str) -> str:
    """What a field is called in the form."""
    if name not in {field.name for field in page._meta.get_fields()}:
        return _("Something else")
    field: Any = page._meta.get_field(name)
    label = page.label_of_words(name) or str(getattr(field, "verbose_name", "") or name)
    return label[:1].upper() + label[1:]
