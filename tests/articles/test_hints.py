"""What is said of a reading version: each hint at its place, in few words, and never a grade."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.hints import (
    AS_MEANT,
    EASIER,
    FIRST_FEW,
    HARDER,
    LONGEST_QUOTE,
    MOST_OF_A_KIND,
    NO_LONG_SENTENCE,
    NOTHING_HARD,
    NOTHING_YET,
    Advice,
    Box,
    KnownWords,
    advise,
)
from literacy.advice import HintKind
from literacy.levels import LiteracyLevel
from literacy.measures import ONLY_LENGTHS, TOO_SHORT, measure

EASY = "You can say no. Tell somebody you trust. They will help you. It is not your fault. " * 8
HARD = (
    "Statutory organisations responsible for safeguarding vulnerable adolescents must demonstrate proportionate consideration "
    "of individual circumstances before initiating any intervention, notwithstanding considerable uncertainty regarding "
    "eventual consequences. Practitioners accordingly undertake comprehensive assessments encompassing familial "
    "relationships, educational attainment, psychological wellbeing and contextual exploitation, thereby identifying "
    "cumulative indicators which, although individually ambiguous, collectively substantiate concern. Legislation "
    "furthermore obliges authorities to coordinate multidisciplinary procedures, ensuring transparency, confidentiality and "
    "accountability throughout. Where disagreement persists between professionals, established escalation mechanisms "
    "facilitate independent scrutiny, safeguarding impartiality whilst preventing unnecessary bureaucratic delay. "
    "Subsequent evaluation incorporates participatory feedback, whose methodological limitations researchers "
    "acknowledge, because vulnerable participants frequently withhold criticism of institutional arrangements."
)
LONG = (
    "You can always say no to them and walk away from the place where they are because nobody has any right to make you "
    "carry things for them or to keep money for them at your home."
)


def advice_on(*texts: str, level=LiteracyLevel.EL3, language="en", known=None, terms=()) -> Advice:
    boxes = [Box(f"body_el3-{number}-value", text) for number, text in enumerate(texts)]
    boxes += [Box(f"body_el3-{number}-value-term", term, is_term=True) for number, term in enumerate(terms, len(texts))]
    return advise(boxes, level=level, language=language, known=known or KnownWords())


def all_hints(advice: Advice) -> list:
    return [hint for group in advice.groups for hint in group.hints]


def quotes(advice: Advice) -> list[str]:
    return [f"{hint.quote.before}[{hint.quote.marked}]{hint.quote.after}" for hint in all_hints(advice)]


def test_a_hint_says_in_which_box_its_place_is_and_how_often_the_words_stand_before_it():
    [hint] = all_hints(
        advice_on("Say no.", "You utilised it: utilise, they said.", known=KnownWords(plain=["utilised"]))
    )

    assert (hint.box, hint.found_by, hint.nth, hint.length) == ("body_el3-1-value", "utilise", 1, 7)
    assert hint.plainer == ("use",)


def test_the_place_is_marked_among_the_words_around_it_on_its_line():
    text = "First line.\nNobody who lives on this whole long street may utilise your phone or your own front door key for that.\nLast."

    assert quotes(advice_on(text)) == [
        "…lives on this whole long street may [utilise] your phone or your own front door key…"
    ]


def test_in_a_long_sentence_the_joining_word_is_marked():
    [quote] = quotes(advice_on(LONG))

    assert "where they are [because] nobody" in quote


def test_a_sentence_without_an_end_is_quoted_around_the_marked_word():
    [hint] = [hint for hint in all_hints(advice_on(f"{LONG[:-1]} and " * 90)) if hint.kind is HintKind.LONG_SENTENCE]

    assert len(hint.quote.before + hint.quote.marked + hint.quote.after) < LONGEST_QUOTE
    assert hint.quote.marked
    assert len(hint.found_by) <= 60 < hint.length


def test_hints_come_kind_by_kind_the_first_few_of_each_and_no_more_than_can_be_dealt_with():
    words = (
        "utilise commence purchase assistance approximately ascertain acquire additional adjacent alleviate allocate"
    )
    text = f"It was taken. Ask the CSEW. {LONG} {words} alternative ameliorate anticipate."

    advice = advice_on(text, level=LiteracyLevel.L1)

    assert [group.kind for group in advice.groups] == list(HintKind)
    assert len(advice.groups[0].first) == FIRST_FEW
    assert len(advice.groups[0].hints) == MOST_OF_A_KIND
    assert advice.number == MOST_OF_A_KIND + 3


def test_why_a_word_is_hard_is_said_once_for_those_that_follow_each_other():
    advice = advice_on("utilise purchase commence", known=KnownWords(say_instead={"phone": ["mobile"]}))

    assert [hint.says_it_again for hint in all_hints(advice)] == [False, True, True]


@pytest.mark.parametrize(("written", "said"), [("Utilise", "Help"), ("utilise", "help"), ("UTILISE", "HELP")])
def test_a_plainer_word_has_the_capitals_of_the_word_it_is_for(written, said):
    [hint] = all_hints(advice_on(f"{written} it.", known=KnownWords(say_instead={"utilise": ["help"]})))

    assert hint.plainer[0] == said


def test_what_a_panel_says_instead_comes_before_what_the_tables_know():
    [hint] = all_hints(advice_on("You utilise it.", known=KnownWords(say_instead={"utilise": ["take"]})))

    assert hint.plainer == ("take", "use")


def test_what_a_version_explains_itself_is_never_flagged_nor_any_word_of_it():
    text = "Coercive control is when they purchase control."

    assert all_hints(advice_on(text, terms=["coercive purchase"])) == []
    assert all_hints(advice_on(text)) != []


def test_no_hint_runs_from_one_box_into_the_next():
    assert all_hints(advice_on("What it is", "taken from you")) == []


def test_where_nothing_is_written_hints_are_promised_and_nothing_else_is_said():
    assert advice_on() == advice_on("", "🙂 …") == Advice((), NOTHING_YET)


def test_where_nothing_is_hard_it_says_so_and_that_a_few_words_tell_little():
    assert advice_on("You can say no.") == Advice((), NOTHING_HARD, TOO_SHORT)


@pytest.mark.parametrize(
    ("text", "level", "said"),
    [
        (EASY, LiteracyLevel.EL12, AS_MEANT),
        (EASY, LiteracyLevel.L1, EASIER),
        (HARD, LiteracyLevel.EL3, HARDER),
        (HARD, LiteracyLevel.L2, AS_MEANT),
    ],
)
def test_it_ends_with_how_the_text_sits_against_the_level_it_is_meant_for(text, level, said):
    assert advice_on(text, level=level).against_its_level == said


@pytest.mark.parametrize("text", [EASY, HARD])
@pytest.mark.parametrize("level", LiteracyLevel)
def test_it_never_says_a_grade_or_an_age_or_a_level(text, level):
    advice = advice_on(text, level=level)
    said = " ".join([advice.against_its_level, *(hint.reason + hint.what_to_do for hint in all_hints(advice))]).lower()

    assert "about" in said or "may" in said
    assert not any(character.isdigit() for character in said)
    for word in ("grade", "score", "age ", "year", "level", "mark out", "bad", "wrong"):
        assert word not in said
    for other in LiteracyLevel:
        assert other.label.lower() not in said


def test_in_welsh_it_says_what_it_cannot_tell():
    advice = advice_on("Gelli di ddweud na. " * 40, language="cy")

    assert (advice.groups, advice.otherwise) == ((), NO_LONG_SENTENCE)
    assert advice.against_its_level == ONLY_LENGTHS


def test_a_welsh_word_of_the_panels_list_is_hinted_at_in_welsh():
    known = KnownWords(say_instead={"cynorthwyo": ["helpu"]})

    [hint] = all_hints(advice_on("Gallwn gynorthwyo. Mae'n cynorthwyo.", language="cy", known=known))

    assert (hint.words, hint.plainer) == ("cynorthwyo", ("helpu",))


ODD = st.text(max_size=300) | st.lists(
    st.sampled_from(["utilise ", "was told ", "NSPCC ", "<b>", ". ", "and ", "\n", "\u202eشكرا", "🙂", "\0", LONG])
).map("".join)


@given(st.lists(ODD, max_size=4), st.sampled_from(["en", "cy", "ar"]), st.sampled_from(LiteracyLevel))
def test_the_form_finds_every_place_again(texts, language, level):
    advice = advice_on(*texts, language=language, level=level)

    for hint in all_hints(advice):
        text = texts[int(hint.box.split("-")[1])]
        at = -1
        for _time in range(hint.nth + 1):
            at = text.index(hint.found_by, at + 1 if at < 0 else at + len(hint.found_by))
        [line] = text[at:].encode("utf-16-le", "surrogatepass")[: 2 * hint.length].decode("utf-16-le").split("\n")
        assert line.startswith(hint.words)
        assert hint.quote.marked in text


@pytest.mark.parametrize(
    "text", ["no " * 33_000, "A" * 100_000, "WALL OF " * 12_000, "utilise. " * 11_000, "<" * 100_000]
)
def test_a_hundred_kilobytes_get_an_answer_with_few_hints(text):
    advice = advice_on(text)

    assert advice.number <= MOST_OF_A_KIND * len(HintKind)
    assert measure(text).words or advice.otherwise == NOTHING_YET
