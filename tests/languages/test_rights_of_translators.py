"""Our buttons of a translation's road ask for the rights that Wagtail's own forms ask for."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from languages.translations import side_by_side
from tests.delivery.pages import agreed, article
from tests.factories import UserFactory, draft, member_of, members_of, moderator_for, published
from tests.languages.welsh import ballot_of, begun, press_send, texts_of, translated, type_in, welsh
from tests.moderation.doors import browser_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def english(newham):
    return published(newham)


@pytest.mark.parametrize("view", ["send_translation", "update_translation"])
def test_a_translator_does_nothing_with_a_page_that_they_may_not_edit(newham, translator, view):
    """A translator is in care of the panel's every page, and writes those in other languages alone."""
    english = draft(newham, by=member_of(newham))
    moderator_for(newham)
    members_of(newham, 4)
    assert not english.permissions_for_user(translator).can_edit()

    answer = browser_of(translator).post(reverse(f"moderation:{view}", args=[english.pk]), follow=True)

    assert "Somebody else does this" in text_of(answer)
    assert ballot_of(english) is None
    assert not english.revisions.filter(user=translator).exists()


def test_a_translator_does_not_begin_english_from_welsh(newham, translator):
    """The Welsh page came first; English is its members' language."""
    welsh_page = agreed(newham, article(locale=welsh()))

    browser_of(translator).post(reverse("moderation:start_translation", args=[welsh_page.pk]), {"language": "en"})

    assert not Page.objects.filter(translation_key=welsh_page.translation_key, locale__language_code="en").exists()


def test_a_locked_translation_is_not_sent_in(newham, english, translator):
    page = translated(english, by=translator)
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=UserFactory())

    answer = press_send(page, by=translator)

    assert "has locked this page" in text_of(answer)
    assert ballot_of(page) is None


def test_nobody_who_is_not_logged_in_makes_a_draft_of_a_translation(newham, english, translator):
    """They are sent to log in, which is no error either."""
    page = begun(english, by=translator)
    there = page.revisions.count()
    upload = reverse("wagtail_localize:upload_pofile", args=[side_by_side(page).pk])

    typed = type_in(Client(), page, texts_of(page)[0], "Geiriau rhywun arall")
    uploaded = Client().post(upload)

    assert (typed.status_code, uploaded.status_code) == (302, 302)
    assert page.revisions.count() == there
