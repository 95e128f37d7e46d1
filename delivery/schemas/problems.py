"""What is said when there is no answer: problem documents (RFC 9457)."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypeAlias

from delivery.schemas.mentions import Mention
from delivery.schemas.parts import Answered, CrisisLine, field, optional

PROBLEM_CODES = (
    *("bad_request", "not_allowed", "not_found", "method_not_allowed", "not_satisfiable", "unreadable"),
    *("too_many_requests", "server_error", "unavailable", "withdrawn", "error"),
)
ProblemCode: TypeAlias = Literal[PROBLEM_CODES]  # type: ignore[valid-type]


class Wrong(Answered):
    """One thing that is wrong with what was asked or sent."""

    in_: Literal["query", "path", "body", "header"] = field("Where it stands.", "query", alias="in")
    name: str = field("What it is called there.", "topic")
    message: str = field("What is wrong with it, in plain English.", "There is no such topic.")


class Problem(Answered):
    """Why there is no answer, in plain English."""

    type: str = field("A name for this kind of problem. It leads nowhere.", "urn:waymark:problem:bad_request")
    title: str = field("The kind of problem, for people.", "This request cannot be understood")
    status: int = field("The HTTP status.", 400, ge=400, le=599)
    detail: str = field("What to do about it.", "See `errors` for what is wrong.")
    code: ProblemCode = field("The kind of problem, for programs.", "bad_request")
    errors: list[Wrong] = optional("Each thing that is wrong, where something can be named.")


class Withdrawn(Problem):
    """The page was taken back. Forget what you hold of it, and show crisis help."""

    withdrawn_at: datetime = field("When, in UTC.", "2026-11-22T12:00:00Z")
    reason: Literal["out_of_date", "replaced", "wrong", "removed"] = field(
        "Why, as far as the public hears.", "replaced"
    )
    replacement: Mention | None = field("Where to go instead.")
    crisis_help: list[CrisisLine] = field("The numbers that are always shown.")
