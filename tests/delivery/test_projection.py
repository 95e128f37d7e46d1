"""Page → public dict: every kind of page and block has its place, and rich text leaves nothing of the editor behind."""

from __future__ import annotations

import io
import re

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from PIL import Image
from wagtail.models import Page

from articles.blocks import ReadingVersionBlock
from articles.models import ContentPage, Picture
from delivery.crisis_help import Line, lines_for, sheet_of
from delivery.pictures import TO_SHARE, WIDTHS
from delivery.projection import BLOCKS, PROJECTIONS, project
from delivery.rich_text import Target, as_text, resolved
from delivery.slots import Asked, fill, write
from home.models import CouncilPage, HomePage, YouthPanelPage
from pathways.blocks import StepsBlock
from tests.delivery.pages import article, pathway, picture, step, step_text
from tests.factories import block

PLACES = {HomePage, CouncilPage, YouthPanelPage}


def test_every_page_type_has_a_projection_or_is_a_place():
    types = {model for model in apps.get_models() if issubclass(model, Page) and model is not Page}
    ours = {model for model in types if not model.__module__.startswith(("wagtail", "tests"))}

    assert ours == set(PROJECTIONS) | PLACES
    assert all(issubclass(model, ContentPage) for model in PROJECTIONS)


def test_every_block_has_a_projection():
    assert set(ReadingVersionBlock().child_blocks) == set(BLOCKS)
    assert set(StepsBlock().child_blocks) == {"question", "outcome"}


def test_a_draft_that_runs_in_circles_has_no_longest_way(newham):
    again = step("question", "safe", title="Safe?", text=step_text("Look."), options=[{"label": "No", "next": "safe"}])
    page = pathway(steps=[again])
    newham.root_page.specific.add_child(instance=page)

    assert project(page)["questions_left_max"] is None


def test_pictures_come_in_three_widths_and_to_share_and_a_small_one_is_not_blown_up(newham, committed):
    with committed():
        wide, small = picture(), picture(size=(400, 300))
        page = article(
            image=wide, image_alt="A bench.", body_el3=[block("image", {"image": small.pk, "alt_text": "A phone."})]
        )
        newham.root_page.specific.add_child(instance=page)

    item = project(page)

    assert sizes(item["image"]) == [*((width, "webp") for width in WIDTHS), (TO_SHARE, "jpeg")]
    assert sizes(item["versions"][0]["body"][0]["value"]) == [(320, "webp"), (400, "webp"), (400, "jpeg")]
    assert all("/media/images/" in made["url"] for made in item["image"]["renditions"])


def sizes(image):
    return [(made["width"], made["format"]) for made in image["renditions"]]


def test_a_see_through_picture_is_shared_on_white_and_not_on_black(db, committed):
    stream = io.BytesIO()
    Image.new("RGBA", (1300, 700), (0, 0, 0, 0)).save(stream, "PNG")
    with committed():
        kept = Picture.objects.create(title="Nothing", file=ContentFile(stream.getvalue(), name="nothing.png"))

    shared = next(made for made in kept.renditions.all() if "jpeg" in made.filter_spec)

    assert Image.open(shared.file).getpixel((600, 300)) == (255, 255, 255)
    # The whole of the random name: who has not been shown a picture cannot guess where it is.
    assert re.fullmatch(r"images/[0-9a-f]{24}\.[a-z0-9.-]+\.jpg", shared.file.name)


def test_headings_have_ids_that_lead_to_each_of_them_alone(newham):
    def said(*headings):
        return [block("paragraph", "".join(f"<h3>{heading}</h3><p>Words.</p>" for heading in headings))]

    page = article(
        body_el3=said("What to do", "Now", "Now 2", "Now", "🙂", "🙂")
        + said("Now", "<b>A</b> &amp; b", ' x" onclick="y'),
        body_l1=said("What to do", "Now"),
    )
    newham.root_page.specific.add_child(instance=page)
    html = "".join(part["value"] for version in project(page)["versions"] for part in version["body"])

    ids = re.findall(r'<h3 id="([^"]*)">', html)

    assert ids[:3] == ["el3-what-to-do", "el3-now", "el3-now-2"]
    assert len(ids) == html.count("<h3") == len(set(ids)) == 11
    assert all(re.fullmatch(r"[a-z0-9-]+", one) for one in ids)
    assert "l1-what-to-do" in ids


