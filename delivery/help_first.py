"""Does what somebody types ask for help now? Then numbers to call come before anything else. Plain Python.

A list of phrases in English and Welsh, read over the words without accents, capitals or apostrophes, with common slips put
right. It is meant to be tripped rather too often than too seldom: to be wrong costs a reader three numbers at the top.

What it does not promise: it understands nothing. It does not hear a "not" in front, does not know who is speaking, knows no
third language, and will miss words that nobody put in here. Crisis help is in every answer without it too. What is typed is
neither kept nor counted.

>>> why("He’s gonna KILL me")
'somebody threatens'
>>> why("how can i help my friend") is None
True
"""

from __future__ import annotations

import re
from functools import lru_cache

from delivery.spelling import distance
from delivery.words import words_of

# A long paste is read at its start and its end; nobody types more.
MOST_READ = 200

FAMILY = r"(?:mum\w*|mam\w*|mom\w*|dad\w*|bro\w*|sis\w*|family|nan|friends?|mates?|cousin|uncle|auntie?|bf|gf|boyfriend|girlfriend)"
ME = rf"(?:me|us|myself|my (?:little |big |best )?{FAMILY}|him|her|them|{FAMILY}|someone|somebody)"
SOON = r"(?:is|are|was|going to|gonna|gona|gunna|will|wil|ll|wants? to|wanna|tr(?:y|ies|ying) to|said|says|threatens to|plans? to)"
SELF = r"(?:my ?self|me self|meself|him ?self|her ?self|them ?(?:self|selves)|your ?self|my ?(?:arms?|wrists?|legs?|thighs?|skin))"
HARM = r"(?:kill|hurt|stab|shoot|shank|attack|jump|batter|beat|hit|punch|slap|strangle|choke|rape|burn|harm|murder)"
HARMING = (
    r"(?:hits?|hitting|beats|beating|hurts?|hurting|punch(?:es|ed|ing)|kick(?:s|ed|ing)|slap(?:s|ped|ping)|chok(?:es|ed|ing)"
    r"|strangl(?:es|ed|ing)|burn(?:s|t|ed|ing)|touch(?:es|ed|ing)|abus(?:es|ed|ing)|attack(?:s|ed|ing)|batter(?:s|ed|ing)"
    r"|rap(?:ed|ing|es)|assault(?:s|ed|ing)|grab(?:s|bed|bing)|forc(?:es|ed|ing))"
)
PICTURES = r"(?:nudes?|pics?|pix|pictures?|photos?|vids?|videos?|images?)"

