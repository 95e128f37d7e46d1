"""Draw the demo's pictures: one function for each name in `content/pictures.toml`, and our own mark.

    python -m cms.demo.draw_pictures               every picture
    python -m cms.demo.draw_pictures gifts vapes   only these

The pictures are committed, in `content/pictures/`, and drawing them again gives the same bytes with the same Pillow. So
this is only needed after a change here or in one of its neighbours: `more_pictures.py` and `pathway_pictures.py` hold the
other half of the scenes, `sketchbook.py` who is in them, `drawing.py` the people, houses and phones they are made of.
"""

from __future__ import annotations

import math
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

from PIL import Image

from cms.demo import more_pictures, pathway_pictures  # noqa: F401 - their scenes name themselves in PICTURES
from cms.demo.drawing import (
    AWAY,
    BARK,
    BLUE,
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
    arc,
    backpack,
    bank_card,
    bench,
    bush,
    cloud,
    coin,
    cross,
    darker,
    door,
    empty_wallet,
    gift,
    ground,
    heart,
    hills,
    house,
    lamp_post,
    lighter,
    mixed,
    mug,
    open_hand,
    paper_form,
    paper_plane,
    parcel,
    path,
    person,
    phone,
    phone_face_down,
    question_mark,
    rain,
    reaching_arm,
    room,
    school,
    signpost,
    sitter,
    sky,
    smooth,
    speech_bubble,
    sun,
    table,
    table_lamp,
    tick,
    tree,
    umbrella,
    upper_body,
    window,
)  # fmt: skip
from cms.demo.sketchbook import (
    AMA,
    BEN,
    CHI,
    DEV,
    EFA,
    FAY,
    GROWN_UP,
    HEIGHT,
    KAI,
    OFFICER,
    PICTURES,
    WIDTH,
    picture,
)

CONTENT = Path(__file__).parent / "content"
MARK = 512
MOST_BYTES = 60_000


# Live articles


@picture("carrying")
def carrying(c: Canvas) -> None:
    sky(c, SKY, CREAM)
    sun(c, 1090, 130, 52)
    hills(c, 500, MEADOW, rise=36, width=900)
    hills(c, 590, LEAF, rise=24, width=1100, shift=400)
    path(c, [(1010, 612, 26), (920, 630, 80), (830, 664, 220), (800, 740, 420)])
    tree(c, 1130, 600, 250)
    bush(c, 560, 600, 120)
    person(c, 850, 665, 480, BEN, facing=-1, hands=((-6, -16), (9, -25)), tilt=4, bag=CORAL)
    reaching_arm(c, 370, 420, 370, SKINS[1], sleeve=PLUM)
    parcel(c, 455, 372, 180)


@picture("owing-money")
def owing_money(c: Canvas) -> None:
    room(c, "#cfd9dd", y=500)
    window(c, 150, 90, 250, 240, NIGHT)
    table(c, 440)
    c.ellipse(1010, 560, 330, 62, lighter(BROWN, 0.22))
    table_lamp(c, 1010, 560, 380)
    empty_wallet(c, 530, 610, 370)
    coin(c, 790, 618, 40, squash=0.45)
    coin(c, 862, 654, 40, squash=0.45)
    c.shape([(118, 560), (256, 520), (330, 640), (180, 690)], SHADOW)
    phone_face_down(c, 215, 590, 210, turn=68)


@picture("pictures-threat")
def pictures_threat(c: Canvas) -> None:
    c.fade_down(LILAC, PEACH, until=HEIGHT)
    c.glow(520, 360, 520, CREAM, strength=0.8)
    phone(c, 470, 360, 580, screen=MIST)
    _hidden_picture(c, 365, 165, 210)
    for y, length in ((410, 200), (445, 140)):
        c.box(370, y, length, 16, SLATE, radius=8)
    open_hand(c, 745, 640, 470, SKINS[3], sleeve=PINE, turn=-7)


