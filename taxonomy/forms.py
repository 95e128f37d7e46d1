"""The part of a page's form that says what the page is about, for whom, and where."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from agreement.days import today
from taxonomy.models import Area, PageArea, PageSituation, Situation, Topic
from taxonomy.widgets import ChosenFromAList


class ClassifiedPageForm(WagtailAdminPageForm):
    """For pages that are a ClassifiedPage: `base_form_class` is this or derives from it."""

    topics = ChosenFromAList(
        queryset=Topic.objects.none(),
        required=False,
        label=_("Topics"),
        help_text=_("What is it about? One to three. Readers find the page by them."),
    )
    situations = ChosenFromAList(
        queryset=Situation.objects.none(),
        required=False,
        label=_("Situations"),
        help_text=_("Who would this help? Choose what they might say."),
    )
    areas = ChosenFromAList(
        queryset=Area.objects.none(),
        required=False,
        label=_("Areas"),
        help_text=_("Only for some places? Choose them. For everybody, leave all of them empty."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        page = self.instance
        situations, areas = page.situations(), page.areas()
        self._offer("topics", Topic.objects.prefetch_related("labels"))
        self._offer("situations", Situation.objects.prefetch_related("labels"), chosen=situations)
        still_chosen = Q(pk__in=[area.pk for area in areas])
        self._offer("areas", Area.objects.valid_on(today()) | Area.objects.filter(still_chosen), areas)

    def _offer(self, name: str, queryset: Any, chosen: list[Any] | None = None) -> None:
        if name not in (self._meta.fields or [name]):
            # Django keeps a declared field on every form: without its panel it would come back empty.
            del self.fields[name]
            return
        self.fields[name].queryset = queryset
        if chosen is not None:
            self.initial[name] = chosen

    def save(self, commit: bool = True) -> Any:
        self.choose_rows()
        return super().save(commit=commit)

    def choose_rows(self) -> None:
        """Put the chosen situations and areas on the page, in memory."""
        page = self.instance
        if "situations" in self.cleaned_data:
            _choose(page.page_situations, PageSituation, "situation", self.cleaned_data["situations"])
        if "areas" in self.cleaned_data:
            _choose(page.page_areas, PageArea, "area", self.cleaned_data["areas"])


def _choose(rows: Any, model: type[PageSituation | PageArea], name: str, chosen: Any) -> None:
    """Keep the rows that are still chosen, so that a save that changes nothing leaves them as they are."""
    kept = {getattr(row, name): row for row in rows.all()}
    rows.set([kept.get(one) or model(**{name: one}) for one in chosen])
