"""More of the demo's scenes: those of the second round of articles. `draw_pictures.py` makes the files."""

from __future__ import annotations

import math
from itertools import pairwise

from cms.demo.drawing import (
    BARK,
    BRICK,
    BROWN,
    CORAL,
    CREAM,
    DUSK,
    FOREST,
    HONEY,
    INK,
    LEAF,
    LILAC,
    MEADOW,
    MIST,
    NIGHT,
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
    Colour,
    Look,
    arc,
    backpack,
    cloud,
    coin,
    cross,
    darker,
    ground,
    heart,
    hills,
    lighter,
    mixed,
    person,
    phone,
    reaching_arm,
    room,
    school,
    sitter,
    sky,
    smooth,
    sun,
    table,
    table_lamp,
    tick,
    tree,
    upper_body,
    window,
)  # fmt: skip
from cms.demo.sketchbook import AMA, BEN, CHI, DEV, EFA, FAY, GROWN_UP, KAI, WIDTH, picture

PAPER = "#fffdf8"
LAWYER = Look(skin=SKINS[1], hair="bun", hair_colour="#5a3a26", top="#34405f", trousers=INK)


@picture("favour-back")
def favour_back(c: Canvas) -> None:
    c.fade_down("#f3d9c4", CREAM, until=540)
    ground(c, 540, SAND)
    bill = smooth(
        [(420, 520), (520, 360), (640, 470), (600, 600), (760, 660), (960, 668), (1030, 636), (930, 610), (780, 632)]
    )
    c.stroke(bill, 58, darker(SAND, 0.12))
    c.stroke(bill, 52, PAPER)
    for (x, y, *_), (next_x, next_y, *_) in list(pairwise(bill))[10:-6:5]:
        with c.placed(x, y, turn=math.degrees(math.atan2(next_y - y, next_x - x))):
            c.box(-3, -16, 6, 32, SLATE, radius=3)
    c.shape([(190, 470), (560, 470), (530, 520), (220, 520)], darker(CORAL, 0.3))
    for x in (300, 420):
        _trainer(c, x, 500, 190)
    c.box(205, 505, 340, 130, CORAL, radius=6)
    c.box(205, 505, 340, 26, lighter(CORAL, 0.25), radius=6)
    person(c, 890, 640, 470, DEV, facing=-1, hands=((-33, -38), (15, 2)), tilt=-3)


def _trainer(c: Canvas, x: float, y: float, width: float) -> None:
    with c.placed(x, y, width / 100, turn=-14):
        c.shape(smooth([(-44, 0), (-46, -40), (-24, -42), (-8, -24), (34, -14), (48, 0)], steps=6), "#ffffff")
        c.shape([(-18, -20), (-2, -22), (6, -6), (-18, -6)], TEAL)
        c.box(-48, -4, 98, 12, MIST, radius=6)


@picture("older-love")
def older_love(c: Canvas) -> None:
    sky(c, LILAC, CREAM, until=600)
    hills(c, 560, MEADOW, rise=26, width=900)
    ground(c, 610, LEAF)
    c.stroke(smooth([(330, 190), (310, 280), (296, 360)]), 5, BARK)
    c.stroke(smooth([(296, 360), (400, 420), (520, 350), (668, 326)]), 5, BARK)
    heart(c, 345, 150, 230, CORAL)
    c.ellipse(292, 106, 20, 32, lighter(CORAL, 0.5))
    reaching_arm(c, 270, 360, 290, SKINS[2], sleeve=INK)
    person(c, 560, 670, 440, EFA, facing=1, hands=((-15, 2), (25, -34)), tilt=-3)
    person(c, 860, 670, 440, CHI, facing=-1, hands=((-36, -33), (15, 2)))
    c.circle(670, 327, 15, BARK)
    for side in (-1, 1):
        c.stroke([(670, 327), (670 + side * 22, 312)], 6, BARK)


