"""What somebody can say of the words they stand beside: boxes in a page's form that are no fields of the page.

They are no fields of Django's form either: Wagtail shows once more whatever its own panels have not (BoundPanel,
`render_missing_fields`). A tick holds for exactly the words that are saved with it (`articles.keeping_up.Said`). A box that is shown ticked says
KEPT, and a fresh tick says NOW, so that a tick for older words is never taken for one for these.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from agreement.labels import Labels
from agreement.panel_says import PREFIX
from articles.checklist import Item
from articles.keeping_up import KEPT, NOW, READ_ALOUD_AT, Changed, Said
from literacy.levels import LiteracyLevel

STILL_THE_SAME, READ_ALOUD = "still_the_same", f"{PREFIX}read_aloud"
SHOWN = "_shown"
"""Beside each box: a form without it never showed the box, so that nothing is taken back by it."""


@dataclass(frozen=True)
class Tick:
    """One box to tick: the name of its field, and what it says now, if anything."""

    name: str
    said: str

    @property
    def value(self) -> str:
        return self.said or NOW


@dataclass(frozen=True)
class BesideVersion:
    """What stands beside one reading version in the editor.

    `asks`: whether to ask if the words still say the same; `changes`: what became of the main version since, if known.
    """

    label: str
    main_label: str
    asks: bool
    changes: Changed | None
    still_the_same: Tick
    read_aloud: Tick | None


class TicksBesideVersions:
    """For the form of a page that has reading versions; of any other page's form it changes nothing."""

    instance: Any
    initial: dict[str, Any]
    ticked_before: dict[str, str]
    is_bound: bool

    def show_what_was_said(self) -> None:
        """Call it when the form is made."""
        page = self.instance
        if self.is_bound or not hasattr(page, "versions"):
            return
        said = page.levels_to_compare() - page.levels_out_of_date()
        self.ticked_before = {_name(STILL_THE_SAME, level): KEPT for level in said}
        self.ticked_before |= {_name(READ_ALOUD, level): KEPT for level in READ_ALOUD_AT if page.was_read_aloud(level)}
        if page.danger_is_over():
            self.initial["is_safety_critical"] = False

    def said(self) -> Said:
        """What is ticked in the form."""
        return Said(
            {level.value: self._said_at(STILL_THE_SAME, level) for level in LiteracyLevel},
            {level.value: self._said_at(READ_ALOUD, level) for level in READ_ALOUD_AT},
        )

    def _said_at(self, what: str, level: LiteracyLevel) -> str:
        name, data = _name(what, level), self.data  # type: ignore[attr-defined]
        if self.is_bound and name not in data and f"{name}{SHOWN}" not in data:
            return KEPT
        said = data.get(name) if self.is_bound else self.ticked_before.get(name)
        return said if said in (NOW, KEPT) else ""

    def save(self, commit: bool = True) -> Any:
        if hasattr(self.instance, "versions"):
            self.instance.said = self.said()  # kept when the words are (KeepsUp.save_revision), not in a preview
        return super().save(commit=commit)  # type: ignore[misc]

    # -- what to show

    @cached_property
    def labels(self) -> Labels:
        """What readers of the page see as the names of the levels: looked up once for all that is shown of the form."""
        return self.instance.level_labels()

    @cached_property
    def _to_compare(self) -> set[LiteracyLevel]:
        return self.instance.levels_to_compare()

    def beside(self, level: LiteracyLevel) -> BesideVersion:
        """What stands beside the words at `level`, as they are in the form."""
        page, asks = self.instance, level in self._to_compare
        main = LiteracyLevel(page.versions().main)
        return BesideVersion(
            label=self.labels[level],
            main_label=self.labels[main],
            asks=asks,
            changes=page.changes_in_main_since(level) if asks else None,
            still_the_same=self._tick(STILL_THE_SAME, level),
            read_aloud=self._tick(READ_ALOUD, level) if level in READ_ALOUD_AT else None,
        )

    def _tick(self, what: str, level: LiteracyLevel) -> Tick:
        return Tick(_name(what, level), self._said_at(what, level))

    def worth_a_look(self) -> list[Item]:
        """What would make the page better and keeps nobody from sending it."""
        if not hasattr(self.instance, "versions"):
            return []
        page, said = self.instance, self.said()
        ticked = {level for level in LiteracyLevel if said.still_the_same[level.value] == NOW}
        behind = page.levels_out_of_date() - ticked
        not_read = [level for level in page.levels_to_read_aloud() if said.read_aloud[level.value] != NOW]
        return [_item_about_being_behind(level, self.labels) for level in LiteracyLevel if level in behind] + [
            _item_about_reading_aloud(level, self.labels) for level in not_read
        ]


def _name(what: str, level: LiteracyLevel) -> str:
    return f"{what}_{level.value}"


def _item_about_being_behind(level: LiteracyLevel, labels: Labels) -> Item:
    return Item(
        field=_name(STILL_THE_SAME, level),
        label=_("Does “%(label)s” still say the same?") % {"label": labels[level]},
        sentences=(_("The main words have changed since. Change these too, or tick that they still say the same."),),
    )


def _item_about_reading_aloud(level: LiteracyLevel, labels: Labels) -> Item:
    return Item(
        field=_name(READ_ALOUD, level),
        label=_("Read “%(label)s” aloud together") % {"label": labels[level]},
        sentences=(_("Where did somebody get stuck? Change it there. If it worked, tick the box beside the words."),),
    )
