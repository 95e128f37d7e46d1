"""Changes that wait for a second person: kept, shown, and made true when somebody else agrees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from agreement.four_eyes import agreed_by_two
from agreement.proposals import (
    ADD,
    DELETE,
    WAY_IN,
    Difference,
    Proposed,
    differences,
    everything_in,
    stands_now,
)
from agreement.viewsets import form_on
from moderation.errors import NotYourDecision, Overtaken
from moderation.models import ChangeOutcome, ChangeProposal
from people.models import Appointment, Council, Membership, User, WayIn, YouthPanel

LONGEST_TITLE = 250
LATELY = 20
NOTHING = "–"


class Reach(NamedTuple):
    """Whom a change concerns, and so who may decide it."""

    is_for_all: bool = False
    council: Council | None = None
    about: User | None = None


def reach_of(subject: Model) -> Reach:
    """People are their council's, or national; everything else is for readers everywhere."""
    if isinstance(subject, Membership):
        return Reach(council=subject.youth_panel.council, about=subject.user)
    if isinstance(subject, Appointment):
        panel = subject.youth_panel
        return Reach(council=panel.council if panel else subject.council, about=subject.user)
    if isinstance(subject, YouthPanel):
        return Reach(council=subject.council)
    if isinstance(subject, Council):
        return Reach(council=subject)
    if isinstance(subject, User):
        return Reach(council=_council_of(subject), about=subject)
    return Reach(is_for_all=True)


def _council_of(user: User) -> Council | None:
    """The one council that this person has to do with; None where there are several, or none."""
    of_panels = Membership.objects.filter(user=user).values_list("youth_panel__council", flat=True)
    of_posts = Appointment.objects.filter(user=user).values_list("council", "youth_panel__council")
    councils = {*of_panels, *(own or of_panel for own, of_panel in of_posts)}
    return Council.objects.get(pk=councils.pop()) if len(councils) == 1 and None not in councils else None


def keep(proposed: Proposed, *, proposer: User) -> ChangeProposal:
    reach = reach_of(proposed.subject)
    # Whoever loses a post does not decide that, nor those alone who would win it.
    was = reach_of(proposed.instead_of) if proposed.instead_of else reach
    return ChangeProposal.objects.create(
        kind=proposed.kind,
        content_type=ContentType.objects.get_for_model(proposed.subject),
        key="" if proposed.kind == ADD else str(proposed.subject.pk),
        title=proposed.title[:LONGEST_TITLE],
        values=proposed.values,
        before=proposed.before,
        is_for_all=reach.is_for_all,
        council=reach.council,
        about=reach.about,
        about_named=_named(reach.about),
        is_between_two=was.council != reach.council,
        council_before=was.council,
        about_before=was.about,
        proposed_by=proposer,
    )


def _named(about: User | None) -> str:
    """As they are called now, whatever the form on the row has made of it."""
    return User.objects.get(pk=about.pk).unmistakable if about else ""


# -- deciding


def agree(*, proposal: ChangeProposal, decider: User) -> str:
    """The second person agrees, and it is so. Returns the token of a way in, else "".

    Raises NotYourDecision, AlreadyDecided, ProposerHasLeft; Overtaken where the row is not what it was, or the answers
    cannot be taken any more (after which it waits no longer).
    """
    with transaction.atomic():
        locked = ChangeProposal.objects.locked(proposal.pk)
        if locked.is_waiting and not locked.may_be_decided_by(decider):
            raise NotYourDecision
        found = what_would_change(locked, lock=True) if locked.is_waiting else []
        is_overtaken = found is None
        if found is None:
            locked.overtake()
        else:
            locked.decided_about = [[one.label, one.before, one.after] for one in found]
            token = _make_true(locked, decider)
    if is_overtaken:
        raise Overtaken
    return token


def what_is_so(proposal: ChangeProposal) -> str:
    """What somebody has just agreed to, in a sentence."""
    if proposal.kind == ADD:
        return _("Thank you. From now on there is: %(title)s") % {"title": proposal.title}
    if proposal.kind == DELETE:
        return _("Thank you. It is gone: %(title)s") % {"title": proposal.title}
    changes = (f"{label}: {before or NOTHING} → {after or NOTHING}" for label, before, after in proposal.decided_about)
    return _("Thank you. From now on: %(changes)s") % {"changes": "; ".join(changes)}


def _make_true(proposal: ChangeProposal, decider: User) -> str:
    proposal.decide(decider, ChangeOutcome.AGREED)
    with agreed_by_two(proposed_by=proposal.proposed_by_id, decided_by=decider.pk, because=f"proposal {proposal.pk}"):
        return _write(proposal, decider)


