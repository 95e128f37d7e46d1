"""What takes a second person is refused to one, whoever writes it and from wherever."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupApprovalTask,
    GroupPagePermission,
    Page,
    PageViewRestriction,
    Task,
    Workflow,
    WorkflowContentType,
    WorkflowTask,
)

from agreement.four_eyes import (
    NEEDS_TWO,
    NeedsSecondPerson,
    NotOverHTTP,
    agreed_by_two,
    answering_a_request,
    following_from,
    setting_up,
)
from agreement.labels import call_levels, labels_at
from agreement.middleware import NothingIsSetUpOverHTTP
from agreement.models import LevelLabel
from agreement.seals import Seal, broken_seals, digests, seal_everything
from home.models import CouncilPage, CrisisLine, FeaturedPage, HomePage, YouthPanelPage
from people.models import Appointment, Membership, Role, User
from taxonomy.models import Area, Situation, Topic, WordGroup
from tests.factories import UserFactory, member_of, moderator_for

CHILDLINE = {"slug": "childline", "name": "Childline", "kind": "call", "number": "0800 1111"}


@pytest.fixture
def laid_out(newham):
    """One row of each kind."""
    with setting_up("a test"):
        line = CrisisLine.objects.create(**CHILDLINE)
        line.words.create(language="en", for_whom="Talk about anything.")
        FeaturedPage.objects.put_first(newham.root_page.specific, [newham.root_page])
        topic = Topic.objects.create(slug="knives", name="Knives")
        topic.labels.create(language="en", label="Knives")
        line.topics.add(topic)
        Situation.objects.create(slug="i-owe", name="I owe").labels.create(language="en", label="I owe")
        member_of(newham)
        moderator_for(newham)
        PageViewRestriction.objects.create(page=newham.root_page, restriction_type="none")
        CollectionViewRestriction.objects.create(collection=newham.collection, restriction_type="login")
        GroupApprovalTask.objects.get_or_create(name="A group says yes")
        WorkflowContentType.objects.create(
            workflow=Workflow.objects.first(), content_type=ContentType.objects.get_for_model(CrisisLine)
        )
        UserFactory()
        call_levels(
            {level: f"{label} here" for level, label in labels_at(newham.root_page, "en").items()},
            place=newham.root_page,
            language="en",
        )
    return newham


@pytest.fixture
def with_a_panel(laid_out):
    """And the place of a panel of its own."""
    with setting_up("a test"):
        laid_out.root_page.get_parent().add_child(
            instance=YouthPanelPage(title="Stoke youth council", slug="stoke-youth-council")
        )
    return laid_out


def one_of(label):
    return apps.get_model(label)._base_manager.first()


SAVES = {
    "home.CrisisLine": {"number": "0900 666 666"},
    "home.CrisisLineWords": {"for_whom": "Anything."},
    "home.HomePage": {"title": "Another"},
    "home.CouncilPage": {"exit_url": "https://example.org/elsewhere"},
    "home.FeaturedPage": {"sort_order": 2},
    "taxonomy.Topic": {"is_sensitive": True},
    "taxonomy.TopicLabel": {"label": "Toys"},
    "taxonomy.Situation": {"name": "Another"},
    "taxonomy.SituationLabel": {"label": "Another"},
    "taxonomy.Area": {"name": "Another"},
    "taxonomy.WordGroup": {"meant": "another"},
    "agreement.LevelLabel": {"label": "Another"},
    "people.Membership": {"ends_on": "2030-01-01"},
    "people.Appointment": {"role": Role.ADMIN},
    "people.Council": {"name": "Another"},
    "people.YouthPanel": {"quorum_percent": 51},
    "people.User": {"password": "anything"},
    "auth.Group": {"name": "Another"},
    "wagtailcore.Workflow": {"name": "Another"},
    "wagtailcore.WorkflowTask": {"sort_order": 7},
    "wagtailcore.WorkflowPage": {"workflow_id": 99},
    "wagtailcore.GroupApprovalTask": {"name": "Another"},
    "moderation.PanelVoteTask": {"active": False},
    "moderation.ModeratorCheckTask": {"active": False},
    "wagtailcore.Site": {"hostname": "example.org"},
    "wagtailcore.Locale": {"language_code": "fr"},
    "wagtailcore.PageViewRestriction": {"restriction_type": "login"},
    "wagtailcore.CollectionViewRestriction": {"restriction_type": "none"},
}


@pytest.mark.parametrize("label", sorted(SAVES))
def test_one_person_saves_none_of_it_whatever_they_are(laid_out, four_eyes, label):
    row = one_of(label)
    for name, value in SAVES[label].items():
        assert getattr(row, name) != value
        setattr(row, name, value)

    with pytest.raises(NeedsSecondPerson):
        row.save()

    stored = type(row)._base_manager.get(pk=row.pk)
    assert all(getattr(stored, name) != value for name, value in SAVES[label].items())


@pytest.mark.parametrize("label", sorted(set(NEEDS_TWO) - {"home.YouthPanelPage"}))
def test_one_person_deletes_none_of_it(laid_out, four_eyes, label):
    row = one_of(label)

    with pytest.raises((NeedsSecondPerson, ProtectedError)), transaction.atomic():
        type(row)._base_manager.filter(pk=row.pk).delete()

    assert type(row)._base_manager.filter(pk=row.pk).exists()


def test_one_person_adds_none_of_it(laid_out, four_eyes):
    user = User.objects.get(memberships=None, appointments=None)
    attempts = [
        lambda: CrisisLine.objects.create(slug="x", name="X", kind="call", number="1"),
        lambda: Topic.objects.create(slug="x", name="X"),
        lambda: WordGroup.objects.create(typed="x", meant="y"),
        lambda: Area.objects.create(code="E09000099", name="X"),
        lambda: Appointment.objects.create(user=user, role=Role.ADMIN),
        lambda: Membership.objects.create(user=user, youth_panel=laid_out, ends_on="2027-01-01"),
        lambda: LevelLabel.objects.create(
            place=laid_out.root_page.translation_key, language="cy", level="l1", label="x"
        ),
        lambda: User.objects.create_superuser("root2", password="a long enough password", display_name="Root"),
        lambda: User.objects.create_user("other", password="a long enough password", display_name="Other"),
        lambda: user.groups.add(Group.objects.first()),
        lambda: Group.objects.first().user_set.add(user),
        lambda: Group.objects.first().permissions.clear(),
        lambda: CrisisLine.objects.first().topics.clear(),
        lambda: Topic.objects.first().crisisline_set.clear(),
        lambda: GroupPagePermission.objects.create(
            group=Group.objects.first(), page=Page.objects.first(), permission=one_of("auth.Permission")
        ),
    ]

    for attempt in attempts:
        with pytest.raises(NeedsSecondPerson), transaction.atomic():
            attempt()


def test_a_place_saved_as_a_plain_page_is_still_a_place(laid_out, four_eyes):
    page = Page.objects.get(pk=CouncilPage.objects.first().pk)
    page.title = "Another council"

    with pytest.raises(NeedsSecondPerson):
        page.save()


A_DAY_AGO, IN_A_DAY = timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=1)


@pytest.mark.parametrize("place", [HomePage, CouncilPage, YouthPanelPage])
@pytest.mark.parametrize(
    "change",
    [{"live": False}, {"expired": True}, {"expire_at": IN_A_DAY}, {"go_live_at": IN_A_DAY}],
    ids=["taken down", "over", "over tomorrow", "there tomorrow"],
)
def test_nobody_alone_takes_a_place_off_the_air_not_even_later(with_a_panel, four_eyes, place, change):
    row = place.objects.first()
    for name, value in change.items():
        setattr(row, name, value)

    with pytest.raises(NeedsSecondPerson):
        row.save()

    stored = place.objects.get(pk=row.pk)
    assert all(getattr(stored, name) != value for name, value in change.items())


@pytest.mark.parametrize("place", [HomePage, CouncilPage, YouthPanelPage])
@pytest.mark.parametrize(
    "schedule",
    [{"expire_at": IN_A_DAY}, {"go_live_at": IN_A_DAY}, {"expire_at": A_DAY_AGO}],
    ids=["over tomorrow", "there tomorrow", "over since yesterday"],
)
def test_a_schedule_in_a_revision_takes_no_place_off_the_air(with_a_panel, four_eyes, place, schedule):
    row = place.objects.first()
    for name, value in schedule.items():
        setattr(row, name, value)
    revision = row.save_revision()

    with pytest.raises(NeedsSecondPerson), transaction.atomic():
        revision.publish(skip_permission_checks=True)
    call_command("publish_scheduled")

    stored = place.objects.get(pk=row.pk)
    assert stored.live
    assert stored.expire_at is None


def test_nobody_alone_unpublishes_a_place_not_even_an_empty_one(with_a_panel, four_eyes):
    with pytest.raises(NeedsSecondPerson):
        YouthPanelPage.objects.first().unpublish()

    assert YouthPanelPage.objects.first().live


@pytest.mark.parametrize("name", ["edit", "revisions_revert", "unpublish"])
def test_no_screen_of_wagtails_takes_a_place_off_the_air(with_a_panel, client, name):
    """A superuser, on the addresses where Wagtail would let them set a schedule."""
    root = User.objects.create_superuser("root", password="a long enough password", display_name="Root")
    client.force_login(root, backend="people.backends.TermBackend")
    place = CouncilPage.objects.first()
    numbers = [place.pk, place.save_revision().pk] if name == "revisions_revert" else [place.pk]
    in_a_day = IN_A_DAY.strftime("%Y-%m-%d %H:%M")
    form = {"title": place.title, "slug": place.slug, "expire_at": in_a_day, "action-publish": "action-publish"}

    client.post(reverse(f"wagtailadmin_pages:{name}", args=numbers), form)

    stored = CouncilPage.objects.get(pk=place.pk)
    assert stored.live
    assert stored.expire_at is None
    assert stored.get_latest_revision_as_object().expire_at is None


def test_places_that_stood_before_it_took_two_to_close_them_break_no_seal(with_a_panel):
    """One was live, one was not; and whoever put a third on a schedule by themselves is not heard any more."""
    migration = import_module("moderation.migrations.0015_places_stay")
    with setting_up("a test"):
        panel = YouthPanelPage.objects.first()
        panel.live = False
        panel.save()
    for label, before in migration.BEFORE.items():
        for key, digest in digests(apps.get_model(label), before):
            Seal.objects.filter(model=label, key=key).update(digest=digest)
    Page.objects.filter(pk=CouncilPage.objects.first().pk).update(expire_at=IN_A_DAY)

    migration.take_places_off_the_schedule(apps, None)
    migration.seal(apps, None)

    assert broken_seals() == []
    assert CouncilPage.objects.first().expire_at is None
    assert not YouthPanelPage.objects.get(pk=panel.pk).live


def test_a_step_of_the_road_saved_or_deleted_as_a_plain_task_is_still_a_step(laid_out, four_eyes):
    task = Task.objects.get(pk=one_of("moderation.PanelVoteTask").pk)
    task.active = False

    with pytest.raises(NeedsSecondPerson):
        task.save()
    with pytest.raises(NeedsSecondPerson), transaction.atomic():
        task.delete()


def test_nobody_alone_adds_a_way_round_the_road(laid_out, four_eyes):
    attempts = [
        lambda: Workflow.objects.create(name="Short"),
        lambda: GroupApprovalTask.objects.create(name="Quick"),
        lambda: WorkflowTask.objects.create(workflow=Workflow.objects.first(), task=Task.objects.last(), sort_order=9),
        lambda: PageViewRestriction.objects.create(page=Page.objects.last(), restriction_type="login"),
        lambda: CollectionViewRestriction.objects.create(collection=Collection.objects.first()),
    ]

    for attempt in attempts:
        with pytest.raises(NeedsSecondPerson), transaction.atomic():
            attempt()


def test_what_is_not_on_the_list_is_saved_beside_it(laid_out, four_eyes):
    user = User.objects.last()
    user.age_band = "13_15"
    user.save()

    page = CouncilPage.objects.first()
    page.seo_title = "For search engines"
    page.save()

    assert User.objects.get(pk=user.pk).age_band == "13_15"


def test_an_account_is_begun_and_closed_by_one_and_opened_by_two(furnished, four_eyes):
    user = User(username="sparrow", display_name="Sparrow")
    user.set_unusable_password()
    user.save()

    user.is_active = False
    user.save()
    user.is_active = True
    with pytest.raises(NeedsSecondPerson):
        user.save()


def test_logging_in_hashes_a_password_anew_and_nobody_else_sets_it(furnished, four_eyes, settings):
    with setting_up("a test"):
        user = UserFactory(password="a long enough password")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher", *settings.PASSWORD_HASHERS]
    before = user.password

    assert user.check_password("a long enough password")

    assert User.objects.get(pk=user.pk).password != before


def test_two_people_write_it_and_one_is_not_two(laid_out, four_eyes):
    line = CrisisLine.objects.get()
    line.number = "0800 2222"

    with pytest.raises(NeedsSecondPerson), agreed_by_two(proposed_by=1, decided_by=1, because="one alone"):
        line.save()
    with agreed_by_two(proposed_by=1, decided_by=2, because="two agreed"):
        line.save()

    line.refresh_from_db()
    assert line.number == "0800 2222"


def test_the_door_shuts_again(laid_out, four_eyes):
    line = CrisisLine.objects.get()
    line.number = "0800 2222"
    with pytest.raises(ZeroDivisionError), setting_up("a test"):
        1 / 0  # noqa: B018

    with pytest.raises(NeedsSecondPerson):
        line.save()


def test_the_set_up_door_is_not_there_over_http(laid_out):
    with answering_a_request():
        with pytest.raises(NotOverHTTP), setting_up("a request"):
            pass
        with pytest.raises(NeedsSecondPerson):
            Topic.objects.create(slug="x", name="X")


def test_a_door_that_a_process_left_open_is_shut_for_every_request(furnished, rf):
    def view(request):
        Topic.objects.create(slug="x", name="X")

    with setting_up("a process"), pytest.raises(NeedsSecondPerson):
        NothingIsSetUpOverHTTP(view)(rf.get("/"))


def test_a_superuser_alone_renames_no_group_over_http(laid_out, client):
    root = User.objects.create_superuser("root", password="a long enough password", display_name="Root")
    client.force_login(root, backend="people.backends.TermBackend")
    group = Group.objects.first()

    client.post(reverse("wagtailusers_groups:edit", args=[group.pk]), {"name": "Mine now"})

    group.refresh_from_db()
    assert group.name != "Mine now"


# -- what goes round


def test_what_goes_through_the_doors_breaks_no_seal(laid_out, four_eyes):
    with setting_up("a test"):
        Topic.objects.get().delete()
        CrisisLine.objects.get().areas.add(Area.objects.first())
        Membership.objects.all().delete()
    with following_from("a rule"):
        User.objects.last().groups.clear()

    assert broken_seals() == []


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: CrisisLine.objects.update(number="0900 666 666"),
        lambda: Topic.objects.bulk_create([Topic(slug="x", name="X")]),
        lambda: CrisisLine.topics.through.objects.all().delete(),
        lambda: CouncilPage.objects.update(exit_url="https://example.org/elsewhere"),
        lambda: Page.objects.update(expire_at=timezone.now() + timedelta(days=1)),
        lambda: User.objects.update(password="anything"),
        lambda: User.objects.update(is_superuser=True),
        lambda: Appointment.objects.all()._raw_delete("default"),
    ],
)
def test_what_goes_round_save_is_found(laid_out, four_eyes, attempt, capsys):
    attempt()

    assert broken_seals()
    with pytest.raises(SystemExit):
        call_command("four_eyes")
    assert "second person" in capsys.readouterr().out


def test_what_was_put_right_by_hand_is_sealed_with_a_reason(laid_out, four_eyes, capsys):
    CrisisLine.objects.update(number="0800 1111 ")

    call_command("four_eyes", seal="Oak and Ash looked at it together")

    call_command("four_eyes")
    assert broken_seals() == []


def test_a_database_that_is_older_than_its_seals_is_sealed_as_it_stands(laid_out):
    count = seal_everything(because="a test")

    assert count > len(NEEDS_TWO)
    assert broken_seals() == []


def test_the_first_adults_of_a_house_are_added_on_the_command_line(furnished, four_eyes, client, capsys):
    call_command("add_person", username="oak", display_name="Oak", role="admin", council="")

    link = "/admin/way-in/" + capsys.readouterr().out.split("/admin/way-in/")[1].strip()
    passwords = {"new_password1": "seven green bicycles", "new_password2": "seven green bicycles"}
    assert client.post(link, passwords).status_code == 200
    assert client.login(username="oak", password="seven green bicycles")
    assert broken_seals() == []
