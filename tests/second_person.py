"""The other one of two: agrees to what the person in the test has just proposed."""

from __future__ import annotations

from moderation.models import ChangeProposal
from moderation.proposals import agree
from people.models import Appointment, Role
from tests.factories import UserFactory


def somebody_else_agrees() -> ChangeProposal:
    """To the newest proposal that waits."""
    proposal = ChangeProposal.objects.waiting().latest("pk")
    decider = UserFactory()
    Appointment.objects.create(user=decider, role=Role.ADMIN)
    agree(proposal=proposal, decider=decider)
    return proposal
