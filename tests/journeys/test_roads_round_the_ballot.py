"""Every road round the ballot that we know of, tried: what is not agreed is a 404 in the API and is reported."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail_localize.models import Translation, TranslationSource

from articles.models import ArticlePage
from tests.articles.editor import change, refusals, typed
from tests.factories import UserFactory, draft, member_of, members_of, moderator_for, picture, png, published, words
from tests.moderation.test_withdrawing import take_down

pytestmark = pytest.mark.django_db(transaction=True)


def public(page: Page, **query: str) -> int:
    """The status code the public gets for this page's content, in its own language and no other."""
    query = {"locale": page.locale.language_code, "fallback": "none", **query}
    return Client().get(f"/api/v1/content/{page.translation_key}/", query).status_code


def check() -> tuple[int, str]:
    """Exit code and words of `manage.py project --check`."""
    said = io.StringIO()
    try:
        call_command("project", "--check", stdout=said, stderr=said)
    except CommandError as error:
        return error.returncode, said.getvalue()
    return 0, said.getvalue()


@pytest.fixture
def root() -> Client:
    """Somebody who may do anything that Wagtail lets anybody do."""
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    return client


def publish_in_the_editor(root: Client, page: ArticlePage, **changes: str) -> None:
    """Open the editor, change some fields, press Publish."""
    form = typed(slug=page.slug, **changes)
    response = change(root, page, form, {"action-publish": "action-publish"})
    assert response.status_code == 302, refusals(response)


# -- roads: each makes something live that nobody agreed, and returns it


def by_the_publish_button(newham, root) -> Page:
    members_of(newham, 4)
    moderator_for(newham)
    page = draft(newham, by=member_of(newham))
    publish_in_the_editor(root, page)
    return page


def by_the_publish_button_over_agreed_words(newham, root) -> Page:
    page = published(newham)
    publish_in_the_editor(root, page, summary="Other words.")
    return page


def by_bulk_publishing(newham, root) -> Page:
    page = draft(newham, by=member_of(newham))
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    root.post(f"{address}?id={page.pk}", {"include_descendants": "on"})
    return page


def by_a_schedule(newham, root) -> Page:
    page = draft(newham, by=member_of(newham))
    page.go_live_at = timezone.now() - timedelta(minutes=1)
    page.save_revision(approved_go_live_at=page.go_live_at)
    call_command("publish_scheduled", stdout=io.StringIO())
    return page


def by_a_live_copy(newham, root) -> Page:
    page = published(newham)
    copied = page.copy(update_attrs={"slug": "copied", "title": "Can I say no?"}, keep_live=True)
    assert public(page) == 200
    return copied


def by_publishing_the_draft_of_a_translation(newham, root) -> Page:
    page = published(newham)
    source, _created = TranslationSource.update_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=Locale.objects.get(language_code="cy"))
    translation.save_target(publish=False)
    welsh = page.get_translation(Locale.objects.get(language_code="cy"))
    welsh.get_latest_revision().publish(skip_permission_checks=True)
    assert public(page) == 200
    return welsh


def by_saving_a_live_page(newham, root) -> Page:
    page = published(newham)
    page.title = "Saved past everything?"
    page.save()
    return page


def by_saving_another_address(newham, root) -> Page:
    page = published(newham)
    page.slug = "another-address"
    page.save()
    return page


def by_publishing_a_revision_in_a_script(newham, root) -> Page:
    page = draft(newham, by=member_of(newham))
    page.get_latest_revision().publish(skip_permission_checks=True)
    return page


def by_creating_a_live_page(newham, root) -> Page:
    page = ArticlePage(title="Never sent in?", slug="never-sent-in", live=True, body_el3=words("Nobody agreed."))
    return newham.root_page.specific.add_child(instance=page)


@pytest.mark.parametrize(
    "road",
    [
        by_the_publish_button,
        by_the_publish_button_over_agreed_words,
        by_bulk_publishing,
        by_a_schedule,
        by_a_live_copy,
        by_publishing_the_draft_of_a_translation,
        by_saving_a_live_page,
        by_saving_another_address,
        by_publishing_a_revision_in_a_script,
        by_creating_a_live_page,
    ],
)
def test_what_went_live_without_agreement_is_not_public_and_is_reported(
    road: Callable[..., Page], whole_newham, root: Client
):
    page = road(whole_newham, root)

    code, said = check()
    assert ArticlePage.objects.get(pk=page.pk).live
    assert public(page) == 404
    assert code == 0
    assert "live but not agreed" in said
    assert str(page.translation_key) in said


def test_a_raw_update_keeps_the_agreed_words_public_and_is_found_by_the_check(whole_newham):
    page = published(whole_newham)

    ArticlePage.objects.filter(pk=page.pk).update(summary="Changed in the database.")

    code, said = check()
    assert public(page) == 200
    assert "Changed in the database." not in Client().get(f"/api/v1/content/{page.translation_key}/").text
    assert code == 1
    assert str(page.translation_key) in said


def test_a_picture_cannot_be_replaced_after_the_vote(whole_newham):
    shown = picture()
    page = published(whole_newham, image=shown, image_alt="A teal square")
    shown.file = png("red")

    with pytest.raises(ValidationError):
        shown.save()

    assert public(page) == 200


def test_a_picture_replaced_on_disk_is_found_by_the_check(whole_newham):
    shown = picture()
    page = published(whole_newham, image=shown, image_alt="A teal square")

    with shown.file.storage.open(shown.file.name, "wb") as stream:
        stream.write(png("red").read())

    code, said = check()
    assert code == 1
    assert str(page.translation_key) in said


def test_restricting_an_ancestor_hides_what_is_below_until_it_is_opened_again(whole_newham):
    page = published(whole_newham)
    restriction = PageViewRestriction.objects.create(
        page=whole_newham.root_page, restriction_type=PageViewRestriction.LOGIN
    )
    assert public(page) == 404
    assert check()[0] == 0

    restriction.delete()

    assert public(page) == 200
    assert check()[0] == 0


def test_what_is_agreed_stays_while_others_go_round(whole_newham, root):
    agreed = published(whole_newham)

    by_the_publish_button(whole_newham, root)
    by_a_live_copy(whole_newham, root)

    assert public(agreed) == 200


def test_withdrawn_content_is_gone_in_every_answer(whole_newham):
    page = published(whole_newham)
    take_down(page, moderator_for(whole_newham))

    assert public(page) == 410
    assert check()[0] == 0
