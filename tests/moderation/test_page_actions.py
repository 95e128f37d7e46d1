"""Nothing that Wagtail offers takes agreed words from readers, or puts others before them: not for superusers, not for scripts."""

from __future__ import annotations

import html
import io
import itertools
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction

from agreement.models import Agreement
from agreement.visibility import PublicEye
from articles.models import ArticlePage
from moderation.errors import InTheWay
from moderation.models import Ballot
from tests.articles.editor import change, refusals, typed
from tests.delivery.pages import agreed, article, translated
from tests.factories import UserFactory, draft, member_of, members_of, moderator_for, send_in
from tests.moderation.doors import text_of

pytestmark = pytest.mark.django_db

NOT_PUBLISHED = "goes live after the panel's vote and a moderator's check"
NOT_TAKEN_DOWN = "readers do not lose it without a word"
STAYS = "stays where it is"


@pytest.fixture
def root(db) -> Client:
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    return client


@pytest.fixture
def page(newham) -> ArticlePage:
    return agreed(newham, article())


def words_of(answer: Any) -> str:
    return html.unescape(text_of(answer))


def is_public(page: Page) -> bool:
    return PublicEye().sees(Page.objects.get(pk=page.pk).specific)


def at(name: str, *numbers: object) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=numbers)


def in_bulk(action: str, *pages: Page) -> str:
    ticked = "&".join(f"id={page.pk}" for page in pages)
    return f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', action])}?{ticked}"


# -- by the addresses that a superuser can press, read and written


COPY = {"new_title": "A copy", "new_slug": "a-copy"}
AND_BELOW = {"include_descendants": "on"}

Road = tuple[str, dict[str, Any], str]
"""Where, with what form, and what they read."""

ROADS: dict[str, Callable[[Page, Any, Any], Road]] = {
    "unpublish": lambda page, home, away: (at("unpublish", page.pk), {}, NOT_TAKEN_DOWN),
    "unpublish its place": lambda page, home, away: (at("unpublish", home.pk), AND_BELOW, NOT_TAKEN_DOWN),
    "unpublish in bulk": lambda page, home, away: (in_bulk("unpublish", page), {}, NOT_TAKEN_DOWN),
    "unpublish its place in bulk": lambda page, home, away: (in_bulk("unpublish", home), AND_BELOW, NOT_TAKEN_DOWN),
    "publish in bulk": lambda page, home, away: (in_bulk("publish", page), {}, NOT_PUBLISHED),
    "move": lambda page, home, away: (at("move", page.pk), {"new_parent_page": away.pk}, STAYS),
    "confirm the move": lambda page, home, away: (at("move_confirm", page.pk, away.pk), {}, STAYS),
    "move in bulk": lambda page, home, away: (in_bulk("move", page), {"chooser": away.pk}, STAYS),
    "delete": lambda page, home, away: (at("delete", page.pk), {}, "so it is kept"),
    "delete in bulk": lambda page, home, away: (in_bulk("delete", page), {}, "so it is kept"),
    **{
        f"{action} {name}": lambda page, home, away, action=action, ticked=ticked, form=form, said=said: (
            in_bulk(action) + ticked.format(place=home.get_parent().pk),
            form(away),
            said,
        )
        for action, form, said in [
            ("delete", lambda away: {}, "so it is kept"),
            ("unpublish", lambda away: {}, NOT_TAKEN_DOWN),
            ("move", lambda away: {"chooser": away.pk}, STAYS),
        ]
        for name, ticked in {
            "all that there is": "id=all",
            "all that is found": "id=all&q=carry",
            "all that is found somewhere": "id=all&childOf={place}&q=carry",
        }.items()
    },
    "hide": lambda page, home, away: (at("set_privacy", page.pk), {"restriction_type": "login"}, "for everybody"),
    "hide its place": lambda page, home, away: (at("set_privacy", home.pk), {"restriction_type": "login"}, "everybody"),
    "make it an alias": lambda page, home, away: (
        reverse("wagtail_localize:convert_to_alias", args=[page.pk]),
        {},
        "words of its own",
    ),
}
COPIES: dict[str, Callable[[Page, Any, Any], Road]] = {
    # Asking for a copy is no harm: the form offers a draft alone (tested below).
    name: lambda page, home, away, name=name: (
        at("copy", page.pk),
        {**COPY, "new_parent_page": home.pk, name: "on"},
        "A copy starts as a draft",
    )
    for name in ("publish_copies", "alias")
}


@pytest.mark.parametrize(
    ("method", "road"),
    [*itertools.product(["get", "post"], ROADS.values()), *(("post", road) for road in COPIES.values())],
)
def test_a_superuser_reads_why_not_and_readers_keep_the_page(method, road, page, newham, stoke, root):
    # A draft beside it, so that publishing would put other words before readers.
    page.summary = "Other words."
    page.save_revision()
    address, form, sentence = road(page, newham.root_page, stoke.root_page)

    answer = root.get(address, follow=True) if method == "get" else root.post(address, form, follow=True)

    assert sentence in words_of(answer)
    assert is_public(page)
    assert ArticlePage.objects.get(pk=page.pk).summary == article().summary
    assert ArticlePage.objects.count() == 1
    assert Page.objects.get(pk=page.pk).get_parent().pk == newham.root_page_id


