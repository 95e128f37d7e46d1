"""How pictures, films and caption files are added: a kind sentence for what cannot come in, and no file's name as a title."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import BadRequest, ValidationError
from django.db import transaction
from django.forms import CharField, FileField, FileInput, HiddenInput
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from wagtailmedia.forms import BaseMediaForm

from articles.models import Film, ResumableUpload
from articles.pictures import pixels_only

# What makes Wagtail's scripts write a file's name into the title.
NAME_INTO_TITLE = ["data-controller", "data-action", "data-w-sync-target-value"]


class TitleForTheList:
    """A title helps to find a file again. It may be left empty, and is never the name of the file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "title" in self.fields:  # type: ignore[attr-defined]
            title = self.fields["title"]  # type: ignore[attr-defined]
            title.required = False
            title.help_text = _(
                "So that you find it again. Like: Two friends on a bench. Readers never see it. Left empty, it is the day and "
                "time: file names can say too much."
            )
        if "file" in self.fields:  # type: ignore[attr-defined]
            attributes = self.fields["file"].widget.attrs  # type: ignore[attr-defined]
            for name in NAME_INTO_TITLE:
                attributes.pop(name, None)

    def clean_title(self) -> str:
        return self.cleaned_data["title"] or self._meta.model.neutral_title()  # type: ignore[attr-defined]


class NoOtherFile(FileInput):
    """Offers no file to choose. One that is sent all the same is read, so that it is refused and not passed over."""

    def render(self, *args: Any, **kwargs: Any) -> SafeString:
        return mark_safe("")

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return ""


class FileThatStays:
    """A form of a file that does not change once it is here (agreement/files.py): it says so instead of offering to."""

    instance: Any
    how_to_show_another: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields and not self.is_new:  # type: ignore[attr-defined]
            self.fields["file"].widget = NoOtherFile()  # type: ignore[attr-defined]
            self.fields["file"].help_text = self.how_to_show_another  # type: ignore[attr-defined]

    @property
    def is_new(self) -> bool:
        return bool(self.instance._state.adding)


class PictureFileField(WagtailImageField):
    """A picture of any kind that phones take, whatever it is called, made anew before anything else looks at it.

    Wagtail's own goes by the ending of the name, and opens the file once more for its size: foreign code, unguarded.
    """

    default_validators: ClassVar[list[Any]] = []

    def to_python(self, data: Any) -> Any:
        file = FileField.to_python(self, data)
        return None if file is None else pixels_only(file, str(file.name))


class PictureForm(FileThatStays, TitleForTheList, BaseImageForm):
    how_to_show_another = _(
        "A picture stays as it is, so that readers get the one you all voted on. To show another, add it as a new picture, "
        "then choose it on your page."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            wagtails = self.fields["file"]
            self.fields["file"] = PictureFileField(
                label=wagtails.label, required=wagtails.required, widget=wagtails.widget
            )
            self.fields["file"].help_text = (
                _("A photo from your phone, or another picture. Under 10 MB.")
                if self.is_new
                else self.how_to_show_another
            )


class ArrivedFilmInput(HiddenInput):
    """The token of a film that came in piece by piece, and where it is said how far it is (static/articles/film_upload.js)."""

    template_name = "articles/film_upload.html"


class FilmForm(FileThatStays, TitleForTheList, BaseMediaForm):
    """A film: its file, or the token of one that came in piece by piece (articles/upload_views.py)."""

    data: Any
    how_to_show_another = _(
        "A film stays as it is, so that readers get the one you all voted on. To show another, add it as a new film, then "
        "choose it on your page."
    )
    arrived = CharField(required=False, widget=ArrivedFilmInput)

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.user = user
        self.upload: ResumableUpload | None = None
        if not self.is_new:
            del self.fields["arrived"]
        if "file" in self.fields:
            self.fields["file"].error_messages["required"] = _("Choose a film first.")
            # While it is made ready, it has no file yet.
            self.fields["file"].required = self.is_new and not self["arrived"].data
        if "file" in self.fields and self.is_new:
            self.fields["file"].help_text = _(
                "A film from your phone, just as it is: three minutes and 200 MB at most. We make it small enough for everybody's phone, and "
                "leave out where and when it was filmed. That takes a few minutes."
            )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if token := said.get("arrived"):
            self.upload = ResumableUpload.objects.of(self.user).called_by_token(token)
            if self.upload is None or not (self.upload.is_complete and self.upload.is_there()):
                self.data = {**dict(self.data.items()), self.add_prefix("arrived"): ""}  # not offered once more
                raise ValidationError({"file": self._why_not(token)})
            said["file"] = self.upload.as_file()
        return said

    def _why_not(self, token: str) -> str:
        if self._film_made_of(token):
            return gettext("This film is here already. You find it in the list of films.")
        return gettext("Your film has not arrived in full, or it waited here for more than a day. Choose it again.")

    def _film_made_of(self, token: str) -> Film | None:
        return Film.objects.filter(upload=f"uploads/{token}", uploaded_by_user=self.user).first()

    def save(self, commit: bool = True) -> Film:
        if self.upload is None:
            return super().save(commit)
        with transaction.atomic():
            if self.upload.hand_over():
                return super().save(commit)
        # Sent twice at the same moment: both are about the one film.
        first = self._film_made_of(self.upload.token)
        if first is None:
            raise BadRequest
        self.instance.pk = first.pk
        self.instance.refresh_from_db()
        return self.instance


class CaptionFileForm(FileThatStays, TitleForTheList, BaseDocumentForm):
    how_to_show_another = _(
        "A caption file stays as it is, so that readers get the one you all voted on. To use another, add it as a new file, "
        "then choose it on your page."
    )
