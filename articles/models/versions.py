"""What a page can say about its own reading versions: which may be out of date, which were read aloud, how hard they are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from agreement.visibility import PublicEye
from articles.beginnings import has_a_prompt_left
from articles.keeping_up import (
    READ_ALOUD_AT,
    Changed,
    Row,
    Said,
    Versions,
    out_of_date,
    rows_when_agreed,
    what_changed,
)
from articles.models.keeping_up import ReadAloud, SaysTheSame, digest_of_words, keep, versions_of
from articles.wording import words_of_version
from languages.translations import made_from
from literacy.levels import LiteracyLevel
from literacy.measures import measure

MOST_REVISIONS_SEARCHED = 50


@dataclass(frozen=True)
class NoteOnVersion:
    """What to know about one reading version, in sentences, and whether readers get it."""

    sentences: tuple[str, ...]
    is_hidden: bool


class KeepsUp:
    """Behaviour of pages with reading versions. What is asked here counts what writers said of exactly these words.

    So it says what will be true once the words are agreed, for the editor, the ballot and the check. What readers are told
    now is worked out by `delivery` from what was agreed.
    """

    said: Said | None = None
    """What somebody ticked beside these words, until they are saved."""

    pk: Any
    translation_key: Any
    locale_code: str
    main_level: str
    is_safety_critical: bool

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """As Wagtail's; and what was said of the words is kept with them, for exactly these words."""
        revision = super().save_revision(*args, **kwargs)  # type: ignore[misc]
        if self.said is not None:
            keep(self.said, revision.as_object())
            self.said = None
        return revision

    def versions(self) -> Versions:
        return versions_of(self)

    # -- which may be out of date

    def levels_out_of_date(self) -> set[LiteracyLevel]:
        """The levels whose words may be out of date, as readers will hear of them once these words are agreed."""
        versions = self.versions()
        return self._out_of_date(versions, self.rows_known() | self.rows_said(versions))

    def levels_to_compare(self) -> set[LiteracyLevel]:
        """The same, whatever a writer has said: where the editor asks whether the words still say the same."""
        return self._out_of_date(self.versions(), self.rows_known())

    def danger_is_over(self) -> bool:
        """Whether the danger that these words are marked with is one of before: readers have heard of it, and every
        version has kept up since. It hides nothing any more, and must not hide what comes next.
        """
        if not self.is_safety_critical:
            return False
        live = self.as_readers_have_it()
        return live is not None and live.is_safety_critical and not self.levels_out_of_date()

    def _out_of_date(self, versions: Versions, rows: set[Row]) -> set[LiteracyLevel]:
        if not versions.others:
            return set()
        return set(map(LiteracyLevel, out_of_date(versions, rows, in_source=self.out_of_date_in_source())))

    def rows_known(self) -> set[Row]:
        """What was agreed. What readers have from before anybody kept rows counts as agreed together."""
        agreed = {row.as_row() for row in SaysTheSame.objects.about(self).agreed()}
        return agreed or _rows_of(self.as_readers_have_it())

    def rows_said(self, versions: Versions) -> set[Row]:
        """What writers have said of exactly these words, beside exactly these main words."""
        said = SaysTheSame.objects.about(self).filter(was_agreed=False)
        return {row.as_row() for row in said} & {versions.beside_main(level) for level in versions.others}

    def rows_once_agreed(self) -> set[Row]:
        """What will be known when these words are agreed."""
        versions = self.versions()
        if not versions.others:
            return set()
        known = self.rows_known()
        rows = known | self.rows_said(versions)
        return known | rows_when_agreed(versions, rows, in_source=self.out_of_date_in_source())

    def as_readers_have_it(self) -> Any:
        """The live page, None where there is none."""
        return type(self).objects.filter(pk=self.pk, live=True).first() if self.pk else None  # type: ignore[attr-defined]

    def out_of_date_in_source(self) -> Collection[str] | None:
        """The levels that may be out of date in the page that this one was made from, as its readers have it.

        None for an original, and where readers do not have the source.
        """
        row = made_from(self) if self.pk else None  # type: ignore[arg-type]
        if row is None:
            return None
        pages = Page.objects.filter(translation_key=self.translation_key, locale__language_code=row.source_locale)
        source = pages.exclude(pk=self.pk).specific().first()
        if not isinstance(source, KeepsUp) or not PublicEye().sees(source):  # type: ignore[arg-type]
            return None
        agreed = {row.as_row() for row in SaysTheSame.objects.about(source).agreed()}
        return out_of_date(source.versions(), agreed)

    def changes_in_main_since(self, level: LiteracyLevel) -> Changed | None:
        """What the main version lost and gained since the words at `level` were agreed beside it; None if nobody knows."""
        words = digest_of_words(self, level)  # type: ignore[arg-type]
        beside = {row.together for row in self.rows_known() if (row.level, row.words) == (level.value, words)}
        main = LiteracyLevel(self.versions().main)
        for then in self._states_before():
            if digest_of_words(then, main) in beside:
                return what_changed(words_of_version(then.body(main)), words_of_version(self.body(main)))  # type: ignore[attr-defined]
        return None

    def _states_before(self) -> Any:
        """The page as it was, what readers have first: mostly that is the one."""
        if live := self.as_readers_have_it():
            yield live
        revisions = self.revisions.order_by("-created_at", "-id")[:MOST_REVISIONS_SEARCHED] if self.pk else ()  # type: ignore[attr-defined]
        for revision in revisions:
            yield revision.as_object()

    # -- read aloud

    def was_read_aloud(self, level: LiteracyLevel) -> bool:
        """Whether the panel says that it read exactly these words aloud together, and that it worked."""
        return ReadAloud.objects.of_words(self, level).exists()

    def levels_to_read_aloud(self) -> list[LiteracyLevel]:
        """The levels whose words are there, and that nobody has said yet that the panel read aloud."""
        return [level for level in READ_ALOUD_AT if self._has_own_words(level) and not self.was_read_aloud(level)]

    def _has_own_words(self, level: LiteracyLevel) -> bool:
        words = words_of_version(self.body(level))  # type: ignore[attr-defined]
        return bool(words) and not has_a_prompt_left(words)

    # -- in words, for whoever decides about the page

    def notes_on_versions(self) -> dict[LiteracyLevel, NoteOnVersion]:
        """What to know about each version before agreeing to it; nothing about most."""
        behind = self.levels_out_of_date()
        return {
            level: NoteOnVersion(
                (*self._about_being_behind(level, behind), *self._about_reading_it(level)),
                is_hidden=self.is_safety_critical and level in behind,
            )
            for level in self.written_levels()  # type: ignore[attr-defined]
        }

    def _about_being_behind(self, level: LiteracyLevel, behind: set[LiteracyLevel]) -> list[str]:
        if level not in behind:
            return []
        return [
            _("Possibly out of date: the main words have changed since."),
            _("Hidden from readers until it is redone.")
            if self.is_safety_critical
            else _("Readers see it with a note."),
        ]

    def _about_reading_it(self, level: LiteracyLevel) -> list[str]:
        """What the panel says of reading it aloud. Our measure only where it would say something else."""
        if level not in READ_ALOUD_AT:
            return []
        worked = [_("The panel read it aloud together and it worked.")] if self.was_read_aloud(level) else []
        measured = measure(words_of_version(self.body(level)), language=self.locale_code).level  # type: ignore[attr-defined]
        if measured in (None, level):
            return worked
        about = _("Our measure: about like %(label)s.") % {"label": self.level_labels()[measured]}  # type: ignore[attr-defined]
        return [about, *(worked or [_("Nobody has said yet that it was read aloud together.")])]


def _rows_of(page: Any) -> set[Row]:
    """Everything in `page` as agreed together."""
    return rows_when_agreed(page.versions(), ()) if page and page.versions().others else set()