def _hidden_picture(c: Canvas, x: float, y: float, size: int) -> None:
    """A square in which there is nothing to make out."""
    blot = Canvas(size, size, LILAC, oversample=c.oversample)
    for across, down, radius, fill in (
        (0.2, 0.3, 0.3, PLUM),
        (0.75, 0.5, 0.4, SUN),
        (0.35, 0.9, 0.35, TEAL),
        (0.9, 0.05, 0.25, CORAL),
    ):
        blot.circle(across * size, down * size, radius * size, fill)
    blot.blur(0, 0, size, size, 22)
    c.paste(blot, x, y)


@picture("gifts")
def gifts(c: Canvas) -> None:
    c.fade_down("#f3d9c4", CREAM, until=520)
    ground(c, 520, SAND)
    c.ellipse(520, 575, 420, 86, lighter(SAND, 0.5))
    gift(c, 520, 600, 420)
    ribbon = smooth([(535, 250), (640, 330), (770, 380), (890, 330), (960, 220), (990, 110), (1000, -20)])
    c.stroke(ribbon[:48], 16, darker(SUN, 0.08))
    c.stroke(ribbon[48:], 5, BARK)
    c.circle(ribbon[47][0], ribbon[47][1], 15, darker(SUN, 0.08))


@picture("fear-outside")
def fear_outside(c: Canvas) -> None:
    sky(c, NIGHT, "#e9a98a", until=520)
    c.circle(480, 110, 38, CREAM)
    hills(c, 470, DUSK, rise=34, width=800)
    house(c, 930, 490, 250, wall="#cfa98d", roof=PLUM, welcoming=True)
    ground(c, 486, "#56806f")
    path(c, [(930, 486, 36), (880, 540, 90), (700, 610, 190), (560, 740, 380)], "#d9c3a0")
    c.glow(900, 520, 180, SUN, strength=0.35)
    for x, y, height in ((1110, 560, 250), (700, 530, 200), (250, 640, 440)):
        lamp_post(c, x, y, height)
    person(c, 520, 690, 400, KAI, facing=1, stride=0.5, hands=((-4, -4), (4, -4)))
    c.box(478, 474, 84, 46, lighter(BLUE, 0.12), radius=16)


@picture("stop-and-search")
def stop_and_search(c: Canvas) -> None:
    sky(c, SKY, CREAM)
    row = (
        (140, "#d8b79a", BRICK),
        (420, "#c9cfc4", PINE),
        (700, "#e2c48f", PLUM),
        (980, "#d8b79a", DUSK),
        (1260, "#c9cfc4", BRICK),
    )
    for x, wall, roof in row:
        house(c, x, 540, 230, wall=lighter(wall), roof=lighter(roof), lit=0)
    ground(c, 540, "#cfc8c0")
    ground(c, 690, SLATE)
    c.box(0, 684, WIDTH, 10, CREAM)
    paper_form(c, 640, 390, 200, turn=-3)
    person(c, 425, 665, 470, DEV, facing=1, hands=((-15, 0), (31, -11)))
    person(c, 855, 665, 510, OFFICER, facing=-1, hands=((-30, -12), (15, 0)))


@picture("leaving-home")
def leaving_home(c: Canvas) -> None:
    room(c, "#e8cdb4", "#b98a64", y=600)
    c.box(105, 105, 610, 400, CREAM, radius=8)
    _evening_view(c)
    c.box(90, 500, 640, 26, CREAM, radius=6)
    door(c, 1000, 604, 480, TEAL)
    c.ellipse(1000, 640, 180, 24, darker("#b98a64", 0.25))
    backpack(c, 770, 655, 270, CORAL)