def test_the_ids_of_a_pathways_headings_are_its_steps_own(newham):
    way = step(
        "question", "safe", title="Safe?", text=step_text("Look.</p><h3>Now</h3><p>Go.", l1="No.</p><h3>Now</h3><p>")
    )
    page = pathway(steps=[way])
    newham.root_page.specific.add_child(instance=page)

    text = str(project(page)["steps"])

    assert '<h3 id="safe-el3-now">' in text
    assert '<h3 id="safe-l1-now">' in text


PAGE = Target("7f0c0000-0000-0000-0000-000000000000", "/newham/there/", "cy")


def links_to_page_7(page_id):
    return PAGE if page_id == 7 else None


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        (
            '<p><a linktype="page" id="7">There</a></p>',
            f'<p><a data-content-id="{PAGE.content_id}" href="/newham/there/" hreflang="cy">There</a></p>',
        ),
        ('<p><a linktype="page" id="8">Hidden</a></p>', "<p>Hidden</p>"),
        ('<p><a linktype="document" id="7">File</a></p>', "<p>File</p>"),
        (
            '<p><a href="https://a.example/?b=1&amp;c=2">Out</a></p>',
            '<p><a href="https://a.example/?b=1&amp;c=2" rel="noopener noreferrer">Out</a></p>',
        ),
        ('<p><a href="javascript:alert(1)">Bad</a></p>', "<p>Bad</p>"),
        (
            '<p><a href="https://a.example/" onclick="x()" data-content-id="1">Out</a></p>',
            '<p><a href="https://a.example/" rel="noopener noreferrer">Out</a></p>',
        ),
        ('<embed embedtype="image" id="3" format="left" alt="x"/>', ""),
        ("<p>1 &lt; 2 <script>alert(1)</script></p>", "<p>1 &lt; 2 alert(1)</p>"),
        ('<p data-block-key="abc">Words<b>!</b></p>', "<p>Words<b>!</b></p>"),
        (
            '<p><a linktype="page" id="8">a <a linktype="page" id="7">b</a></a></p>',
            f'<p>a <a data-content-id="{PAGE.content_id}" href="/newham/there/" hreflang="cy">b</a></p>',
        ),
    ],
)
def test_rich_text_is_resolved_and_cleaned(kept, shown):
    assert resolved(kept, target_of=links_to_page_7) == shown


def test_text_keeps_paragraphs_and_lists():
    assert (
        as_text("<h3>Now</h3><p>One<br>two</p><ul><li>a</li><li>b &amp; c</li></ul>")
        == "Now\n\nOne\ntwo\n\n- a\n- b & c"
    )


def test_slots_are_ours_alone_whatever_somebody_typed():
    typed = "\x1eserved_level\x1f \x1e requested_locale"

    text = write({"locale": "en", "requested_locale": "en", "title": typed})

    assert fill(text, Asked(locale="cy", today="2026-01-01")) == (
        '{"locale":"en","requested_locale":"cy","title":"\\u001eserved_level\\u001f \\u001e requested_locale"}'
    )


def test_a_review_becomes_overdue_on_the_day_after_without_anything_being_written():
    text = write({"review_by": "2026-06-30", "review_overdue": False})

    assert fill(text, Asked(locale="en", today="2026-06-30")).endswith("false}")
    assert fill(text, Asked(locale="en", today="2026-07-01")).endswith("true}")


def test_crisis_lines_for_everybody_come_first_and_the_others_where_they_belong():
    sheet = sheet_of([Line(("drugs",), (), "topic"), Line((), (), "all"), Line((), ("E09000025",), "area")])

    assert lines_for(sheet, (), ()) == ("all",)
    assert lines_for(sheet, ("drugs",), ("E09000025",)) == ("all", "area", "topic")
    assert lines_for(sheet, None, None) == ("all", "area", "topic")
