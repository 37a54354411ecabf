"""Trains the segmentation stage: python3 -m training.train_segmentation --data DIR --out DIR

One-hot label maps in, class logits out: binary cross-entropy + vq loss, no adversary (the reference's
VQSegmentationModel).
"""
import argparse
import os

import torch
import torch.nn.functional as F

from .config import SEGMENTATION_STAGE
from .data import Landscapes, batch_at, centre_crop
from .initial import load_stage
from .quantize import CodeUsage, kmeans_, latent_vectors
from .run import Log, MovingAverage, Processes, autocast, save
from .schedule import learning_rate, set_learning_rate
from .vqgan import VQSegmentationModel


def options():
    a = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    a.add_argument("--data", required=True)
    a.add_argument("--out", required=True, help="state and log go here; a run found here is resumed")
    a.add_argument("--init", help="checkpoint (full or stage) to start from")
    a.add_argument("--steps", type=int, default=1600)
    a.add_argument("--batch", type=int, default=16)
    a.add_argument("--size", type=int, default=128)
    a.add_argument("--lr", type=float, default=1e-3)
    a.add_argument("--codebook-weight", type=float, default=0.2)
    a.add_argument("--reset-every", type=int, default=25)
    a.add_argument("--reset-until", type=float, default=0.66)
    a.add_argument("--save-every", type=int, default=200)
    a.add_argument("--seed", type=int, default=2)
    a.add_argument("--threads", type=int, default=2)
    return a.parse_args()


def batch_of_labels(maps, step, opt, processes):
    """[B, H, W] int64"""
    crops = batch_at(maps, step, opt.batch, opt.size, opt.seed, processes.rank, processes.world, jitter=1.0, nearest=True)
    return torch.from_numpy(crops).long().to(processes.device)


@torch.no_grad()
def accuracy(model, labels):
    """Share of the pixels whose label survives encoding and decoding; codes used."""
    logits, _, ids = model(model.one_hot(labels))
    return {"val_accuracy": (logits.argmax(1) == labels).float().mean().item(), "val_codes": len(ids.unique())}


def main():
    opt = options()
    processes = Processes(opt.threads)
    device = processes.device
    os.makedirs(opt.out, exist_ok=True)
    state_path = os.path.join(opt.out, "state.pt")
    torch.manual_seed(opt.seed)
    model = VQSegmentationModel(**SEGMENTATION_STAGE).to(device, memory_format=torch.channels_last)
    if opt.init:
        load_stage(model, opt.init, "cond_stage_model.")
    processes.share(list(model.parameters()))
    optimizer = torch.optim.Adam(model.parameters(), lr=opt.lr, betas=(0.5, 0.9))
    average, usage, step = MovingAverage(model), CodeUsage(model.quantize.n_embed, device), 0
    if os.path.exists(state_path):
        state = torch.load(state_path, map_location=device)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        average.values, usage.counts, step = state["average"], state["usage"], state["step"]
    maps = Landscapes(opt.data, "train", photos=False).labels
    val = Landscapes(opt.data, "val", photos=False, limit=32).labels
    val = torch.stack([torch.from_numpy(centre_crop(m, 256).copy()) for m in val]).long().to(device)
    log = Log(os.path.join(opt.out, "log.jsonl"), processes.main)
    codes = model.quantize.embedding.weight

    while step < opt.steps:
        generator = torch.Generator().manual_seed(opt.seed * 1_000_003 + step)
        set_learning_rate(optimizer, learning_rate(step, opt.steps, opt.lr, decay_from=0.5))
        target = model.one_hot(batch_of_labels(maps, step, opt, processes))
        with autocast(device):
            z = model.prequant(target).float()
            if step == 0 and not opt.init:
                kmeans_(model.quantize, latent_vectors(z.detach()), generator)
                processes.share([codes.data])
            q, vq_loss, ids = model.quantize(z)
            bce = F.binary_cross_entropy_with_logits(model.decode(q), target)
        optimizer.zero_grad(set_to_none=True)
        (bce + opt.codebook_weight * vq_loss).backward()
        processes.average_gradients(list(model.parameters()))
        optimizer.step()
        usage.add(ids)
        step += 1
        average.update(model, step)
        if step % opt.reset_every == 0 and step <= opt.reset_until * opt.steps:
            processes.sum_(usage.counts)
            dead = usage.reset_dead(model.quantize, latent_vectors(z.detach()), generator)
            processes.share([codes.data])
            average.values["quantize.embedding.weight"][dead] = codes.data[dead]
        if step % 50 == 0:
            log.write(step=step, bce=bce.item(), vq=vq_loss.item())
        if processes.main and (step % opt.save_every == 0 or step == opt.steps):
            save(state_path, {"step": step, "model": model.state_dict(), "average": average.values,
                              "optimizer": optimizer.state_dict(), "usage": usage.counts})
            averaged = VQSegmentationModel(**SEGMENTATION_STAGE).to(device)
            averaged.load_state_dict(average.state_dict(model))
            log.write(step=step, **accuracy(averaged, val))
            save(os.path.join(opt.out, "stage.ckpt"), {"state_dict": averaged.state_dict(), "global_step": step})


if __name__ == "__main__":
    main()