@picture("pictures-shared")
def pictures_shared(c: Canvas) -> None:
    c.fade_down(SKY, CREAM, until=560)
    hills(c, 600, MEADOW, rise=18, width=1000)
    ground(c, 640, LEAF)
    person(c, 290, 690, 470, AMA, facing=1, hands=((14, -14), (31, -22)), tilt=6)
    phone(c, 442, 384, 120, screen=MIST, turn=12)
    c.stroke([(950, 420), (850, 300)], 12, BARK)
    net = [(690, 170), (690, 290), (760, 380), (850, 300), (846, 200)]
    c.shape(smooth(net, steps=8), "#ffffffb0")
    flying = (
        (520, 330, 46, -12),
        (590, 240, 58, 10),
        (480, 190, 50, 24),
        (640, 130, 56, -20),
        (740, 250, 60, 14),
        (770, 310, 50, -10),
    )
    for x, y, size, turn in flying:
        with c.placed(x, y, turn=turn):
            c.box(-size / 2 - 5, -size / 2 - 5, size + 10, size + 18, "#ffffff", radius=4)
            c.box(-size / 2, -size / 2, size, size, SLATE, radius=2)
    for x, drop in ((715, 340), (745, 368), (785, 362), (820, 330)):
        c.stroke([(x, 190), (x, drop)], 3, PINE)
    for y in (230, 275, 320):
        c.stroke([(695 + abs(y - 230) * 0.2, y), (850 - (y - 230) * 0.3, y)], 3, PINE)
    c.stroke(arc(768, 182, 82, 0, 360, 26), 10, BARK)
    person(c, 1010, 690, 520, GROWN_UP, facing=-1, hands=((-21, -22), (-6, -8)))


@picture("way-to-school")
def way_to_school(c: Canvas) -> None:
    sky(c, SKY, CREAM)
    sun(c, 1120, 110, 54)
    cloud(c, 760, 120, 170)
    hills(c, 470, MEADOW, rise=18, width=900)
    school(c, 1010, 500, 440)
    for x, wall, awning in ((130, "#e2c48f", CORAL), (390, "#d8b79a", TEAL), (630, "#c9cfc4", PLUM)):
        _shop(c, x, 540, 230, wall, awning)
    ground(c, 532, "#d9cfc4")
    ground(c, 690, SLATE)
    c.box(0, 684, WIDTH, 10, CREAM)
    tree(c, 1200, 590, 210)
    person(c, 480, 672, 430, FAY, facing=1, stride=0.7, bag=TEAL)
    person(c, 700, 676, 450, BEN, facing=1, stride=0.6, bag=CORAL)


def _shop(c: Canvas, x: float, y: float, width: float, wall: Colour, awning: Colour) -> None:
    with c.placed(x, y, width / 100):
        c.box(-50, -130, 100, 130, wall)
        for left in (-34, 12):
            window(c, left, -116, 20, 24, SKY)
        c.box(-42, -58, 50, 44, "#ffe9a8", radius=2)
        c.box(16, -62, 26, 62, darker(awning, 0.3), radius=2)
        for stripe in range(10):
            c.box(-50 + stripe * 10, -80, 10, 20, CREAM if stripe % 2 else awning, radius=3)


@picture("police-station")
def police_station(c: Canvas) -> None:
    room(c, "#cfdce4", "#b9b3ad", y=560)
    window(c, 90, 90, 150, 170, SKY)
    c.glow(640, 280, 480, CREAM, strength=0.8)
    for x, look, side, size in ((360, LAWYER, 1, 6.2), (640, KAI, 0, 5.7), (920, GROWN_UP, -1, 6.4)):
        with c.placed(x, 570, size):
            upper_body(c, look, facing=side, hands=((side * 9 - 8, -8), (side * 9 + 8, -8)), tilt=side * 3)
    c.box(150, 540, 980, 130, BROWN, radius=6)
    c.box(120, 520, 1040, 44, lighter(BROWN, 0.2), radius=10)
    with c.placed(440, 515, turn=-6):
        c.box(-74, -18, 150, 40, TEAL, radius=5)
        c.box(-64, -24, 128, 20, PAPER, radius=3)
    c.box(545, 570, 190, 170, CORAL, radius=22)
    c.box(562, 587, 156, 136, lighter(CORAL, 0.16), radius=14)


