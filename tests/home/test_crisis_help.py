"""Who may change the numbers that every reader sees."""

import pytest
from django.urls import reverse

from home.models import CouncilPage, CrisisLine
from people.models import Appointment, Role
from tests.factories import UserFactory, member_of
from tests.second_person import somebody_else_agrees

LINE = {
    "name": "Childline",
    "slug": "childline-test",
    "kind": "call",
    "number": "0800 1111",
    "languages": ["en", "cy"],
    "sort_order": 1,
    "is_free": "true",
    "hides_from_bill": "unknown",
    "for_whom_en": "Talk about anything.",
    "for_whom_cy": "Siarad am unrhyw beth.",
}


@pytest.fixture
def come_in(furnished, client):
    def as_(user):
        client.force_login(user, backend="people.backends.TermBackend")
        return client

    return as_


def appointed(role):
    user = UserFactory()
    Appointment.objects.create(user=user, role=role)
    return user


def test_an_admin_and_a_second_person_add_a_line_with_its_words_in_each_language(come_in):
    answer = come_in(appointed(Role.ADMIN)).post(reverse("crisisline:add"), LINE)
    somebody_else_agrees()

    line = CrisisLine.objects.get(slug="childline-test")
    assert answer.status_code == 302
    assert line.languages == ["en", "cy"]
    assert {words.language: words.for_whom for words in line.words.all()}["cy"] == "Siarad am unrhyw beth."


def test_a_changed_number_keeps_its_short_name(come_in):
    client = come_in(appointed(Role.ADMIN))
    client.post(reverse("crisisline:add"), LINE)
    somebody_else_agrees()
    line = CrisisLine.objects.get(slug="childline-test")

    opened = client.get(reverse("crisisline:edit", args=[line.pk]))
    client.post(reverse("crisisline:edit", args=[line.pk]), {**LINE, "number": "0800 2222", "slug": "another"})
    somebody_else_agrees()

    line.refresh_from_db()
    assert opened.status_code == 200
    assert (line.number, line.slug) == ("0800 2222", "childline-test")


def test_a_directory_editor_proposes_and_changes_no_number_alone(come_in):
    line = CrisisLine.objects.create(slug="samaritans-test", name="Samaritans", kind="call", number="116 123")
    client = come_in(appointed(Role.DIRECTORY_EDITOR))

    assert client.get(reverse("crisisline:index")).status_code == 200
    client.post(reverse("crisisline:edit", args=[line.pk]), {**LINE, "number": "1"})

    line.refresh_from_db()
    assert line.number == "116 123"


def test_a_member_changes_no_number(newham, come_in):
    client = come_in(member_of(newham))

    assert client.get(reverse("crisisline:index")).status_code == 302
    assert client.post(reverse("crisisline:add"), LINE).status_code == 302
    assert not CrisisLine.objects.filter(slug="childline-test").exists()


def test_nobody_deletes_a_line(come_in):
    line = CrisisLine.objects.create(slug="samaritans-test", name="Samaritans", kind="call", number="116 123")

    come_in(appointed(Role.ADMIN)).post(reverse("crisisline:delete", args=[line.pk]))

    assert CrisisLine.objects.filter(pk=line.pk).exists()


FOLDED = {
    "https://example.org/help?fbclid=TRACK&a=1": "https://example.org/help?a=1",
    "HTTPS://www.google.com/url?q=https://example.org/help": "https://example.org/help",
}


@pytest.mark.parametrize("name", ["url", "chat_url"])
@pytest.mark.parametrize(("typed", "plain"), FOLDED.items())
def test_an_address_of_crisis_help_is_kept_as_readers_get_links(come_in, name, typed, plain):
    come_in(appointed(Role.ADMIN)).post(reverse("crisisline:add"), {**LINE, name: typed})
    somebody_else_agrees()

    assert getattr(CrisisLine.objects.get(slug="childline-test"), name) == plain


UNSEEN = {"https://bit.ly./3x": "hides where it leads", "http://example.org/": "is not safe"}


@pytest.mark.parametrize("name", ["url", "chat_url"])
@pytest.mark.parametrize(("typed", "sentence"), UNSEEN.items())
def test_crisis_help_leads_nowhere_that_nobody_can_see(come_in, name, typed, sentence):
    answer = come_in(appointed(Role.ADMIN)).post(reverse("crisisline:add"), {**LINE, name: typed})

    assert sentence in answer.context["form"].errors[name][0]
    assert not CrisisLine.objects.filter(slug="childline-test").exists()


def test_a_quick_exit_takes_the_same_rule(newham, come_in):
    client, place = come_in(appointed(Role.ADMIN)), CouncilPage.objects.first()

    refused = client.post(reverse("councilpage:edit", args=[place.pk]), {"exit_url": "https://bit.ly/3x"})
    client.post(reverse("councilpage:edit", args=[place.pk]), {"exit_url": "https://example.org/weather?utm_source=x"})
    somebody_else_agrees()

    assert "hides where it leads" in refused.context["form"].errors["exit_url"][0]
    assert set(CouncilPage.objects.values_list("exit_url", flat=True)) == {"https://example.org/weather"}
