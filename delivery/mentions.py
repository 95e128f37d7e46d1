"""Everything a page points to, seen through the one rule: what the public may not see is not mentioned.

What is mentioned is mentioned in the reader's language along its chain, wherever the page points to it in another.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db.models import prefetch_related_objects
from wagtail.blocks import Block, ChooserBlock, FieldBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.models import Page, PageQuerySet
from wagtail.rich_text import RichText

from agreement.visibility import PublicEye
from articles.keeping_up import Row, out_of_date
from articles.models import ArticlePage, Picture, ReadingVersions, SaysTheSame, VideoPage
from delivery.languages import LANGUAGES, SITE_LANGUAGE, chain_of
from delivery.pictures import shown
from delivery.places import Places
from delivery.rich_text import Target, pages_linked_in
from delivery.slots import Asked, fill
from languages.models import TranslatedFrom, of_words
from pathways.models import PathwayPage

Mention = dict[str, Any]

MENTION = ("content_id", "type", "locale", "title", "summary", "path", "image")
TYPES: dict[type[Page], str] = {ArticlePage: "article", VideoPage: "video", PathwayPage: "pathway"}
"""What readers know each kind of page as."""


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
        self.reader: str | None = None
        self._contents: dict[int, uuid.UUID] = {}
        self._public: dict[uuid.UUID, dict[str, Page]] = {}
        self._gathered: dict[int, tuple[Page, set[int]]] = {}
        self._translations: dict[uuid.UUID, list[Page]] = {}
        self._made_from: dict[uuid.UUID, list[TranslatedFrom]] = {}
        self._says_the_same: dict[uuid.UUID, list[SaysTheSame]] = {}

    def gather(self, *pages: Page) -> None:
        """Look up everything that these pages point to at once, so that asking costs nothing."""
        new = {id(page): (page, set(_ids_in(page))) for page in pages if id(page) not in self._gathered}
        self._gathered |= new  # kept, so that nothing else gets their ids
        ids = {number for _page, numbers in new.values() for number in numbers} - set(self._contents)
        if ids:
            contents = dict(Page.objects.filter(pk__in=ids).values_list("pk", "translation_key"))
            self._contents |= contents
            self._look_up_public(set(contents.values()))

    def _look_up_public(self, content_ids: set[uuid.UUID]) -> None:
        """In every language in which the public may see them."""
        new = content_ids - set(self._public)
        self._public |= {content_id: {} for content_id in new}
        public = self.eye.among(_with_locale(Page.objects.filter(translation_key__in=new))) if new else []
        for kind in TYPES:
            prefetch_related_objects([page for page in public if type(page) is kind], "image__renditions")
        for page in public:
            if type(page) in TYPES:
                self._public[page.translation_key][page.locale.language_code] = page

    def other_readers(self, page: Page) -> list[str]:
        """The languages whose readers fall back to the language of `page` and are shown something else that it mentions."""
        own = page.locale.language_code
        _page, ids = self._gathered[id(page)]
        contents = {self._contents[number] for number in ids if number in self._contents}
        others = [language for language in LANGUAGES if language != own and own in chain_of(language)]
        return [
            language
            for language in others
            if any(self._best(content, language) is not self._best(content, own) for content in contents)
        ]

    def _best(self, content_id: uuid.UUID, language: str) -> Page | None:
        """Content as readers of `language` get it; what is in no language of their chain, in any that it is public in."""
        public = self._public.get(content_id, {})
        order = dict.fromkeys([*chain_of(language), *chain_of(SITE_LANGUAGE), *sorted(public)])
        return next((public[code] for code in order if code in public), None)

    def gather_translations(self, pages: Iterable[Page]) -> None:
        """`pages` are all that there are of their contents, in every language."""
        for page in pages:
            self._translations.setdefault(page.translation_key, []).append(page)
        self._look_up_made_from(set(self._translations) - set(self._made_from))
        self._look_up_says_the_same(set(self._translations) - set(self._says_the_same))

    def for_one_more(self) -> Mentions:
        """What is known already, for another projection with a time of its own."""
        other = Mentions(self.eye, once_agreed=self.once_agreed, hidden_too=self.hidden_too)
        other.places, other._contents, other._public = self.places, self._contents, self._public
        other._gathered = self._gathered
        other._translations, other._made_from = self._translations, self._made_from
        other._says_the_same = self._says_the_same
        return other

    @contextmanager
    def read_in(self, language: str) -> Iterator[None]:
        """For readers of another language than the page's own."""
        before, self.reader = self.reader, language
        yield
        self.reader = before

    def card(self, page: Page | None) -> Mention | None:
        """How another page is mentioned; None when there is nothing that the public may see."""
        return mention_of(found) if page is not None and (found := self._found(page.pk)) else None

    def cards(self, pages: Iterable[Page | None]) -> list[Mention]:
        """Each content once, whichever of its languages the page points to."""
        cards = [card for card in map(self.card, pages) if card]
        return list({card["content_id"]: card for card in cards}.values())

    def target_of(self, page_id: int) -> Target | None:
        """Where a link to this page leads."""
        found = self._found(page_id)
        return Target(str(found.translation_key), path_of(found), found.locale.language_code) if found else None

    def content(self, content_id: uuid.UUID, language: str) -> Mention | None:
        """How content is mentioned to readers of this language; None when the public may not see it."""
        self._look_up_public({content_id})
        found = self._best(content_id, language)
        if found is None:
            return None
        self._note(found)
        return mention_of(found)

    def _found(self, page_id: int) -> Page | None:
        if page_id not in self._contents:
            return None
        found = self._best(self._contents[page_id], self.reader or SITE_LANGUAGE)
        if found is not None:
            self._note(found)
        return found

    def translations_of(self, page: Page) -> list[Page]:
        """What readers have of this page in other languages, by language."""
        public = self.eye.among(self._translations_of(page))
        for translation in public:
            self._note(translation)
        return sorted(public, key=lambda translation: translation.locale.language_code)

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

    def _note(self, page: Page) -> None:
        if page.expire_at and (self.true_until is None or page.expire_at < self.true_until):
            self.true_until = page.expire_at


def _with_locale(pages: PageQuerySet) -> PageQuerySet:
    return pages.specific().select_related("locale", for_specific_subqueries=True)


def mention_of(page: Page) -> Mention:
    """A public page as others mention it."""
    return {
        "content_id": str(page.translation_key),
        "type": TYPES[type(page)],
        "locale": page.locale.language_code,
        "title": page.title,
        "summary": page.summary,
        "path": path_of(page),
        "image": _picture_of(page),
    }


def _picture_of(page: Page) -> Mention | None:
    """None as well where a file of it is lost: that keeps back the page itself, and none that mentions it."""
    try:
        return shown(page.image, page.image_alt)
    except OSError:
        return None


def as_mentioned(card: str) -> str:
    """What `mention_of` says, from the JSON of a card with its slots open: another text where it says something else."""
    whole = json.loads(fill(card, Asked(locale="", today="")))
    return json.dumps({name: whole[name] for name in MENTION})


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
