"""The ballot, the check, what was decided, and what was taken down."""

from moderation.models.ballots import Ballot, PanelVoteTask
from moderation.models.changes import ChangeOutcome, ChangeProposal
from moderation.models.checks import CheckMark, ModeratorCheck, ModeratorCheckTask
from moderation.models.decisions import Decision, DecisionKind
from moderation.models.proposals import LabelProposal, ProposalOutcome
from moderation.models.reasons import ReasonCode
from moderation.models.residues import Residue
from moderation.models.sittings import Sitting, WhyKept
from moderation.models.speakers import SpeakerCheck
from moderation.models.sweeps import DailySweep, HourlySweep
from moderation.models.takedowns import Takedown, TakenPage
from moderation.models.votes import AskReason, BallotKey, CountedVote, Elector, Vote, VoteChoice

__all__ = [
    "AskReason",
    "Ballot",
    "BallotKey",
    "ChangeOutcome",
    "ChangeProposal",
    "CheckMark",
    "CountedVote",
    "DailySweep",
    "Decision",
    "DecisionKind",
    "Elector",
    "HourlySweep",
    "LabelProposal",
    "ModeratorCheck",
    "ModeratorCheckTask",
    "PanelVoteTask",
    "ProposalOutcome",
    "ReasonCode",
    "Residue",
    "Sitting",
    "SpeakerCheck",
    "Takedown",
    "TakenPage",
    "Vote",
    "VoteChoice",
    "WhyKept",
]
