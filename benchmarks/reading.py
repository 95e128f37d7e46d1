"""How well our reading measure agrees with people, beside the formulas that most tools print. Alone: `python -m benchmarks.reading`.

It asks the scoring script that lies beside the project, three times over the same rated texts, so that all are scored alike.
Neither the script nor the texts are part of the project: where they are not there, nothing is measured.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import textstat

from benchmarks.figures import Figure
from literacy import measures
from literacy.measures import Reading

BESIDE_THE_PROJECT = Path(__file__).resolve().parents[2] / "shared"
SCRIPT, DATA = BESIDE_THE_PROJECT / "tools/score_literacy.py", BESIDE_THE_PROJECT / "data"
WHERE_TO_GET_THEM = f"the rated texts are not in {BESIDE_THE_PROJECT.name}/data beside the project"

FORMULAS: dict[str, Callable[[str], float]] = {
    "Flesch–Kincaid": textstat.flesch_kincaid_grade,
    "Dale–Chall": textstat.dale_chall_readability_score_v2,
}

# What the script calls a figure: what it is, its target, what would be better still.
WANTED: dict[str, tuple[str, float, float | None, str]] = {
    "clear_pearson": ("texts, r with teachers' choices (CLEAR)", 0.66, 0.72, ""),
    "ose_triples_in_order": ("texts, three versions put in order (OneStopEnglish)", 0.98, 1, ""),
    "ose_three_levels": ("texts, put at the right one of three levels (OneStopEnglish)", 0.65, 0.7, ""),
    "sentence_pearson": ("sentences, r with raters (CEFR-SP)", 0.77, 0.8, ""),
    "sentence_within_one": ("sentences, within one level of raters (CEFR-SP)", 0.94, None, ""),
    "word_pearson": ("words, r with raters (CompLex)", 0.72, 0.76, ""),
    "hard_word_auc": ("words, hard ones told apart (CompLex)", 0.9, 0.93, ""),
    "texts_per_second": ("texts a second, one core", 500, 2000, "texts/s"),
}

# A formula gives texts and sentences a school grade. Words it knows nothing of, and a grade is no level.
NOT_OF_A_FORMULA = {"sentence_within_one", "word_pearson", "hard_word_auc"}

Scores = dict[str, dict[str, float]]
OURS = "Waymark"


def scores() -> Scores:
    """For each measure the figures of the script; empty where the rated texts are not there."""
    if not (SCRIPT.exists() and DATA.exists()):
        return {}
    score = _script().score
    found = {OURS: score(DATA)}
    for name, formula in FORMULAS.items():
        with _measured_by(formula):
            found[name] = {key: value for key, value in score(DATA).items() if key not in NOT_OF_A_FORMULA}
    return found


def reading_figures(found: Scores) -> list[Figure]:
    ours = found.get(OURS, {})
    return [
        Figure(f"reading: {what}", ours.get(key), target, beyond, unit, why=WHERE_TO_GET_THEM)
        for key, (what, target, beyond, unit) in WANTED.items()
    ]


def side_by_side(found: Scores) -> str:
    """A table of all measures, a line for each figure."""
    if not found:
        return f"Reading: not measured, {WHERE_TO_GET_THEM}."
    head = [f"| reading | {' | '.join(found)} |", "|---|" + "---:|" * len(found)]
    rows = [
        f"| {what} | {' | '.join(_said(one.get(key)) for one in found.values())} |"
        for key, (what, *_) in WANTED.items()
    ]
    return "\n".join([*head, *rows])


def _said(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if value >= 10 else f"{value:.3f}"


def _script() -> Any:
    spec = importlib.util.spec_from_file_location("score_literacy", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextmanager
def _measured_by(formula: Callable[[str], float]) -> Any:
    """The script asks `literacy.measures`: for a while, something else answers there."""

    def measure(text: str, *, language: str = "en") -> Reading:
        return Reading(formula(text), len(text.split()), 1)

    with patch.multiple(measures, measure=measure, sentence_difficulty=formula):
        yield


if __name__ == "__main__":
    print(side_by_side(scores()))
