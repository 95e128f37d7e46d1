"""What is measured without a load, in a process that knows Django: `python -m benchmarks.inside WHAT` prints JSON."""

from __future__ import annotations

import io
import json
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from agreement.models import Agreement  # noqa: E402
from articles.models import ArticlePage  # noqa: E402
from benchmarks.asking import OURS, STOCK, Asking  # noqa: E402

HOST = "127.0.0.1"


def asking() -> dict[str, Any]:
    from delivery import cursors  # noqa: PLC0415
    from delivery.asked import ListAsked  # noqa: PLC0415
    from delivery.models import ContentItem  # noqa: PLC0415

    some = list(
        ContentItem.objects.filter(locale="en").order_by("content_id").values_list("page_id", "content_id")[:100]
    )
    oldest_first = ContentItem.objects.filter(locale="en").order_by("updated_at", "content_id")
    before_the_last = oldest_first[20]
    assert before_the_last.updated_at is not None
    place = cursors.Place(before_the_last.updated_at, before_the_last.content_id)
    return {
        "page_ids": [page for page, _content in some],
        "content_ids": [str(content) for _page, content in some],
        "last_cursor": cursors.written("-updated_at", place),
        "has_search": "search" in ListAsked.model_fields,
    }


# -- queries


def queries_of_ours() -> dict[str, int]:
    """For each kind of request: the queries of a second worker's first answer, and of one that is remembered."""
    from cms.wsgi import application, quick_room  # noqa: PLC0415

    asked = Asking(**asking()).of_ours()
    counts: dict[str, int] = {}
    _ask(application, OURS + "?limit=1")
    etag = _ask(application, OURS)["ETag"]
    _ask(application, OURS, HTTP_IF_NONE_MATCH=etag)
    for what in ("item", "list", "filter"):
        address = asked[what][0] + ("&fallback=chain" if "?" in asked[what][0] else "?fallback=chain")
        quick_room.editions.current()
        counts[what] = _counted(partial(_ask, application, address))
        counts[f"{what}, remembered"] = _counted(partial(_ask, application, address))
    counts["list, 304"] = _counted(lambda: _ask(application, OURS, HTTP_IF_NONE_MATCH=etag))
    return counts


def queries_of_stock() -> dict[str, int]:
    from django.test import Client  # noqa: PLC0415

    client, asked = Client(headers={"host": HOST}), Asking(**asking()).of_stock()
    client.get(STOCK)
    return {what: _counted(partial(client.get, asked[what][0])) for what in ("item", "list", "filter")}


def _counted(ask: Callable[[], Any]) -> int:
    asked: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        ask()
    return len(asked)


def _ask(application: Any, address: str, **more: Any) -> dict[str, str]:
    path, _mark, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": HOST,
        "SERVER_PORT": "80",
        "HTTP_HOST": HOST,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
    } | more
    heard: list[dict[str, str]] = []
    response = application(environ, lambda _status, headers, *_more: heard.append(dict(headers)))
    b"".join(response)
    return heard[-1]


# -- rebuilding and publishing


def rebuilding() -> dict[str, float]:
    from delivery.actions import rebuild  # noqa: PLC0415

    started = time.perf_counter()
    made = rebuild()
    return {"items_per_second": made / (time.perf_counter() - started)}


def publishing(pages: int = 20) -> dict[str, float]:
    """How much of the time from "publish" to "readers have it" is the projection's: agreed pages, published once more."""
    from delivery import outbox  # noqa: PLC0415

    spent, whole = [0.0], 0.0

    def timed(call: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **what: Any) -> Any:
            started = time.perf_counter()
            try:
                return call(*args, **what)
            finally:
                spent[0] += time.perf_counter() - started

        return run

    # Writing down what follows, and doing it. Neither runs within the other: there is a transaction around each page.
    outbox.later = timed(outbox.later)
    outbox.drain = timed(outbox.drain)
    for page in ArticlePage.objects.filter(locale__language_code="en").order_by("pk")[: pages + 1]:
        started = time.perf_counter()
        with transaction.atomic():
            page.save_revision(clean=False).publish(skip_permission_checks=True)
        if whole == 0.0:
            spent[0] = 0.0  # the first one warms up
        whole += time.perf_counter() - started
    return {"share": spent[0] / whole}


# -- withdrawing


def withdrawing(*addresses: str) -> dict[str, float]:
    """The longest that any of these servers went on answering with a page that was taken down, over five pages."""
    longest = dict.fromkeys(addresses, 0.0)
    for page in ArticlePage.objects.filter(locale__language_code="en", live=True).order_by("-pk")[:5]:
        path = f"{OURS}{page.translation_key}/?fallback=none"
        for _time in range(30):
            for address in addresses:
                _status(address + path)
        Agreement.objects.about(content_id=page.translation_key, locale=page.locale.language_code).take_back()
        page.unpublish()
        for address, seconds in _still_there(addresses, path).items():
            longest[address] = max(longest[address], seconds)
    return longest


def _still_there(addresses: tuple[str, ...], path: str) -> dict[str, float]:
    """Each asked over new connections, so that every worker comes to be asked."""
    started = time.perf_counter()
    last = dict.fromkeys(addresses, 0.0)
    while time.perf_counter() - started < 2.5:
        for address in addresses:
            if _status(address + path) == 200:
                last[address] = time.perf_counter() - started
    return last


def _status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=10) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code


@contextmanager
def _quietly() -> Iterator[None]:
    """What is printed is the answer and nothing else."""
    shown, sys.stdout = sys.stdout, sys.stderr
    try:
        yield
    finally:
        sys.stdout = shown


WHAT: dict[str, Callable[..., Any]] = {
    "asking": asking,
    "queries of ours": queries_of_ours,
    "queries of stock": queries_of_stock,
    "rebuilding": rebuilding,
    "publishing": publishing,
    "withdrawing": withdrawing,
}

if __name__ == "__main__":
    settings.DEBUG = False
    with _quietly():
        found = WHAT[sys.argv[1]](*sys.argv[2:])
    sys.stdout.write(json.dumps(found))
