"""Make the demo's short films: somebody walks home along a path while the words stand large above them.

    python -m cms.demo.make_video

For every `content/videos/<slug>.toml` this writes, beside it and under the name that its `file` gives,

    <file>.mp4            the film: 854 by 480, without sound
    <file>.en.vtt         its captions
    <file>.poster.webp    what is shown before it plays: the picture that its `picture` names

The words on the film and in the captions both come from the file's `[[captions]]`, so they cannot differ; the transcript
has to say the same, and we stop if it does not. The results are committed: ffmpeg and the DejaVu fonts are needed to make
a film and never to run Waymark.
"""

from __future__ import annotations

import math
import subprocess
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from cms.demo.draw_pictures import drawn
from cms.demo.drawing import (
    CORAL,
    CREAM,
    FOREST,
    INK,
    LEAF,
    MEADOW,
    PLUM,
    SAND,
    SKY,
    SUN,
    TEAL,
    Canvas,
    bush,
    cloud,
    hills,
    house,
    path,
    person,
    signpost,
    sky,
    sun,
    tree,
)  # fmt: skip
from cms.demo.sketchbook import AMA

VIDEOS = Path(__file__).parent / "content" / "videos"
WIDTH, HEIGHT, FRAMES_A_SECOND = 854, 480, 12
MOST_BYTES = 1_000_000

CARD = (40, 24, WIDTH - 40, 288)
MARGIN = 36
FONT, LARGEST, SMALLEST = "DejaVuSans-Bold.ttf", 54, 30
FADE = 0.3  # seconds in which a caption appears: gentle, and nothing flashes

START, DOORSTEP, ROAD = 70, 756, 440
AT_THE_DOOR = 1.6  # seconds to stand there at the end


@dataclass(frozen=True, kw_only=True)
class Caption:
    start: float
    end: float
    text: str


# Reading


def captions_of(video: dict[str, Any]) -> list[Caption]:
    captions = [Caption(**entry) for entry in video["captions"]]
    for before, after in pairwise(captions):
        if not before.start < before.end <= after.start:
            raise SystemExit(f"These captions overlap: {before.text!r} and {after.text!r}")
    if " ".join(caption.text for caption in captions).split() != video["transcript"].split():
        raise SystemExit(f"{video['file']}: the transcript does not say what the captions say.")
    return captions


def caption_at(captions: Sequence[Caption], second: float) -> Caption | None:
    return next((caption for caption in captions if caption.start <= second < caption.end), None)


# Drawing


@cache
def landscape() -> Canvas:
    """What stands still: hills, a path with a signpost here and there, and a house with its door open."""
    c = Canvas(WIDTH, HEIGHT, oversample=2)
    sky(c, SKY, CREAM, until=400)
    sun(c, 330, 326, 26)
    hills(c, 345, MEADOW, rise=18, width=520)
    hills(c, 388, LEAF, rise=8, width=700, shift=200)
    for x, height in ((30, 120), (424, 90), (560, 100)):
        tree(c, x, 402, height)
    bush(c, 290, 404, 70, FOREST)
    house(c, DOORSTEP, 420, 104, wall="#e6bf9a", roof=PLUM, welcoming=True)
    path(c, [(DOORSTEP, 418, 24), (DOORSTEP, ROAD - 2, 60)])
    c.box(0, ROAD - 8, WIDTH, 24, SAND)
    for x, side, fill in ((170, 1, SUN), (360, 1, CORAL), (640, 1, TEAL)):
        signpost(c, x, ROAD - 10, 84, arms=[(side, fill)])
    return c


def frame(captions: Sequence[Caption], second: float) -> Image.Image:
    share = min(1.0, second / (captions[-1].end - AT_THE_DOOR))
    c = landscape().copy()
    cloud(c, 120 + 150 * share, 322, 74)
    cloud(c, 620 + 90 * share, 314, 56)
    _walker(c, second, share)

    c.box(CARD[0], CARD[1], CARD[2] - CARD[0], CARD[3] - CARD[1], CREAM, radius=28)
    picture = c.finished()
    if caption := caption_at(captions, second):
        seen = min(1.0, (second - caption.start + 1 / FRAMES_A_SECOND) / FADE)
        picture.paste(INK, mask=words(caption.text).point(lambda value: int(value * seen)))
    return picture


