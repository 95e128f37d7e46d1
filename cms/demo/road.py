"""Takes a demo page along the road, by the same doors that people use: sending in, voting, checking, withdrawing."""

from __future__ import annotations

from itertools import cycle

from agreement.models import WithdrawalReason
from articles.models import ContentPage
from cms.demo.loading import DemoPage, Fate
from cms.demo.people import DemoPanel
from moderation.actions import withdraw
from moderation.models import AskReason, Ballot, ModeratorCheck, ReasonCode, VoteChoice
from people.models import User

AGREE, ASK, ABSTAIN = VoteChoice.AGREE, VoteChoice.ASK_FOR_CHANGES, VoteChoice.ABSTAIN

# How a panel's votes fall: never all the same way, always carried when everybody has voted.
ROUNDS = [
    [AGREE, AGREE, AGREE, ABSTAIN, AGREE, AGREE],
    [AGREE, ASK, AGREE, AGREE, AGREE, ABSTAIN],
    [AGREE, AGREE, AGREE, AGREE, AGREE, AGREE],
]
VOTES_IN_AN_OPEN_BALLOT = 3
WITHDRAWN_WORDS = "The rules in it have changed. We take it down until it is put right. Thank you for writing it."


def take_along(page: ContentPage, demo: DemoPage, panel: DemoPanel, *, writer: User, number: int) -> None:
    """Bring `page` as far as its fate says. `number` tells the pages apart, so that votes differ."""
    if demo.fate is Fate.DRAFT:
        return
    ballot = send_in(page, writer)
    if demo.fate is Fate.BALLOT:
        vote(ballot, number=number, how_many=VOTES_IN_AN_OPEN_BALLOT)
        return
    vote(ballot, number=number)
    if demo.fate is Fate.CHECK:
        return
    if demo.fate is Fate.SENT_BACK:
        send_back(ballot, panel, words=demo.said["sent_back_reason"])
        return
    sign(ballot, panel)
    if demo.fate is Fate.WITHDRAWN:
        take_back(page, panel, reason=demo.said["withdrawn_reason"])


def agree_and_publish(page: ContentPage, panel: DemoPanel, *, writer: User, number: int) -> None:
    """The whole road, to the end."""
    ballot = send_in(page, writer)
    vote(ballot, number=number)
    sign(ballot, panel)


def send_in(page: ContentPage, writer: User) -> Ballot:
    page.get_workflow().start(page, writer)
    return Ballot.objects.filter(workflow_state=page.current_workflow_state).latest("pk")


def vote(ballot: Ballot, *, number: int, how_many: int | None = None) -> None:
    """The electorate votes one by one. Where all have voted, the sweep comes by."""
    voters = User.objects.filter(pk__in=ballot.electorate()).order_by("pk")[:how_many]
    for voter, choice in zip(voters, cycle(ROUNDS[number % len(ROUNDS)]), strict=False):
        ballot.cast(voter, choice, reason=AskReason.SOMETHING_IS_MISSING if choice is ASK else "")
    ballot.sweep(when_decided=False)


def sign(ballot: Ballot, panel: DemoPanel) -> None:
    check = check_of(ballot)
    for moderator in panel.moderators[: check.checks_needed]:
        check.sign(moderator)


def send_back(ballot: Ballot, panel: DemoPanel, *, words: str) -> None:
    check_of(ballot).send_back(panel.moderators[0], reason_code=ReasonCode.SOURCE_NEEDED, words=words)


def take_back(page: ContentPage, panel: DemoPanel, *, reason: str) -> None:
    """A moderator withdraws a live page."""
    page.refresh_from_db()
    withdraw(
        page=page,
        moderator=panel.moderators[1],
        reason=WithdrawalReason(reason),
        reason_code=ReasonCode.OUT_OF_DATE,
        words=WITHDRAWN_WORDS,
    )


def check_of(ballot: Ballot) -> ModeratorCheck:
    return ModeratorCheck.objects.get(carried_ballot=ballot)
