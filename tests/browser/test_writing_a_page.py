"""From nothing to a page with two reading versions and a picture, sent to the panel: as a member does it, and how long it takes.

Every step that somebody takes goes through `Writer`, which counts what hands do. Fifteen minutes are for clicking and
typing: looking for the next thing to press takes people about two seconds, and on a phone a thumb types about 35 words
a minute (a keyboard more), which is three characters a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Locator, Page, expect

from articles.models import ArticlePage
from moderation.models import Ballot
from tests.browser.axe import problems_found_by_axe
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_nothing_is_lost import comes_true, saved
from tests.factories import draft, member_of, members_of, moderator_for, png, topic

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SECONDS_A_PRESS, CHARACTERS_A_SECOND = 2, 3
FEW_CHARACTERS = 20
LONGEST_MINUTES = 15
MOST_PRESSES = 40
MOST_STEPS = 60

QUESTION = "Someone asked me to keep a bag. What can I do?"
ANSWER = "You can say no, even if you said yes before."
WHY = "Nobody may make you keep something for them. They ask you because nobody looks into your bag."
FIRST, THEN = "Do not open it and do not hide it.", "Tell an adult you trust today. A teacher or an aunt is fine."
WHAT_HAPPENS = "They will ask what happened. You can tell it in your own time, and you can bring a friend."
QUICK = "You can say no. Do not open the bag. Tell an adult today."
SUMMARY = "You can say no, and an adult can help you give it back."
PICTURE = {"name": "bag.png", "mimeType": "image/png", "buffer": png(size=(800, 450)).read()}
ALT = "A closed bag on a bench, with nobody near it"


@dataclass
class Writer:
    """Somebody at a page, and what their hands have done."""

    page: Page
    presses: int = 0
    characters: int = 0
    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def press(self, target: Locator) -> None:
        target.click()
        self.presses += 1

    def write(self, target: Locator, words: str) -> None:
        """Over whatever stands there, as somebody does who presses into a text, takes all of it and types.

        Every character counts; only a few are pressed one by one, which takes a browser long.
        """
        if len(words) <= FEW_CHARACTERS:
            target.click()
            target.press("ControlOrMeta+a")
            target.press_sequentially(words)
        else:
            target.fill(words)
        self.presses += 2
        self.characters += len(words)

    def choose_file(self, target: Locator) -> None:
        target.set_input_files(PICTURE)
        self.presses += 3  # the button, the file, and "open"

    @property
    def minutes(self) -> float:
        return (self.presses * SECONDS_A_PRESS + self.characters / CHARACTERS_A_SECOND) / 60


@pytest.fixture
def panel(whole_newham):
    topic()
    moderator_for(whole_newham)
    members_of(whole_newham, 3)
    return whole_newham


@pytest.fixture
def writer_at(open_browser, panel) -> Iterator:
    def open_for(size, **options) -> Writer:
        page = open_browser(member_of(panel), size=size, **options)
        writer = Writer(page)
        page.on("console", lambda said: said.type in ("error", "warning") and writer.complaints.append(said.text))
        page.on("pageerror", lambda error: writer.complaints.append(str(error)))
        page.on("request", lambda request: writer.asked.append(request.url))
        return writer

    return open_for


@dataclass
class Hands:
    """Somebody at a desk who has a keyboard and no mouse. They go by what has the focus, so it must never be nowhere."""

    page: Page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def go_to(self, target: Locator, key: str = "Tab") -> None:
        """Press `key` until the focus is in `target`."""
        been_at = []
        for _ in range(MOST_STEPS):
            if target.evaluate("e => e.contains(document.activeElement)"):
                return
            self.press(key)
            been_at.append(self.place())
        pytest.fail(f"{key} does not lead to {target}, but to {been_at}")

    def activate(self, target: Locator, key: str = "Enter") -> None:
        self.go_to(target)
        self.press(key)

    def write(self, target: Locator, words: str) -> None:
        self.go_to(target)
        self.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(words)

    def place(self) -> str:
        return self.page.evaluate("(document.activeElement?.outerHTML ?? '').replace(/<svg.*?svg>/g, '').slice(0, 90)")

    def are_somewhere(self, within: str = "body *") -> None:
        """The focus is on something that can be seen."""
        self.page.wait_for_function(
            "where => document.activeElement?.matches(where) && document.activeElement.checkVisibility()",
            arg=within,
            timeout=5000,
        )


def tab(page: Page, name: str) -> Locator:
    # Wagtail counts each part's errors behind its name.
    return page.get_by_role("tab", name=re.compile(f"^{name}"))


def part(page: Page, version: str, number: int) -> Locator:
    """The box, or the boxes, of a reading version's part."""
    return page.locator(f"[data-reading-version=body_{version}] [data-streamfield-child]").nth(number)


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def begin(writer: Writer, how: str = "A question answered") -> None:
    writer.press(writer.page.get_by_role("link", name="Advice page", exact=True))
    writer.press(writer.page.get_by_role("link", name=how))
    writer.page.locator("[data-checklist]").wait_for()


