"""The rule that says how somebody can begin what is missing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from insights.grids import Square
from insights.starting import Kind, PanelPage, Place, Way, ways_to_begin

ENGLISH, WELSH = Place(pk=1, panel=1, language="en"), Place(pk=2, panel=1, language="cy")
EVERY_PLACE = [ENGLISH, WELSH]


def page(pk: int = 10, **facts) -> PanelPage:
    live = {"levels": frozenset({"el3"}), "has_readers": True}
    known = {"panel": 1, "content_id": str(pk), "language": "en", "title": "A page", "main_level": "el3"}
    return PanelPage(**known | {"pk": pk, "topics": frozenset({"knives"})} | live | facts)


def draft(pk: int = 20, **facts) -> PanelPage:
    return page(pk, **{"levels": frozenset(), "has_readers": False} | facts)


def ways(pages, *, level="el12", language="en", places=EVERY_PLACE, topic="knives") -> list[Way]:
    return ways_to_begin(Square(topic, level, language, 0), pages, places, main_language="en")


def test_a_missing_level_is_written_on_the_panels_page_about_it():
    english = page()

    assert ways([english]) == [Way(Kind.WRITE, page=english)]


def test_a_draft_about_it_is_a_page_about_it():
    assert ways([draft()]) == [Way(Kind.WRITE, page=draft())]


def test_with_several_pages_about_it_each_is_a_way():
    assert ways([page(10), page(11)]) == [Way(Kind.WRITE, page=page(10)), Way(Kind.WRITE, page=page(11))]


def test_a_page_that_has_the_level_already_is_no_way_to_it():
    for_another_area = page(levels=frozenset({"el3", "el12"}))

    assert ways([for_another_area]) == [Way(Kind.BEGIN, place=ENGLISH)]


def test_where_no_page_is_about_it_a_new_one_is_begun():
    assert ways([page(topics=frozenset({"money"}))]) == [Way(Kind.BEGIN, place=ENGLISH)]


def test_in_another_language_a_new_page_can_be_begun_in_the_main_one_too():
    assert ways([], language="cy") == [Way(Kind.BEGIN, place=ENGLISH), Way(Kind.BEGIN, place=WELSH)]


def test_a_missing_language_is_a_page_to_translate():
    english = page()

    assert ways([english], level="el3", language="cy") == [Way(Kind.TRANSLATE, page=english)]


def test_what_has_the_level_is_translated_before_what_has_not():
    without, with_it = page(10), page(11, levels=frozenset({"el3", "el12"}))

    assert ways([without, with_it], language="cy") == [Way(Kind.TRANSLATE, page=with_it)]


def test_what_readers_do_not_have_is_not_translated():
    assert ways([draft()], level="el3", language="cy") == [Way(Kind.BEGIN, place=WELSH)]


def test_a_translation_that_is_begun_is_gone_on_with():
    english, welsh = page(10), draft(11, content_id="10", language="cy", made_from="en")

    assert ways([english, welsh], level="el3", language="cy") == [Way(Kind.GO_ON, page=welsh)]


def test_what_a_translations_source_does_not_have_is_written_there_first():
    english, welsh = page(10), page(11, content_id="10", language="cy", made_from="en")

    assert ways([english, welsh], level="l1", language="cy") == [Way(Kind.WRITE, page=english)]


def test_two_translations_of_one_page_lead_there_once():
    english = page(10)
    both = [page(pk, content_id="10", language="cy", made_from="en") for pk in (11, 12)]

    assert ways([english, *both], level="l1", language="cy") == [Way(Kind.WRITE, page=english)]


def test_a_translator_begins_no_english_page_and_writes_no_level_in_english():
    assert ways([], places=[WELSH]) == []
    assert ways([page()], places=[WELSH]) == []


def test_a_translator_does_not_begin_beside_a_page_whose_source_must_be_written_first():
    english, welsh = page(10), page(11, content_id="10", language="cy", made_from="en")

    assert ways([english, welsh], level="l1", language="cy", places=[WELSH]) == []


def test_whoever_writes_nowhere_has_no_way():
    assert ways([page()], places=[]) == []


pages = st.builds(
    page,
    st.integers(10, 14),
    panel=st.sampled_from([1, 2]),
    content_id=st.sampled_from(["a", "b"]),
    language=st.sampled_from(["en", "cy"]),
    topics=st.frozensets(st.sampled_from(["knives", "money"])),
    levels=st.frozensets(st.sampled_from(["el12", "el3"])),
    has_readers=st.booleans(),
    made_from=st.sampled_from(["", "en", "cy"]),
)
places = st.lists(st.sampled_from([*EVERY_PLACE, Place(3, 2, "en"), Place(4, 2, "cy")]), unique=True)


@given(st.lists(pages, max_size=6), places, st.sampled_from(["el12", "el3"]), st.sampled_from(["en", "cy"]))
def test_every_way_is_about_the_topic_and_leads_where_one_may_write(pages, places, level, language):
    writable = {(place.panel, place.language) for place in places}

    for way in ways(pages, level=level, language=language, places=places):
        if way.page is None:
            assert way.place in places
        else:
            assert "knives" in way.page.topics
            assert (way.page.panel, language if way.kind is Kind.TRANSLATE else way.page.language) in writable


@given(st.lists(pages, max_size=6), st.sampled_from(["el12", "el3"]), st.sampled_from(["en", "cy"]))
def test_a_member_who_writes_in_every_language_always_has_a_way(pages, level, language):
    assert ways(pages, level=level, language=language, places=EVERY_PLACE)
