"""Names for the levels, proposed and agreed, for tests."""

from __future__ import annotations

from typing import Any

from literacy.levels import LiteracyLevel
from moderation.actions import agree_to_labels, propose_labels
from moderation.models import LabelProposal
from people.models import YouthPanel
from tests.factories import member_of, moderator_for

OURS = {"el12": "In short", "el3": "Clear words", "l1": "Going deeper", "l2": "Everything"}
IN_WELSH = {"el12": "Yn gryno", "el3": "Geiriau clir", "l1": "Mynd yn ddyfnach", "l2": "Y stori'n llawn"}


def proposed(panel: YouthPanel, *, by: Any = None, language: str = "en", **names: str) -> LabelProposal:
    """What the panel would like to call the levels, waiting for a moderator."""
    said = {**(IN_WELSH if language == "cy" else OURS), **names}
    labels = {LiteracyLevel(code): name for code, name in said.items()}
    return propose_labels(youth_panel=panel, language=language, labels=labels, proposer=by or member_of(panel))


def renamed(panel: YouthPanel, *, language: str = "en", **names: str) -> LabelProposal:
    """The levels called otherwise, as the panel and a moderator agreed."""
    proposal = proposed(panel, language=language, **names)
    agree_to_labels(proposal=proposal, moderator=moderator_for(panel))
    proposal.refresh_from_db()
    return proposal
