"""The admin as a young author meets it: what is open, what is closed, and what nobody is shown."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from wagtail.models import Workflow

from people.models import Appointment, Role
from tests.factories import UserFactory, draft, member_of, members_of, moderator_for, picture, published
from tests.moderation.doors import browser_of, superuser

REPORTS = ["site_history", "page_types_usage", "aging_pages", "locked_pages", "workflow", "workflow_tasks"]


@pytest.fixture
def come_in(client):
    def as_(user):
        client.force_login(user, backend="people.backends.TermBackend")
        return client

    return as_


def appointed(role, **where):
    user = UserFactory()
    Appointment.objects.create(user=user, role=role, **where)
    return user


def test_a_member_finds_pages_pictures_and_films_in_the_menu_and_nothing_that_is_closed(newham, come_in):
    html = come_in(member_of(newham)).get(reverse("wagtailadmin_home")).content.decode()

    assert reverse("wagtailadmin_explore_root") in html
    for name in ("wagtailadmin_reports:site_history", "wagtailusers_users:index", "wagtailsnippets:index"):
        assert f'"{reverse(name)}"' not in html


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("who", ["member", "moderator", "lead"])
def test_reports_that_show_others_names_and_titles_are_closed(newham, come_in, report, who):
    user = {
        "member": lambda: member_of(newham),
        "moderator": lambda: moderator_for(newham),
        "lead": lambda: appointed(Role.LEAD, youth_panel=newham),
    }[who]()

    assert come_in(user).get(reverse(f"wagtailadmin_reports:{report}")).status_code == 403


def test_a_closed_door_says_so_kindly(newham, come_in):
    answer = come_in(member_of(newham)).get(reverse("wagtailusers_users:index"))

    assert answer.status_code == 403
    assert "You did nothing wrong" in answer.content.decode()


def test_the_page_chooser_shows_ones_own_drafts_and_what_is_public(newham, stoke, come_in):
    own = draft(newham, title="Ours, a draft")
    theirs = draft(stoke, title="Theirs, a draft")
    public = published(stoke, title="Theirs, and public")
    client = come_in(member_of(newham))

    def chooser(**query):
        return client.get(reverse("wagtailadmin_choose_page_search"), query).content.decode()

    assert own.title in chooser(q="Ours")
    assert public.title in chooser(q="Theirs")
    assert theirs.title not in chooser(q="Theirs")


def test_the_page_chooser_does_not_show_a_public_pages_next_title(newham, stoke, come_in):
    page = published(stoke, title="As it is")
    page.title = "What it may become"
    page.save_revision()

    html = come_in(member_of(newham)).get(reverse("wagtailadmin_choose_page_search"), {"q": "become"}).content.decode()

    assert "What it may become" not in html


def test_no_address_of_the_chooser_tells_the_title_of_anothers_draft(newham, stoke, come_in):
    theirs = draft(stoke, title="Theirs, a draft")
    client = come_in(member_of(newham))

    child = client.get(reverse("wagtailadmin_choose_page_child", args=[theirs.pk]))
    chosen = client.get(reverse("wagtailadmin_choose_page_chosen_multiple"), {"id": theirs.pk})
    council = client.get(reverse("wagtailadmin_choose_page_child", args=[stoke.root_page.pk]))

    assert (child.status_code, chosen.status_code, council.status_code) == (403, 403, 200)
    assert theirs.title not in council.content.decode()


def test_another_panels_picture_is_neither_shown_nor_chosen(newham, stoke, come_in):
    theirs = picture(title="Theirs", collection=stoke.collection)
    ours = picture(title="Ours", collection=newham.collection)
    client = come_in(member_of(newham))

    listing = client.get(reverse("wagtailimages_chooser:choose")).content.decode()

    assert "Ours" in listing
    assert "Theirs" not in listing
    assert client.get(reverse("wagtailimages_chooser:chosen", args=[ours.pk])).status_code == 200
    assert client.get(reverse("wagtailimages_chooser:chosen", args=[theirs.pk])).status_code in (302, 403)
    assert client.get(reverse("wagtailimages:edit", args=[theirs.pk])).status_code in (302, 403)


def test_members_cannot_change_their_councils_own_page(newham, come_in):
    client = come_in(member_of(newham))

    assert client.get(reverse("wagtailadmin_pages:edit", args=[newham.root_page.pk])).status_code in (302, 403)
    assert client.post(reverse("wagtailadmin_pages:edit", args=[newham.root_page.pk])).status_code in (302, 403)


def test_nobody_adds_a_council_or_a_panels_place_in_the_editor(newham, come_in):
    client = come_in(member_of(newham))

    offered = client.get(reverse("wagtailadmin_pages:add_subpage", args=[newham.root_page.pk])).content.decode()
    address = reverse("wagtailadmin_pages:add", args=["home", "youthpanelpage", newham.root_page.pk])

    assert "articlepage" in offered
    assert "youthpanelpage" not in offered
    assert client.get(address).status_code in (302, 403)


def test_a_moderator_finds_the_pages_of_their_council_and_no_others(newham, stoke, come_in):
    ours, theirs = draft(newham, title="Ours"), draft(stoke, title="Theirs, a draft")
    client = come_in(moderator_for(newham))

    found = client.get(reverse("wagtailadmin_explore", args=[newham.root_page.pk]))

    assert found.status_code == 200
    assert ours.title in found.content.decode()
    assert theirs.title not in client.get(reverse("wagtailadmin_explore", args=[stoke.root_page.pk])).content.decode()
    assert client.get(reverse("wagtailadmin_pages:edit", args=[ours.pk])).status_code == 403
    assert theirs.title not in client.get(reverse("wagtailadmin_pages:search"), {"q": "Theirs"}).content.decode()


def test_the_account_page_asks_for_no_name_and_no_photograph(newham, come_in):
    member = member_of(newham)
    client = come_in(member)

    html = client.get(reverse("wagtailadmin_account")).content.decode()

    assert "first_name" not in html
    assert "avatar-avatar" not in html
    answer = client.post(
        reverse("wagtailadmin_account"),
        {
            "locale-preferred_language": "cy",
            "theme-theme": "system",
            "theme-contrast": "system",
            "theme-density": "default",
        },
    )
    assert answer.status_code == 302
    member.refresh_from_db()
    assert member.wagtail_userprofile.preferred_language == "cy"


def test_no_page_of_the_admin_asks_anybody_outside(newham, come_in):
    page = draft(newham)
    admin = appointed(Role.ADMIN)
    members_of(newham, 1)
    addresses = {
        member_of(newham): [
            reverse("wagtailadmin_home"),
            reverse("wagtailadmin_account"),
            reverse("wagtailadmin_explore", args=[newham.root_page.pk]),
            reverse("wagtailadmin_pages:edit", args=[page.pk]),
            reverse("wagtailadmin_pages:history", args=[page.pk]),
            reverse("wagtailimages:index"),
            reverse("wagtailmedia:index"),
        ],
        admin: [
            reverse("wagtailadmin_home"),
            reverse("wagtailusers_users:index"),
            reverse("membership:index"),
            reverse("topic:index"),
        ],
    }
    for user, theirs in addresses.items():
        client = come_in(user)
        for address in theirs:
            answer = client.get(address)
            assert answer.status_code == 200, address
            fetched = re.findall(
                r'<(?:script|img|link|iframe|source|video)\b[^>]*?(?:src|href)="(?:https?:)?//([^/"]+)',
                answer.content.decode(),
            )
            assert set(fetched) <= {"testserver"}, address


def test_a_session_of_a_member_is_over_after_twelve_hours(newham, come_in):
    with time_machine.travel("2026-11-20T09:00:00Z", tick=False) as clock:
        client = come_in(member_of(newham))
        for _hour in range(11):
            clock.shift(timedelta(hours=1))
            assert client.get(reverse("wagtailadmin_home")).status_code == 200
        clock.shift(timedelta(hours=1, minutes=1))
        assert client.get(reverse("wagtailadmin_home")).status_code == 302


def test_a_moderator_who_left_the_room_is_logged_out_after_half_an_hour(newham, come_in):
    with time_machine.travel("2026-11-20T09:00:00Z", tick=False) as clock:
        client = come_in(moderator_for(newham))
        for _time in range(3):
            clock.shift(timedelta(minutes=25))
            assert client.get(reverse("wagtailadmin_home")).status_code == 200
        clock.shift(timedelta(minutes=31))
        assert client.get(reverse("wagtailadmin_home")).status_code == 302


def test_an_editor_left_open_does_not_keep_a_moderator_logged_in(newham, come_in):
    with time_machine.travel("2026-11-20T09:00:00Z", tick=False) as clock:
        client = come_in(appointed(Role.TRANSLATOR, council=newham.council))
        assert client.get(reverse("wagtailadmin_home")).status_code == 200
        for _time in range(4):
            clock.shift(timedelta(minutes=10))
            client.post(reverse("wagtailadmin_editing_sessions:ping", args=["wagtailcore", "page", newham.pk, 1]))
        assert client.get(reverse("wagtailadmin_home")).status_code == 302


def test_a_film_that_comes_in_by_itself_does_not_keep_a_translator_logged_in(newham, come_in):
    with time_machine.travel("2026-11-20T09:00:00Z", tick=False) as clock:
        client = come_in(appointed(Role.TRANSLATOR, council=newham.council))
        assert client.get(reverse("wagtailadmin_home")).status_code == 200
        for _time in range(4):
            clock.shift(timedelta(minutes=10))
            client.head(reverse("articles:upload", args=["a-film"]), headers={"Tus-Resumable": "1.0.0"})
            client.get(reverse("articles:film_state"), {"film": "1"})
        assert client.get(reverse("wagtailadmin_home")).status_code == 302


@pytest.mark.parametrize("address", ["/api/v1/", "/api/v1/content/", "/api/docs/", "/healthz", "/"])
def test_what_is_public_never_looks_at_who_is_asking(newham, address):
    client = browser_of(member_of(newham))

    response = client.get(address)

    assert "cookie" not in response.headers.get("Vary", "").lower()
    assert not response.cookies
    assert response.content == Client().get(address).content


@pytest.mark.parametrize(
    "name", ["wagtailadmin_error_test", "wagtailredirects:start_import", "wagtailredirects:process_import"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_ends_in_an_error_is_closed_to_superusers_too(furnished, name, method):
    assert getattr(browser_of(superuser()), method)(reverse(name)).status_code == 403


@pytest.mark.parametrize(
    "name",
    [
        *("wagtailadmin_workflows:index", "wagtailadmin_workflows:add", "wagtailsites:add"),
        *("wagtaillocales:add", "wagtailadmin_collections:index"),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_furnished_is_closed_to_superusers_too_and_says_how_it_is_set_up(furnished, name, method):
    answer = getattr(browser_of(superuser()), method)(reverse(name))

    assert answer.status_code == 403
    assert "manage.py furnish" in answer.content.decode()


def test_a_superuser_alone_takes_no_step_off_the_road(furnished):
    browser = browser_of(superuser())
    workflow = Workflow.objects.get(active=True)
    steps = list(workflow.workflow_tasks.values_list("pk", flat=True))

    browser.post(reverse("wagtailadmin_workflows:disable", args=[workflow.pk]))
    browser.post(reverse("wagtailadmin_workflows:edit", args=[workflow.pk]), {"workflow_tasks-0-DELETE": "on"})

    assert list(workflow.workflow_tasks.values_list("pk", flat=True)) == steps
    assert Workflow.objects.get(pk=workflow.pk).active


@pytest.mark.parametrize("name", ["index", "index_results", "add", "edit", "delete", "history", "usage"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_a_role_may_do_is_written_on_no_screen_and_it_says_what_to_do_instead(newham, name, method):
    arguments = [newham.members_group.pk] if name in ("edit", "delete", "history", "usage") else []

    answer = getattr(browser_of(superuser()), method)(reverse(f"wagtailusers_groups:{name}", args=arguments))

    assert answer.status_code == 403
    assert "Who is in a group follows from memberships and appointments" in answer.content.decode()
    for instead in ("membership:index", "appointment:index"):
        assert reverse(instead) in answer.content.decode()


def test_no_menu_and_no_search_leads_to_what_is_closed_to_everybody(furnished):
    html = browser_of(superuser()).get(reverse("wagtailadmin_home")).content.decode()

    for name in ("wagtailusers_groups:index", "wagtailsites:index", "wagtailadmin_workflows:index"):
        assert f'"{reverse(name)}"' not in html
