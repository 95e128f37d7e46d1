"""The English words that stand over Wagtail's own: still asked for by Wagtail, compiled as they are written, and shown."""

from __future__ import annotations

import ast
import gettext
import re
from pathlib import Path

import django
import pytest
import wagtail
import wagtail_localize
import wagtailmedia
from bs4 import BeautifulSoup
from django.conf import settings
from django.urls import reverse

from tests.factories import member_of
from tests.moderation.doors import browser_of

OURS = Path(settings.LOCALE_PATHS[0]) / "en" / "LC_MESSAGES"
THEIRS = [Path(package.__file__).parent for package in (wagtail, wagtailmedia, wagtail_localize, django)]
LINE = re.compile(r'^(msgid|msgid_plural|msgstr|msgstr\[\d\])? ?(".*")$')


def compiled(path: Path) -> dict:
    with path.open("rb") as file:
        return {key: words for key, words in gettext.GNUTranslations(file)._catalog.items() if key}


def written(path: Path) -> dict:
    """Every entry of a .po file: what is asked for, and its words."""
    entries, said, place = {}, {}, ""
    for line in [*path.read_text().splitlines(), ""]:
        if found := LINE.match(line):
            place = found[1] or place
            said[place] = said.get(place, "") + ast.literal_eval(found[2])
        elif said:
            entries |= {said["msgid"]: said["msgstr"]} if "msgstr" in said else {}
            entries |= {
                (said["msgid"], number): said.get(f"msgstr[{number}]") for number in (0, 1) if "msgstr" not in said
            }
            said = {}
    return {key: words for key, words in entries.items() if key}


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_what_we_say_otherwise_is_what_wagtail_asks_for(domain):
    theirs = [written(path) for package in THEIRS for path in package.glob(f"**/locale/en/LC_MESSAGES/{domain}.po")]

    assert set(compiled(OURS / f"{domain}.mo")) - set().union(*theirs) == set()


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_the_words_are_compiled_as_they_are_written(domain):
    assert compiled(OURS / f"{domain}.mo") == written(OURS / f"{domain}.po")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("list_of", "called"),
    [("wagtailimages:index", "Pictures"), ("wagtailmedia:index", "Videos"), ("wagtaildocs:index", "Captions")],
)
def test_a_members_lists_of_files_are_called_what_members_call_them(newham, list_of, called):
    shown = BeautifulSoup(browser_of(member_of(newham)).get(reverse(list_of)).content, "html.parser")
    said = " ".join(shown.find("main").get_text().split())

    assert called in said
    assert not re.search(r"\b([Ii]mages?|[Dd]ocuments?|[Mm]edia|Usage count)\b", said)


@pytest.mark.django_db
def test_the_editors_scripts_speak_plainly_too(newham):
    said = browser_of(member_of(newham)).get(reverse("wagtailadmin_javascript_catalog")).content.decode()

    assert '"Insert a block": "Add a part"' in said
