"""Wagtail's choosers without inline scripts: the call that starts them is written as data (static/cms/start_widgets.js)."""

from __future__ import annotations

import json
import re
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.widgets.chooser import BaseChooser

CALL = re.compile(r"^(?:new )?(?P<start>\w+)\((?P<values>.*)\);$", re.DOTALL)


def render_with_its_start_as_data(
    self: BaseChooser, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
) -> SafeString:
    """What `BaseChooser.render` gives (wagtail/admin/widgets/chooser.py), but for its `<script>`."""
    id_ = (attrs or {})["id"]
    value_data = self.get_value_data(value)
    html = self.render_html(name, value_data, attrs)
    return mark_safe(html) + _as_data(self.render_js_init(id_, name, value_data))


def _as_data(call: str) -> SafeString:
    found = CALL.match(call)
    if found is None:
        raise ValueError(f"A chooser starts in a way that is not known here: {call}")
    values = json.dumps(json.loads(f"[{found['values']}]"))
    # As Django's json_script does: nothing in it can end the element.
    safe = values.replace("<", "\\u003C").replace(">", "\\u003E").replace("&", "\\u0026")
    return format_html('<script type="application/json" data-start="{}">{}</script>', found["start"], mark_safe(safe))


def start_choosers_without_inline_scripts() -> None:
    BaseChooser.render = render_with_its_start_as_data


wagtails_instance = BaseChooser.get_instance


def instance_if_there_is_one(self: BaseChooser, value: Any) -> Any:
    """What was chosen, to show a refused form once more. Wagtail's own falls over a value that is no number."""
    try:
        return wagtails_instance(self, value)
    except (ValueError, TypeError):
        return None


def show_choosers_whatever_was_sent() -> None:
    BaseChooser.get_instance = instance_if_there_is_one
