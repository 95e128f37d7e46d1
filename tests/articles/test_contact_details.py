"""Finding contact details in words as readers see them, and leaving ordinary words alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.checks.contact_details import ContactKind, contacts_in
from literacy.visible_text import readings_of_html

CORPORA = Path(__file__).parent / "contact_corpora"

FOUND = [
    ("My number is 07700 900123", ContactKind.PHONE, "07700 900123"),
    ("+44 7700 900123", ContactKind.PHONE, "+44 7700 900123"),
    ("(020) 7946 0018", ContactKind.PHONE, "(020) 7946 0018"),
    ("Ring O77OO 9OO123.", ContactKind.PHONE, "O77OO 9OO123"),
    ("０７７００ ９００１２３", ContactKind.PHONE, "07700 900123"),
    ("Text HELP to 88008", ContactKind.PHONE, "88008"),
    ("carrying-07700900123", ContactKind.PHONE, "07700900123"),
    ("Write to ada@example.org", ContactKind.EMAIL, "ada@example.org"),
    ("ada [at] example.org", ContactKind.EMAIL, "ada [at] example.org"),
    ("I am @ada_99 there", ContactKind.HANDLE, "@ada_99"),
    ("my snap is jess_09", ContactKind.HANDLE, "jess_09"),
    ("We meet at E15 4LZ", ContactKind.POSTCODE, "E15 4LZ"),
    ("12 High Street, Newham", ContactKind.ADDRESS, "12 High Street"),
    ("Ring 07700★900★123.", ContactKind.PHONE, "07700★900★123"),
    ("07700 ❤️ 900123", ContactKind.PHONE, "07700 ❤ 900123"),
    ("coolkid99 is my snap", ContactKind.HANDLE, "coolkid99"),
    ("My @ is not that: my @ is coolkid99.", ContactKind.HANDLE, "coolkid99"),
    ("my @: coolkid99", ContactKind.HANDLE, "coolkid99"),
    ("I go to Plashet School.", ContactKind.SCHOOL, "Plashet School"),
]


@pytest.mark.parametrize(("text", "kind", "seen"), FOUND)
def test_a_contact_detail_is_found_as_it_is_seen(text, kind, seen):
    assert (kind, seen) in contacts_in(text)


WORDS_NEIGHBOURS = """
We gave it 5★, they gave it 4★.
★★★★★ from 120 people in 2019
Rooms 101 ★ 102 ★ 103
☀ 20 degrees, ☂ 12 degrees, ❄ 0 degrees
⏰ 9.30 ⏰ 10.30
✔ 1 ✔ 2 ✔ 3 ✔ 4
© 2019 ☆ 2020 ☆ 2021
Day 1 ★ day 2 ★ day 3
0 ★ 1 ★ 2 ★ 3 ★ 4 ★ 5 ★ 6 ★ 7 ★ 8 ★ 9
Call 999 ☎ or text 999
☎ 0800 1111 ☎
It is 7 ° here and 9 ° there.
Nobody is my snap friend.
This is my snap, and it is private.
Sam is my Discord friend.
Kindness is my Instagram.
What is my username?
Netflix is my Snapchat now.
Deleting is my WhatsApp rule.
My phone is my Xbox.
Drawing is my TikTok, she said.
Here is my steam train.
My @ home day is Monday.
My @ is gone.
My @ is private.
What is my @ for?
My @ is the first sign in it.
See my @ work badge.
She wrote my @ wrong.
Is my @ safe?
""".strip().splitlines()


def test_thirty_neighbours_of_what_is_found_are_left_alone():
    assert len(WORDS_NEIGHBOURS) == 30
    assert [(sentence, contacts_in(sentence)) for sentence in WORDS_NEIGHBOURS if contacts_in(sentence)] == []


def sentences(name: str) -> list[str]:
    """A corpus, with its signs that nobody can see: they are written as JSON writes them."""
    lines = (CORPORA / f"{name}.txt").read_text().splitlines()
    return [json.loads('"' + line.replace('"', '\\"') + '"') for line in lines]


def is_found(sentence: str) -> bool:
    return any(contacts_in(reading) for reading in readings_of_html(sentence))


def test_of_200_sentences_with_a_contact_detail_at_least_195_are_found():
    guilty = sentences("guilty")

    missed = [sentence for sentence in guilty if not is_found(sentence)]

    assert len(guilty) == 200
    assert len(missed) <= 5, missed


def test_of_200_innocent_sentences_at_most_four_are_held():
    innocent = sentences("innocent")

    held = [sentence for sentence in innocent if is_found(sentence)]

    assert len(innocent) == 200
    assert len(held) <= 4, held


IN_WORDS = [
    "I live at twenty four station road.",
    "twenty-four station road",
    "come to sixty one park avenue tonight",
    "Meet me at Two Albert Road.",
    "We are at twelve Mill Hill Road.",
    "Thirty One Oak Close, Newham",
    "forty two green street in Newham",
]


@pytest.mark.parametrize("text", IN_WORDS)
def test_a_house_number_in_words_is_one(text):
    assert [contact.kind for contact in contacts_in(text)] == [ContactKind.ADDRESS]


ROADS_WITH_NUMBERS = """
There were twenty four fatal road accidents.
We counted thirty one broken street lights.
Two more road signs are missing.
It is a two way street.
A sixty mile road, and a twenty four mile road.
There is one High Street in every town.
At sixteen she left, and walked down a long road.
I was twenty two, station road was closed.
Three friends live close.
Twenty five people stood at the end of the road.
Twenty one people walk up the hill.
Five a side is on the court.
Seven days, one road.
Two roads lead there: the high road and the low road.
Open twenty four hours on every street.
Ten minutes by bus, then a short walk.
""".strip().splitlines()


@pytest.mark.parametrize("text", ROADS_WITH_NUMBERS)
def test_a_number_in_words_and_a_road_are_no_house(text):
    assert contacts_in(text) == []


CRISIS = ["Call 999.", "0800 1111", "+44 800 1111", "116 123", "Text SHOUT to 85258", "0800 068 4141", "116 000", "111"]


@pytest.mark.parametrize("text", CRISIS)
def test_a_line_for_crises_is_never_held(text):
    assert contacts_in(f"Ring {text} now") == []


def test_a_number_beside_a_crisis_line_is_held_all_the_same():
    assert [contact.text for contact in contacts_in("0800 1111, 07700 900123")] == ["07700 900123"]


@given(st.text(max_size=200))
def test_any_text_can_be_looked_through(text):
    for contact in contacts_in(text):
        assert contact.text


@given(st.sampled_from(["07700 900123", "ada@example.org", "E15 4LZ"]), st.data())
def test_no_invisible_sign_hides_a_contact_detail(plain, data):
    sign = data.draw(st.sampled_from("\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u00ad\ufe0f\u034f\u3164"))
    place = data.draw(st.integers(1, len(plain) - 1))

    assert contacts_in(f"It is {plain[:place]}{sign}{plain[place:]}.") == contacts_in(f"It is {plain}.") != []
