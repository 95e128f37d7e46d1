"""A film made anew within bounds: what somebody uploaded goes in, and the film that readers get comes out, or a reason.

The work is done by `make_film.py` in a process of its own, which may raise, die, hang or fill what it is given.
"""

from __future__ import annotations

import io
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, NamedTuple

from articles.films import ENOUGH_TO_TELL, LENGTH_OF_NUMBERS, TOO_LONG, container_of

WHERE_OUR_CODE_IS = Path(__file__).resolve().parents[2]
LONGEST_MAKING = 60 * 60.0  # seconds: it stands back behind everything else that a busy machine does
LONGEST_LOOKING = 15.0
LOOK_EVERY = 2.0


class CouldNotMake(Exception):
    """Nothing can be made of this."""

    is_too_long = False


class LongerThanWeMake(CouldNotMake):
    """It goes on for longer than we make films."""

    is_too_long = True


class Still(NamedTuple):
    """A picture out of a film, and at which second of it."""

    second: int
    jpeg: bytes

    @property
    def clock(self) -> str:
        return f"{self.second // 60}:{self.second % 60:02}"


class NoLongerOurs(Exception):
    """Somebody else makes this film, or nobody wants it any more."""


def made_anew(uploaded: IO[bytes], *, is_still_ours: Callable[[int], bool]) -> bytes:
    """The film, made anew. `is_still_ours` hears every few seconds how much of it is done, in percent.

    Raises CouldNotMake, NoLongerOurs.
    """
    return _made("film", uploaded, is_still_ours, within=LONGEST_MAKING)


def stills_of(film: IO[bytes]) -> list[Still]:
    """Some pictures out of a film, from its beginning to its end. Raises CouldNotMake."""
    packed = io.BytesIO(_made("stills", film, lambda _percent: True, within=LONGEST_LOOKING))
    stills = {}
    while head := packed.read(2 * LENGTH_OF_NUMBERS):
        second, length = (int.from_bytes(head[i : i + LENGTH_OF_NUMBERS], "big") for i in (0, LENGTH_OF_NUMBERS))
        stills[second] = Still(second, packed.read(length))
    if not stills:
        raise CouldNotMake
    return list(stills.values())


def _made(what: str, film: IO[bytes], is_still_ours: Callable[[int], bool], *, within: float) -> bytes:
    film.seek(0)
    container = container_of(film.read(ENOUGH_TO_TELL))
    if container is None:
        raise CouldNotMake
    with _as_a_file(film) as whole, tempfile.TemporaryFile() as made:
        whole.seek(0)
        _make([what, container], whole, made, is_still_ours, within)
        made.seek(0)
        return made.read()


def _make(
    what: list[str], whole: IO[bytes], made: IO[bytes], is_still_ours: Callable[[int], bool], within: float
) -> None:
    command = [sys.executable, "-m", "articles.media.make_film", *what]
    # Both ends are files without a name: whoever is killed leaves nothing behind.
    with subprocess.Popen(  # noqa: S603 (our own program; of the film it is told one of four words)
        command, stdin=whole, stdout=made, stderr=subprocess.PIPE, env={}, cwd=WHERE_OUR_CODE_IS, close_fds=True
    ) as child:
        try:
            _watch(child, is_still_ours, within)
        finally:
            child.kill()
    if child.returncode == TOO_LONG:
        raise LongerThanWeMake
    if child.returncode != 0:
        raise CouldNotMake


def _watch(child: subprocess.Popen[bytes], is_still_ours: Callable[[int], bool], within: float) -> None:
    """Until it ends. Raises CouldNotMake where it goes on for too long, NoLongerOurs."""
    assert child.stderr is not None
    until, percent = time.monotonic() + within, 0
    while True:
        has_said_something, _w, _x = select.select([child.stderr], [], [], LOOK_EVERY)
        if has_said_something:
            said = os.read(child.stderr.fileno(), 65536)
            if not said:
                child.wait(LOOK_EVERY * 5)
                return
            percent = _last_number(said, percent)
        if time.monotonic() > until:
            raise CouldNotMake
        if not is_still_ours(percent):
            raise NoLongerOurs


def _last_number(said: bytes, before: int) -> int:
    numbers = [int(line) for line in said.split() if line.isdigit() and len(line) < 4]
    return min(numbers[-1], 100) if numbers else before


def _as_a_file(stored: IO[bytes]) -> IO[bytes]:
    """A file that a process can be given: what lies elsewhere is brought here, under no name."""
    try:
        return os.fdopen(os.dup(stored.fileno()), "rb")
    except (AttributeError, io.UnsupportedOperation):
        stored.seek(0)
        here = tempfile.TemporaryFile()  # noqa: SIM115 (closed by whoever asked for it)
        shutil.copyfileobj(stored, here)
        return here
