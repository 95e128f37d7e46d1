"""Listeners that note what a translation is made from, and keep pages from showing another language's words as theirs."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.signals import copy_for_translation_done
from wagtail_localize.models import LocaleSynchronization, Translation

from agreement.hashing import content_hash
from languages.actions import note_draft
from languages.errors import NotThisWay


@receiver(copy_for_translation_done)
def note_what_it_was_copied_from(sender: type, source_obj: Any, target_obj: Any, **kwargs: Any) -> None:
    if isinstance(target_obj, Page):
        note_draft(
            target_obj, source_locale=source_obj.locale.language_code, source_hash=content_hash(source_obj.specific)
        )


@receiver(pre_save)
def refuse_aliases(sender: type, instance: Any, **kwargs: Any) -> None:
    if issubclass(sender, Page) and instance.alias_of_id:
        raise NotThisWay(_("A page cannot show another page's words: in another language they would look translated."))


@receiver(pre_save, sender=Translation)
def refuse_to_part_it_from_its_source(sender: type, instance: Translation, **kwargs: Any) -> None:
    if not instance.enabled:
        raise NotThisWay(_("A translation stays beside its source, so that we know what it was made from."))


@receiver(pre_save, sender=LocaleSynchronization)
def refuse_to_keep_trees_alike(**kwargs: Any) -> None:
    raise NotThisWay(_("Languages are not filled with each other's pages: each page is translated and sent in."))
