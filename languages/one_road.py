"""Closes, beneath its screens, the ways in which wagtail-localize and Wagtail show words that nobody voted on.

What people see of these doors is in people/doors.py and moderation; what is here holds for superusers and scripts too.
"""

from __future__ import annotations

from wagtail_localize.models import TranslationSource

from languages.actions import save_as_draft_only


def close_the_others() -> None:
    # wagtail_localize/models.py, create_or_update_translation: it saves the live row with whatever is translated so
    # far, gaps filled with the source's words, and publishes it on commit. Everything that saves a translation ends
    # there (Translation.save_target, operations.translate_object, the editor's Publish, "Sync translated pages").
    TranslationSource.create_or_update_translation = save_as_draft_only