def _walker(c: Canvas, second: float, share: float) -> None:
    """Somebody on their way from the left to the open door, a little more than one step a second."""
    step = math.sin(second * math.tau * 0.6) if share < 1 else 0
    x = START + (DOORSTEP - 30 - START) * share
    person(
        c,
        x,
        ROAD + 4,
        122,
        AMA,
        facing=1,
        stride=step * 0.75,
        hands=((-12 - 7 * step, 0), (12 - 7 * step, 0)),
        bag=PLUM,
    )


@cache
def words(text: str) -> Image.Image:
    """The words as large as the card allows, white on black, to paste a colour through."""
    mask = Image.new("L", (WIDTH, HEIGHT))
    font, lines = largest_fit(text)
    middle = ((CARD[0] + CARD[2]) / 2, (CARD[1] + CARD[3]) / 2)
    ImageDraw.Draw(mask).multiline_text(middle, lines, 255, font, anchor="mm", align="center", spacing=font.size * 0.3)
    return mask


def largest_fit(text: str) -> tuple[ImageFont.FreeTypeFont, str]:
    for size in range(LARGEST, SMALLEST - 1, -2):
        font = ImageFont.truetype(FONT, size)
        lines = balanced(text, font, CARD[2] - CARD[0] - 2 * MARGIN)
        if size * 1.5 * len(lines) <= CARD[3] - CARD[1] - MARGIN:
            return font, "\n".join(lines)
    raise SystemExit(f"Too long to read on a phone. Make two captions of it: {text!r}")


def balanced(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """As few lines as fit, and no word left alone on the last one where that can be helped."""
    fewest = len(wrapped(text, font, width))
    narrowest = next(w for w in range(width // 3, width + 1, 4) if len(wrapped(text, font, w)) <= fewest)
    return wrapped(text, font, narrowest)


def wrapped(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    first, *rest = text.split()
    lines = [first]
    for word in rest:
        longer = f"{lines[-1]} {word}"
        if font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


# Making the files


def web_vtt(captions: Sequence[Caption]) -> str:
    cues = [f"{clock(c.start)} --> {clock(c.end)}\n{escape(c.text, quote=False)}\n" for c in captions]
    return "\n".join(["WEBVTT\n", *cues])


def clock(seconds: float) -> str:
    """Seconds as WebVTT writes them: 00:01:02.500."""
    thousandths = round(seconds * 1000)
    return f"{thousandths // 3_600_000:02}:{thousandths // 60_000 % 60:02}:{thousandths // 1000 % 60:02}.{thousandths % 1000:03}"


def frames(captions: Sequence[Caption]) -> Iterator[bytes]:
    for number in range(round(captions[-1].end * FRAMES_A_SECOND)):
        yield frame(captions, number / FRAMES_A_SECOND).tobytes()


def encode(pictures: Iterator[bytes], file: Path) -> None:
    """Give raw frames to ffmpeg, which says nothing in the film about when or where it was made."""
    took = f"-f rawvideo -pixel_format rgb24 -video_size {WIDTH}x{HEIGHT} -framerate {FRAMES_A_SECOND} -i -"
    colours = "-vf scale=out_color_matrix=bt709:out_range=tv -colorspace bt709 -color_primaries bt709 -color_trc bt709"
    gives = "-an -c:v libx264 -profile:v main -preset slow -crf 24 -pix_fmt yuv420p -movflags +faststart"
    nameless = "-map_metadata -1 -fflags +bitexact -flags:v +bitexact"
    command = ["ffmpeg", "-y", "-loglevel", "error", *f"{took} {colours} {gives} {nameless}".split(), str(file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as ffmpeg:
        assert ffmpeg.stdin
        for picture in pictures:
            ffmpeg.stdin.write(picture)
        ffmpeg.stdin.close()
    if ffmpeg.returncode:
        raise SystemExit(f"ffmpeg could not make {file.name}")


def make(source: Path) -> None:
    video = tomllib.loads(source.read_text(encoding="utf-8"))
    captions = captions_of(video)
    film, vtt, poster = (source.with_name(video["file"] + ending) for ending in (".mp4", ".en.vtt", ".poster.webp"))

    vtt.write_text(web_vtt(captions), encoding="utf-8")
    drawn(video["picture"]).save(poster, quality=82, method=6)
    encode(frames(captions), film)
    if film.stat().st_size > MOST_BYTES:
        raise SystemExit(f"{film.name} is larger than {MOST_BYTES} bytes: too much for a cheap phone.")
    for file in (film, vtt, poster):
        print(f"{file.stat().st_size:7} {file.name}")


def main() -> None:
    for source in sorted(VIDEOS.glob("*.toml")):
        make(source)


if __name__ == "__main__":
    main()
