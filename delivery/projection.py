"""Page → public dict. The whole public contract of what we publish, written by hand: what is not named here stays in.

Every relation goes through `Mentions`, which knows the one rule of what the public may see. Nothing here writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _
from wagtail.models import Page

from agreement.days import today
from agreement.labels import Labels
from agreement.models import Withdrawal, WithdrawalReason
from articles.checks.addresses import readers_address
from articles.models import ArticlePage, ContentPage, Film, VideoPage
from delivery.mentions import TYPES, Mentions, path_of
from delivery.pictures import absolute, renditions_of
from delivery.pictures import shown as picture_shown
from delivery.rich_text import HeadingIds, as_text, resolved
from home.models import CrisisLine, YouthPanelPage
from languages.models import TranslatedFrom
from literacy.levels import MAIN_LEVEL, LiteracyLevel, reading_minutes
from pathways.models import PathwayPage
from pathways.routes import Graph, Option, Step, longest_reading, longest_way
from taxonomy.models import Situation, Topic

Json = dict[str, Any]

# What lists show. Everything else is in the item alone.
CARD = (
    *("content_id", "type", "locale", "requested_locale", "available_locales", "dir", "translation", "translations"),
    *("title", "neutral_title", "summary", "path", "made_by", "council"),
    *("topics", "situations", "areas", "ages", "urgency", "sensitive", "content_notes"),
    *("levels", "level_labels", "main_level", "requested_level", "served_level", "formats", "image"),
    *("reviewed_on", "review_by", "review_overdue", "quick_exit", "published_at", "updated_at", "revision"),
)


def project(page: ContentPage, mentions: Mentions | None = None, *, reader: str | None = None) -> Json:
    """What readers would get of `page`: a live page, or any revision of one. Whether it may be out, it does not say.

    As in docs/api.md, with every reading version. What it mentions is for a `reader` of this language, or of the page's
    own. `crisis_help` names what it is chosen by; the lines themselves are joined when serving.
    Raises KeyError for a page type that nobody wrote a projection for.
    """
    mentions = mentions or Mentions()
    mentions.gather(page)
    with mentions.read_in(reader or page.locale.language_code):
        return PROJECTIONS[type(page)](page, mentions)


def for_other_readers(page: ContentPage, mentions: Mentions) -> dict[str, Json]:
    """By language, what a projected page says to those readers who fall back to it and have what it mentions in theirs."""
    return {reader: project(page, mentions, reader=reader) for reader in mentions.other_readers(page)}


def card_of(item: Json) -> Json:
    """What lists show of a projected item."""
    minutes = {version["level"]: version["reading_minutes"] for version in item["versions"]}
    return {name: item[name] for name in CARD} | {"reading_minutes": minutes or _minutes_of_steps(item)}


def in_plain_text(item: Json) -> Json:
    """The item with its rich text as plain text: what `body_format=text` gives."""
    plain = item | {"versions": [_plain_version(version) for version in item["versions"]]}
    if "steps" in item:
        plain["steps"] = [
            step | {"versions": [_plain_version(version) for version in step["versions"]]} for step in item["steps"]
        ]
    return plain


# -- one function for each page type


def article(page: ArticlePage, mentions: Mentions) -> Json:
    return _item(
        page,
        mentions,
        versions=_reading_versions(page, mentions),
        formats=["text"],
        main=page.main_level,
    )


def video(page: VideoPage, mentions: Mentions) -> Json:
    versions = _reading_versions(page, mentions)
    formats = ["video", "text"] if versions else ["video"]
    item = _item(page, mentions, versions=versions, formats=formats, main=page.main_level)
    return item | {
        "video": {
            "sources": [_film(page.film)] if page.film and page.film.is_ready else [],
            "link": page.link or None,
            "captions": [
                {
                    "locale": captions.language,
                    "label": dict(settings.LANGUAGES).get(captions.language, captions.language),
                    "url": absolute(captions.file.file.url),
                }
                for captions in page.captions.all()
            ],
            "transcript": page.transcript,
            "poster": {"alt": page.image_alt, "renditions": renditions_of(page.image)} if page.image else None,
            "duration_seconds": round(page.film.duration) if page.film and page.film.duration else None,
            "bsl": None,
        }
    }


def pathway(page: PathwayPage, mentions: Mentions) -> Json:
    labels = mentions.places.level_labels(page)
    steps = [_step(block, mentions, labels) for block in page.steps]
    levels = [
        level.value
        for level in LiteracyLevel
        if steps and all(level.value in {version["level"] for version in step["versions"]} for step in steps)
    ]
    item = _item(page, mentions, versions=[], formats=["text"], main=MAIN_LEVEL.value, levels=levels)
    return item | {
        "start": next((step["id"] for step in steps if step["kind"] == "question"), None),
        "questions_left_max": _most_questions(page),
        "steps": steps,
        "outline": _outline(steps),
    }


PROJECTIONS: dict[type[Page], Callable[[Any, Mentions], Json]] = {
    ArticlePage: article,
    VideoPage: video,
    PathwayPage: pathway,
}


# -- what all page types say


def _item(
    page: ContentPage,
    mentions: Mentions,
    *,
    versions: list[Json],
    formats: list[str],
    main: str,
    levels: list[str] | None = None,
) -> Json:
    language = page.locale.language_code
    levels = [version["level"] for version in versions] if levels is None else levels
    main_level = main if main in levels else next(iter(levels), None)
    topics, areas = _topics(page), page.areas()
    sensitive = page.is_sensitive or any(topic.is_sensitive for topic in topics)
    revision = mentions.eye.hash_of(page)
    labels = mentions.places.level_labels(page)
    translations = mentions.translations_of(page)
    return {
        "content_id": str(page.translation_key),
        "type": TYPES[type(page)],
        "locale": language,
        "requested_locale": language,
        "available_locales": sorted({language, *(other.locale.language_code for other in translations)}),
        "dir": direction_of(language),
        "translation": _translation(mentions.made_from(page, revision)),
        "translations": [
            {"locale": other.locale.language_code, "path": path_of(other), "title": other.title}
            for other in translations
        ],
        "title": page.title,
        "neutral_title": page.neutral_title,
        "summary": page.summary,
        "path": path_of(page),
        "made_by": _made_by(page, mentions),
        "council": _council(page, mentions),
        "topics": [{"slug": topic.slug, "label": topic.label_in(language)} for topic in topics],
        "situations": [_situation(situation, language) for situation in page.situations()],
        "areas": [{"code": area.code, "name": area.name} for area in sorted(areas, key=lambda area: area.code)],
        "ages": {"from": page.age_from, "to": page.age_to},
        "urgency": page.urgency,
        "sensitive": sensitive,
        "content_notes": [block.value for block in page.content_notes],
        "levels": levels,
        "level_labels": {level: labels[LiteracyLevel(level)] for level in levels},
        "main_level": main_level,
        "requested_level": None,
        "served_level": main_level,
        "formats": formats,
        "versions": versions,
        "image": picture_shown(page.image, page.image_alt),
        "services": [],
        "related": mentions.cards(block.value for block in page.related),
        "local_note": None,
        "sources": [
            {"title": block.value["title"], "url": readers_address(block.value["url"]) or block.value["url"]}
            for block in page.sources
        ],
        "reviewed_on": _day(mentions.eye.checked_on(page)),
        "review_by": _day(page.review_by),
        "review_overdue": page.review_by < today(),
        "crisis_help": {
            "topics": sorted({slug for topic in topics for slug in lineage(topic)}),
            "areas": sorted({outer.code for area in areas for outer in area.with_ancestors()}),
        },
        "quick_exit": sensitive,
        "published_at": moment(page.first_published_at),
        "updated_at": moment(page.last_published_at),
        "revision": revision,
    }


def _topics(page: ContentPage) -> list[Topic]:
    return sorted((row.tag for row in page.page_topics.all()), key=lambda topic: topic.slug)


def _situation(situation: Situation, language: str) -> Json:
    return {"slug": situation.slug, "label": situation.label_in(language)}


def lineage(topic: Topic) -> list[str]:
    """The slugs of a topic and of the one it hangs under."""
    return [topic.slug, topic.parent.slug] if topic.parent else [topic.slug]


def _made_by(page: Page, mentions: Mentions) -> str | None:
    """Whose page it is, as text: the youth panel of the nearest council's or youth panel's page above it."""
    above = next(iter(mentions.places.above(page)), None)
    if above is None:
        return None
    if above.specific_class is YouthPanelPage:
        return above.title
    with override(page.locale.language_code):
        return _("%(council)s youth panel") % {"council": above.title}


def _council(page: Page, mentions: Mentions) -> Json | None:
    """Whose readers it is for and where their quick exit leads; None for what stands in no council's place."""
    council = mentions.places.council(page)
    return {"slug": council.slug, "exit_url": council.exit_url or None} if council else None


