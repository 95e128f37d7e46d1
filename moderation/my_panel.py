"""What somebody finds under "For my panel": what awaits their vote, what they wrote and where it is, what became of it.

No counts, and no people: not even to those who lead.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, TaskState, WorkflowState, get_default_page_content_type

from moderation.authorship import writers_of
from moderation.ballots import Outcome
from moderation.labels import LevelsInALanguage, levels_in_each_language
from moderation.models import (
    AskReason,
    Ballot,
    Decision,
    DecisionKind,
    ModeratorCheck,
    ReasonCode,
    Sitting,
    Takedown,
    VoteChoice,
)
from moderation.readiness import can_be_voted_on
from moderation.saying import moment_in_words
from people.models import User, YouthPanel

LATEST_DECISIONS = 12
LATEST_PAGES = 30


@dataclass(frozen=True)
class ToVoteOn:
    """An open ballot that somebody votes in."""

    ballot: Ballot
    title: str
    until: datetime
    has_voted: bool

    @property
    def has_a_new_time(self) -> bool:
        """Whether it closes at another time than it said at first, and this voter has still to hear of it."""
        return self.ballot.time_was_moved and not self.has_voted


@dataclass(frozen=True)
class OpenVote:
    """An open ballot of a panel that somebody leads: what it is about and when it closes. Never how it stands."""

    ballot: Ballot
    title: str
    until: datetime


@dataclass(frozen=True)
class Answer:
    """What was said to a page's writers: ready-made reasons, own words, and no telling whose they were."""

    reasons: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Whereabouts:
    """Where a page is on the road: a name for the style sheet, a sentence for people."""

    name: str
    sentence: str
    answer: Answer | None = None


@dataclass(frozen=True)
class Written:
    """A page somebody wrote, and where it is."""

    page: Page
    title: str
    where: Whereabouts


@dataclass(frozen=True)
class NewPage:
    """A kind of page that may be begun, and where."""

    label: str
    description: str
    url: str


@dataclass(frozen=True)
class NewPages:
    """What may be begun in one language. Its name is left out for the language that most is written in."""

    language: str
    kinds: list[NewPage]


@dataclass(frozen=True)
class MyPanel:
    """One youth panel, as one of its people sees it."""

    youth_panel: YouthPanel
    is_member: bool
    to_vote_on: list[ToVoteOn]
    being_counted: list[OpenVote]
    written: list[Written]
    on_their_way: list[Written]
    open_votes: list[OpenVote]
    decisions: list[Decision]
    new_pages: list[NewPages]
    levels: list[LevelsInALanguage]


def my_panels(user: User) -> list[MyPanel]:
    """Every youth panel this user belongs to or leads, with what awaits them there."""
    memberships = set(YouthPanel.objects.of_member(user).values_list("pk", flat=True))
    return [_my_panel(panel, user, is_member=panel.pk in memberships) for panel in panels_of(user)]


def kept_for(user: User) -> QuerySet[Sitting]:
    """What this user typed that could not be put on its page, the newest first."""
    return Sitting.objects.of(user).with_kept_words().select_related("page")


def panels_of(user: User) -> QuerySet[YouthPanel]:
    """The youth panels this user belongs to or leads today."""
    return YouthPanel.objects.of_member_or_lead(user)


def ballots_seen_by(user: User) -> QuerySet[Ballot]:
    """The ballots, open or closed, of the youth panels this user belongs to or leads."""
    return Ballot.objects.filter(youth_panel__in=panels_of(user)).select_related("youth_panel", "workflow_state")


def ballots_led_by(user: User) -> QuerySet[Ballot]:
    """The open ballots of the youth panels this user leads today."""
    return (
        Ballot.objects.unclosed()
        .filter(youth_panel__in=YouthPanel.objects.led_by(user))
        .select_related("youth_panel", "workflow_state")
    )


