"""Where pages hang: the home page, councils, youth panels. And crisis help."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from articles.models.addresses import HasAnAddress
from taxonomy.models import Area, Topic


class HomePage(Page):
    """The top of one language's tree."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["home.CouncilPage", "home.YouthPanelPage"]
    is_creatable = False  # `furnish` makes them, one for each language

    class Meta:
        verbose_name = _("home page")


class CouncilPage(HasAnAddress, Page):
    """A council's place: what front ends may say of it, and the pages of its youth panel."""

    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    exit_url = models.URLField(
        _("exit address"),
        blank=True,
        help_text=_("Where the quick exit takes a reader. Something ordinary, like a weather page."),
    )

    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.YouthPanelPage", "articles.ArticlePage", "articles.VideoPage", "pathways.PathwayPage"]
    is_creatable = False  # `add_council` makes them, with all that belongs to a council

    class Meta:
        verbose_name = _("council")


class YouthPanelPage(HasAnAddress, Page):
    """The place of a youth panel of its own: a national one, or a council's second."""

    parent_page_types = ["home.HomePage", "home.CouncilPage"]
    subpage_types = ["articles.ArticlePage", "articles.VideoPage", "pathways.PathwayPage"]
    is_creatable = False

    class Meta:
        verbose_name = _("youth panel")


class CrisisLineQuerySet(models.QuerySet["CrisisLine"]):
    def in_order(self) -> CrisisLineQuerySet:
        return self.order_by("sort_order", "slug").prefetch_related("topics", "areas", "words")


class CrisisLine(models.Model):
    """A number that is always shown. Kept by two people: the second one confirms every change."""

    class Kind(models.TextChoices):
        CALL = "call", _("call")
        TEXT = "text", _("text")
        CALL_OR_TEXT = "call_or_text", _("call or text")

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, choices=Kind)
    number = models.CharField(max_length=20)
    send = models.CharField(max_length=20, blank=True, help_text=_("The word to text, like SHOUT."))
    url = models.URLField(blank=True)
    chat_url = models.URLField(blank=True)
    is_free = models.BooleanField(null=True, blank=True)
    hides_from_bill = models.BooleanField(null=True, blank=True)
    languages = models.JSONField(default=list)
    checked_on = models.DateField(
        null=True, blank=True, help_text=_("When somebody last called it. Empty: nobody has.")
    )
    sort_order = models.PositiveSmallIntegerField(default=0)
    topics = models.ManyToManyField(Topic, blank=True, help_text=_("None: shown first, on every page."))
    areas = models.ManyToManyField(Area, blank=True, help_text=_("None: everywhere."))

    objects = CrisisLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("crisis line")
        ordering = ["sort_order", "slug"]

    def __str__(self) -> str:
        return f"{self.name}: {self.number}"


class CrisisLineWords(models.Model):
    """What a crisis line is for, in one language, in one short sentence."""

    line = models.ForeignKey(CrisisLine, on_delete=models.CASCADE, related_name="words")
    language = models.CharField(max_length=20, choices=settings.LANGUAGES)
    for_whom = models.CharField(max_length=160)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "language"], name="one_crisis_line_words_a_language")]
