"""Who may check what a panel agreed to: adults who had nothing to do with the words."""

from __future__ import annotations

from datetime import date

from agreement.days import today
from people.models import Appointment, Membership, YouthPanel


def checks_needed(written_together: bool) -> int:
    """How many adults check: two where hardly anybody on the panel did not write."""
    return 2 if written_together else 1


def eligible_checkers(
    panel: YouthPanel, *, writers: set[int], senders: set[int], withdrew: set[int], since: date | None = None
) -> set[int]:
    """Ids of the moderators who neither wrote, sent in nor withdrew these words, nor could vote on them since the day `since`.

    Four eyes, superusers included. Votes are secret, so whoever was in the panel meanwhile counts as somebody who voted,
    also when their membership has ended.
    """
    moderators = set(Appointment.objects.moderators_for(panel).values_list("user_id", flat=True))
    return moderators - writers - withdrew - senders - could_vote(panel, since=since)


def could_vote(panel: YouthPanel, *, since: date | None = None, until: date | None = None) -> set[int]:
    """Ids of everybody who was in the panel on any day from `since` to `until`; None is today."""
    terms = Membership.objects.filter(youth_panel=panel).during(since or today(), until or today())
    return set(terms.values_list("user_id", flat=True))
