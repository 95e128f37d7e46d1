"""Signposting pathways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StructValue
from wagtail.fields import StreamField
from wagtail.rich_text import RichText

from articles.forms import ContentPageForm
from articles.models import ContentPage, Problem
from articles.wording import plain_text
from literacy.levels import MAIN_LEVEL, LiteracyLevel
from literacy.visible_text import says_something
from pathways.blocks import StepsBlock
from pathways.panels import pathway_editor
from pathways.routes import Graph, Option, Step, problems
from taxonomy.models import Urgency

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


class PathwayPage(ContentPage):
    """Questions with options, leading to outcomes. It runs on the reader's device: answers never travel.

    The first question is where it starts.
    """

    steps = StreamField(
        StepsBlock(),
        blank=True,
        verbose_name=_("steps"),
        help_text=_("Begin with a question. Each answer goes to another question, or to an outcome with help."),
    )

    base_form_class = ContentPageForm
    edit_handler = pathway_editor()
    parent_page_types = ["home.CouncilPage", "home.YouthPanelPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("pathway")
        verbose_name_plural = _("pathways")

    def written_levels(self) -> list[LiteracyLevel]:
        """The levels that any step is written at, easiest first."""
        texts = [block.value["text"] for block in self.steps]
        return [level for level in LiteracyLevel if any(_has_words(text[level.value]) for text in texts)]

    def graph(self) -> Graph:
        """The steps as `pathways.routes` knows them."""
        return Graph(tuple(_step(block.block_type, block.value) for block in self.steps))

    def problems_before_sending(self) -> list[Problem]:
        return [
            *super().problems_before_sending(),
            *(Problem("steps", problem.say(gettext(problem.template))) for problem in problems(self.graph())),
            *self._problems_in_outcomes(),
        ]

    def words_needed_before_sending(self) -> list[tuple[str, str | StrPromise]]:
        return [("steps", _("The steps, from the first question to help"))]

    def _problems_in_outcomes(self) -> Iterator[Problem]:
        for block in self.steps:
            for page in block.value.get("pages") or []:
                if page is not None and not page.live:
                    yield Problem(
                        "steps",
                        gettext(
                            "“%(step)s” points to “%(page)s”, which is not live. Choose a page that readers can open."
                        )
                        % {"step": block.value["title"], "page": page.title},
                    )


def _step(kind: str, value: StructValue) -> Step:
    return Step(
        key=value["key"] or "",
        title=value["title"] or "",
        options=tuple(_option(option) for option in value.get("options") or []),
        is_outcome=kind == "outcome",
        is_urgent=value.get("urgency") == Urgency.NOW,
        has_main_text=_has_words(value["text"][MAIN_LEVEL.value]),
    )


def _option(value: Any) -> Option:
    return Option(label=value["label"] or "", next=value["next"] or "", is_not_sure=bool(value["is_not_sure"]))


def _has_words(text: RichText | None) -> bool:
    return text is not None and says_something(plain_text(text))
