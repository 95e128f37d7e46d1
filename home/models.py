"""Where pages hang: the home page, councils, youth panels. And crisis help."""

from __future__ import annotations

from collections.abc import Sequence

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


class FeaturedPageQuerySet(models.QuerySet["FeaturedPage"]):
    def of(self, council: CouncilPage) -> FeaturedPageQuerySet:
        return self.filter(council_page=council.translation_key)

    def with_pages(self) -> list[tuple[FeaturedPage, Page]]:
        """Each with its page as the people who choose it read it: in the main language, else in any. What is gone is left out."""
        rows = list(self)
        pages = Page.objects.filter(translation_key__in={row.content_id for row in rows}).select_related("locale")
        main_last = sorted(pages, key=lambda page: page.locale.language_code == settings.LANGUAGE_CODE)
        found = {page.translation_key: page for page in main_last}
        return [(row, found[row.content_id]) for row in rows if row.content_id in found]

    def put_first(self, council: CouncilPage, pages: Sequence[Page]) -> None:
        """These, in this order, and nothing else."""
        self.of(council).delete()
        for place, page in enumerate(pages, start=1):
            self.create(council_page=council.translation_key, content_id=page.translation_key, sort_order=place)


class FeaturedPage(models.Model):
    """What front ends put first for a council, in every language. Kept by two people, since nobody votes on it."""

    council_page = models.UUIDField(help_text="The content_id of the council's own page.")
    content_id = models.UUIDField()
    sort_order = models.PositiveSmallIntegerField()

    objects = FeaturedPageQuerySet.as_manager()

    class Meta:
        ordering = ["sort_order"]
        constraints = [
            models.UniqueConstraint(fields=["council_page", "content_id"], name="featured_once_a_council"),
            models.UniqueConstraint(fields=["council_page", "sort_order"], name="one_featured_page_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.council_page} {self.sort_order}: {self.content_id}"


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
