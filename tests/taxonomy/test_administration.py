"""How an admin keeps topics, situations and areas."""

import pytest
from django.urls import reverse

from people.models import Appointment, Role
from taxonomy.models import Area, Situation, Topic
from tests.factories import UserFactory, draft, member_of, situation, topic
from tests.second_person import somebody_else_agrees


@pytest.fixture
def admin(furnished, client):
    user = UserFactory()
    Appointment.objects.create(user=user, role=Role.ADMIN)
    client.force_login(user, backend="people.backends.TermBackend")
    return client


def test_a_topic_gets_a_label_in_each_language(admin):
    answer = admin.post(
        reverse("topic:add"),
        {"name": "Knives", "slug": "knives", "age_from": 11, "label_en": "Knives", "label_cy": "Cyllyll"},
    )
    somebody_else_agrees()

    assert answer.status_code == 302
    assert Topic.objects.get(slug="knives").label_in("cy") == "Cyllyll"


def test_renaming_a_topic_keeps_its_slug(admin):
    knives = topic("knives")

    admin.post(
        reverse("topic:edit", args=[knives.pk]),
        {"name": "Blades", "slug": "blades", "age_from": 11, "label_en": "", "label_cy": ""},
    )
    somebody_else_agrees()

    knives.refresh_from_db()
    assert (knives.name, knives.slug) == ("Blades", "knives")


def test_the_tree_of_topics_stays_two_levels_deep(admin):
    top = topic("safety")
    child = topic("knives", parent=top)

    answer = admin.post(reverse("topic:add"), {"name": "Deeper", "slug": "deeper", "age_from": 11, "parent": child.pk})

    assert answer.status_code == 200
    assert not Topic.objects.filter(slug="deeper").exists()


@pytest.mark.parametrize("what", ["topic", "situation", "area"])
def test_what_a_page_uses_is_kept_and_the_admin_hears_why(newham, admin, what):
    page = draft(newham)
    page.page_situations.create(situation=situation())
    page.page_areas.create(area_id="E09000025")
    page.topics.add(topic())
    page.save()
    used = {"topic": topic(), "situation": situation(), "area": Area.objects.get(code="E09000025")}[what]

    answer = admin.post(reverse(f"{what}:delete", args=[used.pk]), follow=True)

    assert type(used).objects.filter(pk=used.pk).exists()
    assert answer.status_code == 200
    assert "so it stays" in answer.content.decode()


def test_what_nothing_uses_can_be_deleted(admin):
    unused = situation("nobody-is-here")

    admin.post(reverse("situation:delete", args=[unused.pk]))
    somebody_else_agrees()

    assert not Situation.objects.filter(pk=unused.pk).exists()


def test_an_area_keeps_its_code(admin):
    admin.post(reverse("area:edit", args=["E09000025"]), {"code": "E09999999", "name": "Newham (London)"})
    somebody_else_agrees()

    assert Area.objects.get(code="E09000025").name == "Newham (London)"
    assert not Area.objects.filter(code="E09999999").exists()


@pytest.mark.parametrize("what", ["topic", "situation", "area"])
def test_every_page_of_the_lists_opens(admin, what):
    one = {"topic": topic, "situation": situation, "area": Area.objects.first}[what]()

    assert admin.get(reverse(f"{what}:index")).status_code == 200
    assert admin.get(reverse(f"{what}:add")).status_code == 200
    assert admin.get(reverse(f"{what}:edit", args=[one.pk])).status_code == 200
    assert admin.get(reverse(f"{what}:delete", args=[one.pk])).status_code == 200


def test_the_lists_are_for_admins(newham, client):
    client.force_login(member_of(newham), backend="people.backends.TermBackend")

    for what in ("topic", "situation", "area"):
        assert client.get(reverse(f"{what}:index")).status_code == 302
        assert client.post(reverse(f"{what}:add"), {"name": "Mine", "slug": "mine"}).status_code == 302
