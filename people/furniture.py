"""What Wagtail's pages show that nobody who writes has a use for. It is taken away from all but superusers.

Wagtail has no hooks for these parts, so its methods are wrapped. What is behind a part stays open or closed as
people/doors.py says: a button that led to a closed door is gone with the others.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.urls import Resolver404, resolve
from django.utils.functional import cached_property
from taggit.models import Tag
from wagtail.admin import filters as lists_of_files
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import ChecksSidePanel, StatusSidePanel
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.history import PageHistoryFilterSet
from wagtail.admin.views.pages.listing import ExplorableIndexView, GenericPageFilterSet, PageFilterSet
from wagtail.admin.views.pages.search import SearchView
from wagtail.admin.wagtail_hooks import (
    PageListingAddChildPageButton,
    PageListingCopyButton,
    PageListingDeleteButton,
    PageListingEditButton,
    PageListingHistoryButton,
    PageListingMoveButton,
    PageListingSortMenuOrderButton,
    PageListingUnpublishButton,
    PageListingViewDraftButton,
)
from wagtail.documents.views.documents import IndexView as Captions
from wagtail.images.views import chooser as pictures_to_choose
from wagtail.images.views.images import IndexView as Pictures
from wagtailmedia.views import chooser as films_to_choose

from people.doors import is_open, is_wagtails
from people.models import User

# History and order are bookkeeping: where a page is on its road stands under "For my panel".
NEVER_NEEDED = (PageListingHistoryButton, PageListingSortMenuOrderButton)
NEEDED_WHERE_OPEN = (
    PageListingAddChildPageButton,
    PageListingCopyButton,
    PageListingDeleteButton,
    PageListingEditButton,
    PageListingMoveButton,
    PageListingUnpublishButton,
    PageListingViewDraftButton,
)

NAMES_OF_PEOPLE = ("owner", "edited_by")

# Privacy, usage, ids and translations' bookkeeping; and a check of Wagtail's own that knows nothing of our rules.
SIDE_PANELS_NOT_NEEDED = (StatusSidePanel, ChecksSidePanel)


def take_away_what_no_writer_needs() -> None:
    """Once, when the apps are ready."""
    for button in NEVER_NEEDED:
        button.is_shown = _for_superusers(button.is_shown)
    for button in NEEDED_WHERE_OPEN:
        button.is_shown = _where_the_door_is_open(button.is_shown)
    for view in (CreateView, EditView, ExplorableIndexView):
        view.get_side_panels = _without_what_is_not_needed(view.get_side_panels)
    for view in (EditView, ExplorableIndexView):
        view.get_history_url = _no_address_but_for_superusers(view.get_history_url)
    # Nobody comments here (WAGTAILADMIN_COMMENTS_ENABLED): there is nothing to choose by.
    PageHistoryFilterSet.base_filters.pop("is_commenting_action")
    # To choose pages by whose they are, Wagtail lists everybody who ever wrote one, in whatever panel.
    for pages in (PageFilterSet, GenericPageFilterSet):
        for name in NAMES_OF_PEOPLE:
            pages.base_filters.pop(name)
    # What somebody typed as a tag, in whatever panel, Wagtail offers to everybody who looks for a file.
    for room in (lists_of_files, pictures_to_choose, films_to_choose):
        room.popular_tags_for_model = _nobodys_tags
    for view, name in ((ExplorableIndexView, "explorable_columns"), (Pictures, "columns"), (Captions, "columns")):
        columns = cached_property(_without_boxes_to_tick(getattr(view, name).func))
        columns.__set_name__(view, name)
        setattr(view, name, columns)
    whole = SearchView.__dict__["columns"].fget  # of the class: it does not know who looks
    SearchView.columns = property(_without_boxes_to_tick(wraps(whole)(lambda view: whole(type(view)))))


def _nobodys_tags(*args: Any, **kwargs: Any) -> QuerySet[Tag]:
    return Tag.objects.none()


def _for_superusers(is_shown: Callable[..., bool]) -> Callable[..., bool]:
    @wraps(is_shown)
    def asked(button: Any, user: User) -> bool:
        return user.is_superuser and is_shown(button, user)

    return asked


def _where_the_door_is_open(is_shown: Callable[..., bool]) -> Callable[..., bool]:
    @wraps(is_shown)
    def asked(button: Any, user: User) -> bool:
        return bool(is_shown(button, user)) and leads_somewhere_open(button.url, user)

    return asked


def leads_somewhere_open(url: str, user: User) -> bool:
    """Whether this address of ours is one that `user` may knock at."""
    try:
        name = resolve(urlsplit(url).path).view_name
    except Resolver404:
        return False
    return not is_wagtails(name) or is_open(name, to=user)


def _without_what_is_not_needed(get_side_panels: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(get_side_panels)
    def fewer(view: Any) -> MediaContainer:
        panels = get_side_panels(view)
        if view.request.user.is_superuser:
            return panels
        return MediaContainer([panel for panel in panels if not isinstance(panel, SIDE_PANELS_NOT_NEEDED)])

    return fewer


def _no_address_but_for_superusers(get_history_url: Callable[..., str]) -> Callable[..., str]:
    @wraps(get_history_url)
    def address(view: Any) -> str:
        return get_history_url(view) if view.request.user.is_superuser else ""

    return address


def _without_boxes_to_tick(columns: Callable[..., list[Any]]) -> Callable[..., list[Any]]:
    """What is ticked in a list can be moved, tagged or deleted together, which is open to superusers alone."""

    @wraps(columns)
    def fewer(view: Any) -> list[Any]:
        found = columns(view)
        if view.request.user.is_superuser:
            return found
        return [column for column in found if not isinstance(column, BulkActionsCheckboxColumn)]

    return fewer
