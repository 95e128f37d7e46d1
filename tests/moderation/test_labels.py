"""A panel calls the levels otherwise: proposed under "For my panel", decided on the desk by a second person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.rich_text import RichText

from agreement.labels import LevelLabel, labels_at
from literacy.levels import LABELS
from moderation.actions import agree_to_labels, decline_labels
from moderation.comparison import changes_between
from moderation.errors import AlreadyDecided, NotYourCheck, NotYourPanel, ProposerHasLeft
from moderation.models import Decision, LabelProposal
from people.models import Appointment, Role
from tests.delivery.pages import pathway
from tests.factories import UserFactory, check_of, draft, member_of, members_of, moderator_for, send_in, vote, words
from tests.moderation.doors import browser_of, lead_of, superuser, text_of
from tests.moderation.labels import IN_WELSH, OURS, proposed, renamed

FOR_MY_PANEL, DESK = reverse("moderation:for_my_panel"), reverse("moderation:desk")


def form_of(panel, language="en") -> str:
    return reverse("moderation:propose_labels", args=[panel.pk, language])


def at_the_desk(name: str, proposal: LabelProposal) -> str:
    return reverse(f"moderation:{name}", args=[proposal.pk])


def standing(panel, language="en") -> dict[str, str]:
    return {level.value: label for level, label in labels_at(panel.root_page, language).items()}


STANDING = {level.value: label for level, label in LABELS.items()}


@pytest.fixture
def moderator(newham):
    return moderator_for(newham)


# -- proposing


@pytest.mark.parametrize("who", [member_of, lead_of])
def test_members_and_leads_send_other_names_to_a_moderator(newham, who):
    client = browser_of(who(newham))
    assert form_of(newham) in text_of(client.get(FOR_MY_PANEL))

    said = text_of(client.post(form_of(newham), OURS, follow=True))

    assert "A moderator looks at your names. Until then the old ones stay." in said
    assert (
        'waiting for a moderator: <strong lang="en">In short · Clear words · Going deeper · Everything</strong>' in said
    )
    assert LabelProposal.objects.waiting().get().labels == OURS


def test_the_form_begins_with_what_the_levels_are_called_now(newham):
    renamed(newham, el12="Bite-size")

    said = text_of(browser_of(member_of(newham)).get(form_of(newham)))

    assert 'value="Bite-size"' in said
    assert "Instead of “Bite-size”" in said


def test_nothing_that_readers_see_changes_before_a_moderator_has_agreed(newham):
    proposed(newham)

    assert standing(newham) == STANDING
    assert not LevelLabel.objects.exists()


@pytest.mark.parametrize("who", ["another panel's", "moderator", "translator", "admin", "superuser"])
def test_nobody_else_can_propose_for_a_panel(newham, stoke, who):
    roles = {"moderator": Role.MODERATOR, "translator": Role.TRANSLATOR, "admin": Role.ADMIN}
    if who in roles:
        user = UserFactory()
        Appointment.objects.create(user=user, role=roles[who], council=newham.council)
    else:
        user = superuser() if who == "superuser" else member_of(stoke)
    client = browser_of(user)

    assert client.get(form_of(newham)).status_code == 404
    assert client.post(form_of(newham), OURS).status_code == 404
    with pytest.raises(NotYourPanel):
        proposed(newham, by=user)
    assert not LabelProposal.objects.exists()


def test_somebody_whose_time_in_the_panel_is_over_cannot_propose_for_it(newham):
    member = member_of(newham)
    member.memberships.update(ends_on=timezone.localdate() - timedelta(days=1))

    with pytest.raises(NotYourPanel):
        proposed(newham, by=member)


def test_a_language_that_the_panel_has_no_place_in_is_not_there(newham):
    client = browser_of(member_of(newham))

    assert client.get(form_of(newham, "cy")).status_code == 200
    assert client.get(form_of(newham, "fr")).status_code == 404


def test_a_newer_proposal_takes_the_place_of_the_one_that_waits_and_the_form_says_so_first(newham, moderator):
    older = proposed(newham, el12="Bite-size")
    client = browser_of(member_of(newham))

    said = text_of(client.get(form_of(newham)))
    client.post(form_of(newham), OURS)

    older.refresh_from_db()
    assert "If you send others, they take their place." in said
    assert "Bite-size · Clear words" in said
    assert LabelProposal.objects.waiting().get().labels == OURS
    assert older.outcome == "replaced"
    with pytest.raises(AlreadyDecided):
        agree_to_labels(proposal=older, moderator=moderator)
    assert standing(newham) == STANDING


def test_each_language_waits_by_itself(newham):
    proposed(newham)
    proposed(newham, language="cy")

    assert LabelProposal.objects.waiting().count() == 2


def test_the_database_itself_refuses_a_second_waiting_proposal(newham):
    first = proposed(newham)

    with pytest.raises(IntegrityError), transaction.atomic():
        LabelProposal.objects.create(
            youth_panel=newham, language="en", labels=OURS, proposed_by_id=first.proposed_by_id
        )


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Give this one a name too, or leave it as it is: Straightforward."),
        ("For kids", "Say what the words are like, not who they are for. What could stand for “kids”?"),
        ("Year 9", "Leave numbers out: they make people think of ages and marks."),
        ("w" * 31, "Say it in 30 characters at most: these are 31."),
        ("everything", None),
        ("me@example.org", "Letters only, please: “@” cannot be part of a name."),
        ("Cle\x00ar", "There is a sign in it that nobody can see."),
        ("<script>alert</script>", "Letters only, please: “&lt;” cannot be part of a name."),
    ],
)
def test_a_name_that_cannot_be_says_why_at_its_field_and_keeps_the_rest(newham, name, sentence):
    answer = browser_of(member_of(newham)).post(form_of(newham), {**OURS, "el3": name})

    errors, field = answer.context["form"].errors, "el3" if sentence else "l2"
    said = text_of(answer)
    assert set(errors) == {field}
    assert f'id="id_{field}_error"' in said
    assert (sentence or "Another level has this name. Readers need four different ones to choose from.") in said
    assert 'value="Going deeper"' in said
    assert "<script>alert" not in said
    assert not LabelProposal.objects.exists()


def test_the_names_there_are_need_no_moderator(newham):
    answer = browser_of(member_of(newham)).post(form_of(newham), STANDING)

    assert "These are the names you have now." in text_of(answer)
    assert not LabelProposal.objects.exists()


def test_spaces_too_many_are_tidied_away(newham):
    browser_of(member_of(newham)).post(form_of(newham), {**OURS, "el3": "  Clear \n words "})

    assert LabelProposal.objects.get().labels == OURS


# -- deciding


def test_a_moderator_finds_it_on_the_first_page_and_on_the_desk_and_agrees(newham, moderator):
    proposal = proposed(newham, el12="Easy bite")
    client = browser_of(moderator)
    page = at_the_desk("label_proposal", proposal)
    assert page in text_of(client.get(reverse("wagtailadmin_home")))
    assert page in text_of(client.get(DESK))

    shown = text_of(client.get(page))
    said = text_of(client.post(at_the_desk("agree_to_labels", proposal), follow=True))

    assert "Quick" in shown
    assert "Worth a second look: “easy” could sound like a mark for whoever reads it." in shown
    assert "Readers see these names now." in said
    assert standing(newham) == {**OURS, "el12": "Easy bite"}


def test_the_panel_sees_what_became_of_it(newham, moderator):
    renamed(newham)
    proposal = proposed(newham, el12="Bite-size")
    browser_of(moderator).post(at_the_desk("decline_labels", proposal), {"words": "“Bite-size” is about food."})

    said = text_of(browser_of(member_of(newham)).get(FOR_MY_PANEL))

    assert "What we call the levels: In short · Clear words · Going deeper · Everything" in said
    assert "A moderator checked it, and it is live" in said
    assert "“Bite-size” is about food." in said
    assert standing(newham) == OURS
    assert {(decision.kind, decision.page_id, decision.locale) for decision in Decision.objects.all()} == {
        ("published", None, "en"),
        ("sent_back", None, "en"),
    }


def test_a_no_needs_words(newham, moderator):
    proposal = proposed(newham)

    said = text_of(browser_of(moderator).post(at_the_desk("decline_labels", proposal), {"words": " "}))

    assert "Tell the panel in plain words why not." in said
    assert LabelProposal.objects.waiting().exists()


def test_nobody_agrees_to_names_they_proposed(newham):
    both = lead_of(newham)
    Appointment.objects.create(user=both, role=Role.MODERATOR, council=newham.council)
    proposal = proposed(newham, by=both)
    client = browser_of(both)

    said = text_of(client.post(at_the_desk("agree_to_labels", proposal), follow=True))

    assert "Somebody else must check this" in said
    assert "Somebody else must decide this: these names came from you." in text_of(client.get(DESK))
    assert at_the_desk("agree_to_labels", proposal) not in text_of(client.get(at_the_desk("label_proposal", proposal)))
    with pytest.raises(NotYourCheck):
        agree_to_labels(proposal=proposal, moderator=both)
    with pytest.raises(NotYourCheck):
        decline_labels(proposal=proposal, moderator=both, words="No.")
    assert standing(newham) == STANDING


def test_a_superuser_who_proposed_cannot_agree_either(newham):
    both = superuser()
    Appointment.objects.create(user=both, role=Role.LEAD, youth_panel=newham)
    Appointment.objects.create(user=both, role=Role.MODERATOR, council=newham.council)
    proposal = proposed(newham, by=both)

    with pytest.raises(NotYourCheck):
        agree_to_labels(proposal=proposal, moderator=both)

    assert standing(newham) == STANDING


@pytest.mark.parametrize("how", ["account closed", "term over"])
def test_nobody_agrees_to_names_of_somebody_who_has_left(newham, moderator, how):
    member = member_of(newham)
    proposal = proposed(newham, by=member)
    if how == "account closed":
        member.is_active = False
        member.save()
    else:
        member.memberships.update(ends_on=timezone.localdate() - timedelta(days=1))
    client = browser_of(moderator)

    said = text_of(client.post(at_the_desk("agree_to_labels", proposal), follow=True))

    assert "is not here any more" in said
    assert standing(newham) == STANDING
    with pytest.raises(ProposerHasLeft):
        agree_to_labels(proposal=proposal, moderator=moderator)
    client.post(at_the_desk("decline_labels", proposal), {"words": "Send them again, please."})
    assert not LabelProposal.objects.waiting().exists()


@pytest.mark.parametrize("who", ["member", "lead", "admin", "translator", "superuser", "another council's moderator"])
def test_nobody_but_a_moderator_of_the_panels_council_decides(newham, stoke, who):
    proposal = proposed(newham)
    roles = {"admin": Role.ADMIN, "translator": Role.TRANSLATOR}
    if who in roles:
        user = UserFactory()
        Appointment.objects.create(user=user, role=roles[who], council=newham.council)
    else:
        user = {"member": member_of, "lead": lead_of}.get(who, lambda panel: None)(newham)
        user = user or (superuser() if who == "superuser" else moderator_for(stoke))
    client = browser_of(user)

    assert client.get(at_the_desk("label_proposal", proposal)).status_code == 404
    assert client.post(at_the_desk("agree_to_labels", proposal)).status_code == 404
    assert client.post(at_the_desk("decline_labels", proposal), {"words": "No."}).status_code == 404
    with pytest.raises(NotYourCheck):
        agree_to_labels(proposal=proposal, moderator=user)
    assert standing(newham) == STANDING


def test_what_somebody_has_decided_stays_decided(newham, moderator):
    proposal = proposed(newham)
    agree_to_labels(proposal=proposal, moderator=moderator)
    client = browser_of(moderator_for(newham))

    shown = text_of(client.get(at_the_desk("label_proposal", proposal)))
    said = text_of(client.post(at_the_desk("decline_labels", proposal), {"words": "No."}, follow=True))

    assert "This is over: somebody has decided" in shown
    assert "This is not waiting any more" in said
    assert standing(newham) == OURS


def test_the_standing_labels_are_proposed_like_any_others_and_put_them_back(newham, moderator):
    renamed(newham)
    browser_of(member_of(newham)).post(form_of(newham), STANDING)

    agree_to_labels(proposal=LabelProposal.objects.waiting().get(), moderator=moderator)

    assert standing(newham) == STANDING
    assert not LevelLabel.objects.exists()


def test_welsh_names_leave_the_english_ones_alone(newham):
    renamed(newham, language="cy")

    assert standing(newham, "cy") == IN_WELSH
    assert standing(newham) == STANDING


def test_nobody_is_shown_who_proposed(newham, moderator):
    member = member_of(newham, display_name="Kestrel")
    proposal = proposed(newham, by=member)

    seen = [
        text_of(browser_of(moderator).get(address)) for address in (DESK, at_the_desk("label_proposal", proposal))
    ] + [text_of(browser_of(member_of(newham)).get(address)) for address in (FOR_MY_PANEL, form_of(newham))]

    assert not [said for said in seen if "Kestrel" in said]


def test_looking_writes_nothing(newham, moderator, django_assert_max_num_queries):
    proposal, member = proposed(newham), browser_of(member_of(newham))
    adult = browser_of(moderator)

    with django_assert_max_num_queries(300) as queries:
        member.get(form_of(newham))
        member.get(FOR_MY_PANEL)
        adult.get(DESK)
        adult.get(at_the_desk("label_proposal", proposal))

    assert [query["sql"] for query in queries if not query["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))] == []
    assert member.get(at_the_desk("agree_to_labels", proposal)).status_code in (404, 405)


# -- where labels are shown in here


def test_the_ballot_and_the_check_show_what_readers_will(newham, moderator):
    renamed(newham)
    writer, *voters = members_of(newham, 4)
    ballot = send_in(draft(newham, by=writer, body_l1=words("You can say no, and tell somebody.")), by=writer)

    at_the_vote = text_of(browser_of(voters[0]).get(reverse("moderation:ballot", args=[ballot.pk])))
    vote(ballot, [member for member in newham.current_members() if member != writer], "AAAAA")
    at_the_check = text_of(browser_of(moderator).get(reverse("moderation:check", args=[check_of(ballot).pk])))

    for said in (at_the_vote, at_the_check):
        assert "Clear words" in said
        assert "Going deeper" in said
        assert "Straightforward" not in said


def test_what_changed_is_said_under_the_panels_own_names(newham):
    renamed(newham)
    page = draft(newham)
    after = type(page).objects.get(pk=page.pk)
    after.body_el3 = words("Something else.")

    assert [change.label for change in changes_between(page, after)] == ["Clear words"]


def test_which_version_comes_first_is_said_in_the_panels_own_names(newham):
    renamed(newham)
    page = draft(newham)
    after = type(page).objects.get(pk=page.pk)
    after.main_level = "l1"

    said = [piece.text for change in changes_between(page, after) for part in change.parts for piece in part.pieces]

    assert said == ["Clear words", "Going deeper"]


def test_the_words_of_a_step_are_compared_under_the_panels_own_names(newham):
    renamed(newham)
    page = pathway(slug="safe", locale=newham.root_page.locale)
    newham.root_page.specific.add_child(instance=page)
    after = type(page).objects.get(pk=page.pk)
    after.steps[0].value["text"]["l1"] = RichText("<p>Look twice.</p>")

    said = [piece.text for change in changes_between(page, after) for part in change.parts for piece in part.pieces]

    assert any("Going deeper: " in words for words in said)
    assert not any("More detail" in words for words in said)


def test_the_editor_calls_the_levels_what_the_panel_does(newham):
    renamed(newham)
    member = member_of(newham)
    page = draft(newham, by=member)
    client = browser_of(member)
    new = reverse("wagtailadmin_pages:add", args=["articles", "articlepage", newham.root_page_id])

    for address in (reverse("wagtailadmin_pages:edit", args=[page.pk]), f"{new}?start=blank"):
        said = text_of(client.get(address))
        for name in OURS.values():
            assert name in said
        assert "Straightforward" not in said


def test_a_pathways_editor_says_which_box_is_which(newham):
    client = browser_of(member_of(newham))
    new = reverse("wagtailadmin_pages:add", args=["pathways", "pathwaypage", newham.root_page_id])
    before = text_of(client.get(new))

    renamed(newham, l2="Full story")
    said = text_of(client.get(new))

    assert "Readers see the names that your panel chose" not in before
    assert "<li>Quick: <strong>In short</strong></li>" in said
    assert "<li>Full story:" not in said


def test_the_preview_calls_the_levels_what_readers_will_see(newham):
    renamed(newham)
    member = member_of(newham)
    page = draft(newham, by=member, body_el12=words("No."))

    said = text_of(browser_of(member).get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]), {"mode": "en.l2"}))

    for name in OURS.values():
        assert name in said
    assert "“Everything” is not written yet. Readers who ask for it get “Clear words”." in said
    assert "Straightforward" not in said


def test_mark_up_in_a_label_is_shown_as_text(newham):
    LevelLabel.objects.create(place=newham.root_page.translation_key, language="en", level="el3", label="<b>Bold</b>")
    member = member_of(newham)
    page = draft(newham, by=member, body_l1=words("More."))
    client = browser_of(member)
    addresses = [
        FOR_MY_PANEL,
        form_of(newham),
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailadmin_pages:view_draft", args=[page.pk]),
    ]

    for address in addresses:
        said = text_of(client.get(address))
        assert "&lt;b&gt;Bold&lt;/b&gt;" in said, address
        assert "<b>Bold</b>" not in said, address
