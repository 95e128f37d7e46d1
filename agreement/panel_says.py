"""What a panel says together, in a form: one person presses the button, and nothing keeps it beside that person."""

from __future__ import annotations

from collections.abc import Iterable

PREFIX = "panel_says_"
"""How the fields of a form begin that are the panel's word and no writer's."""


def without_what_the_panel_says(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """A form's names and values, for whatever keeps forms beside whoever sent them."""
    return [(name, value) for name, value in pairs if not name.startswith(PREFIX)]
