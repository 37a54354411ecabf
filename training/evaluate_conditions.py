"""Does a picture answer its condition? python3 -m training.evaluate_conditions --data DIR --checkpoint landscapes.ckpt --tokens FILE --out DIR

For validation photos, one picture is drawn for each kind of condition. Edges: F1 of the result's Canny edges against
the condition's, two pixels of tolerance. Low resolution: PSNR of the result shrunk by 8 against the photo shrunk by 8. Both beside the
same figure for results paired with other photos' conditions, which is what no steering at all would give. Depth and class need a
segmenter: training/agreement/answers.mjs reads them from OUT/drawn (private: it holds the photos' depth maps). Coordinates have no
such measure: their sheet and likelihood (training.evaluate) speak for them.
"""
import argparse
import json
import os

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

from .canny import canny
from .config import IMAGE_STAGE, NO_LAYOUT, TRANSFORMER
from .data import Landscapes, centre_crop
from .gpt import GPT
from .initial import load_stage
from .pictures import CLASSES, LOW_RESOLUTION_FACTOR, picture
from .sample import sample_window
from .sheets import sheet, to_uint8
from .train_transformer import OFFSETS, WINDOW, validation_windows
from .vqgan import VQModel

PER_CLASS = 6
KINDS = ("depth", "edges", "low-resolution", "class", "coordinates")
TOLERANCE = 2


def options():
    a = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    a.add_argument("--data", required=True)
    a.add_argument("--checkpoint", required=True)
    a.add_argument("--tokens", required=True, help="file of tokenize_conditions")
    a.add_argument("--out", required=True)
    a.add_argument("--photos", type=int, default=24)
    a.add_argument("--guidance", type=float, default=1.5)
    a.add_argument("--top-k", type=int, default=100)
    a.add_argument("--seed", type=int, default=5)
    a.add_argument("--threads", type=int, default=2)
    return a.parse_args()


def edge_f1(drawn, wanted):
    """Of two bool maps [H, W]; an edge counts as found within TOLERANCE pixels."""
    near = lambda e: F.max_pool2d(e[None, None].float(), 2 * TOLERANCE + 1, 1, TOLERANCE)[0, 0] > 0
    share = lambda a, b: (a & near(b)).sum().item() / max(1, a.sum().item())
    precision, recall = share(drawn, wanted), share(wanted, drawn)
    return 2 * precision * recall / max(1e-9, precision + recall)


def shrunk(image):
    side = image.shape[0] // LOW_RESOLUTION_FACTOR
    return np.asarray(Image.fromarray(np.ascontiguousarray(image)).resize((side, side), Image.BICUBIC), np.float32)


def psnr(a, b):
    return float(-10 * np.log10(np.mean((a - b) ** 2) / 255 ** 2))


def answered(kind, drawn, photos):
    """Mean figure over results and the photos whose conditions they were drawn from; the same for wrong pairs."""
    if kind == "edges":
        results, wanted = [canny(d) for d in drawn], [canny(p) for p in photos]
        measure = edge_f1
    elif kind == "low-resolution":
        results, wanted = [shrunk(d) for d in drawn], [shrunk(p) for p in photos]
        measure = psnr
    else:
        return {}
    pairs = lambda shift: [measure(r, wanted[(n + shift) % len(wanted)]) for n, r in enumerate(results)]
    return {"answered": float(np.mean(pairs(0))), "wrong_pairs": float(np.mean(pairs(1)))}


def keep_drawn(folder, kind, drawn, depths):
    """For training/agreement/answers.mjs: classes by name, and depth beside the map it was drawn from."""
    if kind not in ("depth", "class"):
        return
    os.makedirs(folder, exist_ok=True)
    for n, image in enumerate(drawn):
        name = f"{CLASSES[n // PER_CLASS][0]}-{n % PER_CLASS}" if kind == "class" else f"{n:03d}"
        Image.fromarray(image).save(os.path.join(folder, name + ".png"))
        if kind == "depth":
            Image.fromarray(np.ascontiguousarray(depths[n])).save(os.path.join(folder, name + "-told.png"))


def shown(kind, photo, depth):
    """The condition as a picture, uint8 [256, 256, 3]; None where there is nothing to see."""
    if kind not in ("depth", "edges", "low-resolution"):
        return None
    x = picture(kind, photo, depth)
    x = x if kind != "edges" else 2 * x - 1
    return ((x.expand(3, -1, -1).permute(1, 2, 0).numpy() + 1) * 127.5).clip(0, 255).astype(np.uint8)


@torch.no_grad()
def main():
    opt = options()
    torch.set_num_threads(opt.threads)
    os.makedirs(opt.out, exist_ok=True)
    image_model, transformer = VQModel(**IMAGE_STAGE).eval(), GPT(**TRANSFORMER).eval()
    load_stage(image_model, opt.checkpoint, "first_stage_model.")
    load_stage(transformer, opt.checkpoint, "transformer.")
    data = Landscapes(opt.data, "val", labels=False)
    pick = np.random.default_rng(opt.seed).permutation(len(data))[:opt.photos]
    pairs, figures = torch.load(opt.tokens)["val"][0], {}
    pairs = [pairs[n] for n in pick]
    photos = [centre_crop(data.photos[n], 256) for n in pick]
    depths = [centre_crop(np.asarray(Image.open(os.path.join(opt.data, "depth", data.ids[n] + ".png"))), 256) for n in pick]
    for kind in KINDS:
        generator = torch.Generator().manual_seed(opt.seed)
        if kind == "class":
            condition = torch.arange(len(CLASSES)).repeat_interleave(PER_CLASS)[:, None].expand(-1, WINDOW ** 2) + OFFSETS["class"]
        else:
            condition, _ = validation_windows(pairs, kind)
        condition = condition[:6] if kind == "coordinates" else condition
        ids = sample_window(transformer, condition, IMAGE_STAGE["n_embed"], generator, 1.0, opt.top_k, guidance=opt.guidance, untold=NO_LAYOUT)
        drawn = [to_uint8(image_model.decode_ids(i.view(1, WINDOW, WINDOW)))[0] for i in ids]
        figures[kind] = answered(kind, drawn, photos)
        keep_drawn(os.path.join(opt.out, "drawn", kind), kind, drawn, depths)
        rows, columns = [], PER_CLASS
        for n in range(0, len(drawn) if kind == "class" else min(12, len(drawn)), columns):
            conditions = [shown(kind, p, d) for p, d in zip(photos[n:n + columns], depths[n:n + columns])]
            # a photo shrunk by 8 is still that photo: those sheets stay here
            rows += [conditions] if conditions and conditions[0] is not None else []
            rows.append(drawn[n:n + columns])
        sheet(rows, os.path.join(opt.out, f"{'private-' if kind == 'low-resolution' else ''}samples-{kind}.jpg"), quality=80)
        print(kind, figures[kind], flush=True)
    with open(os.path.join(opt.out, "conditions.json"), "w") as f:
        json.dump(figures, f, indent=1)


if __name__ == "__main__":
    main()
