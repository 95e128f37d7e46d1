"""Verbs of a translation's road: begin it, keep it up to date, send it in, say that a speaker has checked it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, WorkflowState

from agreement.hashing import content_hash
from agreement.visibility import PublicEye
from languages import actions
from languages.translations import being_made_from, made_from, side_by_side, source_of
from moderation.authorship import everybody_who_wrote, page_as
from moderation.errors import NotReadyToSend, NotReadyToTranslate, NotYourTranslation, OnItsWay
from moderation.models import ModeratorCheck, SpeakerCheck
from moderation.readiness import sentences_about_the_road
from people.models import Role, User, YouthPanel


def start(*, source: Page, locale: Locale, translator: User) -> Page:
    """The page in this language, as a draft to be translated beside its source.

    Raises NotYourTranslation for whoever may not write there, NotReadyToTranslate for a source that readers do not have.
    """
    _refuse_unless_begun_by(translator, source, locale)
    if being_made_from(source) is not None or not PublicEye().sees(source):
        raise NotReadyToTranslate
    return actions.start(source, locale, user=translator)


def bring_up_to_date(*, page: Page, translator: User) -> None:
    """Read the source's words again; what changed in them is to be translated anew.

    Raises NotYourTranslation, and OnItsWay while the page is with the panel or with a moderator.
    """
    _refuse_unless_written_by(translator, page)
    _refuse_on_its_way(page)
    source, translation = source_of(page), side_by_side(page)
    if source is None or not PublicEye().sees(source):
        raise NotReadyToTranslate
    if translation is None:
        actions.start(source, page.locale, user=translator)
    else:
        actions.bring_up_to_date(translation, user=translator)


@transaction.atomic
def send_in(*, page: Page, sender: User) -> None:
    """Give the translation to the panel, with everything that was typed. The page's own road from there.

    Raises NotYourTranslation, OnItsWay, and NotReadyToSend with a sentence for each thing in the way.
    """
    _refuse_unless_written_by(sender, page)
    _refuse_on_its_way(page)
    if sentences := sentences_about_the_road(page.get_workflow()):
        raise NotReadyToSend(sentences, page_id=page.pk)
    if not page.permissions_for_user(sender).can_submit_for_moderation():
        raise NotReadyToSend([_("Somebody has locked this page. Ask them to unlock it.")], page_id=page.pk)
    if (translation := side_by_side(page)) is not None:
        actions.save_draft(translation, user=sender)
    page = Page.objects.get(pk=page.pk).specific
    state = page.current_workflow_state
    # As Wagtail's own editor does (wagtail/admin/views/pages/edit.py, submit_action).
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(sender)
    else:
        page.get_workflow().start(page, sender)


def sign(*, check: ModeratorCheck, moderator: User, speaks_it: bool) -> None:
    """The moderator's check, and, for a translation, whether `moderator` reads the language and compared it.

    Raises what `check.sign` and `say_checked_by_speaker` raise.
    """
    revision = check.revision
    check.sign(moderator)
    if speaks_it:
        say_checked_by_speaker(page=page_as(revision), speaker=moderator)


@transaction.atomic
def say_checked_by_speaker(*, page: Page, speaker: User) -> None:
    """`speaker` reads the language well and has compared exactly these words with their source.

    Raises NotYourTranslation for whoever wrote any of it, or is neither a translator nor a moderator here.
    """
    if not may_say_checked(speaker, page):
        raise NotYourTranslation
    SpeakerCheck.objects.get_or_create(
        content_id=page.translation_key,
        locale=page.locale.language_code,
        content_hash=content_hash(page),
        checked_by=speaker,
    )
    actions.mark_checked_by_speaker(page)


def may_say_checked(user: User, page: Page) -> bool:
    """Whether `user` can be the second pair of eyes on this translation."""
    panel = YouthPanel.objects.of_page(page)
    if panel is None or made_from(page) is None:
        return False
    is_translator = YouthPanel.objects.in_care_of(user, Role.TRANSLATOR).filter(pk=panel.pk).exists()
    return (is_translator or panel.is_moderated_by(user)) and user.pk not in everybody_who_wrote(page)


def may_translate(user: User, page: Page) -> bool:
    """Whether `user` writes this page in other languages: its panel's members, and the translators in care of it."""
    panel = YouthPanel.objects.of_page(page)
    if panel is None or not user.is_active:
        return False
    is_translator = YouthPanel.objects.in_care_of(user, Role.TRANSLATOR).filter(pk=panel.pk).exists()
    return is_translator or panel.current_members().filter(pk=user.pk).exists()


def may_write_translation(user: User, page: Page) -> bool:
    """Whether `user` writes exactly this page: in care of its panel, and with the right that Wagtail's own form asks for.

    A translator is in care of every page of the panel, and writes those in other languages alone.
    """
    return may_translate(user, page) and page.permissions_for_user(user).can_edit()


def _refuse_unless_written_by(user: User, page: Page) -> None:
    if not may_write_translation(user, page):
        raise NotYourTranslation


def _refuse_unless_begun_by(user: User, source: Page, locale: Locale) -> None:
    """The page in this language where there is one, else the place where it will hang."""
    page = source.get_translation_or_none(locale)
    if page is not None:
        _refuse_unless_written_by(user, page)
        return
    place = source.get_parent().get_translation_or_none(locale)
    if place is None or not may_translate(user, source) or not place.permissions_for_user(user).can_add_subpage():
        raise NotYourTranslation


def _refuse_on_its_way(page: Page) -> None:
    if page.workflow_in_progress:
        raise OnItsWay
