"""Names by which somebody can be found online: @names, "my snap is …", and links to somebody's own page. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Iterator

AT_NAME = re.compile(r"(?<![\w@./])@([A-Za-z][\w.]{2,29})")
# "See you @school": where somebody is, and no name.
WORDS_PLACES = """
home school work college uni university lunch night noon midnight club clubs home everyone everybody here all channel
the youth dinner break town church mosque park gym cinema library weekend
"""
PLACES = frozenset(WORDS_PLACES.split())

WORDS_SERVICES = """
snap snapchat sc insta instagram ig tiktok discord kik telegram whatsapp psn xbox gamertag bluesky twitter facebook fb
steam roblox username twitch bereal threads
"""
SERVICES = frozenset(WORDS_SERVICES.split())
"""Where people have names, and words for such a name."""

BY_ITSELF = re.compile(
    r"(?:\bwa\.me/|\bt\.me/|\bdiscord\.gg/|\bchat\.whatsapp\.com/|\bsnapchat\.com/add/"
    r"|\b(?:instagram|tiktok|twitch|facebook|twitter|threads|x)\.(?:com|tv|net)/@?)([\w.+-]{3,40})|\b[\w-]{1,40}\.bsky\.social\b",
    re.IGNORECASE,
)
WORDS_PAGES_OF_THE_HOUSE = """
safety help about legal privacy terms explore reel watch hashtag accounts settings business news community login
"""
PAGES_OF_THE_HOUSE = frozenset(WORDS_PAGES_OF_THE_HOUSE.split())

SAYS_WHICH = frozenset({"is", "yw", ":", "="})
NAMED_FIRST = (["is", "my"], ["yw", "fy"])
"""Between a name and a service, where the name comes first: "coolkid99 is my snap"."""
WORDS_NO_NAME = """
private public full broken gone blocked locked hacked down new mine yours safe fine off open banned old better fun
boring everything nothing nobody somebody important real life it that this
"""
NO_NAME = frozenset(WORDS_NO_NAME.split())
AROUND = " \t\"'“”‘’!?;()[],…"
WORDS_AFTER, WORDS_BEFORE = 5, 2
ENDS_OF_ADDRESSES = ("com", "org", "net", "uk", "gov", "tv", "io")


def names_in(text: str) -> Iterator[str]:
    """Every name to be found by in `text`, as it is written there."""
    for found in AT_NAME.finditer(text):
        if found[1].rstrip(".").casefold() not in PLACES:
            yield found.group().rstrip(".")
    for link in BY_ITSELF.finditer(text):
        if (link[1] or "").casefold() not in PAGES_OF_THE_HOUSE:
            yield link.group()
    yield from _names_beside_services(text)


def _names_beside_services(text: str) -> Iterator[str]:
    # "user name" is one word here, and a colon after a word stands alone.
    words = text.replace("user name", "username").replace(": ", " : ").replace("=", " = ").split(" ")
    for place, word in enumerate(words):
        if word.strip(AROUND + ".").casefold() in SERVICES:
            yield from _names_after(words, place)
            before = [one.strip(AROUND + ".:") for one in words[max(0, place - WORDS_BEFORE) : place]]
            yield from (one for one in before if looks_like_a_name(one))
            if [one.casefold() for one in before] in NAMED_FIRST and place > WORDS_BEFORE:
                first = words[place - WORDS_BEFORE - 1].strip(AROUND + ".:")
                yield from [first] if looks_like_a_name(first) else []
        elif word == "@" and [one.casefold() for one in words[place - 1 : place]] == ["my"]:
            following = [one.strip(AROUND + ".") for one in words[place + 1 : place + 3]]
            if len(following) == 2 and following[0] in SAYS_WHICH and looks_like_a_name(following[1]):
                yield following[1]


def _names_after(words: list[str], place: int) -> Iterator[str]:
    following = words[place + 1 : place + 1 + WORDS_AFTER]
    stripped = [word.strip(AROUND + ".:") for word in following]
    if made_up := next((word for word in stripped if looks_like_a_name(word)), None):
        yield made_up
        return
    for says, name, typed in zip(following, stripped[1:], following[1:], strict=False):
        if says in SAYS_WHICH:
            ends_there = typed[-1:] in tuple(".,!;") or typed is words[-1]
            if len(name) > 3 and name.isalnum() and name.casefold() not in NO_NAME and (says in ":=" or ends_there):
                yield name
            return


def looks_like_a_name(word: str) -> bool:
    """Whether nobody writes a word so but as a name: letters with a digit, a dot or a line among them."""
    if not (3 < len(word) <= 40) or "/" in word or "@" in word:
        return False
    letters, digits = sum(map(str.isalpha, word)), sum(map(str.isdigit, word))
    inner = word[1:-1]
    is_address = word.casefold().rsplit(".", 1)[-1] in ENDS_OF_ADDRESSES and "." in word
    joined = any(sign in inner for sign in "_#") or ("." in inner and not is_address and " " not in word)
    return letters > 2 and not is_address and (digits > 0 or joined)
