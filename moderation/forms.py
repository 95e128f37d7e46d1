"""What people can say on the ballot page and at the moderators' desk."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from agreement.labels import Labels
from agreement.models import WithdrawalReason
from literacy.levels import WRITING_GUIDANCE, LiteracyLevel
from literacy.naming import refused, tidied
from moderation.ballots import LONGEST_SESSION_AHEAD, SHORTEST_SESSION, WhyNotThen
from moderation.errors import NotAtThatTime
from moderation.labels import in_words
from moderation.models import AskReason, ReasonCode, Vote, VoteChoice
from moderation.translating import TranslationNote

LONGEST_OWN_WORDS = 500
LONGEST_WORDS_TO_THE_PANEL = 600


class VoteForm(forms.Form):
    """Agree, ask for changes with a ready-made reason and maybe own words, or abstain."""

    choice = forms.ChoiceField(
        label=_("Your vote"),
        choices=VoteChoice,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three. You can change it later.")},
    )
    reason = forms.ChoiceField(
        label=_("If you ask for changes: why?"),
        choices=AskReason,
        widget=forms.RadioSelect,
        required=False,
    )
    words = forms.CharField(
        label=_("In your own words, if you like"),
        help_text=_("The writer may guess it's you."),
        max_length=LONGEST_OWN_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @classmethod
    def showing(cls, vote: Vote | None) -> VoteForm:
        """The form with somebody's own vote in it, to be changed."""
        return cls(initial={"choice": vote.choice, "reason": vote.reason, "words": vote.words} if vote else None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("choice") == VoteChoice.ASK_FOR_CHANGES and not cleaned.get("reason"):
            self.add_error("reason", _("Choose what should change, so that the writers know."))
        return cleaned


class SessionForm(forms.Form):
    """When a vote that the panel holds together closes."""

    closes_at = forms.DateTimeField(
        label=_("Close this vote at"),
        help_text=_(
            "Like the end of today's meeting, a quarter of an hour from now at least. You can set it once. Whoever has "
            "not voted yet is told."
        ),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"required": _("Choose a day and a time."), "invalid": _("Choose a day and a time.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.has_error("closes_at", "ambiguous_timezone"):
            # Django's own words are about time zones (django/forms/utils.py, from_current_timezone).
            self.errors["closes_at"] = self.error_class(
                [gettext("The clocks change in that hour. Choose another time.")]
            )
        return cleaned

    def clean_closes_at(self) -> datetime:
        closes_at: datetime = self.cleaned_data["closes_at"]
        now = timezone.now()
        if closes_at <= now:
            raise forms.ValidationError(_("That time has passed. Choose one to come."))
        if closes_at < now + SHORTEST_SESSION:
            raise forms.ValidationError(NotAtThatTime.SENTENCES[WhyNotThen.TOO_SOON])
        if closes_at > now + LONGEST_SESSION_AHEAD:
            raise forms.ValidationError(NotAtThatTime.SENTENCES[WhyNotThen.TOO_FAR])
        return closes_at


class SignForm(forms.Form):
    """A moderator has read it all."""

    read_it_all = forms.BooleanField(
        label=_("I have read every level. It is safe and true."),
        error_messages={"required": _("Tick the box once you have read every level.")},
    )
    speaks_it = forms.BooleanField(required=False)

    def __init__(self, *args: Any, translation: TranslationNote | None, may_say: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if translation is None or translation.was_checked or not may_say:
            del self.fields["speaks_it"]
        else:
            said = {"language": translation.language, "source": translation.source_language}
            self.fields["speaks_it"].label = (
                _("I read %(language)s well. I compared it with the %(source)s page, and it says the same.") % said
            )
            self.fields["speaks_it"].help_text = _(
                "Leave it empty if you don't. It can still go live, and readers are told."
            )


class SendBackForm(forms.Form):
    """A moderator asks for changes: a reason, and plain words for the panel."""

    reason_code = forms.ChoiceField(
        label=_("Why?"),
        choices=[("", _("Choose a reason")), *ReasonCode.choices],
        error_messages={"required": _("Choose a reason. The panel will see it.")},
    )
    words = forms.CharField(
        label=_("What to tell the panel"),
        help_text=_("Short sentences and everyday words. Say what to change, and what is good already."),
        max_length=LONGEST_WORDS_TO_THE_PANEL,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Tell the panel in plain words what to change.")},
    )


class ReplacementField(forms.ModelChoiceField):
    def label_from_instance(self, page: Page) -> str:
        return str(page.title)


class WithdrawForm(forms.Form):
    """A moderator takes a page back: what readers hear, and what the panel hears."""

    reason = forms.ChoiceField(
        label=_("What readers are told"),
        choices=WithdrawalReason,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what readers are told.")},
    )
    reason_code = forms.ChoiceField(
        label=_("Why, for the panel"),
        choices=[("", _("Choose a reason")), *ReasonCode.choices],
        error_messages={"required": _("Choose a reason. The panel will see it.")},
    )
    words = forms.CharField(
        label=_("What to tell the panel"),
        help_text=_("Short sentences and everyday words. Only the panel reads this."),
        max_length=LONGEST_WORDS_TO_THE_PANEL,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Tell the panel in plain words why it goes.")},
    )
    replacement = ReplacementField(
        label=_("A page to read instead, if there is one"),
        queryset=Page.objects.none(),
        required=False,
        empty_label=_("No page instead"),
    )
    this_language_only = forms.BooleanField(
        label=_("Only in this language"),
        help_text=_("Otherwise it goes in every language."),
        required=False,
    )

    def __init__(self, *args: Any, replacements: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["replacement"].queryset = replacements  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("reason") == WithdrawalReason.REPLACED and not cleaned.get("replacement"):
            self.add_error("replacement", _("Choose the newer page, or another thing to tell readers."))
        return cleaned

    def said(self) -> dict[str, Any]:
        """What was said, as `actions.withdraw` takes it: the replacement by its content id."""
        replacement = self.cleaned_data["replacement"]
        return self.cleaned_data | {"replacement": replacement.translation_key if replacement else None}


class LabelsForm(forms.Form):
    """What a panel would like to call the four levels in one language. A name that cannot be says why at its field."""

    def __init__(self, *args: Any, now: Labels, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        for level in LiteracyLevel:
            field = forms.CharField(
                label=_("Instead of “%(label)s”") % {"label": now[level]},
                help_text=gettext(WRITING_GUIDANCE[level]),
                initial=now[level],
                widget=forms.TextInput(attrs={"lang": language, "autocomplete": "off"}),
                required=False,  # what to do about an empty one, `refused` says
            )
            field.validators = []  # and about signs that nobody can see
            self.fields[level.value] = field

    def labels(self) -> Labels:
        return {level: tidied(self.cleaned_data.get(level.value, "")) for level in LiteracyLevel}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for level, remark in refused(self.labels(), now=self.now).items():
            self.add_error(level.value, in_words(remark))
        if not self.errors and self.labels() == self.now:
            raise forms.ValidationError(_("These are the names you have now. Change one of them, or leave it at that."))
        return cleaned


class DeclineLabelsForm(forms.Form):
    """A moderator says why not, in plain words for the panel."""

    words = forms.CharField(
        label=_("What to tell the panel"),
        help_text=_("Short sentences and everyday words. Say what does not work, and what would."),
        max_length=LONGEST_WORDS_TO_THE_PANEL,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Tell the panel in plain words why not.")},
    )


class DeclineChangeForm(forms.Form):
    """The second person says why not."""

    words = forms.CharField(
        label=_("Why not?"),
        help_text=_("For whoever proposed it: what is wrong with it, and what would be right."),
        max_length=LONGEST_WORDS_TO_THE_PANEL,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in a few words why not.")},
    )
