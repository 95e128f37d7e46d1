"""The film of a video in its editing form: choosing it, how far it is, and its captions."""

from __future__ import annotations

from typing import Any

from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, InlinePanel, Panel
from wagtailmedia.edit_handlers import MediaChooserPanel


def the_film() -> list[Panel]:
    help_text = _("One minute is best, three at most. Like: a film from your phone, just as it is.")
    return [MediaChooserPanel("film", media_type="video", help_text=help_text), FilmStatePanel()]


class FilmStatePanel(Panel):
    """How far the film is that was chosen above."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "articles/panels/film_state.html"

        class Media:
            js = ["articles/film_state.js", "articles/film_upload.js"]  # the chooser's own form brings no scripts
            css = {"all": ["articles/films.css"]}

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            return {**context, "film": self.instance.film, "page": self.instance, "field": "id_film"}


def the_captions() -> Panel:
    return RowsPanel(
        "captions",
        row_form=CaptionsRow,
        heading=_("Captions"),
        label=_("Captions"),
        panels=[FieldPanel("language"), FieldPanel("file")],
        help_text=_(
            "The words on the screen, for people who can't hear it: a file that ends in .vtt or .srt. Like: friends.vtt."
        ),
    )


class RowThatMayWait(WagtailAdminModelForm):
    """A row whose words are all in what it requires: in a draft it counts as not there while some of that is missing.

    Its place in the open form stays. To the formset it is one of those that go, so that nothing of it is saved or judged,
    and what was saved of it goes.
    """

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_deferred_validation and self._lacks_something():
            self.cleaned_data[DELETION_FIELD_NAME] = True

    def _lacks_something(self) -> bool:
        return any(error.code == "required" for errors in self.errors.as_data().values() for error in errors)


class CaptionsRow(RowThatMayWait):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].error_messages["required"] = _("Choose a caption file, or delete these captions.")


class RowsPanel(InlinePanel):
    """Wagtail's rows, with a form of our own for each."""

    def __init__(self, *args: Any, row_form: type[WagtailAdminModelForm], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row_form = row_form

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "row_form": self.row_form}

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = self.row_form
        return options
