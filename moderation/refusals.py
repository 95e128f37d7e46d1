"""What is refused beneath every screen: asked before it happens, whoever does it and from wherever."""

from __future__ import annotations

from wagtail.models import Page, Revision

from agreement.files import UnchangingFile
from moderation.errors import DecidedAbout, NotAgreed, NotHere
from moderation.files import is_decided_about
from moderation.page_actions import PageAction, goes_on_the_road, why_it_is_kept, why_not


def refuse_to_move(*, page: Page) -> None:
    """Readers are told whose page it is and where, and nobody votes on a move. Raises NotHere."""
    if why := why_not(page, PageAction.MOVE):
        raise NotHere(why)


def refuse_to_delete_page(*, page: Page) -> None:
    """What was agreed, or is decided about, outlives every script (moderation/page_actions.py has all reasons). Raises NotHere."""
    if why := why_it_is_kept(page):
        raise NotHere(why)


def refuse_to_schedule(*, revision: Revision) -> None:
    """A schedule publishes by itself, whatever was said in between. Raises NotAgreed for what a panel votes on."""
    page = revision.content_object
    if isinstance(page, Page) and goes_on_the_road(page):
        raise NotAgreed


def refuse_to_show_otherwise(*, file: UnchangingFile) -> None:
    """What a picture is cut to, or how long a film runs, is decided about with its page. Raises DecidedAbout.

    Not hashed: a member could then take a page from its readers by touching a picture.
    """
    if file.pk is not None and file.changes_what_is_shown() and is_decided_about(file):
        raise DecidedAbout
