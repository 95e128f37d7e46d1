"""Pages for readers: written, agreed and live in one step. The road to that is walked elsewhere (tests/journeys)."""

from __future__ import annotations

import struct
import uuid
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Locale, Page

from agreement.hashing import content_hash
from agreement.models import Agreement, AgreementKind
from articles.models import ArticlePage, Picture, VideoCaptions, VideoPage
from articles.models.films import Film, MadeFilm
from articles.models.media import CaptionFile
from moderation.actions import agree
from pathways.models import PathwayPage
from people.models import YouthPanel
from tests.factories import any_letters, png, topic, words

ARTICLE = {
    "title": "Someone asked me to carry something. What can I do?",
    "neutral_title": "Getting help",
    "summary": "You can say no, and you can get help.",
}


def agreed(panel: YouthPanel, page: Page, *, topics: Any = ()) -> Any:
    """`page` below the panel's page, live, with an agreement for exactly what it says."""
    page.slug = page.slug or f"page-{any_letters()}"
    page.locale = page.locale if page.locale_id else Locale.objects.get(language_code="en")
    below = panel.root_page.get_translation(page.locale).specific
    below.add_child(instance=page)
    page.topics.add(*(topics or [topic()]))
    page.save()
    return agree_to(page)


def agree_to(page: Any) -> Any:
    """The page live as it is now, with an agreement for it."""
    agree(page, content_hash=content_hash(page), kind=AgreementKind.BALLOT)
    page.save_revision(clean=False).publish(skip_permission_checks=True)
    return type(page).objects.get(pk=page.pk)


def taken_back(page: Any) -> None:
    """Nobody stands behind it any more, and it is not live: what a withdrawal does, without its reason."""
    Agreement.objects.about(content_id=page.translation_key, locale=page.locale.language_code).standing().update(
        revoked_at=timezone.now()
    )
    page.unpublish()


def article(**fields: Any) -> ArticlePage:
    return ArticlePage(**ARTICLE | {"body_el3": words("You can say no. Tell somebody you trust.")} | fields)


def translated(page: Any, language: str, **fields: Any) -> Any:
    """An agreed translation of a page."""
    translation = page.copy_for_translation(Locale.objects.get(language_code=language), copy_parents=True)
    for name, value in {"slug": page.slug, **fields}.items():
        setattr(translation, name, value)
    translation.save()
    return agree_to(translation)


def picture(**fields: Any) -> Picture:
    return Picture.objects.create(title="A picture", file=png(size=fields.pop("size", (1200, 675))), **fields)


def step_text(text: str, **others: str) -> dict[str, str]:
    return {level: f"<p>{words}</p>" for level, words in {"el3": text, **others}.items()}


def step(kind: str, key: str, **value: Any) -> dict[str, Any]:
    return {"id": str(uuid.uuid5(uuid.NAMESPACE_OID, key)), "type": kind, "value": {"key": key, **value}}


def pathway(**fields: Any) -> PathwayPage:
    steps = [
        step(
            "question",
            "safe",
            title="Are you safe now?",
            text=step_text("Look around you.", l1="Look around you, slowly."),
            options=[
                {"label": "Yes", "next": "talk"},
                {"label": "No", "next": "call"},
                {"label": "Not sure", "next": "call", "is_not_sure": True},
            ],
        ),
        step("outcome", "call", title="Call 999", urgency="now", text=step_text("Do it now.", l1="Do it now, please.")),
        step(
            "outcome",
            "talk",
            title="Talk to somebody",
            urgency="soon",
            text=step_text("You are not alone.", l1="Nobody is."),
            pages=fields.pop("pages", []),
        ),
    ]
    return PathwayPage(
        **{
            "title": "Am I safe?",
            "neutral_title": "Getting help",
            "summary": "Find out what to do now.",
            "steps": steps,
        }
        | fields
    )


def box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", len(content) + 8, name) + content


def film(*, seconds: int = 75) -> Film:
    """The smallest file that says it is an MP4 of so many seconds."""
    header = box(b"mvhd", struct.pack(">IIIII", 0, 0, 0, 1000, seconds * 1000) + bytes(80))
    content = box(b"ftyp", b"isom\x00\x00\x02\x00isom") + box(b"moov", header)
    return Film.objects.create(title="A video", file=MadeFilm(content, name="film.mp4"))


def caption_file(text: str = "You can say no.") -> CaptionFile:
    content = f"WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n{text}\n"
    return CaptionFile.objects.create(title="Captions", file=ContentFile(content.encode(), name="captions.vtt"))


def video(**fields: Any) -> VideoPage:
    page = VideoPage(
        **ARTICLE
        | {"film": film(), "image": picture(), "image_alt": "Two friends on a bench.", "transcript": "You can say no."}
        | fields
    )
    page.captions.add(VideoCaptions(language="en", file=caption_file()))
    return page
