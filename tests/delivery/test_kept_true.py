"""Whatever changes what is public changes the read model, without a rebuild: the check finds nothing afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.db.models.signals import pre_delete
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import pre_page_move

from delivery import outbox
from delivery.checking import differences
from delivery.models import ContentItem
from home.models import CouncilPage, CrisisLine
from moderation.actions import withdraw
from moderation.receivers import keep_pages_in_their_place, keep_what_pages_show
from taxonomy.models import Area, PageArea, PageSituation, SituationLabel, Topic, TopicLabel
from tests.delivery.pages import agree_to, agreed, article, pathway, picture, taken_back, translated
from tests.factories import block, moderator_for, situation, topic
from tests.moderation.labels import renamed


@pytest.fixture
def world(newham, stoke, committed):
    """Two pages that mention each other, a pathway that ends at one of them, and one in Welsh."""
    with committed():
        child = topic("cuckooing", parent=topic())
        first = agreed(
            newham, article(slug="first", title="First?", image=picture(), image_alt="A bench."), topics=[child]
        )
        ending = agreed(newham, pathway(slug="ending", pages=[first.pk]))
        second = article(
            slug="second",
            title="Second?",
            related=[block("page", first.pk)],
            body_el3=[
                block("paragraph", f'<p>Read <a linktype="page" id="{first.pk}">this</a>.</p>'),
                block("pathway", ending.pk),
            ],
        )
        second.page_areas.add(PageArea(area=Area.objects.get(code="E12000007")))
        second.page_situations.add(PageSituation(situation=situation()))
        second = agreed(newham, second)
        welsh = translated(first, "cy", title="Cyntaf?")
    return {"first": first, "second": second, "ending": ending, "welsh": welsh}


def council(newham) -> CouncilPage:
    return CouncilPage.objects.get(pk=newham.root_page_id)


def unpublish(world, newham):
    taken_back(world["first"])


def restrict_the_council(world, newham):
    PageViewRestriction.objects.create(page=newham.root_page, restriction_type="login")


def open_the_council_again(world, newham):
    restriction = PageViewRestriction.objects.create(page=newham.root_page, restriction_type="password", password="x")
    restriction.delete()


def unpublish_the_council(world, newham):
    page = council(newham)  # past every guard
    page.live = False
    page.save()


def rename_the_council(world, newham):
    page = council(newham)
    page.title = "Newham together"
    page.save_revision().publish()


def change_the_councils_slug(world, newham):
    page = council(newham)
    page.slug = "london-newham"
    page.save_revision().publish()


def move_to_another_council(world, newham):
    pre_page_move.disconnect(keep_pages_in_their_place)  # nobody moves what was agreed; if it happens all the same
    world["first"].move(Page.objects.get(slug="stoke-on-trent", locale__language_code="en"), pos="last-child")
    pre_page_move.connect(keep_pages_in_their_place)


def change_a_slug_and_agree(world, newham):
    world["first"].slug = "the-first"
    agree_to(world["first"])


def save_other_words_round_the_road(world, newham):
    world["first"].title = "Never agreed?"
    world["first"].save()


def agree_to_other_words(world, newham):
    world["first"].title = "Agreed again?"
    agree_to(world["first"])


def save_a_draft(world, newham):
    world["first"].title = "Only a draft?"
    world["first"].save_revision()


def withdraw_a_page(world, newham):
    withdraw(
        page=world["first"],
        moderator=moderator_for(newham),
        reason="wrong",
        reason_code="other",
        words="Wrong.",
        replacement=world["second"].translation_key,
    )


def withdraw_one_language(world, newham):
    withdraw(
        page=world["welsh"],
        moderator=moderator_for(newham),
        reason="wrong",
        reason_code="other",
        words="Wrong.",
        this_language_only=True,
    )


def withdraw_a_page_and_then_its_replacement(world, newham):
    withdraw_a_page(world, newham)
    withdraw(page=world["second"], moderator=moderator_for(newham), reason="wrong", reason_code="other", words="Wrong.")


def delete_a_page(world, newham):
    taken_back(world["first"])
    pre_delete.disconnect(keep_what_pages_show)  # nobody deletes it either
    Page.objects.filter(pk=world["first"].pk).delete()
    pre_delete.connect(keep_what_pages_show)


def rename_a_topic(world, newham):
    about = Topic.objects.get(slug="cuckooing")
    about.name = "Cuckooing at home"
    about.save()


def label_a_topic(world, newham):
    TopicLabel.objects.create(topic=Topic.objects.get(slug="cuckooing"), language="cy", label="Cogio")


def make_a_topic_sensitive(world, newham):
    about = Topic.objects.get(slug="cuckooing")
    about.is_sensitive = True
    about.save()


def hang_a_topic_elsewhere(world, newham):
    about = Topic.objects.get(slug="cuckooing")
    about.parent = topic("home")
    about.save()


def label_a_situation(world, newham):
    SituationLabel.objects.create(situation=situation(), language="en", label="I was asked to carry")


def call_the_levels_otherwise(world, newham):
    renamed(newham)
    renamed(newham, language="cy")


def add_an_area_within(world, newham):
    Area.objects.create(code="E09000001", name="City of London", parent_id="E12000007")


def rename_an_area(world, newham):
    london = Area.objects.get(code="E12000007")
    london.name = "Greater London"
    london.save()


def change_a_crisis_number(world, newham):
    line = CrisisLine.objects.create(slug="papyrus", name="Papyrus", kind="call", number="0800 068 4141")
    line.number = "0800 000 0000"
    line.save()
    line.topics.add(topic())


def go_past_its_last_day(world, newham):
    world["first"].expire_at = timezone.now() - timedelta(minutes=1)
    world["first"].save()


def remove_the_only_topic(world, newham):
    world["first"].page_topics.all().delete()
    world["first"].save()


CHANGES = [
    unpublish,
    restrict_the_council,
    open_the_council_again,
    unpublish_the_council,
    rename_the_council,
    change_the_councils_slug,
    move_to_another_council,
    change_a_slug_and_agree,
    save_other_words_round_the_road,
    agree_to_other_words,
    save_a_draft,
    withdraw_a_page,
    withdraw_one_language,
    withdraw_a_page_and_then_its_replacement,
    delete_a_page,
    rename_a_topic,
    label_a_topic,
    make_a_topic_sensitive,
    hang_a_topic_elsewhere,
    label_a_situation,
    call_the_levels_otherwise,
    add_an_area_within,
    rename_an_area,
    change_a_crisis_number,
    go_past_its_last_day,
    remove_the_only_topic,
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_nothing_is_stale_after(change, world, newham, committed):
    assert not list(differences())

    with committed():
        change(world, newham)

    assert list(differences()) == []


def items():
    return {(item.title, item.locale): item for item in ContentItem.objects.on_show()}


def test_what_mentions_a_withdrawn_page_no_longer_does(world, newham, committed):
    assert str(world["first"].translation_key) in items()["Second?", "en"].html

    with committed():
        withdraw_a_page(world, newham)

    assert str(world["first"].translation_key) not in items()["Second?", "en"].html
    assert "Read this." in items()["Second?", "en"].html


def test_what_points_to_a_page_mentions_it_once_it_is_public(newham, committed):
    with committed():
        hidden = article(title="Hidden?", slug="hidden", live=False)
        newham.root_page.specific.add_child(instance=hidden)
        agreed(newham, article(title="Points?", related=[block("page", hidden.pk)]))
    assert "Hidden?" not in items()["Points?", "en"].html

    with committed():
        agree_to(hidden)

    assert "Hidden?" in items()["Points?", "en"].html


def test_a_page_past_its_last_day_is_mentioned_no_more_before_anything_has_swept_it_up(client, newham, committed):
    with committed():
        ending = agreed(newham, article(title="Ending?", expire_at=timezone.now() + timedelta(days=1)))
        pointing = agreed(newham, article(title="Points?", related=[block("page", ending.pk)]))
    address = f"/api/v1/content/{pointing.translation_key}/"
    assert b"Ending?" in client.get(address).content

    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert b"Ending?" not in client.get(address).content
        assert client.get(f"/api/v1/content/{ending.translation_key}/").status_code == 404
        assert b"Ending?" not in client.get("/api/v1/content/").content


def test_who_asks_at_the_old_path_is_sent_on(client, world, newham, committed, settings):
    settings.PUBLIC_URL = "https://waymark.example"
    with committed():
        change_a_slug_and_agree(world, newham)

    answer = client.get("/api/v1/paths/newham/first/?level=el3", headers={"host": "evil.example"})

    assert answer.status_code == 301
    assert answer.headers["Location"] == "https://waymark.example/api/v1/paths/newham/the-first/?level=el3"
    assert client.get("/api/v1/paths/newham/the-first/").json()["title"] == "First?"


def test_welsh_published_or_withdrawn_leaves_english_as_it_was_but_for_its_languages(client, world, newham, committed):
    address = f"/api/v1/content/{world['first'].translation_key}/"
    before = client.get(address).json()

    with committed():
        withdraw_one_language(world, newham)
    after = client.get(address).json()

    assert (before.pop("available_locales"), after.pop("available_locales")) == (["cy", "en"], ["en"])
    told = {"locale": "cy", "path": "/newham/first/", "title": "Cyntaf?"}
    assert (before.pop("translations"), after.pop("translations")) == ([told], [])
    assert before == after
    assert client.get(address, {"locale": "cy"}).status_code == 410
    assert "First?" not in {card["title"] for card in client.get("/api/v1/content/", {"locale": "cy"}).json()["items"]}


@pytest.fixture
def may_be_asked_for(monkeypatch):
    """An action that the database can call by its name."""

    def register(action):
        monkeypatch.setitem(outbox.ACTIONS, action.__name__, action)
        return action

    return register


def test_an_error_in_one_projection_does_not_keep_the_rest_of_a_commit_from_happening(
    db, committed, caplog, may_be_asked_for
):
    happened = []

    @may_be_asked_for
    def breaks():
        raise ValueError("broken on purpose")

    @may_be_asked_for
    def happens():
        happened.append(1)

    with committed(), transaction.atomic():
        outbox.later(breaks)
        outbox.later(happens)

    assert happened == [1]
    assert "broken on purpose" in caplog.text


def test_what_is_asked_for_twice_in_one_transaction_is_done_once(db, committed, may_be_asked_for):
    done = []

    @may_be_asked_for
    def note(what):
        done.append(what)

    with committed():
        outbox.later(note, what=1)
        outbox.later(note, what=1)
        outbox.later(note, what=2)

    assert done == [1, 2]


def test_what_a_rolled_back_savepoint_asked_for_does_not_hold_back_a_later_asking(db, committed, may_be_asked_for):
    done = []

    @may_be_asked_for
    def note():
        done.append(1)

    with committed():
        with transaction.atomic():
            outbox.later(note)
            transaction.set_rollback(True)
        outbox.later(note)

    assert done == [1]


def test_a_change_of_one_language_leaves_the_rows_of_the_others_alone(world, committed):
    before = dict(ContentItem.objects.values_list("pk", "locale"))

    with committed():
        world["welsh"].title = "Wedi newid?"
        agree_to(world["welsh"])
        world["welsh"].save_revision().publish()

    assert dict(ContentItem.objects.values_list("pk", "locale")) == before
    assert ContentItem.objects.get(title="Wedi newid?").locale == "cy"
    assert list(differences()) == []
