"""How admins keep topics, situations and areas. What a page uses stays."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import ProtectedError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history
from wagtail.admin.viewsets.base import ViewSetGroup

from agreement.viewsets import ProposingDeleteView, ProposingViewSet
from taxonomy.models import (
    LONGEST_LINE,
    LONGEST_PHRASE,
    MOST_INSTEAD,
    MOST_LINES,
    Area,
    PlainWord,
    Situation,
    Topic,
    WordGroup,
    lines_of,
)


class LabelledForm(WagtailAdminModelForm):
    """A row with its label in each language, side by side."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {label.language: label.label for label in self.instance.labels.all()} if self.instance.pk else {}
        for code, name in settings.LANGUAGES:
            self.fields[f"label_{code}"] = forms.CharField(
                max_length=100,
                required=False,
                label=_("What readers see: %(language)s") % {"language": name},
                initial=labels.get(code, ""),
            )

    def save(self, commit: bool = True) -> Any:
        row = super().save(commit=commit)
        for code, _name in settings.LANGUAGES:
            label = self.cleaned_data[f"label_{code}"]
            if label:
                row.labels.update_or_create(language=code, defaults={"label": label})
            else:
                row.labels.filter(language=code).delete()
        return row


class TopicForm(LabelledForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The tree is two levels deep: what has children goes under nothing, and nothing goes under a child.
        tops = Topic.objects.filter(parent=None).exclude(pk=self.instance.pk)
        has_children = bool(self.instance.pk) and self.instance.children.exists()
        self.fields["parent"].queryset = tops.none() if has_children else tops
        if self.instance.pk:
            # Front ends keep the slug: renaming a topic keeps it too.
            self.fields["slug"].disabled = True

    class Meta:
        model = Topic
        fields = ["name", "slug", "parent", "age_from", "is_sensitive"]
        labels = {"slug": _("Short name for addresses"), "parent": _("Belongs under")}


class SituationForm(LabelledForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["slug"].disabled = True

    class Meta:
        model = Situation
        fields = ["name", "slug", "sort_order"]
        labels = {"slug": _("Short name for addresses"), "sort_order": _("Place in the list (1 is first)")}


class AreaForm(WagtailAdminModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Area.objects.exclude(pk=self.instance.pk)
        if not self.instance._state.adding:
            self.fields["code"].disabled = True

    class Meta:
        model = Area
        fields = ["code", "name", "parent", "valid_from", "valid_to"]


class KindDeleteView(generic.DeleteView):
    """Deletes what nothing uses."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        if self.usage and self.usage.is_protected:
            return self._refuse()
        try:
            # Wagtail's index of what uses what may not have heard of it yet; the database always has.
            return super().form_valid(form)
        except ProtectedError:
            return self._refuse()

    def _refuse(self) -> HttpResponse:
        said = _now("%(name)s is in use, so it stays. Take it off the pages that use it first.")
        messages.error(self.request, said % {"name": self.object})
        return redirect(self.index_url_name)


class KindProposingDeleteView(KindDeleteView, ProposingDeleteView):
    """The same, by a second person's leave."""


class ListViewSet(ProposingViewSet):
    """One of the curated lists that readers see or are found by: a second person agrees to every change."""

    delete_view_class = KindProposingDeleteView
    form_class: type[WagtailAdminModelForm]

    def get_form_class(self, for_update: bool = False) -> type[WagtailAdminModelForm]:
        return self.form_class


class TopicViewSet(ListViewSet):
    model = Topic
    icon = "tag"
    form_class = TopicForm
    list_display = ["name", "parent", "is_sensitive"]
    list_filter = ["parent"]
    search_fields = ["name"]


class SituationViewSet(ListViewSet):
    model = Situation
    icon = "help"
    form_class = SituationForm
    list_display = ["name", "sort_order"]
    sort_order_field = None


class AreaViewSet(ListViewSet):
    model = Area
    icon = "globe"
    form_class = AreaForm
    list_display = ["name", "code", "parent"]
    search_fields = ["name", "code"]


class WordGroupForm(WagtailAdminModelForm):
    def clean_typed(self) -> str:
        return self._some_words("typed")

    def clean_meant(self) -> str:
        return self._some_words("meant")

    def _some_words(self, name: str) -> str:
        """Tidied, one on each line. A search looks at so many, and no more."""
        lines = list(dict.fromkeys(lines_of(self.cleaned_data[name])))
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(_("That is a lot. At most %(most)s, please.") % {"most": MOST_LINES})
        if too_long := [line for line in lines if len(line) > LONGEST_LINE or len(line.split()) > LONGEST_PHRASE]:
            raise forms.ValidationError(
                _("“%(line)s” is long. Three words at most: people type little.") % {"line": too_long[0][:LONGEST_LINE]}
            )
        if not any(letter.isalnum() for letter in "".join(lines)):
            raise forms.ValidationError(_("Write at least one word."))
        return "\n".join(lines)

    class Meta:
        model = WordGroup
        fields = ["typed", "meant", "language"]
        widgets = {"typed": forms.Textarea(attrs={"rows": 6}), "meant": forms.Textarea(attrs={"rows": 4})}


class HistoryForAdmins(history.HistoryView):
    any_permission_required = ["delete"]


class WordListViewSet(ListViewSet):
    """Members write these too. Who changed what is for admins alone: panels do not hear of each other's people."""

    history_view_class = HistoryForAdmins


class WordGroupViewSet(WordListViewSet):
    model = WordGroup
    icon = "search"
    form_class = WordGroupForm
    list_display = ["typed_in_short", "meant_in_short", "language"]
    list_filter = ["language"]
    search_fields = ["typed", "meant"]
    menu_label = _("Search words")


class PlainWordForm(WagtailAdminModelForm):
    def clean_word(self) -> str:
        word = " ".join(self.cleaned_data["word"].split())
        if not any(letter.isalpha() for letter in word):
            raise forms.ValidationError(_("Write a word, or a few."))
        return word

    def clean_instead(self) -> str:
        ways = list(dict.fromkeys(" ".join(way.split()) for way in lines_of(self.cleaned_data["instead"])))
        if len(ways) > MOST_INSTEAD:
            raise forms.ValidationError(_("That is a lot. At most %(most)s, please.") % {"most": MOST_INSTEAD})
        if self.cleaned_data.get("word", "").lower() in (way.lower() for way in ways):
            raise forms.ValidationError(_("That is the word itself. Is there a plainer one?"))
        return ", ".join(ways)

    class Meta:
        model = PlainWord
        fields = ["word", "instead", "language"]


class AddPlainWord(generic.CreateView):
    """The form may come with a word in it already, from the hint about it (articles/_hint.html)."""

    def get_initial_form_instance(self) -> PlainWord:
        asked, languages = self.request.GET, dict(settings.LANGUAGES)
        language = asked.get("language", "")
        return PlainWord(
            word=asked.get("word", "")[: PlainWord._meta.get_field("word").max_length],
            language=language if language in languages else settings.LANGUAGE_CODE,
        )


class PlainWordViewSet(WordListViewSet):
    """For whoever writes: readers never see it, so what somebody alone writes stands at once."""

    model = PlainWord
    icon = "openquote"
    form_class = PlainWordForm
    add_view_class = AddPlainWord
    edit_view_class = generic.EditView
    delete_view_class = KindDeleteView
    list_display = ["word", "instead_in_short", "language"]
    list_filter = ["language"]
    search_fields = ["word", "instead"]
    menu_label = _("Plain words")


class TaxonomyViewSetGroup(ViewSetGroup):
    menu_label = _("Lists")
    menu_name = "taxonomy"
    menu_icon = "tag"
    menu_order = 310
    items = (TopicViewSet, SituationViewSet, AreaViewSet, WordGroupViewSet, PlainWordViewSet)
