"""For my panel, and the ballot page, through HTTP."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreement.days import LONDON
from moderation.models import Ballot, Vote
from moderation.saying import moment_in_words
from people.models import Membership
from tests.factories import check_of, draft, member_of, members_of, moderator_for, published, send_in, vote, words
from tests.moderation.doors import browser_of, lead_of, superuser, text_of

FOR_MY_PANEL = reverse("moderation:for_my_panel")
TITLE = "Can they make me carry it?"


def page_of(ballot: Ballot) -> str:
    return reverse("moderation:ballot", args=[ballot.pk])


@pytest.fixture
def writer(newham):
    return member_of(newham)


@pytest.fixture
def voters(newham):
    return members_of(newham, 4)


@pytest.fixture
def moderator(newham):
    return moderator_for(newham)


@pytest.fixture
def ballot(newham, writer, voters, moderator):
    return send_in(draft(newham, by=writer, title=TITLE), by=writer)


# -- for my panel


def test_the_first_page_after_logging_in_shows_a_member_what_awaits_their_vote(ballot, voters):
    response = browser_of(voters[0]).get(reverse("wagtailadmin_home"))

    assert TITLE in text_of(response)
    assert page_of(ballot) in text_of(response)


def test_for_my_panel_says_by_when_in_plain_words(newham):
    with time_machine.travel("2026-11-17 12:00+00:00", tick=False):
        moderator_for(newham)
        writer, voter, *_others = members_of(newham, 4)
        send_in(draft(newham, by=writer, title=TITLE), by=writer)

        said = text_of(browser_of(voter).get(FOR_MY_PANEL))

    assert "Open until Tuesday 1 December, 8 pm" in said


def test_somebody_with_nothing_to_do_is_told_so_warmly(newham):
    said = text_of(browser_of(member_of(newham)).get(FOR_MY_PANEL))

    assert "Nothing to vote on just now." in said
    assert "You have not written anything yet." in said
    assert "Nothing has been decided yet." in said


def test_a_member_can_begin_every_kind_of_page_that_the_panel_votes_on(newham):
    client = browser_of(member_of(newham))

    links = re.findall(r'href="(/admin/pages/add/[^"]+)"', client.get(FOR_MY_PANEL).content.decode())

    place = newham.root_page_id
    assert f"/admin/pages/add/articles/articlepage/{place}/" in links
    assert f"/admin/pages/add/pathways/pathwaypage/{place}/" in links
    assert f"/admin/pages/add/home/youthpanelpage/{place}/" not in links
    assert {client.get(link).status_code for link in links} == {200}


def test_another_panels_titles_are_nowhere_on_my_page(ballot, stoke):
    said = text_of(browser_of(member_of(stoke)).get(FOR_MY_PANEL))

    assert TITLE not in said


def test_a_writer_sees_where_their_page_is_all_along_the_road(newham, writer, voters, moderator):
    client = browser_of(writer)
    page = draft(newham, by=writer, title=TITLE)
    seen = [text_of(client.get(FOR_MY_PANEL))]

    ballot = send_in(page, by=writer)
    seen.append(text_of(client.get(FOR_MY_PANEL)))

    vote(ballot, voters, "AAAA")
    seen.append(text_of(client.get(FOR_MY_PANEL)))

    check_of(ballot).sign(moderator)
    seen.append(text_of(client.get(FOR_MY_PANEL)))

    assert "A draft. It is not with the panel yet." in seen[0]
    assert "With the panel. Voting is open until" in seen[1]
    assert "The panel agreed. A moderator is checking it now." in seen[2]
    assert "Live. Readers can see it." in seen[3]
    assert "A moderator checked it, and it is live" in seen[3]


def test_the_writer_reads_what_was_asked_for_once_the_ballot_has_closed(ballot, writer, voters):
    client = browser_of(writer)
    ballot.cast(voters[0], "ask_for_changes", "hard_to_understand", "What is a gang nominal?")
    before = text_of(client.get(FOR_MY_PANEL))

    ballot.cast(voters[1], "ask_for_changes", "hard_to_understand")
    vote(ballot, voters[2:], "AC")
    after = text_of(client.get(FOR_MY_PANEL))

    assert "What is a gang nominal?" not in before
    assert "The panel asks for changes." in after
    assert "What is a gang nominal?" in after


def test_a_reason_that_two_members_gave_is_shown_once_because_twice_would_be_a_count(ballot, writer, voters):
    for voter in voters:
        ballot.cast(voter, "ask_for_changes", "hard_to_understand")
    ballot.sweep()

    said = text_of(browser_of(writer).get(FOR_MY_PANEL))

    assert said.count("It is hard to understand") == 1


def test_nobody_but_the_writers_reads_what_was_asked_for(ballot, voters, newham):
    for voter in voters:
        ballot.cast(voter, "ask_for_changes", "hard_to_understand", "What is a gang nominal?")
    ballot.sweep()

    others = [voters[0], lead_of(newham)]
    said = [text_of(browser_of(user).get(address)) for user in others for address in (FOR_MY_PANEL, page_of(ballot))]

    assert not any("gang nominal" in text or "hard to understand" in text for text in said)


def test_a_page_sent_back_by_a_moderator_says_why_and_what_to_change(ballot, writer, voters, moderator):
    vote(ballot, voters, "AAAA")
    check_of(ballot).send_back(moderator, reason_code="pii.other", words="Take the name of the park out.")

    said = text_of(browser_of(writer).get(FOR_MY_PANEL))

    assert "A moderator asks for changes." in said
    assert "It says something about somebody else that should stay private" in said
    assert "Take the name of the park out." in said


def test_a_lead_sees_what_is_with_the_panel_and_neither_votes_nor_counts(ballot, voters, newham):
    ballot.cast(voters[0], "agree")
    client = browser_of(lead_of(newham))

    said = text_of(client.get(FOR_MY_PANEL))
    on_the_ballot = text_of(client.get(page_of(ballot)))

    assert TITLE in said
    assert "What awaits my vote" not in said
    assert "only its members vote" in on_the_ballot
    assert 'name="choice"' not in on_the_ballot


def test_somebody_in_no_panel_is_told_so(furnished):
    said = text_of(browser_of(superuser()).get(FOR_MY_PANEL))

    assert "You belong to no youth panel just now." in said


def test_the_menu_leads_members_to_their_panel_and_nobody_else(newham):
    for_a_member = browser_of(member_of(newham)).get(reverse("wagtailadmin_account")).content.decode()
    for_a_moderator = browser_of(moderator_for(newham)).get(reverse("wagtailadmin_account")).content.decode()

    assert FOR_MY_PANEL in for_a_member
    assert reverse("moderation:desk") not in for_a_member
    assert FOR_MY_PANEL not in for_a_moderator
    assert reverse("moderation:desk") in for_a_moderator


def test_the_dashboard_of_nobody_lists_pages_with_wagtails_workflow_buttons(ballot, moderator, voters):
    everybody = [superuser(), moderator, voters[0]]

    dashboards = [browser_of(user).get(reverse("wagtailadmin_home")).content.decode() for user in everybody]

    assert not any("/workflow/action/" in dashboard or "workflow_action" in dashboard for dashboard in dashboards)


# -- the ballot page


def test_the_ballot_page_shows_every_level_the_page_is_written_at(newham, writer, voters, moderator):
    page = draft(
        newham,
        by=writer,
        body_el12=words("Short words."),
        body_el3=words("Plain words."),
        body_l2=words("All of the words."),
    )
    ballot = send_in(page, by=writer)

    said = text_of(browser_of(voters[0]).get(page_of(ballot)))

    assert all(text in said for text in ("Short words.", "Plain words.", "All of the words."))
    assert all(f'href="#level-{level}"' in said for level in ("el12", "el3", "l2"))


def test_a_page_the_panel_never_agreed_to_is_called_new(ballot, voters):
    assert "This is new" in text_of(browser_of(voters[0]).get(page_of(ballot)))


def test_what_changed_since_the_panel_last_agreed_is_marked(newham, moderator):
    page = published(newham, title="Old title", body_el3=words("Ring the old number."))
    writer, voters = member_of(newham), members_of(newham, 3)
    page.title, page.body_el3 = "New title", words("Ring the new number.")
    page.save_revision(user=writer)

    said = text_of(browser_of(voters[0]).get(page_of(send_in(page, by=writer))))

    assert re.search(r"<del>.{0,80}Old", said)
    assert re.search(r"<ins>.{0,80}New", said)
    assert re.search(r"<del>.{0,80}old", said)
    assert re.search(r"<ins>.{0,80}new", said)


def test_a_vote_is_taken_and_thanked_for(ballot, voters):
    client = browser_of(voters[0])

    response = client.post(page_of(ballot), {"choice": "agree"}, follow=True)

    assert "Thank you. Your vote is in. You can change it until" in text_of(response)
    assert ballot.vote_of(voters[0]).choice == "agree"


def test_while_it_is_open_i_see_and_change_my_own_vote(ballot, voters):
    client = browser_of(voters[0])
    client.post(page_of(ballot), {"choice": "agree"})

    shown = client.get(page_of(ballot)).content.decode()
    client.post(page_of(ballot), {"choice": "ask_for_changes", "reason": "something_is_missing"})

    assert re.search(r'value="agree"[^>]*checked', shown)
    assert ballot.vote_of(voters[0]).choice == "ask_for_changes"
    assert Vote.objects.filter(ballot=ballot).count() == 1


def test_nobody_elses_vote_is_shown_to_me(ballot, voters):
    ballot.cast(voters[0], "ask_for_changes", "could_hurt", "Please not like this")

    shown = browser_of(voters[1]).get(page_of(ballot)).content.decode()

    assert not re.search(r"<input[^>]*\bchecked", shown)
    assert "Please not like this" not in shown


def test_asking_for_changes_needs_a_reason(ballot, voters):
    response = browser_of(voters[0]).post(page_of(ballot), {"choice": "ask_for_changes", "words": "Hm."})

    assert "Choose what should change" in text_of(response)
    assert 'href="#field-reason"' in text_of(response)
    assert ">Hm.</textarea>" in response.content.decode().replace("\n", "")
    assert ballot.vote_of(voters[0]) is None


def test_own_words_have_room_for_500_characters(ballot, voters):
    client = browser_of(voters[0])
    asking = {"choice": "ask_for_changes", "reason": "other"}

    client.post(page_of(ballot), asking | {"words": "x" * 501})
    refused = ballot.vote_of(voters[0])
    client.post(page_of(ballot), asking | {"words": "x" * 500})

    assert refused is None
    assert ballot.vote_of(voters[0]).words == "x" * 500


def test_no_choice_is_not_a_vote(ballot, voters):
    response = browser_of(voters[0]).post(page_of(ballot), {})

    assert "Choose one of the three." in text_of(response)
    assert ballot.vote_of(voters[0]) is None


def test_looking_at_the_ballot_with_a_choice_in_the_address_is_not_a_vote(ballot, voters):
    browser_of(voters[0]).get(page_of(ballot), {"choice": "agree"})

    assert not Vote.objects.filter(ballot=ballot).exists()


def test_a_vote_posted_from_elsewhere_is_refused(ballot, voters):
    client = Client(enforce_csrf_checks=True)
    client.force_login(voters[0], backend="people.backends.TermBackend")

    response = client.post(page_of(ballot), {"choice": "agree"})

    assert response.status_code == 403
    assert not Vote.objects.filter(ballot=ballot).exists()


def test_a_writer_is_told_why_others_decide_and_cannot_vote_by_post_either(ballot, writer):
    client = browser_of(writer)

    shown = text_of(client.get(page_of(ballot)))
    answer = text_of(client.post(page_of(ballot), {"choice": "agree"}, follow=True))

    assert "You wrote some of these words" in shown
    assert 'name="choice"' not in shown
    assert "This vote is for other members of the panel." in answer
    assert not Vote.objects.filter(ballot=ballot).exists()


def test_who_joins_after_a_vote_opened_is_told_why_it_is_not_theirs(ballot, newham):
    newcomer = member_of(newham)

    shown = text_of(browser_of(newcomer).get(page_of(ballot)))

    assert "opened before you joined" in shown
    assert 'name="choice"' not in shown


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_panels_ballot_is_not_there(ballot, stoke, method):
    client = browser_of(member_of(stoke))

    response = getattr(client, method)(page_of(ballot), {"choice": "agree"})
    nowhere = getattr(client, method)(reverse("moderation:ballot", args=[ballot.pk + 999]), {"choice": "agree"})

    assert response.status_code == nowhere.status_code == 404
    assert TITLE not in text_of(response)


@pytest.mark.parametrize("who", ["superuser", "moderator"])
def test_without_a_place_in_the_panel_there_is_no_vote(ballot, moderator, who):
    user = superuser() if who == "superuser" else moderator

    response = browser_of(user).post(page_of(ballot), {"choice": "agree"})

    assert response.status_code == 404
    assert not Vote.objects.filter(ballot=ballot).exists()


def test_who_has_left_the_panel_finds_no_ballot(ballot, voters, newham):
    client = browser_of(voters[0])
    Membership.objects.filter(user=voters[0]).delete()
    voters[0].appointments.create(role="translator", council=newham.council)

    assert client.get(page_of(ballot)).status_code == 404


def test_when_the_words_change_the_page_says_so_and_takes_no_vote(ballot, voters, writer):
    page = ballot.revision.content_object
    page.title = "Other words"
    page.save_revision(user=writer)
    client = browser_of(voters[0])

    shown = text_of(client.get(page_of(ballot)))
    answer = text_of(client.post(page_of(ballot), {"choice": "agree"}, follow=True))

    assert "This vote did not count: the words changed, or it was stopped" in shown
    assert 'name="choice"' not in shown
    assert "This vote has closed." in answer


@pytest.mark.parametrize(("choices", "said"), [("AAAA", "The panel agreed"), ("CCCC", "The panel asked for changes")])
def test_after_closing_the_page_says_the_outcome_in_words(ballot, voters, choices, said):
    vote(ballot, voters, choices)

    shown = text_of(browser_of(voters[0]).get(page_of(ballot)))

    assert said in shown
    assert 'name="choice"' not in shown


def test_no_page_of_the_panels_room_shows_a_number_that_follows_the_votes(ballot, voters, writer, newham):
    """Whatever the others choose, a voter, a writer and a lead see the same pages, before closing and after."""
    lead = lead_of(newham)

    def pages() -> list[str]:
        return [
            re.sub(r'csrf[^>]*value="[^"]*"|nonce="[^"]*"|csrfToken[^,]*|"[A-Za-z0-9]{64}"', "", text)
            for user in (voters[3], writer, lead)
            for address in (page_of(ballot), FOR_MY_PANEL)
            for text in [text_of(browser_of(user).get(address))]
        ]

    nobody_has_voted = pages()
    vote(ballot, voters[:3], "AAC")
    three_have_voted = pages()
    vote(ballot, voters[:3], "ACC")

    assert nobody_has_voted == three_have_voted == pages()


# -- voting together in a meeting


def hold_session(user, ballot, closes_at: str):
    return browser_of(user).post(
        reverse("moderation:hold_session", args=[ballot.pk]), {"closes_at": closes_at}, follow=True
    )


def test_a_lead_sets_when_a_vote_that_the_panel_holds_together_closes(ballot, newham):
    lead = lead_of(newham)
    tomorrow = timezone.localdate(timezone=LONDON) + timedelta(days=1)
    page = text_of(browser_of(lead).get(reverse("moderation:for_my_panel")))

    said = text_of(hold_session(lead, ballot, f"{tomorrow:%Y-%m-%d}T18:30"))

    ballot.refresh_from_db()
    assert reverse("moderation:ballot", args=[ballot.pk]) in page
    assert ballot.closes_at.astimezone(LONDON) == datetime.combine(tomorrow, time(18, 30), tzinfo=LONDON)
    assert "This vote now closes" in said


@pytest.mark.parametrize(
    ("closes_at", "sentence"),
    [
        ("2020-01-01T18:30", "That time has passed. Choose one to come."),
        ("2999-01-01T18:30", "That is too far away. Choose a day within four weeks."),
        ("this evening", "Choose a day and a time."),
        ("", "Choose a day and a time."),
    ],
)
def test_a_time_that_cannot_be_is_refused_with_a_sentence(ballot, newham, closes_at, sentence):
    before = ballot.closes_at

    said = text_of(hold_session(lead_of(newham), ballot, closes_at))

    ballot.refresh_from_db()
    assert said.count(sentence) == 2, "at the top, where one lands, and at its field"
    assert ballot.closes_at == before


def test_a_lead_reads_when_the_vote_closes(ballot, newham):
    page = text_of(browser_of(lead_of(newham)).get(reverse("moderation:ballot", args=[ballot.pk])))

    assert f"Voting is open until {moment_in_words(ballot.closes_at)}." in page


def test_nobody_but_the_panels_own_lead_sets_the_time(ballot, newham, stoke):
    tomorrow = f"{timezone.localdate() + timedelta(days=1):%Y-%m-%d}T18:30"
    people = [member_of(newham), moderator_for(newham), lead_of(stoke), superuser()]
    before = ballot.closes_at

    answers = [hold_session(user, ballot, tomorrow).status_code for user in people]

    ballot.refresh_from_db()
    assert answers == [404, 404, 404, 404]
    assert ballot.closes_at == before
