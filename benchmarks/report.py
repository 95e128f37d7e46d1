"""What was measured, printed for people and written for machines."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure, Loads

REPORT = Path(__file__).parent / "report.json"


def write(figures: Iterable[Figure]) -> None:
    """`[{"name", "value", "target", "unit", "better"}]`: what was measured, and nothing that was not."""
    rows = [
        {"name": one.name, "value": round(one.value, 4), "target": one.target, "unit": one.unit, "better": one.better}
        for one in figures
        if one.value is not None
    ]
    REPORT.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")


def on_screen(figures: list[Figure], loads: Loads, inside: dict[str, Any], heading: str) -> str:
    return "\n".join([heading, "", *_table_of_loads(loads), "", *_table_of_figures(figures), "", *_queries(inside)])


def _table_of_loads(loads: Loads) -> list[str]:
    rows = [
        f"| {name} | {one.per_second:,.0f} | {one.p50_ms:.2f} | {one.cpu_ms:.3f} |"
        for name, one in sorted(loads.items())
    ]
    return ["| loaded | requests/s | p50 ms | CPU ms a request |", "|---|---:|---:|---:|", *rows]


def _table_of_figures(figures: list[Figure]) -> list[str]:
    return ["| figure | measured | target | beyond | |", "|---|---:|---:|---:|---|", *map(_row, figures)]


def _row(figure: Figure) -> str:
    sign = "≥" if figure.better == "higher" else "≤"
    targets = [f"{sign} {_number(figure.target)}", _number(figure.beyond) if figure.beyond is not None else "–"]
    if figure.value is None:
        return f"| {figure.name} | – | {' | '.join(targets)} | not measured: {figure.why} |"
    verdict = "reached" if figure.is_reached else "**not reached**"
    return f"| {figure.name} | {_number(figure.value)} {figure.unit} | {' | '.join(targets)} | {verdict} |"


def _queries(inside: dict[str, Any]) -> list[str]:
    stock = inside["queries of stock"]
    return [
        f"Queries of stock Wagtail: {stock['item']} for an item, {stock['list']} for a list, {stock['filter']} for a filter."
    ]


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.2f}"
