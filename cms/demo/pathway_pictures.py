"""More of the demo's scenes: those of the second round of pathways and films. `draw_pictures.py` makes the files."""

from __future__ import annotations

import math

from cms.demo.drawing import (
    AWAY,
    BARK,
    BLUE,
    BRICK,
    BROWN,
    CORAL,
    CREAM,
    DUSK,
    INK,
    LEAF,
    LILAC,
    MEADOW,
    MIST,
    PEACH,
    PINE,
    PLUM,
    SAND,
    SHADOW,
    SKINS,
    SKY,
    SLATE,
    SUN,
    TEAL,
    Canvas,
    bench,
    bush,
    cloud,
    coin,
    cross,
    darker,
    ground,
    heart,
    hills,
    house,
    lighter,
    mixed,
    open_door,
    paper_form,
    parcel,
    path,
    person,
    phone,
    reaching_arm,
    sitter,
    sky,
    smooth,
    speech_bubble,
    sun,
    tree,
)  # fmt: skip
from cms.demo.sketchbook import AMA, BEN, CHI, DEV, FAY, GROWN_UP, HEIGHT, KAI, WIDTH, picture

# Pathways


@picture("pictures-way-out")
def pictures_way_out(c: Canvas) -> None:
    sky(c, SKY, CREAM)
    sun(c, 1060, 130, 54)
    hills(c, 500, MEADOW, rise=36, width=900)
    hills(c, 590, LEAF, rise=16, width=1100, shift=300)
    path(c, [(1100, 590, 40), (980, 620, 90), (760, 650, 150), (420, 740, 420)])
    phone(c, 260, 360, 560, screen=MIST, turn=-4)
    with c.placed(258, 330, turn=-4):
        for ring, fill in enumerate(
            (LILAC, mixed(LILAC, PLUM, 0.3), mixed(LILAC, PLUM, 0.55), mixed(LILAC, PLUM, 0.3))
        ):
            size = 190 - ring * 44
            c.box(-size / 2, -size / 2, size, size, fill, radius=30)
    person(c, 620, 678, 390, KAI, facing=1, stride=0.7)
    person(c, 900, 660, 410, GROWN_UP, facing=-1, hands=((-34, -18), (14, 2)))


@picture("friend-bridge")
def friend_bridge(c: Canvas) -> None:
    sky(c, PEACH, CREAM)
    sun(c, 240, 150, 54)
    hills(c, 440, MEADOW, rise=30, width=900, shift=200)
    ground(c, 520, LEAF)
    path(c, [(640, 520, 300), (660, 600, 420), (600, 740, 560)], "#8fc1d9")
    for y, left in ((640, 520), (690, 640), (675, 480)):
        c.stroke([(left, y), (left + 90, y)], 6, MIST)
    for x, height in ((120, 300), (1170, 270)):
        tree(c, x, 600, height)
    deck = smooth([(200, 620), (420, 575), (640, 560), (860, 575), (1080, 620)])
    c.stroke(deck, 40, darker(BROWN, 0.2))
    c.stroke([(x, y - 8) for x, y, *_ in deck], 26, BROWN)
    person(c, 510, 566, 370, FAY, facing=1, hands=((-14, 2), (34, -18)))
    person(c, 780, 566, 370, BEN, facing=-1, tilt=-8)
    for rise, width in ((50, 12), (8, 8)):
        c.stroke([(x, y - rise) for x, y, *_ in deck], width, BARK)
    for post in deck[::8]:
        c.stroke([(post[0], post[1] + 8), (post[0], post[1] - 56)], 12, BARK)


@picture("debt-tower")
def debt_tower(c: Canvas) -> None:
    c.fade_down(LILAC, CREAM, until=600)
    ground(c, 600, SAND)
    c.glow(850, 380, 420, CREAM, strength=0.9)
    c.ellipse(330, 668, 170, 22, SHADOW)
    for nth in range(14):
        lean = nth**2 * 0.75 + math.sin(nth * 2.1) * 9
        coin(c, 320 + lean, 645 - nth * 42, 110, squash=0.34)
    person(c, 800, 672, 420, CHI, facing=1, hands=((10, -14), (22, -16)), tilt=4)
    person(c, 1030, 672, 480, GROWN_UP, facing=-1, hands=((-27, -12), (12, 2)), tilt=-4)
    paper_form(c, 905, 420, 130, turn=4)


