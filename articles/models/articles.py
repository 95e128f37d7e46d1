"""Advice pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from articles.beginnings import BEGINNINGS
from articles.forms import ContentPageForm
from articles.models.content import ContentPage, ReadingVersions
from articles.panels import article_editor
from articles.problems import Problem
from literacy.levels import MAIN_LEVEL

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


class ArticlePage(ReadingVersions, ContentPage):
    """An advice page: a question as its title, one sentence, then the words, in up to four reading versions."""

    beginnings = BEGINNINGS
    base_form_class = ContentPageForm
    edit_handler = article_editor()
    parent_page_types = ["home.CouncilPage", "home.YouthPanelPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("advice page")
        verbose_name_plural = _("advice pages")

    def begin_with(self, name: str) -> None:
        """Put the words of the beginning called so on this new page; nothing where there is none of that name."""
        for beginning in self.beginnings:
            if beginning.name == name:
                beginning.fill(self)

    def problems_before_sending(self) -> list[Problem]:
        return super().problems_before_sending() + self.problems_in_versions(MAIN_LEVEL)

    def words_needed_before_sending(self) -> list[tuple[str, str | StrPromise]]:
        return [
            (
                f"body_{MAIN_LEVEL.value}",
                _("The words, at the level %(level)s") % {"level": self.level_labels()[MAIN_LEVEL]},
            )
        ]
