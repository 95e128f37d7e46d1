"""Captions read from WebVTT or SRT, and written anew as WebVTT that holds these words and times and nothing else.

Plain Python. What is shown to people, what is checked and what readers get are all made from the same `Cue`s: notes,
styles, the names of cues, speakers and classes, and where on the film a caption stands are dropped. What cannot be read
is named by its line, never left out in silence. WebVTT: https://www.w3.org/TR/webvtt1/
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import Enum
from html import escape, unescape
from typing import NamedTuple


class Cue(NamedTuple):
    """One caption: from when to when (thousandths of a second), and its words, line by line, as a browser shows them."""

    start: int
    end: int
    text: str


class Fault(Enum):
    """What can be wrong with a caption."""

    NO_TIME = "words without a time"
    UNREADABLE_TIME = "a time that cannot be read"
    ENDS_BEFORE_IT_STARTS = "an end before its start"
    ARROW_IN_WORDS = "an arrow in the words"
    NO_WORDS = "an empty caption"
    OTHER_MARK_UP = "something else than words"


class Flaw(NamedTuple):
    """Something wrong, and in which line of the file (the first is 1)."""

    line: int
    fault: Fault


class Subtitles(NamedTuple):
    """A file's captions, in the order of their times, and what is wrong with it."""

    cues: list[Cue]
    flaws: list[Flaw]


class Line(NamedTuple):
    number: int
    text: str


ARROW = "-->"
CLOCK = r"(?:([0-9]{1,3}):)?([0-9]{1,2}):([0-9]{1,2})[.,]([0-9]{1,3})"
TIMES = re.compile(rf"\A[ \t]*{CLOCK}[ \t]*-->[ \t]*{CLOCK}(?:[ \t]|$)")
LINE_ENDS = re.compile("\r\n|\r|\n")
# Blocks of WebVTT that are nobody's words.
NOT_SHOWN = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t]|$)")

# What WebVTT and SRT know in a caption: left out, its words stay. Anything else is for a browser to run or load.
MARK_UP = re.compile(r"</?(?:b|i|u|c|v|lang|ruby|rt|font)(?:[ \t.][^<>]*)?>|<[0-9:.]+>", re.IGNORECASE)
# Where on the film a line stands, as SRT says it.
PLACED = re.compile(r"^(?:\{\\[^{}]*\} ?)+")
OTHER_MARK_UP = re.compile(r"<[/!?]?[a-z][^<>]*>|<[!?]", re.IGNORECASE)

# Signs that cannot be seen change the order of what is read, or hide words. Kept: what joins letters and emoji, and marks.
JOINERS = {"\u200c", "\u200d", "\u200e", "\u200f"}
FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]{1,7}\U000e007f")
LOOK_EMPTY = {"\u115f", "\u1160", "\u2800", "\u3164", "\uffa0"}


def decoded(content: bytes) -> str:
    """The text of a caption file: UTF-8 or UTF-16, and otherwise what older programs write (Latin-1 as Windows knows it)."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    if content[1:2] == b"\0" or content[:1] == b"\0":
        return content.decode("utf-16-le" if content[1:2] == b"\0" else "utf-16-be", errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read(content: bytes) -> Subtitles:
    """The captions in a file, whole or not: what is wrong is said beside what could be read."""
    cues: list[Cue] = []
    flaws: list[Flaw] = []
    for block in _blocks(decoded(content)):
        for found in _read_block(block):
            (cues if isinstance(found, Cue) else flaws).append(found)  # type: ignore[arg-type]
    return Subtitles(sorted(cues, key=lambda cue: (cue.start, cue.end)), sorted(flaws))


def written(cues: Iterable[Cue]) -> bytes:
    """WebVTT that says this: what `read` makes of it are the same cues."""
    parts = [f"{_clock(cue.start)} {ARROW} {_clock(cue.end)}\n{escape(cue.text, quote=False)}\n" for cue in cues]
    return "\n".join(["WEBVTT\n", *parts]).encode()


# -- reading


def _blocks(text: str) -> Iterator[list[Line]]:
    """Runs of lines with something in them, without the head of a WebVTT file."""
    block: list[Line] = []
    is_head = text.lstrip().startswith("WEBVTT")
    for number, line in enumerate([*LINE_ENDS.split(text), ""], start=1):
        if line.strip():
            block.append(Line(number, line))
            continue
        if block and not (is_head and not any(ARROW in line.text for line in block)):
            yield block
        is_head = is_head and not block
        block = []


def _read_block(block: list[Line]) -> Iterator[Cue | Flaw]:
    starts = next((place for place, line in enumerate(block) if ARROW in line.text), None)
    if starts is None:
        if not NOT_SHOWN.match(block[0].text) and not _is_only_a_number(block):
            yield Flaw(block[0].number, Fault.NO_TIME)
        return
    head = [line for line in block[:starts] if not line.text.startswith("WEBVTT")]
    if len(head) > 1:
        yield Flaw(head[0].number, Fault.NO_TIME)
    yield _cue_or_flaw(block[starts], block[starts + 1 :])


def _cue_or_flaw(times: Line, words: list[Line]) -> Cue | Flaw:
    match = TIMES.match(times.text)
    if not match:
        return Flaw(times.number, Fault.UNREADABLE_TIME)
    start, end = _thousandths(match.groups()[:4]), _thousandths(match.groups()[4:])
    if end <= start:
        return Flaw(times.number, Fault.ENDS_BEFORE_IT_STARTS)
    for line in words:
        if ARROW in line.text:
            return Flaw(line.number, Fault.ARROW_IN_WORDS)
    typed = "\n".join(line.text for line in words)
    bare = MARK_UP.sub("", typed)
    if OTHER_MARK_UP.search(bare):
        return Flaw(next((line.number for line in words if "<" in line.text), times.number), Fault.OTHER_MARK_UP)
    text = _as_shown(bare)
    return Cue(start, end, text) if _says_something(text) else Flaw(times.number, Fault.NO_WORDS)


def _is_only_a_number(block: list[Line]) -> bool:
    """Programs leave the number of a caption behind that somebody took out."""
    return len(block) == 1 and block[0].text.strip().isdecimal()


def _thousandths(clock: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, rest = clock
    return ((int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)) * 1000 + int(
        (rest or "").ljust(3, "0")
    )


def _as_shown(typed: str) -> str:
    """The words as a browser shows them: character references read, line by line, without signs that cannot be seen."""
    lines = (PLACED.sub("", " ".join(_visible(line).split())) for line in LINE_ENDS.split(unescape(typed)))
    return "\n".join(line for line in lines if line)


def _visible(line: str) -> str:
    flags = {place for flag in FLAG.finditer(line) for place in range(*flag.span())}
    return "".join(_shown(character) for place, character in enumerate(line) if place in flags or _is_kept(character))


def _shown(character: str) -> str:
    return " " if unicodedata.category(character) in ("Zs", "Zl", "Zp") or character in "\t\v\f\x85" else character


def _is_kept(character: str) -> bool:
    return (
        character in JOINERS or character in "\t\v\f\x85" or unicodedata.category(character) not in ("Cc", "Cf", "Cs")
    )


def _says_something(text: str) -> bool:
    return any(unicodedata.category(sign)[0] in "LNPS" and sign not in LOOK_EMPTY for sign in text)


def _clock(thousandths: int) -> str:
    seconds, rest = divmod(thousandths, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
