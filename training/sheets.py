"""Contact sheets and curves, drawn with PIL. Sheets that show photos are for looking at, not for publishing."""
import numpy as np
from PIL import Image, ImageDraw

from .metrics import to_unit


def to_uint8(x):
    """[..., 3, H, W] in [-1, 1] -> uint8 [..., H, W, 3]; truncates, as the reference does."""
    return (to_unit(x.detach().float()) * 255).byte().movedim(-3, -1).cpu().numpy()


def sheet(rows, path, gap=4, quality=85):
    """rows: list of lists of uint8 [H, W, 3] of one size."""
    height, width = rows[0][0].shape[:2]
    page = Image.new("RGB", (len(rows[0]) * (width + gap) - gap, len(rows) * (height + gap) - gap), "white")
    for r, row in enumerate(rows):
        for c, image in enumerate(row):
            page.paste(Image.fromarray(np.ascontiguousarray(image)), (c * (width + gap), r * (height + gap)))
    page.save(path, **({"quality": quality} if path.endswith(".jpg") else {}))
