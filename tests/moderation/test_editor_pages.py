"""What Wagtail's own pages show of the road, and what they refuse."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.checks import Tags, run_checks
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Page, WorkflowTask
from wagtail.test.utils.form_data import rich_text

from agreement.hashing import content_hash
from articles.models import ArticlePage
from moderation import actions
from moderation.models import Ballot, Decision, ModeratorCheckTask, PanelVoteTask
from tests.factories import block, check_of, draft, member_of, members_of, moderator_for, published, send_in, vote
from tests.moderation.doors import browser_of, superuser, text_of

TITLE = "Can they make me carry it?"
HOW_IT_IS = "If you change words you become a writer"


def editor(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def form_of(client, address: str) -> dict[str, str]:
    """What the editor would send if nobody touched anything."""
    form = client.get(address).context["form"]
    data = {}
    for bound in form:
        data |= _as_posted(bound.field.widget, bound.html_name, bound.value())
    for formset in form.formsets.values():
        for hidden in formset.management_form:
            data[hidden.html_name] = hidden.value()
        for child in formset.initial_forms:
            for bound in child:
                data |= _as_posted(bound.field.widget, bound.html_name, bound.value())
    return {name: "" if value is None else value for name, value in data.items()}


def _as_posted(widget, name, value) -> dict[str, str]:
    if hasattr(widget, "block_def"):
        return _block_as_posted(widget.block_def, name, value)
    if isinstance(value, list | tuple):
        return {name: [getattr(item, "pk", item) for item in value]}
    if value is False:
        return {}
    return {name: getattr(value, "pk", value)}


def _block_as_posted(block, name, value) -> dict[str, str]:
    posted = {f"{name}-count": str(len(value))}
    for number, child in enumerate(value):
        posted |= {
            f"{name}-{number}-type": child.block_type,
            f"{name}-{number}-order": str(number),
            f"{name}-{number}-deleted": "",
            f"{name}-{number}-id": child.id,
            f"{name}-{number}-value": rich_text(child.value.source),
        }
    return posted


@pytest.fixture
def moderator(newham):
    return moderator_for(newham)


@pytest.fixture
def writer(newham):
    return member_of(newham)


@pytest.fixture
def voters(newham):
    return members_of(newham, 4)


def as_last_saved(page: Page) -> Page:
    return page.get_latest_revision_as_object()


@pytest.fixture
def page(newham, writer, voters, moderator):
    return as_last_saved(draft(newham, by=writer, title=TITLE))


@pytest.fixture
def ballot(page, writer) -> Ballot:
    return send_in(page, by=writer)


# -- buttons


def test_the_editors_button_says_where_the_page_goes(page, writer):
    said = text_of(browser_of(writer).get(editor(page)))

    assert "Send to the panel" in said
    assert "Submit to" not in said


def test_who_opens_a_page_to_put_it_right_reads_there_what_was_asked_for(
    page, ballot, writer, voters, moderator, stoke
):
    vote(ballot, voters, "AAAA")
    check_of(ballot).send_back(moderator, reason_code="pii.other", words="Take the name of the park out.")
    reads = {user: text_of(browser_of(user).get(editor(page))) for user in (writer, voters[0])}

    for said in reads.values():
        assert "A moderator asks for changes." in said
        assert "Take the name of the park out." in said


def test_who_opens_a_page_that_was_taken_from_readers_reads_there_why(newham, writer, moderator):
    page = published(newham, by=writer)
    actions.withdraw(
        page=page, moderator=moderator, reason="wrong", reason_code="other", words="The number has changed."
    )

    said = text_of(browser_of(writer).get(editor(page)))

    assert "Withdrawn. Readers cannot see it just now." in said
    assert "The number has changed." in said


def test_while_the_panel_votes_the_editor_offers_no_way_round_the_ballot_page(ballot, page, voters, moderator):
    for user in (voters[0], superuser()):
        said = browser_of(user).get(editor(page)).content.decode()

        assert "data-workflow-action-name" not in said
        assert "action-restart-workflow" not in said


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_wagtails_own_workflow_address_takes_no_vote(ballot, page, voters, action):
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, ballot.pk])

    browser_of(voters[0]).post(address)
    browser_of(superuser()).post(address)

    ballot.refresh_from_db()
    assert ballot.outcome == ""
    assert not ballot.votes.exists()


def test_the_sender_takes_the_page_back_although_it_is_locked(ballot, page, writer):
    client = browser_of(writer)
    shown = text_of(client.get(editor(page)))

    client.post(editor(page), form_of(client, editor(page)) | {"action-cancel-workflow": "1"})

    ballot.refresh_from_db()
    assert "Take the page back" in shown
    assert "The panel is voting on these words" in shown
    assert ballot.outcome == "void"


def test_nobody_else_takes_it_back(ballot, page, voters):
    client = browser_of(voters[0])
    shown = text_of(client.get(editor(page)))

    client.post(editor(page), form_of(client, editor(page)) | {"action-cancel-workflow": "1"})

    ballot.refresh_from_db()
    assert "action-cancel-workflow" not in shown
    assert ballot.outcome == ""


# -- sending in


def test_a_page_is_sent_to_the_panel_from_the_editor(page, writer):
    client = browser_of(writer)

    client.post(editor(page), form_of(client, editor(page)) | {"action-submit": "1"})

    assert Ballot.objects.unclosed().get().revision.content_object.pk == page.pk


def test_what_is_in_the_way_of_sending_is_said_and_what_was_typed_is_kept(newham, writer):
    page = draft(newham, by=writer, title=TITLE)
    client = browser_of(writer)
    data = form_of(client, editor(page)) | {"title": "Typed with care", "action-submit": "1"}

    response = client.post(editor(page), data, follow=True)

    said = text_of(response)
    assert not Ballot.objects.exists()
    assert "Your panel has too few members to vote." in said
    assert "you do not have permission" not in said
    assert "Typed with care" in said


def test_what_only_shows_once_it_is_saved_is_said_too_and_what_was_typed_is_a_draft(newham, moderator):
    """Sending changed words makes the sender a writer. Then too few are left who did not write, and two must check."""
    writer, sender, *_others = members_of(newham, 4)
    page = as_last_saved(draft(newham, by=writer, title=TITLE))
    client = browser_of(sender)
    data = form_of(client, editor(page)) | {"title": "Typed with care", "action-submit": "1"}

    response = client.post(editor(page), data, follow=True)

    assert not Ballot.objects.exists()
    assert response.request["PATH_INFO"] == editor(page)
    assert "Nobody can check this page yet" in text_of(response)
    assert as_last_saved(Page.objects.get(pk=page.pk)).title == "Typed with care"


@pytest.mark.parametrize(
    "taken_away",
    [
        lambda: WorkflowTask.objects.filter(task__in=PanelVoteTask.objects.all()).delete(),
        lambda: WorkflowTask.objects.filter(task__in=ModeratorCheckTask.objects.all()).delete(),
        lambda: WorkflowTask.objects.all().delete(),
        lambda: ModeratorCheckTask.objects.update(active=False),
        lambda: WorkflowTask.objects.filter(task__in=PanelVoteTask.objects.all()).update(sort_order=9),
    ],
    ids=["no vote", "no check", "no step", "a check that is off", "the check before the vote"],
)
def test_where_a_step_of_the_road_is_missing_a_kind_sentence_says_so_and_nothing_is_lost(page, writer, taken_away):
    client = browser_of(writer)
    data = form_of(client, editor(page)) | {"title": "Typed with care", "action-submit": "1"}
    taken_away()

    response = client.post(editor(page), data, follow=True)

    assert response.status_code == 200
    assert "Nothing can be sent in just now" in text_of(response)
    assert "Typed with care" in text_of(response)
    assert not Ballot.objects.exists()
    assert Page.objects.get(pk=page.pk).current_workflow_state is None


def test_a_script_that_asks_hears_the_same_sentence_as_json(ballot, voters, writer):
    response = browser_of(writer).post(
        reverse("moderation:ballot", args=[ballot.pk]), {"choice": "agree"}, headers={"accept": "application/json"}
    )

    assert response.status_code == 409
    assert "This vote is for other members" in response.json()["error_message"]


def test_a_page_sent_back_by_a_moderator_goes_to_the_panel_again_when_its_words_have_changed(
    ballot, page, voters, moderator, writer
):
    vote(ballot, voters, "AAAA")
    check_of(ballot).send_back(moderator, reason_code="quality.tone", words="Warmer, please.")
    client = browser_of(writer)
    data = form_of(client, editor(page)) | {"title": "Warmer words", "action-submit": "1"}

    client.post(editor(page), data)

    again = Ballot.objects.unclosed().get()
    assert again.pk != ballot.pk
    assert again.revision.object_str == "Warmer words"


def test_a_page_sent_back_by_a_moderator_and_sent_again_as_it_is_goes_to_the_panel_too(
    ballot, page, voters, moderator, writer
):
    vote(ballot, voters, "AAAA")
    check_of(ballot).send_back(moderator, reason_code="quality.tone", words="Warmer, please.")
    client = browser_of(writer)

    client.post(editor(page), form_of(client, editor(page)) | {"action-submit": "1"})

    assert Ballot.objects.unclosed().get().pk != ballot.pk


def test_after_the_second_round_the_page_is_checked_and_live(ballot, page, voters, moderator, writer):
    vote(ballot, voters, "AAAA")
    check_of(ballot).send_back(moderator, reason_code="quality.tone", words="Warmer, please.")
    page.title = "Warmer words"
    page.save_revision(user=writer)
    page.current_workflow_state.resume(writer)
    again = Ballot.objects.unclosed().get()

    vote(again, voters, "AAAA")
    check_of(again).sign(moderator)

    page = Page.objects.get(pk=page.pk)
    assert page.live
    assert page.title == "Warmer words"


# -- before typing


def test_a_member_who_wrote_none_of_it_is_told_before_typing_what_changing_words_means(page, voters):
    assert HOW_IT_IS in text_of(browser_of(voters[0]).get(editor(page)))


def test_a_writer_is_not_told_what_they_already_are(page, writer):
    assert HOW_IT_IS not in text_of(browser_of(writer).get(editor(page)))


def test_opening_the_editor_makes_nobody_a_writer(page, voters, writer):
    browser_of(voters[0]).get(editor(page))

    ballot = send_in(page, by=writer)

    assert voters[0].pk in ballot.electorate()


# -- other words end the round


def test_other_words_end_the_ballot_at_once(ballot, page, writer):
    page.title = "Other words"
    page.save_revision(user=writer)

    ballot.refresh_from_db()
    assert ballot.outcome == "void"
    assert not page.workflow_in_progress


def test_other_words_end_the_check_at_once(ballot, page, voters, writer):
    vote(ballot, voters, "AAAA")

    page.title = "Other words"
    page.save_revision(user=writer)

    check = check_of(ballot)
    assert check.status == check.STATUS_CANCELLED
    assert not page.workflow_in_progress


def test_the_same_words_saved_again_end_nothing(ballot, page, writer):
    page.save_revision(user=writer)

    ballot.refresh_from_db()
    assert ballot.outcome == ""


def test_ending_it_twice_ends_it_once(ballot, page, writer):
    page.title = "Other words"
    revision = page.save_revision(user=writer)

    actions.end_what_is_about_other_words(revision=revision)

    assert Decision.objects.filter(kind="void").count() == 1


def test_other_words_of_another_page_end_nothing(ballot, newham, writer):
    other = as_last_saved(draft(newham, by=writer))
    other.title = "Other words"
    other.save_revision(user=writer)

    ballot.refresh_from_db()
    assert ballot.outcome == ""


# -- deleting and moving


def bulk(action: str, page: Page) -> str:
    return reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]) + f"?id={page.pk}"


def roads_to_deleting(page: Page) -> list[str]:
    return [reverse("wagtailadmin_pages:delete", args=[page.pk]), bulk("delete", page)]


@pytest.mark.parametrize("road", [0, 1], ids=["one page", "in bulk"])
def test_a_page_that_the_panel_votes_on_cannot_be_deleted(ballot, page, writer, road):
    browser_of(writer).post(roads_to_deleting(page)[road])
    response = browser_of(superuser()).post(roads_to_deleting(page)[road], follow=True)

    assert Page.objects.filter(pk=page.pk).exists()
    assert "so it stays where it is" in text_of(response)


@pytest.mark.parametrize("road", [0, 1], ids=["one page", "in bulk"])
def test_a_page_that_waits_for_its_check_cannot_be_deleted(ballot, page, voters, road):
    vote(ballot, voters, "AAAA")

    response = browser_of(superuser()).post(roads_to_deleting(page)[road], follow=True)

    assert Page.objects.filter(pk=page.pk).exists()
    assert "A moderator is checking this" in text_of(response)


@pytest.mark.parametrize("road", [0, 1], ids=["one page", "in bulk"])
def test_a_page_that_was_ever_agreed_cannot_be_deleted(newham, moderator, road):
    page = published(newham)
    actions.withdraw(page=page, moderator=moderator, reason="removed", reason_code="other", words="Hm.")

    response = browser_of(superuser()).post(roads_to_deleting(page)[road], follow=True)

    assert Page.objects.filter(pk=page.pk).exists()
    assert "so it is kept" in text_of(response)


def test_nor_can_the_place_it_hangs_in(newham, moderator):
    page = published(newham)

    browser_of(superuser()).post(reverse("wagtailadmin_pages:delete", args=[newham.root_page_id]))

    assert Page.objects.filter(pk=page.pk).exists()


@pytest.mark.parametrize("road", [0, 1], ids=["one page", "in bulk"])
def test_a_draft_that_another_page_points_to_cannot_be_deleted(newham, page, road):
    pointing = published(newham, related=[block("page", page.pk)])
    before = content_hash(pointing)

    response = browser_of(superuser()).post(roads_to_deleting(page)[road], follow=True)

    assert "Another page points to this" in text_of(response)
    assert content_hash(ArticlePage.objects.get(pk=pointing.pk)) == before


def test_a_draft_that_nobody_was_asked_about_can_be_deleted(page):
    browser_of(superuser()).post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    assert not Page.objects.filter(pk=page.pk).exists()


@pytest.mark.parametrize("road", ["one page", "in bulk"])
def test_a_page_that_the_panel_votes_on_cannot_be_moved(ballot, page, newham, stoke, road):
    client = browser_of(superuser())
    if road == "one page":
        address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, stoke.root_page_id])
        response = client.post(address, follow=True)
    else:
        response = client.post(bulk("move", page), {"chooser": stoke.root_page_id}, follow=True)

    assert Page.objects.get(pk=page.pk).get_parent().pk == newham.root_page_id
    assert "so it stays where it is" in text_of(response)


# -- letters


def test_the_whole_road_sends_no_letter(newham):
    superuser_with_mail = superuser()
    superuser_with_mail.email = "root@example.org"
    superuser_with_mail.save()
    writer = member_of(newham, email="writer@example.org")

    published(newham, by=writer, title=TITLE)

    assert mail.outbox == []


def test_neither_does_sending_back(ballot, voters, writer):
    writer.email = "writer@example.org"
    writer.save()

    vote(ballot, voters, "CCCC")

    assert mail.outbox == []


# -- the workflow, and the daily sweep


def errors() -> list[str]:
    return [found.id for found in run_checks(tags=[Tags.database], databases=["default"])]


def test_a_furnished_workflow_passes_its_check(furnished):
    assert "moderation.E001" not in errors()


def test_a_workflow_that_ends_with_the_ballot_is_an_error(furnished):
    WorkflowTask.objects.filter(task__in=ModeratorCheckTask.objects.all()).update(sort_order=0)
    WorkflowTask.objects.filter(task__in=PanelVoteTask.objects.all()).update(sort_order=1)

    assert "moderation.E001" in errors()


def test_a_workflow_without_a_check_is_an_error(furnished):
    ModeratorCheckTask.objects.update(active=False)

    assert "moderation.E001" in errors()


def test_without_being_asked_about_a_database_nothing_is_checked(furnished):
    ModeratorCheckTask.objects.update(active=False)

    assert "moderation.E001" not in [found.id for found in run_checks()]


def test_the_daily_sweep_says_how_many_ballots_it_closed(ballot, voters, capsys):
    vote(ballot, voters[:3], "AAA")

    call_command("close_ballots")
    first = capsys.readouterr().out
    call_command("close_ballots")

    ballot.refresh_from_db()
    assert first.strip() == "Ballots closed: 1"
    assert capsys.readouterr().out.strip() == "Ballots closed: 0"
    assert ballot.outcome == "carried"
