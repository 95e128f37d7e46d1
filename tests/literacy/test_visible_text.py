"""A text as eyes see it, and whether there is anything to read in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literacy.visible_text import as_seen, html_as_seen, readings_of_html, says_something


@pytest.mark.parametrize(
    "silent", ["", " ", "\u00a0", "\u200b", "\u3164", "\u2800", "...", "?!", "\u202e", "–", "😀", "\u115f\u034f"]
)
def test_what_nobody_can_read_says_nothing(silent):
    assert not says_something(silent)


@pytest.mark.parametrize("words", ["a", "1", "Ŵ", "الأمان", "安", "…so"])
def test_one_letter_or_digit_in_any_script_says_something(words):
    assert says_something(words)


def test_digits_of_every_script_and_on_keys_are_digits():
    assert as_seen("٠٧۰۷０７0\ufe0f\u20e3𝟟") == "07070707"


def test_tags_are_nothing_within_a_line_and_end_it_between_lines():
    assert html_as_seen("<p>exam<b>ple</b></p><p>two</p>").split() == ["example", "two"]
    assert readings_of_html("a<b>b</b>") == ["ab", "a b "]


@given(st.text())
def test_what_is_seen_of_what_is_seen_is_the_same(text):
    assert as_seen(as_seen(text)) == as_seen(text)


@given(st.text())
def test_any_text_can_be_read_as_mark_up(text):
    assert all("<" not in html_as_seen(f"<p>{text.replace('<', '')}</p>") for _once in (1,))
