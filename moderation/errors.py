"""What can stand in the way, said to the person in front of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from moderation.ballots import WhyNotThen

if TYPE_CHECKING:
    from wagtail.models import Page

    from people.models import User


class InTheWay(Exception):
    """Something stands in the way, said in one sentence. `moderation.middleware` shows it and leads on.

    Not a PermissionDenied: Wagtail's admin answers each of those with "Sorry, you do not have permission to access
    this area" before anybody could read ours (wagtail/admin/auth.py, require_admin_access).
    """

    page_id: int | None = None

    def said_to(self, user: User) -> str:
        """The sentence, as this person may read it."""
        return str(self)


class NotYourVote(InTheWay):
    """Only those in the electorate vote."""

    def __init__(self) -> None:
        super().__init__(
            _("This vote is for other members of the panel. If you wrote some of the words, others decide.")
        )


class BallotClosed(InTheWay):
    def __init__(self) -> None:
        super().__init__(_("This vote has closed."))


class NotAtThatTime(InTheWay):
    """A time at which a vote that the panel holds together cannot close."""

    SENTENCES = {
        WhyNotThen.TOO_SOON: _("That is too soon: give everybody a quarter of an hour at least."),
        WhyNotThen.TOO_FAR: _("That is too far away. Choose a day within four weeks."),
        WhyNotThen.MOVED_BEFORE: _("The time of this vote has been set once already, so it stays."),
        WhyNotThen.ONLY_LATER: _(
            "Somebody has voted already, so this vote cannot close earlier. You can only give it more time."
        ),
    }

    def __init__(self, why: WhyNotThen) -> None:
        super().__init__(self.SENTENCES[why])


class WordsHaveChanged(InTheWay):
    """What is voted on or checked is no longer the latest: whatever was said about it does not count."""

    def __init__(self) -> None:
        super().__init__(
            _("The words have changed since. This round is over: the page can be sent to the panel again.")
        )


class WithdrawnSince(InTheWay):
    """Readers lost the page after the panel was asked: whoever decides about it next reads why."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This page was withdrawn in the meantime, so this round is over. Send it to the panel again: the reason "
                "stands beside it then."
            )
        )


class NotYourCheck(InTheWay):
    """Four eyes: nobody checks words they wrote or sent in, whoever they are."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody else must check this: you wrote or sent in some of it, or it is not your council's.")
        )


class NotAgreed(InTheWay):
    """A road to publishing that goes round the ballot or the check."""

    def __init__(self) -> None:
        super().__init__(
            _("This can only go live after the panel's vote and a moderator's check of exactly these words.")
        )


class NotTakenDown(InTheWay):
    """Taking agreed words from readers without saying so."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "A panel agreed to this, so readers do not lose it without a word. A moderator of its council can withdraw it."
            )
        )


class NotHere(InTheWay):
    """A page that would leave the place where a panel agreed to it or decides about it, or be deleted with that."""

    def __init__(self, why: str = "") -> None:
        super().__init__(why or _("A panel agreed to this as its own page, so it stays where it is."))


class NotYourPanel(InTheWay):
    def __init__(self) -> None:
        super().__init__(_("Only this panel's own members and leads can say what its pages call the levels."))


class AlreadyDecided(InTheWay):
    """Somebody was quicker, or the panel has sent something else since."""

    def __init__(self) -> None:
        super().__init__(_("This is not waiting any more: somebody has decided, or the panel sent other names."))


class NotYourDecision(InTheWay):
    def __init__(self) -> None:
        super().__init__(
            _("Somebody else must decide this: it came from you, it is about you, or it is not yours to decide.")
        )


class ProposerHasLeft(InTheWay):
    """A change takes two people, now."""

    def __init__(self) -> None:
        super().__init__(_("Whoever proposed this is not here any more. Decline it, and propose it anew."))


class Overtaken(InTheWay):
    """What somebody agreed to is not what stands there now."""

    def __init__(self) -> None:
        super().__init__(
            _("This was changed in the meantime, so the proposal is over. Look at it and propose it anew.")
        )


class NotWithdrawn(InTheWay):
    def __init__(self) -> None:
        super().__init__(_("This page is not withdrawn."))


class WithdrawnAltogether(InTheWay):
    """One language of a page that is withdrawn as a whole: to put it back would show nobody anything."""

    def __init__(self) -> None:
        super().__init__(_("The page is withdrawn in every language. Put that back first: before, nobody sees this."))


class NotLive(InTheWay):
    def __init__(self) -> None:
        super().__init__(_("This page is not live, so there is nothing to withdraw."))


class NotReadyToSend(InTheWay):
    """A page sent to the panel with something missing."""

    def __init__(self, sentences: list[str], *, page_id: int | None = None) -> None:
        super().__init__(" ".join(str(sentence) for sentence in sentences))
        self.page_id = page_id


class NotYourTranslation(InTheWay):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody else does this: a translator or a member of the page's panel, and to check it, nobody who wrote it."
            )
        )


class NotReadyToTranslate(InTheWay):
    """Nobody translates what was not agreed, or what is itself a translation."""

    def __init__(self) -> None:
        super().__init__(_("Only a page that is live can be translated, from the language it was written in."))


class OnItsWay(InTheWay):
    def __init__(self) -> None:
        super().__init__(_("This page is with the panel or with a moderator, so its words stay as they are."))


class DecidedAbout(InTheWay):
    """A picture or film that a panel agreed to, or is deciding about, would be shown otherwise."""

    def __init__(self) -> None:
        super().__init__(
            _("A panel has seen this as it is, so it stays like this. Upload it again to show it otherwise.")
        )


class CannotBeRead(InTheWay):
    """An earlier state of a page that nothing can read any more."""

    def __init__(self) -> None:
        super().__init__(_("This version of the page cannot be shown any more. The page itself can still be edited."))


class FileInUse(InTheWay):
    """A picture, film or caption file that a page shows, or anything else that something needs.

    Their titles are read by those alone who may edit one of `pages`.
    """

    def __init__(self, pages: list[Page] | None = None) -> None:
        super().__init__(_("Something else still uses this, so it stays. Take it off every page first."))
        self.pages = pages or []

    def said_to(self, user: User) -> str:
        theirs = [page for page in self.pages if page.permissions_for_user(user).can_edit()]
        if not theirs:
            return super().said_to(user)
        return gettext(
            "“%(page)s” still needs this, so it stays. It is on the page now, or in a version that your panel or a moderator may look back at."
        ) % {"page": theirs[0].get_admin_display_title()}
