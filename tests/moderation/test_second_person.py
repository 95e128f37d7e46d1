"""What an admin changes waits for a second person, and what the two of them then see."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agreement.four_eyes import setting_up
from home.models import CouncilPage, CrisisLine
from moderation.models import ChangeOutcome, ChangeProposal
from people.models import Appointment, Membership, Role, User, WayIn
from taxonomy.models import Situation, Topic, WordGroup
from tests.factories import UserFactory, member_of, moderator_for, topic

LINE = {
    "name": "Childline",
    "slug": "childline",
    "kind": "call",
    "number": "0800 1111",
    "languages": ["en"],
    "sort_order": 1,
    "is_free": "true",
    "hides_from_bill": "unknown",
    "for_whom_en": "Talk about anything.",
    "for_whom_cy": "",
}
NEW_PASSWORD = {"new_password1": "seven green bicycles", "new_password2": "seven green bicycles"}


def appointed(role=Role.ADMIN, **fields):
    user = UserFactory(**fields)
    Appointment.objects.create(user=user, role=role)
    return user


@pytest.fixture
def oak(furnished):
    return appointed(display_name="Oak")


@pytest.fixture
def ash(furnished):
    return appointed(display_name="Ash")


@pytest.fixture
def as_(client):
    def log_in(user):
        client.force_login(user, backend="people.backends.TermBackend")
        return client

    return log_in


@pytest.fixture
def childline(furnished):
    line = CrisisLine.objects.create(slug="childline", name="Childline", kind="call", number="0800 1111", is_free=True)
    line.languages = ["en"]
    line.sort_order = 1
    line.save()
    line.words.create(language="en", for_whom="Talk about anything.")
    return line


def public_numbers(client):
    answer = client.get("/api/v1/crisis-help/")
    return [line["number"] for line in json.loads(answer.content)["items"]]


def propose(client, line, **changed):
    answer = client.post(reverse("crisisline:edit", args=[line.pk]), {**LINE, **changed}, follow=True)
    return ChangeProposal.objects.latest("pk"), answer.content.decode()


def agree(client, proposal):
    return client.post(reverse("moderation:agree_to_change", args=[proposal.pk]), follow=True)


def decline(client, proposal, words="It is wrong."):
    return client.post(reverse("moderation:decline_change", args=[proposal.pk]), {"words": words}, follow=True)


# -- crisis help


@pytest.mark.django_db(transaction=True)
def test_one_admin_changes_no_number_in_public_and_two_do(whole_newham, client):
    oak, ash = appointed(), appointed()
    line = CrisisLine.objects.create(slug="childline", name="Childline", kind="call", number="0800 1111")

    client.force_login(oak, backend="people.backends.TermBackend")
    proposal, html = propose(client, line, number="0900 666 666")
    assert "Nothing has changed yet. Childline: 0800 1111 needs a second person to agree." in html
    agree(client, proposal)
    assert public_numbers(client) == ["0800 1111"]

    client.force_login(ash, backend="people.backends.TermBackend")
    agree(client, proposal)
    assert public_numbers(client) == ["0900 666 666"]


def test_a_superuser_is_one_person_too(childline, as_):
    root = User.objects.create_superuser("root", password="a long enough password", display_name="Root")
    proposal, _html = propose(as_(root), childline, number="0900 666 666")

    agree(as_(root), proposal)

    childline.refresh_from_db()
    assert childline.number == "0800 1111"


def test_the_second_person_reads_what_would_change_and_who_proposed_it(childline, oak, ash, as_):
    proposal, _html = propose(as_(oak), childline, number="0800 2222", is_free="unknown", for_whom_cy="Siarad.")

    html = as_(ash).get(reverse("moderation:proposal", args=[proposal.pk])).content.decode()

    assert "Proposed by Oak" in html
    for words in ("<del>0800 1111</del>", "<ins>0800 2222</ins>", "<del>yes</del>", "<ins>not known</ins>", "Siarad."):
        assert words in html
    assert "<del>Childline</del>" not in html


def test_a_new_line_waits_too(oak, ash, as_):
    as_(oak).post(reverse("crisisline:add"), LINE)
    assert not CrisisLine.objects.exists()

    agree(as_(ash), ChangeProposal.objects.get())

    line = CrisisLine.objects.get()
    assert (line.number, line.words.get().for_whom) == ("0800 1111", "Talk about anything.")


def test_any_moderator_may_be_the_second_person_for_what_everybody_sees(newham, childline, oak, as_):
    proposal, _html = propose(as_(oak), childline, number="0800 2222")

    agree(as_(moderator_for(newham)), proposal)

    childline.refresh_from_db()
    assert childline.number == "0800 2222"


@pytest.mark.parametrize("who", ["member", "lead", "closed"])
def test_nobody_else_may(newham, childline, oak, as_, who):
    proposal, _html = propose(as_(oak), childline, number="0800 2222")
    user = {"member": lambda: member_of(newham), "lead": UserFactory, "closed": lambda: appointed(Role.TRANSLATOR)}[
        who
    ]()
    if who == "lead":
        Appointment.objects.create(user=user, role=Role.LEAD, youth_panel=newham)

    client = as_(user)
    assert client.get(reverse("moderation:proposal", args=[proposal.pk])).status_code == 404
    assert agree(client, proposal).status_code == 404

    childline.refresh_from_db()
    assert childline.number == "0800 1111"


def test_what_was_changed_in_the_meantime_is_agreed_to_by_nobody(childline, oak, ash, as_):
    first, _html = propose(as_(oak), childline, number="0800 2222")
    second, _html = propose(as_(oak), childline, number="0800 3333")
    agree(as_(ash), first)

    page = as_(ash).get(reverse("moderation:proposal", args=[second.pk])).content.decode()
    html = agree(as_(ash), second).content.decode()

    childline.refresh_from_db()
    second.refresh_from_db()
    assert "changed otherwise in the meantime" in page
    assert "changed in the meantime" in html
    assert childline.number == "0800 2222"
    assert second.outcome == ChangeOutcome.OVERTAKEN


def test_who_declines_says_why_and_the_other_one_reads_it(childline, oak, ash, as_):
    proposal, _html = propose(as_(oak), childline, number="0800 2222")

    without = decline(as_(ash), proposal, words="").content.decode()
    decline(as_(ash), proposal, words="I called it: nobody answers.")
    after = agree(as_(ash), proposal).content.decode()

    assert "Say in a few words why not." in without
    assert "I called it: nobody answers." in as_(oak).get(reverse("moderation:proposals")).content.decode()
    assert "not waiting any more" in after
    childline.refresh_from_db()
    assert childline.number == "0800 1111"


def test_a_proposal_can_be_taken_back_by_whoever_made_it_alone(childline, oak, ash, as_):
    proposal, _html = propose(as_(oak), childline, number="0800 2222")
    address = reverse("moderation:take_change_back", args=[proposal.pk])

    as_(ash).post(address)
    proposal.refresh_from_db()
    assert proposal.is_waiting

    as_(oak).post(address)
    proposal.refresh_from_db()
    assert proposal.outcome == ChangeOutcome.TAKEN_BACK


def test_nobody_agrees_with_somebody_who_has_left(childline, oak, ash, as_):
    proposal, _html = propose(as_(oak), childline, number="0800 2222")
    oak.is_active = False
    oak.save()

    html = agree(as_(ash), proposal).content.decode()

    childline.refresh_from_db()
    assert childline.number == "0800 1111"
    assert "is not here any more" in html


def test_a_post_that_ended_in_the_meantime_agrees_to_nothing(childline, oak, ash, as_):
    proposal, _html = propose(as_(oak), childline, number="0800 2222")
    Appointment.objects.filter(user=ash).update(role=Role.TRANSLATOR)

    agree(as_(ash), proposal)

    childline.refresh_from_db()
    assert childline.number == "0800 1111"


def test_the_list_is_kind_when_nothing_waits(oak, as_):
    html = as_(oak).get(reverse("moderation:proposals")).content.decode()

    assert "Nothing waits." in html


def test_what_waits_stands_on_the_first_page_of_those_who_may_decide(childline, oak, ash, as_):
    propose(as_(oak), childline, number="0800 2222")

    html = as_(ash).get(reverse("wagtailadmin_home")).content.decode()
    assert -1 < html.find("Waiting for a second person") < html.find("What I look after")
    assert "proposed by Oak" not in as_(oak).get(reverse("wagtailadmin_home")).content.decode()


# -- the lists that readers see


def test_a_topics_label_age_and_care_take_two(oak, ash, as_):
    knives = topic("knives", name="Knives")
    form = {"name": "Knives", "slug": "knives", "age_from": 25, "is_sensitive": "on", "label_en": "Toys"}

    as_(oak).post(reverse("topic:edit", args=[knives.pk]), form)
    knives.refresh_from_db()
    assert (knives.age_from, knives.is_sensitive, knives.label_in("en")) == (8, False, "Knives")

    agree(as_(ash), ChangeProposal.objects.get())
    knives = Topic.objects.get(pk=knives.pk)
    assert (knives.age_from, knives.is_sensitive, knives.label_in("en")) == (25, True, "Toys")


def test_a_topic_that_was_renamed_alone_is_what_it_was(oak, as_):
    knives = topic("knives")

    as_(oak).post(reverse("topic:delete", args=[knives.pk]))

    assert Topic.objects.filter(pk=knives.pk).exists()
    assert ChangeProposal.objects.get().kind == "delete"


def test_a_members_search_words_wait_for_an_adult(newham, oak, as_):
    member, other = member_of(newham), member_of(newham)
    before = WordGroup.objects.count()

    as_(member).post(reverse("wordgroup:add"), {"typed": "pix", "meant": "pictures", "language": "en"})
    proposal = ChangeProposal.objects.get()
    assert agree(as_(other), proposal).status_code == 404
    assert WordGroup.objects.count() == before

    agree(as_(oak), proposal)
    assert WordGroup.objects.filter(typed="pix").exists()


def test_what_a_second_person_deletes_is_gone(oak, ash, as_):
    unused = Situation.objects.create(slug="nobody-is-here", name="Nobody is here")
    as_(oak).post(reverse("situation:delete", args=[unused.pk]))

    agree(as_(ash), ChangeProposal.objects.get())

    assert not Situation.objects.filter(pk=unused.pk).exists()


# -- people


def test_an_admin_does_not_make_themselves_a_moderator(newham, oak, as_):
    client = as_(oak)
    client.post(
        reverse("appointment:add"),
        {"user": oak.pk, "role": Role.MODERATOR, "council": newham.council.pk, "starts_on": timezone.localdate()},
    )
    agree(client, ChangeProposal.objects.get())

    assert not Appointment.objects.filter(role=Role.MODERATOR).exists()


def test_nobody_agrees_to_their_own_appointment(newham, oak, ash, as_):
    today = timezone.localdate()
    as_(oak).post(
        reverse("appointment:add"),
        {"user": ash.pk, "role": Role.MODERATOR, "council": newham.council.pk, "starts_on": today},
    )

    agree(as_(ash), ChangeProposal.objects.get())

    assert not Appointment.objects.filter(user=ash, role=Role.MODERATOR).exists()


def test_another_councils_moderator_does_not_hear_of_a_panels_members(newham, stoke, oak, as_):
    user, today = UserFactory(display_name="Sparrow"), timezone.localdate()
    as_(oak).post(
        reverse("membership:add"),
        {"user": user.pk, "youth_panel": newham.pk, "starts_on": today, "ends_on": today},
        follow=True,
    )
    proposal = ChangeProposal.objects.get()

    elsewhere = as_(moderator_for(stoke))
    assert "Sparrow" not in elsewhere.get(reverse("moderation:proposals")).content.decode()
    assert elsewhere.get(reverse("moderation:proposal", args=[proposal.pk])).status_code == 404

    agree(as_(moderator_for(newham)), proposal)
    assert Membership.objects.filter(user=user).exists()


def test_ending_a_membership_takes_two(newham, oak, ash, as_):
    membership = member_of(newham).memberships.get()
    today, last = timezone.localdate(), membership.ends_on
    form = {"user": membership.user_id, "youth_panel": newham.pk, "starts_on": membership.starts_on, "ends_on": today}

    as_(oak).post(reverse("membership:edit", args=[membership.pk]), form)
    membership.refresh_from_db()
    assert membership.ends_on == last

    agree(as_(ash), ChangeProposal.objects.get())
    membership.refresh_from_db()
    assert membership.ends_on == today


def test_how_many_must_vote_takes_two(newham, oak, as_):
    form = {"name": newham.name, "quorum_percent": 100, "quorum_least": 3, "threshold_percent": 80, "ballot_days": 1}

    as_(oak).post(reverse("youthpanel:edit", args=[newham.pk]), form)

    newham.refresh_from_db()
    assert (newham.quorum_percent, newham.ballot_days) == (50, 14)


# -- accounts


def test_nobody_types_somebody_elses_password(newham, oak, as_):
    member = member_of(newham)
    old = member.password
    client = as_(oak)

    pages = [reverse("wagtailusers_users:add"), reverse("wagtailusers_users:edit", args=[member.pk])]
    for page in pages:
        assert 'type="password"' not in client.get(page).content.decode()
    client.post(
        pages[1],
        {"username": member.username, "display_name": member.display_name, "age_band": "16_17", "is_active": "on"}
        | {"password1": "seven green bicycles", "password2": "seven green bicycles"},
    )

    member.refresh_from_db()
    assert member.age_band == "16_17"
    assert member.password == old


def test_opening_a_closed_account_takes_two_and_closing_it_one(newham, oak, as_):
    member = member_of(newham)
    address = reverse("wagtailusers_users:edit", args=[member.pk])
    form = {"username": member.username, "display_name": member.display_name}
    client = as_(oak)

    client.post(address, form)
    member.refresh_from_db()
    assert not member.is_active

    client.post(address, {**form, "is_active": "on"})
    member.refresh_from_db()
    assert not member.is_active
    assert ChangeProposal.objects.get().kind == "change"


def way_in_for(person, oak, ash, as_):
    as_(oak).post(reverse("propose_way_in", args=[person.pk]))
    answer = as_(ash).post(reverse("moderation:agree_to_change", args=[ChangeProposal.objects.latest("pk").pk]))
    html = answer.content.decode()
    return html.split('value="http://testserver')[1].split('"')[0]


def test_two_people_make_a_way_in_that_works_once_and_the_person_hears_of_it(newham, oak, ash, as_, client):
    member = member_of(newham, username="sparrow7")
    link = way_in_for(member, oak, ash, as_)
    client.logout()

    assert "Choose your password" in client.get(link).content.decode()
    used = client.post(link, NEW_PASSWORD)
    again = client.post(link, {"new_password1": "another long one", "new_password2": "another long one"})

    member.refresh_from_db()
    assert (used.status_code, again.status_code) == (200, 410)
    assert member.check_password("seven green bicycles")
    first_page = as_(member).get(reverse("wagtailadmin_home")).content.decode()
    assert "Oak and Ash made a new way in to your account" in first_page


def test_one_admin_makes_no_way_in(newham, oak, as_):
    member = member_of(newham)
    client = as_(oak)

    client.post(reverse("propose_way_in", args=[member.pk]))
    agree(client, ChangeProposal.objects.get())

    assert not WayIn.objects.exists()


def test_nobody_makes_a_superusers_way_in_here(furnished, oak, as_):
    root = User.objects.create_superuser("root", password="a long enough password", display_name="Root")

    assert as_(oak).post(reverse("propose_way_in", args=[root.pk])).status_code == 404


@pytest.mark.parametrize("how", ["a day later", "after a newer one", "after a new password", "closed"])
def test_a_way_in_ends(newham, oak, ash, as_, client, how, time_machine):
    member = member_of(newham)
    link = way_in_for(member, oak, ash, as_)
    if how == "a day later":
        time_machine.move_to(timezone.now() + timedelta(hours=25))
    if how == "after a newer one":
        way_in_for(member, oak, ash, as_)
    if how == "after a new password":
        member.set_password("chosen by themselves")
        member.save()
    if how == "closed":
        member.is_active = False
        member.save()
    client.logout()

    assert client.get(link).status_code == 410
    assert client.post(link, NEW_PASSWORD).status_code == 410


def test_a_refused_password_uses_nothing_up(newham, oak, ash, as_, client):
    link = way_in_for(member_of(newham), oak, ash, as_)
    client.logout()

    client.post(link, {"new_password1": "123", "new_password2": "123"})

    assert client.get(link).status_code == 200


def test_a_person_still_changes_their_own_password(newham, as_, four_eyes):
    with setting_up("a test"):
        member = member_of(newham, password="a long enough password")
    client = as_(member)
    form = {"password-old_password": "a long enough password", "locale-preferred_language": "en"}
    form |= {"theme-theme": "system", "theme-density": "default", "theme-contrast": "system"}
    passwords = {"password-new_password1": "seven green bicycles", "password-new_password2": "seven green bicycles"}

    client.post(reverse("wagtailadmin_account"), form | passwords)

    member.refresh_from_db()
    assert member.check_password("seven green bicycles")


def test_an_agreed_proposal_with_one_person_in_it_is_refused_by_the_database(childline, oak, as_):
    from django.db import IntegrityError, transaction

    proposal, _html = propose(as_(oak), childline, number="0800 2222")

    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeProposal.objects.filter(pk=proposal.pk).update(outcome="agreed", decided_by=oak)


def test_a_guard_that_an_action_meets_over_http_is_said_and_not_a_crash(furnished, oak, as_):
    root = User.objects.create_superuser("root", password="a long enough password", display_name="Root")
    client = as_(root)

    answer = client.post(reverse("wagtailusers_users:delete", args=[oak.pk]), follow=True)

    assert answer.status_code == 200
    assert "This takes a second person. Nothing has changed." in answer.content.decode()
    assert User.objects.filter(pk=oak.pk).exists()


def test_where_the_quick_exit_leads_takes_two_and_changes_in_every_language(newham, oak, ash, as_):
    place = CouncilPage.objects.get(locale__language_code="en")
    client = as_(oak)
    assert client.get(reverse("councilpage:index")).status_code == 200
    assert client.get(reverse("councilpage:edit", args=[place.pk])).status_code == 200

    client.post(reverse("councilpage:edit", args=[place.pk]), {"exit_url": "https://example.org/weather"})
    assert set(CouncilPage.objects.values_list("exit_url", flat=True)) == {""}

    agree(as_(ash), ChangeProposal.objects.get())
    assert set(CouncilPage.objects.values_list("exit_url", flat=True)) == {"https://example.org/weather"}


def test_who_writes_below_a_councils_page_does_not_keep_its_exit_address(newham, as_):
    place = CouncilPage.objects.get(locale__language_code="en")
    client = as_(member_of(newham))

    assert client.get(reverse("councilpage:index")).status_code == 302
    client.post(reverse("councilpage:edit", args=[place.pk]), {"exit_url": "https://example.org/weather"})

    assert not ChangeProposal.objects.exists()


# -- who it is about


def propose_moderator(client, user):
    client.post(
        reverse("appointment:add"), {"user": user.pk, "role": Role.MODERATOR, "starts_on": timezone.localdate()}
    )
    return ChangeProposal.objects.latest("pk")


def test_the_second_person_reads_both_names_and_what_somebody_is_here_already(newham, oak, ash, as_):
    sorrel = member_of(newham, display_name="Sorrel", username="sorrel7")
    proposal = propose_moderator(as_(oak), sorrel)

    html = as_(ash).get(reverse("moderation:proposal", args=[proposal.pk])).content.decode()

    assert "Sorrel (sorrel7)" in html
    assert "username sorrel7" in html
    assert "member, Newham youth panel, since" in html


@pytest.mark.parametrize("renamed", [{"display_name": "Hazel"}, {"username": "hazel"}])
def test_whoever_is_renamed_after_it_was_proposed_overtakes_it(oak, ash, as_, renamed):
    willow = UserFactory(display_name="Willow", username="willow")
    proposal = propose_moderator(as_(oak), willow)
    for name, value in renamed.items():
        setattr(willow, name, value)
    willow.save()

    html = as_(ash).get(reverse("moderation:proposal", args=[proposal.pk])).content.decode()
    agree(as_(ash), proposal)

    proposal.refresh_from_db()
    assert "Nobody can agree to it" in html
    assert proposal.outcome == ChangeOutcome.OVERTAKEN
    assert not willow.appointments.exists()


def test_one_admin_renames_nobody_and_two_do(newham, oak, ash, as_):
    lark = member_of(newham, display_name="Lark", username="lark", age_band="13_15")
    form = {"username": "lark", "display_name": "Wren", "email": "", "age_band": "13_15", "is_active": "on"}

    as_(oak).post(reverse("wagtailusers_users:edit", args=[lark.pk]), form)
    lark.refresh_from_db()
    assert lark.display_name == "Lark"

    agree(as_(ash), ChangeProposal.objects.get())
    lark.refresh_from_db()
    assert lark.display_name == "Wren"


# -- what is said about it


def test_what_was_agreed_is_said_at_once_and_shown_before_and_after(childline, oak, ash, as_):
    proposal, _html = propose(as_(oak), childline, number="0800 2222")

    html = agree(as_(ash), proposal).content.decode()
    lately = as_(ash).get(reverse("moderation:proposals")).content.decode()

    assert "From now on: Number: 0800 1111 → 0800 2222" in html
    assert "<del>0800 1111</del> → <ins>0800 2222</ins>" in lately


def test_a_button_that_only_proposes_says_so_and_no_label_is_a_column(newham, childline, oak, as_):
    member_of(newham)
    client = as_(oak)
    addresses = [
        *(reverse(f"{name}:add") for name in ("crisisline", "topic", "situation", "area", "membership", "appointment")),
        *(reverse("crisisline:edit", args=[childline.pk]), reverse("youthpanel:edit", args=[newham.pk])),
    ]

    for address in addresses:
        html = client.get(address).content.decode()
        assert ">Propose</em>" in html, address
        for label in ("Slug", "Chat url", "Hides from bill", "Sort order"):
            assert label not in html, (address, label)
