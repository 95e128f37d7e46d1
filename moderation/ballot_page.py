"""What stands on the ballot page and on the check page: the words level by level, and what changed in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from agreement.labels import Labels, labels_at
from literacy.levels import MAIN_LEVEL, LiteracyLevel
from moderation.authorship import page_as, writers_of
from moderation.comparison import Change, changes_between, last_agreed
from moderation.models import Ballot, DecisionKind, Takedown
from moderation.translating import TranslationNote, note_of
from people.models import User, YouthPanel


@dataclass(frozen=True)
class VersionToRead:
    """One reading version: its level and what readers see as its name, what to know about it in sentences, and whether readers get it."""

    level: LiteracyLevel
    label: str
    notes: tuple[str, ...] = ()
    is_hidden: bool = False


@dataclass(frozen=True)
class TakenDown:
    """When readers lost a page and why, in words for the panel: never by whom. `same_words`: exactly those it says now."""

    at: datetime
    reason: str
    words: str
    same_words: bool


@dataclass(frozen=True)
class WordsToRead:
    """One revision of a page: its reading versions, called as readers see them, what changed in them, and of what it is a translation.

    `changes` are since the panel last agreed; where that `was_lost`, since readers had it. `taken_down`: what keeps it out.
    """

    page: Page
    versions: list[VersionToRead]
    is_new: bool
    was_lost: bool
    changes: list[Change]
    taken_down: list[TakenDown]
    translation: TranslationNote | None
    findings: list[str]
    has_no_source: bool = False


@dataclass(frozen=True)
class BallotPage:
    """The ballot as one person sees it. `may_vote` or `why_not`, never both."""

    ballot: Ballot
    words: WordsToRead
    may_vote: bool
    has_voted: bool
    why_not: str
    outcome: str


def ballot_page(ballot: Ballot, user: User) -> BallotPage:
    """Everything that `user` is shown of `ballot`: their own vote, and after closing the outcome in words. No counts."""
    why_not = why_not_vote(ballot, user)
    return BallotPage(
        ballot=ballot,
        words=words_to_read(ballot.revision),
        may_vote=not why_not,
        has_voted=not why_not and ballot.vote_of(user) is not None,
        why_not=why_not,
        outcome=outcome_in_words(ballot),
    )


def why_not_vote(ballot: Ballot, user: User) -> str:
    """Why `user` does not vote here, kindly; empty when they do."""
    if not ballot.is_open:
        return outcome_in_words(ballot)
    if ballot.words_have_changed():
        return _("The words have changed, so this vote is over. The page can be sent to the panel again.")
    if user.pk in ballot.electorate():
        return ""
    if not YouthPanel.objects.of_member(user).filter(pk=ballot.youth_panel_id).exists():
        return _("Panel leads help, and the panel decides: only its members vote.")
    if user.pk in writers_of(ballot.revision.content_object):
        return _("You wrote some of these words, so others on your panel decide. You will see here what they say.")
    return _("This vote opened before you joined the panel. The next one is yours too.")


def outcome_in_words(ballot: Ballot) -> str:
    """What the panel decided; empty while it is voting."""
    if ballot.outcome:
        return str(DecisionKind(ballot.outcome).label)
    return "" if ballot.is_open else _("Voting has ended. The votes are being counted.")


def words_to_read(revision: Revision) -> WordsToRead:
    """The words of `revision`, beside those that were last agreed."""
    page = page_as(revision)
    before = last_agreed(page)
    return WordsToRead(
        page=page,
        versions=versions_of(page),
        is_new=before is None,
        was_lost=before is not None and not before.is_agreed,
        changes=changes_between(before.page, page) if before is not None else [],
        taken_down=taken_down(page),
        translation=note_of(page),
        has_no_source=hasattr(page, "sources") and not len(page.sources),
        findings=findings_in(page),
    )


def taken_down(page: Page) -> list[TakenDown]:
    """Each takedown that keeps `page` from its readers, beside what it says now."""
    return [
        TakenDown(
            at=takedown.withdrawn_at,
            reason=takedown.get_reason_code_display(),
            words=takedown.words,
            same_words=takedown.took(page),
        )
        for takedown in Takedown.objects.keeping_out(page)
    ]


def findings_in(page: Any) -> list[str]:
    """What looks like a contact detail in a page's words, in sentences: whoever sent it in said that it is meant."""
    return page.findings_in_words() if hasattr(page, "findings_in_words") else []


def versions_of(page: Any) -> list[VersionToRead]:
    """A page's versions, with what the page itself knows about each."""
    notes = page.notes_on_versions() if hasattr(page, "notes_on_versions") else {}
    return [
        VersionToRead(level, label, note.sentences, note.is_hidden)
        if (note := notes.get(level))
        else VersionToRead(level, label)
        for level, label in levels_of(page).items()
    ]


def levels_of(page: Any) -> Labels:
    """The levels a page can be read at, easiest first, with their labels; the main one where it does not say."""
    written = page.written_levels() if hasattr(page, "written_levels") else []
    labels = labels_at(page, page.locale.language_code)
    return {level: labels[level] for level in written or [MAIN_LEVEL]}
