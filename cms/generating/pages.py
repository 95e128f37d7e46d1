"""Synthetic pages as rows: written in bulk, agreed, and let out by the same projection as everything else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models import Max
from django.db.models.sql import InsertQuery
from modelcluster.models import get_all_child_relations
from wagtail.models import Locale, Page

from agreement.four_eyes import setting_up
from agreement.hashing import content_hash
from agreement.models import Agreement, AgreementKind
from articles.models import ArticlePage
from cms.demo.making import holds_content
from cms.furnishing import add_council, furnish
from cms.generating.words import Words, any_uuid
from delivery.actions import keep_crisis_help, rebuild
from home.models import CrisisLine
from literacy.levels import LiteracyLevel
from taxonomy.models import Area, PageArea, PageSituation, PageTopic, Situation, Topic, Urgency

BATCH = 1000
FIRST_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
CHECKED_ON, CHECK_BY = date(2026, 1, 1), date(2027, 1, 1)

TOPICS = {
    "weather": ["rain", "wind"],
    "animals": ["birds", "cats"],
    "music": ["drums"],
    "travel": ["buses", "boats"],
    "food": [],
}
SITUATIONS = ["it-is-raining", "i-have-lost-my-bus", "the-cat-is-away", "there-is-no-music", "i-am-hungry"]
COUNCILS = ["E09000025", "E06000021", "E06000033", "E10000015"]  # the areas that made-up councils are for
# Numbers that Ofcom keeps free for drama: nobody answers them.
CRISIS_LINES = [
    ("Example line", "01632 960001", ""),
    ("Rain line", "01632 960002", "rain"),
    ("Bus line", "01632 960003", "buses"),
]

# How many blocks of how many sentences each reading version has, and how many pages in a hundred are written at it.
SHAPES = {LiteracyLevel.EL12: (3, 1, 40), LiteracyLevel.EL3: (6, 3, 100), LiteracyLevel.L1: (8, 5, 40)}


class HoldsContent(Exception):
    """There is other content here: synthetic pages never mix with it."""


@dataclass(frozen=True)
class Place:
    """Where pages are written: below these, in this language, classified by these."""

    parents: dict[str, list[Page]]
    topics: list[Topic]
    situations: list[Situation]
    areas: list[Area]


@dataclass
class Synthetic:
    """One page, with its rows as they will be saved."""

    page: ArticlePage
    children: list[models.Model]


@setting_up("generate")
def generate(*, items: int, locales: Sequence[str], seed: int) -> int:
    """`items` published pages, spread over these languages: each content once in every one. Returns how many content items.

    The same for the same seed, but for the keys that the database gives. Raises HoldsContent.
    """
    furnish()
    if holds_content():
        raise HoldsContent
    with transaction.atomic():
        place = _furnish_a_place(locales)
    # Apart from it: what listens to the commit of a new council lets out all that stands below it.
    with transaction.atomic():
        waiting = _pages(items, locales, Random(seed), place)  # noqa: S311
        while batch := list(islice(waiting, BATCH)):
            _insert(batch)
        _count_children(place)
        keep_crisis_help()
    return rebuild()


def _furnish_a_place(locales: Sequence[str]) -> Place:
    councils = [
        add_council(name=f"Example council {number}", slug=f"example-{number}", area=Area.objects.get(code=code))
        for number, code in enumerate(COUNCILS, start=1)
    ]
    topics = []
    for slug, children in TOPICS.items():
        parent = Topic.objects.create(name=slug.title(), slug=slug)
        topics += [parent, *(Topic.objects.create(name=child.title(), slug=child, parent=parent) for child in children)]
    situations = [Situation.objects.create(name=slug.replace("-", " "), slug=slug) for slug in SITUATIONS]
    for name, number, topic in CRISIS_LINES:
        line = CrisisLine.objects.create(slug=name.lower().replace(" ", "-"), name=name, kind="call", number=number)
        line.topics.set([one for one in topics if one.slug == topic])
    parents = {
        code: [panel.root_page.get_translation(Locale.objects.get(language_code=code)).specific for panel in councils]
        for code in locales
    }
    return Place(parents, topics, situations, list(Area.objects.filter(code__in=COUNCILS).select_related("parent")))


def _pages(items: int, locales: Sequence[str], random: Random, place: Place) -> Iterator[Synthetic]:
    next_pk = (Page.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    for number in range(items):
        content, language = divmod(number, len(locales))
        if language == 0:
            key, about = any_uuid(random), _classification(random, place)
        page = _page(content, locales[language], random, place)
        page.id = page.page_ptr_id = next_pk + number  # `pk` is the link, and sets no `id`
        page.translation_key = key
        yield Synthetic(page, _classify(page, about))


def _page(number: int, language: str, random: Random, place: Place) -> ArticlePage:
    words = Words(random, language)
    parents = place.parents[language]
    parent = parents[number % len(parents)]
    title, slug = words.question(), f"page-{number}"
    moment = FIRST_MOMENT + timedelta(minutes=number)
    return ArticlePage(
        title=title,
        draft_title=title,
        slug=slug,
        path=Page._get_path(parent.path, parent.depth + 1, number // len(parents) + 1),
        depth=parent.depth + 1,
        url_path=f"{parent.url_path}{slug}/",
        locale=parent.locale,
        content_type=ContentType.objects.get_for_model(ArticlePage),
        live=True,
        first_published_at=moment,
        last_published_at=moment,
        latest_revision_created_at=moment,
        neutral_title="Getting help",
        summary=words.sentence(),
        age_from=random.choice([8, 11, 13, 16]),
        age_to=random.choice([18, 21, 25]),
        urgency=random.choice([Urgency.NORMAL, Urgency.NORMAL, Urgency.SOON, Urgency.NOW]),
        is_sensitive=random.random() < 0.3,
        content_notes=words.content_notes() if random.random() < 0.3 else [],
        sources=words.sources(),
        review_by=CHECK_BY,
        **{
            f"body_{level.value}": words.body(blocks=blocks, sentences=sentences)
            for level, blocks, sentences in _levels(random)
        },
    )


def _levels(random: Random) -> Iterator[tuple[LiteracyLevel, int, int]]:
    for level, (blocks, sentences, share) in SHAPES.items():
        if random.randrange(100) < share:
            yield level, blocks, sentences


def _classification(random: Random, place: Place) -> tuple[list[Topic], list[Situation], list[Area]]:
    """The same for a page in every language. A third of what is written is for one area alone."""
    topics = random.sample(place.topics, k=random.choice([1, 1, 2, 3]))
    situations = random.sample(place.situations, k=random.choice([0, 1, 1]))
    return topics, situations, random.sample(place.areas, k=1) if random.random() < 0.33 else []


def _classify(page: ArticlePage, about: tuple[list[Topic], list[Situation], list[Area]]) -> list[models.Model]:
    """The page's child rows, also hung on the page: so its hash is worked out without asking the database."""
    topics, situations, areas = about
    children: dict[str, list[Any]] = {
        "page_topics": [PageTopic(content_object_id=page.pk, tag=topic) for topic in topics],
        "page_situations": [PageSituation(page_id=page.pk, situation=situation) for situation in situations],
        "page_areas": [PageArea(page_id=page.pk, area=area) for area in areas],
    }
    for relation in get_all_child_relations(ArticlePage):
        name = relation.get_accessor_name()
        page._cluster_related_objects = getattr(page, "_cluster_related_objects", None) or {}
        page._cluster_related_objects[name] = children.get(name, [])
    return [row for rows in children.values() for row in rows]


