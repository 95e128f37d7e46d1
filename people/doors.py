"""Which of Wagtail's addresses are open to whom.

What is not named here is closed to everybody but superusers, so that an address that a new version of Wagtail brings
starts closed. Our own rooms' addresses ask for themselves. Behind an open door Wagtail still asks its own questions.
"""

from __future__ import annotations

from enum import Enum, auto

from people.access import roles_of
from people.models import Membership, Role, User


class Kind(Enum):
    """What somebody comes in as."""

    PERSON = auto()  # everybody who belongs somewhere
    READER = auto()  # has pages to look at
    WRITER = auto()  # has pages to write
    ADMIN = auto()


OPEN_TO: dict[Kind, frozenset[str]] = {
    Kind.PERSON: frozenset(
        {
            "wagtailadmin_home",
            "wagtailadmin_account",
            "wagtailadmin_login",
            "wagtailadmin_logout",
            "wagtailadmin_dismissibles",
            "wagtailadmin_sprite",
            "wagtailadmin_javascript_catalog",
            "wagtail_localize:javascript_catalog",
        }
    ),
    Kind.READER: frozenset(
        {
            "wagtailadmin_explore_root",
            "wagtailadmin_explore",
            "wagtailadmin_explore_results",
            "wagtailadmin_pages:search",
            "wagtailadmin_pages:search_results",
            # The menu's page tree asks these two.
            "wagtailadmin_api:pages:listing",
            "wagtailadmin_api:pages:detail",
        }
    ),
    Kind.WRITER: frozenset(
        {
            *(
                f"wagtailadmin_pages:{name}"
                for name in (
                    *("add_subpage", "add", "preview_on_add", "edit", "preview_on_edit", "view_draft", "delete"),
                    *("history", "history_results", "revisions_index", "revisions_view", "revisions_revert"),
                    *("revisions_compare", "confirm_workflow_cancellation"),
                )
            ),
            "wagtailadmin_editing_sessions:ping",
            "wagtailadmin_editing_sessions:release",
            "wagtailadmin_block_preview",
            "wagtailadmin_choose_page",
            "wagtailadmin_choose_page_child",
            "wagtailadmin_choose_page_search",
            "wagtailadmin_choose_page_chosen_multiple",
            "wagtailadmin_choose_page_external_link",
            "wagtailadmin_choose_page_email_link",
            "wagtailadmin_choose_page_phone_link",
            "wagtailadmin_choose_page_anchor_link",
            *(
                f"wagtailimages:{name}"
                for name in (
                    *("index", "index_results", "add", "edit", "delete", "add_multiple", "edit_multiple"),
                    *("create_multiple_from_uploaded_image", "delete_multiple", "delete_upload_multiple"),
                )
            ),
            *(
                f"wagtaildocs:{name}"
                for name in (
                    *("index", "index_results", "add", "edit", "delete", "add_multiple", "edit_multiple"),
                    *("create_multiple_from_uploaded_document", "delete_multiple", "delete_upload_multiple"),
                )
            ),
            *(
                f"wagtailmedia:{name}"
                for name in (
                    *("index", "add", "edit", "delete"),
                    *("chooser", "chooser_typed", "media_chosen", "chooser_upload"),
                )
            ),
            *(
                f"wagtail{room}_chooser:{name}"
                for room in ("images", "docs")
                for name in ("choose", "choose_results", "chosen", "chosen_multiple", "create")
            ),
            "wagtailimages_chooser:select_format",
            # A translated page's editor is wagtail-localize's. Its other addresses begin, end and publish translations
            # by themselves: moderation/urls.py has ours.
            "wagtail_localize:edit_string_translation",
            "wagtail_localize:edit_override",
            "wagtail_localize:preview_translation",
        }
    ),
    Kind.ADMIN: frozenset(
        {
            "wagtailusers_users:index",
            "wagtailusers_users:index_results",
            "wagtailusers_users:add",
            "wagtailusers_users:edit",
            "wagtailusers_users:history",
            "wagtailusers_users:history_results",
        }
    ),
}


GROUPS = "wagtailusers_groups"
FURNISHED = ("wagtailadmin_workflows", "wagtailadmin_collections", "wagtailsites", "wagtaillocales", GROUPS)
"""Rooms of Wagtail's in which one superuser would take the road apart. What they keep is furnished by code (cms/furnishing.py)."""

CLOSED_TO_ALL = frozenset(
    {
        # An error on purpose, for whoever builds Wagtail.
        "wagtailadmin_error_test",
        # Nothing here follows Wagtail's redirects, and reading in a file of them falls over half a form.
        "wagtailredirects:start_import",
        "wagtailredirects:process_import",
    }
)


def kinds_of(user: User) -> set[Kind]:
    roles = roles_of(user)
    is_member = user.is_active and Membership.objects.current().filter(user=user).exists()
    kinds = set()
    if roles or is_member:
        kinds.add(Kind.PERSON)
    if is_member or Role.TRANSLATOR in roles:
        kinds |= {Kind.READER, Kind.WRITER}
    if roles & {Role.LEAD, Role.MODERATOR}:
        kinds.add(Kind.READER)
    if Role.ADMIN in roles:
        kinds.add(Kind.ADMIN)
    return kinds


def is_wagtails(view_name: str) -> bool:
    """Whether this address is guarded here. Unnamed ones in the admin are Wagtail's too."""
    return not view_name or view_name.startswith("wagtail")


def is_furnished(view_name: str) -> bool:
    """Whether what is kept behind this address is written by commands alone."""
    return view_name.partition(":")[0] in FURNISHED


def is_about_groups(view_name: str) -> bool:
    """Groups are furnished with their rights. Who is in them follows from terms, which two people write on our screens."""
    return view_name.partition(":")[0] == GROUPS


def is_open(view_name: str, *, to: User) -> bool:
    """Whether `to` may knock at this address at all."""
    if view_name in CLOSED_TO_ALL or is_furnished(view_name):
        return False
    if to.is_superuser and to.is_active:
        return True
    return any(view_name in OPEN_TO[kind] for kind in kinds_of(to))
