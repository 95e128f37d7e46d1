"""What changed, in words."""

from __future__ import annotations

from moderation.comparison import Piece, changes_between, differences, last_agreed, words_of_html
from tests.factories import block, draft, member_of, picture, png, published, situation, topic, words


def said(pieces: list[Piece]) -> str:
    marks = {"same": "{}", "added": "[+{}]", "removed": "[-{}]", "gap": "…"}
    return "".join(marks[piece.kind].format(piece.text) for piece in pieces)


def last_saved(page):
    return page.get_latest_revision_as_object()


def named(changes) -> dict[str, str]:
    return {change.label: said(change.pieces) for change in changes}


# -- words


def test_one_changed_word_is_marked_and_the_rest_of_its_line_stays():
    assert said(differences(["Ring the old number."], ["Ring the new number."])) == ("Ring the [-old ][+new ]number.")


def test_lines_that_stayed_are_left_out():
    before = ["One.", "Two.", "Three."]

    assert said(differences(before, ["One.", "Two!", "Three."])) == "…[-Two.][+Two!]…"


def test_a_new_line_is_added_and_a_lost_one_taken_out():
    assert said(differences(["One."], ["One.", "Two."])) == "…[+Two.]"
    assert said(differences(["One.", "Two."], ["One."])) == "…[-Two.]"


def test_the_same_words_have_no_difference():
    assert [piece.kind for piece in differences(["One."], ["One."])] == ["gap"]


def test_where_a_link_goes_is_part_of_the_words():
    assert words_of_html('<p>Ring <a href="https://one.example">them</a>.</p>') == ["Ring them (https://one.example)."]


def test_each_paragraph_and_each_point_of_a_list_is_a_line():
    assert words_of_html("<p>One &amp; two.</p><ul><li>Three</li><li>Four</li></ul>") == ["One & two.", "Three", "Four"]


# -- pages


def test_each_level_that_changed_is_named_and_no_other(newham):
    page = last_saved(draft(newham, by=member_of(newham), body_el3=words("Plain."), body_l1=words("More.")))
    after = last_saved(page)
    after.body_l1 = [("paragraph", "<p>Much more.</p>")]

    assert named(changes_between(page, after)) == {"More detail": "[-More.][+Much more.]"}


def test_a_link_that_goes_elsewhere_is_seen_though_its_words_stayed(newham):
    body = [block("paragraph", '<p><a href="https://one.example">Get help</a></p>')]
    page = last_saved(draft(newham, by=member_of(newham), body_el3=body))
    after = last_saved(page)
    after.body_el3 = [("paragraph", '<p><a href="https://two.example">Get help</a></p>')]

    assert "https://two.example" in named(changes_between(page, after))["Straightforward"]


def test_a_do_that_becomes_a_dont_is_seen(newham):
    body = [block("do_and_dont", {"do": [{"type": "item", "value": "Go", "id": "a"}], "dont": []})]
    page = last_saved(draft(newham, by=member_of(newham), body_el3=body))
    after = last_saved(page)
    after.body_el3 = [("do_and_dont", {"do": [], "dont": ["Go"]})]

    shown = named(changes_between(page, after))["Straightforward"]

    assert "Do: " in shown
    assert "Don't: " in shown


def test_topics_and_situations_that_came_or_went_are_named(newham):
    page = last_saved(draft(newham, by=member_of(newham)))
    after = last_saved(page)
    after.topics.add(topic("money"))
    after.page_situations.create(situation=situation("i-owe-someone"))

    shown = named(changes_between(page, after))

    assert "[+Money]" in shown["topics"]
    assert "[+I Owe Someone]" in shown["situations"]


def test_a_picture_swapped_for_another_of_the_same_title_is_a_difference_without_words(newham):
    page = last_saved(
        draft(newham, by=member_of(newham), image=picture(title="Two friends"), image_alt="Two friends on a bench")
    )
    after = last_saved(page)
    after.image = picture(title="Two friends", file=png("red"))

    (change,) = changes_between(page, after)

    assert change.label == "picture"
    assert not change.has_words


def test_what_the_hash_does_not_cover_is_no_change(newham):
    page = last_saved(draft(newham, by=member_of(newham)))
    after = last_saved(page)
    after.live, after.has_unpublished_changes = True, False

    assert changes_between(page, after) == []


def test_a_page_that_was_never_agreed_has_nothing_to_be_compared_with(newham):
    assert last_agreed(draft(newham, by=member_of(newham))) is None


def test_a_page_is_compared_with_the_words_that_were_agreed_last(newham):
    page = published(newham, title="Agreed")
    for title in ("A try", "Another try"):
        page = last_saved(page)
        page.title = title
        page.save_revision(user=member_of(newham))

    assert last_agreed(page).title == "Agreed"
