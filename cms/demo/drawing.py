"""A small vocabulary for simple, flat pictures: people, houses, paths, phones, parcels.

Everything is a filled outline on a `Canvas`. Lengths are in the picture's own units (1280 by 720 for a page
picture), y grows downwards, and colours are "#rrggbb", with two more digits where something is see-through.
Things stand on the point they are given (a person's feet, a house's doorstep); small things lie around their middle.

Nobody has a face and nothing is written, so that a reader can be anybody and a picture needs no translating.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise

from PIL import Image, ImageColor, ImageDraw, ImageFilter

Point = tuple[float, ...]
Colour = str

INK, NIGHT, DUSK, SLATE = "#2d3047", "#3b4a6b", "#66739b", "#8791a6"
CREAM, SAND, PEACH, CORAL, BRICK = "#fdf3e3", "#f0dcc0", "#f6c6a0", "#ec7f62", "#b9553f"
SUN, HONEY, BROWN, BARK = "#f7cf6b", "#e0a545", "#b07b4f", "#7d573c"
MIST, SKY, BLUE, TEAL, PINE = "#dcebee", "#bfdfea", "#5b9fc4", "#2f8f89", "#1f5f66"
MEADOW, LEAF, FOREST = "#b9d7a2", "#84b685", "#4f8a68"
LILAC, PLUM = "#c3b3dd", "#76588a"
SHADOW = "#2d304726"

SKINS = ("#f5d0b5", "#dfa67c", "#b97d53", "#8b5838", "#5f3d2a")


class Canvas:
    """A sheet that is drawn large and made smaller at the end, which smooths every edge."""

    def __init__(self, width: int, height: int, background: Colour = CREAM, *, oversample: int = 3) -> None:
        self.width, self.height, self.oversample = width, height, oversample
        self._begin(Image.new("RGB", (width * oversample, height * oversample), background))
        self._place = (float(oversample), 0.0, 0.0, 0.0)  # scale, turn in radians, x, y

    def copy(self) -> Canvas:
        twin = Canvas(1, 1, oversample=self.oversample)
        twin.width, twin.height = self.width, self.height
        twin._begin(self._image.copy())
        return twin

    def finished(self) -> Image.Image:
        return self._image.resize((self.width, self.height), Image.Resampling.LANCZOS)

    @contextmanager
    def placed(self, x: float, y: float, size: float = 1, *, turn: float = 0) -> Iterator[None]:
        """Draw around (x, y) for a while, `size` times as large, turned clockwise by `turn` degrees."""
        before = self._place
        self._place = (before[0] * size, before[1] + math.radians(turn), *self._on_sheet(x, y))
        yield
        self._place = before

    def shape(self, points: Sequence[Point], fill: Colour) -> None:
        self._pen.polygon([self._on_sheet(*point[:2]) for point in points], fill=fill)

    def box(self, x: float, y: float, width: float, height: float, fill: Colour, *, radius: float = 0) -> None:
        """A rectangle from its top left corner, with rounded corners."""
        r = min(radius, width / 2, height / 2)
        corners = (
            (x + width - r, y + r, -90),
            (x + width - r, y + height - r, 0),
            (x + r, y + height - r, 90),
            (x + r, y + r, 180),
        )
        self.shape([p for cx, cy, start in corners for p in arc(cx, cy, r, start, start + 90)], fill)

    def circle(self, x: float, y: float, radius: float, fill: Colour) -> None:
        self.shape(arc(x, y, radius, 0, 360), fill)

    def ellipse(self, x: float, y: float, across: float, down: float, fill: Colour) -> None:
        """An ellipse from its middle and its two radii."""
        self.shape(arc(x, y, across, 0, 360, down), fill)

    def stroke(self, points: Sequence[Point], width: float, fill: Colour) -> None:
        """A line with round ends and joints. See-through colours would show the joints, so give a solid one."""
        for (ax, ay), (bx, by) in pairwise(points):
            length = math.hypot(bx - ax, by - ay) or 1
            dx, dy = (by - ay) / length * width / 2, (ax - bx) / length * width / 2
            self.shape([(ax + dx, ay + dy), (bx + dx, by + dy), (bx - dx, by - dy), (ax - dx, ay - dy)], fill)
        for x, y in points:
            self.circle(x, y, width / 2, fill)

    def glow(self, x: float, y: float, radius: float, fill: Colour, *, strength: float = 0.6) -> None:
        """Soft light that fades from its middle to nothing at `radius`."""
        (mx, my), r = self._on_sheet(x, y), radius * self._place[0]
        fade = Image.radial_gradient("L").resize((int(2 * r), int(2 * r)))  # 0 in the middle, 255 from 1/√2 of the way
        mask = fade.point([int(max(0, 1 - value / 181) ** 1.6 * strength * 255) for value in range(256)])
        self._image.paste(ImageColor.getrgb(fill), (int(mx - r), int(my - r)), mask)

    def fade_down(self, top: Colour, bottom: Colour, *, until: float) -> None:
        """Fill from the upper edge to `until` with a colour that changes slowly."""
        size = (self._image.width, int(until * self.oversample))
        self._image.paste(
            Image.composite(
                Image.new("RGB", size, bottom), Image.new("RGB", size, top), Image.linear_gradient("L").resize(size)
            )
        )

    def paste(self, other: Canvas, x: float, y: float) -> None:
        """Put a smaller sheet on this one. Only for places that are neither turned nor resized."""
        left, top = self._on_sheet(x, y)
        self._image.paste(other._image, (int(left), int(top)))

    def blur(self, x: float, y: float, width: float, height: float, radius: float) -> None:
        """Make what is inside a rectangle unrecognisable. Only for places that are not turned."""
        (left, top), (right, bottom) = self._on_sheet(x, y), self._on_sheet(x + width, y + height)
        area = (int(left), int(top), int(right), int(bottom))
        self._image.paste(self._image.crop(area).filter(ImageFilter.GaussianBlur(radius * self._place[0])), area)

    def _begin(self, image: Image.Image) -> None:
        self._image, self._pen = image, ImageDraw.Draw(image, "RGBA")

    def _on_sheet(self, x: float, y: float) -> tuple[float, float]:
        scale, turn, left, top = self._place
        return (
            left + scale * (x * math.cos(turn) - y * math.sin(turn)),
            top + scale * (x * math.sin(turn) + y * math.cos(turn)),
        )


# Lines and colours


def arc(x: float, y: float, across: float, start: float, end: float, down: float | None = None) -> list[Point]:
    """Points round (x, y) from one angle to another, in degrees, clockwise from three o'clock."""
    steps = max(8, int(abs(end - start) / 5))
    angles = [math.radians(start + (end - start) * i / steps) for i in range(steps + 1)]
    return [(x + across * math.cos(a), y + (across if down is None else down) * math.sin(a)) for a in angles]


