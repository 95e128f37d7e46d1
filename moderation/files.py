"""Which pictures, films and caption files somebody has decided about, or is deciding about now."""

from __future__ import annotations

from wagtail.models import Page, ReferenceIndex

from agreement.files import UnchangingFile
from agreement.models import Agreement
from moderation.references import being_decided, revisions_that_show


def is_decided_about(file: UnchangingFile) -> bool:
    """Whether a page with this file was ever agreed, or is with its panel or with a moderator."""
    return _was_agreed(file) or any(revisions_that_show([file], being_decided()))


def _was_agreed(file: UnchangingFile) -> bool:
    numbers = [
        reference.object_id
        for reference in ReferenceIndex.get_references_to(file)
        if issubclass(reference.base_content_type.model_class(), Page)
    ]
    keys = Page.objects.filter(pk__in=numbers).values_list("translation_key", flat=True)
    return Agreement.objects.filter(content_id__in=list(keys)).exists()
