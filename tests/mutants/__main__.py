"""`python -m tests.mutants`: all of the list, or the files that are named, or a sample."""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tomllib
from collections import Counter
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
HERE = Path(__file__).parent
LIVING = ("survived", "unreached")
NEVER_ASKED = ""
VERDICTS = "verdicts.jsonl"


def main() -> int:
    """How many mutants live that nobody has looked at."""
    from tests.mutants.making import HOUSE, mutants_of

    asked = _arguments()
    listed = tomllib.loads((HERE / "asked.toml").read_text(encoding="utf-8"))
    equal = {(one["file"], one["was"], one["becomes"]) for one in looked_at()}
    tests: dict[str, list[str]] = {file: room["tests"] for room in listed["room"] for file in room["files"]}
    files = asked.files or [
        file for room in listed["room"] if not asked.sample or room["in_the_sample"] for file in room["files"]
    ]
    mutants = [mutant for file in files for mutant in mutants_of(file)]
    if asked.line:
        mutants = [mutant for mutant in mutants if mutant.line in asked.line]
    out = Path(os.environ.get("VAR_DIR", HOUSE / "var")) / "mutants"
    out.mkdir(parents=True, exist_ok=True)
    if asked.again:
        last = _last_verdicts(out)
        mutants = [mutant for mutant in mutants if last.get(mutant.name, NEVER_ASKED) in (*LIVING, NEVER_ASKED)]
    if asked.sample:
        mutants = random.Random(asked.seed).sample(mutants, min(asked.sample, len(mutants)))
        mutants.sort(key=lambda mutant: (files.index(mutant.file), mutant.line))

    if not mutants:
        print("No mutant to ask about.")
        return 0

    django.setup()
    from tests.mutants.asking import Asking, Verdict

    counted: dict[str, Counter[str]] = {}
    living = 0

    def told(verdict: Verdict) -> None:
        nonlocal living
        mutant, what = verdict.mutant, verdict.what
        if what in LIVING and mutant.name in equal:
            what = "equal"
        counted.setdefault(mutant.file, Counter())[what] += 1
        if what in LIVING:
            living += 1
            left = f", {verdict.left} tests not asked" if verdict.left else ""
            print(
                f"LIVES {mutant.file}:{mutant.line} ({what}{left})\n    - {mutant.was}\n    + {mutant.becomes}",
                flush=True,
            )
        with (out / VERDICTS).open("a") as written:
            said = {"file": mutant.file, "line": mutant.line, "what": what, "was": mutant.was}
            print(json.dumps({**said, "becomes": mutant.becomes, "by": verdict.by}), file=written)

    chosen = list(
        dict.fromkeys(test for file in dict.fromkeys(m.file for m in mutants) for test in tests.get(file, ["tests"]))
    )
    asking = Asking(mutants, out / "seen.json", told, budget=asked.budget)
    asking.run(asked.tests or chosen)
    for file, numbers in counted.items():
        print(_line(file, numbers))
    print(_line("in all", sum(counted.values(), Counter())))
    return min(living, 100)


def looked_at() -> list[dict[str, str]]:
    """What somebody has read and found to be the same for everybody: a file of each room in `equal/`."""
    files = sorted((HERE / "equal").glob("*.toml"))
    return [one for file in files for one in tomllib.loads(file.read_text(encoding="utf-8"))["equal"]]


def not_looked_at_in(reviewed: dict[str, str]) -> bool:
    """Whether this entry of the list tells of lines that are no longer there."""
    text = (HERE.parent.parent / reviewed["file"]).read_text(encoding="utf-8")
    return reviewed["was"] not in " ".join(text.split())


def _last_verdicts(out: Path) -> dict[tuple[str, str, str], str]:
    """What became of each mutant when it was asked last, by its name."""
    file = out / VERDICTS
    said = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []
    return {(one["file"], one["was"], one["becomes"]): one["what"] for one in said}


def _line(name: str, numbers: Counter[str]) -> str:
    noticed = numbers["noticed"] + numbers["hung"]
    alive = numbers["survived"] + numbers["unreached"]
    share = f"{100 * noticed / (noticed + alive):.1f} %" if noticed + alive else "—"
    said = f"{noticed} of {noticed + alive}, {numbers['equal']} equal, {numbers['declaration']} not planted"
    return f"{name}: {share} noticed ({said})"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make mutants")
    parser.add_argument("files", nargs="*", help="these files alone")
    parser.add_argument("--line", type=int, action="append", help="mutants of this line alone")
    parser.add_argument(
        "--again", action="store_true", help="those alone that lived when they were asked last, or were never asked"
    )
    parser.add_argument("--tests", nargs="+", help="ask these tests instead of the nearest ones")
    parser.add_argument("--sample", type=int, help="so many mutants, chosen at random from the quick files")
    parser.add_argument("--seed", default="waymark", help="the same seed chooses the same sample")
    parser.add_argument("--budget", type=float, default=60.0, help="seconds of tests per mutant")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
