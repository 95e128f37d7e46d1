"""What changed, in words."""

from __future__ import annotations

from datetime import date
from itertools import combinations, permutations

from moderation.comparison import changes_between, last_agreed, words_of_html
from moderation.differences import Block, Fate, Part, Piece, differences, what_became_of
from tests.articles.full import full_pathway, full_video
from tests.articles.media import captions
from tests.factories import block, draft, member_of, picture, png, published, situation, topic, words


def said(pieces: list[Piece]) -> str:
    marks = {"same": "{}", "added": "[+{}]", "removed": "[-{}]", "gap": "…"}  # a gap keeps the lines that stayed
    return "".join(marks[piece.kind].format(piece.text) for piece in pieces)


def last_saved(page):
    return page.get_latest_revision_as_object()


def named(changes) -> dict[str, str]:
    return {change.label: " ".join(said(part.pieces) for part in change.parts) for change in changes}


def fates(parts: list[Part]) -> str:
    """What became of each block, and what it says: +new -gone >moved ~changed =so many stayed."""
    marks = {Fate.ADDED: "+", Fate.REMOVED: "-", Fate.MOVED: ">", Fate.CHANGED: "~"}
    return " ".join(
        f"={part.count}" if part.fate is Fate.SAME else marks[part.fate] + said(part.pieces).replace(" ", "_")
        for part in parts
    )


def blocks(*texts: str) -> list[Block]:
    """Blocks whose first letter is their id."""
    return [Block(id=text[0], kind="paragraph", label="Words", lines=(text,)) for text in texts]


# -- words


def test_one_changed_word_is_marked_and_the_rest_of_its_line_stays():
    assert said(differences(["Ring the old number."], ["Ring the new number."])) == ("Ring the [-old ][+new ]number.")


def test_lines_that_stayed_are_left_out():
    before = ["One.", "Two.", "Three."]

    assert said(differences(before, ["One.", "Two!", "Three."])) == "…[-Two.][+Two!]…"


def test_a_new_line_is_added_and_a_lost_one_taken_out():
    assert said(differences(["One."], ["One.", "Two."])) == "…[+Two.]"
    assert said(differences(["One.", "Two."], ["One."])) == "…[-Two.]"


def test_several_lines_that_changed_at_once_stay_lines():
    assert differences(["a", "b", "One.", "Two."], ["a", "b", "Three!", "Four!"]) == [
        Piece("gap", "a\nb"),
        Piece("removed", "One.\nTwo."),
        Piece("added", "Three!\nFour!"),
    ]


def test_what_is_said_very_often_is_compared_like_everything_else():
    """difflib takes what a long text is full of for noise, unless it is told not to."""
    assert said(differences(["No."] + ["Yes."] * 250, ["Maybe."] + ["Yes."] * 250)) == "[-No.][+Maybe.]…"
    assert said(differences(["no " + "yes " * 250], ["maybe " + "yes " * 250])) == "[-no ][+maybe ]" + "yes " * 250


def test_the_same_words_have_no_difference():
    assert differences(["One."], ["One."]) == [Piece("gap", "One.")]


def test_where_a_link_goes_is_part_of_the_words():
    assert words_of_html('<p>Ring <a href="https://one.example">them</a>.</p>') == ["Ring them (https://one.example)."]


def test_each_paragraph_and_each_point_of_a_list_is_a_line():
    assert words_of_html("<p>One &amp; two.</p><ul><li>Three</li><li>Four</li></ul>") == ["One & two.", "Three", "Four"]


# -- blocks


def test_a_block_that_came_and_one_that_went_are_told_where_they_stand_or_stood():
    assert fates(what_became_of(blocks("a one", "b two", "c three"), blocks("a one", "c three", "d four"))) == (
        "=1 -[-b_two] =1 +[+d_four]"
    )


def test_the_block_that_moved_is_named_and_not_those_it_passed():
    before, after = blocks("a", "b", "c", "d"), blocks("b", "c", "d", "a")

    assert fates(what_became_of(before, after)) == "=3 >…"


def test_a_block_may_move_and_change_at_once():
    assert fates(what_became_of(blocks("a old", "b", "c"), blocks("b", "c", "a new"))) == "=2 >a_[-old][+new]"