def _evening_view(c: Canvas) -> None:
    """A path over hills, seen through a window."""
    view = Canvas(570, 370, PEACH, oversample=c.oversample)
    view.fade_down(LILAC, "#f9cf9f", until=260)
    sun(view, 400, 190, 40)
    hills(view, 230, LEAF, rise=26, width=520)
    hills(view, 290, FOREST, rise=20, width=640, shift=300)
    path(view, [(350, 262, 8), (300, 290, 26), (330, 325, 60), (250, 380, 140)])
    c.paste(view, 125, 125)
    c.box(402, 120, 14, 380, CREAM)


@picture("home-storm")
def home_storm(c: Canvas) -> None:
    sky(c, SKY, CREAM)
    sun(c, 1070, 170, 66)
    hills(c, 500, MEADOW, rise=80, width=1500, shift=-300)
    hills(c, 610, LEAF, rise=26, width=1200)
    tree(c, 1060, 560, 190)
    rain(c, 240, 180, 200, 100)
    house(c, 330, 640, 300, wall="#e6bf9a", roof=BRICK, lit=1)
    cloud(c, 330, 145, 280, SLATE)
    for x, y, *_ in smooth([(440, 480), (560, 400), (650, 430), (750, 310)])[2::6]:
        c.circle(x, y, 5, BLUE)
    paper_plane(c, 830, 262, 140, turn=-22)


@picture("feeling-low")
def feeling_low(c: Canvas) -> None:
    sky(c, "#a9bccb", "#dfe6e2")
    hills(c, 520, "#9dbd9c", rise=24, width=900)
    ground(c, 600, LEAF)
    tree(c, 180, 620, 330)
    bush(c, 1080, 606, 190)
    rain(c, 400, 130, 500, 90)
    rain(c, 390, 218, 90, 230)
    rain(c, 880, 218, 90, 230)
    for x, width in ((500, 190), (800, 200), (650, 290)):
        cloud(c, x, 130, width, SLATE)
    bench(c, 645, 558, 480)
    sitter(c, 555, 562, 370, EFA, hands=((-6, -2), (6, -2)), tilt=9)
    umbrella(c, 652, 478, 330)
    sitter(c, 735, 562, 370, DEV, hands=((-21, -20), (9, 2)), tilt=-4)


@picture("money-mule")
def money_mule(c: Canvas) -> None:
    sky(c, SKY, CREAM, until=400)
    sun(c, 190, 120, 50)
    for row, (y, share) in enumerate(((350, 0), (440, 0.3), (540, 0.6), (640, 0.9))):
        hills(c, y, mixed("#8fc1d9", "#2c5f8c", share), rise=12, width=320, shift=row * 110)
    bank_card(c, 640, 320, 340, turn=-9)
    c.stroke([(640, -10), (640, 200)], 3, INK)
    c.stroke(smooth([(640, 200), (640, 290), (655, 325), (690, 325), (704, 288)]), 9, INK)
    c.shape([(704, 268), (682, 300), (712, 296)], INK)
    for x, y in ((420, 600), (520, 650), (760, 610), (860, 660), (640, 676)):
        coin(c, x, y, 42, squash=0.5)


@picture("friend-used")
def friend_used(c: Canvas) -> None:
    sky(c, PEACH, CREAM)
    sun(c, 220, 190, 62)
    hills(c, 470, MEADOW, rise=44, width=1000, shift=200)
    tree(c, 1090, 520, 330)
    ground(c, 640, LEAF)
    _brick_wall(c, 470)
    sitter(c, 530, 474, 460, CHI, hands=((-6, 0), (6, 0)), tilt=13)
    sitter(c, 730, 474, 460, DEV, facing=-1, hands=((-32, -30), (-8, 0)), tilt=-5)


def _brick_wall(c: Canvas, y: float) -> None:
    c.box(170, y, 940, 190, "#c98a6b")
    for row in range(4):
        for left in range(175 + row % 2 * 55, 1050, 110):
            fill = mixed("#c98a6b", BRICK, 0.2 + (left + row) % 3 * 0.14)
            c.box(left, y + 34 + row * 40, min(98, 1104 - left), 32, fill, radius=4)
    c.box(150, y - 2, 980, 30, lighter("#c98a6b", 0.4), radius=6)


