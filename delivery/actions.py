"""Letting content items out, and taking them back: the only place that writes the read model.

Whatever an event said, what is true now is read again: run twice, late or out of order, these end with the same items.
"""

from __future__ import annotations

import gc
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from wagtail.models import Page, PageQuerySet, ReferenceIndex

from agreement.hashing import BOOKKEEPING
from agreement.models import Withdrawal
from articles.models import Picture
from delivery.apart import Wrong, apart, raise_after_all
from delivery.locks import one_at_a_time
from delivery.many_rows import Values, as_stored, delete_rows, insert_rows
from delivery.mentions import as_mentioned, pictures_in
from delivery.models import (
    EVERY_LANGUAGE,
    ContentItem,
    ContentItemQuerySet,
    CrisisSheet,
    Edition,
    FormerPath,
    ItemFacet,
    ItemState,
    ItemWord,
    SearchWord,
)
from delivery.pictures import make_renditions
from delivery.projection import PROJECTIONS
from delivery.rows import (
    BATCH,
    Row,
    crisis_sheets,
    every_content_id,
    in_batches,
    pages_of,
    rows_among,
    stored_content_ids,
    stored_rows,
)
from delivery.word_lists import add_words, count_words_again, take_words
from taxonomy.models import Topic

FACET_COLUMNS = ("item_id", "facet", "value", "locale", "updated_at", "content_id")
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
PLACE = {"locale", "updated_at", "content_id"}  # of an item in lists: its facets have it too

# What a page may change without readers noticing anything.
UNSEEN_FIELDS = BOOKKEEPING - {
    "live",
    "expire_at",
    "first_published_at",
    "last_published_at",
    "url_path",
    "path",
    "locale",
}


class TooMany(Exception):
    """To be written in one transaction: everybody else would wait for its end."""


# -- letting out and taking back


# Called in the very transaction that takes something back: nothing is served from the moment it commits, whatever becomes of
# this process. What is said in its place follows from the outbox.


def hide_page(*, page_id: int) -> None:
    _hide(ContentItem.objects.filter(page_id=page_id))


def hide_content(*, content_id: uuid.UUID, locale: str) -> None:
    """In one language, or in all of them (`EVERY_LANGUAGE`)."""
    items = ContentItem.objects.filter(content_id=content_id)
    _hide(items if locale == EVERY_LANGUAGE else items.filter(locale=locale))


def hide_what_is_below(*, page_id: int) -> None:
    """All that stands in a place, and the page itself if it is none."""
    for place in Page.objects.filter(pk=page_id):
        below = Page.objects.filter(path__startswith=place.path).values("pk")
        _hide(ContentItem.objects.filter(page_id__in=below))


@transaction.atomic
def _hide(items: ContentItemQuerySet) -> None:
    """As if it were long past its last day: the rule that every answer asks already.

    First of all we wait for whoever is letting something out: they may not have heard that this is to go.
    """
    one_at_a_time()
    if items.on_show().update(expire_at=LONG_AGO):
        Edition.turn()


def lists_have_changed() -> None:
    """What is read as it is when somebody asks, and written nowhere else."""
    Edition.turn()


# Asked for `later` (delivery/outbox.py), with what JSON can say: each does what is not about single contents, and returns the
# content_ids that readers have to get anew.


def contents_of_page(*, page_id: int) -> set[uuid.UUID]:
    """Of a page, deleted or not."""
    keys = set(Page.objects.filter(pk=page_id).values_list("translation_key", flat=True))
    return keys | set(ContentItem.objects.filter(page_id=page_id).values_list("content_id", flat=True))


def content_itself(*, content_id: uuid.UUID | str) -> set[uuid.UUID]:
    return {uuid.UUID(str(content_id))}


def contents_below(*, page_id: int) -> set[uuid.UUID]:
    """A place moved, closed, opened or has a new name: so do all pages in it."""
    Edition.turn()  # first, and whatever becomes of the rest: lists of councils are read as they are
    return _contents_in(Page.objects.filter(pk=page_id))


def contents_in_place(*, content_id: uuid.UUID | str, language: str) -> set[uuid.UUID]:
    """A place calls its levels otherwise in one language: so do all its pages in that language."""
    Edition.turn()  # as above: a council's own labels stand in the list of councils
    return _contents_in(Page.objects.filter(translation_key=content_id, locale__language_code=language))


def contents_about_topic(*, topic_id: int) -> set[uuid.UUID]:
    Edition.turn()  # as above: lists of topics have labels and ages of their own
    keep_crisis_help()
    return _content_ids(Page.objects.filter(page_topics__tag__in=Topic.objects.filter(pk=topic_id).with_children()))


def contents_for_situation(*, situation_id: int) -> set[uuid.UUID]:
    Edition.turn()
    return _content_ids(Page.objects.filter(page_situations__situation=situation_id))


