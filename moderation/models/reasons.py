"""Why a moderator says no: before readers see a page, or when they must not see it any more."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReasonCode(models.TextChoices):
    """Why a moderator says no. The codes are stable; the words are what the panel reads."""

    DISCLOSURE = "safe.disclosure", _("Somebody in it may be at risk")
    SELF_HARM = "safe.self_harm", _("It could lead somebody to hurt themselves")
    SUICIDE = "safe.suicide", _("It could lead somebody to end their life")
    GROOMING_EXPLOITATION = "safe.grooming_exploitation", _("It could help somebody who exploits young people")
    SEXUAL_IMAGE_U18 = "safe.sexual_image_u18", _("It has or points to a sexual picture of a young person")
    THREAT_VIOLENCE = "safe.threat_violence", _("It threatens somebody or calls for violence")
    WEAPONS_GANGS_GLORIFY = "safe.weapons_gangs_glorify", _("It makes weapons or gangs look good")
    DRUGS_HOWTO = "safe.drugs_howto", _("It tells how to make, get or use drugs")
    BULLYING = "abuse.bullying", _("It is unkind to somebody")
    HATE = "abuse.hate", _("It is hateful to a group of people")
    SEXUAL_HARASSMENT = "abuse.sexual_harassment", _("It is sexual in a way that hurts somebody")
    PII_SELF = "pii.self", _("It says something about you that should stay private")
    PII_OTHER = "pii.other", _("It says something about somebody else that should stay private")
    SCHOOL_PLACE_TIME = "pii.school_place_time", _("It says where somebody can be found")
    GRAPHIC = "content.graphic", _("It shows more than readers should have to see")
    WRONG_OR_UNSAFE_ADVICE = "content.wrong_or_unsafe_advice", _("Some advice in it is wrong or not safe")
    OUT_OF_DATE = "content.out_of_date", _("Some of it is out of date")
    COPYRIGHT = "content.copyright", _("Some of it belongs to somebody else")
    SPAM_AD = "content.spam_ad", _("It sells or advertises something")
    OFF_TOPIC = "content.off_topic", _("It is about something else than its title")
    DUPLICATE = "content.duplicate", _("There is a page like this already")
    TOO_HARD = "quality.too_hard", _("It is too hard to read")
    TONE = "quality.tone", _("It could sound warmer")
    SOURCE_NEEDED = "quality.source_needed", _("It needs a source for its facts")
    OTHER = "other", _("Something else")
