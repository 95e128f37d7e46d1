"""Everything a page points to, seen through the one rule: what the public may not see is not mentioned."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from wagtail.blocks import Block, ChooserBlock, FieldBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.models import Page, PageQuerySet
from wagtail.rich_text import RichText

from agreement.visibility import PublicEye
from articles.keeping_up import Row, out_of_date
from articles.models import Picture, ReadingVersions, SaysTheSame
from delivery.places import Places
from delivery.rich_text import Target, pages_linked_in
from languages.models import TranslatedFrom, of_words


class Mentions:
    """What one projection may mention, and until when that stays true.

    For somebody who writes or decides. `once_agreed`: what will be known of reading versions when the words are agreed.
    `hidden_too`: with the versions that readers will not get.
    """

    def __init__(self, eye: PublicEye | None = None, *, once_agreed: bool = False, hidden_too: bool = False) -> None:
        self.eye = eye or PublicEye()
        self.once_agreed, self.hidden_too = once_agreed, hidden_too
        self.places = Places()
        self.true_until: datetime | None = None
        self._pages: dict[int, Page | None] = {}
        self._gathered: dict[int, Page] = {}
        self._translations: dict[uuid.UUID, list[Page]] = {}
        self._made_from: dict[uuid.UUID, list[TranslatedFrom]] = {}
        self._says_the_same: dict[uuid.UUID, list[SaysTheSame]] = {}

    def gather(self, *pages: Page) -> None:
        """Look up everything that these pages point to at once, so that asking costs nothing."""
        new = {id(page): page for page in pages if id(page) not in self._gathered}
        self._gathered |= new  # kept, so that nothing else gets their ids
        ids = {number for page in new.values() for number in _ids_in(page)} - set(self._pages)
        found = _with_locale(Page.objects.filter(pk__in=ids)) if ids else []
        self._pages |= dict.fromkeys(ids) | {public.pk: public for public in self.eye.among(found)}

    def gather_translations(self, pages: Iterable[Page]) -> None:
        """`pages` are all that there are of their contents, in every language."""
        for page in pages:
            self._translations.setdefault(page.translation_key, []).append(page)
        self._look_up_made_from(set(self._translations) - set(self._made_from))
        self._look_up_says_the_same(set(self._translations) - set(self._says_the_same))

    def for_one_more(self) -> Mentions:
        """What is known already, for another projection with a time of its own."""
        other = Mentions(self.eye, once_agreed=self.once_agreed, hidden_too=self.hidden_too)
        other.places, other._pages, other._gathered = self.places, self._pages, self._gathered
        other._translations, other._made_from = self._translations, self._made_from
        other._says_the_same = self._says_the_same
        return other

    def card(self, page: Page | None) -> dict[str, str] | None:
        """How another page is mentioned; None when there is nothing that the public may see."""
        if page is None or (public := self._public(page.pk)) is None:
            return None
        return {"content_id": str(public.translation_key), "title": public.title, "path": path_of(public)}

    def any_of(self, content_id: uuid.UUID, language: str) -> dict[str, str] | None:
        """How content is mentioned in this language, or in another one that it is public in."""
        pages = _with_locale(Page.objects.filter(translation_key=content_id))
        public = sorted(self.eye.among(pages), key=lambda page: (page.locale.language_code != language, page.pk))
        self._pages |= {page.pk: page for page in public}
        return self.card(public[0]) if public else None

    def cards(self, pages: Iterable[Page | None]) -> list[dict[str, str]]:
        return [card for card in map(self.card, pages) if card]

    def target_of(self, page_id: int) -> Target | None:
        """Where a link to this page leads."""
        public = self._public(page_id)
        return Target(str(public.translation_key), path_of(public)) if public else None

    def languages_of(self, page: Page) -> list[str]:
        """The languages that readers have this page in, its own included."""
        public = self.eye.among(self._translations_of(page))
        for translation in public:
            self._note(translation)
        return sorted({page.locale.language_code, *(translation.locale.language_code for translation in public)})

    def _translations_of(self, page: Page) -> list[Page]:
        known = self._translations.get(page.translation_key)
        if known is None:
            known = list(Page.objects.filter(translation_key=page.translation_key).select_related("locale"))
        return [translation for translation in known if translation.pk != page.pk]

    def made_from(self, page: Page, content_hash: str) -> TranslatedFrom | None:
        """What these words were made from; None for an original."""
        key = page.translation_key
        if key not in self._made_from:
            self._look_up_made_from({key})
        return of_words(self._made_from[key], locale=page.locale.language_code, content_hash=content_hash)

    def _look_up_made_from(self, content_ids: set[uuid.UUID]) -> None:
        self._made_from |= {content_id: [] for content_id in content_ids}
        for row in TranslatedFrom.objects.filter(content_id__in=content_ids):
            self._made_from[row.content_id].append(row)

    def out_of_date(self, page: ReadingVersions) -> set[str]:
        """The levels of a page whose words may be out of date."""
        if self.once_agreed:
            return {level.value for level in page.levels_out_of_date()}
        return self._out_of_date_for_readers(page, frozenset())

    def _out_of_date_for_readers(self, page: Any, seen: frozenset[str]) -> set[str]:
        if len(page.written_levels()) < 2:
            return set()
        source = self._source_of(page, seen)
        rows = self._rows_of(page)
        if not rows and source is None:
            return set()
        in_source = self._out_of_date_for_readers(source, seen | {page.locale_code}) if source is not None else None
        return out_of_date(page.versions(), rows, in_source=in_source)

    def _rows_of(self, page: Any) -> set[Row]:
        key = page.translation_key
        if key not in self._says_the_same:
            self._look_up_says_the_same({key})
        return {row.as_row() for row in self._says_the_same[key] if row.locale == page.locale_code}

    def _look_up_says_the_same(self, content_ids: set[uuid.UUID]) -> None:
        self._says_the_same |= {content_id: [] for content_id in content_ids}
        for row in SaysTheSame.objects.agreed().filter(content_id__in=content_ids):
            self._says_the_same[row.content_id].append(row)

    def _source_of(self, page: Any, seen: frozenset[str]) -> Page | None:
        """What `page` was made from, as its readers have it; None for an original, or where they do not have it."""
        row = self.made_from(page, self.eye.hash_of(page))
        if row is None or row.source_locale in seen:
            return None
        sources = [one for one in self._translations_of(page) if one.locale.language_code == row.source_locale]
        public = [source.specific if type(source) is Page else source for source in self.eye.among(sources)]
        return next((source for source in public if isinstance(source, ReadingVersions)), None)

    def _public(self, page_id: int) -> Page | None:
        public = self._pages.get(page_id)
        if public is not None:
            self._note(public)
        return public

    def _note(self, page: Page) -> None:
        if page.expire_at and (self.true_until is None or page.expire_at < self.true_until):
            self.true_until = page.expire_at


def _with_locale(pages: PageQuerySet) -> PageQuerySet:
    return pages.specific().select_related("locale", for_specific_subqueries=True)


def path_of(page: Page) -> str:
    """A page's public path: the same below every language's home page, whose own name is nobody's business."""
    _nothing, _home, *below = page.url_path.split("/")
    return "/" + "/".join(below)