def contents_with_areas() -> set[uuid.UUID]:
    """An area changed: which others lie in it matters to every page that is for some area."""
    Edition.turn()
    return _content_ids(Page.objects.filter(page_areas__isnull=False))


def contents_in_locale(*, locale_id: int) -> set[uuid.UUID]:
    Edition.turn()
    return _content_ids(Page.objects.filter(locale=locale_id))


def contents_using(*, model: str, key: int) -> set[uuid.UUID]:
    """A picture, film or caption file changed ("articles.film"): so do the pages that show it."""
    return _content_ids(Page.objects.filter(pk__in=_page_ids_referring_to(apps.get_model(model), [key])))


def make_picture_ready(*, picture_id: int) -> None:
    """Every size of it that readers, and whoever writes, are shown."""
    for picture in Picture.objects.filter(pk=picture_id):
        make_renditions(picture)


def contents_showing(*, picture_id: int) -> set[uuid.UUID]:
    make_picture_ready(picture_id=picture_id)
    return contents_using(model=Picture._meta.label_lower, key=picture_id)


def publish_contents(content_ids: Iterable[uuid.UUID], *, together: bool = False) -> None:
    """Write what is true now of these, and of all that mentions them if they are mentioned in another way than before.

    Batch after batch, each in a transaction of its own: whoever takes something back waits for one of them at most. For a
    caller that has a transaction `together` raises TooMany where there is more than one batch, and what goes wrong at once;
    else raises an ExceptionGroup of what cannot be written, after all that can.
    """
    contents = set(content_ids)
    wrong: Wrong | None = None if together else {}
    _one_batch_of(contents, if_asked=together)
    mentioning = content_ids_mentioning(_keep(contents, wrong)) - contents
    _one_batch_of(mentioning, if_asked=together)
    _keep(mentioning, wrong)
    raise_after_all(wrong)


def _one_batch_of(contents: set[uuid.UUID], *, if_asked: bool) -> None:
    if if_asked and len(contents) > BATCH:
        raise TooMany


@transaction.atomic
def keep_crisis_help() -> None:
    """Write every crisis line as it is now. Every answer that shows content has it from then on."""
    one_at_a_time()
    CrisisSheet.objects.all().delete()
    CrisisSheet.objects.bulk_create(crisis_sheets())
    Edition.turn()


def rebuild() -> int:
    """Make everything anew, and write what differs. Returns how many items there are then.

    Batch after batch, each in a transaction of its own: a withdrawal waits for one of them at most, and readers have each
    item as it was or as it is now. Raises an ExceptionGroup of what cannot be written, after all that can.
    """
    wrong: Wrong = {}
    with transaction.atomic():
        one_at_a_time()
        count_words_again()  # from what is wrong nothing can be taken away
    everything = sorted({*every_content_id(), *stored_content_ids()})
    with _no_garbage_from_before():
        for content_ids in in_batches(everything):
            _keep(set(content_ids), wrong)
            gc.collect()
    keep_crisis_help()
    _count_again()
    raise_after_all(wrong)
    return ContentItem.objects.count()


@contextmanager
def _no_garbage_from_before() -> Iterator[None]:
    """Garbage is looked for when we say so, and only in what is new.

    By itself Python walks through all that is loaded again and again: a quarter of the time that a rebuild took.
    """
    was_looking = gc.isenabled()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        if was_looking:
            gc.enable()


def _keep(contents: set[uuid.UUID], wrong: Wrong | None) -> set[uuid.UUID]:
    """Write what is true now of these. Returns those that others have to mention in another way now."""
    mentioned_otherwise = set()
    for some in in_batches(sorted(contents)):
        mentioned_otherwise |= {key for keys in apart(_keep_together, some, wrong) for key in keys}
    return mentioned_otherwise


