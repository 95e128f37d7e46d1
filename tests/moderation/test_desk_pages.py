"""The moderators' desk, through HTTP."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from agreement.models import Withdrawal
from articles.models import ArticlePage
from moderation.models import Decision, ModeratorCheck, Takedown
from tests.factories import check_of, draft, member_of, members_of, moderator_for, published, send_in, vote
from tests.moderation.doors import browser_of, lead_of, superuser, text_of

DESK = reverse("moderation:desk")
TITLE = "Can they make me carry it?"
GOING = {"reason": "wrong", "reason_code": "content.wrong_or_unsafe_advice", "words": "The number is wrong."}


def address(name: str, pk: int) -> str:
    return reverse(f"moderation:{name}", args=[pk])


@pytest.fixture
def moderator(newham):
    return moderator_for(newham)


@pytest.fixture
def check(newham, moderator) -> ModeratorCheck:
    writer, *voters = members_of(newham, 5)
    ballot = send_in(draft(newham, by=writer, title=TITLE), by=writer)
    vote(ballot, voters, "AAAA")
    return check_of(ballot)


@pytest.fixture
def live(newham) -> ArticlePage:
    return published(newham, title=TITLE)


# -- checks


def test_the_desk_lists_what_waits_for_this_moderator(check, moderator):
    said = text_of(browser_of(moderator).get(DESK))

    assert TITLE in said
    assert address("check", check.pk) in said


def test_the_first_page_after_logging_in_shows_a_moderator_the_checks_that_wait(check, moderator):
    assert address("check", check.pk) in text_of(browser_of(moderator).get(reverse("wagtailadmin_home")))


def test_an_empty_desk_is_said_warmly(moderator):
    said = text_of(browser_of(moderator).get(DESK))

    assert "Nothing waits for you." in said
    assert "No page is live yet." in said
    assert "Nothing is withdrawn." in said


def test_the_last_signature_puts_the_page_live(check, moderator):
    response = browser_of(moderator).post(address("sign_check", check.pk), {"read_it_all": "on"}, follow=True)

    assert "Thank you. The page is live." in text_of(response)
    assert ArticlePage.objects.get(title=TITLE).live


def test_without_the_tick_nothing_is_signed(check, moderator):
    response = browser_of(moderator).post(address("sign_check", check.pk), {})

    assert "Tick the box once you have read every level." in text_of(response)
    assert not check.marks.exists()


def test_asking_for_changes_takes_a_reason_and_words(check, moderator):
    response = browser_of(moderator).post(address("send_check_back", check.pk), {"words": ""})

    assert "Choose a reason." in text_of(response)
    assert "Tell the panel in plain words what to change." in text_of(response)
    assert not Decision.objects.filter(kind="sent_back").exists()


def test_words_to_the_panel_have_room_for_600_characters(check, moderator):
    client = browser_of(moderator)
    back = {"reason_code": "quality.tone"}

    client.post(address("send_check_back", check.pk), back | {"words": "x" * 601})
    refused = Decision.objects.filter(kind="sent_back").exists()
    client.post(address("send_check_back", check.pk), back | {"words": "x" * 600})

    assert not refused
    assert Decision.objects.get(kind="sent_back").words == "x" * 600


def test_a_moderator_who_wrote_some_of_it_is_told_that_somebody_else_must_check(newham, moderator):
    moderator_for(newham)
    writer, *voters = members_of(newham, 5)
    page = draft(newham, by=writer, title=TITLE).get_latest_revision_as_object()
    page.title = "Changed by an adult"
    page.save_revision(user=moderator)
    ballot = send_in(page, by=writer)
    vote(ballot, voters, "AAAA")
    client = browser_of(moderator)

    desk = text_of(client.get(DESK))
    shown = text_of(client.get(address("check", check_of(ballot).pk)))
    answer = text_of(client.post(address("sign_check", check_of(ballot).pk), {"read_it_all": "on"}, follow=True))

    assert "Somebody else must check this: you wrote it, sent it, or took these words from readers." in desk
    assert "Somebody else must check this: you wrote it, sent it, or took these words from readers." in shown
    assert "read_it_all" not in shown
    assert "Somebody else must check this: you wrote or sent in some of it" in answer
    assert not check_of(ballot).marks.exists()


def test_where_two_adults_are_needed_the_page_says_so_and_who_has_checked(newham, moderator):
    second = moderator_for(newham)
    writer, *others = members_of(newham, 3)
    ballot = send_in(draft(newham, by=writer, title=TITLE), by=writer)
    vote(ballot, [writer, *others], "AAA")
    check = check_of(ballot)
    first = browser_of(moderator)

    before = text_of(first.get(address("check", check.pk)))
    thanks = text_of(first.post(address("sign_check", check.pk), {"read_it_all": "on"}, follow=True))
    mine = text_of(first.get(address("check", check.pk)))
    theirs = text_of(browser_of(second).get(address("check", check.pk)))

    assert "Two adults check this one" in before
    assert "One more adult checks it before it goes live." in thanks
    assert "You have checked it." in mine
    assert f"One adult has checked: {moderator.display_name}." in theirs


def test_two_moderators_at_once_the_second_is_told_it_is_over(check, moderator, newham):
    late = browser_of(moderator_for(newham))
    check.sign(moderator)

    shown = text_of(late.get(address("check", check.pk)))
    answer = late.post(address("send_check_back", check.pk), {"reason_code": "other", "words": "Hm."}, follow=True)

    assert "This check is over" in shown
    assert answer.status_code == 200
    assert not Decision.objects.filter(kind="sent_back").exists()


def test_the_desk_is_there_for_moderators_alone(check, newham):
    people = [member_of(newham), lead_of(newham), superuser()]

    assert [browser_of(user).get(DESK).status_code for user in people] == [404, 404, 404]


@pytest.mark.parametrize("who", ["member", "lead", "another council's moderator", "superuser"])
@pytest.mark.parametrize("name", ["check", "sign_check", "send_check_back"])
def test_a_check_is_not_there_for_anybody_else(check, newham, stoke, who, name):
    user = {
        "member": lambda: member_of(newham),
        "lead": lambda: lead_of(newham),
        "another council's moderator": lambda: moderator_for(stoke),
        "superuser": superuser,
    }[who]()
    client = browser_of(user)
    said = {"read_it_all": "on", "reason_code": "other", "words": "Hm."}

    response = client.get(address(name, check.pk)) if name == "check" else client.post(address(name, check.pk), said)

    assert response.status_code == 404
    assert TITLE not in text_of(response)
    assert not check.marks.exists()
    assert not Decision.objects.filter(kind="sent_back").exists()


@pytest.mark.parametrize("name", ["sign_check", "send_check_back"])
def test_looking_never_decides(check, moderator, name):
    response = browser_of(moderator).get(address(name, check.pk), {"read_it_all": "on"})

    assert response.status_code == 405
    assert not check.marks.exists()


def test_a_signature_posted_from_elsewhere_is_refused(check, moderator):
    client = Client(enforce_csrf_checks=True)
    client.force_login(moderator, backend="people.backends.TermBackend")

    assert client.post(address("sign_check", check.pk), {"read_it_all": "on"}).status_code == 403
    assert not check.marks.exists()


# -- withdrawing and putting back


def test_a_moderator_withdraws_a_live_page_with_a_reason(live, moderator):
    client = browser_of(moderator)

    desk = text_of(client.get(DESK))
    confirmation = client.get(address("withdraw", live.pk))
    response = client.post(address("withdraw", live.pk), GOING, follow=True)

    live.refresh_from_db()
    assert address("withdraw", live.pk) in desk
    assert TITLE in text_of(confirmation)
    assert "Withdrawn. Readers cannot see it any more." in text_of(response)
    assert not live.live
    assert Withdrawal.objects.standing().get(content_id=live.translation_key).reason == "wrong"
    assert Takedown.objects.get().words == "The number is wrong."


def test_who_withdraws_a_page_reads_there_what_readers_see_now(live, moderator):
    said = text_of(browser_of(moderator).get(address("withdraw", live.pk)))

    assert "What readers see now" in said
    assert live.summary in said


def test_looking_at_the_confirmation_withdraws_nothing(live, moderator):
    browser_of(moderator).get(address("withdraw", live.pk), GOING)

    live.refresh_from_db()
    assert live.live


@pytest.mark.parametrize("missing", ["reason", "reason_code", "words"])
def test_withdrawing_needs_what_readers_hear_a_reason_and_words_for_the_panel(live, moderator, missing):
    response = browser_of(moderator).post(address("withdraw", live.pk), {**GOING, missing: ""})

    live.refresh_from_db()
    assert f'href="#field-{missing}"' in text_of(response)
    assert live.live


def test_readers_can_be_sent_to_a_newer_page_instead(live, moderator, newham):
    newer = published(newham, title="The newer one")

    browser_of(moderator).post(
        address("withdraw", live.pk), {**GOING, "reason": "replaced", "replacement": str(newer.pk)}
    )

    assert Withdrawal.objects.get().replacement == newer.translation_key


def test_replaced_by_nothing_is_no_answer_for_readers(live, moderator):
    response = browser_of(moderator).post(address("withdraw", live.pk), {**GOING, "reason": "replaced"})

    assert "Choose the newer page" in text_of(response)
    assert not Withdrawal.objects.exists()


def test_a_draft_is_no_replacement(live, moderator, newham):
    unseen = draft(newham, by=member_of(newham), title="Nobody has agreed to this")

    response = browser_of(moderator).post(
        address("withdraw", live.pk), {**GOING, "reason": "replaced", "replacement": str(unseen.pk)}
    )

    assert "Nobody has agreed to this" not in text_of(response)
    assert not Withdrawal.objects.exists()


def test_withdrawing_twice_is_answered_with_a_sentence(live, moderator):
    client = browser_of(moderator)
    client.post(address("withdraw", live.pk), GOING)

    shown = text_of(client.get(address("withdraw", live.pk)))
    answer = text_of(client.post(address("withdraw", live.pk), GOING, follow=True))

    assert "there is nothing to withdraw" in shown
    assert "there is nothing to withdraw" in answer
    assert Takedown.objects.count() == 1


@pytest.mark.parametrize("who", ["member", "lead", "another council's moderator", "superuser"])
def test_nobody_else_finds_the_door_to_withdrawing(live, newham, stoke, who):
    user = {
        "member": lambda: member_of(newham),
        "lead": lambda: lead_of(newham),
        "another council's moderator": lambda: moderator_for(stoke),
        "superuser": superuser,
    }[who]()

    response = browser_of(user).post(address("withdraw", live.pk), GOING)

    live.refresh_from_db()
    assert response.status_code == 404
    assert live.live


def test_another_councils_live_pages_are_not_on_my_desk(live, stoke):
    assert TITLE not in text_of(browser_of(moderator_for(stoke)).get(DESK))


def test_the_desk_finds_a_live_page_by_its_title(live, moderator, newham):
    published(newham, title="Something else")

    said = text_of(browser_of(moderator).get(DESK, {"q": "carry"}))

    assert TITLE in said
    assert "Something else" not in said


def test_a_second_adult_puts_it_back(live, moderator, newham):
    second = moderator_for(newham)
    browser_of(moderator).post(address("withdraw", live.pk), GOING)
    takedown = Takedown.objects.get()
    client = browser_of(second)

    shown = text_of(client.get(address("put_back", takedown.pk)))
    response = client.post(address("put_back", takedown.pk), follow=True)

    live.refresh_from_db()
    assert "The number is wrong." in shown
    assert "Put back. Readers can see it again." in text_of(response)
    assert live.live


def test_looking_puts_nothing_back(live, moderator, newham):
    browser_of(moderator).post(address("withdraw", live.pk), GOING)

    browser_of(moderator_for(newham)).get(address("put_back", Takedown.objects.get().pk))

    live.refresh_from_db()
    assert not live.live


def test_who_withdrew_it_is_told_that_another_adult_puts_it_back(live, moderator):
    client = browser_of(moderator)
    client.post(address("withdraw", live.pk), GOING)
    takedown = Takedown.objects.get()

    desk = text_of(client.get(DESK))
    shown = text_of(client.get(address("put_back", takedown.pk)))
    answer = text_of(client.post(address("put_back", takedown.pk), follow=True))

    live.refresh_from_db()
    assert "Another adult can put it back." in desk
    assert "Another adult must put this back" in shown
    assert "Somebody else must check this" in answer
    assert not live.live


def test_another_councils_moderator_does_not_find_what_was_withdrawn(live, moderator, stoke):
    browser_of(moderator).post(address("withdraw", live.pk), GOING)

    response = browser_of(moderator_for(stoke)).post(address("put_back", Takedown.objects.get().pk))

    live.refresh_from_db()
    assert response.status_code == 404
    assert not live.live


def test_the_panel_reads_why_it_was_withdrawn(newham, moderator):
    writer = member_of(newham)
    page = published(newham, title=TITLE, by=writer)

    browser_of(moderator).post(address("withdraw", page.pk), GOING)

    said = text_of(browser_of(writer).get(reverse("moderation:for_my_panel")))
    assert "Withdrawn. Readers cannot see it just now." in said
    assert "The number is wrong." in said
