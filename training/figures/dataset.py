"""Figures made once and kept as arrays: python3 -m training.figures.dataset OUT --train 6000 --val 200

OUT/train-000.npz ... hold up to CHUNK figures each (pictures uint8 [n, 256, 256, 3], keypoints [n, 18, 3], covers packed to bits);
finished files are not made again. Training and validation figures come from different seeds.
"""
import argparse
import glob
import os

import numpy as np

from .draw import figure

SEEDS = {"train": 1, "val": 2}
CHUNK = 200


def make(out, split, count):
    os.makedirs(out, exist_ok=True)
    for start in range(0, count, CHUNK):
        path = os.path.join(out, f"{split}-{start // CHUNK:03d}.npz")
        if os.path.exists(path):
            continue
        made = [figure(SEEDS[split], n) for n in range(start, min(start + CHUNK, count))]
        pictures, keypoints, covers = (np.stack(part) for part in zip(*made))
        part = path[:-4] + ".part.npz"
        np.savez(part, pictures=pictures, keypoints=keypoints, covers=np.packbits(covers > 127, -1))
        os.replace(part, path)
        print(path, flush=True)


class Figures:
    """All figures of a split that are there: `pictures`, `keypoints`, `covers` (bool), in the order of their numbers."""

    def __init__(self, folder, split, limit=None):
        paths = sorted(p for p in glob.glob(os.path.join(folder, f"{split}-*.npz")) if ".part." not in p)
        if not paths:
            raise SystemExit(f"{folder} holds no {split} figures: python3 -m training.figures.dataset {folder}")
        if limit:
            paths = paths[:-(-limit // CHUNK)]
        parts = [np.load(p) for p in paths]
        self.pictures = np.concatenate([p["pictures"] for p in parts])[:limit]
        self.keypoints = np.concatenate([p["keypoints"] for p in parts])[:limit]
        self.covers = np.unpackbits(np.concatenate([p["covers"] for p in parts])[:limit], -1).astype(bool)

    def __len__(self):
        return len(self.pictures)


def main():
    a = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    a.add_argument("out")
    a.add_argument("--train", type=int, default=6000)
    a.add_argument("--val", type=int, default=200)
    opt = a.parse_args()
    make(opt.out, "val", opt.val)
    make(opt.out, "train", opt.train)


if __name__ == "__main__":
    main()