@picture("telling")
def telling(c: Canvas) -> None:
    room(c, "#d8e4dc", y=600)
    window(c, 70, 80, 190, 210, SKY)
    c.glow(640, 300, 460, CREAM, strength=0.9)
    for x, look, side in ((350, FAY, 1), (930, GROWN_UP, -1)):
        with c.placed(x, 640, 6.6):
            upper_body(c, look, facing=side, hands=((side * 10 - 9, -11), (side * 10 + 9, -11)), tilt=side * 3)
    table(c, 580)
    mug(c, 530, 620, 88, CORAL)
    mug(c, 740, 620, 88, TEAL)
    speech_bubble(c, 640, 190, 260, 180, "#ffffff", tail=1)
    heart(c, 640, 192, 96)


@picture("made-to")
def made_to(c: Canvas) -> None:
    c.fade_down(MIST, CREAM, until=600)
    ground(c, 600, SAND)
    c.shape([(540, 640), (740, 640), (700, 606), (580, 606)], darker(HONEY, 0.3))
    c.box(628, 180, 24, 430, HONEY, radius=6)
    left, right = (300, 150), (980, 270)
    c.stroke([left, (640, 190 + 20), right], 18, darker(HONEY, 0.15))
    c.circle(640, 205, 30, SUN)
    for (x, y), pan in ((left, 370), (right, 560)):
        for dx in (-150, 150):
            c.stroke([(x, y), (x + dx, pan)], 4, INK)
        c.shape([(x - 170, pan), (x + 170, pan), (x + 120, pan + 36), (x - 120, pan + 36)], HONEY)
    parcel(c, 300, 332, 110)
    person(c, 935, 560, 215, BEN)
    person(c, 1025, 560, 255, GROWN_UP, facing=-1, hands=((-28, -27), (14, 2)))


# Articles that are not live yet, or no longer live


@picture("school-gate")
def school_gate(c: Canvas) -> None:
    sky(c, SKY, CREAM)
    cloud(c, 240, 130, 190)
    cloud(c, 1060, 90, 150)
    hills(c, 430, MEADOW, rise=20, width=900)
    school(c, 640, 470, 660)
    ground(c, 466, LEAF)
    path(c, [(640, 466, 90), (640, 540, 190), (640, 740, 440)])
    for x in (110, 1180):
        tree(c, x, 560, 290)
    for x in (0, 930):
        _railings(c, x, 350)
    _railings(c, 360, 150, lean=38)
    for x in (350, 930):
        c.box(x - 20, 380, 40, 290, "#c98a6b", radius=4)
        c.box(x - 28, 366, 56, 24, CREAM, radius=5)


def _railings(c: Canvas, x: float, width: float, *, lean: float = 0) -> None:
    """Railings from x on; a gate that stands open leans towards us."""
    for along in range(0, int(width) + 1, 30):
        drop = lean * along / width
        c.stroke([(x + along, 430 + drop), (x + along, 650 + drop)], 8, PINE)
    for y in (450, 630):
        c.stroke([(x, y), (x + width, y + lean)], 8, PINE)


@picture("group-chat")
def group_chat(c: Canvas) -> None:
    c.fade_down(LILAC, MIST, until=HEIGHT)
    c.glow(1030, 340, 330, CREAM, strength=0.9)
    phone(c, 430, 370, 560, screen=CREAM)
    crowd = (
        (250, 150, 220, 110, CORAL, -1), (470, 110, 190, 100, TEAL, 1), (640, 210, 220, 116, SUN, 1), (210, 330, 200, 104, BLUE, -1),
        (430, 250, 180, 96, PLUM, -1), (660, 400, 210, 108, CORAL, 1), (400, 400, 210, 110, HONEY, 1), (230, 500, 190, 100, FOREST, -1),
        (560, 540, 220, 112, BLUE, 1), (370, 590, 180, 92, PEACH, -1),
    )  # fmt: skip
    for x, y, width, height, fill, tail in crowd:
        speech_bubble(c, x, y, width, height, fill, tail=tail)
        for dx in (-0.22, 0, 0.22):
            c.circle(x + dx * width, y, height * 0.09, lighter(fill, 0.7))
    speech_bubble(c, 1030, 340, 150, 86, "#ffffff", tail=-1)
    heart(c, 1030, 342, 36, TEAL)