def pictures_in(page: Page) -> list[Picture]:
    """Every picture that `page` shows."""
    shown = [getattr(page, "image", None), *_leaves_of(page)]
    return [value for value in shown if isinstance(value, Picture)]


def _ids_in(page: Page) -> Iterator[int]:
    for value in _leaves_of(page):
        if isinstance(value, Page):
            yield value.pk
        elif isinstance(value, RichText):
            yield from pages_linked_in(value.source)


def _leaves_of(page: Page) -> Iterator[Any]:
    """Every innermost value of the page's StreamFields that may point to something."""
    for field in page._meta.concrete_fields:
        if isinstance(field, StreamField):
            stream = getattr(page, field.name)
            yield from _leaves(stream.stream_block, stream)


def _points_nowhere(block: Block) -> bool:
    """Plain words and choices: most of what blocks are made of, and nothing to look at."""
    return isinstance(block, FieldBlock) and not isinstance(block, ChooserBlock | RichTextBlock)


def _leaves(block: Any, value: Any) -> Iterator[Any]:
    if _points_nowhere(block):
        return
    if isinstance(block, StreamBlock):
        for child in value or []:
            yield from _leaves(child.block, child.value)
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            yield from _leaves(child, (value or {}).get(name))
    elif isinstance(block, ListBlock):
        for part in value or []:
            yield from _leaves(block.child_block, part)
    else:
        yield value
