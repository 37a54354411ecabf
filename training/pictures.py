"""What each kind of condition is made from: the pictures its stage encodes, as the app prepares them, and the
conditions that need no stage (class, coordinates)."""
import numpy as np
import torch
from PIL import Image

from .canny import canny
from .config import CELL, COORDINATE_CODES, PICTURE_STAGES
from .data import normalise

LOW_RESOLUTION_FACTOR = 8


def picture(kind, photo, depth):
    """Photo uint8 [H, W, 3] and depth uint8 [H, W] -> float32 [C, H, W] of a picture condition."""
    if kind == "depth":  # least and most of this map become -1 and 1
        d = torch.from_numpy(np.array(depth)).float()
        return (2 * ((d - d.min()) / (d.max() - d.min()).clamp(min=1e-8)) - 1)[None]
    if kind == "edges":  # 0 and 1, not rescaled
        return canny(photo).float()[None].expand(3, -1, -1)
    if kind == "low-resolution":
        image = Image.fromarray(np.ascontiguousarray(photo))
        small = image.resize([max(1, n // LOW_RESOLUTION_FACTOR) for n in image.size], Image.BICUBIC)
        return normalise(np.asarray(small.resize(image.size, Image.BICUBIC)))
    raise ValueError(f"{kind} is none of {', '.join(PICTURE_STAGES)}")


# A scene's class is the first whose condition holds for the shares of its labels
CLASSES = (
    ("snow", lambda s: s["snow"] >= 0.10),
    ("town", lambda s: s["building"] + s["road"] >= 0.08),
    ("mountain lake", lambda s: s["water"] >= 0.12 and s["mountain"] >= 0.15),
    ("water", lambda s: s["water"] >= 0.20),
    ("forest", lambda s: s["tree"] >= 0.30),
    ("meadow", lambda s: s["grass"] >= 0.15),
    ("sand and earth", lambda s: s["sand and earth"] >= 0.15),
    ("mountains", lambda s: s["mountain"] >= 0.20),
    ("open sky", lambda s: s["sky"] + s["cloud"] >= 0.60),
    ("mixed", lambda s: True),
)


def scene_class(labels, names):
    """Label map [H, W] and the labels' names -> index into CLASSES."""
    shares = dict(zip(names, np.bincount(labels.ravel(), minlength=len(names)) / labels.size))
    return next(n for n, (_, holds) in enumerate(CLASSES) if holds(shares))


def coordinate_ids(height, width):
    """Where each cell lies in the photo, [height / 16, width / 16]: the mean pixel index of the cell over H*W, times
    the number of codes, rounded half to even (the reference's CoordStage)."""
    pixel = (torch.arange(height * width, dtype=torch.float64) / (height * width)).view(height // CELL, CELL, width // CELL, CELL)
    return torch.round(pixel.mean((1, 3)).float() * COORDINATE_CODES).long()