@picture("online-friend")
def online_friend(c: Canvas) -> None:
    c.fade_down(BLUE, SKY, until=HEIGHT)
    for step in range(9):
        c.circle(448 + step * 48, 360 + (step - 4) ** 2 * 4 - 60, 6, CREAM)
    phone(c, 260, 370, 500, screen=CREAM, turn=5)
    phone(c, 1020, 370, 500, screen=LILAC, turn=-5)
    c.circle(262, 350, 86, SUN)
    for dx in (-30, 30):
        c.ellipse(262 + dx, 330, 9, 13, INK)
    c.stroke(arc(262, 352, 46, 30, 150), 9, INK)
    question_mark(c, 1018, 352, 180, PLUM)


@picture("arrested")
def arrested(c: Canvas) -> None:
    room(c, "#cfdce4", "#b9b3ad", y=590)
    window(c, 600, 110, 150, 150, SKY)
    c.box(80, 90, 130, 170, CREAM, radius=8)
    heart(c, 145, 172, 60, TEAL)
    with c.placed(330, 400, 4.2):
        upper_body(c, OFFICER, hands=((-10, -4), (10, -4)))
    c.box(90, 394, 470, 240, "#8a6a54", radius=6)
    c.box(66, 376, 518, 34, lighter("#8a6a54", 0.3), radius=8)
    for x, height, look, tilt in ((800, 430, DEV, 6), (1010, 470, GROWN_UP, -6)):
        _chair(c, x, 520)
        sitter(c, x, 520, height, look, hands=((-8, 1), (8, 1)), tilt=tilt)
    _pot_plant(c, 1180, 640)


def _pot_plant(c: Canvas, x: float, y: float) -> None:
    for lean in (-46, -20, 8, 36):
        c.stroke(smooth([(x, y - 70), (x + lean * 0.5, y - 130), (x + lean, y - 190 + abs(lean))]), 22, FOREST)
    c.shape([(x - 46, y - 86), (x + 46, y - 86), (x + 34, y), (x - 34, y)], BRICK)


def _chair(c: Canvas, x: float, seat: float) -> None:
    c.box(x - 74, seat - 170, 148, 150, TEAL, radius=18)
    c.box(x - 82, seat - 8, 164, 28, darker(TEAL), radius=12)
    for dx in (-66, 54):
        c.box(x + dx, seat + 16, 12, 140, INK, radius=4)


@picture("consent")
def consent(c: Canvas) -> None:
    c.fade_down(PEACH, CREAM, until=HEIGHT)
    for x, skin, sleeve, fill in ((360, SKINS[4], PLUM, TEAL), (920, SKINS[1], FOREST, CORAL)):
        outwards = -1 if x < 640 else 1
        c.circle(x, 290, 260, lighter(PEACH, 0.5))
        open_hand(c, x - outwards * 46, 580, 260, skin, sleeve=sleeve)
        speech_bubble(c, x, 250, 350, 250, fill, tail=outwards)
    tick(c, 360, 250, 170, CREAM)
    cross(c, 920, 250, 170, CREAM)


