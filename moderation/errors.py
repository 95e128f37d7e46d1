"""What can stand in the way, said to the person in front of the screen."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


class InTheWay(Exception):
    """Something stands in the way, said in one sentence. `moderation.middleware` shows it and leads on.

    Not a PermissionDenied: Wagtail's admin answers each of those with "Sorry, you do not have permission to access
    this area" before anybody could read ours (wagtail/admin/auth.py, require_admin_access).
    """

    page_id: int | None = None


class NotYourVote(InTheWay):
    """Only those in the electorate vote."""

    def __init__(self) -> None:
        super().__init__(
            _("This vote is for other members of the panel. If you wrote some of the words, others decide.")
        )


class BallotClosed(InTheWay):
    def __init__(self) -> None:
        super().__init__(_("This vote has closed."))


class WordsHaveChanged(InTheWay):
    """What is voted on or checked is no longer the latest: whatever was said about it does not count."""

    def __init__(self) -> None:
        super().__init__(
            _("The words have changed since. This round is over: the page can be sent to the panel again.")
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


class NotYourPanel(InTheWay):
    def __init__(self) -> None:
        super().__init__(_("Only this panel's own members and leads can say what its pages call the levels."))


class AlreadyDecided(InTheWay):
    """Somebody was quicker, or the panel has sent something else since."""

    def __init__(self) -> None:
        super().__init__(_("This is not waiting any more: somebody has decided, or the panel sent other names."))


class NotWithdrawn(InTheWay):
    def __init__(self) -> None:
        super().__init__(_("This page is not withdrawn."))


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


class FileInUse(InTheWay):
    """A picture, film or caption file that a page shows, or anything else that something needs."""

    def __init__(self) -> None:
        super().__init__(_("Something else still uses this, so it stays. Take it off every page first."))
