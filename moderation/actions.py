"""Verbs over several tables: publish what was agreed, withdraw it, put it back, sweep the ballots."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, Revision, TaskState

from agreement.days import day_of, today
from agreement.four_eyes import agreed_by_two
from agreement.hashing import content_hash
from agreement.labels import Labels, call_levels
from agreement.models import Agreement, AgreementKind, Withdrawal
from agreement.signals import words_agreed
from languages.actions import note_words
from languages.translations import being_made_from
from moderation.authorship import page_as, revision_hash, writers_of, writers_of_revision
from moderation.ballots import Outcome
from moderation.checkers import could_vote
from moderation.errors import (
    NotAgreed,
    NotLive,
    NotWithdrawn,
    NotYourCheck,
    NotYourPanel,
    WithdrawnAltogether,
    WithdrawnSince,
    WordsHaveChanged,
)
from moderation.models import (
    Ballot,
    DailySweep,
    Decision,
    DecisionKind,
    HourlySweep,
    LabelProposal,
    ModeratorCheck,
    ProposalOutcome,
    ReasonCode,
    Residue,
    Takedown,
    TakenPage,
)
from moderation.rounds import end_round, end_rounds, open_steps
from people.models import User, YouthPanel


@transaction.atomic
def publish_checked(*, check: ModeratorCheck | None, user: User | None) -> None:
    """Publish the revision that `check` is about, with its agreement, or nothing at all.

    Raises NotAgreed where the ballot was not carried or the check is not complete, WordsHaveChanged where the page has
    a later revision than the one that was agreed, WithdrawnSince where readers lost it after the panel was asked.
    """
    if check is None or check.status != TaskState.STATUS_APPROVED or not check.is_complete():
        raise NotAgreed
    ballot = check.carried_ballot
    if ballot.outcome != Outcome.CARRIED.value or ballot.revision_id != check.revision_id:
        raise NotAgreed
    page = page_as(check.revision)
    agreed_hash = content_hash(page)
    if agreed_hash != ballot.content_hash or page.get_latest_revision().pk != check.revision_id:
        raise WordsHaveChanged
    if ballot.was_withdrawn_since():
        raise WithdrawnSince
    agree(page, content_hash=agreed_hash, kind=AgreementKind.BALLOT, asked_at=ballot.started_at)
    check.revision.publish(user=user, skip_permission_checks=True)
    _note(page, youth_panel=ballot.youth_panel, kind=DecisionKind.PUBLISHED, ballot=ballot)


@transaction.atomic
def agree(page: Page, *, content_hash: str, kind: AgreementKind, asked_at: datetime | None = None) -> None:
    """Everybody who had to agree did: enter it, and tell the rooms that know what pages are made of.

    `asked_at`: when the panel was asked. Nobody who was asked before a withdrawal has read its reason, so it stays.
    """
    _enter_in_the_ledger(page, content_hash=content_hash, kind=kind, checked_on=today())
    _give_back_to_readers(page, asked_at=asked_at or timezone.now())
    words_agreed.send(type(page), page=page)


def _enter_in_the_ledger(page: Page, *, content_hash: str, kind: AgreementKind, checked_on: date | None) -> None:
    """Exactly this content may be public, in place of whatever was agreed before. `checked_on`: the day of the signature."""
    about = Agreement.objects.about(content_id=page.translation_key, locale=page.locale.language_code)
    about.standing().update(revoked_at=timezone.now())
    Agreement.objects.create(
        kind=kind,
        content_id=page.translation_key,
        locale=page.locale.language_code,
        content_hash=content_hash,
        checked_on=checked_on,
    )
    note_words(page)


def _give_back_to_readers(page: Page, *, asked_at: datetime) -> None:
    """New words of a withdrawn page were agreed, in its language. What was withdrawn in others stays so, each by itself."""
    locale = page.locale.language_code
    covering = Withdrawal.objects.covering(content_id=page.translation_key, locale=locale)
    standing = covering.standing().filter(withdrawn_at__lte=asked_at)
    # Two languages at once come one after the other, and the second sees what the first has left of a withdrawal.
    list(standing.select_for_update())
    for withdrawal in standing.all():
        takedown = Takedown.objects.filter(withdrawal=withdrawal).first()
        others = withdrawal.lift_for(locale, still_in=takedown.languages() if takedown else _ever_agreed_in(page))
        for other in others if takedown else []:
            takedown.go_on_as(other)


def _ever_agreed_in(page: Page) -> set[str]:
    return set(Agreement.objects.filter(content_id=page.translation_key).values_list("locale", flat=True))


@transaction.atomic
def withdraw(
    *,
    page: Page,
    moderator: User,
    reason: str,
    reason_code: str,
    words: str,
    replacement: uuid.UUID | None = None,
    this_language_only: bool = False,
) -> Takedown:
    """Take a page back at once, in every language unless told otherwise. One adult is enough to make readers safe.

    What is under way of it ends, translations included: whoever votes or signs next reads why it was withdrawn.
    `reason` is what the public hears (WithdrawalReason); `reason_code` and `words` are for the panel.
    Raises NotYourCheck for anybody but a moderator of the page's council, NotLive when there is nothing to withdraw.
    """
    panel = YouthPanel.objects.one_at_a_time(_panel_moderated_by(moderator, page))
    # First: a signature that comes just before it makes live what is looked for next.
    end_rounds(_asked_about(page, this_language_only=this_language_only))
    pages = _live_pages(page, this_language_only=this_language_only)
    locale = page.locale.language_code if this_language_only else ""
    if not pages or Withdrawal.objects.standing().filter(content_id=page.translation_key, locale=locale).exists():
        raise NotLive
    withdrawal = Withdrawal.objects.create(
        content_id=page.translation_key,
        locale=locale,
        reason=reason,
        replacement=replacement,
    )
    takedown = Takedown.objects.create(
        withdrawal=withdrawal,
        youth_panel=panel,
        withdrawn_by=moderator,
        reason_code=ReasonCode(reason_code),
        words=words,
    )
    for live in pages:
        takedown.pages.create(page=live, revision=live.live_revision, content_hash=content_hash(live))
        _revoke(live)
        # No group may unpublish by Wagtail's own permissions: who may withdraw was asked above.
        UnpublishPageAction(live, user=moderator).execute(skip_permission_checks=True)
    _note(page, youth_panel=panel, kind=DecisionKind.WITHDRAWN, reason_code=reason_code, words=words)
    return takedown


@transaction.atomic
def put_back(*, takedown: Takedown, moderator: User) -> None:
    """Publish again exactly what was withdrawn. Takes a second adult. What is under way of it ends, in nobody's name.

    Raises NotYourCheck for the adult who withdrew it, wrote it or may have voted on it, NotWithdrawn when it is not withdrawn, NotAgreed
    where the words are not the agreed ones or nothing is left of them, WithdrawnAltogether for one language while the whole page is withdrawn.
    """
    YouthPanel.objects.one_at_a_time(takedown.youth_panel)
    takedown = Takedown.objects.select_for_update().get(pk=takedown.pk)
    pages = [taken for taken in takedown.pages.all() if taken.page is not None]
    # Before the withdrawal is locked, as signing does. Wagtail would end them with the publishing, by name.
    end_rounds([taken.page for taken in pages])
    if Withdrawal.objects.select_for_update().get(pk=takedown.withdrawal_id).put_back_at is not None:
        raise NotWithdrawn
    if takedown.withdrawal.is_within_another():
        raise WithdrawnAltogether
    if not pages:
        raise NotAgreed
    for taken in pages:
        _panel_moderated_by(moderator, taken.page.specific)
        if moderator.pk == takedown.withdrawn_by_id or wrote(moderator, taken) or may_have_voted(moderator, taken):
            raise NotYourCheck
    for taken in pages:
        before = _agreed_before(taken.page, content_hash=taken.content_hash)
        if taken.revision is None or before is None or revision_hash(taken.revision) != taken.content_hash:
            raise NotAgreed
        # Two adults put words back: nobody votes, so nothing that a writer said since then is agreed by it.
        _enter_in_the_ledger(
            taken.page.specific,
            content_hash=taken.content_hash,
            kind=AgreementKind(before.kind),
            checked_on=before.checked_on,
        )
        taken.revision.publish(user=moderator, skip_permission_checks=True)
    takedown.put_back_by, takedown.put_back_at = moderator, timezone.now()
    takedown.save(update_fields=["put_back_by", "put_back_at"])
    takedown.withdrawal.put_back()
    _note(pages[0].page.specific, youth_panel=takedown.youth_panel, kind=DecisionKind.PUT_BACK)


def wrote(user: User, taken: TakenPage) -> bool:
    """Whether this person wrote the words that were withdrawn, or newer ones that wait in their place."""
    then = writers_of_revision(taken.revision) if taken.revision else set()
    return user.pk in then | (writers_of(taken.page.specific) if taken.page else set())


def may_have_voted(user: User, taken: TakenPage) -> bool:
    """Whether this person was in the panel while it voted on the words that were withdrawn. Who voted is not known."""
    ballots = Ballot.objects.filter(content_hash=taken.content_hash)
    return any(
        user.pk
        in could_vote(
            ballot.youth_panel,
            since=day_of(ballot.started_at),
            until=day_of(ballot.finished_at) if ballot.finished_at else None,
        )
        for ballot in ballots
    )


@transaction.atomic
def propose_labels(*, youth_panel: YouthPanel, language: str, labels: Labels, proposer: User) -> LabelProposal:
    """A member or a lead would like to call the levels otherwise. One that is waiting already makes room for this one.

    Readers see nothing of it before a moderator has agreed. Raises NotYourPanel for anybody else.
    """
    if not YouthPanel.objects.of_member_or_lead(proposer).filter(pk=youth_panel.pk).exists():
        raise NotYourPanel
    panel = YouthPanel.objects.one_at_a_time(youth_panel)
    waiting = LabelProposal.objects.waiting().filter(youth_panel=panel, language=language)
    waiting.update(outcome=ProposalOutcome.REPLACED, decided_at=timezone.now())
    return LabelProposal.objects.create(
        youth_panel=panel,
        language=language,
        labels={level.value: label for level, label in labels.items()},
        proposed_by=proposer,
    )


@transaction.atomic
def agree_to_labels(*, proposal: LabelProposal, moderator: User) -> None:
    """The second person agrees, and readers of the panel's pages see these labels.

    Raises NotYourCheck, AlreadyDecided, ProposerHasLeft.
    """
    proposal = LabelProposal.objects.locked(proposal.pk)
    proposal.decide(moderator, ProposalOutcome.AGREED)
    two = agreed_by_two(
        proposed_by=proposal.proposed_by_id, decided_by=moderator.pk, because=f"names of levels {proposal.pk}"
    )
    with two:
        call_levels(proposal.called(), place=proposal.youth_panel.root_page, language=proposal.language)
    _note_labels(proposal, kind=DecisionKind.PUBLISHED)


@transaction.atomic
def decline_labels(*, proposal: LabelProposal, moderator: User, words: str) -> None:
    """The levels are called what they were, and the panel reads why. Raises NotYourCheck, AlreadyDecided."""
    proposal = LabelProposal.objects.locked(proposal.pk)
    proposal.decide(moderator, ProposalOutcome.DECLINED)
    _note_labels(proposal, kind=DecisionKind.SENT_BACK, words=words)


def close_ballots() -> int:
    """The sweep. Returns how many ballots it closed.

    Run it as often as you like: what is over closes at once. Where everybody has voted it closes at the first sweep of
    an hour, and where the result cannot change at the first one of a day, so that the moment tells of no vote. A ballot
    that cannot be closed keeps none of the others waiting. A check of words that are not whole any more ends too. Raises an ExceptionGroup with what went wrong, after all.
    """
    now = timezone.now()
    first_this_hour, first_today = (
        HourlySweep.objects.begin(now),
        DailySweep.objects.begin(day_of(now)),
    )
    closed, wrong = 0, []
    for ballot in Ballot.objects.without_outcome():
        try:
            ballot.sweep(when_all_have_voted=first_this_hour, when_decided=first_today)
        except Exception as error:  # whatever it is, it is about this ballot alone
            wrong.append(error)
        closed += bool(ballot.outcome)
    for check in ModeratorCheck.objects.unfinished():
        try:
            check.end_if_words_have_changed()
        except Exception as error:  # likewise
            wrong.append(error)
    Residue.objects.rub_out()  # what an earlier closing could not
    if wrong:
        raise ExceptionGroup("ballots that could not be closed", wrong)
    return closed


@transaction.atomic
def end_what_is_about_other_words(*, revision: Revision) -> None:
    """A new revision that says something else ends the ballot or the check of its page at once. Otherwise nothing.

    Asked again it finds nothing to end.
    """
    # The base content type: pages alone go along this road, whatever kind of page they are.
    about = {"base_content_type": revision.base_content_type, "object_id": revision.object_id}
    for step in open_steps(**about):
        if revision_hash(revision) != step.hash_of_its_words:
            end_round(step)


def _panel_moderated_by(moderator: User, page: Page) -> YouthPanel:
    panel = YouthPanel.objects.of_page(page)
    if panel is None or not panel.is_moderated_by(moderator):
        raise NotYourCheck
    return panel


def _asked_about(page: Page, *, this_language_only: bool) -> list[Page]:
    """Whose rounds a withdrawal ends: the page in every language; of one language, the page and what is made from it."""
    everywhere = Page.objects.filter(translation_key=page.translation_key)
    if not this_language_only:
        return list(everywhere)
    rows = {other.pk: being_made_from(other) for other in everywhere}
    return [
        other
        for other in everywhere
        if other.pk == page.pk or ((row := rows[other.pk]) and row.source_locale == page.locale.language_code)
    ]


def _live_pages(page: Page, *, this_language_only: bool) -> list[Page]:
    """The live pages of this content that something agreed stands behind: what readers may be seeing."""
    agreed = Agreement.objects.standing().filter(content_id=page.translation_key)
    pages = Page.objects.filter(
        translation_key=page.translation_key,
        live=True,
        locale__language_code__in=agreed.values("locale"),
    )
    if this_language_only:
        pages = pages.filter(locale=page.locale)
    return [live.specific for live in pages]


def _revoke(page: Page) -> None:
    Agreement.objects.about(content_id=page.translation_key, locale=page.locale.language_code).take_back()


def _agreed_before(page: Page, *, content_hash: str) -> Agreement | None:
    return (
        Agreement.objects.about(content_id=page.translation_key, locale=page.locale.language_code)
        .filter(content_hash=content_hash)
        .order_by("-agreed_at")
        .first()
    )


def _note(page: Page, *, youth_panel: YouthPanel, kind: DecisionKind, **said: object) -> None:
    Decision.objects.create(
        youth_panel=youth_panel,
        page_id=page.pk,
        content_id=page.translation_key,
        locale=page.locale.language_code,
        title=page.title,
        kind=kind,
        **said,
    )


def _note_labels(proposal: LabelProposal, *, kind: DecisionKind, words: str = "") -> None:
    """About no page: what was said of one must not be taken for this."""
    Decision.objects.create(
        youth_panel=proposal.youth_panel,
        content_id=proposal.youth_panel.root_page.translation_key,
        locale=proposal.language,
        title=_("What we call the levels: %(labels)s") % {"labels": proposal},
        kind=kind,
        words=words,
    )
