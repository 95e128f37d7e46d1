"""Whole answers, kept while nothing that readers can get has changed. Plain Python.

>>> kept = Remembered(most_bytes=100_000)
>>> kept.keep("monday", "/", Answer(b"hello", "tag", (("Content-Type", "text/plain"),)))
>>> kept.get("monday", "/").body
b'hello'
>>> kept.get("tuesday", "/") is None
True
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

FOR_KEEPING = 2048  # bytes that an answer takes beside its body: headers, keys, the places it is kept in


@dataclass(slots=True, eq=False)
class Answer:
    """An answer for everybody alike: its body, its tag, and the headers that are its own."""

    body: bytes
    etag: str
    own: tuple[tuple[str, str], ...]
    whole: tuple[Any, Any] | None = None  # all headers as they were given last, and what they were made for (room.py)


class Remembered:
    """At most so many bytes of answers, the least recently asked for going first; all of the same edition."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        # An edition and its answers change together, by one assignment: so whoever reads needs no lock, for which threads wait.
        self._kept: tuple[object, OrderedDict[Hashable, Answer]] = (None, OrderedDict())
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, edition: object, key: Hashable) -> Answer | None:
        of_edition, answers = self._kept
        if of_edition is not edition and of_edition != edition:
            return None
        answer = answers.get(key)
        if answer is not None:
            with suppress(KeyError):  # another thread needed the room meanwhile
                answers.move_to_end(key)
        return answer

    def keep(self, edition: object, key: Hashable, answer: Answer) -> None:
        """`edition` is the one that was known before the answer was read: what changed since then is of a later one."""
        size = _size(answer)
        if size * 8 > self.most_bytes:
            return
        with self._lock:
            if edition != self._kept[0]:
                self._kept, self._bytes = (edition, OrderedDict()), 0
            answers = self._kept[1]
            if (old := answers.pop(key, None)) is not None:
                self._bytes -= _size(old)
            answers[key] = answer
            self._bytes += size
            while self._bytes > self.most_bytes:
                _key, oldest = answers.popitem(last=False)
                self._bytes -= _size(oldest)

    def __len__(self) -> int:
        return len(self._kept[1])


def _size(answer: Answer) -> int:
    return len(answer.body) + FOR_KEEPING
