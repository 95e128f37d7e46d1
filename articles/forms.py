"""The editing form of everything a youth panel writes: what is missing is said at its field, and nothing typed is lost.

Saving a draft asks for nothing. Wagtail defers what is required then (`defer_required_fields` in its create and edit
views, and for previews) and validates fully when a page is sent in: that difference is how the form knows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain, count
from typing import Any, NamedTuple

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import MaxLengthValidator, RegexValidator
from django.db import models
from django.forms import CharField
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import FieldBlock, StreamBlockValidationError
from wagtail.blocks.base import Block, BlockField
from wagtail.models import Page
from wagtail.permissions import policy_registry

from agreement.signals import about_to_be_sent
from articles.address_forms import PlainAddresses
from articles.checklist import PEOPLE, Item, label_of_field
from articles.findings import Finding
from articles.hints import KnownWords
from articles.known_words import known_words_in
from articles.problems import NO_TITLE_YET, Problem
from articles.ticks import TicksBesideVersions
from articles.wording import Chosen, chosen_by
from literacy.visible_text import LONGEST_BOX
from taxonomy.forms import ClassifiedPageForm

# How Wagtail's blocks and Django's formsets number their rows in a form: numbers that choose nothing.
BOOKKEEPING_OF_ROWS = {
    *("count", "order", "type", "deleted", "id"),
    *("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS", "ORDER", "DELETE"),
}


TOO_LONG = gettext_lazy("Say it in %(limit_value)d characters at most: these are %(show_value)d. What can go?")


ENDS_OF_ADDRESSES = r"^[-\w]+\Z"
ONLY_THESE_SIGNS = gettext_lazy(
    "Only letters, numbers and hyphens can stand in an address. Like: carrying-for-someone."
)
TAKEN_ADDRESS = gettext_lazy("Another page has this address already. Choose another one.")

MEANT = "meant_to_be_here"
"""The name of the ticks that say so."""


class ToConfirm(NamedTuple):
    """A finding, what its field is called, and whether somebody said that it is meant."""

    finding: Finding
    place: str
    is_meant: bool


class SentencesAtFields:
    """A page's form that can be told what is wrong in sentences, each shown where it belongs."""

    fields: dict[str, Any]
    formsets: dict[str, Any]
    errors: Any

    def say_at(self, name: str, sentences: list[str]) -> None:
        """Show `sentences` at the field or the child rows called `name`, or above the form where it shows neither."""
        if name in self.formsets:
            self.formsets[name].non_form_errors().extend(sentences)
        elif name not in self.fields:
            self.add_error(None, sentences)  # type: ignore[attr-defined]
        elif isinstance(self.fields[name], BlockField):
            # Wagtail shows one error of a stream, so that all sentences go into one.
            self.add_error(name, StreamBlockValidationError(non_block_errors=sentences))  # type: ignore[attr-defined]
        else:
            self.add_error(name, [ValidationError(sentence) for sentence in sentences])  # type: ignore[attr-defined]

    def has_errors_at(self, name: str) -> bool:
        return name in self.errors or (name in self.formsets and _has_errors(self.formsets[name]))


class OwnMediaOnly(SentencesAtFields):
    """Refuses what the user may not choose: Wagtail's choosers do not offer it, but its forms take any id."""

    def on_the_page_before(self) -> set[models.Model]:
        return {chosen.row for chosen in chosen_by(self.instance)} if self.instance.pk else set()  # type: ignore[attr-defined]

    def refuse_what_is_not_hers(self, before: set[models.Model]) -> None:
        for chosen in self._not_hers(before):
            self._forget_choice(chosen)
            if not self.has_errors_at(chosen.field):
                self.say_at(chosen.field, [_not_yours(chosen.row)])

    def _not_hers(self, before: set[models.Model]) -> Iterator[Chosen]:
        for chosen in chosen_by(self.instance):  # type: ignore[attr-defined]
            if chosen.row not in before and not may_choose(self.for_user, chosen.row):  # type: ignore[attr-defined]
                yield chosen

    def _forget_choice(self, chosen: Chosen) -> None:
        """Take the choice out of what is shown again: the form would show the title and a thumbnail of it."""
        self.data = self.data.copy()  # type: ignore[has-type]
        for key, value in list(self.data.items()):
            field, part = key.split("-")[0], key.split("-")[-1]
            if field == chosen.field and part not in BOOKKEEPING_OF_ROWS and value == str(chosen.row.pk):
                self.data[key] = ""
        for form in self.formsets[chosen.field].forms if chosen.field in self.formsets else ():
            form.data = self.data


