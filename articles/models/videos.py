"""Videos, with the captions and the transcript that they cannot be published without."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from articles.models.content import ContentPage, Problem, ReadingVersions


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

    parent_page_types = ["home.CouncilPage", "home.YouthPanelPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("video")
        verbose_name_plural = _("videos")

    def problems_before_sending(self) -> list[Problem]:
        problems = super().problems_before_sending() + self.problems_in_versions()
        if not (self.film or self.link):
            problems.append(Problem("film", _("Choose a video file, or say where the video is.")))
        if not self.captions.exists():
            problems.append(Problem("captions", _("Add captions, for people who can't hear it.")))
        if not self.transcript:
            problems.append(Problem("transcript", _("Write down what is said, for people who would rather read.")))
        if not self.image:
            problems.append(Problem("image", _("Choose a picture to show before the video plays.")))
        return problems


class VideoCaptions(Orderable):
    """A video's captions in one language."""

    video = ParentalKey(VideoPage, on_delete=models.CASCADE, related_name="captions")
    language = models.CharField(_("language"), max_length=20, choices=settings.LANGUAGES, default="en")
    file = models.ForeignKey(
        "articles.CaptionFile", verbose_name=_("caption file"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["video", "language"], name="one_captions_file_a_language")]
