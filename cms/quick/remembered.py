"""Whole answers, kept while nothing that readers can get has changed. Plain Python.

>>> kept = Remembered(most_bytes=1000)
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
from typing import NamedTuple

FOR_KEEPING = 1024  # bytes that an answer takes beside its body: headers, keys, the places it is kept in


class Answer(NamedTuple):
    """An answer for everybody alike: its body, its tag, and the headers that are its own."""

    body: bytes
    etag: str
    own: tuple[tuple[str, str], ...]


class Remembered:
    """At most so many bytes of answers, the least recently asked for going first; all of the same edition."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self._bytes = 0
        self._edition: object = None
        self._lock = threading.Lock()

    def get(self, edition: object, key: Hashable) -> Answer | None:
        with self._lock:
            if edition != self._edition or key not in self._answers:
                return None
            self._answers.move_to_end(key)
            return self._answers[key]

    def keep(self, edition: object, key: Hashable, answer: Answer) -> None:
        """`edition` is the one that was known before the answer was read: what changed since then is of a later one."""
        size = _size(answer)
        if size * 8 > self.most_bytes:
            return
        with self._lock:
            if edition != self._edition:
                self._forget_all(edition)
            if (old := self._answers.pop(key, None)) is not None:
                self._bytes -= _size(old)
            self._answers[key] = answer
            self._bytes += size
            while self._bytes > self.most_bytes:
                _key, oldest = self._answers.popitem(last=False)
                self._bytes -= _size(oldest)

    def __len__(self) -> int:
        return len(self._answers)

    def _forget_all(self, edition: object) -> None:
        self._answers.clear()
        self._bytes, self._edition = 0, edition


def _size(answer: Answer) -> int:
    return len(answer.body) + FOR_KEEPING
