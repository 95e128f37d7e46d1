"""What is refused beneath every screen says why, also to a script; and what nobody votes on is let through."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from articles.models import ArticlePage
from moderation.errors import InTheWay, NotHere
from moderation.refusals import refuse_to_delete_page, refuse_to_move
from tests.delivery.pages import agreed, article


def test_a_script_that_moves_an_agreed_page_reads_why_it_stays(newham):
    page = agreed(newham, article())
    elsewhere = newham.root_page.get_parent()

    with pytest.raises(NotHere, match="so it stays where it is"):
        page.move(elsewhere, pos="last-child")

    assert page.get_parent().pk != elsewhere.pk


def test_a_script_that_deletes_an_agreed_page_reads_why_it_is_kept(newham):
    page = agreed(newham, article())

    # Django asks the page's two tables in no order: Wagtail would unpublish it first, or not.
    with pytest.raises(InTheWay, match="agreed to"), transaction.atomic():
        Page.objects.filter(pk=page.pk).delete()

    assert ArticlePage.objects.filter(pk=page.pk).exists()


def test_what_stands_beneath_all_deleting_says_that_the_page_is_kept(newham):
    page = agreed(newham, article())

    with pytest.raises(NotHere, match="so it is kept"):
        refuse_to_delete_page(page=page)


def test_what_stands_beneath_all_moving_says_that_the_page_stays(newham):
    page = agreed(newham, article())

    with pytest.raises(NotHere, match="so it stays where it is"):
        refuse_to_move(page=page)


def test_a_page_that_no_panel_votes_on_can_be_put_on_a_schedule(newham):
    tomorrow = timezone.now() + timedelta(days=1)

    revision = newham.root_page.specific.save_revision(approved_go_live_at=tomorrow)

    assert revision.approved_go_live_at == tomorrow
