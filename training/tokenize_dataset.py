"""Turns photos and label maps into token grids: python3 -m training.tokenize_dataset --data DIR --image CKPT --segmentation CKPT --out FILE

Every photo is encoded whole, in several views: cut at a random offset of less than one cell (the code of a cell
depends on where the cell's borders fall) and mirrored half of the time. The first view is the plain photo.
The file maps a split to lists of (image grid [h, w], condition grid [h, w]) int16 pairs, view by view.
"""
import argparse
import time

import numpy as np
import torch

from .config import CELL, IMAGE_STAGE, SEGMENTATION_STAGE
from .data import Landscapes, normalise
from .initial import load_stage
from .run import Processes, autocast, save
from .vqgan import VQModel, VQSegmentationModel


def options():
    a = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    a.add_argument("--data", required=True)
    a.add_argument("--image", required=True)
    a.add_argument("--segmentation", required=True)
    a.add_argument("--out", required=True)
    a.add_argument("--views", type=int, default=2, help="views of each training photo; validation photos have one")
    a.add_argument("--limit", type=int, help="only so many photos of each split")
    a.add_argument("--seed", type=int, default=3)
    a.add_argument("--threads", type=int, default=2)
    return a.parse_args()


def view_of(photo, labels, view, rng):
    """The same cut of photo and labels, both sides multiples of the cell."""
    height, width = photo.shape[:2]
    if view == 0:
        top, left, mirror = (height % CELL) // 2, (width % CELL) // 2, False
    else:
        top, left, mirror = rng.integers(min(CELL, height - 15 * CELL)), rng.integers(CELL), bool(view % 2)
    h, w = (height - top) // CELL * CELL, (width - left) // CELL * CELL
    photo, labels = photo[top:top + h, left:left + w], labels[top:top + h, left:left + w]
    return (photo[:, ::-1], labels[:, ::-1]) if mirror else (photo, labels)


def pad_view(photo, labels):
    """A cut that lost a row of cells to its offset is repeated at the border, so that a 16x16 window always fits."""
    short = [max(0, 16 * CELL - n) for n in labels.shape]
    if any(short):
        photo = np.pad(photo, ((0, short[0]), (0, short[1]), (0, 0)), "reflect")
        labels = np.pad(labels, ((0, short[0]), (0, short[1])), "reflect")
    return photo, labels


@torch.no_grad()
def grids(image_model, seg_model, photo, labels, device, fast):
    with autocast(device, fast):  # a few near-ties fall the other way in bfloat16, harmless for training
        z = image_model.prequant(normalise(photo[None]).to(device))
        *_, image_ids = image_model.quantize(z)
        one_hot = seg_model.one_hot(torch.from_numpy(np.array(labels))[None].to(device))
        *_, condition_ids = seg_model.encode(one_hot)
    return image_ids[0].cpu().short(), condition_ids[0].cpu().short()


def main():
    opt = options()
    device = Processes(opt.threads).device
    image_model = VQModel(**IMAGE_STAGE).to(device, memory_format=torch.channels_last).eval()
    seg_model = VQSegmentationModel(**SEGMENTATION_STAGE).to(device, memory_format=torch.channels_last).eval()
    load_stage(image_model, opt.image, "first_stage_model.")
    load_stage(seg_model, opt.segmentation, "cond_stage_model.")
    out, start = {}, time.time()
    for split, views in (("val", 1), ("train", opt.views)):
        data = Landscapes(opt.data, split, limit=opt.limit)
        out[split] = []
        for view in range(views):
            pairs = []
            for n in range(len(data)):
                rng = np.random.default_rng([opt.seed, view, n])
                photo, labels = pad_view(*view_of(data.photos[n], data.labels[n], view, rng))
                pairs.append(grids(image_model, seg_model, photo, labels, device, fast=split == "train"))
            out[split].append(pairs)
            print(f"{split}: view {view + 1} of {views}, {time.time() - start:.0f} s", flush=True)
            save(opt.out, out)
    save(opt.out, out)


if __name__ == "__main__":
    main()
