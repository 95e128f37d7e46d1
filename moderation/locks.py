"""Why nobody can edit a page just now, in a sentence of its own."""

from django.utils.translation import gettext as _
from wagtail.locks import WorkflowLock


class BallotLock(WorkflowLock):
    """While the panel votes or a moderator checks, the words stay as they are."""

    def get_message(self, user) -> str:  # type: ignore[no-untyped-def]
        return _(
            "The panel is voting on these words, so they stay as they are. Take the page back to change something."
        )


class CheckLock(WorkflowLock):
    def get_message(self, user) -> str:  # type: ignore[no-untyped-def]
        return _(
            "A moderator is checking these words, so they stay as they are. Take the page back to change something."
        )
