"""By which words an item is found, and how much each says of it. Plain Python, from the public JSON alone.

What is not in the dict that readers get cannot be in here: searching gives nothing away that reading does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from delivery.rich_text import as_text
from delivery.words import is_stop_word, stems_of, words_of

Json = dict[str, Any]

# A title or a situation says what a page is about; a word somewhere in it says little.
TITLE, SITUATION, TOPIC, NEUTRAL_TITLE, SUMMARY, STEP, PLACE = 12, 10, 6, 6, 5, 3, 2
MOST_FROM_THE_BODY = 4
MOST_WORDS = 200

WRITTEN_OUT = "="
"""Before a word that stands for itself, endings and all: what titles and situations are completed by (suggestions)."""


def findable_words(item: Json) -> dict[str, int]:
    """Each word that finds a projected item, with its weight: at most so many, the weightiest."""
    language = item["locale"]
    found: Counter[str] = Counter()
    for text, weight in _headings(item):
        for one in stems_of(text, language):
            found[one] += weight
    for one, times in _body_words(item, language).items():
        found[one] += min(times, MOST_FROM_THE_BODY)
    most = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_WORDS]
    return dict(most) | _written_out(item)


def _headings(item: Json) -> Iterator[tuple[str, int]]:
    yield item["title"], TITLE
    yield item["neutral_title"], NEUTRAL_TITLE
    yield item["summary"], SUMMARY
    yield " ".join(situation["label"] for situation in item["situations"]), SITUATION
    yield " ".join(topic["label"] for topic in item["topics"]), TOPIC
    yield " ".join(step["title"] for step in item.get("steps", [])), STEP
    yield " ".join([item["made_by"] or "", *(area["name"] for area in item["areas"])]), PLACE


def _body_words(item: Json, language: str) -> Counter[str]:
    """How often each word stands in the reading version that says it most often: four versions say the same."""
    most: Counter[str] = Counter()
    for text in _bodies(item):
        most |= stems_of(text, language)
    return most


def _bodies(item: Json) -> Iterator[str]:
    for version in item["versions"]:
        yield " ".join(_texts(version["body"]))
    steps = item.get("steps", [])
    for level in {version["level"]: None for step in steps for version in step["versions"]}:
        bodies = [version["body"] for step in steps for version in step["versions"] if version["level"] == level]
        yield " ".join(text for body in bodies for text in _texts(body))
    yield " ".join(option["label"] for step in steps for option in step["options"])
    yield item["video"]["transcript"] if "video" in item else ""


def _texts(body: Iterable[Json]) -> Iterator[str]:
    for block in body:
        if block["type"] in ("image", "pathway"):  # a mention of another page is not about this one
            continue
        if block["type"] == "paragraph":
            yield as_text(block["value"])
            continue
        values = block["value"].values() if isinstance(block["value"], dict) else [block["value"]]
        for value in values:
            yield " ".join(value) if isinstance(value, list) else str(value or "")


def _written_out(item: Json) -> dict[str, int]:
    texts = [(item["title"], TITLE), (" ".join(one["label"] for one in item["situations"]), SITUATION)]
    forms = [(word, weight) for text, weight in reversed(texts) for word in words_of(text)]
    return {WRITTEN_OUT + word: weight for word, weight in forms if not is_stop_word(word, item["locale"])}