def smooth(points: Sequence[Point], *, steps: int = 16) -> list[Point]:
    """A gentle curve through all the points (Catmull-Rom), in any number of dimensions."""
    ends = [points[0], *points, points[-1]]
    curve = [
        tuple(_between(*values, at=i / steps) for values in zip(a, b, c, d, strict=True))
        for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False)
        for i in range(steps)
    ]
    return [*curve, tuple(points[-1])]


def _between(a: float, b: float, c: float, d: float, *, at: float) -> float:
    return b + 0.5 * at * (c - a + at * (2 * a - 5 * b + 4 * c - d + at * (3 * (b - c) + d - a)))


def mixed(colour: Colour, other: Colour, share: float) -> Colour:
    pairs = zip(ImageColor.getrgb(colour), ImageColor.getrgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def darker(colour: Colour, share: float = 0.14) -> Colour:
    return mixed(colour, INK, share)


def lighter(colour: Colour, share: float = 0.3) -> Colour:
    return mixed(colour, CREAM, share)


def deeper(skin: Colour) -> Colour:
    """Skin in its own shade: grey would make it look ill."""
    return mixed(skin, BRICK if skin in SKINS[:2] else "#40221a", 0.24)


# Out of doors


def sky(c: Canvas, top: Colour = SKY, bottom: Colour = CREAM, *, until: float = 560) -> None:
    c.fade_down(top, bottom, until=until)


def sun(c: Canvas, x: float, y: float, radius: float, fill: Colour = SUN) -> None:
    c.glow(x, y, radius * 3.2, fill, strength=0.55)
    c.circle(x, y, radius, fill)


def cloud(c: Canvas, x: float, y: float, width: float, fill: Colour = "#ffffff") -> None:
    with c.placed(x, y, width / 100):
        c.box(-50, -8, 100, 30, fill, radius=15)
        c.circle(-20, -8, 21, fill)
        c.circle(12, -14, 27, fill)


def hills(c: Canvas, y: float, fill: Colour, *, rise: float = 40, width: float = 700, shift: float = 0) -> None:
    """Rolling ground, `rise` above and below y, with a hill every `width`, down to the lower edge."""
    top = [(x, y - rise * math.sin((x + shift) / width * math.tau)) for x in range(0, c.width + 10, 10)]
    c.shape([*top, (c.width + 10, c.height), (0, c.height)], fill)


def ground(c: Canvas, y: float, fill: Colour) -> None:
    c.box(0, y, c.width, c.height - y, fill)


def path(c: Canvas, points: Sequence[Point], fill: Colour = SAND) -> None:
    """A way through (x, y, width across) points: wide when near, narrow when far."""
    way = smooth(points)
    c.shape([(x - w / 2, y) for x, y, w in way] + [(x + w / 2, y) for x, y, w in reversed(way)], fill)


def tree(c: Canvas, x: float, y: float, height: float, fill: Colour = FOREST) -> None:
    with c.placed(x, y, height / 100):
        c.ellipse(0, 0, 24, 4, SHADOW)
        c.box(-4, -45, 8, 45, BARK, radius=3)
        c.ellipse(0, -65, 27, 35, fill)
        c.ellipse(-8, -72, 14, 20, lighter(fill, 0.16))


def bush(c: Canvas, x: float, y: float, width: float, fill: Colour = FOREST) -> None:
    with c.placed(x, y, width / 100):
        for dx, radius in ((-30, 20), (28, 22), (0, 30)):
            c.shape(arc(dx, 0, radius, 180, 360), fill)


def rain(c: Canvas, x: float, y: float, width: float, height: float, fill: Colour = BLUE) -> None:
    """Slanting drops over a rectangle, from its top left corner."""
    for row in range(int(height / 44)):
        for left in range(0, int(width), 40):
            top = y + row * 44 + left * 0.7 % 30
            c.stroke([(x + left - row % 2 * 18, top), (x + left - row % 2 * 18 - 6, top + 20)], 5, fill)


def lamp_post(c: Canvas, x: float, y: float, height: float) -> None:
    with c.placed(x, y, height / 100):
        c.glow(12, -92, 46, SUN, strength=0.75)
        c.stroke([(0, 0), (0, -88), *arc(6, -92, 6, 180, 270), (12, -98)], 2.4, INK)
        c.box(-3, -4, 6, 4, INK, radius=1)
        c.shape([(7, -97), (17, -97), (19, -92), (5, -92)], INK)
        c.shape(arc(12, -92, 5, 0, 180), SUN)


def signpost(c: Canvas, x: float, y: float, height: float, *, arms: Sequence[tuple[int, Colour]]) -> None:
    """A post with blank arms from the top down, each pointing left (-1) or right (1)."""
    with c.placed(x, y, height / 100):
        c.ellipse(0, 0, 14, 2.5, SHADOW)
        c.box(-3, -98, 6, 98, BARK, radius=2)
        for row, (side, fill) in enumerate(arms):
            top = -92 + row * 21
            arm = [
                (-side * 9, top),
                (side * 30, top),
                (side * 41, top + 8),
                (side * 30, top + 16),
                (-side * 9, top + 16),
            ]
            c.shape(arm, fill)


def bench(c: Canvas, x: float, seat: float, width: float, fill: Colour = BROWN) -> None:
    """A bench with its seat at that height, and its feet 120 below."""
    for leg in (x - width / 2 + 24, x + width / 2 - 36):
        c.box(leg, seat - 90, 12, 210, darker(fill, 0.4), radius=4)
    for top in (-94, -54, 0):
        c.box(x - width / 2, seat + top, width, 26, fill if top else lighter(fill, 0.12), radius=8)


# Buildings and rooms


def window(
    c: Canvas, x: float, y: float, width: float, height: float, fill: Colour = SUN, frame: Colour = CREAM
) -> None:
    edge = width * 0.08
    c.box(x - edge, y - edge, width + 2 * edge, height + 2 * edge, frame, radius=edge)
    c.box(x, y, width, height, fill)
    c.box(x + width / 2 - edge / 2, y, edge, height, frame)
    c.box(x, y + height / 2 - edge / 2, width, edge, frame)


def door(c: Canvas, x: float, y: float, height: float, fill: Colour = CORAL) -> None:
    """A closed door, standing at (x, y)."""
    with c.placed(x, y, height / 100):
        c.box(-25, -104, 50, 104, darker(fill, 0.35), radius=3)
        c.box(-21, -100, 42, 100, fill, radius=2)
        for top in (-92, -48):
            for left in (-16, 3):
                c.box(left, top, 13, 36, darker(fill, 0.1), radius=2)
        c.circle(15, -51, 2.6, SUN)


def open_door(c: Canvas, x: float, y: float, height: float, fill: Colour = CORAL) -> None:
    """A door that stands open to a warm room."""
    with c.placed(x, y, height / 100):
        c.glow(0, -45, 120, SUN, strength=0.7)
        c.box(-24, -104, 48, 104, darker(fill, 0.35), radius=2)
        c.box(-20, -100, 40, 100, "#ffe9a8")
        c.shape([(20, -100), (38, -94), (38, 8), (20, 0)], fill)
        c.circle(34, -44, 2.2, SUN)


def house(
    c: Canvas, x: float, y: float, width: float, *, wall: Colour, roof: Colour, lit: int = 2, welcoming: bool = False
) -> None:
    """A small house with two windows and a door, its doorstep at (x, y). `lit` counts lit windows; a welcoming one has its door open."""
    with c.placed(x, y, width / 100):
        c.box(-50, -80, 100, 80, wall)
        c.box(24, -128, 13, 34, darker(roof))
        c.shape([(-58, -78), (0, -124), (58, -78)], roof)
        for nth, left in enumerate((22, -40)):
            window(c, left, -62, 18, 20, SUN if nth < lit else mixed(wall, NIGHT, 0.35))
        if welcoming:
            open_door(c, 0, 0, 46)
        else:
            door(c, 0, 0, 46, darker(roof))


def school(c: Canvas, x: float, y: float, width: float, wall: Colour = "#d98b6a") -> None:
    """A long friendly building with a gable and a flag, its doorstep at (x, y)."""
    with c.placed(x, y, width / 100):
        c.stroke([(0, -48), (0, -62)], 0.8, INK)
        c.shape([(0, -62), (10, -59), (0, -56)], TEAL)
        c.box(-50, -28, 100, 28, wall)
        c.box(-53, -31, 106, 5, darker(wall, 0.3), radius=1)
        c.box(-14, -34, 28, 34, lighter(wall, 0.2))
        c.shape([(-18, -33), (0, -49), (18, -33)], darker(wall, 0.3))
        c.circle(0, -38, 3.4, CREAM)
        for left in (-45, -34, -23, 17, 28, 39):
            window(c, left, -20, 6, 10, SUN)
        c.box(-6, -17, 12, 17, PINE, radius=1)
        c.box(-0.4, -17, 0.8, 17, CREAM)


def room(c: Canvas, wall: Colour = MIST, floor: Colour = SAND, *, y: float = 560) -> None:
    c.box(0, 0, c.width, y, wall)
    ground(c, y, floor)
    c.box(0, y - 12, c.width, 14, lighter(floor, 0.5))


def table(c: Canvas, y: float, fill: Colour = BROWN) -> None:
    """A table top seen from close by, across the whole picture."""
    ground(c, y, fill)
    c.box(0, y, c.width, 12, lighter(fill, 0.25))


def table_lamp(c: Canvas, x: float, y: float, height: float, shade: Colour = CORAL) -> None:
    with c.placed(x, y, height / 100):
        c.glow(0, -62, 120, SUN, strength=0.8)
        c.ellipse(0, -2, 22, 5, darker(TEAL, 0.3))
        c.box(-3, -60, 6, 58, darker(TEAL, 0.3))
        c.ellipse(0, -52, 12, 6, SUN)
        c.shape([(-18, -100), (18, -100), (34, -54), (-34, -54)], shade)
        c.shape([(-18, -100), (-6, -100), (-14, -54), (-34, -54)], lighter(shade, 0.2))


# Things


def phone(c: Canvas, x: float, y: float, height: float, *, screen: Colour = SKY, turn: float = 0) -> None:
    with c.placed(x, y, height / 100, turn=turn):
        c.box(-26, -48, 54, 100, SHADOW, radius=8)
        c.box(-27, -50, 54, 100, INK, radius=8)
        c.box(-23.5, -44, 47, 86, screen, radius=4)
        c.box(-7, 44.6, 14, 1.8, SLATE, radius=1)


def phone_face_down(c: Canvas, x: float, y: float, height: float, *, turn: float = 0, fill: Colour = TEAL) -> None:
    with c.placed(x, y, height / 100, turn=turn):
        c.box(-25, -46, 54, 100, SHADOW, radius=8)
        c.box(-27, -50, 54, 100, darker(fill, 0.3), radius=8)
        c.box(-25, -48, 50, 96, fill, radius=7)
        c.box(-21, -44, 17, 24, darker(fill, 0.3), radius=5)
        for top in (-37, -27):
            c.circle(-12.5, top, 3.6, lighter(fill, 0.4))


def backpack(c: Canvas, x: float, y: float, height: float, fill: Colour = TEAL) -> None:
    with c.placed(x, y, height / 100):
        c.ellipse(0, 0, 42, 5, SHADOW)
        c.stroke(arc(0, -92, 11, 180, 360), 5, darker(fill, 0.35))
        c.box(-44, -46, 14, 40, darker(fill), radius=6)
        c.box(30, -46, 14, 40, darker(fill), radius=6)
        c.box(-35, -94, 70, 94, fill, radius=20)
        c.box(-35, -66, 70, 7, darker(fill, 0.25))
        c.box(-25, -46, 50, 38, darker(fill), radius=8)
        c.box(-25, -46, 50, 12, darker(fill, 0.25), radius=6)
        c.box(-4, -68, 8, 14, SUN, radius=2)


def parcel(c: Canvas, x: float, y: float, width: float, *, fill: Colour = "#c99a68", turn: float = 0) -> None:
    """A plain wrapped parcel tied with string."""
    with c.placed(x, y, width / 100, turn=turn):
        c.box(-50, -36, 100, 72, fill, radius=5)
        c.box(-50, 20, 100, 16, darker(fill, 0.1), radius=5)
        c.box(-3, -36, 6, 72, CREAM)
        c.box(-50, -4, 100, 6, CREAM)
        for side in (-1, 1):
            c.stroke(smooth([(0, -1), (side * 14, -13), (side * 19, -3), (0, -1)], steps=8), 3.5, CREAM)


def gift(c: Canvas, x: float, y: float, width: float, *, fill: Colour = CORAL, ribbon: Colour = SUN) -> None:
    """A present, standing at (x, y). Its bow is at the top in the middle."""
    with c.placed(x, y, width / 100):
        c.ellipse(0, 0, 58, 6, SHADOW)
        c.box(-44, -68, 88, 68, fill, radius=4)
        c.box(-50, -82, 100, 22, lighter(fill, 0.16), radius=4)
        c.box(-8, -82, 16, 82, ribbon)
        for side in (-1, 1):
            loop = smooth([(0, -82), (side * 16, -108), (side * 38, -106), (side * 34, -88), (0, -82)], steps=8)
            c.stroke(loop, 8, darker(ribbon, 0.08))
        c.circle(0, -83, 8, ribbon)


def coin(c: Canvas, x: float, y: float, radius: float, *, squash: float = 1) -> None:
    """A coin; `squash` below 1 lays it down."""
    c.ellipse(x, y + radius * 0.16, radius, radius * squash, darker(HONEY, 0.3))
    c.ellipse(x, y, radius, radius * squash, HONEY)
    c.ellipse(x, y, radius * 0.76, radius * 0.76 * squash, SUN)
    c.ellipse(x, y, radius * 0.5, radius * 0.5 * squash, HONEY)


def empty_wallet(c: Canvas, x: float, y: float, width: float, fill: Colour = BRICK) -> None:
    with c.placed(x, y, width / 100):
        c.ellipse(0, 0, 60, 6, SHADOW)
        c.shape([(-52, -62), (0, -56), (52, -62), (50, 0), (0, 4), (-50, 0)], darker(fill, 0.3))
        c.shape([(-46, -56), (0, -50), (46, -56), (46, -20), (0, -16), (-46, -20)], darker(fill, 0.62))
        for side in (-1, 1):
            c.shape([(side * 50, -40), (side * 2, -34), (side * 2, 3), (side * 50, -1)], fill)
            c.shape([(side * 44, -30), (side * 8, -26), (side * 8, -23), (side * 44, -27)], darker(fill, 0.3))
            c.shape([(side * 44, -18), (side * 8, -14), (side * 8, -11), (side * 44, -15)], darker(fill, 0.3))
        c.stroke([(0, -54), (0, 2)], 2.5, darker(fill, 0.5))


def bank_card(c: Canvas, x: float, y: float, width: float, *, turn: float = 0, fill: Colour = PLUM) -> None:
    with c.placed(x, y, width / 100, turn=turn):
        c.box(-50, -31, 100, 63, fill, radius=7)
        c.shape([(10, -31), (43, -31), *arc(43, -24, 7, -90, 0), (50, 32), (-14, 32)], lighter(fill, 0.12))
        c.box(-40, -12, 18, 14, SUN, radius=3)
        c.box(-32, -12, 1.5, 14, HONEY)
        for left in (-40, -18, 4, 26):
            c.box(left, 12, 15, 4, lighter(fill, 0.6), radius=2)


def mug(c: Canvas, x: float, y: float, width: float, fill: Colour) -> None:
    with c.placed(x, y, width / 100):
        c.stroke(arc(50, -48, 22, -90, 90), 11, fill)
        c.box(-50, -90, 100, 90, fill, radius=16)
        c.box(-50, -90, 100, 14, lighter(fill, 0.35), radius=7)
        for dx in (-18, 16):
            c.stroke(smooth([(dx, -108), (dx + 10, -124), (dx - 4, -140), (dx + 6, -156)], steps=6), 6, "#ffffff")


def paper_form(c: Canvas, x: float, y: float, height: float, *, turn: float = 0) -> None:
    with c.placed(x, y, height / 100, turn=turn):
        c.box(-34, -47, 72, 100, SHADOW, radius=3)
        c.box(-36, -50, 72, 100, "#fffdf8", radius=3)
        c.box(-26, -40, 30, 8, TEAL, radius=2)
        for row, length in enumerate((52, 44, 52, 36, 48)):
            c.box(-26, -22 + row * 12, length, 4, SLATE, radius=2)


def paper_plane(c: Canvas, x: float, y: float, width: float, *, turn: float = 0) -> None:
    with c.placed(x, y, width / 100, turn=turn):
        c.shape([(50, 0), (-50, -34), (-30, 4)], "#ffffff")
        c.shape([(50, 0), (-30, 4), (-36, 34), (-18, 12)], MIST)
        c.shape([(50, 0), (-18, 12), (4, 26)], SKY)


def umbrella(c: Canvas, x: float, y: float, width: float, fill: Colour = CORAL) -> None:
    """An umbrella whose handle ends at (x, y)."""
    with c.placed(x, y, width / 100):
        c.stroke([(0, -88), (0, -6), *arc(-4, -4, 4, 0, 160)], 2.2, INK)
        c.shape(arc(0, -52, 50, 180, 360, 38), fill)
        c.shape(arc(0, -52, 20, 180, 360, 38), lighter(fill, 0.25))
        for dx in (-40, -20, 0, 20, 40):
            c.shape(arc(dx, -51.6, 10, 180, 360, 5), lighter(fill, 0.25) if dx == 0 else fill)
        c.stroke([(0, -94), (0, -88)], 2.4, INK)


# Signs


def speech_bubble(c: Canvas, x: float, y: float, width: float, height: float, fill: Colour, *, tail: int = 1) -> None:
    """A bubble around (x, y). Its tail hangs left (-1) or right (1)."""
    c.box(x - width / 2, y - height / 2, width, height, fill, radius=height * 0.38)
    foot, drop = x + tail * width * 0.22, y + height * 0.48
    c.shape(
        [
            (foot - height * 0.15, drop),
            (foot + height * 0.15, drop),
            (foot + tail * height * 0.24, drop + height * 0.3),
        ],
        fill,
    )


def heart(c: Canvas, x: float, y: float, width: float, fill: Colour = CORAL) -> None:
    with c.placed(x, y, width / 100):
        c.circle(-24, -14, 27, fill)
        c.circle(24, -14, 27, fill)
        c.shape([(-46, 0), (-24, -20), (24, -20), (46, 0), (0, 48)], fill)


def question_mark(c: Canvas, x: float, y: float, height: float, fill: Colour) -> None:
    with c.placed(x, y, height / 100):
        c.stroke(smooth([(-24, -26), (-14, -44), (10, -46), (24, -28), (16, -8), (1, 6), (0, 20)], steps=8), 14, fill)
        c.circle(0, 43, 9, fill)


def tick(c: Canvas, x: float, y: float, width: float, fill: Colour) -> None:
    with c.placed(x, y, width / 100):
        c.stroke([(-38, 4), (-12, 30), (38, -28)], 17, fill)


def cross(c: Canvas, x: float, y: float, width: float, fill: Colour) -> None:
    with c.placed(x, y, width / 100):
        c.stroke([(-30, -30), (30, 30)], 17, fill)
        c.stroke([(-30, 30), (30, -30)], 17, fill)


# People


@dataclass(frozen=True, kw_only=True)
class Look:
    """What somebody looks like. `hair` is short, long, bun, curls, scarf, hood or cap (a police officer's)."""

    skin: Colour
    hair: str = "short"
    hair_colour: Colour = "#33261f"
    top: Colour = TEAL
    trousers: Colour = NIGHT
    shoes: Colour = INK


TOWARDS_US, AWAY = 0, 2  # besides -1 and 1: which way somebody looks
Hands = tuple[Point, Point]  # left and right as we see them, from the hips, a person being 100 tall
AT_EASE: Hands = ((-17, 4), (17, 4))
NECK = -38


def person(
    c: Canvas,
    x: float,
    y: float,
    height: float,
    look: Look,
    *,
    facing: int = TOWARDS_US,
    hands: Hands = AT_EASE,
    stride: float = 0,
    tilt: float = 0,
    bag: Colour | None = None,
) -> None:
    """Somebody standing at (x, y). `stride` sets their feet apart, from -1 to 1; `bag` is a backpack's colour; `tilt` turns the head."""
    with c.placed(x, y, height / 100):
        c.ellipse(0, 0, 20, 3, SHADOW)
        apart = 4.5 if facing in (-1, 1) else 7
        for side in (-1, 1):
            foot = side * (apart + abs(stride) * (14 * math.copysign(1, stride) - apart))
            _leg(c, [(side * 0.8 * apart, -44), (foot * 0.8, -23), (foot, -3)], look, facing)
        with c.placed(0, -44):
            upper_body(c, look, facing=facing, hands=hands, tilt=tilt, bag=bag)


def sitter(
    c: Canvas,
    x: float,
    y: float,
    height: float,
    look: Look,
    *,
    facing: int = TOWARDS_US,
    hands: Hands | None = None,
    tilt: float = 0,
) -> None:
    """Somebody sitting, with their seat at (x, y); `height` is what they would be standing."""
    sideways = facing in (-1, 1)
    with c.placed(x, y, height / 100):
        for side in (-1, 1):
            knee = (facing * 24 + side * 2, -2 + side) if sideways else (side * 8, 6)
            foot = (knee[0] + facing * 2, 31) if sideways else (side * 8, 33)
            _leg(c, [(side * (2 if sideways else 6), -4), knee, foot], look, facing)
        resting: Hands = ((facing * 14 - 2, -4), (facing * 18 + 2, -4)) if sideways else ((-9, 2), (9, 2))
        with c.placed(0, -3):
            upper_body(c, look, facing=facing, hands=hands or resting, tilt=tilt)


def upper_body(
    c: Canvas,
    look: Look,
    *,
    facing: int = TOWARDS_US,
    hands: Hands = AT_EASE,
    tilt: float = 0,
    bag: Colour | None = None,
) -> None:
    """From the hips up, with the hips at the middle of the place."""
    if bag and facing != AWAY:
        c.box(-facing * 11 - 13, -37, 26, 32, darker(bag, 0.2), radius=9)
    with c.placed(0, NECK, turn=tilt):
        hair_behind(c, look, facing)
    c.box(-3.5, -44, 7, 10, deeper(look.skin))
    c.shape(_torso(), look.top)
    with c.placed(0, NECK, turn=tilt):
        head(c, look, facing)
    for side, hand in zip((-1, 1), hands, strict=True):
        arm(c, (side * 11.5, -31), hand, look)
    if bag and facing == AWAY:
        with c.placed(0, -2):
            backpack(c, 0, 0, 36, bag)
    elif bag:
        for side in (-1, 1):
            c.stroke(smooth([(side * 6, -36), (side * 8, -26), (side * 9, -16)], steps=6), 3, darker(bag, 0.2))


def _torso() -> list[Point]:
    return [*arc(-7, -30, 8, 180, 270), *arc(7, -30, 8, 270, 360), *arc(8, -2, 5, 0, 90), *arc(-8, -2, 5, 90, 180)]


def _leg(c: Canvas, joints: Sequence[Point], look: Look, facing: int) -> None:
    ankle_x, ankle_y = joints[-1]
    c.stroke(joints, 10, look.trousers)
    toe = facing * 3.5 if facing in (-1, 1) else 0
    c.box(ankle_x + toe - 7, ankle_y - 3, 14, 7, look.shoes, radius=3.5)


def arm(c: Canvas, shoulder: Point, hand: Point, look: Look) -> None:
    """An arm that bends outwards and down as far as its length asks for."""
    (sx, sy), (hx, hy) = shoulder, hand
    slack = max(0.0, 36 - math.hypot(hx - sx, hy - sy)) * 0.45
    elbow = ((sx + hx) / 2 + math.copysign(slack, sx), (sy + hy) / 2 + slack * 0.5)
    wrist = (elbow[0] + (hx - elbow[0]) * 0.8, elbow[1] + (hy - elbow[1]) * 0.8)
    c.stroke(smooth([shoulder, elbow, wrist], steps=8), 8, darker(look.top))
    c.circle(hx, hy, 4.2, look.skin)


def hair_behind(c: Canvas, look: Look, facing: int) -> None:
    """The hair that is behind the neck and the shoulders, with the neck at the middle of the place."""
    back = -facing if facing in (-1, 1) else 0
    if look.hair == "long":
        c.box(back * 3 - 11.5, -20, 23, 31, look.hair_colour, radius=10)
    elif look.hair == "bun":
        c.circle(back * 9, -18 if back else -22, 5.5, look.hair_colour)
    elif look.hair == "curls":
        for x, y in arc(back * 2, -11, 10, 0, 320, 9)[::8]:
            c.circle(x, y, 6.5, look.hair_colour)
    elif look.hair == "scarf":
        c.box(-13, -4, 26, 17, look.hair_colour, radius=8)


def head(c: Canvas, look: Look, facing: int) -> None:
    """A head without a face, with the neck at the middle of the place."""
    if look.hair in ("scarf", "hood"):
        _covered_head(c, look, facing, darker(look.top, 0.12) if look.hair == "hood" else look.hair_colour)
    elif facing == AWAY:
        c.ellipse(0, -9, 10.6, 11.6, look.hair_colour)
    else:
        c.ellipse(0, -8, 9.8, 10.8, look.skin)
        _fringe(c, look, facing)


def _covered_head(c: Canvas, look: Look, facing: int, cover: Colour) -> None:
    c.ellipse(0, -8, 12.5, 14, cover)
    c.box(-11, -2, 22, 9, cover, radius=5)
    if facing != AWAY:
        c.ellipse(facing * 2.6, -8, 8.2, 9.4, look.skin)


def _fringe(c: Canvas, look: Look, facing: int) -> None:
    """Hair over the forehead, and down the back of the head when somebody looks to one side."""
    if facing == TOWARDS_US:
        c.shape([*arc(0, -9, 10.6, 172, 368, 11.6), (5, -13.5), (-3, -14.5)], look.hair_colour)
    else:
        rim = arc(0, -9, 10.6, 112, 318, 11.6)
        hairline = smooth([rim[-1], (4, -13.5), (-1, -12.5), (-2.5, -8), (-3, -3), rim[0]], steps=6)
        c.shape([(x * facing, y) for x, y, *_ in [*rim, *hairline]], look.hair_colour)
        c.circle(facing * -2.6, -7, 2.2, deeper(look.skin))
    if look.hair == "cap":
        _police_cap(c, facing)


def _police_cap(c: Canvas, facing: int) -> None:
    c.shape([(-10.5, -14), (10.5, -14), (13.5, -21), (8, -24), (-8, -24), (-13.5, -21)], INK)
    c.box(-10.5, -17.5, 21, 4, "#ffffff")
    for left in range(-10, 10, 5):
        c.box(left, -17.5, 2.5, 2, INK)
        c.box(left + 2.5, -15.5, 2.5, 2, INK)
    c.ellipse(facing * 7, -13, 9 if facing else 10.5, 1.8, INK)


def open_hand(c: Canvas, x: float, y: float, height: float, skin: Colour, *, sleeve: Colour, turn: float = 0) -> None:
    """A large raised hand, palm towards us, with its wrist at (x, y)."""
    with c.placed(x, y, height / 100, turn=turn):
        c.box(-23, 0, 46, 130, sleeve, radius=8)
        c.box(-26, -4, 52, 16, lighter(sleeve, 0.2), radius=6)
        c.box(-17, -22, 34, 24, skin, radius=6)
        c.box(-26, -54, 52, 46, skin, radius=16)
        for dx, tip in ((-19.5, -84), (-6.5, -97), (6.5, -95), (19.5, -82)):
            c.stroke([(dx, -44), (dx * 1.12, tip)], 11.6, skin)
        c.stroke(smooth([(-16, -18), (-32, -32), (-40, -50)], steps=8), 12, skin)
        c.stroke(smooth([(-12, -34), (2, -42), (18, -38)], steps=8), 1.6, deeper(skin))


def reaching_arm(
    c: Canvas, x: float, y: float, length: float, skin: Colour, *, sleeve: Colour, turn: float = 0
) -> None:
    """An arm that comes from the left and ends in a hand at (x, y), thumb up."""
    with c.placed(x, y, length / 100, turn=turn):
        c.box(-110, -11, 84, 22, sleeve, radius=3)
        c.box(-34, -12.5, 10, 25, lighter(sleeve, 0.2), radius=4)
        c.box(-26, -8, 20, 16, skin, radius=4)
        c.box(-18, -11, 24, 22, skin, radius=9)
        for dy in (-6, 0, 6):
            c.stroke([(0, dy + 3), (14 - abs(dy) * 0.4, dy + 3)], 6, skin)
        c.stroke(smooth([(-12, -7), (-2, -14), (8, -15)], steps=6), 6.4, skin)
