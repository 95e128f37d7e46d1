"""What a panel's people and its moderators are shown of the levels' labels: those that stand, and those that are proposed."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Page

from agreement.labels import Labels, labels_at
from literacy.levels import LiteracyLevel
from literacy.naming import Remark, second_looks
from moderation.models import LabelProposal
from moderation.models.proposals import LabelProposalQuerySet
from people.models import User, YouthPanel


@dataclass(frozen=True)
class LevelsInALanguage:
    """What one panel calls the levels in one language, and what waits for a moderator."""

    language: str
    language_name: str
    now: Labels
    waiting: LabelProposal | None


@dataclass(frozen=True)
class Renamed:
    """One level: what it is called, what it would be called, and what is worth a second look."""

    level: LiteracyLevel
    now: str
    proposed: str
    second_looks: list[str]

    @property
    def is_new(self) -> bool:
        return self.now != self.proposed


@dataclass(frozen=True)
class ProposalOnTheDesk:
    """A proposal as one moderator sees it."""

    proposal: LabelProposal
    language_name: str
    may_decide: bool


def levels_in_each_language(panel: YouthPanel) -> list[LevelsInALanguage]:
    """Every language that the panel has a place in, the site's own first."""
    waiting = {proposal.language: proposal for proposal in LabelProposal.objects.waiting().filter(youth_panel=panel)}
    return [_levels_at(place, waiting.get(place.locale.language_code)) for place in _places_of(panel)]


def levels_in(panel: YouthPanel, language: str) -> LevelsInALanguage | None:
    """The same for one language; None where the panel has no place in it."""
    return next((levels for levels in levels_in_each_language(panel) if levels.language == language), None)


def _places_of(panel: YouthPanel) -> list[Page]:
    places = Page.objects.filter(translation_key=panel.root_page.translation_key).select_related("locale")
    return sorted(places, key=lambda place: (place.locale.language_code != settings.LANGUAGE_CODE, place.pk))


def _levels_at(place: Page, waiting: LabelProposal | None) -> LevelsInALanguage:
    language = place.locale.language_code
    return LevelsInALanguage(
        language=language,
        language_name=name_of_language(language),
        now=labels_at(place, language),
        waiting=waiting,
    )


def name_of_language(code: str) -> str:
    """As those who speak it call it."""
    return dict(settings.LANGUAGES).get(code, code)


# -- the desk


def proposals_seen_by(user: User) -> LabelProposalQuerySet:
    """Every proposal, decided or not, of the panels this user moderates."""
    panels = YouthPanel.objects.moderated_by(user)
    return LabelProposal.objects.filter(youth_panel__in=panels).select_related("youth_panel__root_page")


def proposals_on_the_desk(user: User) -> list[ProposalOnTheDesk]:
    """What waits, that which this user may decide first, then the oldest."""
    waiting = [on_the_desk(proposal, user) for proposal in proposals_seen_by(user).waiting()]
    return sorted(waiting, key=lambda item: not item.may_decide)


def on_the_desk(proposal: LabelProposal, user: User) -> ProposalOnTheDesk:
    return ProposalOnTheDesk(
        proposal=proposal,
        language_name=name_of_language(proposal.language),
        may_decide=proposal.may_be_decided_by(user),
    )


def renamed_by(proposal: LabelProposal) -> list[Renamed]:
    """Level by level, what would change."""
    now = labels_at(proposal.youth_panel.root_page, proposal.language)
    return [
        Renamed(level, now[level], label, [in_words(remark) for remark in second_looks(label)])
        for level, label in proposal.called().items()
    ]


def in_words(remark: Remark) -> str:
    return _(remark.sentence) % remark.places
