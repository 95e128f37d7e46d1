"""The main words of a page change: what readers, the panel and the moderator hear of its other versions, on every road."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import streamfield

from articles.models import ArticlePage, SaysTheSame
from moderation.models import Ballot
from people.models import User
from tests.articles.editor import SAVE, SEND_IN, change, paragraph, refusals, typed
from tests.factories import block, check_of, member_of, moderator_for, picture, published, send_in, vote, words
from tests.moderation.doors import browser_of, text_of
from tests.moderation.test_withdrawing import take_down

pytestmark = pytest.mark.django_db(transaction=True)

OLD, NEW, QUICK = "You can say no. Ring 0300.", "You can say no. Ring the helpline.", "Say no. Then ring."
BEHIND = "Possibly out of date: the main words have changed since."


def read(page, **query: str):
    answer = Client().get(f"/api/v1/content/{page.translation_key}/", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def found(**query: str) -> list[str]:
    return [card["content_id"] for card in Client().get("/api/v1/content/", query).json()["items"]]


def marks(page) -> dict[str, bool]:
    return {version["level"]: version["possibly_out_of_date"] for version in read(page)["versions"]}


def form(page, main: str, quick: str, **ticks: str) -> dict:
    bodies = {"body_el3": streamfield([paragraph(main)]), "body_el12": streamfield([paragraph(quick)])}
    return typed(slug=page.slug, **bodies) | ticks


class Panel:
    """A page with two versions, and everybody who takes it along the road."""

    def __init__(self, panel, *, main: str = OLD, quick: str = QUICK) -> None:
        self.moderator = moderator_for(panel)
        self.writer = member_of(panel)
        self.page = published(panel, by=self.writer, body_el3=words(main), body_el12=words(quick))

    def types(self, main: str, quick: str, press=SAVE, **ticks: str):
        answer = change(browser_of(self.writer), self.page, form(self.page, main, quick, **ticks), press)
        assert answer.status_code == 302, refusals(answer)
        return answer

    def sends(self, main: str, quick: str, **ticks: str) -> Ballot:
        self.types(main, quick, SEND_IN, **ticks)
        return Ballot.objects.unclosed().get()

    def agrees(self, ballot: Ballot) -> None:
        vote(ballot, list(User.objects.filter(pk__in=ballot.electorate())), "A" * 20)
        check_of(ballot).sign(self.moderator)

    def publishes(self, main: str, quick: str, **ticks: str) -> None:
        self.agrees(self.sends(main, quick, **ticks))


@pytest.fixture
def panel(whole_newham):
    return Panel(whole_newham)


def test_from_changed_main_words_to_a_note_and_back(panel):
    page = panel.page
    assert marks(page) == {"el12": False, "el3": False}

    # The main words change. The panel and the moderator read what that means for the others.
    ballot = panel.sends(NEW, QUICK)
    voter = User.objects.filter(pk__in=ballot.electorate()).first()
    shown = text_of(browser_of(voter).get(reverse("moderation:ballot", args=[ballot.pk])))
    assert BEHIND in shown
    assert "Readers see it with a note." in shown
    assert marks(page) == {"el12": False, "el3": False}
    vote(ballot, list(User.objects.filter(pk__in=ballot.electorate())), "A" * 20)
    check = check_of(ballot)
    assert BEHIND in text_of(browser_of(panel.moderator).get(reverse("moderation:check", args=[check.pk])))
    check.sign(panel.moderator)

    # Readers are told.
    assert marks(page) == {"el12": True, "el3": False}
    assert read(page)["levels"] == ["el12", "el3"]

    # Redone, it keeps up again.
    panel.publishes(NEW, "Say no. Then ring the helpline.")
    assert marks(page) == {"el12": False, "el3": False}
    call_command("project", "--check", verbosity=0)


def test_where_old_words_could_put_somebody_in_danger_they_are_nowhere_until_they_are_redone(panel):
    page, its_id = panel.page, str(panel.page.translation_key)
    assert found(level="el12", search="ring") == [its_id]

    ballot = panel.sends(NEW, QUICK, is_safety_critical="on")
    voter = User.objects.filter(pk__in=ballot.electorate()).first()
    shown = browser_of(voter).get(reverse("moderation:ballot", args=[ballot.pk])).content
    quick = BeautifulSoup(shown, "html.parser").select_one("#level-el12").get_text(" ")
    assert "Hidden from readers until it is redone." in quick
    assert QUICK in quick  # whoever votes reads all that is voted on
    panel.agrees(ballot)

    assert marks(page) == {"el3": False}
    assert (read(page)["levels"], read(page, level="el12")["served_level"]) == (["el3"], "el3")
    assert found(level="el12") == []
    assert found(level="el12", search="ring") == []
    assert found(level="el3") == [its_id]
    assert QUICK not in Client().get(f"/api/v1/content/{its_id}/").text
    card = Client().get("/api/v1/content/").json()["items"][0]
    assert (card["levels"], list(card["reading_minutes"])) == (["el3"], ["el3"])
    [el12] = [row for row in Client().get("/api/v1/levels/").json()["items"] if row["code"] == "el12"]
    assert el12["count"] == 0
    call_command("project", "--check", verbosity=0)

    panel.publishes(NEW, "Say no. Then ring the helpline.", is_safety_critical="on")
    assert marks(page) == {"el12": False, "el3": False}
    assert found(level="el12") == [its_id]


def test_a_version_that_still_says_the_same_comes_back_once_the_panel_has_agreed_to_that(panel):
    panel.publishes(NEW, QUICK, is_safety_critical="on")
    assert marks(panel.page) == {"el3": False}

    ballot = panel.sends(NEW, QUICK, is_safety_critical="on", still_the_same_el12="now")
    voter = User.objects.filter(pk__in=ballot.electorate()).first()
    assert BEHIND not in text_of(browser_of(voter).get(reverse("moderation:ballot", args=[ballot.pk])))
    assert marks(panel.page) == {"el3": False}

    panel.agrees(ballot)
    assert marks(panel.page) == {"el12": False, "el3": False}


def test_what_a_writer_ticks_changes_nothing_for_readers_before_the_panel_has_agreed(panel):
    panel.publishes(NEW, QUICK, is_safety_critical="on")

    panel.types(NEW, QUICK, is_safety_critical="on", still_the_same_el12="now")
    call_command("project", verbosity=0)

    assert SaysTheSame.objects.filter(was_agreed=False).exists()
    assert marks(panel.page) == {"el3": False}


def test_putting_a_page_back_agrees_to_nothing_that_was_ticked_since(panel, whole_newham):
    panel.publishes(NEW, QUICK, is_safety_critical="on")
    panel.types(NEW, QUICK, is_safety_critical="on", still_the_same_el12="now")

    takedown = take_down(panel.page, panel.moderator)
    press = browser_of(moderator_for(whole_newham)).post(reverse("moderation:put_back", args=[takedown.pk]))

    assert press.status_code == 302
    assert marks(panel.page) == {"el3": False}


def test_choosing_another_main_version_marks_nothing(panel):
    panel.publishes(OLD, QUICK, main_level="el12")

    assert marks(panel.page) == {"el12": False, "el3": False}
    assert read(panel.page)["main_level"] == "el12"


def test_words_from_before_anybody_kept_rows_count_as_agreed_together(panel):
    SaysTheSame.objects.all().delete()
    call_command("project", verbosity=0)
    assert marks(panel.page) == {"el12": False, "el3": False}

    panel.publishes(NEW, QUICK)

    assert marks(panel.page) == {"el12": True, "el3": False}


def test_a_picture_that_only_a_hidden_version_shows_is_no_longer_public(panel):
    page = panel.page.get_latest_revision_as_object()
    page.body_el12 = [*words(QUICK), block("image", {"image": picture().pk, "alt_text": "A phone"})]
    page.save_revision(user=panel.writer)
    panel.agrees(send_in(page, by=panel.writer))
    shown = next(version for version in read(panel.page)["versions"] if version["level"] == "el12")
    url = shown["body"][1]["value"]["renditions"][0]["url"]
    assert Client().get(url).status_code == 200

    changed = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    changed.body_el3, changed.is_safety_critical = words(NEW), True
    changed.save_revision(user=panel.writer)
    panel.agrees(send_in(changed, by=panel.writer))

    assert marks(panel.page) == {"el3": False}
    assert Client().get(url).status_code == 404
