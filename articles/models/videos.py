"""Videos, with the captions and the transcript that they cannot be published without."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from articles.captions import texts_to_check
from articles.films import LONGEST_FILM
from articles.findings import Finding, findings_in_text, without_parts
from articles.forms import ContentPageForm
from articles.media.subtitles import Subtitles
from articles.models.content import ContentPage, ReadingVersions
from articles.panels import video_editor
from articles.problems import Problem
from articles.wording import Said
from literacy.visible_text import says_something

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

    from articles.models.media import CaptionFile

MEGABYTES_A_MINUTE = 3
# What a film of a few seconds weighs is mostly its wrapping.
SHORTEST_COUNTED_SECONDS = 20


class VideoPage(ReadingVersions, ContentPage):
    """A short video: a file of ours or a link, captions, a transcript and a poster (the page's picture)."""

    film = models.ForeignKey(
        "articles.Film", verbose_name=_("video file"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    link = models.URLField(
        _("or a link"),
        blank=True,
        help_text=_("Where the video is, if it is not a file of ours. Nothing is loaded from there before play."),
    )
    transcript = models.TextField(
        _("transcript"), blank=True, help_text=_("Everything that is said or shown in words, for people who read it.")
    )

    needs_words_at_main_level = False
    base_form_class = ContentPageForm
    edit_handler = video_editor()
    parent_page_types = ["home.CouncilPage", "home.YouthPanelPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("video")
        verbose_name_plural = _("videos")

    def problems_before_sending(self) -> list[Problem]:
        return [
            *super().problems_before_sending(),
            *self.problems_in_versions(),
            *self._problems_in_film(),
            *self._problems_in_captions(),
        ]

    def _problems_in_film(self) -> Iterator[Problem]:
        if not (self.film or self.link):
            yield Problem("film", _("Choose a video file, or say where the video is."))
        if self.film and not self.film.is_ready:
            yield Problem("film", self.film.what_it_needs())
        elif self.film:
            yield from self._problems_in_length(self.film.duration, self.film.megabytes())
        if not says_something(self.transcript):
            yield Problem("transcript", _("Write down what is said, for people who would rather read."))
        if not self.image:
            yield Problem("image", _("Choose a picture to show before the video plays."))

    def words_needed_before_sending(self) -> list[tuple[str, str | StrPromise]]:
        return [
            ("film", _("The video")),
            ("captions", _("Captions")),
            ("transcript", _("What is said, written down")),
            ("image", _("A picture to show before it plays")),
        ]

    @staticmethod
    def _problems_in_length(seconds: float, megabytes: float) -> Iterator[Problem]:
        if not seconds:
            yield Problem("film", _("We can't tell how long this video is. Save it anew as MP4 and upload it again."))
            return
        if seconds >= LONGEST_FILM + 1:  # made anew, it may be a frame longer than what came in
            yield Problem("film", _("Three minutes at most. Most people stop watching after one: what can go?"))
        if megabytes > MEGABYTES_A_MINUTE * max(seconds, SHORTEST_COUNTED_SECONDS) / 60:
            yield Problem("film", _("This file is too heavy for phones: 3 MB a minute at most. Save it smaller."))

    def _problems_in_captions(self) -> Iterator[Problem]:
        captions = list(self.captions.all())
        if not captions:
            yield Problem("captions", _("Add captions, for people who can't hear it."))
        yield from self._problems_in_languages(captions)
        for row in captions:
            yield from self._problems_in_caption_file(row.file)

    @staticmethod
    def _problems_in_languages(captions: list[VideoCaptions]) -> Iterator[Problem]:
        """A draft may have two of one language, while somebody is choosing. Readers would not know which is right."""
        rows_of = Counter(row.get_language_display() for row in captions)
        for language in (language for language, rows in rows_of.items() if rows > 1):
            sentence = _(
                "There is more than one caption file in %(language)s. Keep the right one, and delete the others."
            )
            yield Problem("captions", sentence % {"language": language})

    @staticmethod
    def _problems_in_caption_file(file: CaptionFile) -> Iterator[Problem]:
        try:
            found = file.subtitles()
        except OSError:
            found = Subtitles([], [])
        if found.flaws or not found.cues:
            yield Problem("captions", _("One of the caption files can't be read. Upload it again as WebVTT."))

    def findings(self) -> list[Finding]:
        """Also in the captions: cue by cue and joined, since a number can go on from one to the next."""
        spoken = [Said("captions", text) for row in self.captions.all() for text in texts_to_check(row.says())]
        return without_parts([*super().findings(), *(one for said in spoken for one in findings_in_text(said))])


class VideoCaptions(Orderable):
    """A video's captions in one language."""

    video = ParentalKey(VideoPage, on_delete=models.CASCADE, related_name="captions")
    language = models.CharField(_("language"), max_length=20, choices=settings.LANGUAGES, default="en")
    file = models.ForeignKey(
        "articles.CaptionFile", verbose_name=_("caption file"), on_delete=models.PROTECT, related_name="+"
    )

    def says(self) -> list[str]:
        """What the file says, caption by caption; nothing where it cannot be read, which is told elsewhere."""
        try:
            return [cue.text for cue in self.file.subtitles().cues]
        except OSError:
            return []
