"""The items that words find, ranked: the same on every database, in one query, and bounded.

Of each word only its weightiest pages are looked at (delivery/models.py: ItemWord), so that a word that stands on a
hundred thousand pages costs what one on a few hundred costs. Given up is this: where more than PAGES_LOOKED_AT pages have
a word, those on which it weighs least are not found by that word, and a list ends there.

What is found here still has to pass everything that a list passes: this module knows nothing of who may see what.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.db.models.expressions import RawSQL

from delivery.asked_words import Sought, sought
from delivery.cursors import Place
from delivery.lexicons import lexicon_of
from delivery.models import ContentItem, ContentItemQuerySet
from delivery.words import key_of_word

PAGES_LOOKED_AT = 400
FEWEST_A_WORD = 100

ONE_WORD = """
SELECT * FROM (
  SELECT item_id, %s AS idea, weight * %s AS points FROM delivery_itemword
  WHERE word_id = %s
  ORDER BY word_id, weight DESC, item_id DESC LIMIT %s
) AS one_word"""

# An idea counts by the best word for it, and a little more for each other one.
FOUND = """
SELECT item_id, CAST(SUM(points) AS BIGINT) AS score FROM (
  SELECT item_id, MAX(points) + SUM(points) / 4 AS points FROM (%s) AS words GROUP BY item_id, idea
) AS ideas GROUP BY item_id"""

ONLY_ITEMS = "SELECT item_id FROM ({found}) AS found"

NOTHING = "SELECT id AS item_id, 0 AS score FROM delivery_contentitem WHERE 1 = 0"


class Hit(NamedTuple):
    """A found item's place in the ranking, its card, and what was to be noted beside it."""

    score: int
    content_id: uuid.UUID
    card: str
    notes: tuple[Any, ...]


def found_by(text: str, languages: Sequence[str]) -> Found:
    """What somebody's own words find in these languages."""
    return Found({language: sought(text, lexicon_of(language)) for language in languages})


class Found:
    """What these words find, by language."""

    def __init__(self, words: Mapping[str, Sequence[Sought]]) -> None:
        every = [(language, one) for language, some in words.items() for one in some]
        each = max(PAGES_LOOKED_AT // max(len(every), 1), FEWEST_A_WORD)
        self._sql = FOUND % " UNION ALL ".join([ONE_WORD] * len(every)) if every else NOTHING
        self._params = [
            value for language, one in every for value in (one.idea, one.points, key_of_word(one.word, language), each)
        ]

    def among(self, items: ContentItemQuerySet) -> ContentItemQuerySet:
        """Those of `items` that are found. Every value is a parameter."""
        return items.filter(pk__in=RawSQL(ONLY_ITEMS.format(found=self._sql), self._params))  # noqa: S611

    def best_first(self, items: ContentItemQuerySet, *notes: str, after: Place | None, limit: int) -> list[Hit]:
        """Those of `items` that are found, from a place on; `notes` are names of annotations."""
        chosen, chosen_params = items.order_by().values("id", "content_id", *notes).query.sql_with_params()
        # Cards are long: only those that are shown are fetched.
        sql = BEST_FIRST.format(
            found=self._sql,
            chosen=chosen,
            after=AFTER if after else "",
            notes="".join(f", best.{connection.ops.quote_name(note)}" for note in notes),
        )
        params = [*self._params, *chosen_params, *(_as_params(after) if after else ()), limit]
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return [Hit(score, _uuid(key), card, tuple(rest)) for score, key, card, *rest in cursor.fetchall()]


BEST_FIRST = """
SELECT best.score, best.content_id, item.card{notes} FROM (
  SELECT found.score, chosen.* FROM ({found}) AS found JOIN ({chosen}) AS chosen ON chosen.id = found.item_id
  {after} ORDER BY found.score DESC, chosen.content_id DESC LIMIT %s
) AS best JOIN delivery_contentitem AS item ON item.id = best.id ORDER BY best.score DESC, best.content_id DESC"""

AFTER = "WHERE found.score < %s OR (found.score = %s AND chosen.content_id < %s)"


def _as_params(place: Place) -> tuple[Any, ...]:
    key = ContentItem._meta.get_field("content_id").get_db_prep_value(place.content_id, connection)
    return place.value, place.value, key


def _uuid(key: uuid.UUID | str) -> uuid.UUID:
    """SQLite keeps it as text."""
    return key if isinstance(key, uuid.UUID) else uuid.UUID(key)
