"""Makes the demo, whole or not at all."""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from wagtail.models import Collection, Locale, Page

from agreement.four_eyes import setting_up
from articles.models import ContentPage
from cms.demo import lists, people, road
from cms.demo.loading import DemoContent, DemoPage
from cms.demo.pages import Desk, start_page, write_page, write_translation
from cms.demo.people import DemoPanel
from cms.furnishing import HOME_DEPTH, furnish
from home.models import CouncilPage, CrisisLine, FeaturedPage
from people.models import Council, User, YouthPanel
from taxonomy.models import Topic


class HoldsContent(Exception):
    """The demo is for an empty database: it never mixes with what people wrote."""


@dataclass(frozen=True)
class Made:
    """What there is now, for one screen."""

    panels: int
    people: int
    topics: int
    crisis_lines: int
    pages: Counter[str]
    translations: int


def holds_content() -> bool:
    """Whether anybody has begun to work here."""
    return (
        YouthPanel.objects.exists()
        or Council.objects.exists()
        or Topic.objects.exists()
        or CrisisLine.objects.exists()
        or Page.objects.filter(depth__gt=HOME_DEPTH).exists()
        or User.objects.filter(username__in=people.usernames()).exists()
    )


def make_demo(content: DemoContent) -> Made:
    """Furnish the house, then fill it. Raises HoldsContent where the database is not empty."""
    furnish()
    if holds_content():
        raise HoldsContent
    return _fill(content)


@transaction.atomic
@setting_up("demo")
def _fill(content: DemoContent) -> Made:
    """In one transaction: a demo that stopped half way could neither be finished nor be made again."""
    lists.make_lists(content)
    panels = people.make_panels()
    written = _write_all(content, panels)
    for number, demo in enumerate(content.pages):
        page, desk = written[demo.slug]
        road.take_along(page, demo, panels[demo.panel], writer=desk.writer, number=number)
    _translate_all(content, panels, written)
    _put_first(content, written)
    return _made(content, panels)


def _put_first(content: DemoContent, written: dict[str, tuple[ContentPage, Desk]]) -> None:
    for council in CouncilPage.objects.filter(slug__in=content.featured, locale=Locale.get_default()):
        FeaturedPage.objects.put_first(council, [written[slug][0] for slug in content.featured[council.slug]])


def _write_all(content: DemoContent, panels: dict[str, DemoPanel]) -> dict[str, tuple[ContentPage, Desk]]:
    """Every page as a draft, with the desk it was written at."""
    started = {
        demo.slug: start_page(demo, panels[demo.panel], writer=_writer_of(demo, content, panels))
        for demo in content.pages
    }
    keys = {slug: page.pk for slug, page in started.items()}
    written = {}
    for demo in content.pages:
        page = started[demo.slug]
        desk = Desk(
            writer=page.owner,
            folder=content.folder,
            collection=Collection.objects.get(name=panels[demo.panel].youth_panel.name),
            pages=keys,
        )
        write_page(page, demo, desk=desk)
        written[demo.slug] = (page, desk)
    return written


def _writer_of(demo: DemoPage, content: DemoContent, panels: dict[str, DemoPanel]) -> User:
    of_the_panel = [other.slug for other in content.pages if other.panel == demo.panel]
    return panels[demo.panel].writer_of_page(of_the_panel.index(demo.slug))


def _translate_all(
    content: DemoContent, panels: dict[str, DemoPanel], written: dict[str, tuple[ContentPage, Desk]]
) -> None:
    panel_of = {demo.slug: panels[demo.panel] for demo in content.pages}
    translator = User.objects.get(username=people.TRANSLATOR.lower())
    for number, translation in enumerate(content.translations):
        original, desk = written[translation.slug]
        original.refresh_from_db()
        page = write_translation(original, translation, desk=dataclasses.replace(desk, writer=translator))
        road.agree_and_publish(page, panel_of[translation.slug], writer=translator, number=number)


def _made(content: DemoContent, panels: dict[str, DemoPanel]) -> Made:
    return Made(
        panels=len(panels),
        people=User.objects.filter(username__in=people.usernames()).count(),
        topics=len(content.topics),
        crisis_lines=len(content.crisis_lines),
        pages=Counter(demo.fate.value for demo in content.pages),
        translations=len(content.translations),
    )
