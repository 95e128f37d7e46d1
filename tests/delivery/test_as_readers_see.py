"""The same template shows a page wherever it has got to: in the preview, on the ballot, at the moderator's desk."""

from __future__ import annotations

from datetime import UTC, date, datetime

import time_machine
from django.template import Context, RequestContext, Template
from django.test import RequestFactory

from articles.models import VideoPage
from moderation.translations import say_checked_by_speaker
from pathways.models import PathwayPage
from tests.delivery.pages import agree_to, agreed, article, pathway, translated, video
from tests.factories import block, draft, member_of, picture, words
from tests.languages.welsh import translator_for

TAG = Template("{% load readers %}{% as_readers_see page level %}")


def seen(page, level=None):
    return TAG.render(Context({"page": page, "level": level}))


def seen_by(user, page):
    request = RequestFactory().get("/")
    request.user = user
    return TAG.render(RequestContext(request, {"page": page, "level": None}))


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

    assert 'href="#step-en-el3-call"' in html
    assert 'id="step-en-el3-call"' in html
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


def test_a_level_that_is_not_written_says_which_one_readers_get(newham):
    page = draft(newham, by=member_of(newham), body_l1=words("More of it."))

    assert "“Full story” is not written yet. Readers who ask for it get “More detail”." in seen(page, "l2")
    assert "is not written yet" not in seen(page, "l1")
    assert "is not written yet" not in seen(page)


def test_what_everybody_must_see_first_stands_first(newham):
    page = draft(
        newham,
        by=member_of(newham),
        urgency="now",
        is_sensitive=True,
        content_notes=[block("note", "Mentions violence.")],
        body_el3=words("The words."),
    )

    html = seen(page)

    order = ["Quick exit", "Get help now", "Mentions violence.", "Need to talk to somebody now?", "The words."]
    assert sorted(order, key=html.index) == order


def test_sources_dates_and_what_it_is_about_stand_at_the_end(newham):
    page = draft(
        newham,
        by=member_of(newham),
        sources=[block("source", {"title": "NSPCC, Grooming", "url": "https://www.nspcc.org.uk/"})],
        review_by=date(2027, 11, 2),
    )
    assert "Facts checked on" not in seen(page)
    with time_machine.travel(datetime(2026, 11, 2, 12, tzinfo=UTC), tick=False):
        agree_to(page)

    html = seen(page)

    assert '<a href="https://www.nspcc.org.uk/" rel="noopener noreferrer" target="_blank">NSPCC, Grooming</a>' in html
    assert "Facts checked on 2 November 2026." in html
    assert "We check them again by 2 November 2027." in html
    assert "<li>County Lines</li>" in html


def test_a_page_written_from_right_to_left_is_shown_so(newham, settings):
    settings.LANGUAGES = [*settings.LANGUAGES, ("ar", "العربية")]
    settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES
    from wagtail.models import Locale

    page = draft(newham, by=member_of(newham))
    page.locale = Locale.objects.create(language_code="ar")

    assert '<article class="reader" lang="ar" dir="rtl">' in seen(page)


def test_links_stay_inside_the_house_or_open_beside_it(newham, committed):
    with committed():
        other = agreed(newham, article(title="Another page"))
    body = f'<p><a linktype="page" id="{other.pk}">Ours</a> <a href="https://one.example/?a=1&amp;b=2">Theirs</a></p>'
    page = draft(newham, by=member_of(newham), body_el3=[block("paragraph", body)])

    html = seen(page)

    assert f'<span class="reader-link" title="/newham/{other.slug}/">Ours</span>' in html
    assert '<a href="https://one.example/?a=1&amp;b=2" rel="noopener noreferrer" target="_blank">Theirs</a>' in html


def test_headings_among_the_words_come_right_below_the_title(newham):
    page = draft(newham, by=member_of(newham), body_el3=[block("paragraph", "<h3>What to do</h3><p>Say no.</p>")])

    assert "<h2>What to do</h2>" in seen(page)


def test_a_picture_keeps_in_sight_what_matters_in_it(newham, committed):
    with committed():
        image = picture(focal_point_x=48, focal_point_y=9, focal_point_width=4, focal_point_height=4)
    page = draft(newham, by=member_of(newham), image=image, image_alt="Two friends.")

    # The picture is 64 by 36.
    assert "reader-x-8 reader-y-2" in seen(page)


def test_the_files_of_a_draft_open_for_whoever_is_shown_it(client, newham, committed):
    member = member_of(newham)
    with committed():
        page = draft(newham, by=member, image=picture(), image_alt="Two friends.")

    address = seen_by(member, page).partition('src="/media')[2].partition('"')[0]

    client.force_login(member, backend="people.backends.TermBackend")
    assert client.get("/media" + address).status_code == 200
    client.logout()
    assert client.get("/media" + address).status_code == 404


def test_a_pathway_has_what_walking_it_needs_and_says_where_each_answer_leads_without_scripts(newham):
    page = pathway()
    newham.root_page.specific.add_child(instance=page)

    html = seen(page)

    assert 'data-start="step-en-el3-safe"' in html
    assert html.count("data-walk-step") == 3
    assert html.count('href="#step-en-el3-call"') == 2
    assert "</span>Talk to somebody</span>" in html


def test_a_translation_is_shown_in_its_own_language(newham, committed):
    with committed():
        english = agreed(newham, article())
        with time_machine.travel(datetime(2026, 11, 2, 12, tzinfo=UTC), tick=False):
            page = translated(english, "cy", title="Beth alla i ei wneud?")

    html = seen(page)

    assert '<article class="reader" lang="cy"' in html
    assert "2 Tachwedd 2026" in html


NOT_CHECKED = "Not yet checked by somebody who speaks Cymraeg"
OUT_OF_DATE = "This may be out of date"


def test_a_translation_says_what_nobody_has_checked_and_what_is_out_of_date(whole_newham, committed):
    with committed():
        english = agreed(whole_newham, article())
        welsh = translated(english, "cy", title="Beth alla i ei wneud?")
    assert NOT_CHECKED in seen(welsh)
    assert OUT_OF_DATE not in seen(welsh)

    with committed():
        say_checked_by_speaker(page=welsh, speaker=translator_for(whole_newham))
        english.summary = "You can always say no."
        english.save()
        agree_to(english)

    assert NOT_CHECKED not in seen(welsh)
    assert OUT_OF_DATE in seen(welsh)
    assert NOT_CHECKED not in seen(english)
