"""The blocks a page's words are made of: few, each with one purpose. Their public JSON is `delivery`'s."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.images.blocks import ImageChooserBlock

RICH_TEXT_FEATURES = ["bold", "italic", "link", "ul", "ol", "h3"]


def let_it_grow(*texts: blocks.CharBlock) -> None:
    """Show these in boxes that grow with their words: a line's box on a phone shows three words of a sentence."""
    for text in texts:
        text.field.widget = AdminAutoHeightTextInput(attrs={"rows": 1})


class ParagraphBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs) -> None:  # type: ignore[no-untyped-def]
        super().__init__(**{"features": RICH_TEXT_FEATURES, **kwargs})

    class Meta:
        icon = "pilcrow"
        label = _("Words: one idea")
        help_text = _("A few short sentences. Like: You can say no. You don't have to explain why.")


class KeyMessageBlock(blocks.CharBlock):
    def __init__(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
        super().__init__(*args, **kwargs)
        let_it_grow(self)

    class Meta:
        icon = "warning"
        label = _("Key message: the one thing to remember")
        help_text = _("The one thing to remember. Like: It is not your fault.")


class StepsBlock(blocks.StructBlock):
    items = blocks.ListBlock(blocks.CharBlock(label=_("Step")), label=_("Steps"), min_num=1, max_num=8)

    def __init__(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
        super().__init__(*args, **kwargs)
        let_it_grow(self.child_blocks["items"].child_block)

    class Meta:
        icon = "list-ol"
        label = _("Steps: what to do, in order")
        help_text = _("What to do, one thing after the other. Like: Put the phone down. Go to somebody you trust.")


class DoAndDontBlock(blocks.StructBlock):
    do = blocks.ListBlock(blocks.CharBlock(label=_("Do")), label=_("Do"), min_num=1, max_num=6)
    dont = blocks.ListBlock(blocks.CharBlock(label=_("Don't")), label=_("Don't"), min_num=1, max_num=6)

    def __init__(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
        super().__init__(*args, **kwargs)
        let_it_grow(*(both.child_block for both in self.child_blocks.values()))

    class Meta:
        icon = "tick"
        label = _("Do and don't: what helps, what doesn't")
        help_text = _("Short ones. Like: Do keep the messages. Don't answer them.")


class MythAndFactBlock(blocks.StructBlock):
    myth = blocks.CharBlock(
        label=_("What some people say"), help_text=_("Like: If I tell somebody, it only gets worse.")
    )
    fact = blocks.CharBlock(
        label=_("What is true"), help_text=_("Like: Most people say they wish they had told sooner.")
    )

    def __init__(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
        super().__init__(*args, **kwargs)
        let_it_grow(*self.child_blocks.values())

    class Meta:
        icon = "help"
        label = _("Myth and fact: what people say, what is true")


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("What they said"), help_text=_("Two sentences at most."))
    attribution = blocks.CharBlock(
        required=False, label=_("Who said it"), help_text=_("Never a young person's real name. Like: A youth worker.")
    )

    class Meta:
        icon = "openquote"
        label = _("Quote: what somebody said")


class DefinitionBlock(blocks.StructBlock):
    term = blocks.CharBlock(label=_("Word"), help_text=_("Like: county lines."))
    meaning = blocks.TextBlock(label=_("What it means"), help_text=_("As you would say it to a friend."))

    class Meta:
        icon = "info-circle"
        label = _("Hard word: what it means")


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    alt_text = blocks.CharBlock(
        label=_("What the picture shows"),
        help_text=_("For people who can't see it. Like: Two friends talking on a bench."),
    )

    def __init__(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
        super().__init__(*args, **kwargs)
        # A CharBlock takes no error messages of its own.
        alt_text = self.child_blocks["alt_text"].field
        alt_text.error_messages["required"] = _("Say what the picture shows, for people who can't see it.")

    class Meta:
        icon = "image"
        label = _("Picture: beside an idea")


class PathwayLinkBlock(blocks.PageChooserBlock):
    def __init__(self, **kwargs) -> None:  # type: ignore[no-untyped-def]
        super().__init__(**{"page_type": ["pathways.PathwayPage"], **kwargs})

    class Meta:
        icon = "redirect"
        label = _("Pathway: question by question to help")
        help_text = _("Question by question to the right help.")


class ContentNoteBlock(blocks.CharBlock):
    class Meta:
        icon = "warning"
        label = _("Content note: something hard comes next")
        help_text = _("Say calmly what comes next. Like: The next part mentions violence.")


class ReadingVersionBlock(blocks.StreamBlock):
    """The words of a page at one literacy level."""

    paragraph = ParagraphBlock()
    key_message = KeyMessageBlock()
    steps = StepsBlock()
    do_and_dont = DoAndDontBlock()
    myth_and_fact = MythAndFactBlock()
    quote = QuoteBlock()
    definition = DefinitionBlock()
    image = PictureBlock()
    pathway = PathwayLinkBlock()
    content_note = ContentNoteBlock()

    class Meta:
        required = False


class ContentNotesBlock(blocks.StreamBlock):
    """Neutral words about what a page mentions, shown before it."""

    note = blocks.CharBlock(label=_("Content note"), max_length=80)

    class Meta:
        required = False
        max_num = 5


class SourceBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Where the facts come from"), help_text=_("Like: NSPCC, Grooming."))
    url = blocks.URLBlock(label=_("Its address"), help_text=_("It begins with https://"))

    class Meta:
        icon = "link-external"
        label = _("Source")


class SourcesBlock(blocks.StreamBlock):
    source = SourceBlock()

    class Meta:
        required = False
        max_num = 10


class RelatedPagesBlock(blocks.StreamBlock):
    page = blocks.PageChooserBlock(
        page_type=["articles.ArticlePage", "articles.VideoPage", "pathways.PathwayPage"], label=_("Page")
    )

    class Meta:
        required = False
        max_num = 3
