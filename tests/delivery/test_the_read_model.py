"""The read model says what is true now, whatever happened and in whatever order."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from articles.models import ArticlePage
from delivery.actions import publish_contents, rebuild
from delivery.checking import differences
from delivery.models import ContentItem, ItemFacet
from delivery.rows import stored_rows
from moderation.actions import put_back, withdraw
from tests.factories import draft, member_of, moderator_for


def contents():
    return {row.key: row.content() for row in stored_rows()}


def test_an_agreed_page_becomes_a_content_item(newham, let_out):
    page = let_out(newham)

    item = ContentItem.objects.on_show().get()

    assert item.content_id == page.translation_key


def test_a_draft_becomes_none(newham, committed):
    with committed():
        draft(newham, by=member_of(newham))

    assert not ContentItem.objects.exists()


def test_throwing_the_read_model_away_and_making_it_again_changes_no_byte(newham, let_out, childline):
    let_out(newham)
    before = contents()

    rebuild()

    assert before
    assert contents() == before


def test_publishing_twice_late_or_out_of_order_ends_with_the_same_item(newham, let_out):
    page = let_out(newham)
    before = contents()

    publish_contents({page.translation_key})
    ItemFacet.objects.all().delete()
    ContentItem.objects.all().delete()
    publish_contents({page.translation_key})

    assert contents() == before


def test_withdrawn_pages_leave_a_tombstone_and_come_back_when_put_back(newham, let_out, committed):
    page = let_out(newham)
    first, second = moderator_for(newham), moderator_for(newham)

    with committed():
        takedown = withdraw(page=page, moderator=first, reason="wrong", reason_code="other", words="It is wrong.")
    assert ContentItem.objects.get().state == "withdrawn"
    assert not list(differences())

    with committed():
        put_back(takedown=takedown, moderator=second)
    assert ContentItem.objects.get().state == "live"
    assert not list(differences())


def test_a_live_page_that_went_round_the_road_stays_in_and_is_reported(newham, committed, capsys):
    page = draft(newham, by=member_of(newham))

    with committed():
        page.save_revision().publish(skip_permission_checks=True)
    call_command("project", check=True)

    assert not ContentItem.objects.exists()
    assert f"live but not agreed: {page.translation_key} en" in capsys.readouterr().out


def test_a_raw_update_is_found_by_the_check(newham, let_out, capsys):
    page = let_out(newham)
    ArticlePage.objects.filter(pk=page.pk).update(live=False)

    with pytest.raises(CommandError):
        call_command("project", check=True)

    assert f"should not be there: {page.translation_key} en" in capsys.readouterr().out