def write_a_page(writer: Writer) -> None:
    page = writer.page
    writer.write(page.get_by_label("The question", exact=False).and_(page.locator("#id_title")), QUESTION)
    writer.write(page.locator("#id_summary"), SUMMARY)
    writer.write(page.locator("#id_neutral_title"), "Getting help")

    writer.press(tab(page, "The words"))
    boxes = "textarea:visible, [contenteditable=true]:visible"
    straightforward = page.locator("[data-reading-version=body_el3]").locator(boxes)
    for place, words in enumerate([ANSWER, WHY, FIRST, THEN, WHAT_HAPPENS]):
        writer.write(straightforward.nth(place), words)

    writer.press(tab(page, "Quick"))
    quick = page.locator("[data-reading-version=body_el12]")
    writer.press(quick.get_by_role("button", name="Add a part"))
    writer.press(page.get_by_role("option", name="Words: one idea"))
    writer.write(quick.locator(boxes).first, QUICK)

    writer.press(tab(page, "A picture"))
    writer.press(page.get_by_role("button", name=re.compile("^Choose")).first)
    writer.press(page.get_by_role("tab", name="Upload"))
    writer.choose_file(page.locator(".modal input[type=file]"))
    writer.press(page.locator(".modal").get_by_role("button", name="Upload"))
    page.locator(".modal").wait_for(state="detached")
    writer.write(page.locator("#id_image_alt"), ALT)

    writer.press(tab(page, "Who it is for"))
    writer.press(page.get_by_label("County Lines", exact=True))


def open_the_list(writer: Writer) -> Locator:
    fold = writer.page.locator("[data-checklist-fold]")
    if fold.get_attribute("open") is None:
        writer.press(fold.locator("summary"))
    return fold


def asks_soon(writer: Writer, address: str) -> bool:
    """Whether the page asks the server for such an address, now or soon: a first save may take long."""
    for _moment in range(150):
        if any(re.search(address, url) for url in writer.asked):
            return True
        writer.page.wait_for_timeout(100)  # Playwright hears of requests while it waits, not while we sleep
    return False


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_from_nothing_to_a_page_that_is_with_the_panel(writer_at, panel, live_server, size):
    writer = writer_at(size)
    page = writer.page
    begin(writer)
    expect(page.locator("[data-checklist-summary]")).to_have_text("5 things left to do")

    write_a_page(writer)
    expect(page.locator("[data-checklist-summary]")).to_have_text("Ready to be sent to the panel")
    assert fits(page)
    # As soon as it is saved, the list is about the page itself.
    assert asks_soon(writer, r"/writing/\d+/look-over/")
    writer.press(open_the_list(writer).get_by_role("button", name="Send to the panel"))
    page.wait_for_url("**/admin/panel/")

    sent = ArticlePage.objects.get(title=QUESTION).get_latest_revision_as_object()
    assert Ballot.objects.unclosed().count() == 1
    assert [level.value for level in sent.written_levels()] == ["el12", "el3"]
    assert (sent.image_alt, sent.slug) == (ALT, "someone-asked-me-to-keep-a-bag-what-can-i-do")
    assert f"/writing/{sent.pk}/look-over/" in " ".join(writer.asked)
    assert writer.complaints == []
    assert {url for url in writer.asked if not url.startswith((live_server.url, "data:", "blob:"))} == set()
    assert writer.presses <= MOST_PRESSES
    assert writer.minutes < LONGEST_MINUTES


