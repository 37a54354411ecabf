"""Photos and label maps of the landscapes set, held in memory as uint8, and random views of them."""
import json
import os

import numpy as np
import torch
from PIL import Image


class Landscapes:
    """`photos[i]` is [H, W, 3] uint8, `labels[i]` [H, W] uint8, in the order of the split's ids."""

    def __init__(self, root, split, photos=True, labels=True, limit=None):
        with open(os.path.join(root, "splits.json")) as f:
            self.ids = json.load(f)[split][:limit]
        read = lambda folder, ext: [np.asarray(Image.open(os.path.join(root, folder, i + ext))) for i in self.ids]
        self.photos = read("photos", ".jpg") if photos else None
        self.labels = read("labels", ".png") if labels else None

    def __len__(self):
        return len(self.ids)


def normalise(photo):
    """uint8 [..., H, W, 3] -> float32 [..., 3, H, W] in [-1, 1]."""
    return torch.from_numpy(np.array(photo)).float().div(127.5).sub(1).movedim(-1, -3)


def centre_crop(image, size):
    top, left = (image.shape[0] - size) // 2, (image.shape[1] - size) // 2
    return image[top:top + size, left:left + size]


def random_crop(image, size, rng, jitter=0.0, nearest=False, mirror=True):
    """A size x size view, with `mirror` mirrored half of the time, of a region up to (1 + jitter) times as large."""
    side = min(int(round(size * (1.0 + jitter * rng.random()))), *image.shape[:2]) if jitter else size
    top, left = rng.integers(image.shape[0] - side + 1), rng.integers(image.shape[1] - side + 1)
    view = image[top:top + side, left:left + side]
    if side != size:
        how = Image.NEAREST if nearest else Image.BICUBIC
        view = np.asarray(Image.fromarray(view).resize((size, size), how))
    return view[:, ::-1] if mirror and rng.random() < 0.5 else view


def batch_at(images, step, batch, size, seed, rank=0, world=1, jitter=0.0, nearest=False, mirror=True):
    """The batch of a training step: a pure function of (seed, step, rank), so a resumed run sees the same data.

    Every epoch is a new permutation; processes take turns in it.
    """
    crops = []
    for k in range(batch):
        n = (step * world + rank) * batch + k
        epoch, place = divmod(n, len(images))
        order = np.random.default_rng([seed, epoch]).permutation(len(images)) if k == 0 or place == 0 else order
        rng = np.random.default_rng([seed, 1, n])
        crops.append(random_crop(images[order[place]], size, rng, jitter, nearest, mirror))
    return np.stack(crops)
