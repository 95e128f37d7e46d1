"""Many contents at once; and where one of them is broken, each by itself: it keeps nothing else back."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from django.db import InterfaceError, OperationalError

Wrong = dict[uuid.UUID, Exception]
"""What is broken, and how: like a page with a picture whose file is lost."""

Done = TypeVar("Done")


def apart(
    do: Callable[[Sequence[uuid.UUID]], Done], content_ids: Sequence[uuid.UUID], wrong: Wrong | None
) -> Iterator[Done]:
    """`do` with all of these; where that fails, with each alone. What fails alone comes to `wrong`; without one it is raised."""
    try:
        done = [do(content_ids)]
    except (InterfaceError, OperationalError):
        raise  # a database that does not answer says nothing about one content
    except Exception as error:  # a storage, an image library: whatever it is
        if wrong is None:
            raise
        if len(content_ids) == 1:
            wrong[content_ids[0]] = error
            return
        done = [one for content_id in content_ids for one in apart(do, [content_id], wrong)]
    yield from done


def raise_after_all(wrong: Wrong | None) -> None:
    if wrong:
        for content_id, error in wrong.items():
            error.add_note(f"content {content_id}")
        raise ExceptionGroup("contents that cannot be let out", list(wrong.values()))
