"""A secret vote and what it takes: who may vote, the key that hides them, and the choices that are left after closing."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from moderation.ballots import Tally
from people.models import User

BALLOT = "moderation.Ballot"


class VoteChoice(models.TextChoices):
    AGREE = "agree", _("Agree: it is ready")
    ASK_FOR_CHANGES = "ask_for_changes", _("Ask for changes")
    ABSTAIN = "abstain", _("Abstain: I'd rather not say")


class AskReason(models.TextChoices):
    """Ready-made reasons, so that nobody gives herself away by how she writes."""

    HARD_TO_UNDERSTAND = "hard_to_understand", _("It is hard to understand")
    SOMETHING_IS_WRONG = "something_is_wrong", _("I think something in it is not true")
    SOMETHING_IS_MISSING = "something_is_missing", _("Something important is missing")
    DOES_NOT_SOUND_LIKE_US = "does_not_sound_like_us", _("It does not sound like us")
    COULD_HURT = "could_hurt", _("It could hurt or scare somebody")
    OTHER = "other", _("Something else")


@dataclass(frozen=True)
class Count:
    """How many are left of an electorate, and the choice, reason and words of each of them who has voted."""

    electorate: int
    votes: tuple[tuple[str, str, str], ...]

    @property
    def tally(self) -> Tally:
        choices = [choice for choice, _reason, _words in self.votes]
        return Tally(
            agree=choices.count(VoteChoice.AGREE),
            ask_for_changes=choices.count(VoteChoice.ASK_FOR_CHANGES),
            abstain=choices.count(VoteChoice.ABSTAIN),
        )


def new_secret() -> bytes:
    return secrets.token_bytes(32)


class BallotKey(models.Model):
    """What turns a voter into a token. Destroyed when the ballot closes."""

    ballot = models.OneToOneField(BALLOT, on_delete=models.CASCADE, primary_key=True, related_name="key")
    secret = models.BinaryField(default=new_secret, max_length=32)
    server = models.CharField(max_length=64, help_text="Which SECRET_KEY the tokens were made with: its fingerprint.")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.server = self.server or self._fingerprint()
        super().save(*args, **kwargs)

    def is_of_this_server(self) -> bool:
        """Whether the server still has the key that this ballot's tokens were made with."""
        return constant_time_compare(self.server, self._fingerprint())

    def _fingerprint(self) -> str:
        return salted_hmac("moderation.ballot.server", bytes(self.secret).hex(), algorithm="sha256").hexdigest()


class Elector(models.Model):
    """Somebody who may vote in an open ballot. Forgotten when it closes."""

    ballot = models.ForeignKey(BALLOT, on_delete=models.CASCADE, related_name="electors")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ballot", "user"], name="an_elector_once_a_ballot")]


class Vote(models.Model):
    """A vote in an open ballot. No user, no time, no order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ballot = models.ForeignKey(BALLOT, on_delete=models.CASCADE, related_name="votes")
    token = models.CharField(max_length=64)
    choice = models.CharField(max_length=20, choices=VoteChoice)
    reason = models.CharField(max_length=30, blank=True, choices=AskReason)
    words = models.TextField(blank=True, max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ballot", "token"], name="one_voter_one_vote")]


class CountedVote(models.Model):
    """A choice and its reason, after closing: shuffled, whose it was forgotten."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ballot = models.ForeignKey(BALLOT, on_delete=models.CASCADE, related_name="counted_votes")
    choice = models.CharField(max_length=20, choices=VoteChoice)
    reason = models.CharField(max_length=30, blank=True, choices=AskReason)
    words = models.TextField(blank=True, max_length=500)
