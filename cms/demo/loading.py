"""Reads the demo's words from the TOML files in content/. Knows no database."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent / "content"


class Kind(StrEnum):
    """A folder of content/, and the kind of page its files tell of."""

    ARTICLE = "articles"
    VIDEO = "videos"
    PATHWAY = "pathways"


class Fate(StrEnum):
    """How far along the road a demo page gets."""

    DRAFT = "draft"
    BALLOT = "ballot"
    CHECK = "check"
    SENT_BACK = "sent_back"
    LIVE = "live"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class DemoPage:
    """One page as its file tells it. `said` holds the whole file."""

    kind: Kind
    slug: str
    panel: str
    fate: Fate
    said: dict[str, Any]


@dataclass(frozen=True)
class DemoTranslation:
    """What a page says in another language: only what differs from the original stands in `said`.

    `slug` names the original; `address` is its own slug, in its own language.
    """

    slug: str
    address: str
    language: str
    said: dict[str, Any]


@dataclass(frozen=True)
class DemoContent:
    folder: Path
    topics: list[dict[str, Any]]
    situations: list[dict[str, Any]]
    crisis_lines: list[dict[str, Any]]
    pages: list[DemoPage]
    translations: list[DemoTranslation]
    featured: dict[str, list[str]]  # by the council's slug, in order


def load(folder: Path = CONTENT) -> DemoContent:
    """All that the files in `folder` say. Raises ValueError for a fate nobody knows, KeyError for what is missing."""
    taxonomy = read(folder / "taxonomy.toml")
    files = {kind: sorted((folder / kind).glob("*.toml")) for kind in Kind}
    return DemoContent(
        folder=folder,
        topics=taxonomy["topics"],
        situations=taxonomy["situations"],
        crisis_lines=read(folder / "crisis_help.toml")["lines"],
        pages=[page_in(file, kind) for kind in Kind for file in files[kind] if not language_of(file)],
        translations=[translation_in(file) for kind in Kind for file in files[kind] if language_of(file)],
        featured=read(folder / "councils.toml")["featured"],
    )


def read(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def language_of(file: Path) -> str:
    """The language in a file's name: "cy" for feeling-low.cy.toml, "" for feeling-low.toml."""
    return Path(file.stem).suffix.removeprefix(".")


def page_in(file: Path, kind: Kind) -> DemoPage:
    said = read(file)
    return DemoPage(kind=kind, slug=said["slug"], panel=said["panel"], fate=Fate(said["fate"]), said=said)


def translation_in(file: Path) -> DemoTranslation:
    said = read(file)
    return DemoTranslation(slug=said["slug"], address=said["address"], language=language_of(file), said=said)
