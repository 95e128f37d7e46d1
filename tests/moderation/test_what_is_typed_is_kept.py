"""Over HTTP, as the editor and its script send it: what is typed is on the page, or kept for its writer. Nothing in between."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, rich_text, streamfield

from articles.models import ArticlePage, VideoPage
from moderation.authorship import writers_of
from moderation.keeping import kept_words
from moderation.models import Sitting
from tests.articles.editor import (
    SAVE,
    SEND_IN,
    change,
    listed,
    logged_in,
    paragraph,
    read_at,
    refusals,
    typed,
    typed_video,
)
from tests.articles.editor import says as says_at
from tests.articles.media import captions, collection_of
from tests.factories import draft, member_of, members_of, moderator_for, picture, send_in

AUTOSAVE = {"headers": {"accept": "application/json"}}


class Tab:
    """One editor in one tab: it knows what its form knew when it was opened, and counts what it sends."""

    def __init__(
        self, user: Any, page: Page | None = None, *, place: Page | None = None, kind: str = "articlepage"
    ) -> None:
        self.browser, self.user, self.number = logged_in(user), user, 0
        self.token = Sitting(user=user).token()
        app = "pathways" if kind == "pathwaypage" else "articles"
        self.address = (
            reverse("wagtailadmin_pages:edit", args=[page.pk])
            if page
            else reverse("wagtailadmin_pages:add", args=[app, kind, place.pk])
        )
        latest = page.get_latest_revision() if page else None
        self.loaded = (
            {"loaded_revision_id": latest.pk, "loaded_revision_created_at": latest.created_at.isoformat()}
            if latest
            else {}
        )

    def form(self, data: dict[str, Any]) -> dict[str, Any]:
        self.number += 1
        return {**data, **self.loaded, "sitting": self.token, "sitting_number": self.number}

    def autosaves(self, data: dict[str, Any], *, number: int | None = None) -> dict[str, Any]:
        sent = self.form(data) | ({"sitting_number": number} if number else {})
        return json.loads(self.browser.post(self.address, sent, **AUTOSAVE).content)

    def presses_save(self, data: dict[str, Any], press: dict[str, str] = SAVE) -> Any:
        return self.browser.post(self.address, {**self.form(data), **press})


def says(page: Page, field: str = "summary") -> str:
    return getattr(ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object(), field)


def kept_by(user: Any) -> list[Sitting]:
    return list(Sitting.objects.of(user).with_kept_words())


@pytest.fixture
def writer(newham):
    return member_of(newham, display_name="Robin")


@pytest.fixture
def other(newham):
    return member_of(newham, display_name="Sam")


@pytest.fixture
def page(newham, writer):
    return draft(newham, by=writer)


# -- one writer


def test_a_tab_writes_on_its_own_revision_instead_of_making_one_for_each_pause(writer, page):
    tab, before = Tab(writer, page), page.revisions.count()

    answers = [tab.autosaves(typed(summary=f"Sentence {number}.")) for number in range(3)]

    assert [answer["success"] for answer in answers] == [True] * 3
    assert says(page) == "Sentence 2."
    assert page.revisions.count() == before + 1


def test_a_page_that_was_never_saved_is_one_page_however_often_its_first_words_arrive(newham, writer):
    """The answer to the first save never came: the phone sends it again, and once more when the tab is closed."""
    tab = Tab(writer, place=newham.root_page)

    first = tab.autosaves(typed(summary="One."))
    again = tab.autosaves(typed(summary="One. Two."))
    tab.presses_save(typed(summary="One. Two. Three."))

    made = ArticlePage.objects.get()
    assert first["pk"] == again["pk"] == made.pk
    assert again["url"] == reverse("wagtailadmin_pages:edit", args=[made.pk])
    assert says(made) == "One. Two. Three."


def test_a_page_needs_no_title_to_be_kept_and_needs_one_to_be_sent_in(newham, writer):
    tab = Tab(writer, place=newham.root_page)

    answer = tab.autosaves(typed(title="", slug="", summary="The summary came first."))

    assert answer["success"], answer
    made = ArticlePage.objects.get()
    assert (says(made, "title"), says(made)) == ("No title yet", "The summary came first.")
    refused = change(tab.browser, made, typed(title="No title yet", slug=made.slug), SEND_IN)
    assert "title" in refusals(refused)


def test_what_arrives_late_does_not_replace_what_was_typed_later(writer, page):
    tab = Tab(writer, page)

    tab.autosaves(typed(summary="Typed later."), number=2)
    late = tab.autosaves(typed(summary="Typed earlier."), number=1)

    assert late["success"]
    assert says(page) == "Typed later."


def test_a_form_that_was_refused_goes_on_being_saved_and_what_came_before_it_is_too_late(writer, page):
    tab = Tab(writer, page)
    tab.autosaves(typed(summary="First."))
    tab.number += 1  # on its way, and slow

    shown = tab.presses_save(typed(title=""), SEND_IN)
    late = tab.autosaves(typed(summary="Slow."), number=2)

    assert 'data-number="3"' in shown.content.decode()
    assert late["success"]
    assert says(page) == "First."
    assert tab.autosaves(typed(summary="Put right."))["success"]
    assert says(page) == "Put right."


def test_rows_whose_number_never_came_back_are_not_there_twice(newham, writer):
    files = [captions(collection=collection_of(newham), uploaded_by_user=writer) for _number in range(2)]
    tab = Tab(writer, place=newham.root_page, kind="videopage")

    for chosen in files:
        answer = tab.autosaves(typed_video(captions=inline_formset([{"language": "en", "file": chosen.pk}])))
        assert answer["success"], answer

    rows = VideoPage.objects.get().get_latest_revision_as_object().captions.all()
    assert [row.file_id for row in rows] == [files[1].pk]


# -- what is begun, and not filled in yet


NOT_FILLED_IN = {
    "captions without a file": {"captions": inline_formset([{"language": "en", "file": "", "ORDER": "1"}])},
    "a source that says nothing": {"sources": streamfield([("source", {"title": "", "url": ""})])},
    "a page that is not chosen": {"related": streamfield([("page", "")])},
    "a note that says nothing": {"content_notes": streamfield([("note", "")])},
    "a paragraph that says nothing": {"body_el3": streamfield([paragraph("")])},
}


@pytest.mark.parametrize("begun", NOT_FILLED_IN.values(), ids=NOT_FILLED_IN)
def test_what_is_begun_and_not_filled_in_yet_keeps_no_draft_from_being_saved(newham, writer, begun):
    tab = Tab(writer, place=newham.root_page, kind="videopage")

    answer = tab.autosaves(typed_video(summary="What I typed beside it.", **begun))

    assert answer["success"], answer
    saved = VideoPage.objects.get().get_latest_revision_as_object()
    assert saved.summary == "What I typed beside it."
    assert kept_by(writer) == []


NO_WORDS = {"el12": rich_text(""), "el3": rich_text(""), "l1": rich_text(""), "l2": rich_text("")}
NO_ANSWER = {"label": "", "next": "", "is_not_sure": ""}
NO_STEP_YET = {
    "a question": ("question", {"key": "", "title": "", "text": NO_WORDS, "options": listed(NO_ANSWER)}),
    "an outcome": ("outcome", {"key": "", "title": "", "urgency": "", "text": NO_WORDS, "pages": listed("")}),
}


@pytest.mark.parametrize("step", NO_STEP_YET.values(), ids=NO_STEP_YET)
def test_a_step_that_is_begun_and_not_filled_in_yet_keeps_no_draft_from_being_saved(newham, writer, step):
    tab = Tab(writer, place=newham.root_page, kind="pathwaypage")

    answer = tab.autosaves(typed(summary="What I typed beside it.", steps=streamfield([step])))

    assert answer["success"], (answer, kept_words(kept_by(writer)[0], writer).not_right)


def captions_of(page: VideoPage) -> list[int]:
    return [row.file_id for row in VideoPage.objects.get(pk=page.pk).get_latest_revision_as_object().captions.all()]


def test_captions_without_a_file_are_there_as_soon_as_it_is_chosen_and_go_with_it(newham, writer):
    chosen = captions(collection=collection_of(newham), uploaded_by_user=writer)
    tab = Tab(writer, place=newham.root_page, kind="videopage")

    def row(file: Any, known: dict[str, str]) -> dict[str, Any]:
        fields = {"language": "cy", "file": file, "ORDER": "1", "id": known.get("captions-0-id", "")}
        rows = inline_formset([fields], initial=int(known.get("captions-INITIAL_FORMS", 0)))
        return typed_video(captions=rows)

    known = tab.autosaves(row("", {}))["field_updates"]
    page = VideoPage.objects.get()
    tab.autosaves(row(chosen.pk, known))
    assert captions_of(page) == [chosen.pk]

    known |= {"captions-0-id": str(page.get_latest_revision_as_object().captions.get().pk or "")}
    known |= tab.autosaves(row("", known))["field_updates"]
    assert captions_of(page) == []

    tab.autosaves(row(chosen.pk, known))
    assert captions_of(page) == [chosen.pk]
    assert kept_by(writer) == []


def test_captions_without_a_file_are_asked_for_when_the_page_is_sent_in(newham, writer):
    tab = Tab(writer, place=newham.root_page, kind="videopage")
    row = {"language": "en", "file": "", "ORDER": "1"}

    shown = tab.presses_save(typed_video(captions=inline_formset([row])), SEND_IN)

    assert says_at(shown, "captions", "Choose a caption file, or delete these captions.")
    assert "This field is required" not in read_at(shown, "captions")


@pytest.fixture
def twice(newham, writer):
    """Two rows of captions in one language, as typed, and their files."""
    files = [captions(collection=collection_of(newham), uploaded_by_user=writer) for _number in range(2)]
    rows = [{"language": "en", "file": chosen.pk, "ORDER": str(number)} for number, chosen in enumerate(files, start=1)]
    return inline_formset(rows), [chosen.pk for chosen in files]


@pytest.mark.parametrize("begun", [False, True], ids=["a page that is not there yet", "a page that is there"])
def test_two_captions_in_one_language_keep_no_draft_from_being_saved(newham, writer, twice, begun):
    rows, files = twice
    tab = Tab(writer, place=newham.root_page, kind="videopage")
    if begun:
        tab.autosaves(typed_video())

    answer = tab.autosaves(typed_video(summary="What I typed beside it.", captions=rows))

    assert answer["success"], answer
    page = VideoPage.objects.get()
    assert page.get_latest_revision_as_object().summary == "What I typed beside it."
    assert captions_of(page) == files
    assert kept_by(writer) == []


def test_two_captions_in_one_language_are_refused_when_the_page_is_sent_in(newham, writer, twice):
    tab = Tab(writer, place=newham.root_page, kind="videopage")

    shown = tab.presses_save(typed_video(captions=twice[0]), SEND_IN)

    sentence = "There is more than one caption file in English. Keep the right one, and delete the others."
    assert says_at(shown, "captions", sentence)


def test_of_words_that_are_kept_the_captions_with_a_file_are_shown(newham, writer):
    tab = Tab(writer, place=newham.root_page, kind="videopage")
    chosen = captions(title="Two friends talk", collection=collection_of(newham), uploaded_by_user=writer)
    rows = [{"language": "en", "file": chosen.pk, "ORDER": "1"}, {"language": "cy", "file": "", "ORDER": "2"}]

    tab.autosaves(typed_video(captions=inline_formset(rows), age_from="twelve"))

    [sitting] = kept_by(writer)
    assert "captions" in [change.label for change in kept_words(sitting, writer).changes]


# -- what cannot be saved


REFUSED = {
    "a summary of 5,000 characters": {"summary": "word " * 1000},
    "half an address": {"sources": streamfield([("source", {"title": "NSPCC", "url": "https:/"})])},
    "no number": {"age_from": "twelve"},
}


@pytest.mark.parametrize("wrong", REFUSED.values(), ids=REFUSED)
def test_what_the_form_refuses_is_kept_whole_and_comes_back_with_a_sentence_at_its_field(writer, page, wrong):
    tab, words = Tab(writer, page), "Words that took an hour."

    answer = tab.autosaves(typed(**{**wrong, "body_el3": streamfield([paragraph(words)])}))

    assert not answer["success"]
    assert answer["error_message"].startswith("Your words are kept for you, but not on the page yet.")
    shown = tab.browser.get(answer["way_on"]).content.decode()
    [field] = wrong
    assert words in shown
    back = put_back(tab.browser, shown)
    assert set(refusals(back)) == {field}
    assert words in back.content.decode()
    if field == "summary":
        assert wrong["summary"].strip() in back.content.decode()
        assert back.context["form"].errors["summary"] == [
            "Say it in 160 characters at most: these are 4999. What can go?"
        ]


def put_back(browser: Any, shown: str) -> Any:
    """Press "Put my words on the page"."""
    from bs4 import BeautifulSoup

    form = BeautifulSoup(shown, "html.parser").find("button", string="Put my words on the page").find_parent("form")
    return browser.post(form["action"], {field["name"]: field["value"] for field in form.select("input")})


def test_what_was_refused_is_forgotten_as_soon_as_it_is_saved(writer, page):
    tab = Tab(writer, page)

    tab.autosaves(typed(summary="word " * 1000))
    assert len(kept_by(writer)) == 1
    tab.autosaves(typed(summary="Short."))

    assert kept_by(writer) == []


def test_words_on_a_new_page_that_could_not_be_saved_wait_where_one_begins_it(newham, writer):
    tab = Tab(writer, place=newham.root_page)
    answer = tab.autosaves(typed(summary="word " * 1000))

    for address in (tab.address, reverse("moderation:for_my_panel"), reverse("wagtailadmin_home")):
        assert answer["way_on"] in tab.browser.get(address).content.decode()
    back = put_back(tab.browser, tab.browser.get(answer["way_on"]).content.decode())
    assert "word word word" in back.content.decode()


def test_kept_words_are_their_writers_alone(writer, other, page):
    answer = Tab(writer, page).autosaves(typed(summary="word " * 1000))

    assert logged_in(other).get(answer["way_on"]).status_code == 404
    assert logged_in(other).post(f"{answer['way_on']}throw-away/").status_code == 404
    assert kept_by(writer)


def test_another_panels_picture_is_not_shown_for_the_asking(newham, stoke, writer, page):
    foreign = picture(title="Stoke's secret plan", collection=collection_of(stoke))
    answer = Tab(writer, page).autosaves(typed(image=foreign.pk, image_alt="A plan"))

    assert "secret plan" not in logged_in(writer).get(answer["way_on"]).content.decode()


def test_words_can_be_thrown_away(writer, page):
    tab = Tab(writer, page)
    answer = tab.autosaves(typed(summary="word " * 1000))

    response = tab.browser.post(f"{answer['way_on']}throw-away/")

    assert response["Location"] == tab.address
    assert kept_by(writer) == []
    assert tab.browser.get(answer["way_on"]).status_code == 404


def test_a_form_that_broke_off_on_its_way_says_so_and_changes_nothing(writer, page):
    tab = Tab(writer, page)
    half = {name: value for name, value in typed(summary="Half.").items() if not name.endswith("-count")}

    answer = tab.autosaves(half)

    assert answer["error_code"] == "half_a_form"
    assert tab.presses_save(half).status_code == 302
    assert says(page) == "You can say no, and you can get help."


# -- two writers


def test_the_second_writers_autosave_does_not_replace_the_first_ones_words(writer, other, page):
    robin, sam = Tab(writer, page), Tab(other, page)

    sam.autosaves(typed(summary="Sam's words."))
    answer = robin.autosaves(typed(summary="Robin's words."))

    assert answer["error_code"] == "invalid_revision"
    assert answer["error_message"].startswith("Sam changed this page while you were writing.")
    assert says(page) == "Sam's words."
    shown = robin.browser.get(answer["way_on"]).content.decode()
    assert "Robin&#x27;s" in shown
    assert "what Sam saved" in shown


@pytest.mark.parametrize("press", [SAVE, SEND_IN], ids=["saved", "sent in"])
def test_a_button_does_not_replace_the_first_ones_words_either(writer, other, page, press):
    robin, sam = Tab(writer, page), Tab(other, page)

    sam.presses_save(typed(summary="Sam's words."))
    response = robin.presses_save(typed(summary="Robin's words."), press)

    [kept] = kept_by(writer)
    assert response["Location"] == reverse("moderation:kept_words", args=[kept.pk])
    assert says(page) == "Sam's words."
    assert not page.workflow_in_progress


def test_who_saw_both_may_put_theirs_on_the_page_and_the_others_words_stay_in_the_history(writer, other, page):
    robin, sam = Tab(writer, page), Tab(other, page)
    sam.autosaves(typed(summary="Sam's words."))
    answer = robin.autosaves(typed(summary="Robin's words."))

    response = put_back(robin.browser, robin.browser.get(answer["way_on"]).content.decode())

    assert response.status_code == 302
    assert says(page) == "Robin's words."
    assert "Sam's words." in [revision.as_object().summary for revision in page.revisions.all()]
    assert kept_by(writer) == []


def test_who_saw_both_and_waited_too_long_is_asked_again(writer, other, page):
    robin, sam = Tab(writer, page), Tab(other, page)
    sam.autosaves(typed(summary="Sam's words."))
    shown = robin.browser.get(robin.autosaves(typed(summary="Robin's words."))["way_on"]).content.decode()
    sam.autosaves(typed(summary="More of Sam's words."))

    put_back(robin.browser, shown)

    assert says(page) == "More of Sam's words."
    assert len(kept_by(writer)) == 1


def test_a_persons_own_two_windows_do_not_overwrite_each_other(writer, page):
    one, two = Tab(writer, page), Tab(writer, page)

    one.autosaves(typed(summary="In one."))
    answer = two.autosaves(typed(summary="In two."))

    assert answer["error_message"].startswith("You changed this page in another window.")
    assert says(page) == "In one."
    assert [sitting.fields()["summary"] for sitting in kept_by(writer)] == ["In two."]


def test_nobodys_words_become_those_of_whoever_logs_in_next_on_the_same_phone(writer, other, page):
    tab = Tab(writer, page)
    tab.browser = logged_in(other)

    answer = tab.autosaves(typed(summary="Robin's words."))
    shown = tab.presses_save(typed(summary="Robin's words."))

    assert answer["error_code"] == "somebody_else"
    assert "Somebody else is logged in now" in shown.content.decode()
    assert "data-w-autosave" not in shown.content.decode()
    assert says(page) == "You can say no, and you can get help."
    assert writers_of(page) == {writer.pk}


# -- the ballot


def test_while_the_panel_votes_what_is_typed_is_kept_and_the_ballot_stays_as_it_is(newham, writer, page):
    members_of(newham, 4), moderator_for(newham)
    tab = Tab(writer, page)
    ballot = send_in(page, by=writer)

    answer = tab.autosaves(typed(summary="One more thing."))

    ballot.refresh_from_db()
    assert answer["error_message"].startswith("The panel is deciding about this page now")
    assert ballot.is_open
    assert "Put my words on the page" not in tab.browser.get(answer["way_on"]).content.decode()
    assert [sitting.fields()["summary"] for sitting in kept_by(writer)] == ["One more thing."]


def test_what_was_voted_on_or_is_live_is_never_written_over_by_a_tab_that_stayed_open(newham):
    writer, *_others = [*members_of(newham, 4), moderator_for(newham)]
    page = draft(newham, by=writer)
    tab = Tab(writer, page)
    tab.autosaves(typed(summary="What the panel will read."))
    ballot = send_in(ArticlePage.objects.get(pk=page.pk), by=writer)
    voted_on = ballot.revision_id
    ballot.workflow_state.cancel()

    answer = tab.autosaves(typed(summary="Afterwards."))

    assert answer["success"]
    assert answer["revision_id"] != voted_on
    ballot.refresh_from_db()
    assert ballot.revision.as_object().summary == "What the panel will read."


def test_an_autosave_that_changes_no_words_makes_nobody_a_writer(newham, writer, other, page):
    same = {**typed(), "body_el3-0-id": str(uuid.uuid4())}  # as the browser does: a block keeps its number
    Tab(writer, page).autosaves(same)
    page = ArticlePage.objects.get(pk=page.pk)
    hers = Tab(other, page)

    assert hers.autosaves({**same, "summary": "A slip of the thumb."})["success"]
    assert writers_of(page) == {writer.pk, other.pk}
    assert hers.autosaves(same)["success"]

    assert writers_of(page) == {writer.pk}
