"""Trains the small VQGAN of a picture condition: python3 -m training.train_condition --kind depth|edges|low-resolution --data DIR --out DIR

A plain autoencoder first, so that the latents hold everything there is; then k-means places the codebook and
training goes on with it. No adversary: nobody looks at these pictures, they only have to tell apart what matters.
"""
import argparse
import os

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

from .config import PICTURE_STAGES
from .data import Landscapes
from .pictures import picture
from .quantize import CodeUsage, kmeans_, latent_vectors
from .run import Log, MovingAverage, Processes, autocast, save
from .schedule import learning_rate, set_learning_rate
from .vqgan import VQModel


def options(arguments=None, kinds=tuple(PICTURE_STAGES)):
    a = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    a.add_argument("--kind", required=True, choices=sorted(kinds))
    a.add_argument("--data", required=True)
    a.add_argument("--out", required=True)
    a.add_argument("--steps", type=int, default=900)
    a.add_argument("--quantize-from", type=int, default=200)
    a.add_argument("--batch", type=int, default=12)
    a.add_argument("--size", type=int, default=128)
    a.add_argument("--lr", type=float, default=1e-3)
    a.add_argument("--codebook-weight", type=float, default=0.3)
    a.add_argument("--photos", type=int, default=800, help="how many training photos to use")
    a.add_argument("--save-every", type=int, default=300)
    a.add_argument("--seed", type=int, default=8)
    a.add_argument("--threads", type=int, default=2)
    return a.parse_args(arguments)


def pictures_of(root, split, kind, limit):
    data = Landscapes(root, split, labels=False, limit=limit)
    depth = lambda i: np.asarray(Image.open(os.path.join(root, "depth", i + ".png"))) if kind == "depth" else None
    return [picture(kind, photo, depth(i)).half() for i, photo in zip(data.ids, data.photos)]


def batch_at(pictures, step, opt):
    """[B, C, size, size], a pure function of (seed, step)."""
    rng, crops = np.random.default_rng([opt.seed, step]), []
    for n in rng.integers(len(pictures), size=opt.batch):
        x = pictures[n]
        top, left = rng.integers(x.shape[1] - opt.size + 1), rng.integers(x.shape[2] - opt.size + 1)
        crop = x[:, top:top + opt.size, left:left + opt.size].float()
        crops.append(crop.flip(2) if rng.random() < 0.5 else crop)
    return torch.stack(crops)


def difference(y, x):
    """Squared error of pixels and, weighing more, of averages over 4x4 and 8x8 cells: an edge that is a pixel off is
    nearly right, and a flat region's value matters more than its noise."""
    return F.mse_loss(y, x) + sum(w * F.mse_loss(F.avg_pool2d(y, n), F.avg_pool2d(x, n)) for n, w in ((4, 2.0), (8, 4.0)))


def main():
    opt = options()
    train(opt, PICTURE_STAGES[opt.kind], pictures_of(opt.data, "train", opt.kind, opt.photos),
          [x[:, :256, :256].float() for x in pictures_of(opt.data, "val", opt.kind, 24)])


def train(opt, architecture, pictures, val):
    """Trains on pictures [C, H, W] (anything with a length and an index), with figures on `val`, which are of one size."""
    device = Processes(opt.threads).device
    os.makedirs(opt.out, exist_ok=True)
    state_path = os.path.join(opt.out, "state.pt")
    torch.manual_seed(opt.seed)
    model = VQModel(**architecture).to(device, memory_format=torch.channels_last)
    optimizer = torch.optim.Adam(model.parameters(), lr=opt.lr, betas=(0.9, 0.95))
    average, usage, step = MovingAverage(model, 0.995), CodeUsage(model.quantize.n_embed, device), 0
    if os.path.exists(state_path):
        state = torch.load(state_path, map_location=device)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        average.values, step = state["average"], state["step"]
    val = torch.stack(val).to(device)
    log, latents = Log(os.path.join(opt.out, "log.jsonl")), []

    while step < opt.steps:
        generator = torch.Generator().manual_seed(opt.seed * 1_000_003 + step)
        set_learning_rate(optimizer, learning_rate(step, opt.steps, opt.lr, decay_from=0.5))
        x = batch_at(pictures, step, opt).to(device)
        with autocast(device):
            z = model.prequant(x).float()
            if opt.quantize_from - 40 <= step < opt.quantize_from:
                latents.append(latent_vectors(z.detach()))
            if step == opt.quantize_from and latents:
                kmeans_(model.quantize, torch.cat(latents), generator)
                average.values["quantize.embedding.weight"].copy_(model.quantize.embedding.weight.data)
            q, vq_loss, ids = model.quantize(z)
            quantized = step >= opt.quantize_from
            loss = difference(model.decode(q if quantized else z), x)
        optimizer.zero_grad(set_to_none=True)
        (loss + opt.codebook_weight * vq_loss if quantized else loss + 1e-3 * z.pow(2).mean()).backward()
        optimizer.step()
        step += 1
        average.update(model, step)
        if quantized:
            usage.add(ids)
            if step % 25 == 0 and step < 0.7 * opt.steps:
                dead = usage.reset_dead(model.quantize, latent_vectors(z.detach()), generator)
                average.values["quantize.embedding.weight"][dead] = model.quantize.embedding.weight.data[dead]
        if step % 50 == 0:
            log.write(step=step, loss=loss.item(), vq=vq_loss.item())
        if step % opt.save_every == 0 or step == opt.steps:
            save(state_path, {"step": step, "model": model.state_dict(), "average": average.values, "optimizer": optimizer.state_dict()})
            averaged = VQModel(**architecture).to(device)
            averaged.load_state_dict(average.state_dict(model))
            with torch.no_grad(), autocast(device):
                y, _, ids = averaged(val)
            log.write(step=step, val_loss=difference(y, val).item(), val_spread=val.var().item(), val_codes=len(ids.unique()))
            save(os.path.join(opt.out, "stage.ckpt"), {"state_dict": averaged.state_dict(), "global_step": step})


if __name__ == "__main__":
    main()
