"""Wagtail's own doors to a ballot and a check, tried by those who may open the most of them."""

from __future__ import annotations

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone

from agreement.hashing import content_hash
from articles.models import ArticlePage
from moderation.errors import FileInUse, NotAgreed
from moderation.models import Ballot, ModeratorCheck
from tests.factories import (
    block,
    check_of,
    draft,
    member_of,
    members_of,
    moderator_for,
    picture,
    published,
    send_in,
    vote,
    words,
)
from tests.moderation.doors import browser_of, lead_of, superuser, text_of


@pytest.fixture
def moderator(newham):
    return moderator_for(newham)


@pytest.fixture
def voters(newham):
    return members_of(newham, 5)


@pytest.fixture
def ballot(newham, voters, moderator):
    writer = member_of(newham)
    return send_in(draft(newham, by=writer), by=writer)


def through_the_workflow_address_of_another_page(user, newham, step, action: str):
    """Wagtail's workflow address takes any step's number beside any page's."""
    other = draft(newham, by=user)
    moderator_for(newham)
    send_in(other, by=user)
    address = reverse("wagtailadmin_pages:workflow_action", args=[other.pk, action, step.pk])
    return browser_of(user).post(address, {"comment": "Let it through."})


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_a_ballot_is_not_decided_through_the_workflow_address_of_another_page(newham, ballot, action):
    through_the_workflow_address_of_another_page(superuser(), newham, ballot, action)

    ballot.refresh_from_db()
    assert (ballot.status, ballot.outcome) == ("in_progress", "")
    assert not ModeratorCheck.objects.exists()


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_a_check_is_not_made_through_the_workflow_address_of_another_page(newham, ballot, voters, moderator, action):
    vote(ballot, voters, "AAAAA")
    moderator.is_superuser = True
    moderator.save()

    through_the_workflow_address_of_another_page(moderator, newham, check_of(ballot), action)

    assert check_of(ballot).status == "in_progress"
    assert not ArticlePage.objects.get(pk=ballot.revision.object_id).live


def test_what_wagtails_workflow_address_calls_decides_no_ballot(ballot):
    with pytest.raises(NotAgreed):
        ballot.task.specific.on_action(ballot, superuser(), "approve")

    assert not ModeratorCheck.objects.exists()


def test_what_wagtails_workflow_address_calls_makes_no_check(ballot, voters, moderator):
    vote(ballot, voters, "AAAAA")
    check = check_of(ballot)

    with pytest.raises(PermissionDenied):
        check.task.specific.on_action(check, moderator, "reject")

    assert check_of(ballot).status == "in_progress"


def what_they_see(people, ballot: Ballot) -> list[list[str]]:
    """The texts of every page on which a count could stand, for each of these people."""
    page_id = ballot.revision.object_id
    addresses = [
        reverse("wagtailadmin_home"),
        reverse("moderation:for_my_panel"),
        reverse("moderation:ballot", args=[ballot.pk]),
        reverse("moderation:desk"),
        reverse("wagtailadmin_explore", args=[ballot.revision.content_object.get_parent().pk]),
        reverse("wagtailadmin_pages:edit", args=[page_id]),
        reverse("wagtailadmin_pages:history", args=[page_id]),
        reverse("wagtailadmin_pages:workflow_history", args=[page_id]),
    ]
    return [without_what_changes_each_time(browser_of(user).get(address)) for user in people for address in addresses]


def without_what_changes_each_time(response) -> list[str]:
    soup = BeautifulSoup(response.content, "html.parser")
    for changing in soup(["script", "template", "input", "time", "style"]):
        changing.decompose()
    return list(soup.stripped_strings)


def test_nobody_can_see_from_any_page_how_many_have_voted_or_how(newham, ballot, voters, moderator):
    *others, not_voted_yet = voters
    people = [not_voted_yet, lead_of(newham), moderator, superuser()]
    with time_machine.travel(timezone.now(), tick=False):  # "20 seconds ago" stands on some of them
        what_they_see(people, ballot)  # once to be there: the editor says who else has it open
        before = what_they_see(people, ballot)
        vote(ballot, others, "AAC-")
        after = what_they_see(people, ballot)

    assert [difference for pair in zip(before, after, strict=True) for difference in set(pair[0]) ^ set(pair[1])] == []


def test_after_closing_an_outcome_is_said_in_the_same_words_however_many_were_for_it(newham, stoke):
    said = []
    for panel, choices in ((newham, "AAAAA"), (stoke, "AAAC-")):
        moderator_for(panel)
        writer, voters = member_of(panel), members_of(panel, 5)
        ballot = send_in(draft(panel, by=writer), by=writer)
        vote(ballot, voters, choices)
        for address in (reverse("moderation:for_my_panel"), reverse("moderation:ballot", args=[ballot.pk])):
            text = " ".join(without_what_changes_each_time(browser_of(voters[0]).get(address)))
            for name, stands_for in (
                (panel.root_page.title, "Here"),
                (voters[0].username, "me"),
                (writer.display_name, "Kestrel"),
            ):
                text = text.replace(name, stands_for)
            said.append(text)

    assert said[:2] == said[2:]
    assert "The panel agreed" in said[0]


def test_the_page_of_a_ballot_says_nothing_to_another_panel(ballot, stoke):
    response = browser_of(member_of(stoke)).get(reverse("moderation:ballot", args=[ballot.pk]))

    assert response.status_code == 404
    assert ballot.revision.as_object().title not in text_of(response)


def test_a_picture_that_a_page_shows_cannot_be_deleted_by_whoever_brought_it(newham):
    writer = member_of(newham)
    on_the_page, in_the_words, unused = (picture(uploaded_by_user=writer) for _ in range(3))
    shown = [*words("You can say no."), block("image", {"image": in_the_words.pk, "alt_text": "A teal square"})]
    page = published(newham, by=writer, image=on_the_page, image_alt="A teal square", body_el3=shown)

    for file in (on_the_page, in_the_words):
        with pytest.raises((FileInUse, ProtectedError)), transaction.atomic():
            file.delete()
    unused.delete()

    assert content_hash(ArticlePage.objects.get(pk=page.pk)) == content_hash(page)
