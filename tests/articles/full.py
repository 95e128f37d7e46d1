"""Pages of every kind with everything on them that a page can have."""

from __future__ import annotations

import uuid
from typing import Any

from wagtail.models import Page

from articles.models import ArticlePage, VideoCaptions, VideoPage
from pathways.models import PathwayPage
from people.models import YouthPanel
from tests.articles.media import captions, film
from tests.factories import block, picture, situation, topic, words


def full_words(other: Page) -> list[dict[str, Any]]:
    """Every block that a reading version can have."""
    return [
        *words(
            f'No. <a linktype="page" id="{other.pk}">Read on</a>, <b>or</b> <a href="https://example.org/">ask</a>.'
        ),
        block("key_message", "It is not your fault."),
        block("steps", {"items": items("Stop.", "Tell somebody.")}),
        block("do_and_dont", {"do": items("Keep the messages."), "dont": items("Answer them.")}),
        block("myth_and_fact", {"myth": "It only gets worse.", "fact": "Telling helps."}),
        block("quote", {"text": "I told my aunt.", "attribution": "A youth worker"}),
        block("definition", {"term": "grooming", "meaning": "Being nice in order to use somebody."}),
        block("image", {"image": picture().pk, "alt_text": "Two friends on a bench"}),
        block("content_note", "The next part mentions violence."),
    ]


def items(*values: Any) -> list[dict[str, Any]]:
    """A ListBlock's values, each with an id."""
    return [{"type": "item", "id": str(uuid.uuid4()), "value": value} for value in values]


def full_article(panel: YouthPanel, **fields: Any) -> ArticlePage:
    other = _put(panel, ArticlePage(title="Another page"))
    levels = {f"body_{level}": full_words(other) for level in ("el12", "el3", "l1", "l2")}
    return _put(panel, ArticlePage(**{**_about(other), **levels, "main_level": "l1", **fields}))


def full_video(panel: YouthPanel, **fields: Any) -> VideoPage:
    other = _put(panel, ArticlePage(title="Another page"))
    page = VideoPage(
        **{
            **_about(other),
            "film": film(),
            "link": "https://example.org/film",
            "transcript": "You can say no.\nTell somebody.",
            "body_el3": full_words(other),
            **fields,
        }
    )
    page.captions = [VideoCaptions(language=language, file=captions()) for language in ("en", "cy")]
    return _put(panel, page)


def full_pathway(panel: YouthPanel, **fields: Any) -> PathwayPage:
    other = _put(panel, ArticlePage(title="Another page", live=True))
    return _put(panel, PathwayPage(**{**_about(other), "steps": sound_steps(other), **fields}))


def sound_steps(*pages: Page) -> list[dict[str, Any]]:
    return [
        step_question("safe", "Are you safe?", ("Yes", "talk"), ("No", "now"), ("Not sure", "now")),
        step_outcome("talk", "Talk to somebody", pages=pages),
        step_outcome("now", "Get help now", urgency="now"),
    ]


def step_question(key: str, title: str, *answers: tuple[str, str]) -> dict[str, Any]:
    options = items(
        *({"label": label, "next": following, "is_not_sure": label == "Not sure"} for label, following in answers)
    )
    return block("question", {"key": key, "title": title, "text": {"el3": f"<p>{title}</p>"}, "options": options})


def step_outcome(key: str, title: str, *, urgency: str = "normal", pages: tuple[Page, ...] = ()) -> dict[str, Any]:
    texts = {level: f"<p>{title}, said for {level}.</p>" for level in ("el12", "el3", "l1", "l2")}
    chosen = items(*(page.pk for page in pages))
    return block("outcome", {"key": key, "title": title, "urgency": urgency, "text": texts, "pages": chosen})


def _about(other: Page) -> dict[str, Any]:
    return {
        "title": "Someone asked me to carry something. What can I do?",
        "neutral_title": "Getting help",
        "summary": "You can say no, and you can get help.",
        "image": picture(),
        "image_alt": "Two friends on a bench",
        "content_notes": [block("note", "Mentions violence")],
        "sources": [block("source", {"title": "NSPCC", "url": "https://example.org/"})],
        "related": [block("page", other.pk)],
        "age_from": 13,
        "age_to": 17,
        "urgency": "soon",
        "is_sensitive": True,
    }


def _put(panel: YouthPanel, page: Any) -> Any:
    """The page below its panel's, with topics, a situation and an area, as a draft with a revision."""
    page.slug = page.slug or f"page-{uuid.uuid4().hex[:8]}"
    page.locale = panel.root_page.locale
    panel.root_page.specific.add_child(instance=page)
    page.topics.add(topic(), topic("knives"))
    page.page_situations.create(situation=situation())
    page.page_areas.create(area_id="E09000025")
    page.save()
    page.save_revision(clean=False)
    return type(page).objects.get(pk=page.pk)
