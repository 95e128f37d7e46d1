"""Captions as people save them, and what is kept: the words and their times, written anew."""

from __future__ import annotations

import hashlib
import io

import pytest
import webvtt
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from articles.captions import made_anew
from articles.media.subtitles import Cue, Fault, decoded, read, written
from articles.models import CaptionFile, VideoCaptions, VideoPage
from tests.articles.editor import logged_in
from tests.articles.full import full_video
from tests.articles.media import captions, collection_of, upload
from tests.factories import member_of, members_of, moderator_for, send_in

SRT = "1\n00:00:01,000 --> 00:00:02,500\nYou can say no.\n\n2\n00:00:03,000 --> 00:00:04,000\nDŵr, caffè: tell somebody.\n"


def vtt(*cues: str, head: str = "WEBVTT") -> bytes:
    return "\n\n".join([head, *cues, ""]).encode()


def cue(text: str, *, start: int = 1, end: int = 2) -> str:
    return f"00:{start:02}.000 --> 00:{end:02}.000\n{text}"


def said_in(content: bytes) -> list[str]:
    return [found.text for found in read(content).cues]


def stored(file: CaptionFile) -> bytes:
    with file.file.storage.open(file.file.name, "rb") as stream:
        return stream.read()


# -- what people have

AS_SAVED = {
    "SRT": SRT.encode(),
    "SRT with a mark of its encoding": SRT.encode("utf-8-sig"),
    "SRT from Windows": SRT.replace("\n", "\r\n").encode("utf-16"),
    "SRT from an old Mac": SRT.replace("\n", "\r").encode(),
    "UTF-16 the other way round": b"\xfe\xff" + SRT.encode("utf-16-be"),
    "UTF-16 without a mark": SRT.encode("utf-16-le"),
    "WebVTT": b"WEBVTT\n\n" + SRT.replace(",000", ".000").replace(",500", ".500").encode(),
}


@pytest.mark.parametrize("content", AS_SAVED.values(), ids=AS_SAVED)
def test_captions_come_in_as_programs_save_them(newham, content):
    browser = logged_in(member_of(newham))
    data = {"title": "", "file": upload(content, "Ada.srt"), "collection": collection_of(newham).pk}

    response = browser.post(reverse("wagtaildocs:add"), data)

    assert response.status_code == 302, response.context["form"].errors
    mine = CaptionFile.objects.get()
    assert mine.said() == ["You can say no.", "Dŵr, caffè: tell somebody."]
    assert mine.file.name.endswith(".vtt")


def test_captions_in_latin_1_keep_their_letters():
    assert said_in(SRT.replace("ŵ", "w").encode("latin-1"))[1] == "Dwr, caffè: tell somebody."


def test_what_is_kept_is_read_alike_by_another_reader_of_webvtt():
    kept = made_anew(io.BytesIO(SRT.encode()))

    assert [(one.start, one.end, one.text) for one in webvtt.from_buffer(io.StringIO(kept.decode()))] == [
        ("00:00:01.000", "00:00:02.500", "You can say no."),
        ("00:00:03.000", "00:00:04.000", "Dŵr, caffè: tell somebody."),
    ]


# -- what nobody reads is not kept

SECRET = "07700 900123"
UNREAD = {
    "behind the head": vtt(cue("Hello"), head=f"WEBVTT subtitles by Ada, {SECRET}"),
    "below the head": vtt(cue("Hello"), head=f"WEBVTT\nX-Author: {SECRET}"),
    "a note": vtt(f"NOTE call {SECRET}", cue("Hello"), "NOTE\n" + SECRET),
    "a style": vtt(f"STYLE\n::cue {{ background: url(https://example.org/{SECRET}) }}", cue("Hello")),
    "a region": vtt(f"REGION\nid:{SECRET}", cue("Hello")),
    "a caption's name": vtt(f"{SECRET}\n{cue('Hello')}"),
    "a caption's settings": vtt(f"00:01.000 --> 00:02.000 region:{SECRET}\nHello"),
    "a voice": vtt(cue(f"<v {SECRET}>Hello</v>")),
    "a class": vtt(cue(f"<c.{SECRET.replace(' ', '')}>Hello</c>")),
    "a language": vtt(cue(f"<lang {SECRET}>Hello</lang>")),
    "where an SRT puts a line": f"1\n00:00:01,000 --> 00:00:02,000 X1:{SECRET}\n{{\\an8{SECRET}}}Hello\n".encode(),
    "a font": f'1\n00:00:01,000 --> 00:00:02,000\n<font color="{SECRET}">Hello</font>\n'.encode(),
}


@pytest.mark.parametrize("content", UNREAD.values(), ids=UNREAD)
def test_what_no_voter_reads_is_not_in_the_file_that_is_kept(db, content):
    mine = captions(content)

    assert mine.said() == ["Hello"]
    assert SECRET.encode() not in stored(mine)
    assert SECRET.replace(" ", "").encode() not in stored(mine)
    assert stored(mine) == b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nHello\n"


AS_A_BROWSER_READS = {
    "&#48;7700&nbsp;900123": "07700 900123",
    "Tom &amp; Ada &lt;b&gt;": "Tom & Ada <b>",
    "no&shy;thing\u200b here\u202e": "nothing here",
    "one&#10;&#10;two": "one\ntwo",
    "I <3 you": "I <3 you",
    "<i>You</i> <c.yellow>can</c>": "You can",
    "a\x08b\x85c\u2028d": "ab c d",
    "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f hi\U000e0061": "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f hi",
    "♪": "♪",
}


@pytest.mark.parametrize(("typed", "shown"), AS_A_BROWSER_READS.items())
def test_words_are_read_as_a_browser_shows_them(typed, shown):
    assert said_in(vtt(cue(typed))) == [shown]


