"""What a caption file must be, and what is kept of it: its words and their times, as WebVTT written anew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.media import subtitles
from articles.media.subtitles import Fault, Flaw, Subtitles

HEAVIEST_CAPTIONS = 200 * 1024
MOST_FLAWS_SAID = 5

WHAT_TO_DO = {
    Fault.NO_TIME: gettext_lazy(
        "Line %(line)s: these words have no time. Take out the empty line above them, or give them a time."
    ),
    Fault.UNREADABLE_TIME: gettext_lazy(
        "Line %(line)s: we can't read this time. Write it like this: 00:00:01.000 --> 00:00:03.000"
    ),
    Fault.ENDS_BEFORE_IT_STARTS: gettext_lazy(
        "Line %(line)s: this caption ends before it starts. Which time is wrong?"
    ),
    Fault.ARROW_IN_WORDS: gettext_lazy(
        "Line %(line)s: there is an arrow (-->) in the words. Say it in words, or leave an empty line before the next caption."
    ),
    Fault.NO_WORDS: gettext_lazy("Line %(line)s: this caption says nothing. Write what is said, or take it out."),
    Fault.OTHER_MARK_UP: gettext_lazy(
        "Line %(line)s: there is something else than words here. Take out what stands in <…>."
    ),
}


def made_anew(file: IO[bytes]) -> bytes:
    """The captions in `file` as WebVTT written anew. Raises ValidationError with a sentence for each thing that is wrong."""
    file.seek(0)
    content = file.read(HEAVIEST_CAPTIONS + 1)
    if len(content) > HEAVIEST_CAPTIONS:
        raise ValidationError(_("This caption file is too heavy for captions. It should be under 200 KB."))
    found = subtitles.read(content)
    if not found.cues and not _speaks_of_times(found):
        raise ValidationError(_cannot_be_used())
    if found.flaws:
        raise ValidationError([_sentence_about(flaw) for flaw in found.flaws[:MOST_FLAWS_SAID]])
    return subtitles.written(found.cues)


def read_stored(file: IO[bytes]) -> Subtitles:
    """The captions that readers get of a file that is here already, and what is wrong with it."""
    file.seek(0)
    return subtitles.read(file.read(HEAVIEST_CAPTIONS))


def read_captions(file: IO[bytes]) -> list[str]:
    """What a stored file's captions say, one by one: all that readers get. Raises ValidationError where there are none."""
    said = [cue.text for cue in read_stored(file).cues]
    if not said:
        raise ValidationError(_cannot_be_used())
    return said


def texts_to_check(said: list[str]) -> Iterator[str]:
    """What is looked at for personal details: each caption by itself, and all that is said: a number may be cut in two."""
    yield from said
    yield " ".join(" ".join(said).split())


def _speaks_of_times(found: Subtitles) -> bool:
    return any(flaw.fault is not Fault.NO_TIME for flaw in found.flaws)


def _sentence_about(flaw: Flaw) -> str:
    return WHAT_TO_DO[flaw.fault] % {"line": flaw.line}


def _cannot_be_used() -> str:
    return _("These are not captions we can use. Save them as WebVTT (.vtt) or SubRip (.srt) and try again.")
