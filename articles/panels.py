"""The editing form's parts, in the order one writes: the question, the words, a picture, for whom, where from."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.admin.widgets import AdminAutoHeightTextInput

from agreement.labels import Labels
from articles.boxes import boxes_as_shown
from articles.checklist import checklist_of
from articles.film_panels import the_captions, the_film
from articles.known_words import hints_context
from articles.lengths import length_of
from articles.side_by_side import COPIED, SideBySide, asked_for, easier_ones_to_write, ways_to_begin
from articles.wording import has_words
from literacy.levels import MAIN_LEVEL, WRITING_EXAMPLES, WRITING_GUIDANCE, LiteracyLevel
from taxonomy.panels import AreaPanel, SituationPanel, TopicPanel


class WritingForm(TabbedInterface):
    """The whole form: its parts as tabs, and beside them the list of what the page still needs."""

    class BoundPanel(TabbedInterface.BoundPanel):
        template_name = "articles/panels/writing_form.html"

        class Media:
            css = {"all": ["articles/writing.css", "articles/keeping_up.css"]}
            js = ["articles/writing.js", "articles/keeping_up.js"]

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            return {**context, **self._checklist()} if self.form.can_be_sent else context

        def _checklist(self) -> dict[str, Any]:
            return {
                "checklist": checklist_of(self.instance, self.form.points_left(), self.form.worth_a_look()),
                "to_be_confirmed": self.form.to_be_confirmed(),
                "look_over_saved": reverse("articles:look_over", args=[self.instance.pk or 0]),
                "look_over_new": address_for_a_new_page("articles:look_over_new", self.form),
            }


def address_for_a_new_page(name: str, form: Any, *more: str) -> str:
    """One of our addresses for the page in this form. Empty where it is saved, and has an address of its own."""
    kind, place = form.instance._meta, form.parent_page
    if form.instance.pk or place is None:
        return ""
    return reverse(name, args=[kind.app_label, kind.model_name, place.pk, *more])


def _labels_in(bound: Any) -> Labels:
    """What the form calls the levels. Where Wagtail compares revisions there is none."""
    return bound.form.labels if bound.form is not None else bound.instance.level_labels()


class Levels(TabbedInterface):
    """A tab for each reading version, inside the tab of the words."""

    # Wagtail's would stand on the section around it as well, and write the inner tab into the page's address.
    BASE_ATTRS: dict[str, str] = {}

    class BoundPanel(TabbedInterface.BoundPanel):
        template_name = "articles/panels/levels.html"

        @cached_property
        def children(self) -> list[Any]:
            """The tabs, each called what readers see. Their addresses stay what they are."""
            tabs, labels = super().children, _labels_in(self)
            for tab in tabs:
                tab.heading = labels[tab.panel.level]
            return tabs


class LevelTab(ObjectList):
    """The tab of one reading version."""

    def __init__(self, children: Any = (), *, level: LiteracyLevel, **kwargs: Any) -> None:
        super().__init__(children, **{"heading": level.label, **kwargs})
        self.level = level

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "level": self.level}


class ReadingVersionPanel(FieldPanel):
    """The words at one level, under how to write at it and how long they are, and beside them what could be plainer."""

    def __init__(self, level: LiteracyLevel, **kwargs: Any) -> None:
        super().__init__(**{"field_name": f"body_{level.value}", "heading": _("Words"), **kwargs})
        self.level = level

    def clone_kwargs(self) -> dict[str, Any]:
        kwargs = super().clone_kwargs()
        del kwargs["field_name"]
        return {**kwargs, "level": self.level}

    class BoundPanel(FieldPanel.BoundPanel):
        template_name = "articles/panels/reading_version.html"

        class Media:
            js = ["articles/writing.js", "articles/hints.js"]

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            level = self.panel.level
            return {
                **super().get_context_data(parent_context),
                **({**self._hints(), **self._side_by_side(level)} if self.form.can_be_sent else {}),
                "guidance": gettext(WRITING_GUIDANCE[level]),
                "example": gettext(WRITING_EXAMPLES[level]),
                "length": length_of(self.instance.body(level), level),
                "is_needed": level is MAIN_LEVEL and self.instance.needs_words_at_main_level,
                "beside": self.form.beside(level),
            }

        def _hints(self) -> dict[str, Any]:
            level, stream = self.panel.level, self.bound_field.value()
            return {
                **hints_context(
                    list(boxes_as_shown(stream.stream_block, stream, self.field_name)),
                    level=level,
                    language=self.instance.locale_code,
                    known_words=lambda: self.form.known_words,
                    user=self.request.user,
                ),
                "hints_saved": reverse("articles:hints", args=[self.instance.pk or 0, level.value]),
                "hints_new": address_for_a_new_page("articles:hints_new", self.form, level.value),
            }

        def _side_by_side(self, level: LiteracyLevel) -> dict[str, Any]:
            page = self.instance
            asked = asked_for(self.request.GET) or asked_for(self.request.POST)
            others = ways_to_begin(page, level) if page.pk else [SideBySide(level, MAIN_LEVEL)]
            here = asked if asked and asked.write is level and page.pk else None
            return {
                "source": page,
                "side_by_side": here,
                "beside_label": self.form.labels[here.beside] if here else "",
                "copy_url": here.address(page.pk, begin=COPIED) if here else "",
                "back_url": f"{reverse('wagtailadmin_pages:edit', args=[page.pk])}#tab-the_words" if here else "",
                "has_words": has_words(page.body(level)),
                "ways_to_begin": [self._way(way, way.beside) for way in others if way.beside is not level],
                "easier_ones": [self._way(way, way.write) for way in easier_ones_to_write(page, level)],
            }

        def _way(self, way: SideBySide, named: LiteracyLevel) -> dict[str, str]:
            page = self.instance
            return {"label": self.form.labels[named], "url": way.address(page.pk) if page.pk else way.question()}


class FirstVersionPanel(FieldPanel):
    """Which version readers get first. Its help text has a place for what the level that most pages have is called."""

    class BoundPanel(FieldPanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            self.help_text = self.panel.help_text % {"level": _labels_in(self)[MAIN_LEVEL]}


class SafetyPanel(FieldPanel):
    """Whether the old words could hurt somebody: asked where readers have versions that could stay behind."""

    class BoundPanel(FieldPanel.BoundPanel):
        template_name = "articles/panels/safety.html"

        def is_shown(self) -> bool:
            page = self.instance
            may_stay_behind = len(page.written_levels()) > 1 and (page.live or page.is_safety_critical)
            return super().is_shown() and may_stay_behind


class QuestionPanel(TitleFieldPanel):
    """The title, with a hint where an advice page's title asks nothing. A hint only: it keeps nobody from sending."""

    class BoundPanel(TitleFieldPanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self.instance.title and not self.instance.is_a_question():
                self.help_text = _("Could it be a question? Ask it the way a friend would. Like: What can I do if…?")


def article_editor() -> WritingForm:
    question = [
        QuestionPanel(
            "title",
            heading=_("The question"),
            placeholder=_("Your question"),
            widget=AdminAutoHeightTextInput,  # a question is longer than a phone is wide
            help_text=_("Ask it the way a friend would. Like: Someone asked me to carry something. What now?"),
        ),
        *about_the_page(),
    ]
    return tabs(
        tab(_("The question"), question),
        tab(_("The words"), reading_versions()),
        tab(_("A picture"), picture()),
    )


def video_editor() -> WritingForm:
    film = [
        *the_film(),
        FieldPanel(
            "link",
            help_text=_(
                "Only if it is not a file of ours. Like: https://example.org/our-film. Nothing is loaded from there "
                "before somebody presses play."
            ),
        ),
        the_captions(),
        FieldPanel(
            "transcript",
            help_text=_("Everything that is said or shown, for people who read it. Like: Sam: You can say no."),
        ),
    ]
    title = TitleFieldPanel(
        "title",
        heading=_("The title"),
        placeholder=_("Your title"),
        widget=AdminAutoHeightTextInput,  # a question is longer than a phone is wide
        help_text=_("What is it about? Like: How to say no to a friend."),
    )
    return tabs(
        tab(_("The video"), [title, *about_the_page(), *film]),
        tab(_("Its picture"), picture()),
        tab(_("Words beside it"), reading_versions()),
    )


def about_the_page() -> list[Panel]:
    return [
        FieldPanel(
            "summary",
            widget=AdminAutoHeightTextInput(attrs={"rows": 2}),
            help_text=_(
                "What will somebody know after reading? Like: You can say no, and nobody may punish you for it."
            ),
        ),
        FieldPanel(
            "neutral_title",
            heading=_("A title that gives nothing away"),
            help_text=_("What others may see over a shoulder, or in a list of what was opened. Like: Getting help."),
        ),
    ]


def reading_versions() -> list[Panel]:
    """A tab for each level, the one that every page has first; then the version that readers get first."""
    in_order = sorted(LiteracyLevel, key=lambda level: (level is not MAIN_LEVEL, level.rank))
    return [
        SafetyPanel(
            "is_safety_critical",
            heading=_("Before you change the words"),
            icon="warning",
            help_text=_(
                "Then readers don't get the versions that have not kept up, until somebody has redone them or read them "
                "beside the new words. Like: a number that was wrong."
            ),
            disable_comments=True,
        ),
        Levels([LevelTab([ReadingVersionPanel(level)], level=level) for level in in_order]),
        FirstVersionPanel(
            "main_level",
            heading=_("Which version do readers get first?"),
            help_text=_("They can change it at any time. Like, on most pages: %(level)s."),
            classname="collapsed",
        ),
    ]


def picture() -> list[Panel]:
    return [
        FieldPanel(
            "image",
            help_text=_("A drawing, or a photo with nobody's face in it. Like: hands that hold a phone. JPEG or PNG."),
        ),
        FieldPanel(
            "image_alt",
            help_text=_("For people who can't see it. Like: Two friends talking on a bench, seen from behind."),
        ),
    ]


def who_it_is_for() -> list[Panel]:
    return [
        TopicPanel(help_text=_("What is it about? One to three. Like: Debt. Readers find the page by them.")),
        SituationPanel(help_text=_("Who would this help? Choose what they might say. Like: I owe someone.")),
        AreaPanel(
            help_text=_("Only for some places? Choose them, like: Newham. For everybody, leave all of them empty.")
        ),
        MultiFieldPanel(
            [
                FieldPanel("age_from", help_text=_("Like: 11. The youngest we write for is 8.")),
                FieldPanel("age_to", help_text=_("Like: 18. The oldest we write for is 25.")),
            ],
            heading=_("How old are its readers?"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("urgency", help_text=_("“Now” is for somebody in danger. Like: Someone is following me.")),
                FieldPanel(
                    "is_sensitive",
                    help_text=_(
                        "Tick it if nobody else should know that somebody read this. Like: violence at home. Readers get "
                        "a quick way out, and their phone keeps no history of it."
                    ),
                ),
                FieldPanel(
                    "content_notes",
                    heading=_("Say first what it mentions"),
                    help_text=_("Only where something may hurt to read. Calm words. Like: Mentions violence."),
                ),
            ],
            heading=_("If it is about something hard"),
            classname="collapsed",
        ),
    ]


def where_it_comes_from() -> list[Panel]:
    return [
        HelpPanel(
            _("Crisis help, like Childline and 999, is on every page by itself. You need not write any numbers."),
            heading=_("Where to get help"),
        ),
        FieldPanel(
            "related",
            help_text=_("Up to three pages that somebody may want next. Like: What happens if I tell a teacher?"),
        ),
        FieldPanel(
            "sources", help_text=_("Where did you find the facts? Like: Childline, “Grooming”, with its address.")
        ),
        MultiFieldPanel(
            [
                FieldPanel("review_by", help_text=_("Facts get old. Like: a year from today, which is the longest.")),
            ],
            heading=_("Still true?"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "slug",
                    heading=_("The end of its address"),
                    help_text=_("It makes itself, out of the question. Like: carrying-for-someone."),
                )
            ],
            heading=_("Address"),
            classname="collapsed",
        ),
    ]


def tabs(*first: ObjectList) -> WritingForm:
    """What a page type begins with, then what all of them share."""
    return WritingForm(
        [*first, tab(_("Who it is for"), who_it_is_for()), tab(_("Help and sources"), where_it_comes_from())]
    )


def tab(heading: Any, panels: list[Panel]) -> ObjectList:
    return ObjectList(panels, heading=heading)
