"""What the API answers, word for word: golden files to be reviewed like prose.

After a change that is meant:  WRITE_GOLDEN=1 pytest tests/contract  — then read the difference before committing it.
"""

from __future__ import annotations

import json
import os
import re
import uuid
from pathlib import Path
from typing import Any

import pytest
import time_machine

from articles.blocks import ReadingVersionBlock
from home.models import CrisisLine, FeaturedPage
from moderation.actions import withdraw
from taxonomy.models import Area, PageArea, PageSituation, TopicLabel
from tests.delivery.pages import agreed, article, pathway, picture, translated, video
from tests.factories import moderator_for, situation, topic
from tests.moderation.labels import renamed

GOLDEN = Path(__file__).parent / "golden"
EXAMPLES = Path(__file__).parent.parent.parent / "docs" / "api-examples.md"
DOCUMENTED = re.compile(r"<!-- golden: (\w+) -->\n```json\n(.*?)\n```", re.DOTALL)
NOON = "2026-11-22T12:00:00Z"
RANDOM_NAME = re.compile(r"(/media/[a-z]+/)[0-9a-f]{24}")


def key(name: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, name)


def block(kind: str, value: Any) -> dict[str, Any]:
    return {"id": str(key(f"{kind} block")), "type": kind, "value": value}


@pytest.fixture
def stopped_clock() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def library(stopped_clock: None, newham: Any, committed: Any, settings: Any) -> dict[str, Any]:
    """One page of each type, as a council might have them."""
    settings.PUBLIC_URL = "https://waymark.example"
    with committed():
        about = topic(is_sensitive=True)
        _crisis_lines()
        TopicLabel.objects.create(topic=about, language="en", label="County lines")
        about_it = {"slug": "what-is-county-lines", "title": "What is county lines?"}
        pages = {"video": agreed(newham, video(translation_key=key("video"), **about_it))}
        pages["pathway"] = _pathway(newham, leads_to=pages["video"])
        pages["article"] = _article(newham, related=pages["pathway"], about=about)
        translated(pages["article"], "cy", title="Mae rhywun wedi gofyn i mi gario rhywbeth. Beth alla i ei wneud?")
        FeaturedPage.objects.put_first(newham.root_page.specific, [pages["pathway"], pages["article"]])
    return pages


def _crisis_lines() -> None:
    childline = CrisisLine.objects.create(
        slug="childline",
        name="Childline",
        kind="call",
        number="0800 1111",
        is_free=True,
        sort_order=2,
        languages=["en"],
        url="https://www.childline.org.uk/",
    )
    childline.words.create(language="en", for_whom="Anybody under 19, about anything.")
    CrisisLine.objects.create(
        slug="999", name="999", kind="call", number="999", is_free=True, sort_order=1, languages=["en"]
    )
    shout = CrisisLine.objects.create(
        slug="shout",
        name="Shout",
        kind="text",
        number="85258",
        send="SHOUT",
        is_free=True,
        sort_order=3,
        languages=["en"],
    )
    shout.topics.add(topic())


def _pathway(newham: Any, *, leads_to: Any) -> Any:
    return agreed(newham, pathway(slug="am-i-safe", translation_key=key("pathway"), pages=[leads_to.pk]))


def _article(newham: Any, *, related: Any, about: Any) -> Any:
    page = article(
        slug="carrying-for-someone",
        translation_key=key("article"),
        image=picture(focal_point_x=600, focal_point_y=270, focal_point_width=200, focal_point_height=200),
        image_alt="Two friends talking on a bench.",
        urgency="soon",
        is_sensitive=True,
        content_notes=[block("note", "Mentions violence.")],
        sources=[block("source", {"title": "NSPCC, County lines", "url": "https://www.nspcc.org.uk/"})],
        related=[block("page", related.pk)],
        body_el3=[
            block("key_message", "It is not your fault."),
            block("paragraph", f'<p>You can <b>say no</b>. <a linktype="page" id="{related.pk}">Am I safe?</a></p>'),
            block("steps", {"items": ["Put the phone down.", "Tell somebody you trust."]}),
        ],
        body_l1=[
            block("do_and_dont", {"do": ["Keep the messages."], "dont": ["Answer them."]}),
            block("myth_and_fact", {"myth": "You owe them.", "fact": "You owe nobody."}),
            block("quote", {"text": "I told my aunt, and it got better.", "attribution": "A young person"}),
            block("definition", {"term": "County lines", "meaning": "Making others carry drugs."}),
            block("image", {"image": picture().pk, "alt_text": "A phone, face down."}),
            block("pathway", related.pk),
            block("content_note", "The next part mentions violence."),
        ],
    )
    page.page_situations.add(PageSituation(situation=situation()))
    page.page_areas.add(PageArea(area=Area.objects.get(code="E09000025")))
    return agreed(newham, page, topics=[about])


