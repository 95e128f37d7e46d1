"""The rule of which versions keep up: digests in, levels out."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from articles.keeping_up import READ_ALOUD_AT, Row, Versions, out_of_date, rows_when_agreed, what_changed
from literacy.levels import LiteracyLevel

LEVELS = ("el12", "el3", "l1", "l2")
some_words = st.sampled_from("ABCDE")
rows = st.sets(st.builds(Row, st.sampled_from(LEVELS), some_words, st.sampled_from(["", *"ABCDE"])), max_size=12)


@st.composite
def versions(draw):
    words = draw(st.dictionaries(st.sampled_from(LEVELS), some_words, min_size=1))
    return Versions(words, draw(st.sampled_from(sorted(words))))


def with_words(page: Versions, level: str, words: str) -> Versions:
    return replace(page, words={**page.words, level: words})


def with_main(page: Versions, level: str) -> Versions:
    return replace(page, main=level)


@given(versions(), rows, st.none() | st.sets(st.sampled_from(LEVELS)))
def test_the_main_version_is_never_out_of_date_and_no_other_page_is_asked_about(page, known, in_source):
    behind = out_of_date(page, known, in_source=in_source)

    assert behind <= set(page.others)


@given(versions())
def test_where_nothing_is_known_nothing_is_out_of_date(page):
    assert out_of_date(page, ()) == set()


@given(versions(), rows)
def test_words_that_no_row_knows_are_up_to_date(page, known):
    new = {
        level for level in page.others if not any((row.level, row.words) == (level, page.words[level]) for row in known)
    }

    assert not new & out_of_date(page, known)


@given(versions(), rows)
def test_agreeing_marks_nothing_that_was_not_marked_and_unmarks_nothing(page, known):
    after = known | rows_when_agreed(page, known)

    assert out_of_date(page, after) == out_of_date(page, known)
    assert rows_when_agreed(page, after) == rows_when_agreed(page, known)


@given(versions(), rows)
def test_when_only_the_main_words_change_to_new_ones_every_agreed_version_is_behind(page, known):
    agreed = known | rows_when_agreed(page, known)
    changed = with_words(page, page.main, "never seen before")

    assert out_of_date(changed, agreed) == set(page.others)


@given(versions(), rows)
def test_when_the_main_words_come_back_so_does_everything_else(page, known):
    agreed = known | rows_when_agreed(page, known)
    changed = with_words(page, page.main, "never seen before")
    later = agreed | rows_when_agreed(changed, agreed)

    assert out_of_date(page, later) == out_of_date(page, agreed)


@given(versions(), rows, st.data())
def test_a_version_that_is_redone_keeps_up_again_and_changes_nothing_for_the_others(page, known, data):
    agreed = known | rows_when_agreed(page, known)
    if not page.others:
        return
    redone = data.draw(st.sampled_from(page.others))
    changed = with_words(with_words(page, page.main, "new main words"), redone, "redone beside them")

    behind = out_of_date(changed, agreed)

    assert behind == set(page.others) - {redone}


@given(versions(), rows, st.data())
def test_saying_that_it_still_says_the_same_unmarks_that_version_alone(page, known, data):
    changed = with_words(page, page.main, "new main words")
    agreed = known | rows_when_agreed(page, known)
    behind = out_of_date(changed, agreed)
    if not behind:
        return
    compared = data.draw(st.sampled_from(sorted(behind)))

    assert out_of_date(changed, agreed | {changed.beside_main(compared)}) == behind - {compared}


@given(versions(), rows, st.data())
def test_choosing_another_main_version_that_keeps_up_marks_nothing(page, known, data):
    agreed = known | rows_when_agreed(page, known)
    behind = out_of_date(page, agreed)
    other = data.draw(st.sampled_from(sorted(set(page.words) - behind)))

    assert out_of_date(with_main(page, other), agreed) <= behind


@given(versions(), rows, rows)
def test_to_know_more_of_words_already_known_never_marks_a_version(page, known, more):
    """So saving twice, or at once, ends well."""
    already = {(row.level, row.words) for row in known}
    about_the_same_words = {row for row in more if (row.level, row.words) in already}

    assert out_of_date(page, known | about_the_same_words) <= out_of_date(page, known)


# -- translations


@given(versions(), rows)
def test_a_translation_that_nobody_agreed_yet_is_as_its_source_is(page, known):
    behind = out_of_date(page, known)
    welsh = Versions({level: f"Welsh {words}" for level, words in page.words.items()}, page.main)

    assert out_of_date(welsh, (), in_source=behind) == behind


@given(versions(), rows, st.sets(st.sampled_from(LEVELS)))
def test_a_translation_marks_nothing_that_its_source_does_not(page, known, in_source):
    assert out_of_date(page, known, in_source=in_source) <= in_source


@given(versions(), st.sets(st.sampled_from(LEVELS)))
def test_an_agreed_translation_stays_as_it_was_agreed_when_nobody_can_see_its_source(page, in_source):
    agreed = rows_when_agreed(page, (), in_source=in_source)

    assert out_of_date(page, agreed) == in_source & set(page.others)


def test_a_page_without_a_word_has_nothing_out_of_date():
    assert out_of_date(Versions({}, main="l1"), [Row("l1", "a", "b")]) == set()


def test_what_is_agreed_while_it_is_behind_is_known_beside_no_main_words():
    page = Versions({"l1": "new main", "el3": "old"}, main="l1")

    assert rows_when_agreed(page, [Row("el3", "old", "old main")]) == {
        Row("l1", "new main", "new main"),
        Row("el3", "old", ""),
    }


def test_panels_are_asked_to_read_aloud_what_is_for_those_who_read_least():
    assert set(READ_ALOUD_AT) == {level for level in LiteracyLevel if level.value.startswith("el")}


# -- what changed


def test_what_changed_is_said_sentence_by_sentence():
    changed = what_changed("Say no. Ring 0300.\nTell somebody.", "Say no. Ring 0800.\nTell somebody. Today?")

    assert (changed.gone, changed.come) == (("Ring 0300.",), ("Ring 0800.", "Today?"))


def test_what_is_said_very_often_is_compared_like_everything_else():
    """difflib takes what a long text is full of for noise, unless it is told not to."""
    changed = what_changed("No. " + "Yes. " * 250, "Maybe. " + "Yes. " * 250)

    assert (changed.gone, changed.come) == (("No.",), ("Maybe.",))


@given(st.text(), st.text())
def test_all_that_came_stands_in_the_new_text_and_all_that_went_in_the_old_one(before, after):
    changed = what_changed(before, after)

    assert all(sentence in after for sentence in changed.come)
    assert all(sentence in before for sentence in changed.gone)
    assert bool(changed.gone or changed.come) == (what_changed("", before) != what_changed("", after))
