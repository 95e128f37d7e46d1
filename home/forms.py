"""What admins keep for readers: crisis help, in every language side by side, and what each council shows."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from agreement.visibility import PublicEye
from articles.address_forms import SafeAddresses
from articles.models import ArticlePage, VideoPage
from home.models import CouncilPage, CrisisLine, FeaturedPage
from pathways.models import PathwayPage
from taxonomy.models import Area, Topic
from taxonomy.widgets import ChosenFromAList

READ_BY_READERS = [ArticlePage, VideoPage, PathwayPage]
PLACES = [_("Shown first"), _("Shown second"), _("Shown third"), _("Shown fourth")]
LANGUAGES = [("en", _("English")), ("cy", _("Welsh"))]


class CrisisLineForm(SafeAddresses, WagtailAdminModelForm):
    languages = forms.MultipleChoiceField(
        choices=LANGUAGES, required=False, widget=forms.CheckboxSelectMultiple, label=_("Spoken there")
    )
    topics = ChosenFromAList(
        queryset=Topic.objects.none(), required=False, help_text=_("None: shown first, on every page.")
    )
    areas = ChosenFromAList(queryset=Area.objects.none(), required=False, help_text=_("None: everywhere."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"].queryset = Topic.objects.prefetch_related("labels")
        self.fields["areas"].queryset = Area.objects.all()
        said = {words.language: words.for_whom for words in self.instance.words.all()} if self.instance.pk else {}
        for code, name in settings.LANGUAGES:
            self.fields[f"for_whom_{code}"] = forms.CharField(
                max_length=160,
                required=code == settings.LANGUAGE_CODE,
                label=_("What it is for: %(language)s") % {"language": name},
                help_text=_("One short sentence."),
                initial=said.get(code, ""),
            )
        if self.instance.pk:
            # Front ends know a line by its short name.
            self.fields["slug"].disabled = True

    def save(self, commit: bool = True) -> CrisisLine:
        line = super().save(commit=commit)
        for code, _name in settings.LANGUAGES:
            sentence = self.cleaned_data[f"for_whom_{code}"]
            if sentence:
                line.words.update_or_create(language=code, defaults={"for_whom": sentence})
            else:
                line.words.filter(language=code).delete()
        return line

    class Meta:
        model = CrisisLine
        fields = [
            *("name", "slug", "kind", "number", "send", "url", "chat_url", "is_free", "hides_from_bill", "languages"),
            *("checked_on", "sort_order", "topics", "areas"),
        ]
        labels = {
            "slug": _("Short name for addresses"),
            "kind": _("How to reach it"),
            "send": _("Word to text"),
            "url": _("Web page"),
            "chat_url": _("Address of the chat"),
            "is_free": _("Free to call"),
            "hides_from_bill": _("Does not show on the phone bill"),
            "checked_on": _("Last called on"),
            "sort_order": _("Place in the list (1 is first)"),
        }


class PublicPageField(forms.ModelChoiceField):
    """A page that readers can see, in whatever language; or one that stands there, and comes back when readers have it again."""

    def __init__(self, *, standing: Collection[UUID], **kwargs: Any) -> None:
        self.standing = standing
        widget = AdminPageChooser(target_models=READ_BY_READERS)
        super().__init__(queryset=Page.objects.type(*READ_BY_READERS), required=False, widget=widget, **kwargs)

    def clean(self, value: Any) -> Page | None:
        page: Page | None = super().clean(value)
        stands_there = page is not None and page.translation_key in self.standing
        if page is not None and not stands_there and not PublicEye().sees(page):
            raise forms.ValidationError(_("Readers cannot see this page. Choose one that is out."))
        return page


class CouncilPageForm(SafeAddresses, WagtailAdminModelForm):
    """A page's own form would save a draft: this is no part of any draft, and the same in every language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = {row.sort_order: page for row, page in FeaturedPage.objects.of(self.instance).with_pages()}
        standing = {page.translation_key for page in shown.values()}
        for place, label in enumerate(PLACES, start=1):
            field = PublicPageField(standing=standing, label=label, initial=shown.get(place))
            self.fields[f"featured_{place}"] = field

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        seen = set()
        for name in self._names():
            page = said.get(name)
            if page is not None and page.translation_key in seen:
                self.add_error(name, _("This page is there already. Choose another one, or leave this empty."))
            seen |= {page.translation_key} if page is not None else set()
        return said

    def save(self, commit: bool = True) -> CouncilPage:
        council = super().save(commit=False)
        for page in CouncilPage.objects.filter(translation_key=council.translation_key):
            page.exit_url = council.exit_url
            page.save(update_fields=["exit_url"])
        FeaturedPage.objects.put_first(council, [page for name in self._names() if (page := self.cleaned_data[name])])
        return council

    def _names(self) -> list[str]:
        return [f"featured_{place}" for place in range(1, len(PLACES) + 1)]

    class Meta:
        model = CouncilPage
        fields = ["exit_url"]