def _my_panel(panel: YouthPanel, user: User, *, is_member: bool) -> MyPanel:
    return MyPanel(
        youth_panel=panel,
        is_member=is_member,
        to_vote_on=to_vote_on(panel, user),
        being_counted=being_counted(panel),
        written=[_written(page, user) for page in pages_written_by(user, panel)] if is_member else [],
        on_their_way=[] if is_member else [_written(page, user) for page in _pages_on_their_way(panel)],
        open_votes=[] if is_member else open_votes(panel),
        decisions=list(Decision.objects.filter(youth_panel=panel)[:LATEST_DECISIONS]),
        new_pages=new_pages(panel, user) if is_member else [],
        levels=levels_in_each_language(panel),
    )


def to_vote_on(panel: YouthPanel, user: User) -> list[ToVoteOn]:
    """The panel's open ballots that this user votes in: those without their vote first, then the soonest to close."""
    found = [
        ToVoteOn(
            ballot=ballot,
            title=ballot.revision.object_str,
            until=ballot.closes_at,
            has_voted=ballot.vote_of(user) is not None,
        )
        for ballot in Ballot.objects.open_to(user).filter(youth_panel=panel).select_related("revision")
        if ballot.is_open
    ]
    return sorted(found, key=lambda item: (item.has_voted, item.until))


def open_votes(panel: YouthPanel) -> list[OpenVote]:
    """The panel's open ballots, the soonest to close first, for a lead who holds a session."""
    return [vote for vote in _unclosed_votes(panel) if vote.ballot.is_open]


def being_counted(panel: YouthPanel) -> list[OpenVote]:
    """The panel's ballots whose time is up and whose result is not there yet."""
    return [vote for vote in _unclosed_votes(panel) if not vote.ballot.is_open]


def _unclosed_votes(panel: YouthPanel) -> list[OpenVote]:
    ballots = Ballot.objects.unclosed().filter(youth_panel=panel).select_related("revision", "workflow_state")
    return [
        OpenVote(ballot=ballot, title=ballot.revision.object_str, until=ballot.closes_at)
        for ballot in ballots.order_by("closes_at")
    ]


# -- pages, and where they are


def pages_written_by(user: User, panel: YouthPanel) -> QuerySet[Page]:
    """The panel's pages that this user began or changed, the latest first."""
    saved = Revision.objects.filter(user=user, base_content_type=get_default_page_content_type())
    ids = {int(object_id) for object_id in saved.values_list("object_id", flat=True).distinct()}
    return (
        panel.pages()
        .filter(Q(owner=user) | Q(pk__in=ids))
        .prefetch_workflow_states()  # type: ignore[attr-defined]
        .order_by("-latest_revision_created_at", "-pk")[:LATEST_PAGES]
    )


def _pages_on_their_way(panel: YouthPanel) -> QuerySet[Page]:
    """What the panel is voting on, and what waits for an adult."""
    ballots = Ballot.objects.unclosed().filter(youth_panel=panel).values_list("workflow_state__object_id", flat=True)
    checks = ModeratorCheck.objects.unfinished().filter(carried_ballot__youth_panel=panel)
    ids = {int(pk) for pk in [*ballots, *checks.values_list("workflow_state__object_id", flat=True)]}
    pages = panel.pages().filter(pk__in=ids)
    return pages.prefetch_workflow_states().order_by("title")  # type: ignore[attr-defined]


def _written(page: Page, user: User) -> Written:
    return Written(page=page, title=page.get_admin_display_title(), where=where_is(page, user))


def where_is(page: Page, user: User) -> Whereabouts:
    """Where `page` is on the road. What was asked for is in it only when `user` is one of its writers."""
    state = page.current_workflow_state
    if state is not None and state.current_task_state is not None:
        step = state.current_task_state.specific
        if state.status == WorkflowState.STATUS_NEEDS_CHANGES:
            return _sent_back(page, step, user)
        if isinstance(step, Ballot):
            return _with_the_panel(step)
        return Whereabouts("being-checked", _("The panel agreed. A moderator is checking it now."))
    return _off_the_road(page)


