"""Makes `literacy/tables/`: python -m literacy.build.make_tables ../shared/data (see README.md here)."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import correlation, linear_regression

from literacy.measures import sentence_features, text_features, word_features
from literacy.words import EASIEST, HARDEST, TABLES, known, prose, roots, sentences_of, syllables, words_of

MOST_WORDS = 45_000
ENOUGH_OF_A_GAIN = 0.002
OUTWARDS = 1.1
CEFR = {"A1": 1, "A2": 2, "B1": 3, "B2": 4, "C1": 5, "C2": 6}
LISTS = ("words/cefrj-vocabulary-profile-1.5.csv", "words/octanove-vocabulary-profile-c1c2-1.0.csv")
# As written in Britain, and in America: neither is harder for a reader than the other.
SPELLINGS = (("our", "or"), ("ise", "ize"), ("isation", "ization"), ("yse", "yze"), ("ising", "izing"), ("ised", "ized"),
             ("tre", "ter"), ("ogue", "og"), ("lled", "led"), ("lling", "ling"), ("ence", "ense"), ("aem", "em"), ("oe", "e"), ("ae", "e"))  # fmt: skip


def main(data: Path) -> None:
    write_words(data)
    known.cache_clear()
    weights = {"text": fit_texts(data), "sentence": fit_sentences(data), "word": fit_words(data)}
    (TABLES / "weights.json").write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    print("tables:", sum(path.stat().st_size for path in TABLES.iterdir()), "bytes")


def write_words(data: Path) -> None:
    """Each common word with its frequency and its level, fitted from the lists and from how common and long it is."""
    from wordfreq import top_n_list, zipf_frequency  # noqa: PLC0415  only who makes the tables has it

    words = [word for word in top_n_list("en", 90_000) if re.fullmatch(r"[a-z]+(?:'[a-z]+)*", word)][:MOST_WORDS]
    zipf = {word: max(zipf_frequency(other, "en") for other in spelt(word)) for word in words}
    listed = {word: level for word in words if (level := listed_level(word, headwords(data)))}
    shape = {word: [zipf[word], float(syllables(word))] for word in words}
    weights = ridge([shape[word] for word in listed], list(listed.values()), strength=1, signed=True)
    groups = defaultdict(list)
    for word in words:
        guessed = min(
            HARDEST, max(EASIEST, weights[0] + sum(w * x for w, x in zip(weights[1:], shape[word], strict=True)))
        )
        level = 0.75 * listed[word] + 0.25 * guessed if word in listed else guessed
        groups[round(zipf[word], 1), round(level * 5) / 5, "*" if word in listed else "-"].append(word)
    lines = (
        f"{z:.1f} {level:.1f} {mark} {' '.join(sorted(group))}\n" for (z, level, mark), group in sorted(groups.items())
    )
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=9, mtime=0, filename="") as file:
        file.write("".join(lines).encode())
    (TABLES / "words.txt.gz").write_bytes(packed.getvalue())


def spelt(word: str) -> set[str]:
    ways = {word}
    for british, american in SPELLINGS:
        ways |= {word.replace(british, american), word.replace(american, british)}
    return ways


_headwords: dict[str, int] = {}


def headwords(data: Path) -> dict[str, int]:
    if not _headwords:
        for name in LISTS:
            with (data / name).open(encoding="utf-8") as file:
                for row in csv.DictReader(file):
                    for word in row["headword"].lower().split("/"):
                        _headwords[word.strip()] = min(_headwords.get(word.strip(), 9), CEFR[row["CEFR"]])
    return _headwords


def listed_level(word: str, lists: dict[str, int]) -> int | None:
    for candidate in (word, *roots(word)):
        levels = [lists[way] for way in spelt(candidate) if way in lists]
        if levels:
            return lists.get(candidate, min(levels))
    return None


def fit_texts(data: Path) -> list[float]:
    rows = read(data / "readability/onestopenglish_dev.jsonl.gz")
    features = [features_of(row["text"]) for row in rows]
    # The corpus's elementary, intermediate and advanced are about CEFR A2-B1, B1-B2 and B2-C1.
    levels = [row["level"] + 1.5 for row in rows]
    strength = strength_that_travels(features, levels, texts_put_together(data))
    weights = fit("texts, by article", features, levels, [row["article"] for row in rows], strength=strength)
    return stretched(weights, features, levels)


def features_of(text: str) -> list[float]:
    return text_features([words_of(sentence) for _start, sentence in sentences_of(prose(text))])


def texts_put_together(data: Path) -> list[tuple[list[float], float]]:
    """Texts that no weight is fitted to, with a level each: some sentences of about one level, as raters put them.

    They are no real texts. They are here for one choice alone, which one corpus of texts cannot make for itself.
    """
    chance = random.Random(1)  # noqa: S311  the same texts each time
    rated = sorted(
        ((row["a"] + row["b"]) / 2, row["sentence"]) for row in read(data / "readability/cefr_sp_wiki_train.jsonl.gz")
    )
    texts = []
    for _text in range(1500):
        middle = chance.randrange(len(rated))
        near = [
            min(len(rated) - 1, max(0, middle + chance.randrange(-300, 300))) for _ in range(chance.randrange(8, 15))
        ]
        levels, sentences = zip(*(rated[place] for place in near), strict=True)
        texts.append((features_of("\n".join(sentences)), sum(levels) / len(levels)))
    return texts


def strength_that_travels(
    features: Sequence[Sequence[float]], levels: Sequence[float], others: Sequence[tuple[list[float], float]]
) -> float:
    """How far to go from the weights that fit one corpus best towards equal shares: as far as it helps on other texts."""
    found = {}
    for times in (0.1, 1, 3, 10, 30, 100):
        weights = ridge(features, levels, strength=times * len(levels))
        guesses = [sum(w * x for w, x in zip(weights[1:], row, strict=True)) for row, _level in others]
        found[times] = correlation([level for _row, level in others], guesses)
        print(f"texts put together: r {found[times]:.4f} with a strength of {times} times the rows")
    return len(levels) * min(times for times, r in found.items() if r >= max(found.values()) - ENOUGH_OF_A_GAIN)


def stretched(weights: list[float], features: Sequence[Sequence[float]], wanted: Sequence[float]) -> list[float]:
    """The same order, on the scale that was wanted: small weights make small differences."""
    guesses = [sum(w * x for w, x in zip(weights[1:], row, strict=True)) for row in features]
    slope, start = linear_regression(guesses, wanted)
    return [round(start, 5), *(round(slope * weight, 5) for weight in weights[1:])]


def fit_sentences(data: Path) -> list[float]:
    rows = read(data / "readability/cefr_sp_wiki_train.jsonl.gz")
    features = [sentence_features(words_of(row["sentence"])) for row in rows]
    levels = [(row["a"] + row["b"]) / 2 for row in rows]
    start, *weights = fit("sentences", features, levels, list(map(str, range(len(rows)))), strength=10)
    middle = sum(levels) / len(levels)
    # Most of these sentences are of the middle levels, and draw the others there. Advice is written at the easy ones.
    return [round(middle + OUTWARDS * (start - middle), 5), *(round(OUTWARDS * weight, 5) for weight in weights)]


def fit_words(data: Path) -> list[float]:
    rows = read(data / "words/complex_single_dev.jsonl.gz")
    features = [
        word_features(words_of(row["token"])[0], [known(word.lower()) for word in words_of(row["sentence"])])
        for row in rows
    ]
    return fit(
        "words, by token",
        features,
        [row["complexity"] for row in rows],
        [row["token"].lower() for row in rows],
        strength=1,
    )


def read(path: Path) -> list[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def fit(
    name: str, features: Sequence[Sequence[float]], wanted: Sequence[float], groups: Sequence[str], *, strength: float
) -> list[float]:
    """Weights from all rows; prints how well weights from other groups guess each row."""
    names = sorted(set(groups))
    random.Random(0).shuffle(names)  # noqa: S311  the same folds each time
    fold = {name: number % 5 for number, name in enumerate(names)}
    guesses = [0.0] * len(wanted)
    for held in range(5):
        rest = [i for i, group in enumerate(groups) if fold[group] != held]
        weights = ridge([features[i] for i in rest], [wanted[i] for i in rest], strength=strength)
        for i, group in enumerate(groups):
            if fold[group] == held:
                guesses[i] = weights[0] + sum(w * x for w, x in zip(weights[1:], features[i], strict=True))
    print(f"{name}: {len(wanted)} rows, r {correlation(wanted, guesses):.3f} on folds apart")
    return [float(f"{weight:.5g}") for weight in ridge(features, wanted, strength=strength)]


def ridge(
    features: Sequence[Sequence[float]], wanted: Iterable[float], *, strength: float, signed: bool = False
) -> list[float]:
    """Linear weights, the constant first, that guess `wanted`; kept small, and none under zero unless `signed`."""
    wanted = list(wanted)
    rows, middle = len(wanted), sum(wanted) / len(wanted)
    columns = list(zip(*features, strict=True))
    means = [sum(column) / rows for column in columns]
    spreads = [
        (sum((x - m) ** 2 for x in column) / rows) ** 0.5 or 1.0 for column, m in zip(columns, means, strict=True)
    ]
    scaled = [[(x - m) / s for x in column] for column, m, s in zip(columns, means, spreads, strict=True)]
    towards = [sum(x * (y - middle) for x, y in zip(column, wanted, strict=True)) for column in scaled]
    shared = [[sum(map(float.__mul__, a, b)) for b in scaled] for a in scaled]
    weights = [0.0] * len(columns)
    for _round in range(300):
        for j in range(len(weights)):
            others = sum(shared[j][k] * weights[k] for k in range(len(weights)) if k != j)
            weights[j] = (towards[j] - others) / (shared[j][j] + strength)
            if not signed:
                weights[j] = max(0.0, weights[j])
    plain = [weight / spread for weight, spread in zip(weights, spreads, strict=True)]
    return [middle - sum(w * m for w, m in zip(plain, means, strict=True)), *plain]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
