"""What a reading level may be called: the words are described, and never who reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literacy.levels import LABELS, LiteracyLevel
from literacy.naming import LONGEST_NAME, refused, second_looks, tidied

GOOD = dict(zip(LiteracyLevel, ["In short", "Clear words", "Going deeper", "Everything"], strict=True))


def said(name: str, level: LiteracyLevel = LiteracyLevel.EL3) -> str:
    remark = refused({**GOOD, level: name}, now=LABELS).get(level)
    return remark.sentence % remark.places if remark else ""


@pytest.mark.parametrize(
    "name",
    [
        "Clear words",
        "Y stori'n llawn",
        "Mwy o fanylion",
        "Short & clear",
        "Wait, what?",
        "Le détail",
        "نبذة",
        "Ein, zwei",
    ],
)
def test_a_name_that_describes_the_words_is_fine(name):
    assert said(name) == ""


def test_the_standing_labels_themselves_are_fine():
    assert refused(LABELS, now=LABELS) == {}


@pytest.mark.parametrize(
    "name",
    [
        *(
            "For all ages",
            "7 to 11",
            "Aged ten",
            "Year nine words",
            "For kids",
            "kids' words",
            "Young readers",
            "Grown-ups",
        ),
        *(
            "Beginners",
            "BEGINNERS",
            "Easy readers",
            "reader's choice",
            "Ágé",
            "Primary school",
            "GCSE",
            "Students",
            "dummies",
        ),
        *("I blant", "Plant", "Darllenwyr newydd", "Blwyddyn naw", "oed", "Disgyblion"),
    ],
)
def test_ages_school_years_and_readers_are_refused(name):
    assert said(name).startswith(("Say what the words are like", "Leave numbers out"))


@pytest.mark.parametrize("name", ["Level 1", "½ the words", "Ⅳ", "٣", "①", "oh seven seven two"])
def test_numbers_are_refused_also_spelt_out_in_a_row(name):
    assert said(name).startswith("Leave numbers out")


@pytest.mark.parametrize(
    "name",
    ["me@example.org", "@sam", "example.org", "a/b", "<b>Bold</b>", "Fire 🔥", "£", "a_b", "tel: me", "“Quoted”"],
)
def test_nothing_to_reach_anybody_at_and_no_mark_up_fits_into_a_name(name):
    assert said(name).startswith("Letters only, please: “")


@pytest.mark.parametrize("name", ["Qui\x00ck", "Qui\u200bck", "\u202eKciuq", "Qui\x07ck"])
def test_signs_that_nobody_can_see_are_refused(name):
    assert said(name) == "There is a sign in it that nobody can see. Please type it again."


def test_an_empty_one_is_told_how_to_stay_as_it_is():
    assert said("  ") == "Give this one a name too, or leave it as it is: Straightforward."
    assert said("?!") == "Use a word or two."


def test_thirty_characters_fit_and_one_more_does_not():
    assert said("w" * LONGEST_NAME) == ""
    assert said("w" * 31) == "Say it in 30 characters at most: these are 31. It has to fit on a button."


@pytest.mark.parametrize("name", ["In short", "IN SHORT", "in-short!", "Ïn  short"])
def test_a_name_that_another_level_has_is_refused_at_the_second_one(name):
    assert said(name).startswith("Another level has this name.")
    assert said(name, LiteracyLevel.EL12) == ""


def test_what_may_sound_like_a_mark_or_an_age_is_worth_a_second_look_and_not_refused():
    assert said("Easy words") == said("Seven minutes") == ""
    assert [remark.places["word"] for remark in second_looks("Easy words")] == ["easy"]
    assert [remark.places["word"] for remark in second_looks("Seven minutes")] == ["seven"]
    assert second_looks("Clear words") == []


def test_a_name_is_kept_in_one_way_of_writing():
    assert tidied("  Going \t deeper\n") == "Going deeper"
    assert tidied("Cafe\u0301") == "Café"


@given(st.dictionaries(st.sampled_from(LiteracyLevel), st.text(max_size=60)))
def test_whatever_is_typed_gets_an_answer_and_what_passes_is_short_and_of_letters(names):
    found = refused(names, now=LABELS)

    for level in set(LiteracyLevel) - set(found):
        kept = tidied(names[level])
        assert 0 < len(kept) <= LONGEST_NAME
        assert not any(sign.isdigit() or sign in "<>@./\x00" for sign in kept)
    for remark in found.values():
        assert "%" not in remark.sentence % {**remark.places, "sign": "x"}
