"""What may be meant is asked, not refused: the writer is told and can say so, and the moderator sees it."""

from __future__ import annotations

from html import unescape

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text, streamfield

from moderation.models import Ballot
from tests.articles.editor import SAVE, SEND_IN, change, logged_in, paragraph, refusals, says, typed
from tests.factories import check_of, draft, member_of, members_of, moderator_for, send_in, vote

NUMBER = "My number is 07700 900123."


@pytest.fixture
def writer(newham):
    members_of(newham, 3)
    moderator_for(newham)
    return member_of(newham)


def ticks_in(response):
    return [one.finding.token for one in response.context["form"].to_be_confirmed()]


FOUND = {
    "a number in the title": (
        {"title": "Can I ring 07700 900123?"},
        "title",
        "This looks like a phone number: 07700 900123.",
    ),
    "an e-mail address": (
        {"summary": "Write to me@example.org."},
        "summary",
        "This looks like an e-mail address: me@example.org.",
    ),
    "an address in two tags": (
        {"body_l1": streamfield([("paragraph", rich_text("<p>someone@exam<b>ple.org</b></p>"))])},
        "body_l1",
        "This looks like an e-mail address: someone@example.org.",
    ),
    "a number in two parts": (
        {"body_el3": streamfield([("key_message", "07700"), ("key_message", "900123")])},
        "body_el3",
        "This looks like a phone number: 07700 900123.",
    ),
    "a telephone link": (
        {"body_l1": streamfield([("paragraph", rich_text('<p><a href="tel:07700900123">here</a></p>'))])},
        "body_l1",
        "This looks like a phone number: 07700900123.",
    ),
    "a name online": (
        {"body_l2": streamfield([("key_message", "Ask @jess_of_newham.")])},
        "body_l2",
        "This looks like somebody's name online: @jess_of_newham.",
    ),
}


TURNED = [chr(sign) for sign in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]
FOUND |= {
    f"U+{ord(sign):X} in a title": (
        {"title": f"Can I ring {sign}321009 now?"},
        "title",
        "An invisible sign turns words around here: Can I ring 321009 now?.",
    )
    for sign in TURNED
}
FOUND["a number turned around in the words"] = (
    {"body_el3": streamfield([("paragraph", rich_text("<p>Ring \u202e321009 00770\u202c now</p>"))])},
    "body_el3",
    "An invisible sign turns words around here: Ring 321009 00770 now.",
)


@pytest.mark.parametrize(("changes", "field", "sentence"), FOUND.values(), ids=FOUND)
def test_a_contact_detail_is_asked_about_at_its_field_and_held(browser, page, changes, field, sentence):
    response = change(browser, page, typed(**changes), SEND_IN)

    assert says(response, field, sentence)
    assert not Ballot.objects.exists()


@pytest.mark.parametrize(("changes", "field", "sentence"), FOUND.values(), ids=FOUND)
def test_somebody_who_says_that_it_is_meant_can_go_on(browser, page, changes, field, sentence):
    asked = change(browser, page, typed(**changes), SEND_IN)

    response = change(browser, page, {**typed(**changes), "meant_to_be_here": ticks_in(asked)}, SEND_IN)

    assert refusals(response) == {}
    assert Ballot.objects.unclosed().count() == 1


def test_the_tick_of_one_finding_is_none_for_another(browser, page):
    asked = change(browser, page, typed(summary=NUMBER), SEND_IN)

    response = change(
        browser, page, {**typed(summary="It is 07700 900456."), "meant_to_be_here": ticks_in(asked)}, SEND_IN
    )

    assert says(response, "summary", "This looks like a phone number: 07700 900456.")
    assert not Ballot.objects.exists()


def test_the_ticks_stand_in_the_form_with_what_was_found(browser, page):
    response = change(browser, page, typed(summary=NUMBER), SEND_IN)

    [token] = ticks_in(response)
    assert f'name="meant_to_be_here" value="{token}"' in response.content.decode()
    assert "Yes, this is meant to be here" in response.content.decode()


def test_a_draft_is_saved_whatever_was_found(browser, page):
    response = change(browser, page, typed(summary=NUMBER), SAVE)

    assert refusals(response) == {}


@pytest.mark.parametrize("line", ["Ring 0800 1111.", "Call 999.", "Text SHOUT to 85258."])
def test_nobody_is_asked_about_a_line_for_crises(browser, page, line):
    response = change(browser, page, typed(body_el3=streamfield([paragraph(line)])), SEND_IN)

    assert refusals(response) == {}
    assert Ballot.objects.unclosed().count() == 1


def test_the_moderator_reads_each_finding_beside_the_words(newham):
    writer, voters, moderator = member_of(newham), members_of(newham, 3), moderator_for(newham)
    ballot = send_in(draft(newham, by=writer, summary=NUMBER), by=writer)
    vote(ballot, voters, "AAA")

    address = reverse("moderation:check", args=[check_of(ballot).pk])
    said = unescape(logged_in(moderator).get(address).content.decode())

    assert "This looks like a phone number: 07700 900123." in said


def test_a_page_without_findings_asks_for_no_second_look(browser, page):
    assert "Is this meant to be here?" not in browser.get(f"/admin/pages/{page.pk}/edit/").content.decode()
