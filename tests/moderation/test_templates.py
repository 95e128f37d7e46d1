"""What our own templates must not hold: the content security policy of the admin lets nothing inline run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import moderation

TEMPLATES = sorted((Path(moderation.__file__).parent / "templates").rglob("*.html"))
INLINE = re.compile(r"<script(?! src=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_nothing_in_a_template_runs_or_styles_inline(template):
    assert not INLINE.search(template.read_text())
