"""Withdrawing and putting back: what was taken down, by whom, and the words it must come back with."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from agreement.hashing import content_hash
from agreement.models import Withdrawal
from languages.models import TranslatedFrom
from languages.translations import being_made_from
from moderation.authorship import pages_as
from moderation.comparison import says_the_same
from moderation.models.reasons import ReasonCode
from people.models import User, YouthPanel


class TakedownQuerySet(models.QuerySet["Takedown"]):
    def keeping_out(self, page: Page) -> TakedownQuerySet:
        """Those that keep `page` from its readers, the latest first."""
        withdrawn = Withdrawal.objects.covering(content_id=page.translation_key, locale=page.locale.language_code)
        return self.filter(withdrawal__in=withdrawn.standing())

    def who_withdrew(self, page: Page) -> set[int]:
        """Ids of those who took from its readers exactly what `page` says: others decide whether it comes back."""
        return {takedown.withdrawn_by_id for takedown in self.keeping_out(page) if takedown.took(page)}

    def readers_lost(self, page: Page, *, since: datetime) -> bool:
        """Whether readers lost `page`, or what it is made from, after that moment and have not got it back."""
        row = being_made_from(page)
        languages = {"", page.locale.language_code, row.source_locale if row else ""}
        standing = Withdrawal.objects.standing().filter(content_id=page.translation_key, locale__in=languages)
        return standing.filter(withdrawn_at__gt=since).exists()


class Takedown(models.Model):
    """The inside of a withdrawal: who, and why. The public sees `agreement.Withdrawal` alone."""

    withdrawal = models.OneToOneField(Withdrawal, on_delete=models.PROTECT, related_name="takedown")
    youth_panel = models.ForeignKey(YouthPanel, on_delete=models.PROTECT, related_name="takedowns")
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason_code = models.CharField(max_length=40, choices=ReasonCode)
    words = models.TextField(_("what to tell the panel"))
    withdrawn_at = models.DateTimeField(default=timezone.now)
    put_back_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    put_back_at = models.DateTimeField(null=True, blank=True)

    objects = TakedownQuerySet.as_manager()

    class Meta:
        ordering = ["-withdrawn_at"]

    def __str__(self) -> str:
        return f"{self.withdrawal.content_id}: {self.reason_code}"

    def took(self, page: Page) -> bool:
        """Whether what `page` says is what readers lost, also where somebody has typed it again or in another language."""
        taken = self.pages.filter(page_id=page.pk)
        revisions = Revision.objects.filter(pk__in=taken.values("revision"))
        return (
            taken.filter(content_hash=content_hash(page)).exists()
            or any(says_the_same(then, page) for then in pages_as(revisions))
            or self._took_in_another_language(page)
        )

    def _took_in_another_language(self, page: Page) -> bool:
        """Whether one is made from the other, or both from the same words."""
        behind = TranslatedFrom.objects.behind
        content_id, locale = page.translation_key, page.locale.language_code
        said = behind(content_id=content_id, locale=locale, content_hash=content_hash(page))
        others = (
            self.pages.exclude(page=None)
            .exclude(page=page.pk)
            .values_list("page__locale__language_code", "content_hash")
        )
        return any(said & behind(content_id=content_id, locale=other, content_hash=lost) for other, lost in others)

    def languages(self) -> set[str]:
        """In which readers lost it."""
        return set(self.pages.exclude(page=None).values_list("page__locale__language_code", flat=True))

    def go_on_as(self, withdrawal: Withdrawal) -> None:
        """The same takedown in one language alone, with that language's words: it is put back by itself."""
        one = Takedown.objects.create(
            withdrawal=withdrawal,
            youth_panel=self.youth_panel,
            withdrawn_by=self.withdrawn_by,
            reason_code=self.reason_code,
            words=self.words,
            withdrawn_at=self.withdrawn_at,
        )
        self.pages.filter(page__locale__language_code=withdrawal.locale).update(takedown=one)


class TakenPage(models.Model):
    """One language's page of a takedown, and exactly the words it was live with."""

    takedown = models.ForeignKey(Takedown, on_delete=models.CASCADE, related_name="pages")
    page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    content_hash = models.CharField(max_length=64)
