"""The ways of looking at a page before it is let out: at a level, in a language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from agreement.labels import Labels
from literacy.levels import LiteracyLevel


@dataclass(frozen=True)
class WayToSee:
    """One language and one level: what a reader asks for."""

    language: str
    level: LiteracyLevel

    @classmethod
    def read(cls, code: str, *, otherwise: WayToSee) -> WayToSee:
        """The way that this code means, else `otherwise`: an address may say anything."""
        language, _dot, level = (code or "").rpartition(".")
        try:
            return cls(language or otherwise.language, LiteracyLevel(level))
        except ValueError:
            return otherwise

    @property
    def code(self) -> str:
        return f"{self.language}.{self.level.value}"

    @property
    def language_name(self) -> str:
        """The language as those who speak it call it."""
        return dict(settings.LANGUAGES).get(self.language, self.language)

    def label_in(self, own_language: str, labels: Labels) -> str:
        """The level alone for a page's own language, else both. `labels`: what the levels are called in this language."""
        label = labels[self.level]
        return label if self.language == own_language else f"{self.language_name}: {label}"


def ways_to_see(languages: Iterable[str]) -> list[WayToSee]:
    """Every level in each language, languages in the order given."""
    return [WayToSee(language, level) for language in languages for level in LiteracyLevel]
