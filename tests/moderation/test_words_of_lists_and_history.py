"""What members, moderators and translators read where the page is Wagtail's: lists, searches, histories, and before something goes."""

from __future__ import annotations

import re

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.articles.media import collection_of, film
from tests.delivery.pages import agreed, video
from tests.factories import block, draft, member_of, members_of, moderator_for, picture, published, send_in, vote
from tests.languages.welsh import begun, translator_for
from tests.moderation.doors import browser_of

pytestmark = pytest.mark.django_db

NOT_OURS = re.compile(
    r"\bNone\b|[Ww]orkflow|[Mm]oderation|[Ss]ubmitted|[Rr]ejected|[Cc]ommenting|[Aa]pproved|\btasks?\b|[Cc]hild pages?"
    r"|log entr|referenced|Are you sure|Yes, |No, |[Cc]opied for|revision with id"
)
AMERICAN = re.compile(r"\b[ap]\.m\.|\b[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}")


def said_on(response) -> str:
    """Everything that is read on a page, or beside a thing that is pointed at, but for what people wrote."""
    shown = BeautifulSoup(response.content, "html.parser").find("main")
    for silent in shown(["script", "style", "template"]):
        silent.decompose()
    pointed_at = [
        value for tag in shown.find_all(True) for name, value in tag.attrs.items() if "tooltip-content" in name
    ]
    return " ".join([*shown.get_text(" ").split(), *pointed_at])


@pytest.fixture
def sent_back(newham):
    """A page that was sent in, sent back, changed, sent in again and taken back."""
    writer, *voters = members_of(newham, 6)
    moderator_for(newham)
    page = draft(newham, by=writer, title="Can they make me carry it?")
    vote(send_in(page, by=writer), voters, "CCCCC")
    page.refresh_from_db()
    page.title = "Can they make me hold it?"
    page.save_revision(user=writer)
    page.current_workflow_state.resume(user=writer)
    page.current_workflow_state.cancel(user=writer)
    return page, writer


def test_a_pages_history_says_what_happened_in_our_words(sent_back):
    page, writer = sent_back

    history = said_on(browser_of(writer).get(reverse("wagtailadmin_pages:history", args=[page.pk])))

    assert "Sent in. Next: The panel votes" in history
    assert "Changes were asked for: The panel votes" in history
    assert "Taken back: The panel votes" in history
    assert not NOT_OURS.findall(history)


def test_a_translations_history_says_what_it_began_as(whole_newham):
    translator = translator_for(whole_newham)
    page = begun(published(whole_newham), by=translator)

    history = said_on(browser_of(translator).get(reverse("wagtailadmin_pages:history", args=[page.pk])))

    assert "Begun as a translation of “" in history
    assert not NOT_OURS.findall(history)


@pytest.mark.parametrize("place", ["wagtailadmin_pages:search", "wagtailadmin_explore_root", "wagtailadmin_explore"])
@pytest.mark.parametrize("query", ["?q=carry", "?q=nothing+like+it", "?q=carry&search_all=1", ""])
def test_lists_and_searches_speak_plainly(newham, place, query):
    with time_machine.travel("2026-07-14T20:30:00Z", tick=False):
        page = draft(newham, by=member_of(newham), title="Can they make me carry it?")
    where = reverse(place, args=[page.get_parent().pk] if place == "wagtailadmin_explore" else [])

    said = said_on(browser_of(member_of(newham)).get(where + query))

    assert not NOT_OURS.findall(said)
    assert not AMERICAN.findall(said)
    assert "-0 of 0" not in said


def test_a_search_counts_what_it_found(newham):
    draft(newham, by=member_of(newham), title="Can they make me carry it?")

    said = said_on(browser_of(member_of(newham)).get(reverse("wagtailadmin_pages:search") + "?q=carry"))

    assert "1 to 1 of 1" in said


def test_nothing_that_was_found_can_be_ticked_by_a_member(newham):
    draft(newham, by=member_of(newham), title="Can they make me carry it?")

    found = browser_of(member_of(newham)).get(reverse("wagtailadmin_pages:search") + "?q=carry")

    assert b"Can they make me carry it?" in found.content
    assert not BeautifulSoup(found.content, "html.parser").select("main table [type=checkbox]")


def test_whoever_deletes_a_draft_reads_what_goes_and_what_stays(newham):
    writer = member_of(newham)
    page = draft(newham, by=writer)

    asked = browser_of(writer).get(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    assert "This page and all its drafts go for good" in said_on(asked)
    assert "Its pictures, videos and captions stay." in said_on(asked)
    assert not NOT_OURS.findall(said_on(asked))
    assert b'value="Delete it"' in asked.content
    assert b"Keep it" in asked.content


def test_whoever_deletes_a_picture_reads_what_goes_and_what_stays(newham):
    writer = member_of(newham)
    own = picture(uploaded_by_user=writer, collection=collection_of(newham))

    asked = browser_of(writer).get(reverse("wagtailimages:delete", args=[own.pk]))

    assert "This picture goes for good" in said_on(asked)
    assert not NOT_OURS.findall(said_on(asked))


def test_a_picture_within_the_words_of_a_page_is_said_to_stay(newham):
    writer = member_of(newham)
    own = picture(uploaded_by_user=writer, collection=collection_of(newham))
    draft(newham, by=writer, body_el3=[block("image", {"image": own.pk, "alt_text": "Two friends."})])

    asked = browser_of(writer).get(reverse("wagtailimages:delete", args=[own.pk]), follow=True)

    assert "still needs this, so it stays." in said_on(asked)
    assert "goes for good" not in said_on(asked)
    assert not NOT_OURS.findall(said_on(asked))


def test_a_video_that_a_page_shows_is_said_to_stay(newham):
    writer = member_of(newham)
    mine = film(uploaded_by_user=writer, collection=collection_of(newham))
    address = reverse("wagtailmedia:delete", args=[mine.pk])
    unused = said_on(browser_of(writer).get(address))
    agreed(newham, video(film=mine))

    used = said_on(browser_of(writer).get(address, follow=True))

    assert "This video goes for good" in unused
    assert "still needs this, so it stays." in used
    assert not NOT_OURS.findall(unused + used)
