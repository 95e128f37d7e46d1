"""What an empty database needs before anybody can work in it: languages, root pages, the workflow, areas, groups.

Everything here can run again at each deployment and then changes nothing.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from home.models import CouncilPage, HomePage, YouthPanelPage
from moderation.models import ModeratorCheckTask, PanelVoteTask
from people.models import Council, YouthPanel
from taxonomy.models import Area

# GSS codes: Office for National Statistics, Open Government Licence v3.0.
AREAS = [
    ("E92000001", "England", None),
    ("E12000003", "Yorkshire and The Humber", "E92000001"),
    ("E12000005", "West Midlands", "E92000001"),
    ("E12000006", "East of England", "E92000001"),
    ("E12000007", "London", "E92000001"),
    ("W92000004", "Wales", None),
    ("E09000006", "Bromley", "E12000007"),
    ("E09000016", "Havering", "E12000007"),
    ("E09000025", "Newham", "E12000007"),
    ("E09000026", "Redbridge", "E12000007"),
    ("E10000015", "Hertfordshire", "E12000006"),
    ("E06000033", "Southend-on-Sea", "E12000006"),
    ("E06000065", "North Yorkshire", "E12000003"),
    ("E06000021", "Stoke-on-Trent", "E12000005"),
]

WORKFLOW = "The panel votes, a moderator checks"
STAFF_GROUP = "Everybody who works here"
MODERATORS_GROUP = "Moderators"

# Members write and change pages. Nobody publishes: only the end of the workflow does.
MEMBERS_ON_PAGES = ["add_page", "change_page"]
MEMBERS_ON_PICTURES = [("articles", "add_picture"), ("articles", "choose_picture")]
MEMBERS_ON_FILMS = [("articles", "add_film"), ("articles", "add_captionfile"), ("articles", "choose_captionfile")]


@transaction.atomic
def furnish() -> None:
    """Bring the database to the state the code expects."""
    _remove_wagtails_example_groups()
    _furnish_languages_and_root_pages()
    _furnish_workflow()
    _furnish_areas()
    _furnish_groups()
    for panel in YouthPanel.objects.all():
        give_members_their_place(panel)


@transaction.atomic
def add_council(*, name: str, slug: str, area: Area | None, exit_url: str = "") -> YouthPanel:
    """A council with its page in every language, its youth panel, its collections. Returns the youth panel."""
    pages = _page_in_every_language(CouncilPage, title=name, slug=slug, area=area, exit_url=exit_url)
    council = Council.objects.create(name=name, slug=slug, area=area, root_page=pages[settings.LANGUAGE_CODE])
    return _add_panel(name=f"{name} youth panel", slug=slug, council=council, root_page=council.root_page)


@transaction.atomic
def add_national_panel(*, name: str, slug: str) -> YouthPanel:
    """A youth panel that belongs to no council, with its page in every language."""
    pages = _page_in_every_language(YouthPanelPage, title=name, slug=slug)
    return _add_panel(name=name, slug=slug, council=None, root_page=pages[settings.LANGUAGE_CODE])


def _add_panel(*, name: str, slug: str, council: Council | None, root_page: Page) -> YouthPanel:
    group = Group.objects.create(name=f"{name}: members")
    panel = YouthPanel.objects.create(name=name, slug=slug, council=council, root_page=root_page, members_group=group)
    give_members_their_place(panel)
    return panel


def give_members_their_place(panel: YouthPanel) -> None:
    """The panel's members may write below its root page in every language, and add pictures to its own collection."""
    for page in Page.objects.filter(translation_key=panel.root_page.translation_key):
        for codename in MEMBERS_ON_PAGES:
            GroupPagePermission.objects.get_or_create(
                group=panel.members_group, page=page, permission=_permission("wagtailcore", codename)
            )
    collection = _collection(panel.name)
    for app_label, codename in MEMBERS_ON_PICTURES + MEMBERS_ON_FILMS:
        GroupCollectionPermission.objects.get_or_create(
            group=panel.members_group, collection=collection, permission=_permission(app_label, codename)
        )
    panel.members_group.permissions.add(_permission("wagtailadmin", "access_admin"))


def _collection(name: str) -> Collection:
    existing = Collection.objects.filter(name=name).first()
    return existing or Collection.get_first_root_node().add_child(name=name)


def _permission(app_label: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)


def _remove_wagtails_example_groups() -> None:
    """Wagtail starts with two groups that publish and edit everything. Nobody here may."""
    Group.objects.filter(
        name__in=["Moderators", "Editors"], page_permissions__permission__codename="publish_page"
    ).delete()
    Group.objects.filter(name="Editors").delete()


def _furnish_languages_and_root_pages() -> None:
    root = Page.get_first_root_node()
    for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
    Page.objects.filter(depth=2, slug="home", content_type__model="page").delete()
    root.refresh_from_db()
    main = HomePage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
    if main is None:
        main = HomePage(title="Waymark", slug="home", locale=Locale.objects.get(language_code=settings.LANGUAGE_CODE))
        root.add_child(instance=main)
    for locale in Locale.objects.exclude(pk=main.locale_id):
        if not main.has_translation(locale):
            main.copy_for_translation(locale).save_revision().publish(skip_permission_checks=True)
    Site.objects.update_or_create(
        is_default_site=True, defaults={"root_page": main, "hostname": "localhost", "site_name": "Waymark"}
    )


def _furnish_workflow() -> None:
    workflow, _created = Workflow.objects.get_or_create(name=WORKFLOW)
    vote = PanelVoteTask.objects.first() or PanelVoteTask.objects.create(name="The panel votes")
    check = ModeratorCheckTask.objects.first() or ModeratorCheckTask.objects.create(name="A moderator checks")
    for order, task in enumerate([vote, check]):
        WorkflowTask.objects.update_or_create(workflow=workflow, task=task, defaults={"sort_order": order})
    for home in HomePage.objects.all():
        WorkflowPage.objects.update_or_create(page=home, defaults={"workflow": workflow})
    Workflow.objects.exclude(pk=workflow.pk).update(active=False)


def _furnish_areas() -> None:
    for code, name, parent in AREAS:
        Area.objects.get_or_create(code=code, defaults={"name": name, "parent_id": parent})


def _furnish_groups() -> None:
    staff, _created = Group.objects.get_or_create(name=STAFF_GROUP)
    staff.permissions.add(_permission("wagtailadmin", "access_admin"))


def _page_in_every_language(page_class: type[Page], **fields: object) -> dict[str, Page]:
    """The same page below each language's home page, live."""
    home = HomePage.objects.get(locale__language_code=settings.LANGUAGE_CODE)
    page = home.add_child(instance=page_class(locale=home.locale, **fields))
    pages = {settings.LANGUAGE_CODE: page}
    for locale in Locale.objects.exclude(pk=home.locale_id):
        translation = page.copy_for_translation(locale, copy_parents=True)
        translation.slug = page.slug
        translation.save_revision().publish(skip_permission_checks=True)
        pages[locale.language_code] = translation
    return pages