class ContentPageForm(TicksBesideVersions, OwnMediaOnly, PlainAddresses, ClassifiedPageForm):
    """`base_form_class` of advice pages, videos and pathways."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.path:
            self.instance.will_hang_below = self.parent_page
        self._call_levels_as_their_readers_do()
        self.show_what_was_said()
        self._chosen_before = self.on_the_page_before() if self.is_bound else set()
        self._was_judged = False
        for field in self.fields.values():
            take_whole(field)
        if "slug" in self.fields:
            # Left empty, it is made from the title (Page.full_clean).
            self.fields["slug"].required = False
            # Django's own sentence calls it by its inner name.
            self.fields["slug"].validators = [RegexValidator(ENDS_OF_ADDRESSES, ONLY_THESE_SIGNS)]
        if "title" in self.fields:
            self.fields["title"].error_messages["required"] = _(
                "Give it a title. A question works best: What can I do if…?"
            )

    def _call_levels_as_their_readers_do(self) -> None:
        if "main_level" not in self.fields:
            return
        self.fields["main_level"].choices = [(level.value, label) for level, label in self.labels.items()]
        for level, label in self.labels.items():
            if (name := f"body_{level.value}") in self.fields:
                self.fields[name].label = label

    def clean_slug(self) -> str:
        """The address as typed, or made from the title; with a number behind it where another page has it already.

        It makes itself, so that two writers with the same question must not be asked about it. Not on a live page:
        its readers have the address.
        """
        slug = self.cleaned_data["slug"]
        if not slug or (self.instance.live and self.instance.pk):
            return slug
        choices = chain([slug], (f"{slug}-{number}" for number in count(2)))
        return next(choice for choice in choices if Page._slug_is_available(choice, self._parent(), self.instance))

    def defer_required_fields(self) -> None:
        """A draft needs no title: who began with the words would lose them (Page.minimal_clean asks for one)."""
        super().defer_required_fields()
        for name in ("title", "slug"):
            if name in self.fields and self.fields[name].required:
                self.fields[name].required = False
                self.deferred_required_fields.append(name)

    def clean_title(self) -> str:
        """In one line, also where it was typed in several."""
        return " ".join(self.cleaned_data["title"].splitlines()) or str(NO_TITLE_YET)

    @cached_property
    def can_be_sent(self) -> bool:
        """Whether there is anything to send: not while the panel votes, or a moderator checks."""
        page = self.instance
        if page.pk is None:
            return True
        return not page.workflow_in_progress and page.permissions_for_user(self.for_user).can_edit()

    @cached_property
    def known_words(self) -> KnownWords:
        return known_words_in(self.instance.locale_code)

    @property
    def is_being_sent(self) -> bool:
        return self.is_bound and not self.is_deferred_validation

    def is_valid(self) -> bool:
        """Whether this can be saved, or, when it is being sent in, whether it can be sent in."""
        super().is_valid()
        if any("slug" in str(sentence) for sentence in self.errors.get("slug", ())):
            # Wagtail's, of an address that a page beside it has (wagtail/admin/forms/pages.py, is_valid).
            self.errors["slug"] = self.error_class([TAKEN_ADDRESS])
        if self.is_bound and not self._was_judged:
            self._was_judged = True
            self._put_together()
            self.refuse_what_is_not_hers(self._chosen_before)
            if self.is_being_sent:
                self._say_what_is_missing()
        return self.is_bound and not self.errors and not any(map(_has_errors, self.formsets.values()))

    def points_left(self) -> list[Problem]:
        """Everything that sending this in would refuse, as typed: at which field, or at none, and one sentence each."""
        if not self.is_being_sent:
            people = [Problem(PEOPLE, sentence) for sentence in self._reasons_from_above()]
            return [*self.instance.problems_before_sending(), *people]
        self.is_valid()
        points = [
            Problem(PEOPLE if name == NON_FIELD_ERRORS else name, sentence)
            for name, errors in self.errors.as_data().items()
            for error in errors
            for sentence in _sentences_in(error)
        ]
        return points + [
            Problem(name, sentence)
            for name, formset in self.formsets.items()
            for sentence in dict.fromkeys(_sentences_in_rows(formset))
        ]

    @property
    def meant(self) -> set[str]:
        """The findings of which somebody says that they are meant, by their tokens."""
        ticked = self.data.getlist(MEANT) if hasattr(self.data, "getlist") else ()
        return set(ticked)

    def to_be_confirmed(self) -> list[ToConfirm]:
        """What was found in the words, each with a tick for "this is meant to be here"."""
        return [
            ToConfirm(finding, self._name_of(finding.field), finding.token in self.meant)
            for finding in self.instance.findings()
        ]

    def worth_a_look(self) -> list[Item]:
        found = [
            Item(field=one.finding.field, label=_("Is this meant to be here?"), sentences=(one.finding.what,))
            for one in self.to_be_confirmed()
            if not one.is_meant
        ]
        return [*found, *super().worth_a_look()]

    def _name_of(self, field: str) -> str:
        return label_of_field(self.instance, field)

    def _put_together(self) -> None:
        """The page as it was typed, in memory: its own fields are there already, rows and topics are not."""
        self.choose_rows()
        self.save_cluster_m2m()
        for formset in self.formsets.values():
            if not _has_errors(formset):
                formset.instance = self.instance
                formset.save(commit=False)

    def _say_what_is_missing(self) -> None:
        sentences = defaultdict(list)
        for problem in self.instance.problems_before_sending():
            if not self.has_errors_at(problem.field):
                sentences[problem.field].append(str(problem.sentence))
        for finding in self.instance.findings():
            if finding.token not in self.meant:
                sentences[finding.field].append(finding.question)
        for name, said in sentences.items():
            self.say_at(name, said)
        for sentence in self._reasons_from_above():
            self.add_error(None, sentence)

    def _reasons_from_above(self) -> list[str]:
        answers = about_to_be_sent.send(
            type(self.instance), page=self.instance, parent_page=self._parent(), sender_user=self.for_user
        )
        return [sentence for _receiver, sentences in answers for sentence in sentences or []]

    def _parent(self) -> Page | None:
        return self.parent_page or (self.instance.get_parent() if self.instance.pk else None)


def take_whole(field: Any) -> None:
    """Let a field take more than fits in it: a browser told the limit cuts off what is pasted, and says nothing."""
    if isinstance(field, BlockField):
        _take_whole_in(field.block)
        return
    if isinstance(field, CharField) and not field.max_length:
        field.validators.append(MaxLengthValidator(LONGEST_BOX, TOO_LONG))
    field.widget.attrs.pop("maxlength", None)
    field.error_messages["max_length"] = TOO_LONG


def _take_whole_in(block: Block) -> None:
    if isinstance(block, FieldBlock):
        take_whole(block.field)
    for child in getattr(block, "child_blocks", {}).values():
        _take_whole_in(child)
    if hasattr(block, "child_block"):
        _take_whole_in(block.child_block)


def may_choose(user: Any, row: models.Model) -> bool:
    """Whether the choosers offer `row` to this user."""
    if user is None:
        return False
    if isinstance(row, Page):
        return row.live or row.permissions_for_user(user).can_edit()
    policy = policy_registry.get_by_type(type(row))
    # A film has no permission of its own to be chosen with: whoever may change it may choose it (wagtailmedia's chooser).
    return policy.user_has_any_permission_for_instance(user, ["choose", "change"], row)


def _not_yours(row: models.Model) -> str:
    if isinstance(row, Page):
        return _("You can't point to this page: it is another panel's draft. Choose one that is live, or one of yours.")
    return _("You can't use this file: it belongs to somebody else. Choose one of your panel's, or upload it.")


def _sentences_in(error: Any) -> list[str]:
    """What an error says. Of a part that nobody filled in, Wagtail says where it is, and not in words."""
    if not isinstance(error, StreamBlockValidationError):
        return [str(message) for message in error.messages]
    said = [str(message) for inner in error.non_block_errors.as_data() for message in inner.messages]
    return said + ([_("One of its parts is not filled in yet, or not right.")] if error.block_errors else [])


def _sentences_in_rows(formset: Any) -> Iterator[str]:
    yield from (str(sentence) for sentence in formset.non_form_errors())
    for form in formset.forms:
        if not _is_going(formset, form):
            yield from (str(sentence) for sentences in form.errors.values() for sentence in sentences)


def _has_errors(formset: Any) -> bool:
    return bool(formset.non_form_errors()) or any(form.errors for form in formset.forms if not _is_going(formset, form))


def _is_going(formset: Any, form: Any) -> bool:
    return formset.can_delete and formset._should_delete_form(form)