@picture("sofa")
def sofa(c: Canvas) -> None:
    room(c, "#b9c4d3", "#b98a64", y=580)
    window(c, 480, 70, 240, 220, NIGHT)
    c.circle(670, 122, 30, CREAM)
    c.circle(656, 114, 26, NIGHT)
    c.box(1010, 500, 190, 24, BARK, radius=6)
    for x in (1030, 1168):
        c.box(x, 520, 14, 130, BARK)
    table_lamp(c, 1105, 500, 260)
    c.ellipse(560, 668, 440, 18, SHADOW)
    c.box(170, 350, 780, 220, TEAL, radius=44)
    for x in (200, 565):
        c.box(x, 470, 355, 120, lighter(TEAL, 0.16), radius=24)
    c.box(140, 420, 110, 230, darker(TEAL), radius=40)
    c.box(870, 420, 110, 230, darker(TEAL), radius=40)
    c.box(170, 570, 780, 70, darker(TEAL, 0.24), radius=18)
    with c.placed(320, 430, turn=-12):
        c.box(-80, -52, 160, 104, CREAM, radius=34)
    for row, fill in enumerate((CORAL, lighter(CORAL, 0.3), CORAL)):
        c.box(600, 428 + row * 24, 240, 30, fill, radius=14)
    backpack(c, 1040, 700, 210, PLUM)


@picture("next-hour")
def next_hour(c: Canvas) -> None:
    sky(c, DUSK, PEACH, until=430)
    sun(c, 560, 330, 46)
    for row, y in enumerate((380, 430)):
        hills(c, y, mixed("#8fc1d9", "#2c5f8c", row * 0.35), rise=8, width=380, shift=row * 120)
    wave = smooth(
        [(-20, 560), (140, 470), (300, 330), (410, 330), (450, 400), (400, 420), (420, 500), (560, 580), (760, 610)]
    )
    c.shape([*wave, (760, 740), (-20, 740)], "#3f7fa8")
    c.stroke(wave[48:100], 16, CREAM)
    hills(c, 640, "#2f6c96", rise=12, width=300, shift=40)
    c.shape(smooth([(600, 740), (720, 640), (900, 590), (1300, 570), (1300, 740)]), SAND)
    c.stroke([(840, 596), (1180, 588)], 46, BROWN)
    c.circle(840, 596, 20, lighter(BROWN, 0.4))
    sitter(c, 920, 572, 340, DEV, facing=-1, hands=((-16, -6), (-8, -8)))
    c.shape(
        smooth(
            [(905, 468), (950, 466), (978, 520), (976, 590), (890, 592), (872, 540), (880, 490), (905, 468)], steps=6
        ),
        LILAC,
    )
    sitter(c, 1075, 570, 350, CHI, facing=-1, hands=((-26, -26), (-10, -4)), tilt=-4)


@picture("bullying-phone")
def bullying_phone(c: Canvas) -> None:
    room(c, "#8e9cbd", "#a9876b", y=600)
    window(c, 120, 80, 190, 200, NIGHT)
    c.glow(930, 360, 380, CREAM, strength=0.5)
    c.box(20, 430, 60, 250, BARK, radius=16)
    c.box(40, 560, 600, 100, BROWN, radius=16)
    c.box(50, 520, 590, 70, LILAC, radius=28)
    c.box(90, 470, 170, 80, CREAM, radius=34)
    sitter(c, 520, 530, 430, AMA, facing=1, hands=((20, -14), (44, -22)), tilt=5)
    c.box(800, 480, 300, 210, BARK, radius=10)
    c.box(780, 462, 340, 28, BROWN, radius=8)
    c.box(820, 600, 260, 70, lighter(BARK, 0.12), radius=6)
    c.shape([(700, 500), (1070, 500), (1070, 530), (700, 530)], darker(BARK, 0.4))
    phone(c, 736, 478, 130, screen=MIST, turn=24)
    c.box(690, 512, 370, 74, lighter(BARK, 0.22), radius=6)
    for x, y in ((875, 548), (950, 635)):
        c.circle(x, y, 11, SUN)
    for x, y, size, fill in (
        (1080, 130, 120, CORAL),
        (930, 210, 86, PLUM),
        (820, 290, 60, CORAL),
        (772, 360, 38, PLUM),
    ):
        _spiky_bubble(c, x, y, size, fill)


def _spiky_bubble(c: Canvas, x: float, y: float, size: float, fill: Colour) -> None:
    spikes = range(24)
    reach = [size if spike % 2 else size * 0.72 for spike in spikes]
    c.shape(
        [
            (x + r * math.cos(s * math.tau / 24), y + r * 0.72 * math.sin(s * math.tau / 24))
            for s, r in zip(spikes, reach, strict=True)
        ],
        fill,
    )


