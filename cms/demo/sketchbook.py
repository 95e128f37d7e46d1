"""What the demo's pictures share: their size, the people who are in them, and which function draws which name."""

from __future__ import annotations

from collections.abc import Callable

from cms.demo.drawing import (
    BARK,
    BLUE,
    CORAL,
    DUSK,
    FOREST,
    HONEY,
    INK,
    LILAC,
    NIGHT,
    PINE,
    PLUM,
    SKINS,
    TEAL,
    Canvas,
    Look,
)  # fmt: skip

WIDTH, HEIGHT = 1280, 720

PICTURES: dict[str, Callable[[Canvas], None]] = {}

AMA = Look(skin=SKINS[4], hair="curls", hair_colour="#231a17", top=HONEY, trousers=NIGHT)
BEN = Look(skin=SKINS[0], hair="short", hair_colour="#a5673a", top=TEAL, trousers=INK)
CHI = Look(skin=SKINS[1], hair="bun", hair_colour="#231a17", top=LILAC, trousers=PINE)
DEV = Look(skin=SKINS[2], hair="short", hair_colour="#231a17", top=CORAL, trousers=NIGHT)
EFA = Look(skin=SKINS[0], hair="long", hair_colour="#7b3f2b", top=FOREST, trousers=DUSK)
FAY = Look(skin=SKINS[2], hair="scarf", hair_colour=PLUM, top=PLUM, trousers=INK)
KAI = Look(skin=SKINS[3], hair="hood", top=BLUE, trousers=INK)
GROWN_UP = Look(skin=SKINS[3], hair="short", hair_colour="#8d8a88", top=PINE, trousers=BARK)
OFFICER = Look(skin=SKINS[1], hair="cap", hair_colour="#5a3a26", top="#34405f", trousers=INK)


def picture(name: str) -> Callable[[Callable[[Canvas], None]], Callable[[Canvas], None]]:
    """Say which name in `pictures.toml` a function draws."""

    def remember(draw: Callable[[Canvas], None]) -> Callable[[Canvas], None]:
        PICTURES[name] = draw
        return draw

    return remember
