"""`make run`'s one address for readers and the admin: looks at where a request goes, and hands it on. Plain asyncio.

On a server nginx does this, and much more. Here each connection carries one request: its head is read, what a sender says of
proxies is taken out, and everything behind the head is passed on as it comes, both ways. So nobody here has to know where
a body ends. Should somebody smuggle a second request behind the first, it meets a connection that is being closed.
"""

from __future__ import annotations

import argparse
import asyncio
import posixpath
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

ADMIN = b"/admin/"
API = b"/api/"
LARGEST_HEAD = 64 * 1024
HEAD_WITHIN = 30.0  # seconds, and so are the others
NOTHING_MOVES_FOR = 45.0  # longer than a worker gives itself (cms/deadlines.py), so that its own words come first
STARTING_FOR, TRY_EVERY = 15.0, 0.1
PIECE = 64 * 1024

# Of the connection, or of a proxy: ours to say. A name with an underscore would be read as one of these by the server.
NOT_PASSED_ON = {b"connection", b"keep-alive", b"proxy-connection", b"upgrade", b"forwarded", b"x-real-ip"}

TOO_LONG = "This is taking too long"
PAGE = f"""<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{TOO_LONG}</title><h1>{TOO_LONG}</h1>
<p>That is our mistake, not yours. Wait a minute, then go back and try again.</p></html>""".encode()
PROBLEM = (
    b'{"type":"urn:waymark:problem:unavailable","title":"Not available just now","status":503,'
    b'"detail":"Please try again in a little while.","code":"unavailable"}'
)


class Unreadable(Exception):
    """No request that we would hand on."""


@dataclass(frozen=True)
class Workers:
    """The socket files behind which readers' and the admin's workers are."""

    readers: str
    admin: str

    def for_target(self, target: bytes) -> str:
        """`target` as the request line has it: a path, or a whole address."""
        return self.admin if is_for_the_admin(path_of(target)) else self.readers


def is_for_the_admin(path: bytes) -> bool:
    """As Django reads `path`, or as it reads with its dots and double slashes resolved: nginx looks at that one."""
    resolved = posixpath.normpath(b"/" + path.lstrip(b"/"))
    return path.startswith(ADMIN) or (resolved + b"/").startswith(ADMIN)


def path_of(target: bytes) -> bytes:
    """What Django will read: the path without its query, percent-decoded once."""
    if not target.startswith(b"/"):
        _scheme, _, rest = target.partition(b"://")
        target = b"/" + rest.partition(b"/")[2]
    return unquote_to_bytes(target.partition(b"?")[0])


def passed_on(head: bytes, sender: str) -> tuple[bytes, bytes]:
    """Where the request goes, and its head as a worker gets it. `sender`: the address at the other end. Raises Unreadable."""
    first, *lines = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
    parts = first.split(b" ")
    if len(parts) != 3 or not parts[2].startswith(b"HTTP/1."):
        raise Unreadable
    kept = [first]
    for line in lines:
        name, colon, _value = line.partition(b":")
        if not colon or name != name.strip() or not name:
            raise Unreadable  # also a line that goes on from the one before: two readers could read it in two ways
        if not _is_ours_to_say(name.lower()):
            kept.append(line)
    kept += [b"Connection: close", b"X-Real-IP: " + sender.encode(), b"X-Forwarded-Proto: http"]
    return parts[1], b"\r\n".join(kept) + b"\r\n\r\n"


def _is_ours_to_say(name: bytes) -> bool:
    return name in NOT_PASSED_ON or name.startswith(b"x-forwarded-") or b"_" in name


class Front:
    def __init__(self, workers: Workers, *, patience: float = NOTHING_MOVES_FOR) -> None:
        self.workers = workers
        self.patience = patience

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.TimeoutError):
            await self._hand_on(reader, writer)
        writer.close()

    async def _hand_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            whole = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), HEAD_WITHIN)
            target, head = passed_on(whole, writer.get_extra_info("peername")[0])
        except (Unreadable, asyncio.LimitOverrunError):
            writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            await writer.drain()
            return
        try:
            from_worker, to_worker = await self._connected(self.workers.for_target(target))
        except OSError:
            await _say_sorry(writer, target)
            return
        try:
            to_worker.write(head)
            await self._both_ways(reader, writer, from_worker, to_worker, target)
        finally:
            to_worker.close()

    async def _connected(self, place: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Workers that begin just now, or anew, are waited for."""
        for _try in range(int(STARTING_FOR / TRY_EVERY)):
            with suppress(OSError):
                return await asyncio.open_unix_connection(place)
            await asyncio.sleep(TRY_EVERY)
        return await asyncio.open_unix_connection(place)

    async def _both_ways(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        from_worker: asyncio.StreamReader,
        to_worker: asyncio.StreamWriter,
        target: bytes,
    ) -> None:
        moved = Moved()
        sending = asyncio.create_task(_pump(reader, to_worker, moved, asked=True))
        answering = asyncio.create_task(_pump(from_worker, writer, moved, asked=False))
        try:
            before = None
            while not answering.done() and moved.pieces != before:
                before = moved.pieces
                await asyncio.wait({answering}, timeout=self.patience)
            answering.cancel()
            if not moved.has_begun_to_answer:
                await _say_sorry(writer, target)
        finally:
            sending.cancel()
            answering.cancel()
            await asyncio.gather(sending, answering, return_exceptions=True)


class Moved:
    """Whether anything was passed on meanwhile."""

    def __init__(self) -> None:
        self.pieces = 0
        self.has_begun_to_answer = False


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter, moved: Moved, *, asked: bool) -> None:
    while piece := await source.read(PIECE):
        sink.write(piece)
        moved.pieces += 1
        moved.has_begun_to_answer |= not asked
        await sink.drain()


async def _say_sorry(writer: asyncio.StreamWriter, target: bytes) -> None:
    kind, body = (b"application/problem+json", PROBLEM) if path_of(target).startswith(API) else (b"text/html", PAGE)
    head = [
        b"HTTP/1.1 503 Service Unavailable",
        b"Content-Type: " + kind,
        b"Content-Length: " + str(len(body)).encode(),
        b"Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
        b"Cache-Control: no-store",
        b"Retry-After: 30",
        b"Connection: close",
    ]
    writer.write(b"\r\n".join(head) + b"\r\n\r\n" + body)
    await writer.drain()


async def serve(door: socket.socket, workers: Workers) -> None:
    server = await asyncio.start_server(Front(workers), sock=door, limit=LARGEST_HEAD)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="One address for readers and the admin.")
    parser.add_argument("--door", type=int, required=True, help="an open file: the socket that listens")
    parser.add_argument("--readers", required=True)
    parser.add_argument("--admin", required=True)
    asked = parser.parse_args()
    sys.exit(asyncio.run(serve(socket.socket(fileno=asked.door), Workers(asked.readers, asked.admin))))
