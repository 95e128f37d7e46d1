"""Whoever guesses passwords is slowed down, cheaply; nobody with the right one is kept out by what others do."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher, PBKDF2PasswordHasher
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people import login_throttle
from people.middleware import SEEN_COOKIE
from people.rate_limits import ADDRESS, LONGEST_WAIT, NAME_AT_ADDRESS
from tests.factories import member_of
from tests.people.trying import HOME, RIGHT, SCHOOL, at, attempt, sixty_names_are_tried_from


@pytest.fixture
def hashed(monkeypatch):
    """The passwords that something dear was done for."""
    seen: list[str] = []
    encode = MD5PasswordHasher.encode

    def noted(self: Any, password: str, *more: Any) -> str:
        seen.append(password)
        return encode(self, password, *more)

    monkeypatch.setattr(MD5PasswordHasher, "encode", noted)
    assert PBKDF2PasswordHasher.iterations > 100_000  # what each of these would cost in production
    return seen


@pytest.mark.parametrize("each_in_a_new_browser", [True, False])
def test_sixty_names_tried_from_one_address_are_slowed_and_cost_nothing_more(
    newham, clock, hashed, each_in_a_new_browser
):
    answers = sixty_names_are_tried_from(SCHOOL, each_in_a_new_browser=each_in_a_new_browser)

    assert answers == [200] * ADDRESS.tries + [429] * (60 - ADDRESS.tries)
    assert len(hashed) == ADDRESS.tries


def test_a_slowed_try_asks_the_database_nothing(newham, clock):
    sixty_names_are_tried_from(SCHOOL)

    with CaptureQueriesContext(connection) as asked:
        assert attempt(at(SCHOOL), "sparrow").status_code == 429

    assert asked.captured_queries == []


def test_whoever_is_slowed_reads_for_how_long_and_has_the_same_in_a_header(newham, clock):
    sixty_names_are_tried_from(SCHOOL)

    answer = attempt(at(SCHOOL), "sparrow")

    assert 0 < int(answer.headers["Retry-After"]) <= LONGEST_WAIT
    assert f"Wait {answer.headers['Retry-After']} seconds" in answer.content.decode()


def test_a_member_gets_in_at_once_from_another_address_while_strangers_try_their_name(newham, clock):
    member_of(newham, username="sparrow")
    for number in range(9):
        attempt(at(f"203.0.113.{number}"), "sparrow")

    assert attempt(at(HOME), "sparrow", RIGHT).status_code == 302


def test_a_member_gets_in_from_a_shared_school_address_after_one_wait(newham, clock):
    member_of(newham, username="sparrow")
    sixty_names_are_tried_from(SCHOOL)
    browser = at(SCHOOL)
    wait = int(attempt(browser, "sparrow", RIGHT).headers["Retry-After"])

    clock.shift(wait)

    assert attempt(browser, "sparrow", RIGHT).status_code == 302


@pytest.mark.parametrize("stranger_at", [SCHOOL, HOME])
def test_a_stranger_who_goes_on_and_on_with_a_members_name_does_not_make_them_wait_longer(newham, clock, stranger_at):
    member_of(newham, username="sparrow")
    for _try in range(60):
        attempt(at(stranger_at), "sparrow")
    browser = at(SCHOOL)
    wait = int(attempt(browser, "sparrow", RIGHT).headers.get("Retry-After", 0))
    assert wait <= LONGEST_WAIT
    assert (wait == 0) == (stranger_at != SCHOOL)

    for _second in range(wait):
        attempt(at(stranger_at), "sparrow")
        clock.shift(1)

    assert attempt(browser, "sparrow", RIGHT).status_code == 302


def test_in_a_browser_that_knows_a_member_they_never_wait_for_others(newham, clock):
    member_of(newham, username="sparrow")
    browser = at(SCHOOL)
    attempt(browser, "sparrow", RIGHT)
    browser.post(reverse("wagtailadmin_logout"))
    for _try in range(60):
        attempt(at(SCHOOL), "sparrow")

    assert attempt(browser, "sparrow", RIGHT).status_code == 302


def test_a_known_browser_helps_nobody_with_other_names_and_not_for_ever_with_its_own(newham, clock, hashed):
    member_of(newham, username="sparrow")
    browser = at(SCHOOL)
    attempt(browser, "sparrow", RIGHT)
    browser.post(reverse("wagtailadmin_logout"))
    sixty_names_are_tried_from(SCHOOL)
    before = len(hashed)

    assert {attempt(browser, "wren").status_code for _try in range(5)} == {429}
    assert len(hashed) == before
    assert 429 in {attempt(browser, "sparrow").status_code for _try in range(20)}


def test_a_ticket_is_for_one_try_at_one_name_from_one_address(newham, clock, hashed):
    sixty_names_are_tried_from(SCHOOL)
    browser = at(SCHOOL)
    attempt(browser, "sparrow")
    kept = browser.cookies[login_throttle.TICKET_COOKIE].value
    clock.shift(LONGEST_WAIT)
    before = len(hashed)

    def with_the_ticket(address: str, name: str) -> int:
        other = at(address)
        other.cookies[login_throttle.TICKET_COOKIE] = kept
        return attempt(other, name).status_code

    sixty_names_are_tried_from(SCHOOL)
    before = len(hashed)
    assert with_the_ticket(SCHOOL, "wren") == 429
    assert with_the_ticket(SCHOOL, "sparrow") == 200
    assert with_the_ticket(SCHOOL, "sparrow") == 429
    assert len(hashed) == before + 1


def test_asking_again_before_the_time_makes_nobody_wait_longer(newham, clock):
    sixty_names_are_tried_from(SCHOOL)
    browser = at(SCHOOL)
    first = int(attempt(browser, "sparrow").headers["Retry-After"])
    clock.shift(2)

    assert int(attempt(browser, "sparrow").headers["Retry-After"]) == first - 2


def test_right_passwords_are_no_tries_so_that_a_whole_class_gets_in_from_one_address(newham, clock):
    names = [f"pupil-{number}" for number in range(3 * ADDRESS.tries)]
    for name in names:
        member_of(newham, username=name)

    assert {attempt(at(SCHOOL), name, RIGHT).status_code for name in names} == {302}


def test_no_spelling_of_a_name_and_no_address_of_one_ipv6_network_has_tries_of_its_own(newham, clock):
    spellings = ["sparrow", "SPARROW", " sparrow", "ｓparrow", "Sparrow "]
    for number in range(NAME_AT_ADDRESS.tries):
        attempt(at(f"2001:db8::{number + 1}"), spellings[number])

    assert attempt(at("2001:db8::99"), "sparrow").status_code == 429
    assert attempt(at("2001:db8:0:1::99"), "sparrow").status_code == 200  # another network


def test_it_is_all_forgotten_after_a_while(newham, clock):
    sixty_names_are_tried_from(SCHOOL)

    clock.shift(ADDRESS.forgotten_after)

    assert attempt(at(SCHOOL), "wren").status_code == 200


def test_many_at_once_are_counted_before_it_is_known_whether_they_are_right(newham, clock):
    """Without a database: only whether each may be tried."""

    def begins(number: int) -> bool:
        request = type("Request", (), {"META": {"REMOTE_ADDR": SCHOOL}, "COOKIES": {}})()
        tried = login_throttle.Attempt(request, f"name-{number}")
        begun = tried.begin()
        tried.end(was_right=False)
        return begun

    with ThreadPoolExecutor(12) as threads:
        assert sum(threads.map(begins, range(40))) == ADDRESS.tries


def test_no_more_passwords_are_hashed_at_once_than_there_are_places_for(newham, monkeypatch):
    monkeypatch.setattr(login_throttle, "WAITS_FOR_HASHING", 0)
    for _place in range(login_throttle.HASHING_AT_ONCE):
        assert login_throttle._hashing.acquire(timeout=0)
    try:
        answer = attempt(at(SCHOOL), "sparrow")
    finally:
        for _place in range(login_throttle.HASHING_AT_ONCE):
            login_throttle._hashing.release()

    assert answer.status_code == 429
    assert attempt(at(SCHOOL), "sparrow").status_code == 200


def test_where_the_cache_does_not_answer_one_can_log_in_all_the_same_and_is_counted(newham, clock, monkeypatch):
    member_of(newham, username="sparrow")

    class Broken:
        def __getattr__(self, name: str) -> Any:
            raise ConnectionError

    monkeypatch.setattr(login_throttle, "cache", Broken())

    assert attempt(at(SCHOOL), "sparrow", RIGHT).status_code == 302
    assert sixty_names_are_tried_from(SCHOOL) == [200] * ADDRESS.tries + [429] * (60 - ADDRESS.tries)


def test_a_name_and_an_address_stand_in_no_cookie(newham, clock):
    member_of(newham, username="sparrow")
    browser = at(SCHOOL)
    attempt(browser, "sparrow", RIGHT)
    sixty_names_are_tried_from(SCHOOL)
    slowed = at(SCHOOL)
    attempt(slowed, "sparrow")

    for cookie in (browser.cookies[login_throttle.BROWSER_COOKIE], slowed.cookies[login_throttle.TICKET_COOKIE]):
        assert cookie["httponly"]
        assert cookie["path"] == "/admin/"
        assert "sparrow" not in cookie.value
        assert SCHOOL not in cookie.value


def test_words_in_hand_are_not_lost_while_one_waits(newham, clock):
    sparrow = member_of(newham, username="sparrow")
    browser = at(SCHOOL)
    browser.cookies[SEEN_COOKIE] = signing.dumps([sparrow.pk, 0], salt=SEEN_COOKIE)
    address = reverse("wagtailadmin_pages:add", args=["articles", "articlepage", newham.root_page.pk])
    page = browser.post(address, {"title": "My words"}).content.decode()
    sealed = page.split('name="sealed" value="')[1].split('"')[0]
    sixty_names_are_tried_from(SCHOOL)
    sent = {"sealed": sealed, "username": "sparrow", "password": RIGHT}

    slowed = browser.post(reverse("go_on"), sent)
    clock.shift(int(slowed.headers["Retry-After"]))

    assert slowed.status_code == 429
    assert sealed in slowed.content.decode()
    assert 'name="csrfmiddlewaretoken"' in slowed.content.decode()
    assert f"Wait {slowed.headers['Retry-After']} seconds" in slowed.content.decode()
    assert "My words" in browser.post(reverse("go_on"), sent).content.decode()