def _write(proposal: ChangeProposal, decider: User) -> str:
    row = row_of(proposal)
    if proposal.kind == WAY_IN:
        return WayIn.objects.make(row, asked_by=proposal.proposed_by, agreed_by=decider)
    if proposal.kind == DELETE:
        _note(proposal, row, "wagtail.delete")
        row.delete()
        return ""
    form = form_on(row, proposal.values)
    form.is_valid()
    _note(proposal, form.save(), "wagtail.create" if proposal.kind == ADD else "wagtail.edit")
    return ""


def _note(proposal: ChangeProposal, row: Model, action: str) -> None:
    # In the name of whoever proposed it; who agreed stands with the proposal.
    log(row, action, user=proposal.proposed_by, data={"proposal": proposal.pk})


@transaction.atomic
def decline(*, proposal: ChangeProposal, decider: User, words: str) -> None:
    """Everything stays, and whoever proposed it reads why. Raises NotYourDecision, AlreadyDecided."""
    ChangeProposal.objects.locked(proposal.pk).decide(decider, ChangeOutcome.DECLINED, words=words)


@transaction.atomic
def take_back(*, proposal: ChangeProposal, proposer: User) -> None:
    ChangeProposal.objects.locked(proposal.pk).take_back(proposer)


# -- what it is about


def row_of(proposal: ChangeProposal, *, lock: bool = False) -> Any:
    """The row as it stands, an empty one for a new one, None where it is gone."""
    model = proposal.content_type.model_class()
    if proposal.kind == ADD:
        return model()
    rows = model._base_manager.select_for_update(of=("self",)) if lock else model._base_manager.all()
    return rows.filter(pk=proposal.key).first()


def what_would_change(proposal: ChangeProposal, *, lock: bool = False) -> list[Difference] | None:
    """In words, from the form that would save it; None where the row is not what it was, or the answers are refused."""
    row = row_of(proposal, lock=lock)
    # What the second person reads names somebody: whoever is called otherwise since is not whom it was written about.
    if row is None or _named(proposal.about) != proposal.about_named:
        return None
    if proposal.kind == WAY_IN:
        return [] if row.is_active else None
    now = form_on(row)
    if proposal.kind != ADD and stands_now(now) != proposal.before:
        return None
    if proposal.kind == DELETE:
        return None if isinstance(row, Membership) and row.has_begun else everything_in(now)
    proposed = form_on(row_of(proposal), proposal.values)
    return differences(now, proposed) if _is_valid(proposed) else None


def _is_valid(form: forms.ModelForm) -> bool:
    try:
        return form.is_valid()
    except ValidationError:
        return False


# -- what is shown


def terms_in_words(user: User) -> list[str]:
    """What somebody is here today, where, and since when."""
    memberships = Membership.objects.current().filter(user=user).select_related("youth_panel")
    posts = Appointment.objects.current().filter(user=user).select_related("youth_panel", "council")
    held = [(_("member"), term.youth_panel, term.starts_on) for term in memberships]
    held += [
        (post.get_role_display(), post.youth_panel or post.council or _("nationally"), post.starts_on) for post in posts
    ]
    return [
        _("%(role)s, %(place)s, since %(day)s") % {"role": role, "place": place, "day": date_format(day, "j F Y")}
        for role, place, day in held
    ]


@dataclass(frozen=True)
class ProposalOnTheList:
    """A proposal as one person sees it."""

    proposal: ChangeProposal
    may_decide: bool
    is_mine: bool

    @property
    def what(self) -> str:
        model = self.proposal.content_type.model_class()
        return str(model._meta.verbose_name) if model else ""


def on_the_list(proposal: ChangeProposal, user: User) -> ProposalOnTheList:
    return ProposalOnTheList(
        proposal=proposal,
        may_decide=proposal.is_waiting and proposal.may_be_decided_by(user),
        is_mine=proposal.proposed_by_id == user.pk,
    )


def waiting_for_two(user: User) -> list[ProposalOnTheList]:
    """What waits, that which this user may decide first, then the oldest."""
    found = [on_the_list(proposal, user) for proposal in ChangeProposal.objects.seen_by(user).waiting()]
    return sorted(found, key=lambda item: not item.may_decide)


def decided_lately(user: User) -> list[ProposalOnTheList]:
    found = ChangeProposal.objects.seen_by(user).decided().order_by("-decided_at", "-pk")[:LATELY]
    return [on_the_list(proposal, user) for proposal in found]