@picture("online-job")
def online_job(c: Canvas) -> None:
    c.fade_down(MIST, CREAM, until=560)
    person(c, 200, 800, 620, GROWN_UP, facing=1)
    person(c, 390, 800, 560, FAY, facing=1, hands=((10, -14), (33, -18)))
    table(c, 600)
    c.shape([(660, 600), (1180, 600), (1230, 650), (610, 650)], SLATE)
    c.box(610, 646, 620, 18, darker(SLATE), radius=8)
    c.box(670, 190, 500, 412, INK, radius=18)
    c.box(690, 210, 460, 370, SKY, radius=6)
    coin(c, 930, 400, 130)
    for x, y, width, height in ((912, 270, 36, 270), (800, 382, 260, 36)):
        c.box(x, y, width, height, CORAL)
    for side in (-1, 1):
        c.stroke(
            smooth([(930, 272), (930 + side * 40, 222), (930 + side * 84, 240), (930, 272)]), 16, darker(CORAL, 0.1)
        )
    c.stroke([(580, 470), (690, 400)], 28, BARK)
    c.circle(762, 350, 104, darker(PLUM, 0.2))
    c.circle(762, 350, 86, CREAM)
    c.circle(762, 350, 86, "#bfdfea90")
    with c.placed(762, 352, 1.1):
        c.stroke(smooth([(-24, -26), (-14, -44), (10, -46), (24, -28), (16, -8), (1, 6), (0, 20)], steps=8), 14, PLUM)
        c.circle(0, 45, 9, PLUM)
    c.circle(578, 472, 25, FAY.skin)


@picture("yes-and-no")
def yes_and_no(c: Canvas) -> None:
    c.fade_down(PEACH, CREAM, until=560)
    hills(c, 560, MEADOW, rise=20, width=900)
    ground(c, 610, LEAF)
    for x, fill in ((400, FOREST), (640, HONEY), (880, BRICK)):
        c.circle(x, 170, 92, CREAM)
        c.circle(x, 170, 80, fill)
    tick(c, 400, 170, 90, CREAM)
    c.stroke(smooth([(592, 180), (616, 150), (640, 172), (664, 192), (688, 162)]), 17, CREAM)
    cross(c, 880, 170, 90, CREAM)
    person(c, 480, 680, 400, BEN, facing=1, hands=((-14, 2), (28, -14)))
    person(c, 800, 680, 400, AMA, facing=-1, hands=((-28, -16), (14, 2)))


@picture("friend-took-something")
def friend_took_something(c: Canvas) -> None:
    room(c, "#d8e4dc", "#c9a681", y=470)
    window(c, 130, 90, 190, 200, NIGHT)
    c.ellipse(620, 630, 540, 84, DUSK)
    c.ellipse(620, 628, 500, 70, LILAC)
    c.box(300, 596, 170, 52, PLUM, radius=24)
    with c.placed(790, 612, 4.3, turn=-90):
        for knee, foot in (((7, -24), (4, -4)), ((-17, -30), (-9, -9))):
            c.stroke([(knee[0] / 3, -44), knee, foot], 11, DEV.trousers)
            c.box(foot[0] - 7, foot[1] - 2, 13, 8, INK, radius=3.5)
        with c.placed(0, -44):
            upper_body(c, DEV, hands=((-9, -40), (-14, -23)), tilt=-10)
    _kneeling(c, 900, 640, 440, EFA)
    phone(c, 858, 380, 84, screen=SKY, turn=-14)


def _kneeling(c: Canvas, x: float, y: float, height: float, look: Look) -> None:
    """Somebody on their knees who looks to the left, with one hand at their ear and one held out."""
    with c.placed(x, y, height / 100):
        c.ellipse(4, 0, 26, 3, SHADOW)
        c.stroke([(0, -24), (-6, -4), (20, -4)], 11, look.trousers)
        c.box(18, -9, 9, 12, look.shoes, radius=3.5)
        with c.placed(0, -22):
            upper_body(c, look, facing=-1, hands=((-9, -38), (-28, -2)), tilt=-6)
