"""Every door by which translating could publish, change agreed words, or end a ballot: tried, and closed."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page, get_translatable_models
from wagtail_localize.models import LocaleSynchronization, StringTranslation, Translation
from wagtail_localize.operations import translate_object, translate_page_subtree
from wagtail_localize.synctree import synchronize_tree

from agreement.hashing import content_hash
from languages.actions import save_draft
from languages.errors import NotThisWay
from languages.translations import side_by_side
from moderation.errors import InTheWay
from people.models import Appointment, Role, YouthPanel
from tests.factories import UserFactory, check_of, draft, member_of, moderator_for, picture, published
from tests.languages.welsh import (
    ballot_of,
    begun,
    carried,
    in_other_words,
    in_welsh,
    press_send,
    record_of,
    texts_of,
    translated,
    translator_for,
    type_everything,
    type_in,
    welsh,
)
from tests.moderation.doors import browser_of, superuser

pytestmark = pytest.mark.django_db


def read_in_welsh(page: Page) -> tuple[int, str]:
    answer = Client().get(f"/api/v1/content/{page.translation_key}/", {"locale": "cy", "fallback": "none"})
    return answer.status_code, answer.json().get("title", "")


# -- doors: each is tried by whoever gets the furthest through it


def by_the_publish_button(page: Page, root: Client) -> None:
    root.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {"action": "publish"})


def by_publishing_what_was_synced(page: Page, root: Client) -> None:
    source = side_by_side(page).source
    root.post(
        reverse("wagtail_localize:update_translations", args=[source.pk]), {"publish_translations": "on"}, follow=True
    )


def by_the_ordinary_editor_behind_it(page: Page, root: Client) -> None:
    root.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), {"action-publish": "action-publish", "title": "Past it?"}
    )


def by_turning_it_into_an_alias(page: Page, root: Client) -> None:
    root.post(reverse("wagtail_localize:convert_to_alias", args=[page.pk]))
    root.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {"localize-convert-to-alias": "1"}, follow=True)


def by_stopping_and_starting(page: Page, root: Client) -> None:
    root.post(reverse("wagtail_localize:stop_translation", args=[side_by_side(page).pk]))
    root.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {"localize-restart-translation": "1"}, follow=True)


def by_keeping_trees_alike(page: Page, root: Client) -> None:
    prefix = f"component-{LocaleSynchronization._meta.db_table}"
    english = Locale.objects.get(language_code="en")
    root.post(
        reverse("wagtaillocales:edit", args=[welsh().pk]),
        {"language_code": "cy", f"{prefix}-enabled": "on", f"{prefix}-sync_from": english.pk},
    )


def by_submitting_the_source_again(page: Page, root: Client) -> None:
    source = side_by_side(page).source.get_source_instance()
    root.post(reverse("wagtail_localize:submit_page_translation", args=[source.pk]), {"locales": [welsh().pk]})


def by_submitting_the_whole_tree(page: Page, root: Client) -> None:
    place = side_by_side(page).source.get_source_instance().get_parent()
    root.post(
        reverse("wagtail_localize:submit_page_translation", args=[place.pk]),
        {"locales": [welsh().pk], "include_subtree": "on"},
    )


def by_a_po_file(page: Page, root: Client) -> None:
    translation = side_by_side(page)
    po = root.get(reverse("wagtail_localize:download_pofile", args=[translation.pk])).content.decode()
    changed = po.replace('msgstr "Cymraeg', 'msgstr "Past the vote')
    file = ContentFile(changed.encode(), name="cy.po")
    root.post(reverse("wagtail_localize:upload_pofile", args=[translation.pk]), {"file": file})


def by_machine(page: Page, root: Client) -> None:
    root.post(reverse("wagtail_localize:machine_translate", args=[side_by_side(page).pk]))


def by_typing(page: Page, root: Client) -> None:
    for text in texts_of(page):
        type_in(root, page, text, "Past the vote")


def by_taking_texts_away(page: Page, root: Client) -> None:
    for text in texts_of(page):
        root.delete(reverse("wagtail_localize:edit_string_translation", args=[side_by_side(page).pk, text.pk]))


def by_a_script_that_publishes(page: Page, root: Client) -> None:
    with contextlib.suppress(NotThisWay):
        side_by_side(page).save_target(publish=True)


def by_a_script_that_saves(page: Page, root: Client) -> None:
    StringTranslation.objects.filter(context__path="title").update(data="Past the vote")
    with contextlib.suppress(NotThisWay):
        side_by_side(page).save_target(publish=False)
    save_draft(side_by_side(page), user=None)


def by_a_script_that_translates(page: Page, root: Client) -> None:
    source = side_by_side(page).source.get_source_instance()
    with contextlib.suppress(NotThisWay):
        translate_object(source, [welsh()])
    with contextlib.suppress(NotThisWay):
        translate_page_subtree(source.get_parent().pk, [welsh()], None, None)


def by_a_script_that_makes_an_alias(page: Page, root: Client) -> None:
    source = side_by_side(page).source.get_source_instance()
    page.alias_of = source
    for door in (
        lambda: page.save(),
        lambda: source.create_alias(update_slug="alias"),
        lambda: synchronize_tree(source.locale, Locale.objects.create(language_code="pl")),
    ):
        with contextlib.suppress(NotThisWay, Exception):
            door()


def by_synchronising_all_trees(page: Page, root: Client) -> None:
    with contextlib.suppress(NotThisWay):
        LocaleSynchronization.objects.create(locale=welsh(), sync_from=Locale.objects.get(language_code="en"))
    call_command("sync_locale_trees", stdout=io.StringIO())


def by_copying_it_again(page: Page, root: Client) -> None:
    source = side_by_side(page).source.get_source_instance()
    with contextlib.suppress(Exception):
        source.copy_for_translation(welsh(), copy_parents=True, alias=True)


DOORS = [
    by_the_publish_button,
    by_publishing_what_was_synced,
    by_the_ordinary_editor_behind_it,
    by_turning_it_into_an_alias,
    by_stopping_and_starting,
    by_keeping_trees_alike,
    by_submitting_the_source_again,
    by_submitting_the_whole_tree,
    by_a_po_file,
    by_machine,
    by_typing,
    by_taking_texts_away,
    by_a_script_that_publishes,
    by_a_script_that_saves,
    by_a_script_that_translates,
    by_a_script_that_makes_an_alias,
    by_synchronising_all_trees,
    by_copying_it_again,
]


@pytest.fixture
def english(newham: YouthPanel) -> Page:
    return published(newham)


@pytest.fixture
def translator(newham: YouthPanel):
    return translator_for(newham)


@pytest.fixture
def root() -> Client:
    return browser_of(superuser())


def try_all(page: Page, root: Client, says: Callable[[], object]) -> dict[str, object]:
    """What each door changed of what `says` tells; nothing where it is closed."""
    before, changed = says(), {}
    for door in DOORS:
        with contextlib.suppress(InTheWay, NotThisWay):
            door(page.__class__.objects.get(pk=page.pk), root)
        if (now := says()) != before:
            changed[door.__name__] = now
            before = now
    return changed


def test_no_door_shows_readers_a_translation_that_nobody_checked(whole_newham, root):
    english, translator = published(whole_newham), translator_for(whole_newham)
    page = begun(english, by=translator)

    changed = try_all(page, root, lambda: read_in_welsh(english))

    assert read_in_welsh(english)[0] == 404
    assert changed == {}
    assert not in_welsh(english).live


def test_no_door_ends_or_changes_a_ballot(whole_newham, root):
    english, translator = published(whole_newham), translator_for(whole_newham)
    page = translated(english, by=translator)
    press_send(page, by=translator)
    ballot = ballot_of(page)

    def stands() -> tuple[str, str, str]:
        fresh = type(ballot).objects.get(pk=ballot.pk)
        return fresh.status, fresh.outcome, content_hash(Page.objects.get(pk=page.pk).get_latest_revision_as_object())

    assert try_all(page, root, stands) == {}


def test_no_door_changes_what_readers_have_of_an_agreed_translation(whole_newham, root):
    english, translator = published(whole_newham), translator_for(whole_newham)
    page = translated(english, by=translator)
    press_send(page, by=translator)
    ballot = carried(page, whole_newham)
    check_of(ballot).sign(moderator_for(whole_newham))
    assert read_in_welsh(english) == (200, f"Cymraeg: {english.title}")

    assert try_all(page, root, lambda: read_in_welsh(english)) == {}
    assert "Past the vote" not in Client().get("/api/v1/content/", {"locale": "cy"}).text


@pytest.mark.parametrize("role", ["translator", "member", "admin"])
def test_wagtail_localizes_own_doors_are_closed_to_everybody_who_works_here(newham, english, translator, role):
    page = begun(english, by=translator)
    people = {"translator": translator, "member": member_of(newham), "admin": UserFactory()}
    Appointment.objects.create(user=people["admin"], role=Role.ADMIN)
    browser, record = browser_of(people[role]), side_by_side(page)

    answers = {
        name: browser.post(reverse(f"wagtail_localize:{name}", args=[argument]), {}).status_code
        for name, argument in {
            "submit_page_translation": english.pk,
            "update_translations": record.source_id,
            "stop_translation": record.pk,
            "upload_pofile": record.pk,
            "download_pofile": record.pk,
            "machine_translate": record.pk,
            "convert_to_alias": page.pk,
        }.items()
    }

    assert set(answers.values()) == {403}


def test_publishing_from_a_script_is_refused_with_a_reason(english):
    with pytest.raises(NotThisWay, match="send it to the panel"):
        record_of(english).save_target(publish=True)

    assert not Page.objects.filter(translation_key=english.translation_key, locale=welsh()).exists()


def test_a_draft_saved_by_a_script_leaves_the_live_row_alone(newham, english, translator):
    page = translated(english, by=translator)
    press_send(page, by=translator)
    check_of(carried(page, newham)).sign(moderator_for(newham))
    agreed = content_hash(in_welsh(english))
    StringTranslation.objects.filter(context__path="title").update(data="Teitl arall?")

    side_by_side(page).save_target(publish=False)

    assert content_hash(in_welsh(english)) == agreed
    assert in_welsh(english).get_latest_revision_as_object().title == "Teitl arall?"


def test_an_incomplete_or_stale_translation_is_refused_beneath_every_screen(newham, english, translator):
    page = begun(english, by=translator)
    member = member_of(newham)

    with pytest.raises(InTheWay, match="Not in Welsh yet"):
        page.get_workflow().start(page, member)

    assert ballot_of(page) is None


def test_words_that_are_not_those_of_the_editor_are_not_sent_in(newham, english, translator):
    page = translated(english, by=translator)
    past = page.get_latest_revision_as_object()
    past.summary = "Still English, saved past the editor."
    past.save_revision()

    with pytest.raises(InTheWay, match="not the words of the translation editor"):
        page.get_workflow().start(in_welsh(english), member_of(newham))


def test_another_panels_picture_cannot_be_put_in_place_of_the_sources(newham, translator):
    english = published(newham, image=picture(), image_alt="A teal square")
    page = begun(english, by=translator)
    shown = next(
        segment
        for segment in side_by_side(page).source.overridablesegment_set.all()
        if segment.data == english.image_id
    )
    foreign = picture()
    address = reverse("wagtail_localize:edit_override", args=[side_by_side(page).pk, shown.pk])

    answer = browser_of(translator).put(
        address, f"value={foreign.pk}", content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code == 409
    assert in_welsh(english).get_latest_revision_as_object().image_id == english.image_id


def test_only_pages_are_translated_so_nothing_else_can_go_live_untranslated():
    assert [model for model in get_translatable_models() if not issubclass(model, Page)] == []


def test_a_translation_of_a_draft_is_refused(newham, translator):
    never_agreed = draft(newham, by=member_of(newham))

    browser_of(translator).post(reverse("moderation:start_translation", args=[never_agreed.pk]), {"language": "cy"})

    assert not Page.objects.filter(translation_key=never_agreed.translation_key, locale=welsh()).exists()


def test_a_translator_begins_nothing_of_another_panel(newham, stoke, translator):
    theirs = published(stoke)

    browser_of(translator).post(reverse("moderation:start_translation", args=[theirs.pk]), {"language": "cy"})

    assert not Translation.objects.exists()


def test_whoever_typed_a_text_is_a_writer_whoever_sends_it_in(newham, english):
    both = translator_for(newham)
    Appointment.objects.create(user=both, role=Role.MODERATOR, council=newham.council)
    page = begun(english, by=translator_for(newham))
    type_everything(page, by=both, leaving_out=("body_el3",))
    sender = translator_for(newham)
    type_everything(page, by=sender)

    press_send(page, by=sender)
    check = check_of(carried(page, newham))

    assert not check.may_be_made_by(both)


def test_what_is_typed_while_the_panel_votes_is_kept_for_the_next_round(newham, english, translator):
    page = translated(english, by=translator)
    press_send(page, by=translator)
    ballot, title = ballot_of(page), texts_of(page)[0]

    assert type_in(browser_of(translator), page, title, "Teitl gwell?").status_code == 200

    ballot.refresh_from_db()
    assert (ballot.status, ballot.outcome) == ("in_progress", "")
    assert ballot.revision.as_object().title == in_other_words(title)
    check_of(carried(page, newham)).sign(moderator_for(newham))
    save_draft(side_by_side(page), user=translator)
    assert in_welsh(english).get_latest_revision_as_object().title == "Teitl gwell?"
    assert in_welsh(english).title == in_other_words(title)


def test_no_page_becomes_an_alias(english, translator):
    page = begun(english, by=translator)
    page.alias_of = english

    with pytest.raises(NotThisWay, match="another page's words"):
        page.save()
    with pytest.raises(NotThisWay, match="another page's words"):
        english.create_alias(update_slug="an-alias")
    with pytest.raises(NotThisWay):
        LocaleSynchronization.objects.create(locale=welsh(), sync_from=english.locale)
    with pytest.raises(NotThisWay):
        Translation.objects.get().__class__(
            source=record_of(english).source, target_locale=welsh(), enabled=False
        ).save()