def test_neighbours_that_stayed_are_one_part_however_many_they_are():
    long = [f"{letter} words" for letter in "abcdefghij"]

    (kept, changed) = what_became_of(blocks(*long), blocks(*long[:-1], "j other"))

    assert (kept.fate, kept.count, kept.label) == (Fate.SAME, 9, "")
    assert kept.pieces == [Piece("gap", "\n".join(long[:-1]))]
    assert changed.fate is Fate.CHANGED


def test_what_went_from_the_beginning_is_told_first_in_its_order():
    assert fates(what_became_of(blocks("a", "b", "c", "d"), blocks("c", "d"))) == "-[-a] -[-b] =2"


def test_a_block_of_the_same_id_is_the_same_whatever_it_says_now_as_long_as_it_is_of_its_kind():
    was = [Block("x", "paragraph", "", ("Tell somebody.",))]

    assert fates(what_became_of(was, [Block("x", "paragraph", "", ("Ring 0300.",))])).startswith("~")
    assert fates(what_became_of(was, [Block("x", "tip", "", ("Ring 0300.",))])) == "-[-Tell_somebody.] +[+Ring_0300.]"
    assert fates(what_became_of(was, [Block("y", "tip", "", ("Tell somebody.",))])).count("+") == 2


def test_a_block_that_lost_its_id_is_known_though_its_lines_run_together_now():
    was, now = ("Tell", "somebody", "you", "trust"), ("Tell somebody you trust today",)

    [part] = what_became_of([Block(None, "list", "", was)], [Block(None, "list", "", now)])

    assert part.fate is Fate.CHANGED


def test_three_words_in_ten_are_enough_to_know_a_block_by_and_however_often_one_is_said():
    def is_known(was: str, now: str) -> bool:
        parts = what_became_of([Block(None, "tip", "", (was,))], [Block(None, "tip", "", (now,))])
        return [part.fate for part in parts] == [Fate.CHANGED]

    assert is_known("one two three a b c d e f g", "one two three h i j k l m n")
    assert not is_known("one two a b c d e f g h", "one two i j k l m n o p")
    assert is_known("no " + "yes " * 250, "maybe " + "yes " * 250)


def test_no_fewer_blocks_stay_than_could():
    letters = "abcdef"
    for after in permutations(letters):
        rising = max(size for size in range(1, 7) for some in combinations(after, size) if list(some) == sorted(some))
        moved = sum(part.fate is Fate.MOVED for part in what_became_of(blocks(*letters), blocks(*after)))
        assert moved == len(letters) - rising, after


def test_each_part_says_what_its_block_is_called_and_every_line_of_it():
    gone, came = Block("a", "tip", "Tip", ("One.", "Two.")), Block("b", "quote", "Quote", ("Three.", "Four."))
    changed = [Block("c", "paragraph", "Words", (words,)) for words in ("old", "new")]

    parts = what_became_of([gone, changed[0]], [changed[1], came])

    assert [(part.fate, part.label) for part in parts] == [
        (Fate.REMOVED, "Tip"),
        (Fate.CHANGED, "Words"),
        (Fate.ADDED, "Quote"),
    ]
    assert [parts[0].pieces, parts[2].pieces] == [[Piece("removed", "One.\nTwo.")], [Piece("added", "Three.\nFour.")]]


def test_pictures_are_shown_where_one_came_or_is_another_one():
    def shown(before: str | None, after: str | None) -> object:
        [part] = what_became_of([Block("a", "tip", "", ("old",), before)], [Block("a", "tip", "", ("new",), after)])
        return part.pictures

    assert (shown("cat", "dog"), shown(None, "dog"), shown("cat", "cat")) == (("cat", "dog"), (None, "dog"), None)

    [alone] = what_became_of([], [Block("b", "picture", "", (), "dog")])
    [without] = what_became_of([], [Block("b", "tip", "", ("new",))])
    assert (alone.pieces, alone.pictures) == ([], (None, "dog"))
    assert without.pictures is None


def test_a_part_has_words_where_some_came_or_went():
    kinds = {kind: Part(Fate.CHANGED, pieces=[Piece("same"), Piece(kind)]).has_words for kind in ("added", "removed")}

    assert kinds == {"added": True, "removed": True}
    assert Part(Fate.CHANGED, pieces=[Piece("same"), Piece("gap")]).has_words is False


