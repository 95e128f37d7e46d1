"""What can stand in the way, said to the person in front of the screen."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _


class NotYourVote(PermissionDenied):
    """Only those in the electorate vote."""

    def __init__(self) -> None:
        super().__init__(
            _("This vote is for other members of the panel. If you wrote some of the words, others decide.")
        )


class BallotClosed(PermissionDenied):
    def __init__(self) -> None:
        super().__init__(_("This vote has closed."))


class WordsHaveChanged(PermissionDenied):
    """What is voted on or checked is no longer the latest: whatever was said about it does not count."""

    def __init__(self) -> None:
        super().__init__(
            _("The words have changed since. This round is over: the page can be sent to the panel again.")
        )


class NotYourCheck(PermissionDenied):
    """Four eyes: nobody checks words they wrote or sent in, whoever they are."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody else must check this: you wrote or sent in some of it, or it is not your council's.")
        )


class NotAgreed(PermissionDenied):
    """A road to publishing that goes round the ballot or the check."""

    def __init__(self) -> None:
        super().__init__(
            _("This can only go live after the panel's vote and a moderator's check of exactly these words.")
        )


class NotWithdrawn(PermissionDenied):
    def __init__(self) -> None:
        super().__init__(_("This page is not withdrawn."))


class NotLive(PermissionDenied):
    def __init__(self) -> None:
        super().__init__(_("This page is not live, so there is nothing to withdraw."))


class NotReadyToSend(PermissionDenied):
    """A page sent to the panel with something missing."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(map(str, sentences)))
