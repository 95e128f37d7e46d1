"""The same template shows a page wherever it has got to: in the preview, on the ballot, at the moderator's desk."""

from __future__ import annotations

from django.template import Context, Template

from articles.models import VideoPage
from pathways.models import PathwayPage
from tests.delivery.pages import agreed, video
from tests.factories import block, draft, member_of, words

TAG = Template("{% load readers %}{% as_readers_see page level %}")


def seen(page, level=None):
    return TAG.render(Context({"page": page, "level": level}))


EVERY_BLOCK = [
    block("paragraph", "<p>You can say <b>no</b>.</p>"),
    block("key_message", "It is not your fault."),
    block("steps", {"items": ["Put the phone down.", "Tell somebody."]}),
    block("do_and_dont", {"do": ["Keep the messages."], "dont": ["Answer them."]}),
    block("myth_and_fact", {"myth": "You owe them.", "fact": "You owe nobody."}),
    block("quote", {"text": "I told my aunt.", "attribution": "A young person"}),
    block("definition", {"term": "County lines", "meaning": "Making others carry drugs."}),
    block("content_note", "The next part mentions violence."),
]


def test_a_draft_is_shown_with_every_block_and_crisis_help_at_the_end(newham, childline):
    page = draft(newham, by=member_of(newham), body_el3=EVERY_BLOCK)

    html = seen(page.get_latest_revision_as_object())

    for text in (
        "You can say <b>no</b>.",
        "It is not your fault.",
        "Put the phone down.",
        "Keep the messages.",
        "Answer them.",
        "You owe nobody.",
        "I told my aunt.",
        "Making others carry drugs.",
        "The next part mentions violence.",
        "0800 1111",
    ):
        assert text in html


def test_the_level_that_is_asked_for_is_shown_or_the_nearest(newham):
    page = draft(newham, by=member_of(newham), body_l1=words("More of it."))

    assert "More of it." in seen(page, "l2")
    assert "More of it." not in seen(page, "el12")


def test_what_somebody_typed_stays_text(newham):
    page = draft(
        newham,
        by=member_of(newham),
        title="<script>alert(1)</script>",
        body_el3=[
            block("paragraph", '<p onclick="x()">Hi<script>alert(2)</script></p>'),
            block("key_message", "<img src=x onerror=alert(3)>"),
        ],
    )

    html = seen(page)

    assert "<script>" not in html
    assert "onclick" not in html
    assert "<img src=x" not in html


def test_a_pathway_is_shown_as_its_questions_and_answers(newham):
    page = PathwayPage(
        title="Is it safe?",
        steps=[
            block(
                "question",
                {
                    "key": "safe",
                    "title": "Are you safe now?",
                    "text": {"el3": "<p>Look around you.</p>"},
                    "options": [{"label": "No", "next": "call"}],
                },
            ),
            block("outcome", {"key": "call", "title": "Call 999", "urgency": "now", "text": {"el3": "<p>Now.</p>"}}),
        ],
    )
    newham.root_page.specific.add_child(instance=page)

    html = seen(page)

    assert 'href="#step-el3-call"' in html
    assert 'id="step-el3-call"' in html
    assert "Look around you." in html


def test_a_video_that_is_a_link_is_a_link(newham):
    page = VideoPage(title="Watch?", link="https://video.example/1", transcript="Hello.")
    newham.root_page.specific.add_child(instance=page)

    html = seen(page)

    assert 'href="https://video.example/1"' in html
    assert "Hello." in html
    assert "<video" not in html


def test_pictures_and_films_come_from_the_host_that_shows_the_page(newham, committed):
    with committed():
        page = agreed(newham, video())

    html = seen(page)

    assert 'src="/media/films/' in html
    assert 'src="/media/captions/' in html
    assert 'poster="/media/images/' in html
