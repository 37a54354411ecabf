"""Adds the tokens of the other conditions to a file of tokenize_dataset: python3 -m training.tokenize_conditions --data DIR --tokens FILE --stages KIND=CKPT ... --out FILE

Same photos, same views. The new file maps a split to lists of (image grid [h, w], {kind: grid [h, w]}) int16, view by
view; ids are the stage's own. Coordinates need no file: they follow from the grid's size.
"""
import argparse
import json
import os
import time

import numpy as np
import torch
from PIL import Image

from .config import PICTURE_STAGES
from .data import Landscapes
from .initial import load_stage
from .pictures import CLASSES, picture, scene_class
from .run import Processes, autocast, save
from .tokenize_dataset import pad_view, view_of
from .vqgan import VQModel


def options():
    a = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    a.add_argument("--data", required=True)
    a.add_argument("--tokens", required=True)
    a.add_argument("--stages", nargs="+", required=True, metavar="KIND=CKPT")
    a.add_argument("--out", required=True)
    a.add_argument("--limit", type=int, help="only so many photos of each split, as given to tokenize_dataset")
    a.add_argument("--views", type=int, default=2, help="views of each training photo")
    a.add_argument("--seed", type=int, default=3, help="the seed of tokenize_dataset: it decides the views")
    a.add_argument("--threads", type=int, default=2)
    return a.parse_args()


@torch.no_grad()
def grids(models, photo, depth, fast):
    """{kind: ids [h, w] int16} of one view"""
    out = {}
    for kind, model in models.items():
        with autocast(torch.device("cpu"), fast):
            _, _, ids = model.encode(picture(kind, photo, depth)[None])
        out[kind] = ids[0].short()
    return out


def main():
    opt = options()
    Processes(opt.threads)
    models = {}
    for kind, path in (s.split("=", 1) for s in opt.stages):
        models[kind] = VQModel(**PICTURE_STAGES[kind]).eval()
        load_stage(models[kind], path, f"cond_stages.{kind}.")
    with open(os.path.join(opt.data, "labels.json")) as f:
        names = [label["name"] for label in json.load(f)]
    tokens, out, start = torch.load(opt.tokens), {}, time.time()
    for split, views in (("val", 1), ("train", opt.views)):
        data = Landscapes(opt.data, split, limit=opt.limit)
        classes = [scene_class(labels, names) for labels in data.labels]
        print(split, {name: classes.count(n) for n, (name, _) in enumerate(CLASSES)}, flush=True)
        out[split] = []
        for view in range(views):
            items = []
            for n, (image, segmentation) in enumerate(tokens[split][view]):
                depth = np.asarray(Image.open(os.path.join(opt.data, "depth", data.ids[n] + ".png")))
                cut = lambda: np.random.default_rng([opt.seed, view, n])  # the same cut for the photo and its depth
                photo, depth = pad_view(*view_of(data.photos[n], depth, view, cut()))
                conditions = grids(models, photo, depth, fast=split == "train")
                of_class = torch.full_like(segmentation, classes[n])
                items.append((image, {"segmentation": segmentation, **conditions, "class": of_class}))
            out[split].append(items)
            print(f"{split}: view {view + 1} of {views}, {time.time() - start:.0f} s", flush=True)
            save(opt.out, out)


if __name__ == "__main__":
    main()
