"""Whether a title that should give nothing away tells what its page is about all the same. Plain Python.

>>> telling_words("How do I leave a gang?", "Help: how do I leave a GANG")
['leave', 'gang']
>>> telling_words("Where can I get help with debt?", "Getting help")
[]
"""

from __future__ import annotations

import snowballstemmer

from literacy.visible_text import words_seen

LONGEST_WORD = 40

WORDS_TELLS_NOTHING = """
a about after again all also always am an and another any anybody anyone anything are as ask asked asking at away back
be because been before being better but by call can cant chat could did do does doing done dont each else even ever
every everybody everyone feel feeling feels find finding first for from get gets getting give go goes going good got had
happen happens has have having he help helped helping helps her here hers him his how i if im in into is it its ive just
keep keeping know let like look looking make making may me might mine more most much must my need needs next no nobody
not nothing now of off ok okay on one online or other our out over own page people person place please put question
questions read ready really right safe said say saying see she should so some somebody someone something sometimes speak
speaking start still stuff support take talk talking tell telling than thank that the their them then there these they
thing things think this those time tip tips to today together too true try trying two up us use want wants was way ways
we well were what when where which who whom why will with without wont words work worried worry would write yes you
young your yours yourself advice home school tonight hour through made meet older ffrind ffrindiau answer answers
information info friend friends ac am ar beth ble chi ci da dy dw efo eich ei er fel fi fy gael gall gan gyda help helpu
i'r iawn ichi in ir mae mewn mi neu ni nid o oes os pa pam pan pwy rhywun sut sy sydd ti y ydw ydy yma yn yna yr
"""
TELLS_NOTHING = frozenset(WORDS_TELLS_NOTHING.split())
"""What stands in any title, and what any title over a shoulder may say: somebody is asking for help."""


def telling_words(title: str, neutral_title: str) -> list[str]:
    """The words of `neutral_title` that also stand in `title`, in whatever form, and say what the page is about."""
    stemmer = snowballstemmer.stemmer("english")
    telling = {stemmer.stemWord(word) for word in _telling(title)}
    return [word for word in _telling(neutral_title) if stemmer.stemWord(word) in telling]


def _telling(title: str) -> list[str]:
    words = dict.fromkeys(word[:LONGEST_WORD] for word in words_seen(title))
    return [word for word in words if word not in TELLS_NOTHING]
