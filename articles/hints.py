"""What stands beside a reading version while somebody writes it: hints, each at its place in the form, and one sentence.

Kind and specific, and never a grade: what is looked at is a text, and never who writes or reads it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, islice

from literacy.advice import Hint, HintKind, hints
from literacy.levels import LiteracyLevel
from literacy.measures import Reading, measure

FIRST_FEW = 3
"""So many hints of a kind are shown, and the others are folded away."""

MOST_OF_A_KIND = 12
"""And no more than so many: whoever has dealt with them is shown the next ones."""

AROUND = 40
"""About so many characters of a text are quoted on each side of a place in it."""

LONGEST_QUOTE = 240
LONGEST_FOUND_BY = 60
"""The beginning of a place, by which the form finds it again."""


def _(sentence: str) -> str:
    """Marks a sentence for the translators. This file knows no Django, so nothing is translated here."""
    return sentence


HEADINGS = {
    HintKind.HARD_WORD: _("Hard words"),
    HintKind.LONG_SENTENCE: _("Long sentences"),
    HintKind.PASSIVE: _("Who does it?"),
    HintKind.ABBREVIATION: _("Letters that stand for words"),
}
NOTHING_YET = _("Nothing is written here yet. Hints come while you write.")
NOTHING_HARD = _("Nothing here looks hard to read.")
NO_LONG_SENTENCE = _("No sentence here is very long.")
AS_MEANT = _("This reads about as this version is meant to. That helps a lot of people.")
EASIER = _(
    "This may be easier to read than this version has to be. That is fine. If something is missing, there is room for it."
)
HARDER = _(
    "This may be harder to read than this version is meant to be. Shorter sentences help most, then plainer words."
)


@dataclass(frozen=True)
class Box:
    """A box of the form: the name the form has for it, and what somebody wrote in it. A term is explained beside it."""

    name: str
    text: str
    is_term: bool = False


@dataclass(frozen=True)
class KnownWords:
    """Words that need no hint, and what a panel says instead of others. `names` are of people's places and services."""

    plain: Collection[str] = ()
    say_instead: Mapping[str, Sequence[str]] = field(default_factory=dict)
    names: Collection[str] = ()


@dataclass(frozen=True)
class Quote:
    """Some words of a text, with the place in it that matters."""

    before: str
    marked: str
    after: str


@dataclass(frozen=True)
class PlacedHint:
    """A hint, and how the form finds its place: the `nth` time (from 0) that `found_by` stands in the box called `box`.

    `length` is that of the whole place, as a browser counts characters. `fits`: the plainer words may be put there as they are.
    `says_it_again`: the hint before says the same.
    """

    kind: HintKind
    quote: Quote
    reason: str
    what_to_do: str
    words: str
    plainer: tuple[str, ...]
    fits: bool
    box: str
    found_by: str
    nth: int
    length: int
    says_it_again: bool = False


@dataclass(frozen=True)
class Group:
    """The hints of one kind."""

    kind: HintKind
    hints: tuple[PlacedHint, ...]

    @property
    def heading(self) -> str:
        return HEADINGS[self.kind]

    @property
    def first(self) -> tuple[PlacedHint, ...]:
        return self.hints[:FIRST_FEW]

    @property
    def rest(self) -> tuple[PlacedHint, ...]:
        return self.hints[FIRST_FEW:]


@dataclass(frozen=True)
class Advice:
    """All there is to say about one reading version. `otherwise` is what is said where there are no hints."""

    groups: tuple[Group, ...]
    otherwise: str
    against_its_level: str = ""

    @property
    def number(self) -> int:
        return sum(len(group.hints) for group in self.groups)


def advise(
    boxes: Sequence[Box],
    *,
    level: LiteracyLevel,
    language: str,
    known: KnownWords,
) -> Advice:
    """What could be plainer in these boxes, meant for readers at `level`. Terms and their words are never hinted at."""
    text = _Text(boxes)
    reading = measure(text.whole, language=language)
    if not reading.words:
        return Advice((), NOTHING_YET)
    terms = [box.text for box in boxes if box.is_term]
    found = hints(
        text.whole,
        level=level,
        glossary={*terms, *(word for term in terms for word in term.split())},
        plain=known.plain,
        say_instead=known.say_instead,
        names=known.names,
        language=language,
    )
    groups = tuple(_groups(found, text))
    return Advice(groups, NOTHING_HARD if language == "en" else NO_LONG_SENTENCE, _against(reading, level))


