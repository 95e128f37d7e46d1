"""Pages that readers have, in one step; and somebody who looks at what is missing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from people.models import User
from tests.delivery.pages import agreed, article, translated
from tests.moderation.doors import browser_of


@pytest.fixture
def readers_have(django_capture_on_commit_callbacks: Any) -> Callable[..., Any]:
    """An advice page of this panel about these topics, let out."""

    def let_out(panel: Any, *topics: Any, **fields: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return agreed(panel, article(**fields), topics=topics)

    return let_out


@pytest.fixture
def readers_have_in_welsh(django_capture_on_commit_callbacks: Any) -> Callable[..., Any]:
    def let_out(page: Any, **fields: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return translated(page, "cy", **fields)

    return let_out


class Shown:
    """The page "What is missing" as somebody sees it."""

    def __init__(self, html: bytes) -> None:
        self.soup = BeautifulSoup(html, "html.parser")

    @property
    def text(self) -> str:
        return " ".join(self.soup.find("main").get_text(" ").split())

    @property
    def tables(self) -> list[Any]:
        return self.soup.select(".coverage-table")

    @property
    def sentence(self) -> str:
        return self.soup.find(id="coverage-most").get_text(strip=True)

    def cell(self, topic: str, level: str, language: str = "English") -> Any:
        table = next(one for one in self.tables if one.caption.get_text().startswith(language))
        column = [head.get_text(strip=True) for head in table.thead.find_all("th")].index(level)
        row = next(row for row in table.tbody.find_all("tr") if row.th.get_text(strip=True).startswith(topic))
        return row.find_all("td")[column - 1]

    def says(self, topic: str, level: str, language: str = "English") -> str:
        """What stands in a square: a number, or that there is none, and what one can press."""
        cell = self.cell(topic, level, language)
        for hidden in cell.select("[aria-hidden], .room-sr"):
            hidden.extract()
        return " ".join(cell.get_text(" ").split())

    def leads_to(self, topic: str, level: str, language: str = "English") -> str:
        link = self.cell(topic, level, language).find("a")
        return link["href"] if link else ""


@pytest.fixture
def look() -> Callable[..., Shown]:
    def at(user: User, **query: str) -> Shown:
        response = browser_of(user).get(reverse("insights:coverage"), query)
        assert response.status_code == 200
        return Shown(response.content)

    return at
