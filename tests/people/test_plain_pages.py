"""What somebody reads where the road ends: a closed door, an address that leads nowhere, a mistake of ours."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse

from people.models import Appointment, Role
from tests.factories import UserFactory, draft, member_of, members_of, moderator_for, send_in
from tests.moderation.doors import browser_of

pytestmark = pytest.mark.django_db


def is_ours_and_kind(html: str) -> bool:
    """Our look, one heading, a way on, and nothing of Wagtail's."""
    page = BeautifulSoup(html, "html.parser")
    styles = [link["href"] for link in page.select("link[rel=stylesheet]")]
    is_calm = "Wagtail" not in html and "Error" not in page.get_text()
    return styles == [static("people/plain_page.css")] and len(page.select("h1")) == 1 and is_calm


def test_a_closed_door_looks_like_a_page_of_ours(newham):
    answer = browser_of(member_of(newham)).get(reverse("wagtailusers_users:index"))

    assert answer.status_code == 403
    assert is_ours_and_kind(answer.content.decode())


@pytest.mark.parametrize("address", ["/admin/panel/ballots/999999/", "/admin/desk/", "/nowhere/"])
def test_an_address_that_leads_nowhere_says_so_in_our_words(newham, address):
    answer = browser_of(member_of(newham)).get(address)

    assert answer.status_code == 404
    assert is_ours_and_kind(answer.content.decode())


def test_a_mistake_of_ours_is_said_to_be_ours():
    html = render_to_string("500.html")

    assert is_ours_and_kind(html)
    assert "our mistake, not yours" in html


def test_another_panels_ballot_reads_like_one_that_does_not_exist(newham, stoke):
    moderator_for(stoke)
    writer, *_voters = members_of(stoke, 5)
    theirs = send_in(draft(stoke, by=writer, title="Stoke's own question"), by=writer)
    browser = browser_of(member_of(newham))

    answers = [browser.get(reverse("moderation:ballot", args=[pk])) for pk in (theirs.pk, theirs.pk + 1000)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_whoever_has_neither_panel_nor_desk_finds_what_they_look_after_on_the_first_page(newham):
    admin = UserFactory()
    Appointment.objects.create(user=admin, role=Role.ADMIN, council=newham.council)
    browser = browser_of(admin)

    first = BeautifulSoup(browser.get(reverse("wagtailadmin_home")).content, "html.parser")
    led_to = [link["href"] for link in first.select(".room a")]

    assert led_to
    assert {address: browser.get(address).status_code for address in led_to} == dict.fromkeys(led_to, 200)
