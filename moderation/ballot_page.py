"""What stands on the ballot page and on the check page: the words level by level, and what changed in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from agreement.labels import Labels, labels_at
from literacy.levels import MAIN_LEVEL, LiteracyLevel
from moderation.authorship import writers_of
from moderation.ballots import Outcome
from moderation.comparison import Change, changes_between, last_agreed
from moderation.models import Ballot, DecisionKind
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
class WordsToRead:
    """One revision of a page: its reading versions, called as readers see them, what changed since it was last agreed, and of what it is a translation."""

    page: Page
    versions: list[VersionToRead]
    is_new: bool
    changes: list[Change]
    translation: TranslationNote | None


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
    return "" if ballot.is_open else _("Voting has ended. The result will be here soon.")


def was_carried(ballot: Ballot) -> bool:
    return ballot.outcome == Outcome.CARRIED.value


def words_to_read(revision: Revision) -> WordsToRead:
    """The words of `revision`, beside those that were last agreed."""
    page = revision.as_object()
    before = last_agreed(page)
    return WordsToRead(
        page=page,
        versions=versions_of(page),
        is_new=before is None,
        changes=changes_between(before, page) if before is not None else [],
        translation=note_of(page),
    )


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
