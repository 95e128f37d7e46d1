"""The editing form of a pathway: what it is for, then its steps, then what all pages share."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, TitleFieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput

from agreement.labels import standing_labels
from articles.panels import WritingForm, about_the_page, picture, tab, tabs

HOW_PATHWAYS_WORK = _(
    "Readers begin at the first question. At most five answers to a question, one of them for “not sure”, and at most "
    "seven questions on any way. Every way ends at an outcome with help. Nobody comes to the same question twice."
)


class OtherNamesOfLevels(HelpPanel):
    """Which box is which, where the panel calls the levels otherwise: a block has one label for everybody."""

    class BoundPanel(HelpPanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            standing = standing_labels(self.instance.locale_code)
            self.other = [
                (standing[level], label)
                for level, label in self.instance.level_labels().items()
                if label != standing[level]
            ]
            self.content = format_html(
                "<p>{}</p><ul>{}</ul>",
                gettext("Each step has a box for each level. Readers see the names that your panel chose:"),
                format_html_join("", "<li>{}: <strong>{}</strong></li>", self.other),
            )

        def is_shown(self) -> bool:
            return bool(self.other)


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
        tab(_("The steps"), [HelpPanel(HOW_PATHWAYS_WORK), OtherNamesOfLevels(), FieldPanel("steps")]),
        tab(_("A picture"), picture()),
    )
