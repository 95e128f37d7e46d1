"""The demo's topics, situations and crisis lines, with their labels in every language."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from cms.demo.loading import DemoContent
from home.models import CrisisLine, CrisisLineWords
from taxonomy.models import Situation, SituationLabel, Topic, TopicLabel


def make_lists(content: DemoContent) -> None:
    for said in content.topics:
        _make_topic(said)
    for place, said in enumerate(content.situations):
        _make_situation(said, place)
    for place, said in enumerate(content.crisis_lines):
        _make_crisis_line(said, place)


def _make_topic(said: dict[str, Any]) -> None:
    """Parents stand before their children in the file."""
    topic = Topic.objects.create(
        slug=said["slug"],
        name=said["label_en"],
        parent=Topic.objects.get(slug=said["parent"]) if said["parent"] else None,
        age_from=said["age_from"],
        is_sensitive=said["sensitive"],
    )
    for language, label in _in_every_language(said, "label"):
        TopicLabel.objects.create(topic=topic, language=language, label=label)


def _make_situation(said: dict[str, Any], place: int) -> None:
    situation = Situation.objects.create(slug=said["slug"], name=said["label_en"], sort_order=place)
    for language, label in _in_every_language(said, "label"):
        SituationLabel.objects.create(situation=situation, language=language, label=label)


def _make_crisis_line(said: dict[str, Any], place: int) -> None:
    """`checked_on` stays empty: nobody has called these numbers for the demo, and readers are told so."""
    line = CrisisLine.objects.create(
        slug=said["id"],
        name=said["name"],
        kind=said["kind"],
        number=said["number"],
        send=said["send"],
        url=said["url"],
        is_free=said.get("free"),
        hides_from_bill=said.get("hides_from_bill"),
        languages=said["languages"],
        sort_order=place,
    )
    line.topics.set(Topic.objects.filter(slug__in=said["topics"]))
    for language, words in _in_every_language(said, "for"):
        CrisisLineWords.objects.create(line=line, language=language, for_whom=words)


def _in_every_language(said: dict[str, Any], name: str) -> list[tuple[str, str]]:
    return [(code, said[f"{name}_{code}"]) for code, _name in settings.LANGUAGES if said.get(f"{name}_{code}")]
