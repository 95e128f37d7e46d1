"""Where a line ends in a text that is translated, as a sign that can be seen and typed.

wagtail-localize keeps texts as HTML, and its editor shows them as they are kept: `<br/>` for the end of a line, `&amp;`
for an ampersand. Its boxes hold one line, so that a sign stands for the end of one.
"""

from __future__ import annotations

import re
from typing import Any

SIGN = "⏎"

# So many blanks around one and no more: without an end, a text of blanks would cost its length squared.
_KEPT = re.compile(r"[ \t]{0,20}<br ?/?>\n?")
_TYPED = re.compile(rf"\s{{0,20}}{SIGN}\s{{0,20}}")
_AMPERSAND = re.compile(r"&amp;(?!#?\w+;)")


def shown(kept: str) -> str:
    """The text as people read it, each of its lines on a line of its own."""
    return _AMPERSAND.sub("&", _KEPT.sub(f" {SIGN}\n", kept))


def typed(text: str) -> str:
    """The text as it is kept. PostgreSQL keeps no sign of nothing, and nobody can read one."""
    return _TYPED.sub("<br/>", text.replace("\0", ""))


def as_people_read_it(said: dict[str, Any]) -> dict[str, Any]:
    """What the editor's script is told of one text that is typed already."""
    return {**said, "data": shown(said["data"])}
