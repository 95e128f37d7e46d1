"""Addresses as somebody types them into a form, kept as readers get every link (articles/checks/addresses.py)."""

from __future__ import annotations

from typing import Any

from django import forms

from articles.checks.addresses import readers_address
from articles.problems import problems_in_link


class PlainAddresses:
    """A form whose addresses are kept without whoever only counts, and with nothing that says who follows them.

    Here, and not where they are served: what was agreed is served as it was agreed.
    """

    fields: dict[str, Any]
    cleaned_data: dict[str, Any]

    def clean(self) -> Any:
        cleaned = super().clean()  # type: ignore[misc]
        for name in self.addresses():
            self.cleaned_data[name] = readers_address(self.cleaned_data[name]) or self.cleaned_data[name]
        return cleaned

    def addresses(self) -> list[str]:
        """The names of the fields in which an address was typed."""
        named = [name for name, field in self.fields.items() if isinstance(field, forms.URLField)]
        return [name for name in named if self.cleaned_data.get(name)]


class SafeAddresses(PlainAddresses):
    """The same for what takes no road to a panel: an address that readers would not get as a link is refused at once."""

    def clean(self) -> Any:
        cleaned = super().clean()
        for name in self.addresses():
            for problem in problems_in_link(name, self.cleaned_data[name]):
                self.add_error(name, str(problem.sentence))  # type: ignore[attr-defined]
        return cleaned