def is_golden(answer: Any, name: str, *, status: int = 200) -> None:
    """The answer's JSON is what tests/contract/golden/<name>.json says."""
    assert answer.status_code == status, answer.content
    said = _readable(answer.json())
    file = GOLDEN / f"{name}.json"
    if os.environ.get("WRITE_GOLDEN"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(said)
    assert said == file.read_text()


def _readable(said: Any) -> str:
    text = RANDOM_NAME.sub(r"\g<1>0123456789abcdef01234567", json.dumps(said, indent=2, ensure_ascii=False))
    # Which bytes a picture takes is the encoder's business.
    text = re.sub(r'"bytes": \d+', '"bytes": 18211', text)
    return re.sub(r'revision": "[0-9a-f]{64}"', f'revision": "{"5" * 64}"', text) + "\n"


def test_an_item_of_each_type_reads_as_agreed(client, library):
    for name in ("article", "video", "pathway"):
        is_golden(client.get(f"/api/v1/content/{key(name)}/"), name)


def golden(name: str) -> Any:
    return json.loads((GOLDEN / f"{name}.json").read_text())


def test_the_golden_article_shows_every_kind_of_block_there_is():
    shown = {block["type"] for version in golden("article")["versions"] for block in version["body"]}

    assert shown == set(ReadingVersionBlock.base_blocks)


def test_the_golden_items_leave_nothing_empty_that_a_page_of_their_kind_can_say():
    article, video, pathway = golden("article"), golden("video"), golden("pathway")
    film = video["video"]

    # Rooms that are not built yet fill these, and this page is nobody's translation; a film of ours has no link.
    later = {"services", "local_note", "requested_level"}
    assert {name for name, value in article.items() if value in (None, [], "", {})} == later | {"translation"}
    assert {name for name, value in film.items() if not value} == {"bsl", "link"}
    assert [step["kind"] for step in pathway["steps"]] == ["question", "outcome", "outcome"]
    assert [len(step["options"]) for step in pathway["steps"]] == [3, 0, 0]
    assert {step["urgency"] for step in pathway["steps"]} == {None, "now", "soon"}
    assert [page["content_id"] for page in pathway["steps"][2]["pages"]] == [video["content_id"]]
    assert {version["level"] for step in pathway["steps"] for version in step["versions"]} == {"el3", "l1"}


def test_an_item_in_another_language_at_one_level_without_mark_up_reads_as_agreed(client, library):
    answer = client.get(f"/api/v1/content/{key('article')}/", {"locale": "cy", "level": "el12", "body_format": "text"})

    is_golden(answer, "article_cy_el12_text")


def test_lists_read_as_agreed(client, library):
    is_golden(client.get("/api/v1/"), "root")
    is_golden(client.get("/api/v1/content/", {"order": "title", "limit": 2, "count": "true"}), "list")
    for name in ("topics", "situations", "areas", "levels", "languages", "councils", "crisis-help"):
        is_golden(client.get(f"/api/v1/{name}/"), name)


def test_levels_that_a_panel_calls_otherwise_read_as_agreed(client, library, newham, committed):
    with committed():
        renamed(newham)
        renamed(newham, language="cy")

    is_golden(client.get("/api/v1/councils/"), "councils_renamed")
    is_golden(client.get(f"/api/v1/content/{key('article')}/", {"locale": "cy", "level": "el3"}), "article_cy_renamed")
    names = {"el3": "Clear words", "l1": "Going deeper"}
    said = client.get(f"/api/v1/content/{key('article')}/").json()
    assert {version["level"]: version["label"] for version in said["versions"]} == names


def test_suggestions_and_a_search_read_as_agreed(client, library):
    is_golden(client.get("/api/v1/suggest/", {"q": "asked to carr"}), "suggest")
    is_golden(client.get("/api/v1/content/", {"search": "county line", "limit": 1}), "search")


def test_problems_read_as_agreed(client, library):
    is_golden(client.get(f"/api/v1/content/{key('nothing')}/"), "problem_404", status=404)
    is_golden(client.get("/api/v1/content/", {"topic": "nothing", "limit": 2}), "problem_400", status=400)


def test_what_was_withdrawn_reads_as_agreed(client, library, newham, committed):
    with committed():
        withdraw(
            page=library["video"],
            moderator=moderator_for(newham),
            reason="replaced",
            reason_code="content.out_of_date",
            words="There is a newer one.",
            replacement=library["article"].translation_key,
        )

    is_golden(client.get(f"/api/v1/content/{key('video')}/"), "problem_410", status=410)


def test_the_examples_in_the_docs_are_the_golden_answers():
    """After a change that is meant, WRITE_GOLDEN=1 writes both."""
    if os.environ.get("WRITE_GOLDEN"):
        EXAMPLES.write_text(DOCUMENTED.sub(_as_it_is_now, EXAMPLES.read_text()))
    documented = DOCUMENTED.findall(EXAMPLES.read_text())

    assert {name for name, _text in documented} >= {"article", "video", "pathway", "list", "problem_410"}
    for name, text in documented:
        assert text == (GOLDEN / f"{name}.json").read_text().rstrip(), name


def _as_it_is_now(found: re.Match[str]) -> str:
    return found[0].replace(found[2], (GOLDEN / f"{found[1]}.json").read_text().rstrip())
