"""Whether somebody described a picture, or only let its file's name stand. Plain Python.

>>> describes("IMG_2034.JPG"), describes("."), describes("Two friends on a bench")
(False, False, True)
"""

from __future__ import annotations

from literacy.visible_text import words_seen

WORDS_NAMES_OF_FILES = """
img image images dsc dscn dscf pxl photo photos picture pictures pic screenshot screen shot untitled file scan mvimg wa
whatsapp at jpg jpeg jpe jfif png gif webp heic heif avif copy final edit edited download camera llun lluniau sgrinlun
"""
NAMES_OF_FILES = frozenset(WORDS_NAMES_OF_FILES.split())
"""What cameras, phones and people who save a file call any picture."""


def describes(text: str) -> bool:
    """Whether there is one word in `text` that is no number and not what any picture is called."""
    return any(word.strip("0123456789") not in NAMES_OF_FILES | {""} for word in words_seen(text) if len(word) > 1)
