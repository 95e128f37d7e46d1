"""Wagtail's page editor, in which nothing that was typed is lost.

Every form carries the key of the tab it stands in (`moderation.models.sittings`). Saves of one page come one after the
other. What cannot be saved is kept for its writer, who finds it where she looks for it: in the editor and in "For my
panel". Wagtail itself asks only its autosave whether somebody else changed the page meanwhile; here every save is asked
(wagtail/admin/views/pages/edit.py, EditView.post).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.admin.utils import set_query_params
from wagtail.admin.views.pages.create import CreateView as WagtailsCreateView
from wagtail.admin.views.pages.edit import EditView as WagtailsEditView
from wagtail.models import Page, TaskState

from moderation.models import Sitting, WhyKept
from moderation.models.sittings import read_token
from moderation.saying import moment_in_words


class HowItIsSaved(Component):
    """In the editor's head: whether what was typed is saved, in words, and what static/moderation/kept.js needs."""

    template_name = "moderation/_how_it_is_saved.html"

    def __init__(self, token: str, *, me: str, number: int = 0) -> None:
        self.token, self.me, self.number = token, me, number

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"token": self.token, "me": self.me, "number": self.number}


class KeepsWhatIsTyped:
    """For Wagtail's views that take a page's form: knows the tab it comes from, and keeps what cannot be saved."""

    request: HttpRequest
    form: Any
    form_class: Any
    subscription: Any
    page: Page
    expects_json_response: bool
    was_refused = False

    @cached_property
    def token(self) -> tuple[Any, int] | None:
        return read_token(self.request.POST.get("sitting", ""))

    @cached_property
    def sitting(self) -> Sitting:
        user = self.request.user
        key = self.token[0] if self.token else None
        known = Sitting.objects.of(user).filter(pk=key).first() if key else None
        return known or Sitting(user=user, address=self.request.path, **({"key": key} if key else {}))

    @cached_property
    def number(self) -> int:
        number = self.request.POST.get("sitting_number", "")
        return int(number) if number.isdecimal() and len(number) < 10 else 0

    @property
    def is_somebody_elses(self) -> bool:
        """Whether the form was opened by another person than the one who is logged in now."""
        return self.token is not None and self.token[1] != self.request.user.pk

    def refuse_somebody_elses(self) -> HttpResponseBase:
        """On a shared phone nobody's words become another person's by themselves."""
        sentence = _(
            "Somebody else is logged in now, so these words are not saved by themselves. "
            "If you save them, they count as words of the person who is logged in."
        )
        if self.expects_json_response:
            return refusal("somebody_else", sentence)
        self.autosave_enabled = False
        return self.show_again(sentence)

    def show_again(self, sentence: str) -> HttpResponseBase:
        """The form as it was typed, saved nowhere."""
        messages.error(self.request, sentence)
        self.form = self.make_form()
        self.form.defer_required_fields()
        self.form.is_valid()
        self.form.restore_required_fields()
        self.has_unsaved_changes, self.errors_debug = True, ""
        return self.render_to_response(self.get_context_data())  # type: ignore[attr-defined]

    @contextmanager
    def one_after_the_other(self, page_id: int) -> Iterator[None]:
        """Two saves at once wait for each other, so that the second one sees the first.

        What is sent on (to the panel, say) waits for the save that was on its way, and no longer: when it is refused,
        what was saved with it stays saved. Whatever this tab sent before it, and arrives after it, comes too late.
        """
        if self.request.method != "POST":
            yield
            return
        with transaction.atomic():
            Page.objects.select_for_update().filter(pk=page_id).first()
            if not self.is_sent_on:
                yield
                return
            if self.token and not self.is_somebody_elses:
                self.sitting.takes_nothing_before(self.number)
        yield

    @property
    def is_sent_on(self) -> bool:
        return any(name.startswith("action-") for name in self.request.POST)

    @property
    def place(self) -> Page:
        """Where the page hangs, or will hang."""
        raise NotImplementedError

    def make_form(self) -> Any:
        return self.form_class(
            self.request.POST,
            self.request.FILES,
            instance=self.page,
            subscription=self.subscription,
            parent_page=self.place,
            for_user=self.request.user,
        )

    def keep(self, why: str) -> None:
        self.sitting.page_id = self.page.pk
        self.sitting.address = self.request.path
        self.sitting.keep(self.request.POST, why=why, number=self.number)

    def json_error_response(self, error_code: str, error_message: str) -> HttpResponse:
        if error_code not in WhyKept.values:
            return super().json_error_response(error_code, error_message)  # type: ignore[misc]
        self.keep(error_code)
        return refusal(error_code, self.why_not_saved(error_code), way_on=way_to(self.sitting))

    def why_not_saved(self, error_code: str) -> str:
        if error_code == WhyKept.LOCKED:
            return _("The panel is deciding about this page now, so it stays as it is. Your words are kept for you.")
        wrong = first_error(self.form)
        return _("Your words are kept for you, but not on the page yet. %(wrong)s") % {"wrong": wrong}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.is_somebody_elses:
            return self.refuse_somebody_elses()
        if request.POST.get("only_keep"):
            return self.only_keep()
        try:
            response = self.take(request, *args, **kwargs)
        except MultiValueDictKeyError:
            # The end of the form is missing: the connection broke while it was sent.
            return self.refuse_half_a_form()
        self.note(response)
        return response

    def only_keep(self) -> HttpResponseBase:
        """What was left in a tab that had no connection."""
        has_come = self.sitting.has_dealt_with(self.number)
        if not has_come:
            self.keep(WhyKept.NOT_SENT)
        return JsonResponse({"success": True, "kept": not has_come, "way_on": way_to(self.sitting)})

    def take(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().post(request, *args, **kwargs)  # type: ignore[misc]

    def refuse_half_a_form(self) -> HttpResponseBase:
        sentence = _("Not all of the page arrived here. Go back, and save it once more: your words are still there.")
        if self.expects_json_response:
            return refusal("half_a_form", sentence)
        messages.error(self.request, sentence)
        return redirect(self.request.get_full_path())

    def note(self, response: HttpResponseBase) -> None:
        """Remember how far this tab is saved."""
        if self.expects_json_response and isinstance(response, JsonResponse):
            answer = json.loads(response.content)
            if answer.get("success"):
                self.sitting.saved(page_id=answer["pk"], revision_id=answer["revision_id"], number=self.number)
        elif response.status_code == 302 and self.page.pk and self.token and not self.was_refused:
            revision_id = Page.objects.values_list("latest_revision_id", flat=True).get(pk=self.page.pk)
            self.sitting.saved(page_id=self.page.pk, revision_id=revision_id, number=self.number)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # A page of Wagtail's is made anew only for a form that is shown whole: that is a tab of its own.
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        if "autosave_indicator" in context:
            token = self.request.POST.get("sitting") if self.request.method == "POST" else ""
            me, goes_on = self.request.user.get_full_name(), bool(token) and not self.is_somebody_elses
            mine = token if goes_on else Sitting(user=self.request.user).token()
            # A form that is shown again counts on from where it was: what it sends is newer than all before.
            number = max(self.number, self.sitting.number) if goes_on else 0
            context["autosave_indicator"] = HowItIsSaved(mine, me=me, number=number)
        return context

    def say_what_is_kept(self, page: Page | None) -> None:
        """On opening the form: words of this person's that are not on the page."""
        kept = Sitting.objects.of(self.request.user).about(page=page, address=self.request.path).with_kept_words()
        for sitting in kept:
            sentence = _("You typed something here %(when)s that is not on the page yet.") % {
                "when": moment_in_words(sitting.last_at)
            }
            link = format_html('<a href="{}">{}</a>', way_to(sitting), _("See it, and choose"))
            messages.warning(self.request, format_html("{} {}", sentence, link))


class CreateView(KeepsWhatIsTyped, WagtailsCreateView):
    """A new page. What a tab sends twice, because the first answer never came, makes one page."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "GET":
            # First of all: the step in which one chooses how to begin comes before the form.
            self.say_what_is_kept(None)
        with self.one_after_the_other(kwargs["parent_page_id"]):
            return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if hasattr(self.page, "begin_with"):
            self.page.begin_with(request.GET.get("start", ""))
        if hasattr(self.page, "begin_about"):
            self.page.begin_about(request.GET.get("topic", ""))
        return super().get(request, *args, **kwargs)

    @property
    def place(self) -> Page:
        return self.parent_page

    def take(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        made = self.sitting.page if self.sitting.page_id else None
        if made is None:
            return super().take(request)
        response = EditView.as_view()(request, page_id=made.pk)
        if not isinstance(response, JsonResponse) or response.status_code != 200:
            return response
        edit_url = reverse("wagtailadmin_pages:edit", args=[made.pk])
        hydrate_url = set_query_params(edit_url, {"_w_hydrate_create_view": "1"})
        return JsonResponse({**json.loads(response.content), "url": edit_url, "hydrate_url": hydrate_url})

    def note(self, response: HttpResponseBase) -> None:
        # What went on to EditView was noted there.
        if not self.sitting.page_id:
            super().note(response)


class EditView(KeepsWhatIsTyped, WagtailsEditView):
    """A page that is there already. Nobody writes over another person's words unseen."""

    def dispatch(self, request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponseBase:
        with self.one_after_the_other(page_id):
            return super().dispatch(request, page_id, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.hydrate_create_view:
            self.say_what_is_kept(self.page)
        return super().get(request, *args, **kwargs)

    @property
    def place(self) -> Page:
        return self.parent

    @cached_property
    def is_out_of_date(self) -> bool:
        """Whether somebody saved other words since this tab loaded the page, or saved it last."""
        saved_here = self.sitting.revision_id
        if saved_here and self.latest_revision and saved_here == self.latest_revision.pk:
            return False
        return super().is_out_of_date

    def take(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.expects_json_response and self.sitting.has_dealt_with(self.number):
            return self.answer_as_before()
        if not self.expects_json_response and not self.is_cancelling_workflow and self.is_out_of_date:
            return self.refuse_to_overwrite()
        request.POST = request.POST.copy()  # type: ignore[assignment]
        request.POST["overwrite_revision_id"] = str(self.revision_to_go_on_with() or "")  # type: ignore[index]
        if not self.is_out_of_date:
            self.take_out_rows_sent_before()
        return super().take(request, *args, **kwargs)

    def answer_as_before(self) -> HttpResponseBase:
        """Something arrived after what was typed later."""
        if self.sitting.kept:
            why = self.sitting.why
            return refusal(why, str(WhyKept(why).label), way_on=way_to(self.sitting))
        saved = {"success": True, "pk": self.page.pk, "revision_id": self.sitting.revision_id}
        return JsonResponse({**saved, "revision_created_at": self.latest_revision_created_at, "field_updates": {}})

    def refuse_to_overwrite(self) -> HttpResponseBase:
        self.was_refused = True
        self.keep(WhyKept.OTHER_WORDS)
        messages.warning(self.request, self.who_was_quicker())
        return redirect(way_to(self.sitting))

    def why_not_saved(self, error_code: str) -> str:
        return self.who_was_quicker() if error_code == WhyKept.OTHER_WORDS else super().why_not_saved(error_code)

    def who_was_quicker(self) -> str:
        other = self.latest_revision.user if self.latest_revision else None
        if other == self.request.user:
            return _("You changed this page in another window. These words are kept for you.")
        return _("%(name)s changed this page while you were writing. Your words are kept for you.") % {
            "name": other.get_full_name() if other else _("Somebody")
        }

    def form_invalid(self, form: Any) -> HttpResponseBase:
        response = super().form_invalid(form)
        # A page with the panel is locked, so Wagtail takes the form for a refused one, and shows it under this address.
        return self.redirect_and_remain() if self.is_cancelling_workflow else response

    def revision_to_go_on_with(self) -> int | None:
        """The revision that this tab's autosave writes on, instead of making one for each pause in typing.

        Never one that a panel voted on or that is live: what was decided about stays as it was.
        """
        latest = self.latest_revision
        if not self.expects_json_response or latest is None or latest.pk != self.sitting.revision_id:
            return None
        was_decided_about = (
            latest.pk == self.page.live_revision_id or TaskState.objects.filter(revision=latest).exists()
        )
        return None if was_decided_about else latest.pk

    def take_out_rows_sent_before(self) -> None:
        """Rows that this form does not know are its own, from a form whose answer never came: they would stand there twice."""
        for name in self.form_class.formsets:
            total = self.request.POST.get(f"{name}-TOTAL_FORMS", "")
            rows = getattr(self.page, name, None)
            if total.isdecimal() and len(total) < 10 and rows is not None:
                known = {self.request.POST.get(f"{name}-{number}-id") for number in range(min(int(total), 1000))}
                rows.set([row for row in rows.all() if str(row.pk) in known])


def refusal(code: str, sentence: str, *, way_on: str = "") -> JsonResponse:
    """In the shape that Wagtail's editor reads (JsonPostResponseMixin.json_error_response)."""
    answer = {"success": False, "error_code": code, "error_message": sentence, "way_on": way_on, "kept": bool(way_on)}
    return JsonResponse(answer, status=400)


def way_to(sitting: Sitting) -> str:
    return reverse("moderation:kept_words", args=[sitting.pk])


def first_error(form: Any) -> str:
    """The first thing that the form refused, with the name of its field."""
    for name, errors in form.errors.items():
        if name in form.fields and isinstance(sentence := next(iter(errors), ""), str):
            return f"{form.fields[name].label}: {sentence}"
    return _("Press “Save draft” to see what has to be put right.")
