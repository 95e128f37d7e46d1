"""A page as readers will see it, in a real browser: walked, watched and compared, by thumb, by keyboard, without scripts."""

from __future__ import annotations

import re

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from playwright.sync_api import Page, expect

from articles.models import CaptionFile, Film, VideoCaptions, VideoPage
from articles.models.films import MadeFilm
from cms.demo.loading import CONTENT
from pathways.models import PathwayPage
from tests.articles.full import sound_steps, step_outcome, step_question
from tests.browser.axe import problems_found_by_axe
from tests.browser.conftest import DESK, PHONE
from tests.delivery.pages import agreed, article, pathway
from tests.factories import (
    block,
    check_of,
    draft,
    member_of,
    members_of,
    moderator_for,
    picture,
    png,
    send_in,
    vote,
    words,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG_WELSH = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
KEPT = "JSON.stringify([localStorage, sessionStorage, document.cookie, history.length])"
THREE_QUESTIONS = [
    step_question("safe", "Are you safe?", ("Yes", "who"), ("No", "now"), ("Not sure", "now")),
    step_question("who", "Who asked you?", ("A friend", "talk"), ("Somebody older", "when"), ("Not sure", "when")),
    step_question("when", "When did they ask?", ("Today", "talk"), ("Before", "talk"), ("Not sure", "talk")),
    step_outcome("talk", "Talk to somebody you trust"),
    step_outcome("now", "Get help now", urgency="now"),
]


def below(panel, page, **fields):
    """The page as a draft below the panel's page."""
    page.locale = panel.root_page.locale
    panel.root_page.specific.add_child(instance=page)
    page.save_revision(clean=False)
    return page


def view(page) -> str:
    return f"/admin/pages/{page.pk}/view_draft/"


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.fixture
def questions(whole_newham):
    return below(whole_newham, PathwayPage(title="Who can help?", summary="A few questions.", steps=THREE_QUESTIONS))


@pytest.fixture
def member(whole_newham):
    return member_of(whole_newham)


def test_a_pathway_is_walked_question_by_question_back_and_from_the_start(open_browser, questions, member):
    page = open_browser(member, size=PHONE)
    asked = []
    page.goto(view(questions))
    kept = page.evaluate(KEPT)
    page.on("request", lambda request: asked.append(request.url))

    expect(page.get_by_text("Question 1. At most 2 more after it.")).to_be_visible()
    expect(page.get_by_role("heading", name="Who asked you?")).to_be_hidden()
    page.get_by_role("link", name="Yes").click()
    expect(page.get_by_role("heading", name="Who asked you?")).to_be_focused()
    expect(page.get_by_text("Question 2. At most one more after it.")).to_be_visible()
    page.get_by_role("link", name="Somebody older").click()
    expect(page.get_by_text("Question 3. This is the last one.")).to_be_visible()
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_role("heading", name="Who asked you?")).to_be_focused()
    page.get_by_role("link", name="A friend").click()
    expect(page.get_by_role("heading", name="Talk to somebody you trust")).to_be_focused()
    expect(page.get_by_text("You are there.")).to_be_visible()
    page.get_by_role("button", name="Start again").click()
    expect(page.get_by_role("heading", name="Are you safe?")).to_be_focused()

    # Answers never travel, and are in no address. The browser fetches the page's icon whenever it likes.
    icon = page.locator("link[rel=icon]").evaluate("link => link.href")
    assert [url for url in asked if url != icon] == []
    assert "#" not in page.url
    assert page.evaluate(KEPT) == kept


