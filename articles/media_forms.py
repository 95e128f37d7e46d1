"""How pictures, films and caption files are added: a kind sentence for what cannot come in, and no file's name as a title."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from wagtailmedia.forms import BaseMediaForm

# What makes Wagtail's scripts write a file's name into the title.
NAME_INTO_TITLE = ["data-controller", "data-action", "data-w-sync-target-value"]


class TitleForTheList:
    """A title helps to find a file again. It may be left empty, and is never the name of the file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "title" in self.fields:  # type: ignore[attr-defined]
            title = self.fields["title"]  # type: ignore[attr-defined]
            title.required = False
            title.help_text = _("So that you find it again. Like: Two friends on a bench. Readers never see it.")
        if "file" in self.fields:  # type: ignore[attr-defined]
            attributes = self.fields["file"].widget.attrs  # type: ignore[attr-defined]
            for name in NAME_INTO_TITLE:
                attributes.pop(name, None)

    def clean_title(self) -> str:
        return self.cleaned_data["title"] or self._meta.model.neutral_title()  # type: ignore[attr-defined]


class PictureFileField(WagtailImageField):
    """Wagtail's own, which passes Pillow's errors on: a picture cut off in its first bytes would be an internal error."""

    def to_python(self, data: Any) -> Any:
        try:
            return super().to_python(data)
        except (OSError, SyntaxError, ValueError) as broken:
            raise ValidationError(_("This picture is damaged. Save it anew and try again.")) from broken


class PictureForm(TitleForTheList, BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            wagtails = self.fields["file"]
            self.fields["file"] = PictureFileField(
                label=wagtails.label, required=wagtails.required, widget=wagtails.widget
            )


class FilmForm(TitleForTheList, BaseMediaForm):
    pass


class CaptionFileForm(TitleForTheList, BaseDocumentForm):
    pass
