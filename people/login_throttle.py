"""Slows down whoever tries passwords, before anything dear is done: one look into the cache, no password hashed, no database.

A try is counted by its address, by its name, and by both together, before it is known whether it is right; right ones are
given back. Where one of them runs over, the browser gets a ticket with the moment from which it may try once, whatever
others do until then. Browsers in which a name has logged in before are counted by themselves: nobody slows those down.

Counts are kept in the cache: in Redis for all processes together, else in each for itself.
"""

from __future__ import annotations

import math
import secrets
import threading
import time
import unicodedata
from dataclasses import dataclass, field
from hashlib import blake2b
from ipaddress import ip_address, ip_network
from typing import Any

from django.core import signing
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from django.http import HttpRequest, HttpResponse

from people.rate_limits import (
    ADDRESS,
    NAME,
    NAME_AT_ADDRESS,
    NAME_IN_BROWSER,
    SHORTEST_WAIT,
    Bucket,
    Limit,
    wait_for,
)

TICKET_COOKIE, BROWSER_COOKIE = "login_ticket", "known_browser"
COUNTED_AS = "tries"
TICKET_LASTS = 10 * 60  # seconds beyond the wait
BROWSER_KNOWN_FOR = 180 * 24 * 60 * 60
MOST_NAMES_IN_A_BROWSER = 12  # of a computer that a panel shares
HASHING_AT_ONCE, WAITS_FOR_HASHING = 2, 5.0  # processors may be few; seconds

_hashing = threading.BoundedSemaphore(HASHING_AT_ONCE)
_lock = threading.Lock()
_without_a_cache = LocMemCache("login-throttle", {})


class MustWait(Exception):
    """Before this name may be tried from here, some time has to go by."""

    def __init__(self, attempt: Attempt) -> None:
        self.attempt = attempt
        self.seconds = math.ceil(attempt.wait)
        self.args = (self.seconds,)  # what a report says of it: not who tried


@dataclass
class Attempt:
    """One try at one name: whether it may be made now, and what came of it."""

    request: HttpRequest
    name: str
    wait: float = 0.0  # seconds; 0: it may be made
    ticket: str = ""  # a new one for this browser; a ticket that it has stays there
    counted: list[tuple[Limit, str]] = field(default_factory=list)
    holds_a_place: bool = False

    def begin(self) -> bool:
        """Whether the password may be looked at now. Call `end` afterwards, whatever came of it."""
        address = sender_of(self.request)
        browser = _browser_of(self.request, self.name)
        if browser and self._counted_within([(NAME_IN_BROWSER, browser)]):
            return True
        # A place before a ticket is used up: who finds none keeps it, in their browser.
        self.holds_a_place = _hashing.acquire(timeout=WAITS_FOR_HASHING)
        if not self.holds_a_place:
            self.wait = SHORTEST_WAIT
            return False
        pair = f"{address} {self.name}"
        limits = [(ADDRESS, address), (NAME, self.name), (NAME_AT_ADDRESS, pair)]
        remaining = self._use_ticket(pair)
        if remaining == 0:
            self._count(limits, 1)
            return True
        if remaining is None and self._counted_within(limits):
            return True
        self.wait = remaining or wait_for(_over(limits))
        if not remaining:
            self.ticket = _ticket(pair, self.wait)
        self._leave()
        return False

    def end(self, *, was_right: bool) -> None:
        if was_right:
            _add(self.counted, -1)
        self._leave()

    def _leave(self) -> None:
        if self.holds_a_place:
            self.holds_a_place = False
            _hashing.release()

    def _counted_within(self, limits: list[tuple[Limit, str]]) -> bool:
        with _lock:
            if _over(limits) > 0:
                return False
            self._count(limits, 1)
            return True

    def _count(self, limits: list[tuple[Limit, str]], tries: int) -> None:
        self.counted = limits
        _add(limits, tries)

    def _use_ticket(self, pair: str) -> float | None:
        """Seconds until this browser's ticket holds; 0: used up now. None: it has none for this name from here."""
        try:
            of_pair, from_then, number = signing.loads(self.request.COOKIES[TICKET_COOKIE], salt=TICKET_COOKIE)
        except (signing.BadSignature, LookupError, ValueError, TypeError):
            return None
        now = time.time()
        if of_pair != _digest(pair) or now > from_then + TICKET_LASTS:
            return None
        if now < from_then:
            return float(from_then - now)
        return 0.0 if _kept("add", f"{COUNTED_AS}-used-{number}", True, TICKET_LASTS * 2) else None


