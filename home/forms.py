"""Crisis help as an admin keeps it, with what each line is for in every language side by side."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from articles.address_forms import SafeAddresses
from home.models import CouncilPage, CrisisLine
from taxonomy.models import Area, Topic
from taxonomy.widgets import ChosenFromAList

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


class ExitAddressForm(SafeAddresses, WagtailAdminModelForm):
    """A page's form would save a draft: this address is no part of any draft."""

    def save(self, commit: bool = True) -> CouncilPage:
        council = super().save(commit=False)
        for page in CouncilPage.objects.filter(translation_key=council.translation_key):
            page.exit_url = council.exit_url
            page.save(update_fields=["exit_url"])
        return council

    class Meta:
        model = CouncilPage
        fields = ["exit_url"]
