"""Whatever is typed, pasted or sent: it is stored as it is, or refused with a sentence, and never an error of ours."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from PIL import Image
from wagtail.test.utils.form_data import nested_form_data, streamfield

from articles.models import ArticlePage
from articles.pictures import pixels_only
from delivery.rich_text import resolved
from pathways.models import PathwayPage
from tests.articles.editor import SAVE, change, create, listed, logged_in, paragraph, refusals, typed
from tests.articles.media import SECRETS, bomb, captions, photo
from tests.factories import draft, member_of

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def browser(newham):
    return logged_in(member_of(newham))


@pytest.fixture
def page(newham):
    return draft(newham)


def saved(page: ArticlePage) -> ArticlePage:
    return ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()


# -- odd strings, everywhere

ODD = {
    "right to left, turned round": "abc \u202e gnp.exe \u202c",
    "zalgo": "H" + "\u0315\u031b\u0358\u0340" * 20 + "elp",
    "emoji of a family": "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
    "mark-up": "<script>alert(1)</script> {{ 7*7 }} %s ' OR 1=1 --",
    "not a character": "a \uffff b \ufffe c",
    "decomposed": "Dw\u0302r",
}
PLACES = {
    "summary": lambda text: {"summary": text},
    "neutral_title": lambda text: {"neutral_title": text[:80]},
    "image_alt": lambda text: {"image_alt": text},
    "a key message": lambda text: {"body_el3": streamfield([("key_message", text)])},
    "a quote": lambda text: {"body_el3": streamfield([("quote", {"text": text, "attribution": text})])},
    "steps": lambda text: {"body_el3": streamfield([("steps", {"items": listed(text)})])},
    "a content note": lambda text: {"content_notes": streamfield([("note", text[:80])])},
    "a source": lambda text: {"sources": streamfield([("source", {"title": text, "url": "https://example.org"})])},
}


def test_odd_strings_are_stored_as_they_are_typed_in_every_field(browser, page):
    for text in ODD.values():
        for place, typed_there in PLACES.items():
            response = change(browser, page, typed(**typed_there(text)), SAVE)
            assert refusals(response) == {}, (place, text)
            field = next(iter(typed_there(text)))
            value = getattr(saved(page), field)
            said = value if isinstance(value, str) else json.dumps(value.get_prep_value(), ensure_ascii=False)
            wanted = text[:80] if "[:80]" in place or field in ("neutral_title", "content_notes") else text
            inside = wanted.strip() if isinstance(value, str) else json.dumps(wanted.strip(), ensure_ascii=False)[1:-1]
            assert unicodedata.normalize("NFC", inside) in unicodedata.normalize("NFC", said), (place, text)


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_a_null_character_is_refused_at_its_field_and_everything_else_stays_typed(browser, page, place):
    changes = place("You can\0 say no.") | {"age_to": "17"}

    response = change(browser, page, typed(**changes), SAVE)

    assert response.status_code == 200
    assert next(iter(changes)) in response.context["form"].errors
    assert 'value="17"' in response.content.decode()


def test_a_hundred_kilobytes_in_one_block_are_kept(browser, page):
    words = "A long story. " * 7500

    assert refusals(change(browser, page, typed(body_el3=streamfield([paragraph(words)])), SAVE)) == {}

    assert words.strip() in saved(page).body_el3[0].value.source


# -- what is no rich text, or more than we allow


def contentstate(*blocks: dict, entities: dict | None = None) -> str:
    return json.dumps({"blocks": blocks, "entityMap": entities or {}})


def line(text: str, kind: str = "unstyled", **more: object) -> dict:
    return {"key": "a", "text": text, "type": kind, "depth": 0, "inlineStyleRanges": [], "entityRanges": [], **more}


def with_raw(value: str) -> dict:
    data = typed(body_el3=streamfield([("paragraph", "")]))
    return {**data, "body_el3-0-value": value}


UNREADABLE = {
    "no JSON": "{nonsense about a friend",
    "a number": "5",
    "blocks that are none": '{"blocks": 5, "entityMap": {}}',
    "a list": '["words"]',
    "very deep": "[" * 5000,
}


@pytest.mark.parametrize("value", UNREADABLE.values(), ids=UNREADABLE)
def test_what_is_no_rich_text_is_kept_as_plain_words(browser, page, value):
    response = change(browser, page, with_raw(value), SAVE)

    assert refusals(response) == {}
    assert value[:20] in saved(page).body_el3[0].value.source.replace("&quot;", '"')


def test_half_a_character_in_rich_text_becomes_a_question_mark_for_it(browser, page):
    assert refusals(change(browser, page, with_raw(contentstate(line("half \ud800 of it"))), SAVE)) == {}

    assert "half \ufffd of it" in saved(page).body_el3[0].value.source


def test_of_a_styled_document_the_words_stay_and_the_styles_go(browser, page):
    """What Draftail lets through from Word at most, sent by hand: headings, colours, pictures, tables, links that run."""
    link = {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:alert(1)"}}}
    image = {"1": {"type": "IMAGE", "mutability": "IMMUTABLE", "data": {"id": 1, "alt": "x", "format": "left"}}}
    reach = [{"key": 0, "offset": 0, "length": 4}]
    value = contentstate(
        line("A heading", "header-one"),
        line("<img src=x onerror=alert(1)>words"),
        line("read this", entityRanges=reach),
        line("coloured", inlineStyleRanges=[{"offset": 0, "length": 4, "style": "COLOUR-RED"}]),
        line(" ", "atomic", entityRanges=[{"key": 1, "offset": 0, "length": 1}]),
        entities=link | image,
    )

    assert refusals(change(browser, page, with_raw(value), SAVE)) == {}

    public = resolved(saved(page).body_el3[0].value.source, target_of=lambda _pk: None)
    for words in ("A heading", "words", "read this", "coloured"):
        assert words in public
    assert "javascript" not in public
    assert "<img" not in public
    assert "style" not in public


# -- long pages


def test_a_pathway_of_forty_steps_at_four_levels_can_be_saved(browser, newham):
    text = {level: paragraph("Some words.")[1] for level in ("el12", "el3", "l1", "l2")}
    options = [{"label": "Yes", "next": "step-1", "is_not_sure": ""}] * 5
    steps = [
        (
            "question",
            {"key": f"step-{number}", "title": f"Question {number}", "text": text, "options": listed(*options)},
        )
        for number in range(40)
    ]
    data = typed(slug="long", **{f"body_{level}": None for level in ("el12", "el3", "l1", "l2")})
    data |= nested_form_data({"steps": streamfield(steps)})
    assert len(data) > 1000  # where Django stops by itself

    response = create(browser, "pathways.pathwaypage", newham.root_page, data, SAVE)

    assert refusals(response) == {}
    assert response.status_code == 302
    assert len(PathwayPage.objects.get().get_latest_revision_as_object().steps) == 40


def test_more_than_a_page_can_hold_gets_a_page_in_plain_words(browser, page, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    address, data = reverse("wagtailadmin_pages:edit", args=[page.pk]), typed()

    shown = browser.post(address, data)
    told = browser.post(address, data, headers={"accept": "application/json"})

    assert shown.status_code == told.status_code == 400
    assert "your words are still there" in shown.content.decode()
    assert json.loads(told.content)["error_code"] == "too_big"


# -- pictures


MEASURE = """
import resource, sys
import django
django.setup()
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.exceptions import ValidationError
from articles.media_forms import PictureFileField
from articles.pictures import pixels_only
import io
content = sys.stdin.buffer.read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for look in (lambda: PictureFileField().clean(SimpleUploadedFile("photo.png", content)), lambda: pixels_only(io.BytesIO(content), "photo.png")):
    try:
        look()
    except ValidationError as refusal:
        print("refused:", refusal.messages[0])
