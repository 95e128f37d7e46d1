"""`furnish` and `add_council`: what stands in the house before anybody comes in."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Workflow,
)

from cms.furnishing import add_national_panel, furnish
from cms.rights import permission
from home.models import CouncilPage, HomePage
from people.models import Council, YouthPanel
from tests.factories import member_of, moderator_for


def everything():
    """Every row of every table but the logs."""
    return {
        model._meta.label: sorted(map(str, model._base_manager.values_list()))
        for model in apps.get_models()
        if model._meta.label not in {"sessions.Session", "django_tasks_db.DBTaskResult"}
    }


def test_furnishing_twice_changes_nothing(newham):
    member_of(newham)
    moderator_for(newham)
    furnish()
    before = everything()

    call_command("furnish")

    after = everything()
    assert {name for name in after if after[name] != before[name]} == set()


def test_no_group_may_publish(newham):
    assert not GroupPagePermission.objects.filter(permission__codename="publish_page").exists()
    assert not Group.objects.filter(permissions__codename__startswith="publish_").exists()


def test_wagtails_example_groups_are_gone_and_stay_gone(newham):
    Group.objects.create(name="Editors")
    moderators = Group.objects.create(name="Moderators")
    GroupPagePermission.objects.create(
        group=moderators, page=HomePage.objects.first(), permission=permission("wagtailcore.change_page")
    )

    furnish()

    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()


def test_a_group_that_got_hold_of_publishing_loses_it(newham):
    GroupPagePermission.objects.create(
        group=newham.members_group, page=newham.root_page, permission=permission("wagtailcore.publish_page")
    )
    stray = Group.objects.create(name="Stray")
    GroupPagePermission.objects.create(
        group=stray, page=newham.root_page, permission=permission("wagtailcore.publish_page")
    )

    furnish()

    assert not GroupPagePermission.objects.filter(permission__codename="publish_page").exists()


def test_what_members_may_do_ends_at_their_own_panels_pages_and_collection(newham, stoke):
    in_every_language = set(Page.objects.filter(translation_key=newham.root_page.translation_key))

    pages = GroupPagePermission.objects.filter(group=newham.members_group)
    collections = GroupCollectionPermission.objects.filter(group=newham.members_group)

    assert len(in_every_language) == Locale.objects.count() == 2
    assert {row.page for row in pages} == in_every_language
    assert {row.permission.codename for row in pages} == {"add_page", "change_page"}
    assert {row.collection for row in collections} == {newham.collection}
    assert not any("change" in row.permission.codename for row in collections)


def test_translators_may_write_in_the_other_languages_only(newham):
    pages = GroupPagePermission.objects.filter(group=newham.translators_group)

    assert {row.page.locale.language_code for row in pages} == {"cy"}


def test_adults_of_a_panel_may_neither_add_nor_change_a_page(newham):
    rights = GroupPagePermission.objects.filter(group=newham.adults_group).values_list(
        "permission__codename", flat=True
    )

    assert set(rights) == {"unlock_page"}


def test_a_language_that_is_added_later_gets_every_councils_page(newham, settings):
    settings.WAGTAIL_CONTENT_LANGUAGES = [*settings.WAGTAIL_CONTENT_LANGUAGES, ("pl", "Polski")]

    furnish()

    page = CouncilPage.objects.get(locale__language_code="pl")
    assert page.live
    assert page.slug == "newham"
    assert page.get_parent().specific == HomePage.objects.get(locale__language_code="pl")
    assert GroupPagePermission.objects.filter(group=newham.members_group, page=page).count() == 2


def test_the_road_is_the_only_workflow_that_is_in_use(furnished):
    Workflow.objects.create(name="Another one")

    furnish()

    assert [workflow.name for workflow in Workflow.objects.active()] == ["The panel votes, a moderator checks"]


def test_add_council_makes_a_council_with_its_page_in_every_language_and_a_youth_panel(furnished):
    call_command("add_council", name="Newham", slug="newham", area="E09000025", exit_url="https://weather.example.org")

    council = Council.objects.get(slug="newham")
    pages = CouncilPage.objects.filter(translation_key=council.root_page.translation_key)
    panel = council.youth_panels.get()
    assert {page.locale.language_code for page in pages} == {"en", "cy"}
    assert {page.exit_url for page in pages} == {"https://weather.example.org"}
    assert all(page.live and page.area_id == "E09000025" for page in pages)
    assert panel.collection in Collection.objects.all()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"area": "E09999999"}, "no area E09999999"),
        ({"name": "Stoke-on-Trent"}, "called Stoke-on-Trent already"),
        ({"slug": "stoke-on-trent"}, "stoke-on-trent is taken"),
        ({"slug": "not a slug"}, "can stand in an address"),
        ({"exit_url": "javascript:alert(1)"}, "URL"),
    ],
)
def test_add_council_says_kindly_what_is_wrong_and_changes_nothing(stoke, wrong, said):
    given = {"name": "Newham", "slug": "newham", "area": "E09000025", "exit_url": "", **wrong}

    with pytest.raises(CommandError, match=said):
        call_command("add_council", **given)

    assert Council.objects.count() == 1
    assert CouncilPage.objects.count() == 2


def test_add_council_asks_for_furnish_in_an_empty_house(db):
    with pytest.raises(CommandError, match="furnish"):
        call_command("add_council", name="Newham", slug="newham", area="E09000025")


def test_a_national_panel_belongs_to_no_council(furnished):
    panel = add_national_panel(name="National youth panel", slug="national")

    assert panel.council is None
    assert YouthPanel.objects.of_page(panel.root_page) == panel
