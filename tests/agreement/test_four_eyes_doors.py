"""What each door lets through, and for how long it stands open. No database."""

import logging

import pytest

from agreement.four_eyes import (
    NEEDS_TWO,
    NeedsSecondPerson,
    NotOverHTTP,
    agreed_by_two,
    answering_a_request,
    by_the_person_themselves,
    following_from,
    open_door,
    setting_up,
)

pytestmark = pytest.mark.no_database


def test_who_is_refused_reads_why():
    assert NeedsSecondPerson().args == ("This takes a second person. Nothing has changed.",)


@pytest.mark.parametrize(
    ("label", "key", "changed", "may"),
    [
        ("people.User", 5, {"password"}, True),
        ("people.User", 5, {"username", "password"}, False),
        ("people.User", 5, {"username"}, False),
        ("people.User", 6, {"password"}, False),
        ("people.Membership", 5, {"password"}, False),
    ],
)
def test_a_person_opens_a_door_for_themselves_and_their_own_fields_alone(label, key, changed, may):
    with by_the_person_themselves("people.User", 5, fields={"password"}):
        door = open_door()

    assert door.because == "the person themselves"
    assert door.lets_through(label, key, changed) is may


def test_two_people_open_a_door_for_everything():
    with agreed_by_two(proposed_by=1, decided_by=2, because="two adults"):
        door = open_door()

    assert door.because == "two adults"
    assert door.lets_through("home.CrisisLine", 1, {"number", "name"})


def test_only_commands_open_a_door_for_setting_up_and_it_is_logged(caplog):
    caplog.set_level(logging.INFO, logger="agreement.four_eyes")

    with setting_up("a new council"):
        set_up = open_door()
    with following_from("a term that ended"):
        followed = open_door()
    with agreed_by_two(proposed_by=1, decided_by=2, because="two adults"):
        agreed = open_door()

    assert [door.is_for_setting_up for door in (set_up, followed, agreed)] == [True, False, False]
    assert [record.getMessage() for record in caplog.records] == ["What takes two people is set up: a new council"]


def test_after_a_request_was_answered_a_command_may_set_up_again():
    with answering_a_request(), pytest.raises(NotOverHTTP), setting_up("a test"):
        pass

    with setting_up("a command"):
        assert open_door().because == "a command"
    assert open_door().because != "a command"


@pytest.mark.parametrize(
    ("is_superuser", "password", "alone"),
    [(False, "!nobody-knows", True), (False, "pbkdf2_sha256$1$a$b", False), (True, "!nobody-knows", False)],
)
def test_one_person_begins_an_account_that_opens_nothing_yet(is_superuser, password, alone):
    may_begin = NEEDS_TWO["people.User"].alone

    assert may_begin(None, {"is_superuser": is_superuser, "password": password, "is_active": True}) is alone