@transaction.atomic
def _keep_together(some: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    one_at_a_time()
    stored = _by_content(stored_rows(some))
    wanted = _by_content(_wanted(sorted({*stored, *_could_be_out(set(some) - set(stored))})))
    changed = {key for key in some if _contents_of(stored[key]) != _contents_of(wanted[key])}
    for key in sorted(changed):
        _remember_paths(stored[key], wanted[key])
    if changed:
        _replace([row for key in changed for row in stored[key]], [row for key in changed for row in wanted[key]])
    return {key for key in changed if _as_mentioned(stored[key]) != _as_mentioned(wanted[key])}


def _replace(stored: list[Row], wanted: list[Row]) -> None:
    """Write what differs and nothing else: most changes are of one language, and few change what is found by which words."""
    old = {row.key: row for row in stored}
    new = {row.key: row for row in wanted}
    gone = [row.item.pk for key, row in old.items() if key not in new]
    if gone:
        take_words(gone)
        ContentItem.objects.filter(pk__in=gone).delete()
    for key in old.keys() & new.keys():
        _change(old[key], new[key])
    _insert([row for key, row in new.items() if key not in old])
    Edition.turn()


def _change(old: Row, new: Row) -> None:
    """Make a row what it should be, in its place."""
    new.item.pk = old.item.pk
    changes = {name: getattr(new.item, name) for name in old.differs_from(new)}
    if changes:
        ContentItem.objects.filter(pk=old.item.pk).update(**changes)
    if old.facets != new.facets or not PLACE.isdisjoint(changes):
        delete_rows(ItemFacet.objects.filter(item=old.item.pk))
        _insert_facets([new])
    if old.words != new.words:
        take_words([old.item.pk])
        add_words([(new.item, new.words)])


def _by_content(rows: list[Row]) -> defaultdict[uuid.UUID, list[Row]]:
    found: defaultdict[uuid.UUID, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.item.content_id].append(row)
    return found


def _contents_of(rows: list[Row]) -> set[tuple[Any, ...]]:
    return {row.content() for row in rows}


def _could_be_out(contents: set[uuid.UUID]) -> set[uuid.UUID]:
    """Most saves are drafts of what nobody has seen yet: two cheap questions instead of a projection."""
    live = Page.objects.filter(translation_key__in=contents, live=True).values_list("translation_key", flat=True)
    withdrawn = Withdrawal.objects.filter(content_id__in=contents).values_list("content_id", flat=True)
    return {*live, *withdrawn}


def _insert(rows: list[Row]) -> None:
    if not rows:
        return
    ContentItem.objects.bulk_create([row.item for row in rows])
    _insert_facets(rows)
    add_words([(row.item, row.words) for row in rows])


def _insert_facets(rows: list[Row]) -> None:
    insert_rows(ItemFacet, FACET_COLUMNS, [facet for row in rows for facet in _facets_of(row)])


def _facets_of(row: Row) -> list[Values]:
    item = row.item
    place = as_stored(ItemFacet, locale=item.locale, updated_at=item.updated_at, content_id=item.content_id)
    return [(item.pk, facet, value, *place) for facet, value in sorted(row.facets)]


def _remember_paths(stored: list[Row], wanted: list[Row]) -> None:
    now = {row.key: row.item.path for row in wanted}
    if now == {row.key: row.item.path for row in stored}:
        return
    # Also of a language that is gone: what is withdrawn as a whole must answer at all paths that it had.
    for row in stored:
        path, (content_id, locale) = row.item.path, row.key
        if path and now and now.get(row.key) != path:
            FormerPath.objects.get_or_create(path=path, content_id=content_id, locale=locale)
    for (content_id, locale), path in now.items():
        FormerPath.objects.filter(path=path, content_id=content_id, locale__in=["", locale]).delete()


def _as_mentioned(rows: list[Row]) -> set[tuple[Any, ...]]:
    """All that other items say of these, in each language, and until when."""
    return {(as_mentioned(row.item.card), row.item.expire_at) for row in rows if row.item.state == ItemState.LIVE}


def _wanted(content_ids: Sequence[uuid.UUID]) -> list[Row]:
    """The rows that these contents should have. What is missing of their pictures' renditions is made first."""
    pages = pages_of(content_ids)
    for page in pages:
        for picture in pictures_in(page) if page.live else []:
            make_renditions(picture)
    return rows_among(content_ids, pages)


def _contents_in(places: PageQuerySet) -> set[uuid.UUID]:
    return {key for place in places for key in _content_ids(Page.objects.filter(path__startswith=place.path))}


def _content_ids(pages: PageQuerySet) -> set[uuid.UUID]:
    return set(pages.type(*PROJECTIONS).values_list("translation_key", flat=True))


def content_ids_mentioning(content_ids: set[uuid.UUID]) -> set[uuid.UUID]:
    if not content_ids:
        return set()
    replaced = ContentItem.objects.filter(replacement__in=content_ids).values_list("content_id", flat=True)
    mentioned = Page.objects.filter(translation_key__in=content_ids).values_list("pk", flat=True)
    return {*replaced, *_content_ids(Page.objects.filter(pk__in=_page_ids_referring_to(Page, mentioned)))}


def _page_ids_referring_to(model: type[models.Model], keys: Iterable[int]) -> list[int]:
    references = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(model),
        to_object_id__in=[str(key) for key in keys],
    )
    return [int(key) for key in references.values_list("object_id", flat=True)]


def _count_again() -> None:
    """PostgreSQL plans by how much it thinks there is. After a rebuild nothing is as it was when it last counted."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for model in (ContentItem, ItemFacet, ItemWord, SearchWord):
                cursor.execute(f"ANALYZE {model._meta.db_table}")
