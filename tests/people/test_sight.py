"""Which pages somebody in the admin may know of: their own panels', what readers get, and the places in between."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from agreement.models import Agreement, Withdrawal
from articles.models import ArticlePage
from people.models import Appointment, Role
from people.sight import known_page_ids
from tests.factories import UserFactory, draft, member_of, moderator_for, published
from tests.moderation.doors import lead_of, superuser


def knows_of(user, page) -> bool:
    return Page.objects.filter(pk=page.pk, pk__in=known_page_ids(user)).exists()


def translator_of(panel):
    user = UserFactory()
    Appointment.objects.create(user=user, role=Role.TRANSLATOR, council=panel.council)
    return user


def closed_to_readers(page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def withdrawn(page, *, locale) -> None:
    Withdrawal.objects.create(content_id=page.translation_key, locale=locale, reason="wrong")


def only(page):
    return Page.objects.filter(pk=page.pk)


LEFT_OUT = {
    "nobody agrees to it any more": lambda page: Agreement.objects.all().take_back(),
    "it was agreed in another language": lambda page: Agreement.objects.update(locale="cy"),
    "it was withdrawn": lambda page: withdrawn(page, locale=""),
    "it was withdrawn in this language": lambda page: withdrawn(page, locale="en"),
    "it is not live": lambda page: only(page).update(live=False),
    "its last day is over": lambda page: only(page).update(expire_at=timezone.now() - timedelta(seconds=1)),
    "its next title is being written": lambda page: only(page).update(draft_title="What it may become"),
    "some readers alone may see it": closed_to_readers,
    "some readers alone may see its place": lambda page: closed_to_readers(page.get_parent()),
    "its place is not live": lambda page: only(page.get_parent()).update(live=False),
    "its place is past its last day": lambda page: only(page.get_parent()).update(
        expire_at=timezone.now() - timedelta(seconds=1)
    ),
}


@pytest.mark.parametrize("why", LEFT_OUT)
def test_another_panels_page_is_known_while_readers_have_it_and_not_when(newham, stoke, why):
    theirs, member = published(stoke), member_of(newham)
    assert knows_of(member, theirs)

    LEFT_OUT[why](theirs)

    assert not knows_of(member, theirs)
    assert knows_of(member_of(stoke), theirs)


def test_what_readers_have_for_a_while_or_again_is_known(newham, stoke):
    theirs = published(stoke)
    only(theirs).update(expire_at=timezone.now() + timedelta(days=1))
    withdrawn(theirs, locale="cy")
    withdrawn(theirs, locale="")
    Withdrawal.objects.get(locale="").put_back()
    PageViewRestriction.objects.create(page=theirs.get_parent(), restriction_type=PageViewRestriction.NONE)

    assert knows_of(member_of(newham), theirs)


@pytest.mark.parametrize("who", [member_of, lead_of, moderator_for, translator_of])
def test_drafts_are_known_in_every_language_to_a_panels_own_people_and_to_nobody_elses(newham, stoke, who):
    ours, theirs = draft(newham), draft(stoke)
    person, welsh = who(newham), newham.root_page.get_translations().get()
    in_welsh = welsh.add_child(instance=ArticlePage(title="Cael help", slug="help", locale=welsh.locale, live=False))

    assert knows_of(person, ours)
    assert knows_of(person, in_welsh)
    assert not knows_of(person, theirs)


def test_a_draft_beside_the_places_is_nobodys_to_know_of(newham):
    home = newham.root_page.get_parent()
    beside = home.add_child(instance=ArticlePage(title="Beside", slug="beside", locale=home.locale, live=False))

    assert not knows_of(member_of(newham), beside)


def test_who_belongs_nowhere_knows_of_places_alone_and_a_superuser_of_everything(newham):
    places = Page.objects.filter(depth__lte=3)
    page = draft(newham)
    nobody = UserFactory()

    assert set(Page.objects.filter(pk__in=known_page_ids(nobody))) == set(places)
    assert knows_of(superuser(), page)


def test_the_places_of_councils_and_of_panels_are_known_to_everybody_live_or_not(newham, stoke):
    Page.objects.filter(pk=stoke.root_page_id).update(live=False, draft_title=F("title"))

    assert all(knows_of(member_of(newham), place) for place in stoke.root_page.get_translations(inclusive=True))
