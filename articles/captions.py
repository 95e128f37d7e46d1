"""What a caption file must be: WebVTT, in UTF-8, not too heavy."""

from __future__ import annotations

import io
import re
from typing import IO

import webvtt
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from webvtt.errors import MalformedFileError

HEAVIEST_CAPTIONS = 200 * 1024
# What WebVTT itself knows in a caption; anything else between angle brackets is something for a browser to run or load.
OTHER_MARK_UP = re.compile(r"<(?!/?(?:b|i|u|c|v|lang|ruby|rt)[\s.>]|\d\d:)[/!?a-z]", re.IGNORECASE)


def read_captions(file: IO[bytes]) -> list[str]:
    """What a caption file says, caption by caption. Raises ValidationError with a sentence where it is none."""
    file.seek(0)
    content = file.read(HEAVIEST_CAPTIONS + 1)
    if len(content) > HEAVIEST_CAPTIONS:
        raise ValidationError(_("This caption file is too heavy for captions. It should be under 200 KB."))
    try:
        text = content.decode("utf-8-sig")
        captions = list(webvtt.from_buffer(io.StringIO(text)))  # type: ignore[attr-defined, call-overload]
    except (UnicodeDecodeError, MalformedFileError):
        captions = []
    if not captions:
        raise ValidationError(
            _("These are not captions we can use. Save them as WebVTT (a file that ends in .vtt) and try again.")
        )
    if any(OTHER_MARK_UP.search(caption.raw_text) for caption in captions):
        raise ValidationError(_("There is something else than words in these captions. Take out what stands in <…>."))
    return [caption.text for caption in captions]