def test_captions_stand_in_the_order_of_their_times():
    assert said_in(vtt(cue("second", start=3, end=4), cue("first"))) == ["first", "second"]


texts = st.text(max_size=60)


@given(st.lists(texts, max_size=5))
def test_what_is_written_says_what_was_read_and_is_written_the_same_again(lines):
    found = read(vtt(*(cue(text) for text in lines)))

    kept = written(found.cues)

    assert read(kept) == (found.cues, [])
    assert written(read(kept).cues) == kept


@given(st.lists(st.tuples(st.integers(0, 10**8), st.integers(1, 10**6), st.text("ab&<>;-{}\\\n #10x", min_size=1))))
def test_any_captions_can_be_written_and_read_back(parts):
    shown = [(start, length, "\n".join(text.split())) for start, length, text in parts]
    cues = sorted(Cue(start, start + length, "x" + text) for start, length, text in shown)

    assert sorted(read(written(cues)).cues) == cues


@given(st.binary(max_size=300))
def test_no_file_breaks_the_reading(content):
    found = read(b"WEBVTT\n\n" + content)

    assert read(written(found.cues)).cues == found.cues
    assert decoded(content) is not None


# -- what is wrong is said with its line

WRONG = {
    "an end before its start": (vtt(cue("Hello", start=5, end=2)), 3, Fault.ENDS_BEFORE_IT_STARTS),
    "no length": (vtt(cue("Hello", start=2, end=2)), 3, Fault.ENDS_BEFORE_IT_STARTS),
    "an arrow in the text": (vtt(cue("Hello\nleft --> right")), 5, Fault.ARROW_IN_WORDS),
    "no empty line before the next": (vtt(cue("Hello") + "\n" + cue("there")), 5, Fault.ARROW_IN_WORDS),
    "an empty caption": (vtt(cue("Hello"), cue("")), 6, Fault.NO_WORDS),
    "a caption of what cannot be seen": (vtt(cue("\u3164\u200b<b></b>")), 3, Fault.NO_WORDS),
    "words without a time": (vtt(cue("Hello"), "and more"), 6, Fault.NO_TIME),
    "a name over two lines": (vtt("call\n07700 900123\n" + cue("Hello")), 3, Fault.NO_TIME),
    "a time of another kind": (vtt("0:01 --> soon\nHello"), 3, Fault.UNREADABLE_TIME),
    "something to run": (vtt(cue("Hello\n<script>alert(1)</script>")), 5, Fault.OTHER_MARK_UP),
}


@pytest.mark.parametrize(("content", "line", "fault"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_a_caption_is_said_with_its_line(content, line, fault):
    assert read(content).flaws == [(line, fault)]

    with pytest.raises(ValidationError, match=f"^..Line {line}: "):
        made_anew(io.BytesIO(content))


def test_each_thing_that_is_wrong_is_said_at_the_field(newham):
    browser = logged_in(member_of(newham))
    content = vtt(cue("Hello", start=5, end=2), cue(""))

    response = browser.post(
        reverse("wagtaildocs:add"),
        {"title": "", "file": upload(content, "a.vtt"), "collection": collection_of(newham).pk},
    )

    assert response.context["form"].errors["file"] == [
        "Line 3: this caption ends before it starts. Which time is wrong?",
        "Line 6: this caption says nothing. Write what is said, or take it out.",
    ]
    assert not CaptionFile.objects.exists()


# -- personal details


@pytest.mark.parametrize(
    "words", [["Ring 07700", "900123 now"], ["Ring &#48;7700 900123"]], ids=["two captions", "hidden"]
)
def test_a_number_in_captions_is_found_however_it_is_cut(newham, words):
    page = full_video(newham)
    content = vtt(*(cue(text, start=place, end=place + 1) for place, text in enumerate(words)))
    page.captions = [VideoCaptions(language="en", file=captions(content))]

    [finding] = page.findings()

    assert finding.field == "captions"
    assert "07700 900123" in finding.question


# -- who decides reads all of it


def test_a_voter_reads_every_caption_on_the_ballot_in_the_words_that_readers_get(newham):
    moderator_for(newham)
    writer, (voter, *_others) = member_of(newham), members_of(newham, 3)
    page = full_video(newham)
    page.captions = [VideoCaptions(language="en", file=captions(vtt(cue("Come &#97;t <b>seven</b>"))))]
    page.save_revision(user=writer, clean=False)
    ballot = send_in(VideoPage.objects.get(pk=page.pk), by=writer)

    shown = logged_in(voter).get(reverse("moderation:ballot", args=[ballot.pk])).content.decode()

    assert "Read the captions (English)" in shown
    assert "Come at seven" in shown


# -- files from before captions were written anew


def from_before(content: bytes) -> CaptionFile:
    old = CaptionFile(title="Old")
    old.file.save("old.vtt", ContentFile(content), save=False)
    CaptionFile.objects.bulk_create([old])
    return CaptionFile.objects.get(title="Old")


def test_a_file_from_before_is_handed_out_as_what_people_read_and_nothing_else(newham):
    old = from_before(UNREAD["a note"])
    person = member_of(newham, is_superuser=True)

    answer = logged_in(person).get(f"/media/{old.file.name}")

    content = b"".join(answer.streaming_content)
    assert content == b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nHello\n"
    assert answer["Content-Length"] == str(len(content))
    assert Client().get(f"/media/{old.file.name}").status_code == 404


def test_what_was_agreed_of_a_file_from_before_still_stands(db):
    old = from_before(UNREAD["a note"])

    assert old.content_digest() == hashlib.sha256(UNREAD["a note"]).hexdigest()
