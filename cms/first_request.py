"""What a process does once, before it answers anybody. Not while its code is imported: a command and a test import it, too."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class DoesFirst:
    """`application`, and `work` before its first request. Whoever asks meanwhile waits. `work` raises nothing."""

    def __init__(self, work: Callable[[], None], application: Application) -> None:
        self.application = application
        self._work: Callable[[], None] | None = work
        self._lock = Lock()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if self._work is not None:
            self._do()
        return self.application(environ, start_response)

    def _do(self) -> None:
        with self._lock:
            if self._work is not None:
                self._work()
                self._work = None
