"""What deleted votes may have left in the database's files, and whether it has been rubbed out."""

from __future__ import annotations

from django.db import connection, models, transaction
from django.utils import timezone

from moderation.forgetting import rub_out


class ResidueManager(models.Manager["Residue"]):
    def leave(self) -> None:
        """Votes are deleted in this transaction. Once it has committed, what they leave is rubbed out."""
        self.create()
        # Where that fails, the note stays for the next sweep, and whatever else waits for this commit happens all the same.
        transaction.on_commit(self.rub_out, robust=True)

    def rub_out(self) -> None:
        """Where there is something: each sweep does what could not be done before. Not within a transaction."""
        left = dict(self.values_list("pk", "left_at")) if not connection.in_atomic_block else {}
        if left and rub_out(left_at=max(left.values())):
            self.filter(pk__in=left).delete()


class Residue(models.Model):
    """One for each ballot whose votes were deleted, until nothing of them is left."""

    left_at = models.DateTimeField(default=timezone.now)

    objects = ResidueManager()

    def __str__(self) -> str:
        return str(self.left_at)