def _insert(batch: list[Synthetic]) -> None:
    """A few statements for a thousand pages. Signals stay silent: what listens to them is done once, at the end."""
    pages = [synthetic.page for synthetic in batch]
    _insert_part(Page, pages)
    _insert_part(ArticlePage, pages)
    for model in (PageTopic, PageSituation, PageArea):
        rows: list[Any] = [row for synthetic in batch for row in synthetic.children if isinstance(row, model)]
        model._default_manager.bulk_create(rows, batch_size=BATCH)
    Agreement.objects.bulk_create(
        Agreement(
            kind=AgreementKind.BALLOT,
            content_id=page.translation_key,
            locale=page.locale.language_code,
            content_hash=content_hash(page),
            agreed_at=page.first_published_at,
            checked_on=CHECKED_ON,
        )
        for page in pages
    )


def _insert_part(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """The columns of one table of a model that is spread over several: Django's own bulk_create refuses those."""
    fields = model._meta.local_concrete_fields
    size = connection.ops.bulk_batch_size(fields, rows) or len(rows)
    for start in range(0, len(rows), size):
        query = InsertQuery(model)
        query.insert_values(fields, list(rows[start : start + size]))
        query.get_compiler(connection=connection).execute_sql()


def _count_children(place: Place) -> None:
    for parents in place.parents.values():
        for parent in parents:
            Page.objects.filter(pk=parent.pk).update(numchild=Page.objects.child_of(parent).count())
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Page]):
            cursor.execute(statement)
