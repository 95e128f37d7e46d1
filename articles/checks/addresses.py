"""One reading of an address that a page links to, for the check and for what readers get. Plain Python.

>>> readers_address(" HTTPS://www.google.com/url?q=https://example.org/&sa=D")
'https://example.org/'
>>> readers_address("/get-help/")
''
"""

from __future__ import annotations

import unicodedata
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit, urlunsplit

LONGEST_ADDRESS = 2000
OUTWARD = ("https", "mailto", "tel")
"""What readers can follow out of a page. They always had these three."""

SENT_ON_BY = {
    ("l.instagram.com", "/"): "u",
    ("l.facebook.com", "/l.php"): "u",
    ("lm.facebook.com", "/l.php"): "u",
    ("out.reddit.com", "/"): "url",
    ("www.youtube.com", "/redirect"): "q",
    ("t.umblr.com", "/redirect"): "z",
    ("slack-redir.net", "/link"): "url",
}
"""Where an address goes by way of somebody who counts: host, path, and the parameter with the address itself."""
MOST_TIMES_SENT_ON = 4

WORDS_TRACKERS = """
fbclid gclid dclid gbraid wbraid msclkid igsh igshid mc_cid mc_eid yclid twclid ttclid _ga
"""
TRACKERS = frozenset(WORDS_TRACKERS.split())
WORDS_SHORTENERS = """
bit.ly tinyurl.com t.co goo.gl ow.ly is.gd buff.ly rebrand.ly shorturl.at cutt.ly lnkd.in rb.gy t.ly s.id tiny.cc v.gd
bl.ink short.io trib.al dlvr.it fb.me qr.ae soo.gd adf.ly
"""
SHORTENERS = frozenset(WORDS_SHORTENERS.split())


def readers_address(typed: str) -> str:
    """The address that readers are given for what was typed; "" where they get no link.

    Blanks and invisible signs are gone, the scheme and the host are in small letters, `//` is https, whoever only counts is
    passed by, and parameters that say who follows the link are left out.
    """
    parts = _parts(typed)
    if parts is None or parts.scheme not in OUTWARD:
        return ""
    return urlunsplit(parts) if parts.scheme == "https" else f"{parts.scheme}:{parts.path}"


def scheme_of(typed: str) -> str:
    """The scheme in small letters; "" where there is none, or where this is no address."""
    parts = _parts(typed)
    return parts.scheme if parts else ""


def hides_where_it_leads(typed: str) -> bool:
    """Whether nobody can see in this address where it goes: a shortener's."""
    parts = _parts(typed)
    return parts is not None and _host(parts).removeprefix("www.") in SHORTENERS


def _host(parts: SplitResult) -> str:
    """Whom a browser asks: by any port, with or without the dot at a name's end, in whichever signs it is written."""
    named = unicodedata.normalize("NFKC", unquote(parts.netloc)).replace("\u3002", ".").replace("\\", ":")
    return named.partition(":")[0].casefold().rstrip(".")


def _parts(typed: str) -> SplitResult | None:
    address = "".join(sign for sign in typed[: LONGEST_ADDRESS + 1] if unicodedata.category(sign)[0] != "C").strip()
    if len(address) > LONGEST_ADDRESS:
        return None
    for _time in range(MOST_TIMES_SENT_ON):
        parts = _split(f"https:{address}" if address.startswith("//") else address)
        if parts is None or not (further := _sent_on_to(parts)):
            return parts
        address = further
    return None


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme in ("https", "http"):
        # "https://childline.org.uk@example.org" leads to example.org.
        if not host or "@" in parts.netloc or any(sign.isspace() for sign in address):
            return None
        return parts._replace(netloc=parts.netloc.lower(), query=_without_trackers(parts.query))
    return parts


def _sent_on_to(parts: SplitResult) -> str:
    host, path = _host(parts), parts.path or "/"
    name = SENT_ON_BY.get((host, path))
    if path == "/url" and host.removeprefix("www.").startswith("google."):
        name = "q" if "q=" in parts.query else "url"
    if host.endswith(".safelinks.protection.outlook.com"):
        name = "url"
    return parse_qs(parts.query, max_num_fields=100).get(name, [""])[0] if name else ""


def _without_trackers(query: str) -> str:
    names = [(pair.partition("=")[0].lower(), pair) for pair in query.split("&")]
    return "&".join(pair for name, pair in names if name not in TRACKERS and not name.startswith("utm_"))
