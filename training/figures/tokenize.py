"""Turns figures into token grids: python3 -m training.figures.tokenize --data DIR --image CKPT --pose CKPT --out FILE

The file is that of training.tokenize_dataset: a split's views, each a list of (image grid, {"pose": grid}).
"""
import argparse
import time

import numpy as np
import torch

from ..data import normalise
from ..initial import load_stage
from ..run import Processes, autocast, save
from ..vqgan import VQModel
from .config import IMAGE_STAGE, POSE_STAGE
from .dataset import Figures
from .pose import pose_picture
from .skeleton import SIZE


def options():
    a = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    a.add_argument("--data", required=True)
    a.add_argument("--image", required=True)
    a.add_argument("--pose", required=True)
    a.add_argument("--out", required=True)
    a.add_argument("--limit", type=int, help="only so many figures of each split")
    a.add_argument("--threads", type=int, default=1)
    return a.parse_args()


@torch.no_grad()
def grids(model, pictures, device, fast, batch=8):
    """uint8 [N, H, W, 3] -> list of int16 [h, w]"""
    found = []
    for start in range(0, len(pictures), batch):
        with autocast(device, fast):
            *_, ids = model.quantize(model.prequant(normalise(pictures[start:start + batch]).to(device)))
        found += list(ids.cpu().short())
    return found


def main():
    opt = options()
    device = Processes(opt.threads).device
    image, pose = (VQModel(**stage).to(device, memory_format=torch.channels_last).eval() for stage in (IMAGE_STAGE, POSE_STAGE))
    load_stage(image, opt.image, "first_stage_model.")
    load_stage(pose, opt.pose, "cond_stages.pose.")
    out, start = {}, time.time()
    for split in ("val", "train"):
        data, pairs = Figures(opt.data, split, opt.limit), []
        for n in range(0, len(data), 200):
            fast = split == "train"
            poses = np.stack([pose_picture(k, SIZE, SIZE) for k in data.keypoints[n:n + 200]])
            pairs += [(i, {"pose": p}) for i, p in zip(grids(image, data.pictures[n:n + 200], device, fast), grids(pose, poses, device, fast))]
            print(f"{split}: {len(pairs)} figures, {time.time() - start:.0f} s", flush=True)
        out[split] = [pairs]
    save(opt.out, out)


if __name__ == "__main__":
    main()
