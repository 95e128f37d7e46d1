"""May this page be sent to the panel? What the page says of itself, and whether there is somebody to decide."""

from __future__ import annotations

from django.utils.translation import gettext as _
from wagtail.models import Page

from languages import translations
from moderation.authorship import writers_of
from moderation.ballots import LEAST_AGREES, who_votes
from people.models import Appointment, User, YouthPanel


def sentences_before_sending(page: Page, *, sender: User | None) -> list[str]:
    """Everything that stands in the way of sending `page` in, as kind sentences; empty when nothing does."""
    own_problems = [problem.sentence for problem in page.problems_before_sending()]
    return [
        *own_problems,
        *translations.sentences_before_sending(page),
        *sentences_about_people(page, sender=sender),
    ]


def sentences_about_people(page: Page, *, sender: User | None, place: Page | None = None) -> list[str]:
    """Is there a panel to vote, and an adult to check who neither wrote nor sends in the words?

    A page that is not saved yet hangs nowhere and has no history: `place` is where it will hang, `sender` its writer.
    """
    is_new = page.pk is None
    panel = YouthPanel.objects.of_page(place if is_new and place is not None else page)
    if panel is None:
        return [_("This page belongs to no youth panel, so nobody can vote on it. Move it to a panel's place first.")]
    members = set(panel.current_members().values_list("pk", flat=True))
    if len(members) < LEAST_AGREES:
        return [_("Your panel has too few members to vote. Ask your panel lead.")]
    writers = {sender.pk} if is_new and sender else writers_of(page)
    _voters, together = who_votes(members, writers)
    if len(eligible_checkers(panel, writers=writers, sender=sender)) < checks_needed(together):
        return [
            _(
                "Nobody can check this page yet: a moderator who did not write or send it in is needed. Ask your panel lead."
            )
        ]
    return []


def checks_needed(written_together: bool) -> int:
    """How many adults check: two where hardly anybody on the panel did not write."""
    return 2 if written_together else 1


def eligible_checkers(panel: YouthPanel, *, writers: set[int], sender: User | None) -> set[int]:
    """Ids of the moderators who neither wrote nor sent in the words. Four eyes, superusers included."""
    moderators = set(Appointment.objects.moderators_for(panel).values_list("user_id", flat=True))
    return moderators - writers - ({sender.pk} if sender else set())
