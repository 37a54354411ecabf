"""What a figure looks like besides its pose: skin, hair, clothes, room."""
from dataclasses import dataclass

import numpy as np

from .canvas import rgb

# Few colours on purpose: a code of the image stage stands for a colour as well as a shape
SKIN = ("#f8dac3", "#e9b98f", "#c98d5e", "#9a623c", "#633d27")
HAIR = {"#2b2320": 5, "#5a3a28": 5, "#a5552f": 2.5, "#dbb05f": 3, "#a9a6a5": 1.5, "#d97f94": 0.8}
DARK_HAIR = {"#2b2320": 7, "#5a3a28": 3, "#a9a6a5": 1}
CLOTH = ("#f4ecdb", "#3c404c", "#2f4468", "#4f78a8", "#8fb8d8", "#2f8f8b", "#4d7a55", "#e3af45", "#c8443f", "#ecaaa4", "#a58fc4", "#7f5a43")
LEGWEAR = ("#3c404c", "#2f4468", "#4f78a8", "#7f5a43", "#f4ecdb", "#4d7a55", "#8b8f98", "#2f8f8b")
SHOES = ("#fbfaf6", "#3c404c", "#7f5a43", "#c8443f", "#e3af45")
# wall and floor
ROOMS = (("#f6e3d0", "#e3bf9c"), ("#dfe8da", "#b7cbb0"), ("#d9e7f0", "#adc6d6"), ("#e6def0", "#c2b3d6"), ("#f3dada", "#d9aeb0"), ("#eeeae3", "#cfc6b8"))
HAIRSTYLES = {"short": 5, "swept": 4, "bob": 4, "long": 4, "bun": 2.5, "ponytail": 2.5, "curly": 3, "bald": 1, "beanie": 1.5, "cap": 1.5, "scarf": 1}
TOPS = {"tee": 6, "long": 5, "tank": 2.5, "jacket": 3, "hoodie": 2}
BOTTOMS = {"trousers": 5, "slim": 4, "wide": 2.5, "shorts": 3, "skirt": 3, "long skirt": 1.2, "dress": 4, "long dress": 1.2}


@dataclass
class Outfit:
    skin: np.ndarray
    hair: str
    hair_colour: np.ndarray
    beard: bool
    top: str
    top_colour: np.ndarray
    sleeve: str  # none, short, long
    inner_colour: np.ndarray
    band: bool
    bottom: str
    bottom_colour: np.ndarray
    shoes: str
    shoe_colour: np.ndarray
    accent: np.ndarray
    wall: np.ndarray
    floor: np.ndarray
    horizon: float

    @property
    def dressed(self):
        return self.bottom in ("dress", "long dress")


def chosen(rng, weights):
    names = list(weights)
    p = np.array([weights[n] for n in names], float)
    return names[int(rng.choice(len(names), p=p / p.sum()))]


def apart(rng, colours, *others, least=70.0):
    """A random colour that can be told from the others."""
    for _ in range(20):
        colour = rgb(colours[int(rng.integers(len(colours)))])
        if all(np.abs(colour - o).sum() > least for o in others):
            break
    return colour


def random_outfit(rng):
    skin = rgb(SKIN[int(rng.integers(len(SKIN)))])
    wall, floor = (rgb(c) for c in ROOMS[int(rng.integers(len(ROOMS)))])
    hair_colour = rgb(chosen(rng, HAIR if skin[0] > 190 else DARK_HAIR))
    bottom, top = chosen(rng, BOTTOMS), chosen(rng, TOPS)
    if bottom in ("dress", "long dress"):
        top = chosen(rng, {"tee": 4, "tank": 3, "long": 2.5})
    top_colour = apart(rng, CLOTH, wall, skin, least=90)
    bottom_colour = top_colour if "dress" in bottom else apart(rng, LEGWEAR if "skirt" not in bottom else CLOTH, wall, top_colour)
    hair = chosen(rng, HAIRSTYLES)
    return Outfit(
        skin=skin, hair=hair, hair_colour=hair_colour, beard=hair in ("short", "bald", "beanie", "swept") and "dress" not in bottom and rng.random() < 0.3,
        top=top, top_colour=top_colour, sleeve={"tee": "short", "tank": "none"}.get(top, "long"), inner_colour=apart(rng, CLOTH, top_colour, skin),
        band=top in ("tee", "long") and "dress" not in bottom and rng.random() < 0.25, bottom=bottom, bottom_colour=bottom_colour,
        shoes=chosen(rng, {"sneakers": 5, "boots": 3, "flats": 2}), shoe_colour=apart(rng, SHOES, bottom_colour, floor),
        accent=apart(rng, CLOTH, top_colour, wall, hair_colour), wall=wall, floor=floor, horizon=float(rng.uniform(196, 206)),
    )
