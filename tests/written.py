"""Which tables a piece of work wrote to, whatever it was asked for: by every statement that changed a row.

What was taken back on the way (a savepoint that was rolled back) was not written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

WRITES = re.compile(r'^\s*(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM)\s+["`]?(\w+)', re.IGNORECASE)
SAVEPOINT = re.compile(r'^\s*(SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO SAVEPOINT)\s+["`]?(\w+)', re.IGNORECASE)


@contextmanager
def tables_written() -> Iterator[list[str]]:
    """The tables, each as often as something in it changed."""
    written: list[str] = []
    marks: dict[str, int] = {}

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        if match := WRITES.match(sql):
            # SQLite says of a new row whose key it returns that it touched none.
            if "RETURNING" in sql or context["cursor"].rowcount != 0:
                written.append(match[1])
        elif match := SAVEPOINT.match(sql):
            word, name = match[1].upper(), match[2]
            if word == "SAVEPOINT":
                marks[name] = len(written)
            elif word.startswith("ROLLBACK"):
                del written[marks.get(name, 0) :]
        return result

    with connection.execute_wrapper(look):
        yield written
