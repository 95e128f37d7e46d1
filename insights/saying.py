"""What is missing, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from insights.grids import MANY, Amount, Block
from insights.starting import Kind
from literacy.levels import LiteracyLevel

# Whether a topic, a level and a language are named.
NOTHING = {
    (False, False, False): gettext_lazy("There is nothing yet."),
    (False, False, True): gettext_lazy("Nothing in %(language)s yet."),
    (False, True, False): gettext_lazy("Nothing at the level “%(level)s” yet."),
    (False, True, True): gettext_lazy("Nothing at the level “%(level)s” in %(language)s yet."),
    (True, False, False): gettext_lazy("Nothing about %(topic)s yet."),
    (True, False, True): gettext_lazy("Nothing about %(topic)s in %(language)s yet."),
    (True, True, False): gettext_lazy("Nothing about %(topic)s at the level “%(level)s” yet."),
    (True, True, True): gettext_lazy("Nothing about %(topic)s at the level “%(level)s” in %(language)s yet."),
}

PRESS = {
    Kind.WRITE: gettext_lazy("Write"),
    Kind.GO_ON: gettext_lazy("Go on"),
    Kind.TRANSLATE: gettext_lazy("Translate"),
    Kind.BEGIN: gettext_lazy("Begin"),
}
"""What stands on a link to the one way there is, or to the first of several."""


def amounts_in_words() -> dict[str, str]:
    """What each sign of the picture stands for."""
    return {
        Amount.NONE.value: _("none"),
        Amount.ONE.value: _("one page"),
        Amount.SOME.value: _("2 to %(most)d pages") % {"most": MANY - 1},
        Amount.MANY.value: _("%(least)d pages or more") % {"least": MANY},
    }


def level_in_words(level: str) -> str:
    """What a level is called here."""
    return _(LiteracyLevel(level).label)


def in_one_sentence(block: Block | None, *, topics: dict[str, str], languages: dict[str, str]) -> str:
    """What is missing most, like "Nothing about Knives in Welsh yet." `topics` and `languages` are labels by name."""
    if block is None:
        return _("Every square has something in it. Well done.")
    named = (block.topic is not None, block.level is not None, block.language is not None)
    return NOTHING[named] % {
        "topic": topics.get(block.topic or ""),
        "level": level_in_words(block.level) if block.level else "",
        "language": languages.get(block.language or ""),
    }