def test_a_copy_can_be_made_as_a_draft(page, newham, root):
    form = {"new_title": "A copy?", "new_slug": "a-copy", "new_parent_page": newham.root_page_id}

    asked = root.get(at("copy", page.pk))
    root.post(at("copy", page.pk), form)

    assert "publish_copies" not in asked.content.decode()
    assert 'name="alias"' not in asked.content.decode()
    assert not ArticlePage.objects.get(slug="a-copy").live


@pytest.mark.parametrize(
    ("action", "sent"),
    [
        ("publish", {}),
        ("unpublish", {}),
        ("delete", {}),
        ("move", {}),
        ("copy", {"slug": "a-copy"}),
        ("create_alias", {"update_slug": "an-alias"}),
    ],
)
def test_neither_does_the_admins_api(action, sent, page, stoke, root):
    page.summary = "Other words."
    page.save_revision()
    sent = {"destination_page_id": stoke.root_page_id} if action == "move" else sent
    address = reverse("wagtailadmin_api:pages:action", args=[page.pk, action])

    answer = root.post(
        address, json.dumps(sent), content_type="application/json", headers={"accept": "application/json"}
    )

    assert answer.status_code == 409
    assert answer.json()["error_message"]
    assert is_public(page)
    assert ArticlePage.objects.count() == 1


def test_publish_in_the_editor_saves_a_draft_and_says_why(page, root):
    answer = change(root, page, typed(slug=page.slug, summary="Other words."), {"action-publish": "action-publish"})

    assert answer.status_code == 302, refusals(answer)
    assert NOT_PUBLISHED in words_of(root.get(answer.url))
    assert is_public(page)
    assert ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object().summary == "Other words."


def test_publish_on_a_new_page_saves_a_draft_and_says_why(newham, root):
    members_of(newham, 4)
    address = at("add", "articles", "articlepage", newham.root_page_id)

    answer = root.post(address, typed(slug="new") | {"action-publish": "action-publish"})

    assert answer.status_code == 302, refusals(answer)
    assert NOT_PUBLISHED in words_of(root.get(answer.url))
    assert not ArticlePage.objects.get(slug="new").live


def test_the_editor_offers_no_button_that_would_be_refused(page, root):
    shown = root.get(at("edit", page.pk)).content.decode()

    assert 'value="action-publish"' not in shown
    assert at("unpublish", page.pk) not in shown


def test_a_place_without_pages_of_a_panel_is_still_published_by_a_superuser(newham, root):
    council = newham.council.root_page.specific

    assert council.permissions_for_user(UserFactory(is_superuser=True)).can_publish()


def test_what_is_live_and_was_never_agreed_can_be_taken_down(newham, root):
    page = draft(newham, by=member_of(newham))
    page.get_latest_revision().publish(skip_permission_checks=True)

    root.post(at("unpublish", page.pk))

    assert not Page.objects.get(pk=page.pk).live


def test_nothing_is_said_about_a_page_to_somebody_who_may_not_touch_it(newham, stoke):
    """Public, and being voted on again: the second is its own panel's business."""
    writer = member_of(newham)
    members_of(newham, 4)
    moderator_for(newham)
    page = agreed(newham, article())
    page.summary = "Other words."
    page.save_revision(user=writer)
    send_in(page, by=writer)
    client = Client()
    client.force_login(member_of(stoke), backend="people.backends.TermBackend")

    answer = client.post(at("delete", page.pk), follow=True)

    assert "voting" not in words_of(answer)


# -- beneath: commands, scripts, a console


def unpublish(page: Page, panel: Any) -> None:
    page.unpublish()


def unpublish_its_place(page: Page, panel: Any) -> None:
    page.get_parent().specific.unpublish()


def publish_other_words(page: Page, panel: Any) -> None:
    page.summary = "Other words."
    page.save_revision().publish(skip_permission_checks=True)


def schedule_other_words(page: Page, panel: Any) -> None:
    page.summary = "Other words."
    page.save_revision(approved_go_live_at=timezone.now() + timedelta(days=1))


def publish_other_words_later(page: Page, panel: Any) -> None:
    page.summary = "Other words."
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision().publish(skip_permission_checks=True)


def move(page: Page, panel: Any) -> None:
    page.move(panel.root_page, pos="last-child")


def move_its_place(page: Page, panel: Any) -> None:
    page.get_parent().move(panel.root_page.get_parent().get_parent(), pos="last-child")


def copy_live(page: Page, panel: Any) -> None:
    page.copy(update_attrs={"slug": "copied"}, keep_live=True)


def copy_its_place_live(page: Page, panel: Any) -> None:
    page.get_parent().copy(update_attrs={"slug": "copied"}, keep_live=True, recursive=True)


