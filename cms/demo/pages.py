"""The demo's pages as drafts: each saved by the member who writes it, in the language it is written in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wagtail.models import Collection, Locale

from articles.models import ArticlePage, ContentPage, VideoCaptions, VideoPage
from cms.demo import blocks, media
from cms.demo.loading import DemoPage, DemoTranslation, Kind, language_of
from cms.demo.people import DemoPanel
from languages.actions import start
from literacy.levels import LiteracyLevel
from pathways.models import PathwayPage
from people.models import User
from taxonomy.models import Area, PageArea, PageSituation, Situation, Topic

PAGE_CLASSES: dict[Kind, type[ContentPage]] = {
    Kind.ARTICLE: ArticlePage,
    Kind.VIDEO: VideoPage,
    Kind.PATHWAY: PathwayPage,
}
FIELDS_AS_SAID = ["title", "neutral_title", "summary", "age_from", "age_to", "urgency"]
TRANSLATED_FIELDS = ["title", "neutral_title", "summary"]


@dataclass(frozen=True)
class Desk:
    """What a member needs to write a demo page: who they are, where the files are, which pages there are to point to."""

    writer: User
    folder: Path
    collection: Collection
    pages: blocks.Keys


def start_page(demo: DemoPage, panel: DemoPanel, *, writer: User) -> ContentPage:
    """A page with a title and nothing else: pages point to each other, so all must be there before any is written."""
    page = PAGE_CLASSES[demo.kind](
        title=demo.said["title"],
        slug=demo.slug,
        locale=panel.youth_panel.root_page.locale,
        owner=writer,
        live=False,
    )
    panel.youth_panel.root_page.specific.add_child(instance=page)
    return page


def write_page(page: ContentPage, demo: DemoPage, *, desk: Desk) -> None:
    """Everything the file says, saved as a draft by its writer."""
    for field in FIELDS_AS_SAID:
        setattr(page, field, demo.said[field])
    page.is_sensitive = demo.said["sensitive"]
    _classify(page, demo.said)
    _write_lists(page, demo.slug, demo.said)
    page.related = blocks.related(demo.slug, demo.said["related"], desk.pages)
    _add_picture(page, demo, desk)
    _write_words(page, demo, desk)
    if isinstance(page, VideoPage):
        _add_film(page, demo, desk)
    _save_draft(page, by=desk.writer)


def write_translation(original: ContentPage, translation: DemoTranslation, *, desk: Desk) -> ContentPage:
    """The page in another language, as a draft by whoever translates it, to be gone on with beside its source.

    Nobody who speaks the language has checked the demo's words, so nobody says so.
    """
    locale = Locale.objects.get(language_code=translation.language)
    page = original.copy_for_translation(locale, copy_parents=True)
    page.slug = translation.address
    page.owner = desk.writer
    for field in TRANSLATED_FIELDS:
        setattr(page, field, translation.said[field])
    page.image_alt = translation.said["picture_alt"]
    _write_lists(page, translation.slug, translation.said)
    _write_versions(page, translation.slug, translation.said["versions"], desk)
    _save_draft(page, by=desk.writer)
    return start(original, locale, user=desk.writer)


def _save_draft(page: ContentPage, *, by: User) -> None:
    page.full_clean()
    page.save()
    page.save_revision(user=by)


def _classify(page: ContentPage, said: dict[str, Any]) -> None:
    page.topics.set(Topic.objects.filter(slug__in=said["topics"]))
    page.page_situations.set(PageSituation(situation=found) for found in _all_of(Situation, "slug", said["situations"]))
    page.page_areas.set(PageArea(area=found) for found in _all_of(Area, "code", said["areas"]))


def _all_of(model: type, field: str, names: Iterable[str]) -> list[Any]:
    return [model.objects.get(**{field: name}) for name in names]  # type: ignore[attr-defined]


def _write_lists(page: ContentPage, slug: str, said: dict[str, Any]) -> None:
    page.content_notes = blocks.notes(slug, said["content_notes"])
    page.sources = blocks.sources(slug, said["sources"])


def _write_words(page: ContentPage, demo: DemoPage, desk: Desk) -> None:
    if isinstance(page, PathwayPage):
        page.steps = blocks.steps(demo.slug, demo.said["steps"], start=demo.said["start"], pages=desk.pages)
    else:
        page.main_level = demo.said["main_level"]
        _write_versions(page, demo.slug, demo.said.get("versions", {}), desk)


def _write_versions(page: ContentPage, slug: str, versions: dict[str, Any], desk: Desk) -> None:
    for level in LiteracyLevel:
        words = blocks.version(slug, level, versions.get(level.value, []), desk.pages)
        setattr(page, f"body_{level.value}", words)


def _add_picture(page: ContentPage, demo: DemoPage, desk: Desk) -> None:
    page.image = media.add_picture(
        desk.folder / "pictures" / f"{demo.said['picture']}.webp",
        title=demo.said["picture_alt"],
        collection=desk.collection,
        by=desk.writer,
    )
    page.image_alt = demo.said["picture_alt"]


def _add_film(page: VideoPage, demo: DemoPage, desk: Desk) -> None:
    name, videos = demo.said["file"], desk.folder / Kind.VIDEO
    kept: dict[str, Any] = {"title": demo.said["title"], "collection": desk.collection, "by": desk.writer}
    page.film = media.add_film(videos / f"{name}.mp4", **kept)
    page.transcript = demo.said["transcript"].strip()
    page.captions.set(
        VideoCaptions(language=language_of(file), file=media.add_captions(file, **kept))
        for file in sorted(videos.glob(f"{name}.*.vtt"))
    )
