"""What a council puts first for its readers: two people choose it, and nothing that readers cannot see is among it."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from delivery.models import Edition
from home.models import CouncilPage, FeaturedPage
from moderation.errors import Overtaken
from people.models import Appointment, Role
from tests.delivery.pages import agreed, article, taken_back, translated
from tests.factories import UserFactory, draft
from tests.second_person import somebody_else_agrees


@pytest.fixture
def pages(newham, committed):
    """Three that are out: one of them in Welsh, too."""
    with committed():
        money, knives, home = (agreed(newham, article(title=title)) for title in ("I owe money", "A knife", "At home"))
        translated(money, "cy", title="Mae arna i arian")
        return [money, knives, home]


@pytest.fixture
def place(newham):
    return CouncilPage.objects.get(pk=newham.root_page_id)


@pytest.fixture
def admin(newham, client):
    user = UserFactory()
    Appointment.objects.create(user=user, role=Role.ADMIN)
    client.force_login(user, backend="people.backends.TermBackend")
    return client


def propose(admin, place, *pages, exit_url=""):
    said = {f"featured_{number}": page.pk if page else "" for number, page in enumerate(pages, start=1)}
    return admin.post(reverse("councilpage:edit", args=[place.pk]), {"exit_url": exit_url, **said})


def shown(client, **asked: str) -> list[Any]:
    [council] = client.get("/api/v1/councils/", asked).json()["items"]
    return [(page["title"], page["locale"]) for page in council["featured"]]


def test_two_people_choose_it_and_readers_get_it_in_their_language(client, admin, pages, place, committed):
    money, knives, _home = pages

    with committed():
        propose(admin, place, knives, money)
    assert shown(client) == []

    with committed():
        somebody_else_agrees()
    assert shown(client) == [("A knife", "en"), ("I owe money", "en")]
    assert shown(client, locale="cy") == [("A knife", "en"), ("Mae arna i arian", "cy")]


def test_it_is_mentioned_like_everything_that_is_mentioned(client, admin, pages, place, committed):
    with committed():
        propose(admin, place, pages[0])
        somebody_else_agrees()

    [council] = client.get("/api/v1/councils/").json()["items"]
    assert council["featured"] == [
        {
            "content_id": str(pages[0].translation_key),
            "type": "article",
            "locale": "en",
            "title": "I owe money",
            "summary": pages[0].summary,
            "path": f"/newham/{pages[0].slug}/",
            "image": None,
        }
    ]


def test_what_stood_there_is_replaced_and_a_gap_closes(client, admin, pages, place, committed):
    money, knives, home = pages
    with committed():
        propose(admin, place, money, knives, home)
        somebody_else_agrees()
        propose(admin, place, home, None, knives)
        somebody_else_agrees()

    assert shown(client) == [("At home", "en"), ("A knife", "en")]


def test_the_form_says_what_stands_there_now(admin, pages, place, committed):
    with committed():
        propose(admin, place, pages[1])
        somebody_else_agrees()

    asked = admin.get(reverse("councilpage:edit", args=[place.pk]))
    listed = admin.get(reverse("councilpage:index")).content.decode()

    assert asked.context["form"]["featured_1"].value() == pages[1].pk
    assert "A knife" in listed


def test_what_readers_cannot_see_is_not_put_first(admin, newham, place):
    answer = propose(admin, place, draft(newham))

    assert answer.context["form"].errors["featured_1"] == ["Readers cannot see this page. Choose one that is out."]


def test_one_page_stands_in_one_place(admin, pages, place):
    welsh = pages[0].get_translations().get().specific

    answer = propose(admin, place, pages[0], welsh)

    assert answer.context["form"].errors["featured_2"] == [
        "This page is there already. Choose another one, or leave this empty."
    ]


def test_what_is_withdrawn_is_not_there_any_more_and_comes_back_with_the_page(client, admin, pages, place, committed):
    with committed():
        propose(admin, place, pages[0], pages[1])
        somebody_else_agrees()
        taken_back(pages[0])

    assert shown(client) == [("A knife", "en")]
    assert FeaturedPage.objects.count() == 2


def test_a_page_that_is_withdrawn_keeps_nobody_from_changing_where_the_quick_exit_leads(
    client, admin, pages, place, committed
):
    with committed():
        propose(admin, place, pages[0], pages[1])
        somebody_else_agrees()
        taken_back(pages[0])
        propose(admin, place, pages[0], pages[1], exit_url="https://www.bbc.co.uk/weather")
        somebody_else_agrees()

    [council] = client.get("/api/v1/councils/").json()["items"]
    assert council["exit_url"] == "https://www.bbc.co.uk/weather"
    assert shown(client) == [("A knife", "en")]
    assert FeaturedPage.objects.count() == 2


def test_what_was_withdrawn_since_it_was_proposed_is_agreed_to_by_nobody(client, admin, pages, place, committed):
    with committed():
        propose(admin, place, pages[0])
        taken_back(pages[0])

    with pytest.raises(Overtaken):
        somebody_else_agrees()

    assert not FeaturedPage.objects.exists()


def test_whoever_remembers_an_answer_hears_that_something_else_is_first(admin, pages, place, committed):
    before = Edition.mark_now()

    with committed():
        propose(admin, place, pages[0])
        somebody_else_agrees()

    assert Edition.mark_now() != before
