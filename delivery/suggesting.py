"""Titles and situations for whoever is still typing: the last word may be unfinished, and slips are looked past."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from delivery.asked import SuggestAsked
from delivery.asked_words import MOST_TYPED, Sought, completions
from delivery.findable import WRITTEN_OUT
from delivery.languages import chain_of
from delivery.lexicons import lexicon_of
from delivery.models import ContentItem, ContentItemQuerySet, Facet, counts_of
from delivery.searching import Found
from delivery.words import is_stop_word, stem, words_of
from taxonomy.models import Situation

MOST_SITUATIONS = 3

Json = dict[str, Any]


def suggestions(asked: SuggestAsked) -> list[Json]:
    """Situations first, for they are said in young people's own words; then titles. Best first, at most `limit`."""
    languages = chain_of(asked.locale, fallback=asked.fallback == "chain")
    words = {language: completions(asked.q, lexicon_of(language)) for language in languages}
    items = ContentItem.objects.for_readers_of(languages)
    situations = list(_situations(asked.q, words[asked.locale], items, asked.locale))[:MOST_SITUATIONS][: asked.limit]
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


def _situations(typed: str, words: Sequence[Sought], items: ContentItemQuerySet, language: str) -> Iterator[Json]:
    """Those whose label has the words that were typed, and for which there is something to read in some language."""
    labels = {one.slug: one.label_in(language) for one in Situation.objects.prefetch_related("labels")} if typed else {}
    scores = {slug: (_ideas_in(label, words), _words_in(label, typed, language)) for slug, label in labels.items()}
    best = sorted(
        (slug for slug, score in scores.items() if any(score)), key=lambda slug: (_negative(scores[slug]), slug)
    )
    there = counts_of(Facet.SITUATION, items) if best else {}
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


def _ideas_in(label: str, words: Sequence[Sought]) -> int:
    its_words = set(words_of(label))
    ideas: dict[int, int] = {}
    for one in words:
        if one.word.removeprefix(WRITTEN_OUT) in its_words:
            ideas[one.idea] = max(ideas.get(one.idea, 0), one.points)
    return sum(ideas.values()) * len(ideas)


def _words_in(label: str, typed: str, language: str) -> int:
    """How many typed words a label says. Nothing may be written in its language yet, so that no word of it is known."""
    its_words = [word for word in words_of(label) if not is_stop_word(word, language)]
    stems = {stem(word, language) for word in its_words}
    *whole, last = words_of(typed)[-MOST_TYPED:] or [""]
    return sum(stem(word, language) in stems for word in whole) + any(
        word.startswith(last) or stem(last, language) in stems for word in its_words if last
    )


def _negative(score: tuple[int, int]) -> tuple[int, int]:
    return -score[0], -score[1]
