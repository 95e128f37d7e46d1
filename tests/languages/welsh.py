"""A translator in front of the side-by-side editor: what they press, what they type."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from languages.translations import side_by_side
from moderation.models import Ballot
from people.models import Appointment, Role, User, YouthPanel
from tests.factories import UserFactory, members_of, vote
from tests.moderation.doors import browser_of


def welsh() -> Locale:
    return Locale.objects.get(language_code="cy")


def translator_for(panel: YouthPanel, **fields: Any) -> User:
    user = UserFactory(**fields)
    Appointment.objects.create(user=user, role=Role.TRANSLATOR, council=panel.council)
    return user


def begun(page: Page, *, by: User) -> Page:
    """The Welsh page, as a draft, when `by` presses "Translate into Welsh"."""
    pressed = browser_of(by).post(reverse("moderation:start_translation", args=[page.pk]), {"language": "cy"})
    assert pressed.status_code == 302, pressed.content
    return in_welsh(page)


def in_welsh(page: Page) -> Any:
    return Page.objects.get(translation_key=page.translation_key, locale=welsh()).specific


def draft_of(page: Page) -> Any:
    """The Welsh page as its latest draft says it."""
    return in_welsh(page).get_latest_revision_as_object()


def by_hand(page: Page, **said: Any) -> Any:
    """The draft of the Welsh page as somebody copies it and writes into it, without the editor for translations."""
    copied = page.copy_for_translation(welsh())
    for name, value in said.items():
        setattr(copied, name, value)
    copied.save_revision(clean=False)
    return draft_of(page)


def texts_of(page: Page) -> list[StringSegment]:
    """Every text that is to be translated, in the order of the page."""
    segments = side_by_side(page).source.stringsegment_set
    return list(segments.select_related("context", "string").order_by("order"))


def text_at(page: Page, path: str) -> StringSegment:
    """The first text of this field."""
    return next(text for text in texts_of(page) if text.context.path.split(".")[0] == path)


def address_of(page: Page, text: StringSegment) -> str:
    return reverse("wagtail_localize:edit_string_translation", args=[side_by_side(page).pk, text.pk])


def type_in(browser: Client, page: Page, text: StringSegment, words: str) -> Any:
    return browser.put(
        address_of(page, text), encode_multipart(BOUNDARY, {"value": words}), content_type=MULTIPART_CONTENT
    )


def in_other_words(text: StringSegment) -> str:
    return f"Cymraeg: {text.string.data}"


def type_everything(page: Page, *, by: User, leaving_out: tuple[str, ...] = ()) -> None:
    """Every text of the page, but those of these fields."""
    browser = browser_of(by)
    for text in texts_of(page):
        if text.context.path.split(".")[0] not in leaving_out:
            assert type_in(browser, page, text, in_other_words(text)).status_code in (200, 201)


def translated(page: Page, *, by: User) -> Page:
    """The Welsh page, whole, as a draft by `by`: typed at once, for tests that are about something else."""
    started = begun(page, by=by)
    for text in texts_of(started):
        StringTranslation.objects.update_or_create(
            translation_of=text.string,
            context=text.context,
            locale=welsh(),
            defaults={"data": in_other_words(text), "last_translated_by": by},
        )
    from languages.actions import save_draft

    save_draft(side_by_side(started), user=by)
    return in_welsh(page)


def press_send(page: Page, *, by: User) -> Any:
    return browser_of(by).post(reverse("moderation:send_translation", args=[page.pk]), follow=True)


def ballot_of(page: Page) -> Ballot | None:
    return Ballot.objects.unclosed().filter(workflow_state__object_id=str(page.pk)).first()


def carried(page: Page, panel: YouthPanel) -> Ballot:
    """The Welsh page's ballot, when everybody who may vote agrees."""
    ballot = ballot_of(page)
    members_of(panel, 0)
    vote(ballot, list(User.objects.filter(pk__in=ballot.electorate())), "A" * 20)
    return ballot


def record_of(page: Page) -> Translation:
    """wagtail-localize's record of the Welsh page, made the way a script makes it."""
    source, _created = TranslationSource.update_or_create_from_instance(page)
    translation, _created = Translation.objects.get_or_create(source=source, target_locale=welsh())
    return translation
