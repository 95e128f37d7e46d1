"""Which pictures, films and caption files somebody has decided about, or is deciding about now."""

from __future__ import annotations

from collections.abc import Iterator

from wagtail.models import Page, ReferenceIndex, Revision

from agreement.files import UnchangingFile
from agreement.models import Agreement
from moderation.models import Ballot, ModeratorCheck


def is_decided_about(file: UnchangingFile) -> bool:
    """Whether a page with this file was ever agreed, or is with its panel or with a moderator."""
    return _was_agreed(file) or any(_shows(revision, file) for revision in _being_decided())


def _was_agreed(file: UnchangingFile) -> bool:
    numbers = [
        reference.object_id
        for reference in ReferenceIndex.get_references_to(file)
        if issubclass(reference.base_content_type.model_class(), Page)
    ]
    keys = Page.objects.filter(pk__in=numbers).values_list("translation_key", flat=True)
    return Agreement.objects.filter(content_id__in=list(keys)).exists()


def _being_decided() -> Iterator[Revision]:
    for steps in (Ballot.objects.unclosed(), ModeratorCheck.objects.unfinished()):
        for step in steps.select_related("revision"):
            yield step.revision


def _shows(revision: Revision, file: UnchangingFile) -> bool:
    """The index knows live rows and first drafts; what is voted on may be later than both."""
    # wagtail/models/reference_index.py: what it would write down for this object, by base content type.
    wanted = (ReferenceIndex._get_base_content_type(file).pk, str(file.pk))
    references = ReferenceIndex._extract_references_from_object(revision.as_object())
    return any((kind, str(number)) == wanted for kind, number, *_path in references)