@picture("vapes")
def vapes(c: Canvas) -> None:
    c.fade_down("#cbbfe0", "#e9dfe6", until=520)
    table(c, 520, "#a9876b")
    for x, y, radius in ((838, 556, 12), (800, 500, 16), (740, 470, 20), (676, 452, 24)):
        c.circle(x, y, radius, "#ffffffc0")
    for x, y, radius in ((620, 420, 30), (650, 408, 34), (676, 424, 26)):
        c.circle(x, y, radius, "#ffffff")
    _cloud_line(c, smooth([(540, 190), (575, 120), (655, 92), (735, 130), (740, 205), (690, 260), (655, 320)], steps=4))
    c.ellipse(640, 612, 230, 16, SHADOW)
    with c.placed(640, 585):
        c.box(-210, -32, 330, 64, TEAL, radius=18)
        c.box(-210, -32, 330, 22, lighter(TEAL, 0.3), radius=11)
        c.box(110, -22, 90, 44, INK, radius=14)
        c.circle(-160, 6, 10, SUN)


def _cloud_line(c: Canvas, line: list[tuple[float, ...]]) -> None:
    """A line of soft round puffs."""
    for step, (x, y, *_) in enumerate(line):
        c.circle(x + (step * 7) % 11 - 5, y + (step * 5) % 13 - 6, 26 + (step * 11) % 15, "#ffffff")


@picture("bullying")
def bullying(c: Canvas) -> None:
    sky(c, SKY, CREAM)
    hills(c, 420, MEADOW, rise=18, width=900)
    school(c, 240, 450, 400)
    tree(c, 1150, 470, 230)
    ground(c, 446, "#c9b79f")
    c.ellipse(640, 610, 560, 90, lighter("#c9b79f", 0.4))
    person(c, 270, 650, 410, CHI, facing=1, stride=0.6)
    person(c, 440, 665, 420, AMA, facing=1, stride=-0.6, hands=((-15, 0), (31, -16)))
    person(c, 690, 680, 400, FAY, facing=-1, hands=((-25, -16), (14, 0)), tilt=-4)
    person(c, 920, 660, 430, BEN, facing=-1, stride=0.5, hands=((-28, -14), (15, 0)))


# Pathways


@picture("crossroads")
def crossroads(c: Canvas) -> None:
    sky(c, SKY, CREAM, until=420)
    sun(c, 1040, 120, 52)
    cloud(c, 270, 120, 180)
    hills(c, 350, MEADOW, rise=40, width=760)
    hills(c, 430, LEAF, rise=24, width=1200, shift=500)
    for end in ([(60, 430, 16), (280, 480, 56)], [(600, 414, 16), (640, 470, 56)], [(1230, 430, 16), (980, 484, 60)]):
        path(c, [*end, (620, 570, 130), (560, 760, 320)])
    signpost(c, 760, 600, 390, arms=[(-1, CORAL), (1, SUN), (-1, TEAL)])
    tree(c, 1110, 640, 230)
    bush(c, 180, 660, 150)
    person(c, 520, 690, 330, AMA, facing=AWAY, bag=PLUM)


@picture("safe-door")
def safe_door(c: Canvas) -> None:
    sky(c, NIGHT, "#d9a0a0", until=520)
    for x, y in ((140, 80), (390, 130), (640, 60), (900, 120), (1130, 70)):
        c.circle(x, y, 4, CREAM)
    hills(c, 480, DUSK, rise=30, width=900)
    for x, wall, roof in (
        (150, "#a68c9a", PLUM),
        (1130, "#9aa3b5", NIGHT),
        (400, "#b39a8d", BRICK),
        (890, "#8fa39a", PINE),
    ):
        house(c, x, 530, 220, wall=wall, roof=roof, lit=0)
    house(c, 645, 530, 230, wall="#d9b48a", roof=BRICK, welcoming=True)
    ground(c, 530, "#4f7566")
    path(c, [(645, 528, 50), (620, 590, 130), (680, 740, 380)], "#f0d49a")
    c.glow(645, 540, 250, SUN, strength=0.45)
    for x in (300, 1000):
        bush(c, x, 560, 120, "#3d6155")


# Video poster


