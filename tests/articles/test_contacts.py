"""Finding contact details in words, and leaving ordinary words alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.contacts import ContactKind, contacts_in

FOUND = [
    ("Call 0800 1111 now.", ContactKind.PHONE, "0800 1111"),
    ("Ring 0800 068 4141.", ContactKind.PHONE, "0800 068 4141"),
    ("My number is 07700 900123", ContactKind.PHONE, "07700 900123"),
    ("+44 7700 900123", ContactKind.PHONE, "+44 7700 900123"),
    ("(020) 7946 0018", ContactKind.PHONE, "(020) 7946 0018"),
    ("Ring O77OO 9OO123.", ContactKind.PHONE, "07700 900123"),
    ("０７７００ ９００１２３", ContactKind.PHONE, "07700 900123"),
    (
        "Oh seven seven double oh nine oh oh one two three",
        ContactKind.PHONE,
        "Oh seven seven double oh nine oh oh one two three",
    ),
    ("Call 999.", ContactKind.PHONE, "999"),
    ("Call 999 or 112.", ContactKind.PHONE, "112"),
    ("Ring 116 123, day and night", ContactKind.PHONE, "116 123"),
    ("Text SHOUT to 85258", ContactKind.PHONE, "85258"),
    ("NHS 111", ContactKind.PHONE, "111"),
    ("carrying-07700900123", ContactKind.PHONE, "07700900123"),
    ("Write to ada@example.org", ContactKind.EMAIL, "ada@example.org"),
    ("ada [at] example.org", ContactKind.EMAIL, "ada [at] example.org"),
    ("I am @ada_99 there", ContactKind.HANDLE, "@ada_99"),
    ("We meet at E15 4LZ", ContactKind.POSTCODE, "E15 4LZ"),
    ("we meet at e15 4lz", ContactKind.POSTCODE, "e15 4lz"),
    ("12 High Street, Newham", ContactKind.ADDRESS, "12 High Street"),
]


@pytest.mark.parametrize(("text", "kind", "typed"), FOUND)
def test_a_contact_detail_is_found_as_it_was_typed(text, kind, typed):
    assert (kind, typed) in contacts_in(text)


ORDINARY = [
    "Section 101 of the Act, and article 111",
    "Over 999 people, 111 children and 101 days",
    "It cost £999, or 999,000 in all, or 99.9%.",
    "On 01/11/2026, 2026-11-01 and between 2019-2020",
    "From 10.30 - 11.45, 24/7, for people from 18-25",
    "12,345,678 of them; 1 in 5; 50/50; A4; GCSE 9-1",
    "Breathe in, one, two, three, four, five, six, seven, eight.",
    "One idea. Two sentences at most.",
    "I said oh no, one of them came at two.",
    "The high street. A long way home. Close the door.",
    "It will be all right @ home.",
    "B&M, M1, T1 and the 142 bus",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_words_and_numbers_are_left_alone(text):
    assert contacts_in(text) == []


@given(st.text(max_size=200))
def test_any_text_can_be_looked_through(text):
    for contact in contacts_in(text):
        assert contact.text


def test_a_long_text_is_looked_through_within_a_second():
    import time

    began = time.process_time()
    contacts_in("You can say no, one two three, 0 1 2 a@b. " * 2500)

    assert time.process_time() - began < 1
