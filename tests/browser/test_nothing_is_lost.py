"""In Chromium, with Wagtail's editor and our script in it: whatever happens to the tab, the words are there afterwards."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from articles.models import ArticlePage
from moderation.models import Sitting
from moderation.views.writing import EditView
from tests.browser.conftest import DESK, PASSWORD, PHONE
from tests.factories import draft, member_of, members_of, moderator_for

pytestmark = pytest.mark.browser


@pytest.fixture
def writer(whole_newham):
    return member_of(whole_newham, display_name="Robin")


@pytest.fixture
def other(whole_newham):
    return member_of(whole_newham, display_name="Sam")


@pytest.fixture
def article(whole_newham, writer):
    return draft(whole_newham, by=writer)


def open_editor(tab: Page, address: str) -> None:
    tab.on("dialog", lambda dialog: dialog.accept())
    tab.goto(address)
    expect(tab.locator("[name=summary]")).to_be_visible()


def editor_of(article: ArticlePage) -> str:
    return f"/admin/pages/{article.pk}/edit/"


def saved(article: ArticlePage) -> ArticlePage:
    return ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()


def comes_true(asked: Callable[[], Any]) -> bool:
    """Whether it becomes true soon: what a closed tab sent is still on its way."""
    until = time.monotonic() + 15
    while time.monotonic() < until:
        if asked():
            return True
        time.sleep(0.1)
    return False


def close(tab: Page) -> None:
    """As people do, also where the browser asks whether they mean it."""
    with tab.expect_event("close"):
        tab.close(run_before_unload=True)


def type_into_the_words(tab: Page, words: str) -> None:
    tab.get_by_role("tab", name="The words").click()
    box = tab.locator(".public-DraftEditor-content").first
    box.click()
    tab.keyboard.press("Control+End")
    tab.keyboard.type(words)


def test_a_page_whose_tab_was_closed_in_mid_sentence_comes_back_whole(open_browser, writer, article):
    tab = open_browser(writer, size=PHONE)
    open_editor(tab, editor_of(article))

    tab.locator("[name=summary]").fill("You can say no, and")
    type_into_the_words(tab, " If somebody asks you to hold")
    close(tab)

    assert comes_true(lambda: "asks you to hold" in str(saved(article).body_el3))
    assert saved(article).summary == "You can say no, and"
    assert article.revisions.count() == 2


def test_a_new_page_whose_tab_was_closed_in_mid_sentence_is_there(open_browser, whole_newham, writer):
    tab = open_browser(writer, size=PHONE)
    open_editor(tab, f"/admin/pages/add/articles/articlepage/{whole_newham.root_page.pk}/?start=blank")

    tab.locator("[name=title]").fill("Somebody gave me a pho")
    tab.locator("[name=summary]").press_sequentially("Nothing is for")
    close(tab)

    assert comes_true(lambda: ArticlePage.objects.filter(title="Somebody gave me a pho").exists())
    [page] = ArticlePage.objects.all()
    assert saved(page).summary == "Nothing is for"


def test_words_typed_before_the_editor_was_ready_are_saved_without_another_key(open_browser, writer, article):
    """Wagtail takes what stands in the form two seconds after loading for what was loaded."""
    tab = open_browser(writer, size=DESK)
    open_editor(tab, editor_of(article))

    tab.locator("[name=summary]").fill("Typed at once.")

    assert comes_true(lambda: saved(article).summary == "Typed at once.")
    expect(tab.locator("#w-autosave-indicator")).to_contain_text("Saved")


def test_without_a_connection_it_says_so_and_saves_as_soon_as_there_is_one(open_browser, writer, article):
    tab = open_browser(writer, size=PHONE)
    open_editor(tab, editor_of(article))

    tab.context.set_offline(True)
    tab.locator("[name=summary]").fill("Typed in a tunnel.")
    expect(tab.get_by_text("Not saved yet: no connection. Your words are still here")).to_be_visible()
    tab.context.set_offline(False)

    assert comes_true(lambda: saved(article).summary == "Typed in a tunnel.")
    expect(tab.get_by_text("Not saved yet: no connection.")).to_be_hidden()
    assert tab.evaluate("sessionStorage.length") == 0


def test_a_phone_that_throws_the_tab_away_without_a_connection_still_has_the_words(open_browser, writer, article):
    tab = open_browser(writer, size=PHONE)
    open_editor(tab, editor_of(article))
    tab.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('Failed to fetch')); }")
    tab.locator("[name=summary]").fill("Typed in a tunnel.")
    expect(tab.get_by_text("Not saved yet: no connection.")).to_be_visible()

    tab.goto("about:blank")
    tab.goto(editor_of(article))
    tab.get_by_role("link", name="See both, and choose").click()
    tab.get_by_role("button", name="Put my words on the page").click()
    tab.wait_for_url("**/edit/")

    expect(tab.locator("[name=summary]")).to_have_value("Typed in a tunnel.")
    assert saved(article).summary == "Typed in a tunnel."
    assert tab.evaluate("sessionStorage.length") == 0


def test_who_was_logged_out_while_writing_logs_in_elsewhere_and_goes_on(open_browser, writer, article):
    tab = open_browser(writer, size=PHONE)
    open_editor(tab, editor_of(article))
    tab.context.clear_cookies(name="sessionid")

    tab.locator("[name=summary]").fill("Typed while nobody was logged in.")
    expect(tab.get_by_role("link", name="Log in in a new tab")).to_be_visible()
    with tab.expect_popup() as opened:
        tab.get_by_role("link", name="Log in in a new tab").click()
    elsewhere = opened.value
    elsewhere.get_by_label("Username").fill(writer.username)
    elsewhere.get_by_label("Password").fill(PASSWORD)
    elsewhere.get_by_role("button", name="Sign in").click()
    expect(elsewhere.get_by_text("You are logged in again")).to_be_visible()
    elsewhere.close()
    tab.evaluate("window.dispatchEvent(new Event('focus'))")

    assert comes_true(lambda: saved(article).summary == "Typed while nobody was logged in.")


@pytest.fixture
def deciding(whole_newham):
    """The panel has enough people to decide."""
    moderator_for(whole_newham)
    members_of(whole_newham, 3)


@pytest.fixture
def slow_answers(monkeypatch):
    """What is sent has arrived, and its answer takes as long as on a poor connection."""
    take = EditView.post

    def slowly(view: EditView, *args: Any, **kwargs: Any) -> Any:
        answer = take(view, *args, **kwargs)
        time.sleep(4 if view.is_sent_on else 2)
        return answer

    monkeypatch.setattr(EditView, "post", slowly)


SENT_IN = "**/admin/panel/"

# Playwright waits while a page is on its way; a finger does not. What execCommand types counts as typed by somebody.
TYPED_AFTER_SENDING = """words => document.querySelector("#page-edit-form").addEventListener("submit", () => setTimeout(() => {
    document.querySelector("[name=summary]").select();
    document.execCommand("insertText", false, words);
}, 500))"""


def send_to_the_panel(tab: Page) -> None:
    tab.get_by_role("button", name="Send to the panel").first.click(no_wait_after=True)


def open_the_list(tab: Page) -> None:
    fold = tab.locator("[data-checklist-fold]")
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()


def test_what_was_sent_to_the_panel_is_not_kept_as_well(open_browser, writer, article, deciding, slow_answers):
    tab = open_browser(writer, size=DESK)
    open_editor(tab, editor_of(article))
    open_the_list(tab)

    with tab.expect_request(lambda request: request.method == "POST" and request.url.endswith(editor_of(article))):
        tab.locator("[name=summary]").fill("Sent in while")
    tab.locator("[name=summary]").fill("Sent in while the connection was slow.")
    send_to_the_panel(tab)
    tab.wait_for_url(SENT_IN)

    assert saved(article).summary == "Sent in while the connection was slow."
    assert not Sitting.objects.with_kept_words().exists()
    expect(tab.get_by_text("See it, and choose")).to_have_count(0)


def test_what_is_typed_after_it_was_sent_to_the_panel_is_kept(open_browser, writer, article, deciding, slow_answers):
    tab = open_browser(writer, size=DESK)
    open_editor(tab, editor_of(article))
    open_the_list(tab)
    tab.locator("[name=summary]").fill("Sent in.")
    tab.evaluate(TYPED_AFTER_SENDING, "And one thing more.")

    send_to_the_panel(tab)
    tab.wait_for_url(SENT_IN)

    assert saved(article).summary == "Sent in."
    assert comes_true(Sitting.objects.with_kept_words().exists)


def test_two_writers_see_each_other_and_the_second_is_warned_and_chooses(open_browser, writer, other, article):
    robin, sam = open_browser(writer, size=PHONE), open_browser(other, size=DESK)
    open_editor(robin, editor_of(article))
    open_editor(sam, editor_of(article))
    expect(sam.get_by_text("Robin is in this page too.")).to_be_visible()

    sam.locator("[name=summary]").fill("Sam was quicker.")
    assert comes_true(lambda: saved(article).summary == "Sam was quicker.")
    robin.locator("[name=summary]").fill("Robin wrote this.")
    expect(robin.get_by_text(re.compile("Sam changed this page while you were writing"))).to_be_visible()
    assert saved(article).summary == "Sam was quicker."

    robin.get_by_role("link", name="See both, and choose").click()
    expect(robin.locator("del", has_text="Sam was quicker.")).to_be_visible()
    robin.get_by_role("button", name="Put my words on the page").click()
    robin.wait_for_url("**/edit/")

    expect(robin.locator("[name=summary]")).to_have_value("Robin wrote this.")
    assert "Sam was quicker." in [revision.as_object().summary for revision in article.revisions.all()]


def test_a_paste_that_is_too_long_stays_whole_and_what_is_typed_beside_it_is_kept(open_browser, writer, article):
    tab = open_browser(writer, size=PHONE)
    open_editor(tab, editor_of(article))

    tab.locator("[name=summary]").fill("word " * 1000)
    type_into_the_words(tab, " More words.")

    expect(tab.locator(".kept-note")).to_contain_text("Say it in 160 characters at most: these are 4999")
    assert comes_true(lambda: "More words." in "".join(s.kept for s in Sitting.objects.of(writer)))


# What Word puts on the clipboard, shortened: its own styles, conditional comments, a table, a picture, a change tracked.
FROM_WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><style>p.MsoNormal {mso-style-parent:""; font-family:Calibri;}</style>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]--></head><body lang=EN-GB>
<!--StartFragment--><h1 style='mso-margin-top-alt:auto'><span style='color:red'>A red heading<o:p></o:p></span></h1>
<p class=MsoNormal style='margin-left:36pt;mso-list:l0 level1 lfo1'><b>Bold words</b> and <span style='background:yellow'>yellow ones</span>
<ins cite="mailto:Ada" datetime="2026-01-01T00:00">put in later</ins><del cite="mailto:Ada">taken out</del></p>
<table class=MsoTableGrid border=1><tr><td><p class=MsoNormal>In a table</p></td></tr></table>
<p class=MsoNormal><img width=100 src="file:///C:/Users/Ada/picture.png" onerror="window.ran = true"><script>window.ran = true</script>
<a href="javascript:window.ran = true">A link</a><!--EndFragment--></p></body></html>"""

PASTE = """(box, source) => {
  const carried = new DataTransfer();
  carried.setData("text/html", source);
  carried.setData("text/plain", new DOMParser().parseFromString(source, "text/html").body.textContent);
  box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true }));
}"""


def test_of_a_pasted_word_document_the_words_stay_and_the_styles_go(open_browser, writer, article):
    tab = open_browser(writer, size=DESK)
    open_editor(tab, editor_of(article))
    type_into_the_words(tab, " ")

    tab.locator(".public-DraftEditor-content").first.evaluate(PASTE, FROM_WORD)

    assert comes_true(lambda: "In a table" in str(saved(article).body_el3))
    source = saved(article).body_el3[0].value.source
    for words in ("A red heading", "Bold words", "yellow ones", "put in later", "A link"):
        assert words in source
    assert not re.search(r"style=|class=|mso|<img|<script|<table|javascript|Ada|<h1", source), source
    assert tab.evaluate("window.ran") is None
