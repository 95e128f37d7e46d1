"""What is asked of each database: the same of stock Wagtail and of us, as far as both can say it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass

from benchmarks.content import HOUSE

TOPIC = "rain"
LEVEL = "el3"
COMMON_WORD = "robin"
STOCK, OURS = "/api/v2/pages/", "/api/v1/content/"
IN_LISTS = "neutral_title,summary,page_topics,age_from,age_to,urgency,is_sensitive,main_level,reviewed_on,review_by"
A_LIST = f"type=articles.ArticlePage&locale=en&order=-first_published_at&limit=20&fields={IN_LISTS}"


@dataclass(frozen=True)
class Asking:
    """A hundred pages of a database, by their key there and by their content_id, and where its last page of a list begins."""

    page_ids: list[int]
    content_ids: list[str]
    last_cursor: str
    has_search: bool

    def of_stock(self) -> dict[str, list[str]]:
        return {
            "item": [f"{STOCK}{key}/" for key in self.page_ids],
            "list": [f"{STOCK}?{A_LIST}"],
            "filter": [f"{STOCK}?{A_LIST}&topic={TOPIC}&main_level={LEVEL}"],
            "search": [f"{STOCK}?type=articles.ArticlePage&locale=en&limit=20&fields={IN_LISTS}&search={COMMON_WORD}"],
        }

    def of_ours(self) -> dict[str, list[str]]:
        asked = {
            "item": [f"{OURS}{key}/" for key in self.content_ids],
            "list": [f"{OURS}?limit=20"],
            "filter": [f"{OURS}?topic={TOPIC}&level={LEVEL}&limit=20"],
        }
        return asked | (
            {"search": [f"{OURS}?search={COMMON_WORD}&order=relevance&limit=20"]} if self.has_search else {}
        )

    def last_page(self) -> dict[str, list[str]]:
        return {"last page": [f"{OURS}?limit=20&cursor={self.last_cursor}"]}


def asking_of(url: str) -> Asking:
    """Asked of the database in a process of its own: this one knows no Django."""
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "benchmarks.ours_settings"}
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.inside", "asking"]
    said = subprocess.run(command, cwd=HOUSE, env=environment, check=True, stdout=subprocess.PIPE).stdout
    return Asking(**json.loads(said))
