"""In Chromium, by thumb and by keyboard: hints come while somebody types, lead to their place, and put a plainer word there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from taxonomy.models import PlainWord
from tests.browser.axe import problems_found_by_axe
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_nothing_is_lost import comes_true, editor_of, open_editor, saved
from tests.browser.test_writing_a_page import Hands, fits, tab, too_small
from tests.factories import block, draft, member_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = (
    "You can always say no to them and walk away from the place where they are because nobody has any right to make you "
    "carry things for them at all."
)
LOOKS = [(size, light) for size in (PHONE, DESK, {"width": 320, "height": 640}) for light in ("light", "dark")]
SELECTED = "() => { const a = document.activeElement; return a.selectionStart === undefined ? String(getSelection()) : a.value.slice(a.selectionStart, a.selectionEnd); }"


@pytest.fixture
def writer(whole_newham):
    return member_of(whole_newham)


@pytest.fixture
def article(whole_newham, writer):
    rich = "<p>Say no.</p><ul><li>They may <b>utilise</b> a room.</li><li>Or two.</li></ul>"
    return draft(whole_newham, by=writer, body_el3=[block("key_message", "You can say no."), block("paragraph", rich)])


@pytest.fixture
def editor_at(open_browser, writer, article):
    def open_for(size, *, blocked: str = "", **options) -> Page:
        page = open_browser(writer, size=size, **options)
        if blocked:
            page.route(re.compile(blocked), lambda route: route.abort())
        open_editor(page, editor_of(article))
        tab(page, "The words").click()
        hints_of(page).wait_for()
        return page

    return open_for


def hints_of(page: Page, version: str = "el3") -> Locator:
    return page.locator(f"[data-hints=body_{version}]")


def hint(page: Page, words: str) -> Locator:
    return hints_of(page).locator(f'[data-hint$=" {words}"]')


def boxes(page: Page) -> Locator:
    return page.locator("[data-reading-version=body_el3]").locator("textarea:visible, [contenteditable=true]:visible")


def test_by_thumb_a_hint_comes_while_one_types_leads_there_and_puts_a_plainer_word_there(editor_at, article):
    page = editor_at(PHONE, has_touch=True)
    expect(hint(page, "utilise")).to_be_visible()

    boxes(page).first.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" The purchaser is your friend. Then purchase nothing.")
    expect(hint(page, "purchase")).to_be_visible()
    expect(page.locator("[data-reading-version=body_el3] [data-hints-way]")).to_have_text("3 hints about your words")
    assert fits(page)

    hint(page, "purchase").locator("[data-hint-place]").tap()
    expect(boxes(page).first).to_be_focused()
    assert page.evaluate(SELECTED) == "purchase"
    assert page.evaluate("document.activeElement.value.slice(0, document.activeElement.selectionStart)").endswith(
        "Then "
    )

    hint(page, "purchase").locator("[data-use=buy]").click()
    expect(boxes(page).first).to_have_value("You can say no. The purchaser is your friend. Then buy nothing.")
    expect(hint(page, "purchase")).to_have_count(0)
    assert page.evaluate(SELECTED) == "buy"
    assert comes_true(lambda: "Then buy nothing" in str(saved(article).body_el3))


def test_in_rich_text_a_plainer_word_is_put_there_in_its_own_style_and_can_be_undone(editor_at, article):
    page = editor_at(PHONE)

    hint(page, "utilise").locator("[data-hint-place]").click()
    expect(boxes(page).nth(1)).to_be_focused()
    page.wait_for_function("String(getSelection()) === 'utilise'")
    hint(page, "utilise").locator("[data-use=use]").click()

    expect(boxes(page).nth(1)).to_contain_text("They may use a room.")
    expect(hint(page, "utilise")).to_have_count(0)
    expect(hints_of(page)).to_contain_text("Nothing here looks hard to read.")
    assert comes_true(lambda: re.search("They may <(b|strong)>use</", str(saved(article).body_el3)))

    page.keyboard.press("Control+z")
    expect(boxes(page).nth(1)).to_contain_text("They may utilise a room.")


def test_by_keyboard_alone_and_the_focus_is_never_nowhere(editor_at, article):
    page = editor_at(DESK)
    hands = Hands(page)

    boxes(page).first.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(f" {LONG}")
    way = page.locator("[data-reading-version=body_el3] [data-hints-way]")
    expect(way).to_have_text("2 hints about your words")
    hands.go_to(way, "Shift+Tab")
    hands.press("Enter")
    expect(hints_of(page)).to_be_focused()
    long = hints_of(page).locator('[data-hint^="long_sentence"] [data-hint-place]')
    expect(long.locator("mark")).to_have_text("because")
    hands.activate(long)
    expect(boxes(page).first).to_be_focused()
    assert page.evaluate(SELECTED) == LONG[:-1]

    hands.go_to(way, "Shift+Tab")
    hands.press("Enter")
    hands.activate(hint(page, "utilise").locator("[data-use=use]"), "Space")
    expect(boxes(page).nth(1)).to_be_focused()
    expect(boxes(page).nth(1)).to_contain_text("They may use a room.")
    assert comes_true(lambda: ">use<" in str(saved(article).body_el3))


def test_folds_stay_open_and_the_focus_stays_while_other_hints_come(editor_at):
    page = editor_at(DESK)
    boxes(page).first.fill("commence purchase acquire accumulate ascertain")
    fold = hints_of(page).locator("details")
    fold.locator("summary").click()
    expect(fold).to_have_attribute("open", "")
    hint(page, "ascertain").locator("[data-hint-place]").focus()

    page.evaluate(
        "box => { box.value += ' adjacent'; box.dispatchEvent(new Event('input', {bubbles: true})); }",
        boxes(page).first.element_handle(),
    )

    expect(fold.locator("summary")).to_contain_text("4 more")
    expect(fold).to_have_attribute("open", "")
    expect(hint(page, "ascertain").locator("[data-hint-place]")).to_be_focused()


def test_only_the_version_that_was_typed_in_is_asked_about_and_once_for_a_pause(editor_at):
    page = editor_at(DESK)
    asked: list[str] = []
    page.on("request", lambda request: "/hints/" in request.url and asked.append(request.url))

    boxes(page).first.click()
    page.keyboard.type("They commence at once. ", delay=20)
    expect(hint(page, "commence")).to_be_visible()

    assert {url.rstrip("/").split("/")[-1] for url in asked} == {"el3"}
    assert len(asked) <= 2


def test_without_a_connection_what_is_shown_stays_and_the_button_saves_in_the_end(editor_at, article):
    page = editor_at(PHONE, blocked="/hints/")

    boxes(page).first.fill("They commence.")
    page.wait_for_timeout(800)
    expect(hint(page, "utilise")).to_be_visible()
    button = hints_of(page).get_by_role("button", name="Look at my words again")
    button.click()
    expect(hints_of(page).get_by_role("status")).to_contain_text("Press once more")
    button.click()

    page.wait_for_load_state()
    expect(hint(page, "commence")).to_have_count(1)
    assert "They commence." in str(saved(article).body_el3)


def test_without_its_script_the_button_saves_and_the_hints_come_with_the_page(editor_at, article):
    page = editor_at(DESK, blocked=r"hints(\.\w+)?\.js")

    boxes(page).first.fill("They commence.")
    expect(hint(page, "utilise").get_by_text("Like: use")).to_be_visible()
    expect(hint(page, "utilise").locator("[data-use]")).to_be_hidden()
    hints_of(page).get_by_role("button", name="Look at my words again").click()

    expect(hint(page, "commence")).to_have_count(1)
    assert "They commence." in str(saved(article).body_el3)


def test_a_word_that_readers_know_is_left_alone_as_soon_as_one_comes_back(editor_at):
    page = editor_at(DESK)

    with page.context.expect_page() as opened:
        hint(page, "utilise").locator("[data-readers-know]").click()
    opened.value.locator("[name=word]").wait_for()
    assert opened.value.locator("[name=word]").input_value() == "utilise"
    PlainWord.objects.create(word="utilise")
    opened.value.close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")

    expect(hint(page, "utilise")).to_have_count(0)
    expect(hints_of(page)).to_contain_text("Nothing here looks hard to read.")


def test_where_there_is_room_the_hints_of_the_open_version_stand_beside_it(editor_at):
    page = editor_at(DESK)
    words_end = page.locator("[data-reading-version=body_el3]").bounding_box()
    beside = hints_of(page).bounding_box()
    assert beside["x"] > words_end["x"] + words_end["width"]
    assert beside["y"] + beside["height"] <= DESK["height"]

    tab(page, "More detail").click()
    expect(hints_of(page)).to_be_hidden()
    expect(hints_of(page, "l1")).to_be_visible()
    tab(page, "A picture").click()
    expect(page.locator("[data-hints]:visible")).to_have_count(0)

    page.set_viewport_size(PHONE)
    tab(page, "The words").click()
    tab(page, "Straightforward").click()
    expect(page.locator("[data-reading-version=body_el3] [data-hints]")).to_be_visible()


# The page is laid out anew for its new width; whoever scrolls by then has to scroll again.
NOT_UNDER_THE_BARS = """hints => {
    hints.scrollIntoView({block: 'center', behavior: 'instant'});
    const buttons = [...hints.querySelectorAll('button, a, summary')].filter(one => one.getClientRects().length);
    return buttons.every(one => {
        const place = one.getBoundingClientRect();
        const there = document.elementFromPoint(place.x + place.width / 2, place.y + place.height / 2);
        return there && (one.contains(there) || there.contains(one));
    });
}"""


def test_axe_finds_nothing_in_the_hints_and_a_thumb_hits_them(editor_at):
    page = editor_at(PHONE)
    boxes(page).first.fill(f"commence purchase acquire accumulate. {LONG} It was taken. Ask the CSEW.")
    hints_of(page).locator("details summary").click()
    found = {}

    for size, light in LOOKS:
        page.set_viewport_size({**size, "height": 2400})
        page.emulate_media(color_scheme=light)
        page.wait_for_function(NOT_UNDER_THE_BARS, arg=hints_of(page).element_handle())
        wrong = problems_found_by_axe(page, within="[data-hints=body_el3]")
        wrong += problems_found_by_axe(page, within=".reading-version__to-hints")
        small = too_small(page, "[data-hints=body_el3] :is(button, a, summary), .reading-version__to-hints a")
        found[f"{size['width']} in {light}"] = wrong + small + ["wider than the screen"] * (not fits(page))

    assert {look: wrong for look, wrong in found.items() if wrong} == {}
