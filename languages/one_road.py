"""Closes, beneath its screens, the ways in which wagtail-localize and Wagtail show words that nobody voted on.

What people see of these doors is in people/doors.py and moderation; what is here holds for superusers and scripts too.
"""

from __future__ import annotations

from django.db.models.signals import post_delete, post_save
from wagtail_localize.models import (
    StringTranslation,
    TranslationSource,
    post_delete_string_translation,
    post_save_string_translation,
)

from languages.actions import save_as_draft_only


def close_the_others() -> None:
    # wagtail_localize/models.py, create_or_update_translation: it saves the live row with whatever is translated so
    # far, gaps filled with the source's words, and publishes it on commit. Everything that saves a translation ends
    # there (Translation.save_target, operations.translate_object, the editor's Publish, "Sync translated pages").
    TranslationSource.create_or_update_translation = save_as_draft_only
    # wagtail_localize/models.py: they write a title that was typed on the page's row, however long it is, as it is kept, and
    # while the panel votes. A draft does that (`languages.actions.save_draft`), where the title fits and may be saved.
    post_save.disconnect(post_save_string_translation, sender=StringTranslation)
    post_delete.disconnect(post_delete_string_translation, sender=StringTranslation)