def test_from_nothing_to_a_vote_by_keyboard_alone(writer_at, panel):
    page = writer_at(DESK).page
    hands = Hands(page)
    boxes = "textarea:visible, [contenteditable=true]:visible"

    hands.activate(page.get_by_role("link", name="Advice page", exact=True))
    page.locator(".begin").wait_for()
    hands.activate(page.get_by_role("link", name="A question answered"))
    page.locator("[data-checklist]").wait_for()
    hands.write(page.locator("#id_title"), QUESTION)
    hands.write(page.locator("#id_summary"), SUMMARY)
    hands.write(page.locator("#id_neutral_title"), "Getting help")

    hands.go_to(tab(page, "The question"), "Shift+Tab")
    hands.press("ArrowRight")
    expect(tab(page, "The words")).to_be_focused()
    straightforward = page.locator("[data-reading-version=body_el3]")
    for place, words in enumerate([ANSWER, WHY, FIRST, THEN, WHAT_HAPPENS]):
        hands.write(straightforward.locator(boxes).nth(place), words)

    hands.go_to(tab(page, "Straightforward"), "Shift+Tab")
    hands.press("ArrowRight")
    expect(tab(page, "Quick")).to_be_focused()
    expect(tab(page, "The words")).to_have_attribute("aria-selected", "true")
    quick = page.locator("[data-reading-version=body_el12]")
    hands.activate(quick.get_by_role("button", name="Add a part"))
    page.get_by_role("option", name="Words: one idea").wait_for()
    hands.are_somewhere("[role=combobox]")
    page.keyboard.type("one idea")
    hands.press("Enter")
    quick.locator(boxes).first.wait_for()
    hands.are_somewhere("[data-reading-version=body_el12] *")
    hands.write(quick.locator(boxes).first, QUICK)

    hands.go_to(tab(page, "The words"), "Shift+Tab")
    hands.press("ArrowRight")
    hands.activate(
        page.locator("#panel-child-a_picture-content, [role=tabpanel]:visible")
        .get_by_role("button", name=re.compile("^Choose"))
        .first
    )
    modal = page.locator(".modal")
    modal.get_by_role("tab", name="Upload").wait_for()
    hands.are_somewhere(".modal, .modal *")
    hands.go_to(modal.get_by_role("tab").first)
    hands.press("ArrowRight")
    with page.expect_file_chooser() as chosen:
        hands.activate(modal.locator("input[type=file]"))
    chosen.value.set_files(PICTURE)
    hands.activate(modal.get_by_role("button", name="Upload"))
    modal.wait_for(state="detached")
    hands.are_somewhere("#tab-a_picture *, [role=tabpanel] *")
    hands.write(page.locator("#id_image_alt"), ALT)

    hands.go_to(tab(page, "A picture"), "Shift+Tab")
    hands.press("ArrowRight")
    hands.activate(page.get_by_label("County Lines", exact=True), "Space")
    expect(page.get_by_label("County Lines", exact=True)).to_be_checked()
    expect(page.locator("[data-checklist-summary]")).to_have_text("Ready to be sent to the panel")
    hands.activate(page.locator("[data-checklist]").get_by_role("button", name="Send to the panel"))
    page.wait_for_url("**/admin/panel/")

    [ballot] = Ballot.objects.unclosed()
    sent = ballot.revision.as_object()
    assert (sent.title, sent.summary, sent.image_alt) == (QUESTION, SUMMARY, ALT)
    assert [level.value for level in sent.written_levels()] == ["el12", "el3"]
    assert QUICK in str(sent.body_el12)