print("kilobytes:", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_a_picture_of_125_megapixels_in_15_kilobytes_costs_no_memory():
    """In a process of its own, where the system says how much it took at most."""
    content = bomb()
    assert len(content) < 20_000

    said = subprocess.run(
        [sys.executable, "-c", MEASURE],
        input=content,
        capture_output=True,
        check=True,
        cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "cms.settings.test", "PATH": "/usr/bin"},
    ).stdout.decode()

    assert said.count("refused:") == 2
    assert int(said.split("kilobytes:")[1]) < 100 * 1024


def frames(kind: str) -> bytes:
    stream = io.BytesIO()
    pictures = [Image.new("RGB", (8, 8), (number % 256, 0, 0)) for number in range(300)]
    pictures[0].save(stream, kind, save_all=True, append_images=pictures[1:])
    return stream.getvalue()


@pytest.mark.parametrize(("kind", "name"), [("PNG", "photo.png"), ("WEBP", "photo.webp"), ("GIF", "photo.webp")])
def test_hundreds_of_frames_are_refused_whatever_the_file_is_called(kind, name):
    with pytest.raises(ValidationError, match=r"Moving pictures|not a picture we can use"):
        pixels_only(io.BytesIO(frames(kind)), name)


MODES = {
    "printer's colours": ("CMYK", "JPEG", "photo.jpg"),
    "sixteen bits": ("I;16", "PNG", "photo.png"),
    "a palette": ("P", "PNG", "photo.png"),
    "one bit": ("1", "PNG", "photo.png"),
    "grey and see-through": ("LA", "PNG", "photo.png"),
}


