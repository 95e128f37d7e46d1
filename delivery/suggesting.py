"""Titles and situations for whoever is still typing: the last word may be unfinished, and slips are looked past."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from delivery.asked import SuggestAsked
from delivery.asked_words import Sought, completions
from delivery.languages import chain_of
from delivery.lexicons import lexicon_of
from delivery.models import ContentItem, ContentItemQuerySet, Facet, counts_of
from delivery.searching import Found
from delivery.words import words_of
from taxonomy.models import Situation

MOST_SITUATIONS = 3

Json = dict[str, Any]


def suggestions(asked: SuggestAsked) -> list[Json]:
    """Situations first, for they are said in young people's own words; then titles. Best first, at most `limit`."""
    languages = chain_of(asked.locale, fallback=asked.fallback == "chain")
    words = {language: completions(asked.q, lexicon_of(language)) for language in languages}
    if not any(words.values()):
        return []
    items = ContentItem.objects.for_readers_of(languages)
    situations = list(_situations(words[asked.locale], items, asked.locale))[:MOST_SITUATIONS][: asked.limit]
    return situations + _titles(words, items, asked.limit - len(situations))


def _titles(words: dict[str, list[Sought]], items: ContentItemQuerySet, limit: int) -> list[Json]:
    if not limit:
        return []
    hits = Found(words).best_first(items, "title", "path", "type", "locale", after=None, limit=limit)
    return [
        {
            "kind": "content",
            "text": title,
            "locale": locale,
            "slug": None,
            "content_id": str(hit.content_id),
            "path": path,
            "type": kind,
        }
        for hit in hits
        for title, path, kind, locale in [hit.notes]
    ]


def _situations(words: Sequence[Sought], items: ContentItemQuerySet, language: str) -> Iterator[Json]:
    """Those whose label has the words that were typed, and for which there is something to read."""
    labels = {one.slug: one.label_in(language) for one in Situation.objects.prefetch_related("labels")}
    scores = {slug: _score(label, words) for slug, label in labels.items()}
    best = sorted((slug for slug, score in scores.items() if score), key=lambda slug: (-scores[slug], slug))
    there = (
        counts_of(Facet.SITUATION, items.filter(facets__facet=Facet.SITUATION, facets__value__in=best)) if best else {}
    )
    for slug in best:
        if slug in there:
            yield {
                "kind": "situation",
                "text": labels[slug],
                "locale": language,
                "slug": slug,
                "content_id": None,
                "path": None,
                "type": None,
            }


def _score(label: str, words: Sequence[Sought]) -> int:
    its_words = set(words_of(label))
    ideas: dict[int, int] = {}
    for one in words:
        if one.word[1:] in its_words:
            ideas[one.idea] = max(ideas.get(one.idea, 0), one.points)
    return sum(ideas.values()) * len(ideas)
