"""Every figure of the table, with its target and what would be better still; worked out from what was measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from benchmarks.load import Measured

Loads = dict[str, Measured]


@dataclass(frozen=True)
class Figure:
    name: str
    value: float | None  # None: not measured, and `why` says why
    target: float
    beyond: float | None
    unit: str = "×"
    better: str = "higher"
    why: str = ""

    @property
    def is_reached(self) -> bool:
        if self.value is None:
            return False
        return self.value >= self.target if self.better == "higher" else self.value <= self.target


def figures(loads: Loads, inside: dict[str, Any], why_not: dict[str, str]) -> list[Figure]:
    """`why_not`: for what is missing (nginx, Redis, search), how to have it."""
    return [
        *_against_stock(loads),
        *_against_a_page_cache(loads, why_not),
        *_against_the_server_itself(loads, why_not),
        *_with_size(loads),
        _search(loads, why_not),
        *_queries(inside),
        *_inside(inside, why_not),
    ]


def _against_stock(loads: Loads) -> Iterator[Figure]:
    for what, target, beyond in (("item", 60, 100), ("list", 100, 200), ("filter", 100, 180)):
        yield Figure(
            f"uncached, against stock Wagtail API v2: {what}",
            _ratio(loads, f"ours: {what}", f"stock: {what}"),
            target,
            beyond,
        )


def _against_a_page_cache(loads: Loads, why_not: dict[str, str]) -> Iterator[Figure]:
    for what, target, beyond in (("item", 4, 8), ("list", 2.5, 4)):
        for kind, name in (("ours", "uncached"), ("ours cached", "from the in-process cache")):
            ratio = _ratio(loads, f"{kind}: {what}", f"stock with Redis: {what}")
            yield Figure(
                f"{name}, against stock with a Redis page cache, all hits: {what}",
                ratio,
                target,
                beyond,
                why=why_not.get("Redis", ""),
            )


def _against_the_server_itself(loads: Loads, why_not: dict[str, str]) -> Iterator[Figure]:
    yield Figure(
        "from the in-process cache, against a bare constant on the same server",
        _ratio(loads, "ours cached: item", "constant: item"),
        0.65,
        0.9,
    )
    for what in ("item", "list"):
        ratio = _ratio(loads, f"nginx cache: {what}", f"nginx static: {what}")
        yield Figure(
            f"behind nginx, against nginx with static files: {what}", ratio, 0.85, 0.95, why=why_not.get("nginx", "")
        )


def _with_size(loads: Loads) -> Iterator[Figure]:
    for what in ("item", "list", "filter"):
        yield Figure(
            f"p50 with a hundred times the items: {what}",
            _slower(loads, f"big: {what}", f"small: {what}"),
            1.5,
            1.2,
            better="lower",
        )
    yield Figure(
        "p50 of the last page over the first, largest size",
        _slower(loads, "big: last page", "big: list"),
        1.2,
        1.05,
        better="lower",
    )


def _search(loads: Loads, why_not: dict[str, str]) -> Figure:
    ratio = _ratio(loads, "ours: search", "stock: search")
    return Figure(
        "search for a common word, against Wagtail's database search", ratio, 30, 60, why=why_not.get("search", "")
    )


def _queries(inside: dict[str, Any]) -> Iterator[Figure]:
    counted = inside["queries of ours"]
    for what in ("item", "list", "filter"):
        yield Figure(f"queries: {what}", counted[what], 1, None, "queries", "lower")
    remembered = max(count for name, count in counted.items() if "remembered" in name or "304" in name)
    yield Figure("queries: an answer from the cache, or 304", remembered, 0, None, "queries", "lower")


def _inside(inside: dict[str, Any], why_not: dict[str, str]) -> Iterator[Figure]:
    yield Figure(
        "publishing: the projection's share of the time", inside["publishing"]["share"] * 100, 5, 2, "%", "lower"
    )
    yield Figure("full rebuild", inside["rebuilding"]["items_per_second"], 2000, 3500, "items/s")
    for name, seconds in inside["withdrawing"].items():
        yield Figure(
            f"a withdrawn page is gone from {name}", seconds, 1, None, "s", "lower", why=why_not.get("nginx", "")
        )


def _ratio(loads: Loads, ours: str, theirs: str) -> float | None:
    if ours not in loads or theirs not in loads:
        return None
    return loads[ours].per_second / loads[theirs].per_second


def _slower(loads: Loads, large: str, small: str) -> float | None:
    if large not in loads or small not in loads:
        return None
    return loads[large].p50_ms / loads[small].p50_ms
