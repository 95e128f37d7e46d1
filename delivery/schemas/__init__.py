"""The shape of every answer, for the OpenAPI file: content items and cards, lists that content is chosen by, problems.

Answers are written by hand (`delivery/projection.py`, `vocabulary.py`), never from these classes; tests hold the two together.
They are open to the world: a client made today must go on working when a field is added. Our own tests forbid what is not here.
"""

from delivery.schemas.items import Card, ContentList, Item, Mention
from delivery.schemas.lists import (
    Areas,
    Councils,
    CrisisHelp,
    Languages,
    Levels,
    Root,
    Situations,
    Suggestions,
    Topics,
)
from delivery.schemas.problems import PROBLEM_CODES, Problem, Withdrawn

__all__ = [
    "PROBLEM_CODES",
    "Areas",
    "Card",
    "ContentList",
    "Councils",
    "CrisisHelp",
    "Item",
    "Languages",
    "Levels",
    "Mention",
    "Problem",
    "Root",
    "Situations",
    "Suggestions",
    "Topics",
    "Withdrawn",
]
