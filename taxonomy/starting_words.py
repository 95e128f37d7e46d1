"""The search words that an empty Waymark starts with: what young people type, and what pages say.

Each group is put in once. What people change stays as they wrote it, and what they delete does not come back.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from taxonomy.models import StartingWordGroup, WordGroup

FILE = Path(__file__).parent / "starting_words.toml"


def add_starting_words() -> None:
    groups = {group["key"]: group for group in tomllib.loads(FILE.read_text())["groups"]}
    known = set(StartingWordGroup.objects.values_list("key", flat=True))
    for key, group in groups.items():
        if key not in known:
            StartingWordGroup.objects.create(key=key)
            WordGroup.objects.create(
                language=group["language"], typed="\n".join(group["typed"]), meant="\n".join(group["meant"])
            )
