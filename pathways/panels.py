"""The editing form of a pathway: what it is for, then its steps, then what all pages share."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, TitleFieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput

from articles.panels import WritingForm, about_the_page, picture, tab, tabs

HOW_PATHWAYS_WORK = _(
    "Readers begin at the first question. At most five answers to a question, one of them for “not sure”, and at most "
    "seven questions on any way. Every way ends at an outcome with help. Nobody comes to the same question twice."
)


def pathway_editor() -> WritingForm:
    title = TitleFieldPanel(
        "title",
        heading=_("The title"),
        placeholder=_("Your title"),
        widget=AdminAutoHeightTextInput,  # a question is longer than a phone is wide
        help_text=_("What does it help with? Like: Who can I talk to about a friend?"),
    )
    return tabs(
        tab(_("The pathway"), [title, *about_the_page()]),
        tab(_("The steps"), [HelpPanel(HOW_PATHWAYS_WORK), FieldPanel("steps")]),
        tab(_("A picture"), picture()),
    )