@pytest.mark.parametrize(("mode", "kind", "name"), MODES.values(), ids=MODES)
def test_unusual_colours_come_out_as_a_picture_any_phone_can_show(mode, kind, name):
    stream = io.BytesIO()
    Image.new(mode, (20, 10)).save(stream, kind)

    written = pixels_only(io.BytesIO(stream.getvalue()), name)

    picture = Image.open(written)
    assert (picture.size, picture.format) == ((20, 10), kind)
    assert picture.mode in ("RGB", "RGBA", "L")


def test_what_other_programs_wrote_into_a_jpeg_is_gone_too():
    """IPTC (Photoshop's block) and XMP, put in by hand: Pillow writes neither."""
    said = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x0eAda Lovelace  "
    xmp = b"http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>my house</x:xmpmeta>"
    parts = [
        b"\xff\xed" + (len(said) + 2).to_bytes(2, "big") + said,
        b"\xff\xe1" + (len(xmp) + 2).to_bytes(2, "big") + xmp,
    ]
    content = photo("JPEG")
    content = content[:2] + b"".join(parts) + content[2:]
    assert content.count(b"my house") > 1

    written = pixels_only(io.BytesIO(content), "photo.jpg").read()

    assert not any(secret in written for secret in SECRETS)


# -- captions

CAPTION = "WEBVTT\n\n00:00.000 --> 00:02.000\n%s\n"


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script> hello", "<img src=x onerror=alert(1)>", "<!doctype html>hello", "</a>bye"]
)
def test_captions_with_something_to_run_in_them_are_refused(db, words):
    with pytest.raises(ValidationError, match="something else than words"):
        captions((CAPTION % words).encode())


@pytest.mark.parametrize("words", ["<v Ada>You can <b>say</b> no</v>", "5 < 7, and I <3 you", "<00:01.000>now"])
def test_captions_with_mark_up_of_their_own_come_in(db, words):
    assert captions((CAPTION % words).encode()).said()


def test_captions_that_overlap_are_read_in_the_order_in_which_they_begin(db):
    content = "WEBVTT\n\n00:01.000 --> 00:09.000\nTwo.\n\n00:00.000 --> 00:02.000\nOne.\n"

    assert captions(content.encode()).said() == ["One.", "Two."]
