"""What each group may do. Who is in a group follows from terms (people/access.py); nothing here names a person.

Nobody holds `publish_page`: only the end of the workflow publishes.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from people.access import ROLE_GROUPS, STAFF_GROUP
from people.models import Role, YouthPanel

# Writing: below the youth panel's own page, pictures and films in its own collection.
WRITE_PAGES = ["wagtailcore.add_page", "wagtailcore.change_page"]
# Wagtail asks for the rights of its own models, also where ours take their place (`auth_model` of its policies).
WRITE_MEDIA = [
    "wagtailimages.add_image",
    "wagtailimages.choose_image",
    "wagtailmedia.add_media",
    "wagtaildocs.add_document",
    "wagtaildocs.choose_document",
]

# Panels know best what people type, and which words their readers know. These lists are everybody's, so deleting from
# them is for admins.
WRITE_WORD_LISTS = [
    *("taxonomy.view_wordgroup", "taxonomy.add_wordgroup", "taxonomy.change_wordgroup"),
    *("taxonomy.view_plainword", "taxonomy.add_plainword", "taxonomy.change_plainword"),
]

# Adults look. Who edits becomes a writer and cannot check any more, so they get the least right with which Wagtail
# lists a page (PagePermissionPolicy.explorable_instances), and the door (people/doors.py) keeps even that one unused.
SEE_PAGES = ["wagtailcore.unlock_page"]

EVERYBODY_MAY = ["wagtailadmin.access_admin"]
ROLE_MAY: dict[Role, list[str]] = {
    Role.LEAD: ["people.view_meeting", "people.add_meeting", "people.change_meeting", "people.delete_meeting"],
    Role.MODERATOR: [],
    Role.SAFEGUARDING_LEAD: [],
    # What they may change here they propose: a second person agrees (agreement/four_eyes.py).
    Role.DIRECTORY_EDITOR: ["home.view_crisisline", "home.add_crisisline", "home.change_crisisline"],
    # Which pages they may write, each panel says. `submit_translation` would open doors beside moderation/urls.py.
    Role.TRANSLATOR: [],
    # No delete_user: an account is closed, so that what it did stays explained. No groups: they follow from terms.
    Role.ADMIN: [
        *("people.view_user", "people.add_user", "people.change_user"),
        *("people.view_council", "people.change_council"),
        *("people.view_youthpanel", "people.change_youthpanel"),
        *("people.view_meeting", "people.add_meeting", "people.change_meeting", "people.delete_meeting"),
        *("people.view_membership", "people.add_membership", "people.change_membership", "people.delete_membership"),
        *("people.view_appointment", "people.add_appointment", "people.change_appointment"),
        "people.delete_appointment",
        *("taxonomy.view_topic", "taxonomy.add_topic", "taxonomy.change_topic", "taxonomy.delete_topic"),
        *("taxonomy.view_situation", "taxonomy.add_situation", "taxonomy.change_situation"),
        "taxonomy.delete_situation",
        *("taxonomy.view_area", "taxonomy.add_area", "taxonomy.change_area", "taxonomy.delete_area"),
        *WRITE_WORD_LISTS,
        *("taxonomy.delete_wordgroup", "taxonomy.delete_plainword"),
        *("home.view_crisisline", "home.add_crisisline", "home.change_crisisline"),
        *("home.view_councilpage", "home.change_councilpage"),
    ],
}


def give_roles_their_rights() -> None:
    _may(_group(STAFF_GROUP), EVERYBODY_MAY)
    for role, rights in ROLE_MAY.items():
        _may(_group(ROLE_GROUPS[role]), rights)


def give_panel_its_place(panel: YouthPanel) -> None:
    """Its members may write below its page in every language, its translators in the other languages; adults may look."""
    pages = list(Page.objects.filter(translation_key=panel.root_page.translation_key))
    translated = [page for page in pages if page.locale_id != panel.root_page.locale_id]
    _may(panel.members_group, WRITE_WORD_LISTS)
    _on_pages(panel.members_group, pages, WRITE_PAGES)
    _on_pages(panel.translators_group, translated, WRITE_PAGES)
    _on_pages(panel.adults_group, pages, SEE_PAGES)
    for group in (panel.members_group, panel.translators_group):
        _in_collection(group, panel.collection, WRITE_MEDIA)


def nobody_publishes() -> None:
    """Take `publish_page` from every group that got hold of it."""
    GroupPagePermission.objects.filter(permission=permission("wagtailcore.publish_page")).delete()


def permission(name: str) -> Permission:
    app_label, codename = name.split(".")
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)


def _group(name: str) -> Group:
    group, _created = Group.objects.get_or_create(name=name)
    return group


def _may(group: Group, names: Iterable[str]) -> None:
    wanted = {permission(name) for name in names}
    if set(group.permissions.all()) != wanted:
        group.permissions.set(wanted)


def _on_pages(group: Group, pages: Iterable[Page], names: Iterable[str]) -> None:
    """Exactly these rights on exactly these pages: what an older version gave and this one does not is taken back."""
    wanted = {(page.pk, permission(name).pk) for page in pages for name in names}
    held = GroupPagePermission.objects.filter(group=group)
    for row in held:
        if (row.page_id, row.permission_id) not in wanted:
            row.delete()
    for page_id, permission_id in wanted - set(held.values_list("page_id", "permission_id")):
        GroupPagePermission.objects.create(group=group, page_id=page_id, permission_id=permission_id)


def _in_collection(group: Group, collection: Collection, names: Iterable[str]) -> None:
    wanted = {(collection.pk, permission(name).pk) for name in names}
    held = GroupCollectionPermission.objects.filter(group=group)
    for row in held:
        if (row.collection_id, row.permission_id) not in wanted:
            row.delete()
    for collection_id, permission_id in wanted - set(held.values_list("collection_id", "permission_id")):
        GroupCollectionPermission.objects.create(group=group, collection_id=collection_id, permission_id=permission_id)
