"""What counts as one word, for finding: without accents, capitals and endings. Plain Python, the same for every database.

>>> [stem(word, "en") for word in words_of("They’re THREATENING to share my “pictures”!")]
['theyr', 'threaten', 'to', 'share', 'my', 'pictur']
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from hashlib import blake2b
from threading import Lock

import snowballstemmer

LONGEST_WORD = 30
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")  # among these alone are accents
NEITHER_LETTER_NOR_DIGIT = re.compile(r"[\W_]")
APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʼ"))  # all that phones put there

# What stands in nearly every sentence says nothing of what somebody is looking for. "No" does, here.
STOP_WORDS = {
    "en": frozenset(
        [
            "a",
            "about",
            "after",
            "again",
            "all",
            "also",
            "am",
            "an",
            "and",
            "any",
            "are",
            "as",
            "at",
            "be",
            "because",
            "been",
            "before",
            "being",
            "but",
            "by",
            "can",
            "cant",
            "cos",
            "could",
            "coz",
            "cuz",
            "de",
            "did",
            "didnt",
            "do",
            "does",
            "doesnt",
            "doing",
            "don",
            "dont",
            "for",
            "from",
            "get",
            "gets",
            "getting",
            "go",
            "goes",
            "going",
            "gonna",
            "got",
            "gotta",
            "had",
            "has",
            "have",
            "havent",
            "having",
            "he",
            "hed",
            "hell",
            "her",
            "here",
            "hers",
            "hes",
            "him",
            "his",
            "how",
            "i",
            "id",
            "if",
            "ill",
            "im",
            "in",
            "innit",
            "into",
            "is",
            "isnt",
            "it",
            "its",
            "ive",
            "just",
            "know",
            "let",
            "like",
            "lol",
            "lot",
            "m",
            "make",
            "me",
            "might",
            "mine",
            "more",
            "most",
            "much",
            "my",
            "n",
            "now",
            "o",
            "of",
            "off",
            "on",
            "one",
            "only",
            "or",
            "other",
            "our",
            "out",
            "over",
            "pls",
            "plz",
            "really",
            "s",
            "shall",
            "she",
            "shes",
            "should",
            "so",
            "some",
            "someone",
            "somebody",
            "something",
            "sum",
            "sumone",
            "than",
            "that",
            "thats",
            "the",
            "their",
            "them",
            "then",
            "there",
            "these",
            "they",
            "theyre",
            "thing",
            "things",
            "think",
            "this",
            "those",
            "to",
            "too",
            "u",
            "up",
            "ur",
            "us",
            "very",
            "wanna",
            "want",
            "wants",
            "was",
            "wasnt",
            "wat",
            "we",
            "well",
            "were",
            "wen",
            "what",
            "whats",
            "when",
            "where",
            "which",
            "while",
            "who",
            "whos",
            "why",
            "will",
            "with",
            "wot",
            "would",
            "wud",
            "y",
            "yes",
            "you",
            "your",
            "youre",
            "2",
            "4",
        ]
    ),
    "cy": frozenset(
        [
            "a",
            "ac",
            "am",
            "ar",
            "arna",
            "at",
            "be",
            "beth",
            "bod",
            "bydd",
            "byddaf",
            "byddai",
            "chi",
            "cyn",
            "dan",
            "dim",
            "dw",
            "dwi",
            "ddim",
            "dy",
            "e",
            "ef",
            "efo",
            "ei",
            "eich",
            "ein",
            "er",
            "fe",
            "fel",
            "fi",
            "fo",
            "fy",
            "gan",
            "gyda",
            "gen",
            "hefyd",
            "hi",
            "hwn",
            "hwnnw",
            "hyn",
            "hynny",
            "i",
            "iawn",
            "iddo",
            "iddi",
            "im",
            "in",
            "mae",
            "maen",
            "mi",
            "mewn",
            "mor",
            "mynd",
            "na",
            "nac",
            "neb",
            "ni",
            "nhw",
            "nid",
            "o",
            "oedd",
            "oes",
            "ond",
            "os",
            "pan",
            "pwy",
            "rhyw",
            "rhywbeth",
            "rhywun",
            "roedd",
            "rwyf",
            "rwyn",
            "rydw",
            "rydy",
            "sut",
            "sy",
            "sydd",
            "syn",
            "ti",
            "un",
            "wedi",
            "wrth",
            "wyf",
            "wyt",
            "y",
            "ydw",
            "ydy",
            "ydych",
            "yn",
            "ynglyn",
            "yr",
            "yw",
        ]
    ),
}

# Welsh changes the first letters of words: cyllell, gyllell, chyllell, nghyllell are one knife. Longest first.
MUTATIONS = [
    *(("ngh", "c"), ("ng", "c"), ("ch", "c"), ("c", "c"), ("g", "c")),
    *(("mh", "p"), ("ph", "p"), ("ff", "ff"), ("f", "p"), ("b", "p"), ("p", "p"), ("m", "p")),
    *(("nh", "t"), ("th", "t"), ("dd", "t"), ("d", "t"), ("t", "t")),
    *(("ll", "l"), ("l", "l"), ("rh", "r"), ("r", "r")),
]

_english = snowballstemmer.stemmer("english")
_one_word_at_a_time = Lock()  # it holds the word in itself: two threads would stem each other's, and remember it


def folded(text: str) -> str:
    """Small letters without accents; apostrophes gone; what is neither letter nor digit is a space."""
    plain = unicodedata.normalize("NFKD", text.translate(APOSTROPHES)).casefold()
    return NEITHER_LETTER_NOR_DIGIT.sub(" ", BEYOND_ASCII.sub(_without_accent, plain))


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared, in order."""
    return [word[:LONGEST_WORD] for word in folded(text).split()]


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """What all forms of a folded word have in common: its English stem; in Welsh its unchanged first letter."""
    if language == "en":
        with _one_word_at_a_time:
            return _english.stemWord(word)
    if language == "cy":
        return _unmutated(word)
    return word


def is_stop_word(word: str, language: str) -> bool:
    return word in STOP_WORDS.get(language, frozenset()) or (len(word) == 1 and not word.isdigit())


def stems_of(text: str, language: str) -> Counter[str]:
    """The stems of a text's words, with how often each stands there. Stop words are left out."""
    times: Counter[str] = Counter()
    for word, number in Counter(words_of(text)).items():  # most words come again: each is looked at once
        if not is_stop_word(word, language):
            times[stem(word, language)] += number
    return times


def key_of_word(word: str, language: str) -> int:
    """A number for a stem in a language: the same everywhere and always, and no other word's."""
    return int.from_bytes(blake2b(f"{language} {word}".encode(), digest_size=8).digest()) >> 1


def _without_accent(letter: re.Match[str]) -> str:
    return "" if unicodedata.combining(letter[0]) else letter[0]


def _unmutated(word: str) -> str:
    if len(word) > 3 and not re.search(r"\d", word):
        for start, plain in MUTATIONS:
            if word.startswith(start):
                return plain + word[len(start) :]
    return word
