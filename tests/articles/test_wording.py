"""A reading version's own words, as somebody reads them."""

from __future__ import annotations

import pytest

from articles.models import ArticlePage
from articles.wording import words_of_version
from tests.articles.full import full_article
from tests.factories import block, words

pytestmark = pytest.mark.django_db


def test_each_part_stands_on_lines_of_its_own_without_addresses_and_without_what_pictures_show(newham):
    said = words_of_version(full_article(newham).body_el12).splitlines()

    assert said == [
        "No. Read on, or ask.",
        "It is not your fault.",
        "Stop.",
        "Tell somebody.",
        "Keep the messages.",
        "Answer them.",
        "It only gets worse.",
        "Telling helps.",
        "I told my aunt.",
        "A youth worker",
        "grooming",
        "Being nice in order to use somebody.",
        "The next part mentions violence.",
    ]


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("<p>One.</p><p>Two.</p>", ["One.", "Two."]),
        ("<p>You can <b>say no</b>.<br/>Always.</p>", ["You can say no.", "Always."]),
        ("<h3>First</h3><ul><li>One</li><li>Two &amp; three</li></ul>", ["First", "One", "Two & three"]),
        ("<p></p>", []),
    ],
)
def test_rich_text_is_read_line_by_line(source, lines):
    page = ArticlePage(body_el3=[block("paragraph", source)])

    assert words_of_version(page.body_el3).splitlines() == lines


def test_no_words_are_no_text():
    assert words_of_version(ArticlePage(body_el3=words("Say no.")).body_el12) == ""
