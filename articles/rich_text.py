"""The editor of rich text as Wagtail brings it, and what it does when what it is sent is no rich text."""

from __future__ import annotations

import json
import re
from typing import Any

from django.utils.html import escape, linebreaks
from draftjs_exporter.error import ExporterException
from wagtail.admin.rich_text import DraftailRichTextArea

from literacy.visible_text import LONGEST_BOX

UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError, ExporterException)
# Beside the words Draftail sends what they look like: more than the words of the longest box can need.
LONGEST_TYPED = 10 * LONGEST_BOX
# JSON can say half a character, and no database takes one.
HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")


class WordsEditor(DraftailRichTextArea):
    """Draftail. Words are kept, whatever stands around them.

    Wagtail's own drops a whole paragraph whose kind it does not know (contentstate.py, block_fallback), like a heading
    from a document, and fails on what is no JSON of its kind.
    """

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typed = data.get(name)
        if typed is None:
            return None
        if len(typed) > LONGEST_TYPED:
            return linebreaks(escape(typed))  # too long for its box, which says so: nothing is made of it
        try:
            words = self.converter.to_database_format(json.dumps(self._with_known_kinds(json.loads(typed))))
        except UNREADABLE:
            words = linebreaks(escape(typed))
        return HALF_A_CHARACTER.sub("\ufffd", words)

    def _with_known_kinds(self, content: Any) -> Any:
        for block in content["blocks"]:
            if block.get("type") not in self.converter.exporter.block_options:
                block["type"] = "unstyled"
        return content
