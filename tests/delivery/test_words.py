"""What counts as one word, worked out fast, is what it is when it is worked out plainly."""

import unicodedata
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from delivery.words import APOSTROPHES, folded, is_stop_word, stem, stems_of, words_of


def folded_letter_by_letter(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.translate(APOSTROPHES)).casefold()
    kept = [letter for letter in plain if not unicodedata.combining(letter)]
    return "".join(letter if letter.isalnum() else " " for letter in kept)


@given(st.text())
def test_any_text_is_folded_as_it_is_letter_by_letter(text):
    assert folded(text) == folded_letter_by_letter(text)


def test_every_letter_there_is_is_folded_as_it_is_by_itself():
    letters = "a".join(chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)

    assert folded(letters) == folded_letter_by_letter(letters)


@given(st.lists(st.sampled_from(["don’t", "tell", "TELLING", "mam", "fam", "7", "x", "_", "é", "the"])), st.text())
def test_stems_are_counted_as_they_stand_one_by_one(words, rest):
    text = " ".join([*words, rest])

    for language in ("en", "cy", "fr"):
        one_by_one = Counter(stem(word, language) for word in words_of(text) if not is_stop_word(word, language))
        assert stems_of(text, language) == one_by_one
