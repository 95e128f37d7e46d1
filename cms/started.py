"""What was started here last, for the commands that come after it: `make run PORT=8101`, then `manage.py project --check`.

Development only (cms/settings/dev.py): links in the read model begin with the address, and a command that took another one
would find each of them wrong. Knows nothing of Django. What the environment says itself always wins.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

PLACE = "started.json"
HOUSE = Path(__file__).resolve().parent.parent


def write_down(*, public_url: str) -> None:
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f"{PLACE}.{os.getpid()}"
    unfinished.write_text(json.dumps({"PUBLIC_URL": public_url}))
    unfinished.replace(folder / PLACE)


def public_url() -> str | None:
    """The address that was started last; None where nothing was, or where what is written there cannot be read."""
    try:
        known = json.loads((_folder() / PLACE).read_text())
    except (OSError, ValueError):
        return None
    address = known.get("PUBLIC_URL") if isinstance(known, dict) else None
    return address if isinstance(address, str) and address.startswith(("http://", "https://")) else None


def _folder() -> Path:
    return Path(os.environ.get("VAR_DIR") or HOUSE / "var")
