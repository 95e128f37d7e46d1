"""May this page be sent to the panel? What the page says of itself, and whether there is somebody to decide."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, Workflow

from languages import translations
from moderation.authorship import writers_of
from moderation.ballots import too_few_are_left, who_votes
from moderation.checkers import checks_needed, eligible_checkers
from people.models import YouthPanel

# By the names of their content types: the models of these steps ask here before they open.
THE_ROAD = ["panelvotetask", "moderatorchecktask"]
ROAD_NOT_WHOLE = gettext_lazy(
    "Nothing can be sent in just now: a step is missing that every page takes. Your words are safe. "
    "Tell your panel lead, so that somebody mends it."
)


def can_be_voted_on(kind: type[Page]) -> bool:
    """Whether a kind of page goes along the road: those that can say what is missing before they are sent in."""
    return hasattr(kind, "problems_before_sending")


def sentences_before_sending(page: Page, *, senders: set[int], withdrew: set[int]) -> list[str]:
    """Everything that stands in the way of sending `page` in, as kind sentences; empty when nothing does."""
    own_problems = [problem.sentence for problem in page.problems_before_sending()]
    return [
        *sentences_about_the_road(page.get_workflow()),
        *own_problems,
        *translations.sentences_before_sending(page),
        *sentences_about_people(page, senders=senders, withdrew=withdrew),
    ]


def sentences_about_the_road(workflow: Workflow | None) -> list[str]:
    """Nothing sets out where a step is missing: it would stand still half-way, or end in an error."""
    return [] if workflow is not None and _steps_of(workflow) == THE_ROAD else [str(ROAD_NOT_WHOLE)]


def _steps_of(workflow: Workflow) -> list[str]:
    steps = workflow.workflow_tasks.filter(task__active=True).order_by("sort_order")
    return list(steps.values_list("task__content_type__model", flat=True))


def sentences_about_people(
    page: Page, *, senders: set[int], withdrew: set[int], place: Page | None = None
) -> list[str]:
    """Is there a panel to vote, and an adult to check who neither wrote nor sends in the words (`senders`), nor is among those who `withdrew` them?

    A page that is not saved yet hangs nowhere and has no history: `place` is where it will hang, `senders` its writer.
    """
    is_new = page.pk is None
    panel = YouthPanel.objects.of_page(place if is_new and place is not None else page)
    if panel is None:
        return [_("This page belongs to no youth panel, so nobody can vote on it. Move it to a panel's place first.")]
    members = set(panel.current_members().values_list("pk", flat=True))
    if too_few_are_left(len(members)):
        return [_("Your panel has too few members to vote. A secret vote takes three. Ask your panel lead.")]
    writers = senders if is_new else writers_of(page)
    _voters, together = who_votes(members, writers)
    checkers = eligible_checkers(panel, writers=writers, senders=senders, withdrew=withdrew)
    if len(checkers) < checks_needed(together):
        return [
            _(
                "Nobody can check this page yet: a moderator who did not write or send it in is needed. Ask your panel lead."
            )
        ]
    return []