@picture("county-lines-video")
def county_lines_video(c: Canvas) -> None:
    c.fade_down(LEAF, MEADOW, until=HEIGHT)
    fields = (
        ([(0, 0), (420, 0), (360, 250), (0, 300)], "#cfdf9f"), ([(420, 0), (860, 0), (800, 220), (360, 250)], LEAF),
        ([(860, 0), (1280, 0), (1280, 260), (800, 220)], "#e3d79a"), ([(0, 300), (360, 250), (420, 480), (0, 520)], MEADOW),
        ([(800, 220), (1280, 260), (1280, 500), (860, 470)], "#a8cc98"), ([(0, 520), (420, 480), (380, 720), (0, 720)], "#e3d79a"),
        ([(420, 480), (860, 470), (900, 720), (380, 720)], "#cfdf9f"), ([(860, 470), (1280, 500), (1280, 720), (900, 720)], LEAF),
    )  # fmt: skip
    for outline, fill in fields:
        c.shape(outline, fill)
    _railway(c)
    for x, y in ((190, 330), (1070, 440)):
        for dx, dy, wall, roof in (
            (-70, -30, SAND, BRICK),
            (60, -40, CREAM, PLUM),
            (0, 30, PEACH, PINE),
            (110, 40, SAND, CORAL),
        ):
            house(c, x + dx, y + dy, 84, wall=wall, roof=roof)
    c.glow(640, 330, 430, "#fff3c4", strength=0.95)
    c.ellipse(655, 380, 130, 190, SHADOW)
    phone(c, 640, 350, 380, screen=SKY, turn=8)
    sun(c, 640, 330, 40)


def _railway(c: Canvas) -> None:
    line = smooth([(200, 390), (380, 550), (640, 620), (900, 600), (1080, 500)])
    c.stroke(line, 24, SAND)
    for (x, y, *_), (next_x, next_y, *_) in list(pairwise(line))[::2]:
        with c.placed(x, y, turn=math.degrees(math.atan2(next_y - y, next_x - x))):
            c.box(-4, -17, 8, 34, BARK, radius=2)
    c.stroke(line, 6, SLATE)


# Our mark


def draw_mark(c: Canvas) -> None:
    sky(c, SKY, CREAM, until=360)
    hills(c, 330, MEADOW, rise=22, width=620)
    hills(c, 380, LEAF, rise=16, width=800, shift=300)
    path(c, [(400, 362, 14), (310, 392, 50), (330, 440, 110), (256, 530, 240)])
    signpost(c, 226, 440, 370, arms=[(1, SUN), (-1, CORAL)])


# Making the files


def names_wanted() -> list[str]:
    with (CONTENT / "pictures.toml").open("rb") as file:
        return [entry["name"] for entry in tomllib.load(file)["pictures"]]


def drawn(name: str) -> Image.Image:
    canvas = Canvas(WIDTH, HEIGHT)
    PICTURES[name](canvas)
    return canvas.finished()


def drawn_mark() -> Image.Image:
    canvas = Canvas(MARK, MARK)
    draw_mark(canvas)
    return canvas.finished()


def save(image: Image.Image, name: str) -> None:
    file = CONTENT / "pictures" / f"{name}.webp"
    image.save(file, quality=82, method=6)
    size = file.stat().st_size
    if size > MOST_BYTES:
        raise SystemExit(f"{file.name} is {size} bytes: more than {MOST_BYTES}. Draw it more simply.")
    print(f"{size:6} {file.name}")


def main(names: list[str]) -> None:
    wanted = names_wanted()
    if strangers := set(wanted) ^ set(PICTURES):
        raise SystemExit(f"In only one of pictures.toml and draw_pictures.py: {', '.join(sorted(strangers))}")

    for name in names or wanted:
        save(drawn(name), name)
    if not names:
        save(drawn_mark(), "waymark")


if __name__ == "__main__":
    main(sys.argv[1:])