def test_a_block_that_lost_its_id_is_known_by_its_words_and_another_one_is_not():
    before = [Block(id="x", kind="paragraph", label="", lines=("Tell somebody you trust today.",))]

    changed = what_became_of(before, [Block("y", "paragraph", "", ("Tell somebody you trust now.",))])
    replaced = what_became_of(before, [Block("y", "paragraph", "", ("Call us.",))])

    assert [part.fate for part in changed] == [Fate.CHANGED]
    assert {part.fate for part in replaced} == {Fate.REMOVED, Fate.ADDED}


def test_every_block_of_both_sides_is_accounted_for_whatever_became_of_it():
    for before in permutations("abcd", 3):
        for after in permutations("abcd", 3):
            parts = what_became_of(blocks(*before), blocks(*after))
            stayed = sum(part.count for part in parts if part.fate in (Fate.SAME, Fate.MOVED, Fate.CHANGED))
            assert stayed == len(set(before) & set(after))
            assert sum(part.fate is Fate.ADDED for part in parts) == len(set(after) - set(before))
            assert sum(part.fate is Fate.REMOVED for part in parts) == len(set(before) - set(after))


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
    assert change.parts == [Part(Fate.CHANGED, pictures=(page.image, after.image))]


def test_a_picture_among_the_words_is_shown_before_and_after_with_its_alt_text(newham):
    shown = [picture(title="One"), picture(title="Two", file=png("red"))]
    body = [block("image", {"image": shown[0].pk, "alt_text": "Two friends"})]
    page = last_saved(draft(newham, by=member_of(newham), body_el3=body))
    after = last_saved(page)
    after.body_el3[0].value["image"], after.body_el3[0].value["alt_text"] = shown[1], "Three friends"

    (change,) = changes_between(page, after)

    (part,) = change.parts
    assert part.pictures == tuple(shown)
    assert "[-Two ][+Three ]friends" in said(part.pieces)


def test_what_the_editor_numbers_its_paragraphs_with_is_no_change(newham):
    page = draft(newham, body_el3=words("Tell <b>somebody</b>."))
    after = last_saved(page)
    text = after.body_el3[0].value
    text.source = text.source.replace("<p>", '<p data-block-key="ab1c2">')

    assert changes_between(last_saved(page), after) == []


def test_words_that_only_look_different_are_a_change(newham):
    page = last_saved(draft(newham, by=member_of(newham), body_el3=[block("paragraph", "<p>Say no.</p>")]))
    after = last_saved(page)
    after.body_el3[0].value.source = "<p>Say <b>no</b>.</p>"

    (change,) = changes_between(page, after)

    assert [part.fate for part in change.parts] == [Fate.CHANGED]
    assert not change.parts[0].has_words


def test_an_answer_that_leads_elsewhere_is_told_by_the_names_of_the_steps(newham):
    page = full_pathway(newham)
    after = last_saved(page)
    question = after.steps[0].value
    question["options"][0]["next"] = "now"

    shown = named(changes_between(last_saved(page), after))["steps"]

    assert "Answers: Yes → [-Talk to somebody][+Get help now]" in shown


def test_captions_that_say_something_else_are_shown_as_words(newham):
    page = full_video(newham)
    after = last_saved(page)
    row = after.captions.all()[0]
    row.file = captions(b"WEBVTT\n\n00:01.000 --> 00:04.000\nYou must say no.\n")
    after.captions = [row, *after.captions.all()[1:]]

    assert "must" in named(changes_between(last_saved(page), after))["captions"]


def test_classification_dates_and_sources_are_named_in_words(newham):
    page = last_saved(draft(newham, by=member_of(newham), review_by=date(2026, 12, 1)))
    after = last_saved(page)
    after.urgency, after.is_sensitive, after.review_by = "now", True, date(2027, 3, 1)
    after.sources = [("source", {"title": "NSPCC", "url": "https://www.nspcc.org.uk/"})]

    shown = named(changes_between(page, after))

    assert shown["how soon help is needed"].endswith(f"[+{after.get_urgency_display()}]")
    assert shown["check again by"] == "1 [-December 2026][+March 2027]"
    assert "NSPCC" in shown["sources"]


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

    assert last_agreed(page).page.title == "Agreed"
