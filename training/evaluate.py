"""All figures of the model card: python3 -m training.evaluate --data DIR --checkpoint landscapes.ckpt --tokens FILE --out DIR

Everything is computed in float32 from the exported checkpoint, on the validation photos. Writes figures.json,
usage.json (how often each code occurs in the training photos), sheets and curves. Sheets named private-* show
photos, which must not be redistributed.
"""
import argparse
import json
import math
import os

import numpy as np
import torch

from .config import IMAGE_STAGE, NO_LAYOUT, OFFSETS, SEGMENTATION_STAGE, TRANSFORMER
from .curves import draw_curves
from .data import Landscapes, centre_crop, normalise
from .gpt import GPT
from .initial import load_stage
from .metrics import detail, psnr, ssim
from .sample import sample_window
from .sheets import sheet, to_uint8
from .train_transformer import validation_nll, validation_windows
from .vqgan import VQModel, VQSegmentationModel

N_CODES = IMAGE_STAGE["n_embed"]


def options():
    a = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    a.add_argument("--data", required=True)
    a.add_argument("--checkpoint", required=True)
    a.add_argument("--tokens", help="file of tokenize_dataset; without it the transformer is not evaluated")
    a.add_argument("--logs", help="folder with image/, segmentation/ and transformer/ log.jsonl, for the curves")
    a.add_argument("--out", required=True)
    a.add_argument("--limit", type=int, help="only so many validation photos")
    a.add_argument("--samples", type=int, default=12)
    a.add_argument("--temperature", type=float, default=1.0)
    a.add_argument("--top-k", type=int, default=100)
    a.add_argument("--guidance", type=float, default=0.0)
    a.add_argument("--seed", type=int, default=5)
    a.add_argument("--threads", type=int, default=2)
    return a.parse_args()


@torch.no_grad()
def image_figures(model, photos, out):
    """Reconstruction of the 256x256 centre crops."""
    crops = [normalise(centre_crop(p, 256)[None]) for p in photos]
    rows, used, figures = [], set(), {"psnr": [], "ssim": [], "detail": []}
    for n, x in enumerate(crops):
        y, _, ids = model(x)
        used.update(ids.flatten().tolist())
        figures["psnr"].append(psnr(y, x).item())
        figures["ssim"].append(ssim(y, x).item())
        figures["detail"].append((detail(y) / detail(x)).item())
        if n < 12:
            rows.append([to_uint8(x)[0], to_uint8(y)[0]])
    sheet([a + b + c for a, b, c in zip(rows[0::3], rows[1::3], rows[2::3])], os.path.join(out, "private-reconstructions.png"))
    return {**{k: float(np.mean(v)) for k, v in figures.items()}, "codes_used": len(used) / N_CODES}


@torch.no_grad()
def segmentation_figures(model, maps):
    right = []
    for labels in maps:
        labels = torch.from_numpy(centre_crop(labels, 256).copy())[None].long()
        logits, _, _ = model(model.one_hot(labels))
        right.append((logits.argmax(1) == labels).float().mean().item())
    return {"segmentation_accuracy": float(np.mean(right))}


def code_counts(views):
    """Occurrences of every code in the plain view of the training photos, [1024]."""
    return np.bincount(np.concatenate([image.numpy().ravel() for image, _ in views[0]]), minlength=N_CODES)


def unigram_entropy(counts, pairs):
    """Cross-entropy (nats) of the validation tokens under the add-one frequencies of the training tokens."""
    log_p = np.log((counts + 1) / (counts.sum() + N_CODES))
    return float(-np.mean(np.concatenate([log_p[image.numpy().ravel()] for image, _ in pairs])))


@torch.no_grad()
def sample_sheet(image_model, transformer, condition, labels, palette, opt, path):
    """What was drawn, six to a row, under its layouts where there are any."""
    generator = torch.Generator().manual_seed(opt.seed)
    ids = sample_window(transformer, condition, N_CODES, generator, opt.temperature, opt.top_k, guidance=opt.guidance, untold=NO_LAYOUT)
    images = torch.cat([image_model.decode_ids(i.view(1, 16, 16)) for i in ids])
    drawn, rows = [*to_uint8(images)], []
    for n in range(0, len(drawn) - len(drawn) % 6, 6):
        if labels:
            rows.append([palette[l] for l in labels[n:n + 6]])
        rows.append(drawn[n:n + 6])
    sheet(rows, path, quality=80)


def main():
    opt = options()
    torch.set_num_threads(opt.threads)
    os.makedirs(opt.out, exist_ok=True)
    image_model, seg_model = VQModel(**IMAGE_STAGE).eval(), VQSegmentationModel(**SEGMENTATION_STAGE).eval()
    load_stage(image_model, opt.checkpoint, "first_stage_model.")
    load_stage(seg_model, opt.checkpoint, "cond_stage_model.")
    val = Landscapes(opt.data, "val", limit=opt.limit)
    figures = {"ln_codes": math.log(N_CODES), **image_figures(image_model, val.photos, opt.out), **segmentation_figures(seg_model, val.labels)}
    if opt.tokens:
        tokens = torch.load(opt.tokens)
        counts = code_counts(tokens["train"])
        with open(os.path.join(opt.out, "usage.json"), "w") as f:
            json.dump({"counts": counts.tolist()}, f)
        figures["unigram_nll"] = unigram_entropy(counts, tokens["val"][0])
        transformer = GPT(**TRANSFORMER).eval()
        load_stage(transformer, opt.checkpoint, "transformer.")
        pairs = tokens["val"][0]
        known = pairs[0][1] if isinstance(pairs[0][1], dict) else {"segmentation": 0}
        kinds = [kind for kind in OFFSETS if kind in known or kind == "none" or kind == "coordinates" and len(known) > 1]
        figures.update(validation_nll(transformer, pairs, kinds, torch.device("cpu")))
        condition, _ = validation_windows(pairs, "segmentation")
        transformer.eval()
        with open(os.path.join(opt.data, "labels.json")) as f:
            palette = np.array([colour(l["color"]) for l in json.load(f)], np.uint8)
        pick = np.random.default_rng(opt.seed).permutation(len(val))[:opt.samples]
        labels = [centre_crop(val.labels[n], 256) for n in pick]
        sample_sheet(image_model, transformer, condition[pick], labels, palette, opt, os.path.join(opt.out, "samples.jpg"))
        without, opt.guidance = torch.full_like(condition[:6], NO_LAYOUT), 0.0
        sample_sheet(image_model, transformer, without, None, palette, opt, os.path.join(opt.out, "samples-without-layout.jpg"))
    if opt.logs:
        draw_curves(opt.logs, os.path.join(opt.out, "curves.png"))
    with open(os.path.join(opt.out, "figures.json"), "w") as f:
        json.dump(figures, f, indent=1)
    print(json.dumps(figures, indent=1))


def colour(value):
    """'#rrggbb' or [r, g, b]"""
    return [int(value[i:i + 2], 16) for i in (1, 3, 5)] if isinstance(value, str) else value


if __name__ == "__main__":
    main()