def test_a_pathway_needs_no_mouse_and_all_its_steps_can_be_read_at_once(open_browser, questions, member):
    page = open_browser(member, size=DESK)
    page.goto(view(questions))

    page.get_by_role("link", name="No", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Get help now")).to_be_focused()
    page.get_by_role("button", name="Show all steps").press("Space")

    for title in ("Are you safe?", "Who asked you?", "When did they ask?", "Talk to somebody you trust"):
        expect(page.get_by_role("heading", name=title)).to_be_visible()
    assert problems_found_by_axe(page) == []


def test_a_pathway_needs_no_scripts(open_browser, questions, member):
    page = open_browser(member, size=PHONE, java_script_enabled=False)
    page.goto(view(questions))

    page.get_by_role("link", name="No Get help now").click()

    expect(page.get_by_role("heading", name="Get help now")).to_be_in_viewport()
    page.locator(":target").get_by_role("link", name="Back to the first question").click()
    expect(page.get_by_role("heading", name="Are you safe?")).to_be_in_viewport()


def test_an_answer_of_a_draft_that_leads_nowhere_says_so(open_browser, whole_newham, member):
    steps = [step_question("safe", "Are you safe?", ("Yes", "not-there-yet"), ("No", "now"))]
    page = open_browser(member, size=PHONE)
    page.goto(view(below(whole_newham, PathwayPage(title="Half written", steps=steps))))

    page.get_by_role("link", name="Yes").click()

    expect(page.get_by_text("This answer does not lead anywhere yet.")).to_be_focused()


def film_with_captions() -> VideoPage:
    """One of the demo's films: a real one, that plays."""
    film = CONTENT / "videos" / "you-can-say-no.mp4"
    page = VideoPage(
        title="Can I say no?",
        film=Film.objects.create(title="A film", file=MadeFilm(film.read_bytes(), name="film.mp4")),
        image=picture(),
        image_alt="Two friends on a bench.",
        transcript="You can say no.",
    )
    captions = "WEBVTT\n\n00:00:00.000 --> 00:00:20.000\nYou can always say no.\n"
    page.captions.add(
        VideoCaptions(
            language="en",
            file=CaptionFile.objects.create(title="Captions", file=ContentFile(captions.encode(), name="c.vtt")),
        )
    )
    return page


def test_a_video_that_is_not_public_plays_with_its_captions_for_whoever_is_shown_it(
    open_browser, browser, live_server, whole_newham, member
):
    video = below(whole_newham, film_with_captions())
    page = open_browser(member, size=PHONE)
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(view(video))

    shown = page.evaluate(
        """async () => {
            const video = document.querySelector("video");
            video.muted = true;
            await video.play();
            video.pause();
            video.currentTime = 10;
            await new Promise((done) => video.addEventListener("seeked", done, { once: true }));
            const track = video.textTracks[0];
            for (let wait = 0; wait < 50 && !(track.activeCues && track.activeCues.length); wait++) {
                await new Promise((done) => setTimeout(done, 50));
            }
            return [track.mode, track.activeCues[0].text, Math.round(video.currentTime), video.error];
        }"""
    )

    assert shown == ["showing", "You can always say no.", 10, None]
    assert complaints == []
    assert {url for url in asked if not url.startswith(live_server.url)} == set()
    files = [url for url in asked if "/media/" in url]
    anybody = browser.new_context().new_page()
    assert len(files) >= 3
    assert {anybody.goto(url).status for url in set(files)} == {404}


def test_axe_finds_nothing_wrong_in_any_block_light_or_dark_with_large_words(open_browser, whole_newham, member):
    page_with_all = draft(
        whole_newham,
        by=member,
        urgency="now",
        is_sensitive=True,
        image=picture(),
        image_alt="Two friends.",
        content_notes=[block("note", "Mentions violence.")],
        sources=[block("source", {"title": f"NSPCC, {LONG_WELSH}", "url": "https://www.nspcc.org.uk/"})],
        body_el3=[
            block("paragraph", f"<h3>{LONG_WELSH}</h3><p>Say <b>no</b> at {LONG_WELSH}.</p>"),
            block("key_message", LONG_WELSH),
            block("steps", {"items": ["Put the phone down.", LONG_WELSH]}),
            block("do_and_dont", {"do": ["Keep the messages."], "dont": [LONG_WELSH]}),
            block("myth_and_fact", {"myth": "You owe them.", "fact": "You owe nobody."}),
            block("quote", {"text": LONG_WELSH, "attribution": "A young person"}),
            block("definition", {"term": "County lines", "meaning": "Making others carry drugs."}),
            block("content_note", "The next part mentions violence."),
        ],
    )
    for scheme in ("light", "dark"):
        page = open_browser(member, size=PHONE, color_scheme=scheme)
        page.goto(view(page_with_all))

        assert problems_found_by_axe(page) == []
        assert fits(page)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert fits(page)
        page.set_viewport_size({"width": 320, "height": 700})
        assert fits(page)


@pytest.fixture
def changed_ballot(whole_newham, member):
    """A ballot about a page that was agreed before: a block in another place, one new, one gone, another picture."""
    body = [block("key_message", "First."), *words("You can say no."), *words("Ring the old number."), *words("Gone.")]
    with transaction.atomic():
        page = agreed(whole_newham, article(body_el3=body, image=picture(), image_alt="Before."))
    moderator_for(whole_newham)
    members_of(whole_newham, 4)
    draft_of = page.get_latest_revision_as_object()
    first, second, third, _gone = draft_of.body_el3.raw_data
    new = {**third, "value": "<p>Ring the new number.</p>"}
    draft_of.body_el3 = [second, new, first, block("key_message", "You decide.")]
    draft_of.image, draft_of.image_alt = picture(file=png("red")), "After."
    draft_of.save_revision(user=member, clean=False)
    return send_in(type(page).objects.get(pk=page.pk), by=member)


def test_what_changed_is_told_in_words_and_marks_and_what_stayed_is_folded_away(open_browser, changed_ballot):
    voter = changed_ballot.electors.order_by("pk").first().user
    page = open_browser(voter, size=PHONE)
    page.goto(f"/admin/panel/ballots/{changed_ballot.pk}/")

    page.get_by_role("link", name=re.compile("things changed since the panel last agreed")).click()
    words_of = page.get_by_role("region", name="Straightforward").last

    expect(words_of.get_by_text("In another place")).to_be_visible()
    expect(words_of.get_by_text("New", exact=True)).to_be_visible()
    expect(words_of.locator(".room-tag", has_text="Taken out")).to_be_visible()
    expect(words_of.get_by_role("insertion").first).to_have_text("Added: new")
    expect(words_of.get_by_role("deletion").first).to_have_text("Taken out: old")
    page.get_by_text("Picture before").scroll_into_view_if_needed()
    for shown in page.locator(".room-pictures img").all():
        assert shown.evaluate("picture => picture.decode().then(() => picture.naturalWidth > 0)")
    expect(page.get_by_role("region", name="What the picture shows")).to_contain_text("After.")
    kept = words_of.get_by_text("You can say no.")
    expect(kept).to_be_hidden()
    words_of.get_by_text("One part stayed the same").click()
    expect(kept).to_be_visible()
    assert fits(page)
    assert problems_found_by_axe(page, within=".room") == []


def test_axe_finds_nothing_wrong_on_the_check_of_a_pathway(open_browser, whole_newham):
    moderator = moderator_for(whole_newham)
    writer, *voters = members_of(whole_newham, 4)
    with transaction.atomic():
        other = agreed(whole_newham, article())
        steps = sound_steps(other)
        page = agreed(whole_newham, pathway(steps=steps))
    page.title = "Am I safe now?"
    page.save_revision(user=writer, clean=False)
    ballot = send_in(type(page).objects.get(pk=page.pk), by=writer)
    vote(ballot, voters, "AAA")
    looked_at = open_browser(moderator, size=DESK)

    looked_at.goto(f"/admin/desk/checks/{check_of(ballot).pk}/")

    expect(looked_at.get_by_text("Question 1. This is the last one.")).to_have_count(4)
    quick = looked_at.get_by_role("region", name="Quick")
    expect(quick.get_by_text("Only some of the steps are written as “Quick”.")).to_be_visible()
    quick.get_by_role("link", name="Yes").click()
    expect(quick.get_by_text("Talk to somebody, said for el12.")).to_be_visible()
    assert problems_found_by_axe(looked_at, within=".room") == []
