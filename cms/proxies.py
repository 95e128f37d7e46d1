"""Whom a request comes from, when proxies of ours stand in front. Plain WSGI, before everything else (cms/wsgi.py).

A sender can write any header. So the headers by which a proxy speaks of a sender are believed from our own proxies alone,
which are named by their addresses, and taken away from everybody else's requests before anything can read them. A proxy of
ours must set them each time, whatever the sender wrote: docs/nginx-waymark.conf does.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any

log = logging.getLogger(__name__)

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

SENDER = "HTTP_X_REAL_IP"
# What a proxy says of a request, and what nobody here reads but somebody might one day.
SAID_BY_PROXIES = (SENDER, "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED")
WORTHLESS = SAID_BY_PROXIES[2:]

THIS_SOCKET = "unix"  # whoever may open our own socket file, instead of an address
NONE = "none"  # written down on purpose: nothing stands in front
WIDEST = {4: 8, 6: 32}  # a network wider than this holds strangers


class TrustedProxies:
    """The proxies that are ours: addresses and networks, and `unix` for a socket file. Raises ValueError for anything else."""

    def __init__(self, named: Iterable[str]) -> None:
        names = {name.strip() for name in named} - {"", NONE}
        self.has_socket = THIS_SOCKET in names
        self.networks = [_network(name) for name in sorted(names - {THIS_SOCKET})]
        self.holds = lru_cache(maxsize=1024)(self._holds)

    def __bool__(self) -> bool:
        return self.has_socket or bool(self.networks)

    def _holds(self, peer: str) -> bool:
        """Whether this end of a connection is one of ours. Empty: it came through our own socket file."""
        if not peer:
            return self.has_socket
        address = _address(peer)
        return address is not None and any(address in network for network in self.networks)

    def too_wide(self) -> list[str]:
        """The networks that hold half the world."""
        return [str(network) for network in self.networks if network.prefixlen < WIDEST[network.version]]


class BehindOurProxies:
    """Sets REMOTE_ADDR to the sender's own address, as far as a proxy of ours vouches for it."""

    def __init__(self, application: Application, proxies: TrustedProxies) -> None:
        self.application = application
        self.proxies = proxies
        self._has_complained = False

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if self.proxies.holds(environ.get("REMOTE_ADDR", "")):
            self._believe(environ)
        else:
            for name in SAID_BY_PROXIES:
                environ.pop(name, None)
        return self.application(environ, start_response)

    def _believe(self, environ: Environ) -> None:
        for name in WORTHLESS:
            environ.pop(name, None)
        said = environ.pop(SENDER, None)
        address = None if said is None else _address(said)
        if address is not None:
            environ["REMOTE_ADDR"] = str(address)
        elif not self._has_complained:
            # Once: it is the proxy's configuration that is wrong, and it is wrong each time.
            self._has_complained = True
            log.error("A proxy of ours does not say whom it speaks for: set X-Real-IP in it (docs/running-it.md).")


def _network(name: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(name)
    except ValueError as error:
        raise ValueError(f"'{name}' is no address of a proxy") from error


@lru_cache(maxsize=4096)
def _address(text: str) -> Any:
    try:
        address = ip_address(text.strip().strip("[]"))
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