class _Text:
    """What stands in all boxes, one below the other."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self.boxes = boxes
        self.whole = "\n".join(box.text for box in boxes)
        self.starts: list[int] = []
        start = 0
        for box in boxes:
            self.starts.append(start)
            start += len(box.text) + 1

    def is_in_one_line(self, hint: Hint) -> bool:
        return "\n" not in self.whole[hint.start : hint.end]

    def place(self, hint: Hint) -> PlacedHint:
        number = bisect_right(self.starts, hint.start) - 1
        box, start = self.boxes[number], self.starts[number]
        words = self.whole[hint.start : hint.end]
        found_by = words[:LONGEST_FOUND_BY]
        return PlacedHint(
            kind=hint.kind,
            quote=self._sentence(hint) if hint.kind is HintKind.LONG_SENTENCE else self._around(hint),
            reason=hint.reason,
            what_to_do=hint.what_to_do,
            words=words[:LONGEST_QUOTE],
            plainer=tuple(_with_the_capitals_of(words, plainer) for plainer in hint.plainer),
            fits=hint.fits,
            box=box.name,
            found_by=found_by,
            nth=box.text.count(found_by, 0, hint.start - start),
            length=_as_a_browser_counts(words),
        )

    def _around(self, hint: Hint) -> Quote:
        first = self.whole.rfind("\n", 0, hint.start) + 1
        last = self.whole.find("\n", hint.end)
        return self._quote(hint, (hint.start, hint.end), within=(first, last if last >= 0 else len(self.whole)))

    def _sentence(self, hint: Hint) -> Quote:
        if hint.end - hint.start > LONGEST_QUOTE:
            return self._quote(hint, hint.joining or (hint.start, hint.start), within=(hint.start, hint.end))
        first, last = hint.joining or (hint.end, hint.end)
        return Quote(self.whole[hint.start : first], self.whole[first:last], self.whole[last : hint.end])

    def _quote(self, hint: Hint, marked: tuple[int, int], *, within: tuple[int, int]) -> Quote:
        around = LONGEST_QUOTE // 3 if hint.kind is HintKind.LONG_SENTENCE else AROUND
        first, last = marked
        before = _end_of(self.whole[within[0] : first], around)
        return Quote(before, self.whole[first:last], _beginning_of(self.whole[last : within[1]], around))


def _groups(found: Iterable[Hint], text: _Text) -> Iterable[Group]:
    """Hints come kind by kind already."""
    placed = (hint for hint in found if text.is_in_one_line(hint))
    for kind, of_a_kind in groupby(placed, key=lambda hint: hint.kind):
        yield Group(kind, tuple(_without_repeating([text.place(hint) for hint in islice(of_a_kind, MOST_OF_A_KIND)])))


def _without_repeating(placed: list[PlacedHint]) -> Iterable[PlacedHint]:
    before = ""
    for hint in placed:
        why = hint.reason + hint.what_to_do
        yield replace(hint, says_it_again=why == before)
        before = why


def _against(reading: Reading, level: LiteracyLevel) -> str:
    if reading.level is None:
        return reading.why_no_level
    if reading.level == level:
        return AS_MEANT
    return HARDER if reading.level > level else EASIER


def _as_a_browser_counts(text: str) -> int:
    """In units of UTF-16: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _end_of(text: str, most: int) -> str:
    """The last words of a text, with dots before them where it is cut."""
    if len(text) <= most:
        return text
    end = text[-most:]
    return "…" + (end.partition(" ")[2] or end)


def _beginning_of(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    beginning = text[:most]
    return (beginning.rpartition(" ")[0] or beginning) + "…"


def _with_the_capitals_of(word: str, plainer: str) -> str:
    if len(word) > 1 and word.isupper():
        return plainer.upper()
    return plainer[:1].upper() + plainer[1:] if word[:1].isupper() else plainer