@picture("after-the-stop")
def after_the_stop(c: Canvas) -> None:
    sky(c, SKY, CREAM)
    cloud(c, 930, 110, 170)
    for x, wall, roof in (
        (120, "#d8b79a", BRICK),
        (400, "#c9cfc4", PINE),
        (680, "#e2c48f", PLUM),
        (960, "#d8b79a", DUSK),
        (1220, "#c9cfc4", BRICK),
    ):
        house(c, x, 450, 210, wall=lighter(wall), roof=lighter(roof), lit=0)
    ground(c, 450, SLATE)
    _police_car(c, 1060, 512, 270)
    ground(c, 540, "#cfc8c0")
    c.box(0, 534, WIDTH, 10, CREAM)
    bush(c, 1130, 690, 190)
    bench(c, 480, 570, 460)
    sitter(c, 390, 574, 370, DEV, hands=((-2, -6), (18, -8)), tilt=5)
    sitter(c, 570, 574, 400, GROWN_UP, hands=((-19, -8), (8, 0)), tilt=-5)
    paper_form(c, 478, 520, 110, turn=-4)


def _police_car(c: Canvas, x: float, y: float, width: float) -> None:
    """A police car that drives to the right, its wheels on y. Its light is off."""
    with c.placed(x, y, width / 100):
        c.ellipse(0, 0, 52, 4, SHADOW)
        c.box(-6, -45, 14, 5, BLUE, radius=2)
        c.shape([(-34, -22), (-24, -40), (18, -40), (32, -22)], "#ffffff")
        for left, right in ((-25, -4), (1, 22)):
            c.shape([(left - 2, -23), (left + 4, -36), (right - 5, -36), (right, -23)], SLATE)
        c.box(-48, -24, 98, 19, "#ffffff", radius=7)
        for nth in range(8):
            c.box(-46 + nth * 12, -18, 6, 5, BLUE)
            c.box(-40 + nth * 12, -13, 6, 5, SUN)
        for wheel in (-28, 30):
            c.circle(wheel, -5, 9, INK)
            c.circle(wheel, -5, 4, SLATE)


# Posters


@picture("say-no-video")
def say_no_video(c: Canvas) -> None:
    c.fade_down(LILAC, PEACH, until=HEIGHT)
    ground(c, 610, SAND)
    c.box(960, 120, 330, 494, "#d9b48a")
    open_door(c, 1100, 612, 400, TEAL)
    c.shape([(1010, 612), (1180, 612), (1100, 740), (760, 740)], "#ffe9a8")
    person(c, 660, 676, 450, AMA, facing=-1, hands=((-30, -34), (15, 2)))
    speech_bubble(c, 745, 100, 200, 124, "#ffffff", tail=-1)
    cross(c, 745, 100, 84, CORAL)
    reaching_arm(c, 250, 430, 330, SKINS[2], sleeve=INK)
    parcel(c, 325, 386, 150)


@picture("telling-video")
def telling_video(c: Canvas) -> None:
    sky(c, SKY, CREAM)
    sun(c, 190, 140, 54)
    cloud(c, 1050, 130, 180)
    hills(c, 480, MEADOW, rise=36, width=900)
    hills(c, 570, LEAF, rise=14, width=1000, shift=200)
    path(c, [(1010, 575, 30), (900, 610, 110), (640, 660, 420), (560, 760, 900)])
    tree(c, 1120, 600, 250)
    bush(c, 150, 640, 150)
    person(c, 500, 688, 410, BEN, facing=AWAY, bag=CORAL)
    person(c, 690, 684, 470, GROWN_UP, facing=AWAY, hands=((-28, -24), (15, 4)))
    speech_bubble(c, 560, 140, 230, 150, "#ffffff", tail=-1)
    heart(c, 560, 142, 84)


@picture("pictures-video")
def pictures_video(c: Canvas) -> None:
    c.fade_down("#a9d0cd", CREAM, until=HEIGHT)
    c.glow(640, 360, 520, CREAM, strength=0.9)
    c.ellipse(640, 664, 300, 20, SHADOW)
    phone(c, 560, 350, 560, screen=MIST, turn=-8)
    for size, fill in ((1, darker(PINE, 0.2)), (0.92, TEAL)):
        with c.placed(730, 420, size):
            c.shape(
                [
                    *smooth([(0, -210), (80, -170), (180, -160), (176, 0), (120, 130), (0, 220)]),
                    *smooth([(0, 220), (-120, 130), (-176, 0), (-180, -160), (-80, -170), (0, -210)]),
                ],
                fill,
            )
    heart(c, 730, 410, 170, CREAM)