def delete(page: Page, panel: Any) -> None:
    page.delete()


@pytest.mark.parametrize(
    "road",
    [
        unpublish,
        unpublish_its_place,
        publish_other_words,
        schedule_other_words,
        publish_other_words_later,
        move,
        copy_live,
        copy_its_place_live,
        delete,
    ],
)
def test_a_script_that_would_do_it_is_refused(road, page, stoke):
    with pytest.raises(InTheWay):
        road(page, stoke)

    assert is_public(page)


def test_a_person_publishes_nothing_unagreed_even_where_readers_would_lose_nothing(newham):
    page = draft(newham, by=member_of(newham))

    with pytest.raises(InTheWay):
        page.get_latest_revision().publish(user=UserFactory(is_superuser=True), skip_permission_checks=True)

    assert not Page.objects.get(pk=page.pk).live


def test_no_draft_is_put_on_a_schedule(newham):
    page = draft(newham, by=member_of(newham))

    with pytest.raises(InTheWay):
        page.save_revision(approved_go_live_at=timezone.now() + timedelta(days=1))


def test_the_agreed_words_themselves_can_be_published_again(page):
    page.get_latest_revision().publish(skip_permission_checks=True)

    assert is_public(page)


def test_a_translation_is_looked_at_for_itself(page):
    """English is agreed, the Welsh draft is not: publishing Welsh takes nothing from English readers."""
    welsh = page.copy_for_translation(Locale.objects.get(language_code="cy"), copy_parents=True)

    with pytest.raises(InTheWay):
        welsh.get_latest_revision().publish(user=UserFactory(is_superuser=True), skip_permission_checks=True)

    assert is_public(page)


def test_an_agreed_translation_holds_its_own_place(page):
    welsh = translated(page, "cy")

    with pytest.raises(InTheWay):
        welsh.unpublish()

    assert is_public(welsh)


def test_a_page_past_its_last_day_is_taken_down_by_the_daily_command(page):
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(days=1))

    call_command("publish_scheduled", stdout=io.StringIO())

    assert not Page.objects.get(pk=page.pk).live


def test_a_withdrawn_page_keeps_its_place(page, stoke):
    """It could be put back, and readers would be told that another panel made it."""
    Agreement.objects.update(revoked_at=timezone.now())

    with pytest.raises(InTheWay):
        move(page, stoke)


def delete_many(page: Page, panel: Any) -> None:
    with transaction.atomic():
        Page.objects.filter(pk=page.pk).delete()


@pytest.mark.parametrize("road", [move, delete, delete_many])
def test_a_page_that_a_panel_votes_on_stays_for_scripts_too(road, newham, stoke):
    writer = member_of(newham)
    members_of(newham, 4)
    moderator_for(newham)
    page = draft(newham, by=writer)
    ballot = send_in(page, by=writer)

    with pytest.raises(InTheWay):
        road(page, stoke)

    assert Ballot.objects.unclosed().get() == ballot
    assert Page.objects.get(pk=page.pk).get_parent().pk == newham.root_page_id


@pytest.mark.parametrize("road", [delete, delete_many])
def test_a_withdrawn_page_is_kept_from_scripts_too(road, page, stoke):
    Agreement.objects.update(revoked_at=timezone.now())
    page.unpublish()

    with pytest.raises(InTheWay):
        road(Page.objects.get(pk=page.pk), stoke)

    assert Page.objects.filter(pk=page.pk).exists()


@pytest.mark.parametrize("action", ["delete", "move"])
def test_a_page_on_a_ballot_is_not_among_all_that_a_superuser_ticks(action, newham, stoke, root):
    writer = member_of(newham)
    members_of(newham, 4)
    moderator_for(newham)
    page = draft(newham, by=writer)
    send_in(page, by=writer)
    ticked = f"id=all&childOf={newham.root_page.get_parent().pk}&q=carry"

    answer = root.post(in_bulk(action) + ticked, {"chooser": stoke.root_page_id}, follow=True)

    assert "The panel is voting on this" in words_of(answer)
    assert Page.objects.get(pk=page.pk).get_parent().pk == newham.root_page_id


@pytest.mark.parametrize("road", [delete, delete_many])
def test_a_draft_that_was_never_agreed_can_be_deleted(road, newham, stoke):
    page = draft(newham, by=member_of(newham))

    road(page, stoke)

    assert not Page.objects.filter(pk=page.pk).exists()


def test_a_draft_that_was_never_agreed_can_be_moved(newham, stoke):
    page = draft(newham, by=member_of(newham))

    move(page, stoke)

    assert Page.objects.get(pk=page.pk).get_parent().pk == stoke.root_page_id


def test_restricting_by_a_script_still_hides_what_is_below(page, newham):
    """A last resort for whoever runs the server. It shows nothing to anybody."""
    PageViewRestriction.objects.create(page=newham.root_page, restriction_type=PageViewRestriction.LOGIN)

    assert not is_public(page)
