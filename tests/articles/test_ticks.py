"""The boxes beside a reading version: what they say, for which words they hold, and that nobody's name is beside them."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.admin.models import FormState
from wagtail.models import Revision
from wagtail.test.utils.form_data import streamfield

from agreement.hashing import content_hash
from articles.models import ArticlePage, ReadAloud, SaysTheSame
from moderation.models import Sitting
from tests.articles.editor import SAVE, SEND_IN, change, create, logged_in, paragraph, refusals, typed, typed_video
from tests.articles.full import full_article, full_video
from tests.factories import draft, members_of, moderator_for, published, send_in, words
from tests.moderation.doors import text_of
from tests.moderation.test_what_is_typed_is_kept import Tab

OLD, NEW, QUICK = "You can say no. Ring 0300.", "You can say no. Ring the helpline.", "Say no. Then ring."
SHOWN = {
    f"{name}_shown": "yes"
    for name in ("still_the_same_el12", "still_the_same_el3", "panel_says_read_aloud_el12", "panel_says_read_aloud_el3")
}
"""What the form sends along for each box, ticked or not."""


@pytest.fixture
def page(newham, writer):
    """Live, with two versions."""
    return published(newham, by=writer, body_el3=words(OLD), body_el12=words(QUICK))


def form(page, main: str = OLD, quick: str = QUICK, **ticks: str) -> dict:
    bodies = {"body_el3": streamfield([paragraph(main)]), "body_el12": streamfield([paragraph(quick)])}
    return typed(slug=page.slug, **bodies) | SHOWN | ticks


def saves(browser, page, *words: str, **ticks: str) -> None:
    answer = change(browser, page, form(page, *words, **ticks), SAVE)
    assert answer.status_code == 302, refusals(answer)


def draft_of(page) -> ArticlePage:
    return ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()


def shown(browser, page) -> BeautifulSoup:
    answer = browser.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def box(browser, page, name: str) -> tuple[str, bool]:
    """What a box would send, and whether it is ticked."""
    found = shown(browser, page).find("input", attrs={"name": name})
    return found["value"], found.has_attr("checked")


def asks(browser, page, field: str = "body_el12") -> bool:
    part = shown(browser, page).select_one(f'[data-reading-version="{field}"] [data-keeping-up]')
    return not part.has_attr("hidden")


def worth_a_look(browser, page, data: dict) -> list[str]:
    answer = browser.post(reverse("articles:look_over", args=[page.pk]), data)
    items = BeautifulSoup(answer.json()["items"], "html.parser").select(".checklist__look .checklist__label")
    return [item.get_text() for item in items]


# -- it still says the same


def test_a_version_that_keeps_up_is_not_asked_about(browser, page):
    assert not asks(browser, page)


def test_when_the_main_words_have_changed_its_tab_says_so_and_what_changed(browser, page):
    saves(browser, page, NEW)

    assert asks(browser, page)
    assert not asks(browser, page, "body_el3")
    part = shown(browser, page).select_one('[data-reading-version="body_el12"] [data-keeping-up]')
    assert [line.get_text() for line in part.find_all("del")] == ["Ring 0300."]
    assert [line.get_text() for line in part.find_all("ins")] == ["Ring the helpline."]
    assert box(browser, page, "still_the_same_el12") == ("now", False)


def test_a_tick_holds_for_exactly_the_words_that_are_saved_with_it(browser, page):
    saves(browser, page, NEW, still_the_same_el12="now")

    assert draft_of(page).levels_out_of_date() == set()
    assert box(browser, page, "still_the_same_el12") == ("kept", True)

    saves(browser, page, f"{NEW} Today.", still_the_same_el12="kept")

    assert [level.value for level in draft_of(page).levels_out_of_date()] == ["el12"]
    assert box(browser, page, "still_the_same_el12") == ("now", False)


def test_what_is_no_longer_ticked_is_no_longer_said(browser, page):
    saves(browser, page, NEW, still_the_same_el12="now")
    saves(browser, page, NEW)

    assert not SaysTheSame.objects.filter(was_agreed=False).exists()


def test_what_was_agreed_stays_agreed_whatever_is_ticked(browser, page):
    before = set(SaysTheSame.objects.values_list("level", "words", "together", "was_agreed"))

    saves(browser, page)

    assert set(SaysTheSame.objects.values_list("level", "words", "together", "was_agreed")) == before


def test_opening_and_saving_without_a_change_marks_nothing(browser, page):
    saves(browser, page)

    assert draft_of(page).versions() == page.versions()
    assert not asks(browser, page)


def test_the_autosave_keeps_a_tick_too(writer, page):
    tab = Tab(writer, page)

    assert tab.autosaves(form(page, NEW, still_the_same_el12="now"))["success"]
    assert tab.autosaves(form(page, NEW, still_the_same_el12="now"))["success"]

    assert SaysTheSame.objects.filter(was_agreed=False).count() == 1


def test_what_is_not_saved_says_nothing(browser, page, newham):
    """Looking at the preview, and asking what is missing, write nothing."""
    data = form(page, NEW, still_the_same_el12="now", panel_says_read_aloud_el12="now")
    before = SaysTheSame.objects.count()

    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert json.loads(browser.post(preview, data).content)["is_valid"]
    assert browser.get(preview, {"mode": "en.el12"}).status_code == 200
    browser.post(reverse("articles:look_over", args=[page.pk]), data)

    assert (SaysTheSame.objects.count(), ReadAloud.objects.count()) == (before, 0)


def test_the_list_names_it_as_worth_a_look_and_lets_the_page_be_sent(browser, page, newham):
    about = "Does “Quick” still say the same?"

    assert about in worth_a_look(browser, page, form(page, NEW))
    assert about not in worth_a_look(browser, page, form(page, NEW, still_the_same_el12="now"))
    assert about not in worth_a_look(browser, page, form(page, NEW, "Say no. Ring the helpline."))
    assert change(browser, page, form(page, NEW), SEND_IN).status_code == 302


def test_while_somebody_types_the_tab_hears_that_it_no_longer_keeps_up(browser, page):
    address = reverse("articles:look_over", args=[page.pk])

    before = browser.post(address, form(page)).json()["keeping_up"]
    after = browser.post(address, form(page, NEW)).json()["keeping_up"]

    assert not before["body_el12"]["asks"]
    assert after["body_el12"]["asks"]
    assert "Ring 0300." in after["body_el12"]["changes"]
    assert not after["body_el3"]["asks"]


def test_looking_at_a_preview_a_hidden_version_says_that_it_is_hidden(browser, page):
    data = form(page, NEW, is_safety_critical="on")
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    browser.post(preview, data)

    seen = text_of(browser.get(preview, {"mode": "en.el12"}))

    assert "“Quick” is hidden until it is redone." in seen
    assert QUICK not in seen


# -- the danger


def danger(browser, page):
    return shown(browser, page).find("input", attrs={"name": "is_safety_critical"})


def test_danger_is_asked_about_where_a_version_could_stay_behind(browser, page, newham, writer):
    assert danger(browser, page) is not None
    assert danger(browser, draft(newham, by=writer)) is None
    assert danger(browser, draft(newham, by=writer, body_l1=words("Nobody reads this yet."))) is None


def test_a_page_without_danger_says_what_it_said_before_there_was_such_a_box(page):
    said = content_hash(page)
    page.is_safety_critical = True
    assert content_hash(page) != said
    page.is_safety_critical = False
    assert content_hash(page) == said


def test_yesterdays_danger_is_not_ticked_today(browser, page, writer, newham):
    saves(browser, page, NEW, is_safety_critical="on")
    assert danger(browser, page).has_attr("checked")
    again = draft_of(page)
    go_live(send_in(again, by=writer), newham)

    assert danger(browser, page).has_attr("checked")  # a version is hidden still

    saves(browser, page, NEW, "Say no. Ring the helpline.", is_safety_critical="on")

    assert not danger(browser, page).has_attr("checked")


def test_a_danger_that_is_ticked_before_a_word_has_changed_stays_ticked(browser, page):
    saves(browser, page, is_safety_critical="on")

    assert danger(browser, page).has_attr("checked")


def go_live(ballot, panel):
    from people.models import User
    from tests.factories import check_of, vote

    vote(ballot, list(User.objects.filter(pk__in=ballot.electorate())), "A" * 20)
    check_of(ballot).sign(moderator_for(panel))


# -- read aloud


def test_a_panel_says_that_it_read_a_version_aloud(browser, page):
    assert box(browser, page, "panel_says_read_aloud_el12") == ("now", False)

    saves(browser, page, panel_says_read_aloud_el12="now")

    assert box(browser, page, "panel_says_read_aloud_el12") == ("kept", True)
    assert box(browser, page, "panel_says_read_aloud_el3") == ("now", False)


@pytest.mark.parametrize(("main", "quick", "still"), [(NEW, QUICK, True), (OLD, "Say no. Ring.", False)])
def test_it_holds_for_exactly_these_words(browser, page, main, quick, still):
    saves(browser, page, panel_says_read_aloud_el12="now")

    saves(browser, page, main, quick, panel_says_read_aloud_el12="kept")

    assert box(browser, page, "panel_says_read_aloud_el12")[1] == still


def test_a_box_that_was_ticked_for_older_words_says_nothing_of_newer_ones_however_often_it_is_saved(browser, page):
    saves(browser, page, panel_says_read_aloud_el12="now")
    for _ in range(3):
        saves(browser, page, OLD, "Say no. Ring.", panel_says_read_aloud_el12="kept")

    assert ReadAloud.objects.count() == 1


def test_unticking_takes_it_back(browser, page):
    saves(browser, page, panel_says_read_aloud_el12="now")
    saves(browser, page)

    assert not ReadAloud.objects.exists()


def test_a_form_that_never_showed_the_box_takes_nothing_back(browser, page):
    saves(browser, page, panel_says_read_aloud_el12="now")
    without = {name: value for name, value in form(page).items() if name not in SHOWN}

    assert change(browser, page, without, SAVE).status_code == 302

    assert box(browser, page, "panel_says_read_aloud_el12") == ("kept", True)


def test_neither_the_preview_nor_kept_words_keep_it_beside_a_person(browser, writer, page):
    data = form(page, panel_says_read_aloud_el12="now")
    browser.post(reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk]), data)
    Tab(writer, page).autosaves(data | {"summary": "word " * 1000})

    [shown_before], [kept] = FormState.objects.all(), Sitting.objects.of(writer).with_kept_words()

    assert "panel_says" not in shown_before.data + kept.kept
    assert "summary=" in shown_before.data
    assert "word word" in kept.kept


def test_nothing_keeps_who_said_it_or_when():
    names = {field.name for model in (ReadAloud, SaysTheSame) for field in model._meta.get_fields()}

    assert names == {"id", "content_id", "locale", "level", "words", "together", "was_agreed"}


def test_only_the_two_easiest_levels_are_read_aloud(browser, page):
    editor = shown(browser, page)
    boxes = [
        found["name"]
        for found in editor.find_all("input")
        if found.get("name", "").startswith("panel_says") and found["type"] == "checkbox"
    ]

    assert sorted(boxes) == ["panel_says_read_aloud_el12", "panel_says_read_aloud_el3"]


def test_the_list_asks_for_it_and_nobody_is_kept_from_sending(browser, page, newham):
    assert worth_a_look(browser, page, form(page)) == [
        "Read “Quick” aloud together",
        "Read “Straightforward” aloud together",
    ]
    ticked = form(page, panel_says_read_aloud_el12="now", panel_says_read_aloud_el3="now")
    assert worth_a_look(browser, page, ticked) == []
    assert browser.post(reverse("articles:look_over", args=[page.pk]), form(page)).json()["left"] == 0


def test_a_new_page_can_be_saved_with_its_ticks(browser, newham):
    data = typed(slug="brand-new", body_el12=streamfield([paragraph(QUICK)])) | {"panel_says_read_aloud_el12": "now"}

    assert create(browser, "articles.articlepage", newham.root_page, data, SAVE).status_code == 302

    made = ArticlePage.objects.get(slug="brand-new")
    assert box(browser, made, "panel_says_read_aloud_el12") == ("kept", True)
    assert not asks(browser, made)


def test_a_copy_was_read_aloud_by_nobody_and_keeps_up(browser, page, newham, writer):
    saves(browser, page, NEW, panel_says_read_aloud_el12="now")
    page = ArticlePage.objects.get(pk=page.pk)

    copy = page.copy(update_attrs={"slug": "another"}, keep_live=False, user=writer)

    assert box(browser, copy, "panel_says_read_aloud_el12") == ("now", False)
    assert not asks(browser, copy)


@pytest.mark.parametrize("make", [full_article, full_video])
def test_pages_of_every_kind_with_versions_have_the_boxes(browser, newham, writer, make):
    page = make(newham, owner=writer)

    assert box(browser, page, "panel_says_read_aloud_el3") == ("now", False)


def test_a_video_keeps_its_ticks(browser, newham, writer):
    page = full_video(newham, owner=writer)
    data = typed_video(slug=page.slug, body_el3=streamfield([paragraph("Say no.")])) | {
        "panel_says_read_aloud_el3": "now"
    }

    assert change(browser, page, data, SAVE).status_code == 302

    assert ReadAloud.objects.get().level == "el3"


def test_nonsense_in_a_box_says_nothing(browser, page):
    saves(browser, page, NEW, still_the_same_el12="yes", panel_says_read_aloud_el12="<b>", still_the_same_xx="now")

    assert not ReadAloud.objects.exists()
    assert not SaysTheSame.objects.filter(was_agreed=False).exists()


def test_saving_a_revision_without_the_form_takes_nothing_back(browser, page):
    saves(browser, page, panel_says_read_aloud_el12="now")

    draft_of(page).save_revision()

    assert ReadAloud.objects.count() == 1
    assert Revision.objects.for_instance(page).count() > 1


# -- the panel's word beside our measure

LONG_AND_HARD = " ".join(
    [
        "Intermediaries who misrepresent contractual obligations frequently conceal the remuneration arrangements that they "
        "negotiate, notwithstanding the legislation which prohibits exploitation of vulnerable employees."
    ]
    * 6
)
MEASURED = "Our measure: about like"


def ballot_text(page, panel, writer) -> str:
    moderator_for(panel)
    voters = members_of(panel, 3)
    ballot = send_in(page, by=writer)
    return text_of(logged_in(voters[0]).get(reverse("moderation:ballot", args=[ballot.pk])))


def test_where_measure_and_panel_differ_both_are_said(newham, writer, browser):
    page = draft(newham, by=writer, body_el3=words(LONG_AND_HARD))

    said = page.notes_on_versions()[page.written_levels()[0]].sentences
    assert said[0].startswith(MEASURED)
    assert said[1] == "Nobody has said yet that it was read aloud together."

    data = typed(slug=page.slug, body_el3=streamfield([paragraph(LONG_AND_HARD)])) | {
        "panel_says_read_aloud_el3": "now"
    }
    assert change(browser, page, data, SAVE).status_code == 302
    again = draft_of(page)
    shown = ballot_text(again, newham, writer)
    assert MEASURED in shown
    assert "The panel read it aloud together and it worked." in shown
    assert "Nobody has said" not in shown


def test_a_short_text_is_not_measured(newham, writer):
    shown = ballot_text(draft(newham, by=writer), newham, writer)

    assert MEASURED not in shown
    assert "aloud" not in shown


def test_no_reading_age_and_no_grade_is_said(newham, writer):
    shown = ballot_text(draft(newham, by=writer, body_el3=words(LONG_AND_HARD)), newham, writer).lower()

    assert not [word for word in ("reading age", "grade", "score", "difficulty") if word in shown]


def test_nobody_is_asked_to_read_aloud_what_is_not_written_yet(browser, page):
    begun = form(page, "Write here: the answer in one sentence.")

    assert worth_a_look(browser, page, begun)[-1] == "Read “Quick” aloud together"
