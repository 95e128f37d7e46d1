"""The steps of a pathway: questions with options, and outcomes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from articles.blocks import RICH_TEXT_FEATURES
from pathways.routes import LEAST_OPTIONS, MOST_OPTIONS
from taxonomy.models import Urgency


class StepKeyBlock(blocks.FieldBlock):
    """A step's short name, stable for ever: front ends keep it. Not a CharBlock, so that it is never translated."""

    def __init__(self, *, required: bool = True, help_text: Any = None, **kwargs) -> None:  # type: ignore[no-untyped-def]
        self.field = forms.CharField(
            required=required,
            help_text=help_text,
            max_length=50,
            validators=[RegexValidator(r"^[a-z0-9-]+$", _("Small letters, numbers and hyphens only."))],
        )
        super().__init__(**kwargs)

    class Meta:
        default = ""


class StepTextBlock(blocks.StructBlock):
    """A step's words, once for each literacy level it is written at."""

    el12 = blocks.RichTextBlock(required=False, features=RICH_TEXT_FEATURES, label=_("Quick"))
    el3 = blocks.RichTextBlock(required=True, features=RICH_TEXT_FEATURES, label=_("Straightforward"))
    l1 = blocks.RichTextBlock(required=False, features=RICH_TEXT_FEATURES, label=_("More detail"))
    l2 = blocks.RichTextBlock(required=False, features=RICH_TEXT_FEATURES, label=_("Full story"))


class OptionBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("Answer"), max_length=80, help_text=_("In the reader's words. Like: I'm scared."))
    next = StepKeyBlock(label=_("Goes to"), help_text=_("The short name of the next step."))
    is_not_sure = blocks.BooleanBlock(
        required=False,
        label=_("This is the answer for “not sure”"),
        help_text=_("Every question has one, so that nobody gets stuck."),
    )

    def in_words(self, value: Any, titles: dict[str, str]) -> str:
        """An answer and where it leads, as somebody reads it who compares two versions of the pathway."""
        leads_to = titles.get(value["next"], value["next"])
        kind = f" ({_('the answer for “not sure”')})" if value["is_not_sure"] else ""
        return f"{value['label']}{kind} → {leads_to}"


class QuestionBlock(blocks.StructBlock):
    key = StepKeyBlock(
        label=_("Short name"),
        help_text=_("Answers find this step by it. Like: are-you-safe. Don't change it later: phones remember it."),
    )
    title = blocks.CharBlock(
        label=_("Question"), max_length=120, help_text=_("One question. Like: Are you somewhere safe right now?")
    )
    text = StepTextBlock(label=_("Words"))
    options = blocks.ListBlock(
        OptionBlock(), label=_("Answers"), min_num=LEAST_OPTIONS, max_num=MOST_OPTIONS, default=[]
    )

    class Meta:
        icon = "help"
        label = _("Question")


class OutcomeBlock(blocks.StructBlock):
    key = StepKeyBlock(
        label=_("Short name"),
        help_text=_("Answers find this step by it. Like: talk-to-someone. Don't change it later: phones remember it."),
    )
    title = blocks.CharBlock(
        label=_("Title"), max_length=120, help_text=_("What to do. Like: Talk to somebody you trust.")
    )
    urgency = blocks.ChoiceBlock(
        choices=Urgency.choices,
        default=Urgency.NORMAL,
        label=_("How soon"),
        help_text=_("“Now” must be found after two answers at most."),
    )
    text = StepTextBlock(label=_("Words"))
    pages = blocks.ListBlock(
        blocks.PageChooserBlock(page_type=["articles.ArticlePage", "articles.VideoPage"]),
        label=_("Pages to read next"),
        default=[],
        max_num=5,
    )

    class Meta:
        icon = "tick-inverse"
        label = _("Outcome")


class StepsBlock(blocks.StreamBlock):
    question = QuestionBlock()
    outcome = OutcomeBlock()

    class Meta:
        required = False
