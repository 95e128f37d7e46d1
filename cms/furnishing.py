"""What an empty database needs before anybody can work in it: languages, root pages, the workflow, areas, groups.

Everything here can run again at each deployment and then changes nothing.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Collection, Locale, Page, Site, Workflow, WorkflowPage, WorkflowTask

from agreement.four_eyes import setting_up
from cms.rights import give_panel_its_place, give_roles_their_rights, nobody_publishes
from home.models import CouncilPage, HomePage, YouthPanelPage
from moderation.models import ModeratorCheckTask, PanelVoteTask
from people.actions import settle_everybody
from people.models import Council, YouthPanel
from taxonomy.models import Area
from taxonomy.starting_words import add_starting_words

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

HOME_DEPTH = 2
WORKFLOW = "The panel votes, a moderator checks"


@transaction.atomic
@setting_up("furnish")
def furnish() -> None:
    """Bring the database to the state the code expects."""
    _remove_wagtails_example_groups()
    _furnish_languages_and_root_pages()
    _furnish_workflow()
    _furnish_areas()
    add_starting_words()
    give_roles_their_rights()
    for council in Council.objects.all():
        _in_every_language(council.root_page.specific)
    for panel in YouthPanel.objects.all():
        _in_every_language(panel.root_page.specific)
        _furnish_panel(panel)
    nobody_publishes()
    settle_everybody()


@transaction.atomic
@setting_up("add_council")
def add_council(*, name: str, slug: str, area: Area | None, exit_url: str = "") -> YouthPanel:
    """A council with its page in every language, its youth panel, its collection. Returns the youth panel.

    Raises ValidationError when the name, the short name or the address cannot be used.
    """
    _refuse_second(Council, name=name, slug=slug)
    page = _page_in_every_language(CouncilPage, title=name, slug=slug, area=area, exit_url=exit_url)
    council = Council.objects.create(name=name, slug=slug, area=area, root_page=page)
    return _add_panel(name=f"{name} youth panel", slug=slug, council=council, root_page=council.root_page)


@transaction.atomic
@setting_up("add_national_panel")
def add_national_panel(*, name: str, slug: str) -> YouthPanel:
    """A youth panel that belongs to no council, with its page in every language."""
    _refuse_second(YouthPanel, name=name, slug=slug)
    page = _page_in_every_language(YouthPanelPage, title=name, slug=slug)
    return _add_panel(name=name, slug=slug, council=None, root_page=page)


@transaction.atomic
@setting_up("add_panel_of")
def add_panel_of(council: Council, *, name: str, slug: str) -> YouthPanel:
    """One more youth panel of a council: its page lies below the council's, and what is written there is its own alone."""
    _refuse_second(YouthPanel, name=name, slug=slug, siblings=council.root_page.get_children())
    page = _page_in_every_language(YouthPanelPage, below=council.root_page, title=name, slug=slug)
    return _add_panel(name=name, slug=slug, council=council, root_page=page)


def _refuse_second(
    model: type[Council | YouthPanel], *, name: str, slug: str, siblings: QuerySet[Page] | None = None
) -> None:
    """Raises ValidationError. `siblings` are the pages that it would stand beside: by default those below the home pages."""
    if siblings is None:
        siblings = Page.objects.filter(depth=HOME_DEPTH + 1)

    if model.objects.filter(name=name).exists():
        raise ValidationError(f"There is a {model._meta.verbose_name} called {name} already.")
    if model.objects.filter(slug=slug).exists() or siblings.filter(slug=slug).exists():
        raise ValidationError(f"The short name {slug} is taken. Choose another one.")


def _add_panel(*, name: str, slug: str, council: Council | None, root_page: Page) -> YouthPanel:
    group = Group.objects.create(name=f"{name}: members")
    panel = YouthPanel.objects.create(name=name, slug=slug, council=council, root_page=root_page, members_group=group)
    _furnish_panel(panel)
    return panel


def _furnish_panel(panel: YouthPanel) -> None:
    """What a youth panel has: groups, a collection of its own, and their rights."""
    if panel.adults_group is None or panel.translators_group is None or panel.collection is None:
        panel.adults_group = panel.adults_group or Group.objects.create(name=f"{panel.name}: adults")
        panel.translators_group = panel.translators_group or Group.objects.create(name=f"{panel.name}: translators")
        panel.collection = panel.collection or Collection.get_first_root_node().add_child(name=panel.name)
        panel.save(update_fields=["adults_group", "translators_group", "collection"])
    give_panel_its_place(panel)


def _remove_wagtails_example_groups() -> None:
    """Wagtail starts with two groups that publish and edit everything. Nobody here may."""
    Group.objects.filter(name__in=["Moderators", "Editors"]).delete()


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
    _in_every_language(main)
    address = urlsplit(settings.PUBLIC_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"root_page": main, "hostname": address.hostname, "port": port, "site_name": "Waymark"},
    )


def _furnish_workflow() -> None:
    workflow, _created = Workflow.objects.get_or_create(name=WORKFLOW)
    vote = PanelVoteTask.objects.first() or PanelVoteTask.objects.create(name="The panel votes")
    check = ModeratorCheckTask.objects.first() or ModeratorCheckTask.objects.create(name="A moderator checks")
    for order, task in enumerate([vote, check]):
        WorkflowTask.objects.update_or_create(workflow=workflow, task=task, defaults={"sort_order": order})
    for home in HomePage.objects.all():
        WorkflowPage.objects.update_or_create(page=home, defaults={"workflow": workflow})
    for other in Workflow.objects.exclude(pk=workflow.pk).filter(active=True):
        other.active = False
        other.save()


def _furnish_areas() -> None:
    for code, name, parent in AREAS:
        Area.objects.get_or_create(code=code, defaults={"name": name, "parent_id": parent})


def _page_in_every_language(page_class: type[Page], below: Page | None = None, **fields: object) -> Page:
    """The same page below each language's home page, or below this page in each language, live.

    Returns the one in the main language.
    """
    place = below or HomePage.objects.get(locale__language_code=settings.LANGUAGE_CODE)
    page = page_class(locale=place.locale, **fields)
    page.full_clean(exclude=["path", "depth", "content_type", "url_path"])
    place.add_child(instance=page)
    _in_every_language(page)
    return page


def _in_every_language(page: Page) -> None:
    """Give `page` its counterpart in each language that it is not there in, live and with the same address."""
    for locale in Locale.objects.exclude(pk=page.locale_id):
        if page.has_translation(locale):
            continue
        translation = page.copy_for_translation(locale, copy_parents=True)
        if page.depth > HOME_DEPTH:
            translation.slug = page.slug
        translation.save_revision().publish(skip_permission_checks=True)
