"""A canary in every text of everything hidden, a crawl of everything public, and no canary in it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from articles.models import ArticlePage
from cms.api import openapi
from delivery.models import ContentItem, SearchWord
from moderation.actions import withdraw
from people.models import User
from tests.delivery.pages import agreed, article, pathway, picture, video
from tests.factories import block, moderator_for, published

CANARY = "kanarienvogel"
FINDING_THE_CANARY = [CANARY, CANARY[:5], f"{CANARY}s", CANARY.replace("k", "c"), f"{CANARY} {CANARY}"]
EVERY_TEXT = [
    block("paragraph", f"<p>{CANARY}</p>"),
    block("key_message", CANARY),
    block("steps", {"items": [CANARY]}),
    block("do_and_dont", {"do": [CANARY], "dont": [CANARY]}),
    block("myth_and_fact", {"myth": CANARY, "fact": CANARY}),
    block("quote", {"text": CANARY, "attribution": CANARY}),
    block("definition", {"term": CANARY, "meaning": CANARY}),
    block("content_note", CANARY),
]


def texts(name: str) -> dict[str, Any]:
    return {
        "title": f"{CANARY} {name}?",
        "slug": f"{CANARY}-{name}",
        "neutral_title": CANARY,
        "summary": CANARY,
        "content_notes": [block("note", CANARY)],
        "sources": [block("source", {"title": CANARY, "url": f"https://{CANARY}.example/"})],
        "body_el3": EVERY_TEXT,
        "body_l2": EVERY_TEXT,
        "image_alt": CANARY,
        "image": picture(size=(40, 40)),
    }


def hidden(panel: Any, state: str) -> Any:
    """A page that is `state`, full of canaries."""
    page = article(**texts(state))
    if state in ("draft", "scheduled"):
        page.live = False
        page.go_live_at = timezone.now() + timedelta(days=1) if state == "scheduled" else None
        panel.root_page.specific.add_child(instance=page)
        page.save_revision()
        return page
    if state == "round_the_road":
        panel.root_page.specific.add_child(instance=page)
        return page
    page = agreed(panel, page)
    if state == "expired":
        page.expire_at = timezone.now() - timedelta(minutes=1)
        page.save()
    if state == "restricted":
        PageViewRestriction.objects.create(page=page.page_ptr, restriction_type="login")
    if state == "withdrawn":
        withdraw(page=page, moderator=moderator_for(panel), reason="wrong", reason_code="other", words=CANARY)
    return page


STATES = ["draft", "scheduled", "round_the_road", "expired", "restricted", "withdrawn"]


def pending_edit(page: ArticlePage) -> None:
    for name, value in texts("pending").items():
        setattr(page, name, value)
    page.save_revision(clean=False)


def pointing(targets: list[Any]) -> dict[str, Any]:
    """Everything in an article that can point to pages."""
    links = " ".join(f'<a linktype="page" id="{page.pk}">there</a>' for page in targets)
    return {
        "related": [block("page", page.pk) for page in targets[:3]],
        "body_el3": [block("paragraph", f"<p>{links}</p>")],
    }


def crawl(client: Any, items: list[str]) -> dict[str, bytes]:
    """Everything anonymous, by address: bodies and headers."""
    lists = [
        "?count=true&limit=100",
        "?order=title",
        "?locale=cy",
        "?topic=county-lines",
        "?level=l2",
        "?area=E09000025",
        "?age=15",
        "?updated_since=2020-01-01",
        "?type=article,video,pathway",
    ]
    addresses = [path for path in openapi()["paths"] if "{" not in path]
    addresses += [f"/api/v1/content/{query}" for query in lists]
    addresses += [f"/api/v1/content/{key}/{query}" for key in items for query in ("", "?body_format=text", "?level=l2")]
    addresses += [f"/api/v1/paths/newham/{CANARY}-{state}/" for state in STATES]
    # The whole canary, its stem, its start, and slips for it: words of what is hidden find nothing and complete nothing.
    for language in ("en", "cy"):
        addresses += [f"/api/v1/content/?locale={language}&search={asked}" for asked in FINDING_THE_CANARY]
        addresses += [f"/api/v1/suggest/?locale={language}&q={asked}" for asked in FINDING_THE_CANARY]
    addresses += ["/", "/api/v1/openapi.json", "/api/docs/", "/api/v1/nothing/"]
    return {address: _whole(client.get(address)) for address in addresses}


def _whole(answer: Any) -> bytes:
    return str(sorted(answer.headers.items())).encode() + answer.content


def test_no_canary_of_anything_hidden_is_in_anything_public(client, newham, committed):
    with committed():
        targets = [hidden(newham, state) for state in STATES]
        live = agreed(newham, article(title="Live?", **pointing(targets)))
        pending_edit(ArticlePage.objects.get(pk=live.pk))
        way = agreed(newham, pathway(title="A way?", pages=[page.pk for page in targets]))
    keys = [str(page.translation_key) for page in [*targets, live, way]]

    said = crawl(client, keys)

    assert b"Live?" in said["/api/v1/content/?count=true&limit=100"]
    found = {address: body for address, body in said.items() if "search=" in address or "q=" in address}
    assert len(found) == 2 * 2 * len(FINDING_THE_CANARY)
    assert [address for address, body in found.items() if not body.endswith(b'"items":[]}')] == []
    assert not SearchWord.objects.filter(word__contains=CANARY[:8])
    assert {address: body for address, body in said.items() if CANARY.encode() in body} == {}
    hidden_keys = [str(page.translation_key).encode() for page in targets]
    # What was withdrawn says so at its own address, and nowhere else.
    own = [CANARY, *(key.decode() for key in hidden_keys)]
    public = {address: body for address, body in said.items() if not any(name in address for name in own)}
    assert [address for address, body in public.items() if any(key in body for key in hidden_keys)] == []


@pytest.mark.parametrize("state", STATES)
def test_pointing_at_something_hidden_is_the_same_as_pointing_at_nothing(newham, committed, client, state):
    with committed():
        target = hidden(newham, state)
        page = agreed(newham, article(slug="points", **pointing([target])))
    address = f"/api/v1/content/{page.translation_key}/"
    item = client.get(address).json()
    items = client.get("/api/v1/content/?count=true").json()

    assert item["related"] == []
    assert item["versions"][0]["body"][0]["value"] == "<p>there</p>"
    assert items["meta"]["total_count"] == len(items["items"]) == 1
    assert [topic["count"] for topic in client.get("/api/v1/topics/").json()["items"]] == [1]


def test_no_young_persons_name_is_in_any_content_item(newham, committed, client):
    with committed():
        page = published(newham)
        agreed(newham, video())
    for user in User.objects.all():
        user.display_name, user.username = f"Zaphod{user.pk}", f"trillian{user.pk}"
        user.email = f"prefect{user.pk}@example.org"
        user.save()
    with committed():
        page.save()

    said = b"".join(
        crawl(client, [str(key) for key in ContentItem.objects.values_list("content_id", flat=True)]).values()
    )

    assert User.objects.count() >= 5
    for name in (b"Zaphod", b"trillian", b"prefect"):
        assert name not in said


def test_what_a_file_was_called_and_its_original_are_in_no_answer(newham, committed, client):
    shown = picture()
    with committed():
        page = agreed(newham, video(image=shown, image_alt="A bench."))

    said = client.get(f"/api/v1/content/{page.translation_key}/").content

    assert b"holiday" not in said
    assert b"originals" not in said
    assert client.get(f"/media/{shown.file.name}").status_code == 404
