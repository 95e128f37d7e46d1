"""Whose page is it? One rule, asked by Wagtail's rights, by the addresses, by lists and by the room: the nearest place's."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import Page, PagePermissionTester

from cms.furnishing import add_national_panel, add_panel_of
from moderation.my_panel import my_panels, pages_written_by
from people.models import Appointment, Council, Role, YouthPanel
from people.sight import known_page_ids
from tests.factories import UserFactory, draft, member_of
from tests.moderation.doors import lead_of

DOORS = (
    "wagtailadmin_pages:edit",
    "wagtailadmin_pages:view_draft",
    "wagtailadmin_pages:delete",
    "wagtailadmin_pages:move",
    "wagtailadmin_pages:copy",
    "wagtailadmin_pages:history",
)


@pytest.fixture
def young_carers(newham) -> YouthPanel:
    """A second youth panel of Newham's council: its place lies below the council's page, where the first one writes."""
    return add_panel_of(newham.council, name="Newham young carers", slug="newham-young-carers")


def translated(page: Page) -> Page:
    return page.get_translations().get(locale__language_code="cy")


def translator_for(council: Council):
    user = UserFactory()
    Appointment.objects.create(user=user, role=Role.TRANSLATOR, council=council)
    return user


def test_a_page_belongs_to_the_nearest_place_in_every_language(newham, young_carers):
    theirs, ours = draft(young_carers), draft(newham)

    assert YouthPanel.objects.of_page(theirs) == young_carers
    assert YouthPanel.objects.of_page(ours) == newham
    assert YouthPanel.objects.of_page(translated(young_carers.root_page)) == young_carers
    assert list(young_carers.pages()) == [theirs.page_ptr]
    assert list(newham.pages()) == [ours.page_ptr]
    assert {ours.pk, theirs.pk} <= set(YouthPanel.objects.all().pages().values_list("pk", flat=True))


def test_a_place_is_nobodys_page_but_its_own_panels(newham, young_carers, stoke):
    national = add_national_panel(name="Young Wales", slug="young-wales")
    places = {
        place.pk: panel
        for panel in (newham, young_carers, stoke, national)
        for place in panel.root_page.get_translations(inclusive=True)
    }

    for panel in (newham, young_carers, stoke, national):
        assert not panel.pages().filter(pk__in=places)
        found = YouthPanel.objects.filter(pk=panel.pk).pages().filter(pk__in=places)
        assert {places[page.pk] for page in found} == {panel}


@pytest.mark.parametrize("of_the_first", [True, False])
def test_members_have_no_right_on_another_panels_pages_of_the_same_council(newham, young_carers, of_the_first):
    own, other = (newham, young_carers) if of_the_first else (young_carers, newham)
    member = member_of(own)

    for page, may in ((draft(own), True), (draft(other), False), (draft(other, by=member), False)):
        assert PagePermissionTester(member, page).can_edit() is may
    assert other.root_page.permissions_for_user(member).can_add_subpage() is False
    assert own.root_page.permissions_for_user(member).can_add_subpage() is True


@pytest.mark.parametrize("who", ["member", "lead"])
@pytest.mark.parametrize("door", DOORS)
def test_no_address_opens_another_panels_draft_of_the_same_council(newham, young_carers, client, door, who):
    client.force_login(member_of(newham) if who == "member" else lead_of(newham))
    theirs = draft(young_carers, title="What nobody else may read yet")

    answer = client.get(reverse(door, args=[theirs.pk]))

    assert answer.status_code == 403
    assert theirs.title not in answer.content.decode()


def test_nobody_writes_into_another_panels_place(newham, young_carers, client):
    client.force_login(member_of(newham))

    answer = client.get(reverse("wagtailadmin_pages:add", args=["articles", "articlepage", young_carers.root_page.pk]))

    assert answer.status_code in {302, 403}
    assert "neutral_title" not in answer.content.decode()


def test_lists_name_no_draft_of_another_panel_of_the_council(newham, young_carers):
    theirs = draft(young_carers)

    for user in (member_of(newham), lead_of(newham)):
        assert not Page.objects.filter(pk=theirs.pk, pk__in=known_page_ids(user))
    assert Page.objects.filter(pk=theirs.pk, pk__in=known_page_ids(translator_for(newham.council)))


def test_who_belongs_to_both_panels_writes_in_both(newham, young_carers):
    member = member_of(newham)
    member.memberships.create(
        youth_panel=young_carers, starts_on=member.memberships.get().starts_on, ends_on=member.memberships.get().ends_on
    )
    ours, theirs = draft(newham, by=member), draft(young_carers, by=member)

    assert theirs.permissions_for_user(member).can_edit()
    assert {panel.youth_panel for panel in my_panels(member)} == {newham, young_carers}
    assert [page.pk for page in pages_written_by(member, newham)] == [ours.pk]
    assert [page.pk for page in pages_written_by(member, young_carers)] == [theirs.pk]


def test_a_council_gets_a_second_panel_at_the_command_line(newham, capsys):
    call_command("add_panel", name="Newham young carers", slug="newham-young-carers", council="newham")

    panel = YouthPanel.objects.get(slug="newham-young-carers")
    assert panel.council == newham.council
    assert panel.root_page.get_parent() == newham.root_page
    assert translated(panel.root_page).live
    assert "Newham young carers" in capsys.readouterr().out


def test_a_panel_of_no_council_is_a_national_one(furnished, capsys):
    call_command("add_panel", name="Young Wales", slug="young-wales")

    panel = YouthPanel.objects.get(slug="young-wales")
    assert panel.council is None
    assert panel.root_page.depth == 3


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"name": "Newham youth panel", "slug": "another"}, "called Newham youth panel already"),
        ({"name": "Another", "slug": "newham"}, "newham is taken"),
        ({"name": "Another", "slug": "another", "council": "nowhere"}, "no council nowhere"),
        ({"name": "Another", "slug": "not a slug"}, "Only letters"),
        ({"name": "Another", "slug": "carers", "council": "newham"}, "carers is taken"),
    ],
)
def test_a_panel_that_cannot_be_added_says_why(newham, said, why):
    draft(newham, slug="carers")

    with pytest.raises(CommandError, match=why):
        call_command("add_panel", **said)

    assert YouthPanel.objects.count() == 1