def _with_the_panel(ballot: Ballot) -> Whereabouts:
    if not ballot.is_open:
        return Whereabouts("with-the-panel", _("Voting has ended. The votes are being counted."))
    until = moment_in_words(ballot.closes_at)
    return Whereabouts("with-the-panel", _("With the panel. Voting is open until %(until)s.") % {"until": until})


def _sent_back(page: Page, step: TaskState, user: User) -> Whereabouts:
    if isinstance(step, Ballot) and step.outcome == Outcome.NO_QUORUM.value:
        return Whereabouts("sent-back", str(DecisionKind.NO_QUORUM.label))
    if isinstance(step, Ballot):
        answer = answer_of_the_panel(step, page=page, user=user)
        return Whereabouts("sent-back", _("The panel asks for changes."), answer)
    answer = answer_of_the_moderator(page)
    return Whereabouts("sent-back", _("A moderator asks for changes."), answer)


def _off_the_road(page: Page) -> Whereabouts:
    if not page.live and (takedown := Takedown.objects.keeping_out(page).first()):
        answer = Answer(reasons=[str(ReasonCode(takedown.reason_code).label)], words=[takedown.words])
        return Whereabouts("withdrawn", _("Withdrawn. Readers cannot see it just now."), answer)
    if page.live and page.has_unpublished_changes:
        return Whereabouts("live", _("Live. Your newer words are a draft that only the panel can see."))
    if page.live:
        return Whereabouts("live", _("Live. Readers can see it."))
    return Whereabouts("draft", _("A draft. It is not with the panel yet."))


def answer_of_the_panel(ballot: Ballot, *, page: Page, user: User) -> Answer | None:
    """What the panel asked for, after closing and for the writers alone. Each reason once: how often would be a count."""
    if not ballot.outcome or user.pk not in writers_of(page):
        return None
    # Their keys are random, so this order says nothing; it only stays the same from one look to the next.
    asked = ballot.counted_votes.filter(choice=VoteChoice.ASK_FOR_CHANGES).order_by("pk")
    given = {vote.reason for vote in asked}
    return Answer(
        reasons=[str(reason.label) for reason in AskReason if reason.value in given],
        words=[vote.words for vote in asked if vote.words],
    )


def answer_of_the_moderator(page: Page) -> Answer | None:
    """What the moderator who sent `page` back last said to the panel."""
    said = Decision.objects.filter(page_id=page.pk, kind=DecisionKind.SENT_BACK).first()
    return Answer(reasons=[str(ReasonCode(said.reason_code).label)], words=[said.words]) if said else None


# -- beginning something


def new_pages(panel: YouthPanel, user: User) -> list[NewPages]:
    """What this user may begin in the panel's place: every kind of page that a panel can vote on, language by language."""
    offered = [
        NewPages(language=_language_of(place), kinds=_kinds_to_begin(place))
        for place in places_to_write_in(panel, user)
    ]
    return [pages for pages in offered if pages.kinds]


def places_to_write_in(panel: YouthPanel, user: User) -> list[Page]:
    """The panel's place in each language in which this user may begin pages, the main language first."""
    places = Page.objects.filter(translation_key=panel.root_page.translation_key).select_related("locale").specific()
    main_one_first = sorted(places, key=lambda place: place.locale.language_code != settings.LANGUAGE_CODE)
    return [place for place in main_one_first if place.permissions_for_user(user).can_add_subpage()]


def _kinds_to_begin(place: Page) -> list[NewPage]:
    return [
        NewPage(
            label=str(kind.get_verbose_name()),
            description=str(kind.get_page_description()),
            url=reverse("wagtailadmin_pages:add", args=[kind._meta.app_label, kind._meta.model_name, place.pk]),
        )
        for kind in place.creatable_subpage_models()
        if can_be_voted_on(kind)
    ]


def _language_of(place: Page) -> str:
    code = place.locale.language_code
    return "" if code == settings.LANGUAGE_CODE else dict(settings.LANGUAGES).get(code, code)
