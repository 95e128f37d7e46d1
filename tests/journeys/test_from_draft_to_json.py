"""Read this first: the whole road, walked by the people who walk it, through HTTP alone.

A member writes a page and sends it to the panel, the panel votes, a moderator checks, a front end reads it; then it is
withdrawn, put back, and the read model rebuilt.
"""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from articles.models import ArticlePage
from moderation.models import Ballot, Takedown
from tests.articles.editor import SEND_IN, create, typed
from tests.factories import check_of, member_of, members_of, moderator_for
from tests.moderation.doors import browser_of, text_of

pytestmark = pytest.mark.django_db(transaction=True)


def read(path: str, **query: str):
    """What a front end gets, without cookies."""
    return Client().get(f"/api/v1/{path}", query)


def press(user, name: str, pk: int, **form: str):
    return browser_of(user).post(reverse(f"moderation:{name}", args=[pk]), form, follow=True)


def test_from_a_young_authors_draft_to_a_front_ends_json_and_back(whole_newham):
    writer, voters = member_of(whole_newham, display_name="Kestrel"), members_of(whole_newham, 3)
    moderator, second_adult = moderator_for(whole_newham), moderator_for(whole_newham)

    # She writes, and sends it to the panel.
    sent = create(
        browser_of(writer), "articles.articlepage", whole_newham.root_page, typed(slug="carrying-for-someone"), SEND_IN
    )
    page = ArticlePage.objects.get(slug="carrying-for-someone")
    address = f"content/{page.translation_key}/"
    assert sent.status_code == 302
    assert read(address).status_code == 404

    # The panel votes.
    ballot = Ballot.objects.get()
    for voter in voters:
        assert read(address).status_code == 404
        shown = text_of(browser_of(voter).get(reverse("moderation:ballot", args=[ballot.pk])))
        assert "You can say no. Tell somebody you trust." in shown
        press(voter, "ballot", ballot.pk, choice="agree")
    Ballot.objects.get().sweep(when_decided=False)  # no vote closes it: the first sweep of the hour does
    assert read(address).status_code == 404

    # A moderator checks, and it is out.
    press(moderator, "sign_check", check_of(ballot).pk, read_it_all="on")
    item = read(address).json()
    assert item["title"] == "Someone asked me to carry something. What can I do?"
    assert item["path"] == "/newham/carrying-for-someone/"
    assert item["made_by"] == "Newham youth panel"
    assert "You can say no. Tell somebody you trust." in item["versions"][0]["body"][0]["value"]
    assert [line["id"] for line in item["crisis_help"]] == []  # nobody has entered a line yet
    assert "Kestrel" not in read(address).text
    assert [card["content_id"] for card in read("content/").json()["items"]] == [item["content_id"]]
    assert read("paths/newham/carrying-for-someone/").json()["content_id"] == item["content_id"]

    # Something is wrong: one adult takes it back at once.
    press(
        moderator,
        "withdraw",
        page.pk,
        reason="wrong",
        reason_code="content.wrong_or_unsafe_advice",
        words="One fact is wrong. We will put it right together.",
    )
    gone = read(address)
    assert (gone.status_code, gone.json()["reason"], gone.json()["replacement"]) == (410, "wrong", None)
    assert "One fact is wrong" not in gone.text
    assert read("content/").json()["items"] == []

    # It was a mistake: a second adult puts the same words back.
    press(second_adult, "put_back", Takedown.objects.get().pk)
    back = read(address)
    assert (back.status_code, back.json()["revision"]) == (200, item["revision"])

    # Thrown away and made again, the read model says the same to the byte.
    call_command("project", verbosity=0)
    again = read(address)
    assert again.content == back.content
    assert again.headers["ETag"] == back.headers["ETag"]
