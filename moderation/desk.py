"""What a moderator finds on the desk: checks, live pages that can be withdrawn, withdrawn ones that can be put back."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from wagtail.models import Page, TaskState, get_page_models

from moderation.actions import may_have_voted, wrote
from moderation.models import ModeratorCheck, Takedown
from moderation.readiness import can_be_voted_on
from people.models import Role, User, YouthPanel

MOST_LIVE_PAGES = 50


@dataclass(frozen=True)
class CheckOnTheDesk:
    """A check as this moderator sees it."""

    check: ModeratorCheck
    title: str
    youth_panel: YouthPanel
    may_check: bool
    has_signed: bool
    needs_two: bool
    signed_by: list[str]
    is_not_whole: bool

    @property
    def is_kept_from_me(self) -> bool:
        """Four eyes: this moderator wrote or sent in some of the words."""
        return not (self.may_check or self.has_signed)


@dataclass(frozen=True)
class TakedownOnTheDesk:
    """Something that was withdrawn, and whether this moderator may put it back."""

    takedown: Takedown
    title: str
    may_put_back: bool
    waits_for_the_whole: bool


def is_moderator(user: User) -> bool:
    return user.appointments.at_work_as(Role.MODERATOR).exists()


def checks_seen_by(user: User) -> QuerySet[ModeratorCheck]:
    """Every check, finished or not, of the panels this user moderates."""
    return ModeratorCheck.objects.filter(
        carried_ballot__youth_panel__in=YouthPanel.objects.moderated_by(user)
    ).select_related("revision", "workflow_state", "carried_ballot__youth_panel")


def checks_on_the_desk(user: User) -> list[CheckOnTheDesk]:
    """The unfinished checks, those that this user may make first, then the oldest."""
    waiting = checks_seen_by(user).filter(status=TaskState.STATUS_IN_PROGRESS).order_by("started_at")
    return sorted((on_the_desk(check, user) for check in waiting), key=lambda item: not item.may_check)


def on_the_desk(check: ModeratorCheck, user: User) -> CheckOnTheDesk:
    """`check` as this moderator sees it."""
    signed = [mark.moderator for mark in check.marks.select_related("moderator").order_by("made_at")]
    return CheckOnTheDesk(
        check=check,
        title=check.revision.object_str,
        youth_panel=check.carried_ballot.youth_panel,
        may_check=check.may_be_made_by(user),
        has_signed=user in signed,
        needs_two=check.checks_needed > 1,
        signed_by=[moderator.display_name for moderator in signed],
        is_not_whole=check.status == TaskState.STATUS_IN_PROGRESS and check.words_have_changed(),
    )


def pages_moderated_by(user: User) -> QuerySet[Page]:
    """All pages of the panels this user moderates that went, or could go, to a vote."""
    kinds = [kind for kind in get_page_models() if can_be_voted_on(kind)]
    return YouthPanel.objects.moderated_by(user).pages().type(*kinds).select_related("locale")


def live_pages_on_the_desk(user: User, *, search: str = "") -> QuerySet[Page]:
    """What this user can withdraw, by title."""
    pages = pages_moderated_by(user).filter(live=True)
    return (pages.filter(title__icontains=search) if search else pages).order_by("title", "locale__language_code")


def replacements_for(page: Page) -> QuerySet[Page]:
    """The live pages that readers of `page` could be sent to instead."""
    kinds = [kind for kind in get_page_models() if can_be_voted_on(kind)]
    live = Page.objects.type(*kinds).filter(live=True, locale=page.locale)
    return live.exclude(translation_key=page.translation_key).order_by("title")


def takedowns_seen_by(user: User) -> QuerySet[Takedown]:
    """What was withdrawn from the panels this user moderates and has not been put back."""
    return Takedown.objects.filter(
        youth_panel__in=YouthPanel.objects.moderated_by(user), withdrawal__put_back_at=None
    ).select_related("withdrawal", "withdrawn_by", "youth_panel")


def takedowns_on_the_desk(user: User) -> list[TakedownOnTheDesk]:
    return [takedown_on_the_desk(takedown, user) for takedown in takedowns_seen_by(user)]


def takedown_on_the_desk(takedown: Takedown, user: User) -> TakedownOnTheDesk:
    """`takedown` as this moderator sees it: putting back takes a second adult, who did not write the words."""
    pages = [taken.page.specific for taken in takedown.pages.select_related("page") if taken.page is not None]
    wrote_some = any(wrote(user, taken) for taken in takedown.pages.all())
    waits = takedown.withdrawal.is_within_another()
    voted = any(may_have_voted(user, taken) for taken in takedown.pages.all())
    return TakedownOnTheDesk(
        takedown=takedown,
        title=pages[0].title if pages else str(takedown.withdrawal.content_id),
        may_put_back=bool(pages) and user.pk != takedown.withdrawn_by_id and not (wrote_some or voted or waits),
        waits_for_the_whole=waits,
    )
