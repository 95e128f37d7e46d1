"""The ballot, the check, what was decided, and what was taken down."""

from moderation.models.ballots import (
    AskReason,
    Ballot,
    BallotKey,
    CountedVote,
    Elector,
    PanelVoteTask,
    Vote,
    VoteChoice,
)
from moderation.models.checks import CheckMark, ModeratorCheck, ModeratorCheckTask, ReasonCode
from moderation.models.decisions import Decision, DecisionKind
from moderation.models.proposals import LabelProposal, ProposalOutcome
from moderation.models.sittings import Sitting, WhyKept
from moderation.models.speakers import SpeakerCheck
from moderation.models.sweeps import DailySweep
from moderation.models.takedowns import Takedown, TakenPage

__all__ = [
    "AskReason",
    "Ballot",
    "BallotKey",
    "CheckMark",
    "CountedVote",
    "DailySweep",
    "Decision",
    "DecisionKind",
    "Elector",
    "LabelProposal",
    "ModeratorCheck",
    "ModeratorCheckTask",
    "PanelVoteTask",
    "ProposalOutcome",
    "ReasonCode",
    "Sitting",
    "SpeakerCheck",
    "Takedown",
    "TakenPage",
    "Vote",
    "VoteChoice",
    "WhyKept",
]
