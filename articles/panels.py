"""The editing form's parts, in the order one writes: the question, the words, a picture, for whom, where from."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtailmedia.edit_handlers import MediaChooserPanel

from literacy.levels import MAIN_LEVEL, WRITING_GUIDANCE, LiteracyLevel
from taxonomy.panels import AreaPanel, SituationPanel, TopicPanel


class QuestionPanel(TitleFieldPanel):
    """The title, with a hint where an advice page's title asks nothing. A hint only: it keeps nobody from sending."""

    class BoundPanel(TitleFieldPanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self.instance.title and not self.instance.is_a_question():
                self.help_text = _("Could it be a question? Ask it the way a friend would. Like: What can I do if…?")


def article_editor() -> TabbedInterface:
    question = [
        QuestionPanel(
            "title", help_text=_("Ask it the way a friend would. Like: Someone asked me to carry something. What now?")
        ),
        *about_the_page(),
    ]
    return tabs(
        tab(_("The question"), question),
        tab(_("The words"), reading_versions(MAIN_LEVEL)),
        tab(_("A picture"), picture()),
    )


def video_editor() -> TabbedInterface:
    film = [
        MediaChooserPanel(
            "film",
            media_type="video",
            help_text=_("Three minutes at most, better one. MP4 or WebM, 3 MB a minute at most."),
        ),
        FieldPanel("link"),
        InlinePanel(
            "captions",
            heading=_("Captions"),
            label=_("Captions"),
            panels=[FieldPanel("language"), FieldPanel("file")],
            help_text=_("The words on the screen, for people who can't hear it: a file that ends in .vtt."),
        ),
        FieldPanel("transcript"),
    ]
    title = TitleFieldPanel("title", help_text=_("What is it about? Like: How to say no to a friend."))
    return tabs(
        tab(_("The video"), [title, *about_the_page(), *film]),
        tab(_("Its picture"), picture()),
        tab(_("Words beside it"), reading_versions()),
    )


def about_the_page() -> list[Panel]:
    return [FieldPanel("summary"), FieldPanel("neutral_title")]


def reading_versions(*open_at_first: LiteracyLevel) -> list[Panel]:
    """One section for each level, the one that every page has first, with how to write at it."""
    in_order = sorted(LiteracyLevel, key=lambda level: (level is not MAIN_LEVEL, level.rank))
    sections = [
        MultiFieldPanel(
            [FieldPanel(f"body_{level.value}", heading=_("Words"), help_text=WRITING_GUIDANCE[level])],
            heading=level.label,
            classname="" if level in open_at_first else "collapsed",
        )
        for level in in_order
    ]
    return [
        *sections,
        FieldPanel("main_level", help_text=_("The version a reader gets who asks for none. Mostly: Straightforward.")),
    ]


def picture() -> list[Panel]:
    return [
        FieldPanel("image", help_text=_("A drawing or a photo without anybody's face in it. JPEG, PNG or WebP.")),
        FieldPanel("image_alt"),
    ]


def who_it_is_for() -> list[Panel]:
    return [
        TopicPanel(),
        SituationPanel(),
        AreaPanel(),
        MultiFieldPanel(
            [
                FieldPanel("age_from", help_text=_("Like: 11. The youngest we write for is 8.")),
                FieldPanel("age_to", help_text=_("Like: 18. The oldest we write for is 25.")),
            ],
            heading=_("How old are its readers?"),
        ),
        FieldPanel("urgency", help_text=_("“Now” is for pages that somebody in danger needs.")),
        FieldPanel("is_sensitive"),
        FieldPanel("content_notes"),
    ]


def where_it_comes_from() -> list[Panel]:
    return [
        FieldPanel("sources"),
        MultiFieldPanel([FieldPanel("reviewed_on"), FieldPanel("review_by")], heading=_("Still true?")),
        FieldPanel("related", help_text=_("Up to three pages that somebody may want next.")),
        MultiFieldPanel(
            [FieldPanel("slug", help_text=_("The end of the page's address. Like: carrying-for-someone."))],
            heading=_("Address"),
        ),
    ]


def tabs(*first: ObjectList) -> TabbedInterface:
    """What a page type begins with, then what all of them share."""
    return TabbedInterface(
        [*first, tab(_("Who it is for"), who_it_is_for()), tab(_("Sources and dates"), where_it_comes_from())]
    )


def tab(heading: Any, panels: list[Panel]) -> ObjectList:
    return ObjectList(panels, heading=heading)
