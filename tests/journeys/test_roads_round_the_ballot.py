"""Every road round the ballot that we know of, tried: what is not agreed is a 404 in the API and is reported."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail_localize.models import Translation, TranslationSource

from articles.models import ArticlePage
from tests.factories import draft, member_of, moderator_for, picture, png, published, words
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


# -- roads: each makes something live that nobody agreed, and returns it.
#    (What Wagtail's own buttons and actions would do is refused: tests/moderation/test_page_actions.py.)


def by_publishing_the_draft_of_a_translation(newham) -> Page:
    page = published(newham)
    source, _created = TranslationSource.update_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=Locale.objects.get(language_code="cy"))
    translation.save_target(publish=False)
    welsh = page.get_translation(Locale.objects.get(language_code="cy"))
    welsh.get_latest_revision().publish(skip_permission_checks=True)
    assert public(page) == 200
    return welsh


def by_saving_a_live_page(newham) -> Page:
    page = published(newham)
    page.title = "Saved past everything?"
    page.save()
    return page


def by_saving_another_address(newham) -> Page:
    page = published(newham)
    page.slug = "another-address"
    page.save()
    return page


def by_publishing_a_revision_in_a_script(newham) -> Page:
    page = draft(newham, by=member_of(newham))
    page.get_latest_revision().publish(skip_permission_checks=True)
    return page


def by_creating_a_live_page(newham) -> Page:
    page = ArticlePage(title="Never sent in?", slug="never-sent-in", live=True, body_el3=words("Nobody agreed."))
    return newham.root_page.specific.add_child(instance=page)


@pytest.mark.parametrize(
    "road",
    [
        by_publishing_the_draft_of_a_translation,
        by_saving_a_live_page,
        by_saving_another_address,
        by_publishing_a_revision_in_a_script,
        by_creating_a_live_page,
    ],
)
def test_what_went_live_without_agreement_is_not_public_and_is_reported(road: Callable[..., Page], whole_newham):
    page = road(whole_newham)

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


def test_what_is_agreed_stays_while_others_go_round(whole_newham):
    agreed = published(whole_newham)

    by_publishing_a_revision_in_a_script(whole_newham)
    by_saving_a_live_page(whole_newham)
    by_creating_a_live_page(whole_newham)

    assert public(agreed) == 200


def test_withdrawn_content_is_gone_in_every_answer(whole_newham):
    page = published(whole_newham)
    take_down(page, moderator_for(whole_newham))

    assert public(page) == 410
    assert check()[0] == 0