def sender_of(request: HttpRequest) -> str:
    """Where a request comes from (cms/proxies.py has seen to it). Of IPv6 one sender has a whole network."""
    said = request.META.get("REMOTE_ADDR", "")
    try:
        address = ip_address(said)
    except ValueError:
        return said
    return said if address.version == 4 else str(ip_network(f"{address}/64", strict=False))


def normal(name: str) -> str:
    """A name as it is counted: no spelling of it has tries of its own."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def remember_browser(request: HttpRequest, response: HttpResponse, name: str) -> None:
    """This name has logged in here: nobody else's tries slow it down in this browser."""
    number, names = _known_browser(request)
    names = [_digest(normal(name)), *(known for known in names if known != _digest(normal(name)))]
    mark = signing.dumps([number, names[:MOST_NAMES_IN_A_BROWSER]], salt=BROWSER_COOKIE)
    _set(request, response, BROWSER_COOKIE, mark, BROWSER_KNOWN_FOR)


def as_slowed(response: HttpResponse, must_wait: MustWait) -> HttpResponse:
    """The answer to somebody who has to wait, with what lets them try once then."""
    attempt = must_wait.attempt
    response.status_code = 429
    response["Retry-After"] = str(must_wait.seconds)
    if attempt.ticket:
        _set(attempt.request, response, TICKET_COOKIE, attempt.ticket, must_wait.seconds + TICKET_LASTS)
    return response


def _set(request: HttpRequest, response: HttpResponse, cookie: str, value: str, seconds: int) -> None:
    response.set_cookie(
        cookie, value, max_age=seconds, httponly=True, samesite="Lax", secure=request.is_secure(), path="/admin/"
    )


def _ticket(pair: str, wait: float) -> str:
    return signing.dumps([_digest(pair), time.time() + wait, secrets.token_hex(8)], salt=TICKET_COOKIE)


def _browser_of(request: HttpRequest, name: str) -> str:
    """What tries at this name in this browser are counted by; nothing where it has never logged in here."""
    number, names = _known_browser(request)
    return f"{number} {name}" if _digest(name) in names else ""


def _known_browser(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        number, names = signing.loads(request.COOKIES[BROWSER_COOKIE], salt=BROWSER_COOKIE, max_age=BROWSER_KNOWN_FOR)
        return str(number), [str(name) for name in names]
    except (signing.BadSignature, LookupError, ValueError, TypeError):
        return secrets.token_hex(8), []


# -- counts


def _over(limits: list[tuple[Limit, str]]) -> float:
    now = time.time()
    return max(_bucket(limit, key).over(now=now) for limit, key in limits)


def _add(limits: list[tuple[Limit, str]], tries: int) -> None:
    now = time.time()
    for limit, key in limits:
        bucket = _bucket(limit, key).with_tries(tries, now=now)
        _kept("set", _place(limit, key), (bucket.level, bucket.at), limit.forgotten_after)


def _bucket(limit: Limit, key: str) -> Bucket:
    return Bucket(limit, *(_kept("get", _place(limit, key)) or ()))


def _place(limit: Limit, key: str) -> str:
    return f"{COUNTED_AS}-{_digest(f'{limit.name} {key}')}"


def _digest(text: str) -> str:
    """No name and no address stands in the cache or in a cookie."""
    return blake2b(text.encode(), digest_size=16).hexdigest()


def _kept(verb: str, key: str, *more: Any) -> Any:
    """In the cache; in this process where it does not answer: logging in must not wait for it."""
    try:
        return getattr(cache, verb)(key, *more)
    except Exception:  # whatever its library raises: Redis has a dozen
        return getattr(_without_a_cache, verb)(key, *more)
