"""A front end's developer: makes TypeScript out of the contract, and writes answers down as values of those types."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

TOOLS = Path(__file__).parent / "tools"
STRICT = ["--strict", "--noEmit", "--target", "es2022", "--moduleResolution", "bundler", "--module", "esnext"]


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """One of the tools, installed if it is not there yet. Nothing of it is fetched while it runs."""
    if not (TOOLS / "node_modules" / ".bin" / "tsc").exists():
        subprocess.run(["npm", "ci", "--silent"], cwd=TOOLS, check=True)
    return subprocess.run(["npx", "--no-install", *map(str, command)], cwd=TOOLS, capture_output=True, text=True)


def compiled(contract: Path, values: dict[str, tuple[str, Any]], folder: Path) -> str:
    """What the compiler complains about: nothing, where each value fits its type without a cast.

    `values`: a name for each, with the name of its schema.
    """
    made = run("openapi-typescript", contract, "-o", folder / "contract.ts")
    assert made.returncode == 0, made.stderr
    lines = ['import type { components } from "./contract";']
    for number, (schema, value) in enumerate(values.values()):
        said = json.dumps(value, ensure_ascii=False)
        lines.append(f'export const value{number}: components["schemas"]["{schema}"] = {said};')
    (folder / "values.ts").write_text("\n".join(lines))
    return run("tsc", *STRICT, folder / "values.ts").stdout