RULES: dict[str, tuple[str, ...]] = {
    "suicide": (
        r"suicid\w*|unaliv\w*|kms|kys|ktm",
        rf"(?:kill|killing|hang|hanging|shoot|drown|drowning) ?{SELF}",
        r"killmyself|kill me now|wants? me dead",
        r"(?:want|wants|wanna|wana|wanted|need|ready|going|gonna|rather|trying|try|tried)(?: to)?(?: just)? (?:die|be dead)",
        r"(?:wish|wished|want|better|rather)(?: \w+){0,3} (?:dead|never born|not alive|wasnt alive|not exist|dissapear|disappear)",
        r"(?:dont|do not|didnt|not|cant|no longer)(?: \w+){0,2} (?:want|wanna|wana)(?: to)?"
        r" (?:live|be here|be alive|wake up|exist|go on|carry on)(?: anymore)?",
        r"(?:cant|cannot) (?:go on|carry on|do this any ?more|take it any ?more|take this any ?more|cope any ?more)",
        r"end (?:my|it|this|their|her|his)(?: own)? (?:life|all|now)|ending (?:my|it) (?:life|all)|take my (?:own )?life",
        r"(?:no|any|nothing)(?: \w+){0,2} (?:point|reason|left)(?: \w+){0,2} (?:living|live|alive|life)",
        r"over ?dos\w*|od(?:d|ed|ing)|od on",
        r"(?:took|taken|swallowed|swallow|take|taking)(?: \w+){0,4} (?:pills|tablets|paracetamol|bleach)",
        r"hunanladd\w*|lladd (?:fy|dy|ei|fi)? ?(?:hun|hunan)|(?:isio|eisiau|moyn|ishe) marw|gorddos\w*",
        r"(?:ddim|dim)(?: \w+){0,2} (?:isio|eisiau|moyn) (?:byw|bod yma|bod yn fyw)|diwedd(?:u)? (?:fy|y) (?:mywyd|cwbl)",
    ),
    "self-harm": (
        r"self ?harm\w*|sh relapse|relapsed",
        rf"(?:cut|cuts|cutting|hurt|hurts|hurting|harm|harms|harming|burn|burns|burning|scratch|scratching) {SELF}",
        r"hunan ?(?:niweid\w*|anaf\w*)|(?:brifo|anafu|torri|niweidio|llosgi) (?:fy|dy|ei|fi) ?(?:hun|hunan|mreichiau|mraich)",
    ),
    "somebody is being hurt": (
        rf"{HARMING}(?: on)? {ME}",
        rf"(?:being|been|got|get|getting|was|is|just|gets)(?: \w+)? (?:{HARMING}|beaten(?: up)?|beat up|stabbed|shot|jumped|shanked|robbed|mugged|groped|spiked)",
        rf"(?:dad|mum|mam|stepdad|bf|boyfriend|gf|girlfriend|partner|brother|uncle|he|she|they|man|someone) (?:just )?(?:hit|beat|hurt|cut|stabbed|shot) {ME}",
        r"raped?|raping|sexual(?:ly)? (?:assault\w*|abus\w*)|molest\w*|stabbed|stabbing me|bleeding",
        r"(?:cant|cannot|not|isnt|stopped|wont) (?:breath\w*|wake up|waking up|move|respond\w*)|unconscious|passed out",
        r"touch(?:es|ed|ing)? me|made me (?:touch|have sex|do sexual)|force[ds]? me to|forcing me to",
        r"(?:mrifo|nharo|nghuro|curo|brifo|taro|tagu) (?:fi|i|mam|dad)|(?:fy|yn fy) (?:mrifo|nharo|nghuro|nhagu|nhreisio)",
        r"(?:wedi cael|cael|cael fy) (?:\w+ )?(?:nhreisio|nharo|nhrywanu|mrifo|nghuro|treisio|trywanu)|treisio|gwaedu|ddim yn anadlu",
    ),
    "somebody threatens": (
        rf"threaten\w*|threats?|{SOON}(?: \w+){{0,2}} (?:{HARM} {ME}|get (?:me|us))",
        r"blackmail\w*|sextort\w*|(?:he|she|they|will|ll|gonna|or|to) (?:leak|post|send|share|expose|show)(?: \w+){0,2} "
        + PICTURES,
        rf"(?:leaking|posting|sending|sharing|showing)(?: \w+){{0,2}} my {PICTURES}",
        r"(?:after|coming for|come for|looking for|waiting for|following|follows|chasing|stalking|stalks|hunting) (?:me|us)",
        r"outside my (?:house|door|home|school|window)|(?:has|got|have|with) (?:a )?(?:knife|gun|machete|blade)(?: on me| to my \w+)?",
        r"wont let (?:me|us)(?: \w+)? (?:leave|go|out|home)|lock(?:ed|ing) (?:me |us )?(?:in|up)|trapped|kidnap\w*|held (?:me )?hostage",
        r"forc(?:ed|ing)(?: \w+)? (?:to marry|marriage|into marriage)|marry me off",
        r"(?:my|fy) mygwth|bygwth|bygythi\w*|blacmel\w*|fy ninio|(?:ar fy ol|dilyn) i|gwrthod gadael i mi",
    ),
    "running away": (
        r"(?:run|runs|running|ran) ?away|runaway|runnin away",
        r"(?:wanna|want|need|have|got|gotta|going|gonna|had)(?: to)? (?:leave|get out|get away|escape)(?: \w+){0,3} (?:home|house|here|family|parents|mum|dad|him|her|them)",
        r"(?:kick|kicked|kicking|throw|threw|thrown|chuck|chucked)(?: \w+)? out",
        r"(?:no ?where|no place|not anywhere|dont have anywhere|havent got anywhere|nothing)(?: \w+){0,2} to (?:sleep|go|stay|live)",
        r"homeless|sleep(?:ing)? (?:rough|outside|on (?:the )?streets?|in (?:a|the) park)|on the streets?",
        r"rhedeg i ffwrdd|dianc|(?:dim|unman|nunlle)(?: \w+){0,2} i (?:gysgu|fynd|aros)|digartref|(?:nhaflu|taflu|nghicio) (?:i )?(?:fi )?(?:allan|mas)",
    ),
    "asks for help now": (
        r"help me|i need help|need help (?:now|asap|fast|pls|please|urgent\w*|quick\w*|right now)|help (?:now|asap|urgent\w*)",
        r"emergency|999|112|ambulance|sos|urgent\w*",
        r"(?:not|dont feel|never|isnt|arent|un) ?safe|in danger|(?:scared|fear) for my life|save me|(?:scared|afraid) (?:to go|of going) home",
        r"(?:scared|afraid|terrified) of (?:my |him|her|them)\w*|hearing voices",
        r"helpa fi|helpwch fi|help (?:nawr|rwan)|argyfwng|ambiwlans|mewn perygl|ddim yn (?:ddiogel|saff)|ofn mynd adref?",
    ),
}

# What these mean when that is all that somebody types.
ALONE = {"help", "help pls", "help please", "die", "dying", "dead", "abuse", "rape", "cutting", "marw"}

KEY_WORDS = (
    *("suicide", "suicidal", "overdose", "overdosed", "threaten", "threatens", "threatened", "threatening"),
    *("blackmail", "blackmailed", "homeless", "bleeding", "emergency", "ambulance", "stabbed", "hurting", "beating"),
    *(
        "myself",
        "attacked",
        "touching",
        "strangled",
        "kidnapped",
        "running",
        "hitting",
        "breathing",
        "raped",
        "harming",
    ),
    *("hunanladdiad", "bygwth", "digartref"),
)
LOOKS_LIKE_IT_AND_IS_NOT = frozenset({"thread", "threads", "threaded", "hurtling", "bearing", "seating", "eating"})

_RULES = [(name, re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)")) for name, patterns in RULES.items()]


def help_first(text: str) -> bool:
    """Whether the numbers to call come first."""
    return why(text) is not None


def why(text: str) -> str | None:
    """The name of the rule that says so, or None."""
    words = words_of(text)
    if len(words) > 2 * MOST_READ:
        words = words[:MOST_READ] + words[-MOST_READ:]
    typed = " ".join(words)
    if typed in ALONE:
        return "asks for help now"
    put_right = " ".join(_without_slips(word) for word in words)
    return next((name for name, rule in _RULES if rule.search(typed) or rule.search(put_right)), None)


@lru_cache(maxsize=10_000)
def _without_slips(word: str) -> str:
    """The key word that this one is a slip for: a letter wrong, too many or too few, two from eight letters on."""
    if len(word) < 5 or word in LOOKS_LIKE_IT_AND_IS_NOT:
        return word
    slips = 1 if len(word) < 8 else 2
    close = (key for key in KEY_WORDS if key[0] == word[0] and abs(len(key) - len(word)) <= slips)
    return next((key for key in close if distance(word, key) <= slips), word)
