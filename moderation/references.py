"""What revisions point to. Wagtail's index knows rows and nothing else; what is voted on, checked or compared is a revision."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import datetime
from functools import cache

from django.db.models import PROTECT, ForeignKey, Model, Q, QuerySet, TextField
from django.db.models.functions import Cast
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, ReferenceIndex, Revision, TaskState, get_page_models

from agreement.files import UnchangingFile
from agreement.models import Agreement
from moderation.authorship import page_as
from moderation.errors import CannotBeRead, FileInUse
from moderation.models import Ballot, ModeratorCheck

FEW = 20
"""So many keys are looked for by the database itself."""


def pages_that_need(*things: Model) -> list[Page]:
    """The pages with a revision that somebody looks at, or must be able to look back at, and that shows one of `things`.

    That is its latest draft, what is live, voted on or checked, and what was sent in since the words that were last agreed,
    and these, which a takedown may wait to put back. An earlier draft that nobody else was asked about keeps nothing:
    whoever took a photo out of it again may want it gone.
    """
    found: dict[int, Page] = {}
    for revision in revisions_that_show(things, Revision.page_revisions.all()):
        page = revision.content_object
        if page is not None and page.pk not in found and _is_looked_back_at(revision, page):
            found[page.pk] = page
    return list(found.values())


def refuse_to_delete_needed(*, thing: Model) -> None:
    """A page that loses a picture or a topic says something else than what was agreed, or was voted on. Raises FileInUse."""
    rows = (
        ReferenceIndex.get_references_to(thing) if isinstance(thing, UnchangingFile) else ReferenceIndex.objects.none()
    )
    if (pages := pages_that_need(thing)) or rows.exists():
        raise FileInUse(pages)


def being_decided() -> QuerySet[Revision]:
    """What panels vote on, and what moderators check."""
    votes, checks = Ballot.objects.without_outcome(), ModeratorCheck.objects.unfinished()
    return Revision.objects.filter(Q(pk__in=votes.values("revision")) | Q(pk__in=checks.values("revision")))


def revisions_that_show(things: Collection[Model], revisions: QuerySet[Revision]) -> Iterator[Revision]:
    """Those of `revisions` that point to one of `things`, also from within their blocks."""
    # wagtail/models/reference_index.py: what it would write down for this object, by base content type.
    wanted = {(ReferenceIndex._get_base_content_type(thing).pk, str(thing.pk)) for thing in things}
    for revision in _that_name(wanted, revisions):
        if not wanted.isdisjoint(_references_in(revision)):
            yield revision


def _that_name(wanted: set[tuple[int, str]], revisions: QuerySet[Revision]) -> Iterator[Revision]:
    """Those in whose text one of the keys stands, whatever for: to read a revision costs much more than to look at it."""
    keys = sorted({key for _kind, key in wanted})
    if len(keys) <= FEW:
        named = Q(pk__in=[])
        for key in keys:
            named |= Q(said__contains=key)
        revisions = revisions.annotate(said=Cast("content", TextField())).filter(named)
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, keys))})(?![\w-])")
    for revision in revisions.order_by("-pk").iterator():
        if pattern.search(str(revision.content)):
            yield revision


def _references_in(revision: Revision) -> set[tuple[int, str]]:
    try:
        page = page_as(revision)
    except CannotBeRead:
        return set()
    references = ReferenceIndex._extract_references_from_object(page)
    return {(kind, str(number)) for kind, number, path, *_rest in references if path != "alias_of"}


def _is_looked_back_at(revision: Revision, page: Page) -> bool:
    if revision.pk in (page.latest_revision_id, page.live_revision_id):
        return True
    if being_decided().filter(pk=revision.pk).exists():
        return True
    since = _last_agreed_at(page)
    return (since is None or revision.created_at >= since) and TaskState.objects.filter(revision=revision).exists()


def _last_agreed_at(page: Page) -> datetime | None:
    """When the words were saved that newer ones are held against; None where all of its revisions are."""
    about = Agreement.objects.about(content_id=page.translation_key, locale=page.locale.language_code)
    last = about.last_word()
    if last is None:
        return None
    ballots = Ballot.objects.filter(content_hash=last.content_hash, revision__object_id=str(page.pk))
    carried = Revision.objects.filter(
        pk__in=ballots.values("revision"), created_at__lte=about.first_of_a_row(last).agreed_at
    )
    return carried.order_by("-created_at").values_list("created_at", flat=True).first()


@cache
def what_pages_hold() -> frozenset[type[Model]]:
    """What a page's own keys hold on to as long as its row has them: pictures, films, topics, areas."""
    return frozenset(
        field.related_model
        for kind in get_page_models()
        for model in [kind, *(relation.related_model for relation in get_all_child_relations(kind))]
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.remote_field.on_delete is PROTECT
    )
