"""What a browser is given when somebody tries a password in it: a ticket where they must wait, a mark where they got in."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.cache import cache
from django.test import RequestFactory
from django.urls import reverse

from people import login_throttle
from people.login_throttle import MustWait
from people.rate_limits import ADDRESS, NAME, NAME_AT_ADDRESS, NAME_IN_BROWSER
from tests.factories import member_of
from tests.people.trying import HOME, RIGHT, SCHOOL, at, attempt, sixty_names_are_tried_from

MINUTE, DAY = 60, 24 * 60 * 60


def slowed_browser(name: str = "sparrow") -> Any:
    """A browser at the school with a ticket for this name, and the seconds that it has to wait."""
    sixty_names_are_tried_from(SCHOOL)
    browser = at(SCHOOL)
    wait = int(attempt(browser, name).headers["Retry-After"])
    return browser, wait


def knows(browser: Any, name: str) -> Any:
    """This browser, after somebody of this name has logged in there and gone."""
    assert attempt(browser, name, RIGHT).status_code == 302
    browser.post(reverse("wagtailadmin_logout"))
    return browser


def tries_with(ticket: str) -> int:
    browser = at(SCHOOL)
    browser.cookies[login_throttle.TICKET_COOKIE] = ticket
    return attempt(browser, "sparrow").status_code


def ticket_of(browser: Any) -> str:
    return browser.cookies[login_throttle.TICKET_COOKIE].value


# -- tickets


@pytest.mark.parametrize(("late", "answer"), [(0, 200), (10 * MINUTE, 200), (10 * MINUTE + 1, 429)])
def test_a_ticket_holds_for_ten_minutes_after_its_wait(newham, clock, late, answer):
    browser, wait = slowed_browser()
    clock.shift(wait + late)
    sixty_names_are_tried_from(SCHOOL)

    assert attempt(browser, "sparrow").status_code == answer


@pytest.mark.parametrize("used_at", [0, 1])
def test_a_ticket_that_is_used_up_stays_so_for_as_long_as_it_would_have_held(newham, clock, used_at):
    browser, wait = slowed_browser()
    kept = ticket_of(browser)
    clock.shift(wait + used_at)
    assert tries_with(kept) == 200
    assert tries_with(kept) == 429

    clock.shift(10 * MINUTE - used_at)
    sixty_names_are_tried_from(SCHOOL)

    assert tries_with(kept) == 429


def test_whoever_goes_on_with_tickets_waits_longer_from_try_to_try(newham, clock):
    browser = at(HOME)
    for _try in range(NAME_AT_ADDRESS.tries):
        assert attempt(browser, "sparrow").status_code == 200
    waits = []
    for _try in range(6):
        waits.append(int(attempt(browser, "sparrow").headers["Retry-After"]))
        clock.shift(waits[-1])
        assert attempt(browser, "sparrow").status_code == 200

    assert waits == [5, 5, 6, 8, 10, 11]


def test_a_ticket_is_kept_where_there_is_no_place_to_hash_a_password(newham, clock, monkeypatch):
    browser, wait = slowed_browser()
    clock.shift(wait)
    with monkeypatch.context() as patch:
        patch.setattr(login_throttle, "WAITS_FOR_HASHING", 0)
        patch.setattr(login_throttle, "_hashing", login_throttle.threading.BoundedSemaphore(1))
        assert login_throttle._hashing.acquire(timeout=0)
        assert attempt(browser, "sparrow").headers["Retry-After"] == "5"
    sixty_names_are_tried_from(SCHOOL)

    assert attempt(browser, "sparrow").status_code == 200


def test_who_logs_in_rightly_in_between_has_no_more_wrong_tries(newham, clock):
    member_of(newham, username="sparrow")

    answers = []
    for number in range(ADDRESS.tries + 1):
        attempt(at(SCHOOL), "sparrow", RIGHT)
        answers.append(attempt(at(SCHOOL), f"name-{number}").status_code)

    assert answers == [200] * ADDRESS.tries + [429]


def test_what_is_raised_says_for_how_long_and_not_who_tried(newham, clock):
    sixty_names_are_tried_from(SCHOOL)
    request = RequestFactory(REMOTE_ADDR=SCHOOL).post("/")

    with pytest.raises(MustWait) as slowed:
        authenticate(request, username="sparrow", password="a wrong password")

    assert str(slowed.value) == str(slowed.value.seconds)
    assert "sparrow" not in repr(slowed.value)


@pytest.mark.parametrize("environ", [{}, {"REMOTE_ADDR": ""}, {"REMOTE_ADDR": "unix:/run/waymark.sock"}])
def test_whoever_comes_from_no_address_is_counted_together(newham, clock, environ):
    def may_be_tried(number: int) -> bool:
        request = RequestFactory().post("/")
        request.META = environ
        tried = login_throttle.Attempt(request, f"name-{number}")
        begun = tried.begin()
        if begun:
            tried.end(was_right=False)
        return begun

    assert [may_be_tried(number) for number in range(12)] == [True] * ADDRESS.tries + [False] * 2


def test_nothing_that_is_counted_is_kept_for_ever(newham, clock, monkeypatch):
    kept_for = []

    class Noting:
        def get(self, key: str) -> Any:
            return cache.get(key)

        def set(self, key: str, value: Any, seconds: int) -> None:
            kept_for.append(seconds)
            cache.set(key, value, seconds)

        def add(self, key: str, value: Any, seconds: int) -> Any:
            kept_for.append(seconds)
            return cache.add(key, value, seconds)

    monkeypatch.setattr(login_throttle, "cache", Noting())
    browser, wait = slowed_browser()
    clock.shift(wait)
    attempt(browser, "sparrow")

    limits = (ADDRESS, NAME, NAME_AT_ADDRESS)
    assert set(kept_for) == {limit.forgotten_after for limit in limits} | {20 * MINUTE}


# -- browsers that know a name


def test_a_browser_knows_a_name_for_half_a_year_after_it_last_logged_in_there(newham, clock):
    member_of(newham, username="sparrow")
    browser = knows(at(SCHOOL), "sparrow")

    clock.shift(180 * DAY)
    sixty_names_are_tried_from(SCHOOL)
    assert attempt(browser, "sparrow").status_code == 200
    clock.shift(1)
    sixty_names_are_tried_from(SCHOOL)
    assert attempt(browser, "sparrow").status_code == 429


def test_a_computer_that_a_panel_shares_knows_the_last_twelve_of_them_however_often_one_comes(newham, clock):
    names = [f"pupil-{number}" for number in range(13)]
    for name in names:
        member_of(newham, username=name)
    browser = at(SCHOOL)
    for name in [*names, *[names[-1]] * 3]:
        knows(browser, name)
    sixty_names_are_tried_from(SCHOOL)

    assert [name for name in names if attempt(browser, name).status_code == 429] == [names[0]]


def test_tries_in_one_browser_that_knows_a_member_slow_them_down_in_no_other(newham, clock):
    member_of(newham, username="sparrow")
    one, other = knows(at(SCHOOL), "sparrow"), knows(at(SCHOOL), "sparrow")
    sixty_names_are_tried_from(SCHOOL)
    for _try in range(NAME_IN_BROWSER.tries + 1):
        last = attempt(one, "sparrow").status_code

    assert last == 429
    assert attempt(other, "sparrow", RIGHT).status_code == 302


# -- cookies


@pytest.mark.parametrize("is_secure", [True, False])
def test_both_cookies_go_to_the_admin_alone_to_no_script_and_last_as_long_as_they_say(newham, clock, is_secure):
    member_of(newham, username="sparrow")
    known, (slowed, wait) = at(SCHOOL), slowed_browser("wren")
    clock.shift(60 * MINUTE)
    address, said = reverse("wagtailadmin_login"), {"username": "sparrow", "password": RIGHT}
    known.post(address, said, secure=is_secure)
    slowed.cookies.clear()
    sixty_names_are_tried_from(SCHOOL)
    wait = int(slowed.post(address, {"username": "wren", "password": "wrong"}, secure=is_secure).headers["Retry-After"])

    mark, ticket = known.cookies[login_throttle.BROWSER_COOKIE], slowed.cookies[login_throttle.TICKET_COOKIE]
    assert (mark["max-age"], ticket["max-age"]) == (180 * DAY, wait + 10 * MINUTE)
    for cookie in (mark, ticket):
        assert (cookie["path"], cookie["samesite"], cookie["httponly"]) == ("/admin/", "Lax", True)
        assert bool(cookie["secure"]) is is_secure
