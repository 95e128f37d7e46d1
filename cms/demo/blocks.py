"""The demo's words as StreamField data. Ids come from where a block stands, so the demo is the same each time."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from literacy.levels import LiteracyLevel

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://waymark.example/demo/")

# From a page's slug to its row.
Keys = Mapping[str, int]


def block(place: str, kind: str, value: Any) -> dict[str, Any]:
    """One block. `place` says where it stands, like "feeling-low/el3/2"."""
    return {"id": str(uuid.uuid5(NAMESPACE, place)), "type": kind, "value": value}


def version(slug: str, level: LiteracyLevel, parts: list[dict[str, Any]], pages: Keys) -> list[dict[str, Any]]:
    """A page's words at one literacy level."""
    return [
        block(place, part["type"], _value(place, part, pages))
        for number, part in enumerate(parts)
        if (place := f"{slug}/{level.value}/{number}")
    ]


def notes(slug: str, texts: list[str]) -> list[dict[str, Any]]:
    return [block(f"{slug}/note/{number}", "note", text) for number, text in enumerate(texts)]


def sources(slug: str, found: list[dict[str, str]]) -> list[dict[str, Any]]:
    return [
        block(f"{slug}/source/{number}", "source", {"title": source["title"], "url": source["url"]})
        for number, source in enumerate(found)
    ]


def related(slug: str, slugs: list[str], pages: Keys) -> list[dict[str, Any]]:
    return [block(f"{slug}/related/{other}", "page", pages[other]) for other in slugs]


def steps(slug: str, said: list[dict[str, Any]], *, start: str, pages: Keys) -> list[dict[str, Any]]:
    """A pathway's steps, with the one that it starts with first."""
    in_order = sorted(said, key=lambda step: step["id"] != start)
    return [_step(f"{slug}/{step['id']}", step, pages) for step in in_order]


def _step(place: str, step: dict[str, Any], pages: Keys) -> dict[str, Any]:
    value = {
        "key": step["id"],
        "title": step["title"],
        "text": {level.value: step.get(level.value, "") for level in LiteracyLevel},
    }
    if step["kind"] == "question":
        value["options"] = _items(place, [{"is_not_sure": False} | way for way in step["options"]])
    else:
        value["urgency"] = step["urgency"]
        value["pages"] = _items(place, [pages[other] for other in step["pages"]])
    return block(place, step["kind"], value)


def _value(place: str, part: dict[str, Any], pages: Keys) -> Any:
    match part["type"]:
        case "paragraph" | "key_message" | "content_note":
            return part["text"]
        case "pathway":
            return pages[part["pathway"]]
        case "steps":
            return {"items": _items(place, part["items"])}
        case "do_and_dont":
            return {side: _items(f"{place}/{side}", part[side]) for side in ("do", "dont")}
        case _:
            return {name: value for name, value in part.items() if name != "type"}


def _items(place: str, values: list[Any]) -> list[dict[str, Any]]:
    return [block(f"{place}/item/{number}", "item", value) for number, value in enumerate(values)]
