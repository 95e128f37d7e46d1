"""Hints point at a place, say why and what to do, and leave alone what nobody should have to change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literacy.advice import REASONS, WHAT_TO_DO, HintKind, hints, plainer_table
from literacy.levels import LiteracyLevel
from literacy.measures import word_difficulty
from literacy.words import WORD

LONG = (
    "You can always say no to them and walk away from the place where they are because nobody has any right to make you "
    "carry things for them or to keep money for them at your home."
)


def said(text: str, kind: HintKind, **options) -> list[str]:
    return [text[hint.start : hint.end] for hint in hints(text, **options) if hint.kind == kind]


@given(
    st.text(max_size=500)
    | st.lists(st.sampled_from(["utilise", "was told", "NSPCC", "<b>", ". ", "and", "é"])).map(" ".join)
)
def test_every_hint_lies_in_the_text_and_says_why_and_what_to_do(text):
    for hint in hints(text):
        assert 0 <= hint.start < hint.end <= len(text)
        assert hint.reason
        assert hint.what_to_do
        if hint.joining:
            assert hint.start <= hint.joining[0] < hint.joining[1] <= hint.end


def test_hard_words_come_first_then_long_sentences_passives_and_abbreviations():
    text = f"The CSEW was shown. {LONG} You can utilise it."

    assert [hint.kind for hint in hints(text)] == list(HintKind)


def test_a_hard_word_comes_with_a_plainer_one():
    [hint] = hints("You can utilise this.")

    assert hint.plainer == ("use",)


@given(st.sampled_from(sorted(plainer_table().items())))
def test_a_plainer_word_is_never_harder_than_the_word_it_is_said_for(entry):
    word, plainer = entry

    assert any(max(map(word_difficulty, WORD.findall(instead))) <= word_difficulty(word) for instead in plainer)


def test_a_long_sentence_shows_a_joining_word_where_it_could_be_split():
    [hint] = [hint for hint in hints(LONG) if hint.kind == HintKind.LONG_SENTENCE]

    assert LONG[slice(*hint.joining)] == "because"


def test_what_is_long_depends_on_the_level_a_text_is_meant_for():
    sentence = "You can say no to them and you do not have to tell them why not, today or later."

    assert said(sentence, HintKind.LONG_SENTENCE, level=LiteracyLevel.EL12)
    assert not said(sentence, HintKind.LONG_SENTENCE, level=LiteracyLevel.L1)


def test_an_abbreviation_is_explained_once_and_the_ones_everybody_knows_never():
    assert said("Ring the CSEW. The CSEW is free.", HintKind.ABBREVIATION) == ["CSEW"]
    assert not said("The Crime Survey (CSEW) is on TV in the UK.", HintKind.ABBREVIATION)
    assert not said("Report it to CEOP, or talk to FRANK.", HintKind.ABBREVIATION)


@pytest.mark.parametrize(
    "text",
    [
        "Nobody deserves to be bullied.",
        "If you are arrested, ask for an adult.",
        "You have been told off.",
        "It is called grooming.",
    ],
)
def test_what_happens_to_somebody_may_be_said_from_where_they_stand(text):
    assert HintKind.PASSIVE not in {hint.kind for hint in hints(text)}


@pytest.mark.parametrize(
    "text", ["You will be contacted by the team.", "The form must be sent soon.", "A decision was made."]
)
def test_where_somebody_else_does_it_the_hint_asks_who(text):
    assert HintKind.PASSIVE in {hint.kind for hint in hints(text)}


@pytest.mark.parametrize("text", ["I am worried.", "You are allowed to.", "She is scared.", "They need help."])
def test_feelings_are_no_passives(text):
    assert not said(text, HintKind.PASSIVE)


@pytest.mark.parametrize(
    "text",
    [
        "We met Oluwaseun in Llanfairpwllgwyngyll.",
        "Ask Childline or Newham Council on 0800 1111.",
        "My favourite colour is grey.",
        "They apologised and organised a programme at the centre.",
        "1,234,567 of 8,000",
    ],
)
def test_names_places_services_numbers_and_british_spelling_are_left_alone(text):
    assert hints(text) == []


def test_words_of_the_glossary_and_words_a_panel_lists_as_plain_are_left_alone():
    text = "Safeguarding epistemology, prior to the legislation of the CSEW"

    assert said(text, HintKind.HARD_WORD) == ["epistemology", "prior", "legislation"]
    assert not hints(text, glossary={"epistemology", "CSEW"}, plain={"prior"}, names={"the legislation"})


@pytest.mark.parametrize(
    "text", ["", "<p>", "😀", "مرحبا", "A WALL OF CAPITALS ABOUT CSEW " * 20, "no full stops at all " * 99]
)
def test_bad_input_gets_sensible_hints_or_none(text):
    assert len(hints(text)) <= 3


def test_in_another_language_only_long_sentences_are_told():
    assert {hint.kind for hint in hints("utilise NSPCC was told " * 20, language="cy")} == {HintKind.LONG_SENTENCE}


def test_no_hint_is_a_grade():
    for sentence in [*REASONS.values(), *WHAT_TO_DO.values()]:
        assert not any(
            word in sentence.lower() for word in ("wrong", "bad", "poor", "too hard", "age", "score", "level")
        )


def test_what_a_panel_says_instead_comes_first_also_of_a_phrase_and_whatever_its_capitals():
    text = "Utilise it. In the event of a fire, leave. You utilised it."
    listed = {"utilise": ["take"], "in the event of": ["if there is"], "leave": []}

    found = [(text[hint.start : hint.end], hint.plainer) for hint in hints(text, say_instead=listed)]

    assert found == [("Utilise", ("take", "use")), ("In the event of", ("if there is",))]


def test_what_a_glossary_explains_is_left_alone_though_a_panel_says_it_otherwise():
    assert hints("They utilise it.", say_instead={"utilise": ["use"]}, glossary=["utilise"]) == []


def test_a_panels_words_are_hinted_at_in_every_language_and_the_tables_words_in_english_alone():
    text = "Maen nhw'n cynorthwyo. Utilise, utilise."

    found = hints(text, say_instead={"cynorthwyo": ["helpu"]}, language="cy")

    assert [(text[hint.start : hint.end], hint.plainer) for hint in found] == [("cynorthwyo", ("helpu",))]


def test_a_word_that_learners_meet_late_is_hinted_at_for_those_who_want_it_easy_and_not_in_the_full_story():
    text = "The exploitation went on."

    assert said(text, HintKind.HARD_WORD, level=LiteracyLevel.EL3) == ["exploitation"]
    assert not said(text, HintKind.HARD_WORD, level=LiteracyLevel.L2)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("They utilise it.", True),
        ("They utilised it.", False),
        ("Shot it.", True),
        ("Shots.", False),
        ("In the event of fire.", True),
    ],
)
def test_a_plainer_word_may_stand_there_as_it_is_where_the_word_is_in_the_form_it_is_said_for(text, fits):
    listed = {"shot": ["sell"], "in the event of": ["if there is"]}

    assert [hint.fits for hint in hints(text, say_instead=listed)] == [fits]
