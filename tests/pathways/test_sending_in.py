"""A pathway is proven before the panel sees it: what is wrong with its steps stands at its steps, by their titles."""

from __future__ import annotations

import pytest
from wagtail.test.utils.form_data import rich_text, streamfield

from articles.models import ArticlePage
from literacy.levels import LiteracyLevel
from moderation.models import Ballot
from pathways.models import PathwayPage
from pathways.routes import Graph, Option, Step, longest_way
from tests.articles.editor import SAVE, SEND_IN, create, listed, logged_in, refusals, says, typed
from tests.articles.full import full_pathway, sound_steps, step_outcome, step_question
from tests.factories import member_of, members_of, moderator_for


def asked(key: str, title: str, *answers: tuple[str, str], words: str = "Take your time.") -> tuple[str, dict]:
    """A question as typed. The last answer is the one for somebody who is not sure."""
    options = [
        {"label": label, "next": following, **({"is_not_sure": "on"} if number == len(answers) - 1 else {})}
        for number, (label, following) in enumerate(answers)
    ]
    return "question", {"key": key, "title": title, "text": text(words), "options": listed(*options)}


def ended(key: str, title: str, *, urgency: str = "normal", pages: tuple[int, ...] = ()) -> tuple[str, dict]:
    return "outcome", {"key": key, "title": title, "urgency": urgency, "text": text("Talk."), "pages": listed(*pages)}


def text(el3: str) -> dict[str, str]:
    return {
        "el12": rich_text(""),
        "el3": rich_text(f"<p>{el3}</p>") if el3 else rich_text(""),
        "l1": rich_text(""),
        "l2": rich_text(""),
    }


SOUND = [asked("safe", "Are you safe?", ("Yes", "talk"), ("Not sure", "talk")), ended("talk", "Talk to somebody")]


def typed_pathway(*steps: tuple[str, dict], **changes):
    return typed(
        **dict.fromkeys(("body_el12", "body_el3", "body_l1", "body_l2", "main_level")),
        **{"slug": "a-pathway", "steps": streamfield(list(steps)), **changes},
    )


@pytest.fixture
def browser(newham):
    members_of(newham, 3)
    moderator_for(newham)
    return logged_in(member_of(newham))


def test_a_sound_pathway_is_sent_to_the_panel(browser, newham):
    response = create(browser, "pathways.pathwaypage", newham.root_page, typed_pathway(*SOUND), SEND_IN)

    assert refusals(response) == {}
    assert Ballot.objects.unclosed().count() == 1
    sent = PathwayPage.objects.get().get_latest_revision_as_object()
    assert sent.graph() == Graph(
        (
            Step("safe", "Are you safe?", (Option("Yes", "talk"), Option("Not sure", "talk", is_not_sure=True))),
            Step("talk", "Talk to somebody", is_outcome=True),
        )
    )


WRONG = {
    "no steps": ([], "Add a question to start with. The first question is where readers begin."),
    "an answer that leads nowhere": (
        [asked("safe", "Are you safe?", ("Yes", "tlak"), ("Not sure", "talk")), SOUND[1]],
        "“Are you safe?”: the answer “Yes” goes to “tlak”, but no step has that short name.",
    ),
    "a loop": (
        [asked("safe", "Are you safe?", ("Yes", "talk"), ("Not sure", "safe")), SOUND[1]],
        "From “Are you safe?” the answers can lead back to it. Nobody should get the same question twice.",
    ),
    "a step that nothing leads to": (
        [*SOUND, ended("lost", "Run away")],
        "No answer leads to “Run away”. Let an answer go there, or take the step out.",
    ),
    "a number in a step": (
        [asked("safe", "Are you safe?", ("Yes", "talk"), ("Not sure", "talk"), words="Ring 07700 900123."), SOUND[1]],
        "This looks like a phone number: 07700 900123.",
    ),
}


@pytest.mark.parametrize(("steps", "sentence"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_the_steps_is_said_at_the_steps_and_nothing_typed_is_lost(browser, newham, steps, sentence):
    response = create(browser, "pathways.pathwaypage", newham.root_page, typed_pathway(*steps), SEND_IN)

    assert says(response, "steps", sentence)
    assert all(value["title"] in response.content.decode() for _kind, value in steps)
    assert not PathwayPage.objects.exists()


def test_a_pathway_that_leads_nowhere_yet_can_be_saved_as_a_draft(browser, newham):
    steps = WRONG["an answer that leads nowhere"][0]

    response = create(browser, "pathways.pathwaypage", newham.root_page, typed_pathway(*steps), SAVE)

    assert refusals(response) == {}


def test_a_draft_keeps_a_question_without_answers_or_words(browser, newham):
    step = asked("safe", "Are you safe?", words="")

    create(browser, "pathways.pathwaypage", newham.root_page, typed_pathway(step), SAVE)

    assert PathwayPage.objects.get().get_latest_revision_as_object().graph() == Graph(
        (Step("safe", "Are you safe?", has_main_text=False),)
    )


def test_a_pathway_with_everything_on_it_has_no_problems(newham):
    assert full_pathway(newham).problems_before_sending() == []


def test_an_outcome_that_points_to_a_page_readers_cannot_open_is_named(newham):
    page = full_pathway(newham)
    ArticlePage.objects.filter(title="Another page").update(live=False)

    [problem] = PathwayPage.objects.get(pk=page.pk).problems_before_sending()

    assert problem == (
        "steps",
        "“Talk to somebody” points to “Another page”, which is not live. Choose a page that readers can open.",
    )


def test_a_problem_is_said_in_the_editors_language(newham, monkeypatch):
    monkeypatch.setattr(
        "pathways.models.gettext", lambda template: template.replace("No answer leads to", "Nid oes ateb i")
    )
    page = full_pathway(newham, steps=[*sound_steps(), step_outcome("lost", "Mynd adref")])

    assert [problem.sentence for problem in page.problems_before_sending()] == [
        "Nid oes ateb i “Mynd adref”. Let an answer go there, or take the step out."
    ]


def test_a_pathway_is_written_at_the_levels_its_steps_are_written_at(newham):
    assert full_pathway(newham).written_levels() == list(LiteracyLevel)
    assert full_pathway(newham, steps=[step_question("a", "Are you safe?")]).written_levels() == [LiteracyLevel.EL3]


def test_the_longest_way_of_a_page_is_that_of_its_graph(newham):
    assert longest_way(full_pathway(newham).graph()) == ["safe"]