def test_a_point_of_the_list_leads_to_its_field_by_keyboard_whatever_tab_it_is_in(writer_at):
    writer = writer_at(DESK)
    page = writer.page
    begin(writer)

    page.get_by_role("link", name="The words, at the level Straightforward").focus()
    page.keyboard.press("Enter")
    expect(tab(page, "The words")).to_have_attribute("aria-selected", "true")
    expect(page.locator("[data-reading-version=body_el3] textarea").first).to_be_focused()

    page.get_by_role("link", name="One sentence", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#id_summary")).to_be_focused()


def test_the_list_ticks_itself_off_and_says_so_once(writer_at):
    writer = writer_at(DESK)
    page = writer.page
    begin(writer, "An empty page")
    said = page.get_by_role("status").and_(page.locator("[data-checklist-said]"))

    writer.write(page.locator("#id_summary"), SUMMARY)

    expect(said).to_have_text("4 things left to do")
    expect(page.locator(".checklist__item--done").get_by_text("One sentence")).to_be_visible()


def test_what_was_left_of_a_beginning_is_refused_and_nothing_typed_is_lost(writer_at):
    writer = writer_at(PHONE)
    page = writer.page
    begin(writer)
    writer.write(page.locator("#id_title"), QUESTION)

    writer.press(open_the_list(writer).get_by_role("button", name="Send to the panel"))
    page.get_by_text("“Write here” still stands in it").first.wait_for(state="attached")

    expect(page.locator("#id_title")).to_have_value(QUESTION)
    assert not Ballot.objects.exists()

    page.locator("#id_summary").fill(SUMMARY)
    assert comes_true(
        lambda: [page.get_latest_revision_as_object().summary for page in ArticlePage.objects.all()] == [SUMMARY]
    )


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_enter_in_a_box_saves_a_draft_and_sends_nothing_to_the_panel(open_browser, panel, size):
    writer = member_of(panel)
    own = draft(panel, by=writer)
    page = open_browser(writer, size=size)
    page.goto(f"/admin/pages/{own.pk}/edit/")
    tab(page, "Who it is for").click()

    page.locator("#id_age_from").fill("12")
    page.locator("#id_age_from").press("Enter")

    assert comes_true(lambda: saved(own).age_from == 12)
    page.wait_for_load_state()
    assert not Ballot.objects.exists()


LOOKS = {
    "small phone, dark, no motion": {
        "size": {"width": 320, "height": 640},
        "color_scheme": "dark",
        "reduced_motion": "reduce",
    },
    "desk": {"size": DESK},
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_axe_finds_nothing_in_our_parts_and_a_thumb_hits_them(writer_at, look):
    writer = writer_at(**look)
    page = writer.page
    page.get_by_role("link", name="Advice page", exact=True).click()
    page.locator(".begin").wait_for()
    assert problems_found_by_axe(page, within=".begin") == []
    assert too_small(page, ".begin__way") == []

    page.get_by_role("link", name="A question answered").click()
    page.locator("[data-checklist]").wait_for()
    open_the_list(writer)
    assert problems_found_by_axe(page, within=".checklist") == []
    assert too_small(page, ".checklist a, .checklist button, .checklist summary") == []
    page.locator("[data-checklist-fold] summary").click()

    # As if somebody had scrolled: what is under the list along the bottom is out of a thumb's reach until then.
    page.set_viewport_size({"width": look["size"]["width"], "height": 4000})
    tab(page, "The words").click()
    for level in ("Straightforward", "Quick", "More detail", "Full story"):
        tab(page, level).click()
        assert problems_found_by_axe(page, within=".levels", leaving_out="[data-streamfield-child]") == []
    assert too_small(page, ".levels [role=tab], .reading-version .c-sf-add-button") == []
    assert fits(page)


def too_small(page: Page, targets: str) -> list[str]:
    """Which of these are less than 44 pixels high or wide."""
    found = []
    for target in page.locator(targets).all():
        box = target.bounding_box()
        if box and min(box["width"], box["height"]) < 44:
            found.append(f"{target.inner_text()}: {box}")
    return found