def _translation(row: TranslatedFrom | None) -> Json | None:
    """Of which words this is a translation, and what a reader should know about it; None for an original."""
    if row is None:
        return None
    return {
        "source_locale": row.source_locale,
        "source_revision": row.source_hash,
        "stale": row.is_stale(),
        "checked_by_speaker": row.was_checked_by_speaker,
    }


def direction_of(language: str) -> str:
    """ "ltr" or "rtl"."""
    try:
        return "rtl" if get_language_info(language)["bidi"] else "ltr"
    except KeyError:
        return "ltr"


def _film(film: Film) -> Json:
    return {
        "url": absolute(film.file.url),
        "width": film.width,
        "height": film.height,
        "format": PurePath(film.file.name or "").suffix.removeprefix(".").lower(),
        "bytes": film.file.size,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def moment(at: datetime | None) -> str | None:
    """ISO 8601 in UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


# -- reading versions and their blocks


def _reading_versions(page: ArticlePage | VideoPage, mentions: Mentions) -> list[Json]:
    """The versions that readers get: not those that may be out of date where old words could put somebody in danger."""
    behind = mentions.out_of_date(page)
    hidden = behind if page.is_safety_critical and not mentions.hidden_too else set()
    levels = [level for level in page.written_levels() if level.value not in hidden]
    labels = mentions.places.level_labels(page)
    return [
        _version(
            level,
            labels[level],
            _body(page.body(level), mentions, level.value),
            may_be_out_of_date=level.value in behind,
        )
        for level in levels
    ]


def _version(level: LiteracyLevel, label: str, body: list[Json], *, may_be_out_of_date: bool = False) -> Json:
    words = sum(len(text.split()) for block in body for text in _texts_in(block))
    return {
        "level": level.value,
        "label": label,
        "reading_minutes": reading_minutes(words),
        "words": words,
        "possibly_out_of_date": may_be_out_of_date,
        "body": body,
    }


def _body(stream: Iterable[Any], mentions: Mentions, place: str) -> list[Json]:
    """`place` sets its headings' ids apart from those of other versions."""
    ids = HeadingIds(place)
    values = [(block, BLOCKS[block.block_type](block.value, mentions)) for block in stream]
    return [
        {
            "id": block.id,
            "type": block.block_type,
            "value": ids.in_html(value) if block.block_type == "paragraph" else value,
        }
        for block, value in values
        if value is not None
    ]


def _rich_text(value: Any, mentions: Mentions) -> str:
    return resolved(value.source, target_of=mentions.target_of) if value else ""


def _words(value: Any, mentions: Mentions) -> str:
    return str(value or "")


def _image_block(value: Any, mentions: Mentions) -> Json | None:
    return picture_shown(value.get("image"), value.get("alt_text") or "")


BLOCKS: dict[str, Callable[[Any, Mentions], Any]] = {
    "paragraph": _rich_text,
    "key_message": _words,
    "steps": lambda value, mentions: {"items": list(value["items"])},
    "do_and_dont": lambda value, mentions: {"do": list(value["do"]), "dont": list(value["dont"])},
    "myth_and_fact": lambda value, mentions: {"myth": value["myth"], "fact": value["fact"]},
    "quote": lambda value, mentions: {"text": value["text"], "attribution": value["attribution"] or None},
    "definition": lambda value, mentions: {"term": value["term"], "meaning": value["meaning"]},
    "image": _image_block,
    "pathway": lambda value, mentions: mentions.card(value),
    "content_note": _words,
}

WITHOUT_WORDS_OF_THEIR_OWN = {"image", "pathway"}


def _texts_in(block: Json) -> list[str]:
    """The words that somebody reads in a block."""
    if block["type"] in WITHOUT_WORDS_OF_THEIR_OWN:
        return []
    if block["type"] == "paragraph":
        return [as_text(block["value"])]
    values = block["value"].values() if isinstance(block["value"], dict) else [block["value"]]
    return [text for value in values for text in (value if isinstance(value, list) else [value]) if text]


def _plain_version(version: Json) -> Json:
    return version | {
        "body": [
            block | {"value": as_text(block["value"])} if block["type"] == "paragraph" else block
            for block in version["body"]
        ]
    }


# -- pathways


def _step(block: Any, mentions: Mentions, labels: Labels) -> Json:
    value = block.value
    texts = [(level, _rich_text(value["text"].get(level.value), mentions)) for level in LiteracyLevel]
    step = {
        "id": value["key"],
        "kind": block.block_type,
        "title": value["title"],
        "urgency": value.get("urgency"),
        "versions": [
            _version(level, labels[level], [_step_text(f"{value['key']}-{level.value}", text)])
            for level, text in texts
            if text
        ],
    }
    options = [{"label": option["label"], "next": option["next"]} for option in value.get("options") or []]
    return step | {"options": options, "services": [], "pages": mentions.cards(value.get("pages") or [])}


def _step_text(key: str, text: str) -> Json:
    return {"id": key, "type": "paragraph", "value": HeadingIds(key).in_html(text)}


def _most_questions(page: PathwayPage) -> int | None:
    """How many questions the longest way asks. A draft that runs in circles has no longest way."""
    try:
        return len(longest_way(page.graph()))
    except ValueError:
        return None


def _outline(steps: list[Json]) -> str:
    """The graph as text that can be read from top to bottom: each step once, with where each answer leads."""
    titles = {step["id"]: step["title"] for step in steps}
    lines = []
    for number, step in enumerate(steps, start=1):
        lines.append(f"{number}. {step['title']}")
        lines += [f"   {option['label']} → {titles.get(option['next'], option['next'])}" for option in step["options"]]
    return "\n".join(lines)


def _minutes_of_steps(item: Json) -> dict[str, int]:
    """How long the longest way through a pathway takes at each level."""
    steps = item.get("steps") or []
    graph = Graph(tuple(_as_routes_know_it(step) for step in steps))
    try:
        return {level: longest_reading(graph, _minutes_at(level, steps)) for level in (item["levels"] if steps else [])}
    except ValueError:  # as `_most_questions` has it: what runs in circles has no longest way
        return {}


def _as_routes_know_it(step: Json) -> Step:
    options = tuple(Option(option["label"], option["next"]) for option in step["options"])
    return Step(step["id"], step["title"], options, is_outcome=step["kind"] == "outcome")


def _minutes_at(level: str, steps: Iterable[Json]) -> dict[str, int]:
    versions = [(step["id"], version) for step in steps for version in step["versions"]]
    return {key: version["reading_minutes"] for key, version in versions if version["level"] == level}


# -- what is withdrawn, and crisis help


def tombstone(withdrawal: Withdrawal, replacement: Json | None) -> Json:
    """What is said in place of withdrawn content: a problem document. Internal reasons never leave."""
    reason = WithdrawalReason(withdrawal.reason)
    return {
        "type": "urn:waymark:problem:withdrawn",
        "title": "This content was withdrawn",
        "status": 410,
        "detail": str(reason.label),
        "code": "withdrawn",
        "withdrawn_at": moment(withdrawal.withdrawn_at),
        "reason": reason.value,
        "replacement": replacement,
        "crisis_help": {"topics": [], "areas": []},
    }


def crisis_line(line: CrisisLine, language: str) -> Json:
    """A crisis line in one language; what it is for comes along the languages' declared chain."""
    words = {row.language: row.for_whom for row in line.words.all()}
    chain = [language, *settings.LANGUAGE_FALLBACKS.get(language, []), settings.LANGUAGE_CODE]
    return {
        "id": line.slug,
        "name": line.name,
        "kind": line.kind,
        "number": line.number,
        "send": line.send or None,
        "url": line.url or None,
        "chat_url": line.chat_url or None,
        "for": next((words[known] for known in chain if known in words), None),
        "hours": None,
        "free": line.is_free,
        "hides_from_bill": line.hides_from_bill,
        "languages": line.languages,
        "bsl": None,
        "checked_on": _day(line.checked_on),
    }
