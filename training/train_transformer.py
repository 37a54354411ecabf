"""Trains the transformer: python3 -m training.train_transformer --tokens FILE --out DIR

Paper section 3.2: next-token cross-entropy over image tokens, after the condition tokens, in random 16x16
windows of whole-photo grids, as the sliding window will see them. Every sequence draws its kind of condition;
"none" withholds it, so that the likelihood with and without it can be compared, and images drawn without one.
"""
import argparse
import os
import time

import numpy as np
import torch

from .config import CELL, IMAGE_STAGE, OFFSETS, TOKEN_OFFSET, TRANSFORMER, WINDOW
from .gpt import GPT, image_nll
from .initial import load_stage
from .pictures import coordinate_ids
from .run import Log, MovingAverage, Processes, ThreadTuner, autocast, save
from .schedule import learning_rate, set_learning_rate


def options(arguments=None):
    a = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    a.add_argument("--tokens", required=True, help="file of tokenize_dataset")
    a.add_argument("--out", required=True, help="state and log go here; a run found here is resumed")
    a.add_argument("--init", help="checkpoint (full or transformer) to start from")
    a.add_argument("--codebooks", nargs=2, metavar="CKPT", help="image and condition stage, whose codes the embeddings start from")
    a.add_argument("--steps", type=int, default=3000)
    a.add_argument("--batch", type=int, default=8)
    a.add_argument("--lr", type=float, default=1e-3)
    a.add_argument("--dropout", type=float, default=0.0)
    a.add_argument("--places", action="store_true", help="start with places built in; slower over the first 240 steps, where it was tried")
    a.add_argument("--kinds", default="segmentation=9,none=1", help="how often each kind of condition is drawn, as KIND=WEIGHT,...")
    a.add_argument("--corrupt", type=float, default=0.3, help="share of sequences with part of the tokens read replaced at random")
    a.add_argument("--save-every", type=int, default=200)
    a.add_argument("--validate-every", type=int, default=200)
    a.add_argument("--validate", type=int, default=150, help="validation photos to use while training")
    a.add_argument("--seed", type=int, default=4)
    a.add_argument("--threads", type=int, default=2)
    return a.parse_args(arguments)


def window(pair, kind, top, left, frame=None, offsets=OFFSETS):
    """(image ids [256], condition ids [256]) of one 16x16 window, the condition shifted to its place in the vocabulary.
    `frame`: height and width in cells of the picture in which the coordinates tell a place; None: the window itself."""
    image, conditions = pair
    cut = lambda grid: grid[top:top + WINDOW, left:left + WINDOW].reshape(-1).long().numpy()
    if kind == "none":
        condition = np.zeros(WINDOW * WINDOW, np.int64)
    elif kind == "coordinates":
        place = coordinate_ids(*(CELL * n for n in frame or (WINDOW, WINDOW)))
        condition = cut(place) if frame else place.reshape(-1).numpy()
    else:
        condition = cut(conditions[kind] if isinstance(conditions, dict) else conditions)
    return cut(image), condition + offsets[kind]


def random_window(pair, kind, rng, offsets=OFFSETS):
    """Half of the coordinates tell places in the whole photo, half in a picture of one window."""
    h, w = pair[0].shape
    frame = (h, w) if rng.random() < 0.5 else None
    return window(pair, kind, rng.integers(h - WINDOW + 1), rng.integers(w - WINDOW + 1), frame, offsets)


def shares(text, offsets=OFFSETS):
    """'segmentation=9,none=1' -> (kinds, probabilities)"""
    kinds, weights = zip(*((k, float(w)) for k, w in (part.split("=") for part in text.split(","))))
    unknown = [k for k in kinds if k not in offsets]
    if unknown:
        raise ValueError(f"{unknown[0]} is none of {', '.join(offsets)}")
    return kinds, np.array(weights) / sum(weights)


def batch_at(views, step, batch, seed, kinds, rank=0, world=1, offsets=OFFSETS):
    """Condition and image ids [B, 256] of a training step, a pure function of (seed, step, rank)."""
    size, windows, order = len(views[0]), [], None
    for k in range(batch):
        n = (step * world + rank) * batch + k
        epoch, place = divmod(n, size)
        if order is None or place == 0:
            order = np.random.default_rng([seed, epoch]).permutation(size)
        rng = np.random.default_rng([seed, 1, n])
        view = views[rng.integers(len(views))]
        image, condition = random_window(view[order[place]], str(rng.choice(kinds[0], p=kinds[1])), rng, offsets)
        windows.append((condition, image))
    return tuple(torch.from_numpy(np.stack(part)) for part in zip(*windows))


def corrupted(image, share, n_codes, generator):
    """The reference's pkeep, drawn per sequence: in `share` of the sequences a random part of the tokens read is
    replaced. Where neighbours cannot be trusted the layout must be read; and sampling meets its own mistakes."""
    draw = lambda *shape: torch.rand(*shape, generator=generator)
    replaced = draw(*image.shape) < draw(len(image), 1) * (draw(len(image), 1) < share)
    return torch.where(replaced, torch.randint(0, n_codes, image.shape, generator=generator), image)


def validation_windows(pairs, kind, offsets=OFFSETS):
    """The centre window of every validation photo: condition and image ids [N, 256]."""
    windows = [window(p, kind, (p[0].shape[0] - WINDOW) // 2, (p[0].shape[1] - WINDOW) // 2, offsets=offsets) for p in pairs]
    image, condition = (torch.from_numpy(np.stack(part)) for part in zip(*windows))
    return condition, image


@torch.no_grad()
def validation_nll(model, pairs, kinds, device, batch=25, n_codes=None, offsets=OFFSETS):
    """Nats per image token given each kind of condition."""
    model.eval()
    figures = {}
    for kind in kinds:
        total, (condition, image) = 0.0, validation_windows(pairs, kind, offsets)
        for c, z in zip(condition.split(batch), image.split(batch)):
            with autocast(device):
                total += image_nll(model, c.to(device), z.to(device), n_codes or IMAGE_STAGE["n_embed"]).item() * len(z)
        figures[f"val_nll_{kind}"] = total / len(image)
    model.train()
    return figures


def main():
    train(options(), TRANSFORMER, IMAGE_STAGE["n_embed"], OFFSETS, TOKEN_OFFSET)


def train(opt, architecture, n_codes, offsets, codes_offset):
    """`codes_offset`: where the ids of the second of opt.codebooks begin."""
    processes = Processes(opt.threads)
    device = processes.device
    os.makedirs(opt.out, exist_ok=True)
    state_path = os.path.join(opt.out, "state.pt")
    torch.manual_seed(opt.seed)
    model = GPT(**architecture, dropout=opt.dropout).to(device)
    if opt.init:
        load_stage(model, opt.init, "transformer.")
    elif opt.places:
        model.place_positions_(WINDOW)
    if opt.codebooks and not opt.init:
        generator = torch.Generator().manual_seed(opt.seed)
        for path, offset in zip(opt.codebooks, (0, codes_offset)):
            model.embed_codes_(torch.load(path, map_location="cpu")["state_dict"]["quantize.embedding.weight"], offset, generator)
    processes.share(list(model.parameters()))
    optimizer = torch.optim.AdamW(model.optimizer_groups(), lr=opt.lr, betas=(0.9, 0.95))
    average, step = MovingAverage(model, decay=0.995), 0
    if os.path.exists(state_path):
        state = torch.load(state_path, map_location=device)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        average.values, step = state["average"], state["step"]
    tokens = torch.load(opt.tokens)
    val, kinds = tokens["val"][0][:opt.validate], shares(opt.kinds, offsets)
    averaged = GPT(**architecture).to(device)
    log = Log(os.path.join(opt.out, "log.jsonl"), processes.main)
    tuner = ThreadTuner(opt.threads, period=40) if device.type == "cpu" and processes.world == 1 else None
    mean, since = 0.0, time.time()

    while step < opt.steps:
        start = time.time()
        torch.manual_seed(opt.seed * 1_000_003 + step)  # dropout
        lr = learning_rate(step, opt.steps, opt.lr, warmup=100, floor=0.01)
        set_learning_rate(optimizer, lr)
        condition, image = batch_at(tokens["train"], step, opt.batch, opt.seed, kinds, processes.rank, processes.world, offsets)
        seen = corrupted(image, opt.corrupt, n_codes, torch.Generator().manual_seed(opt.seed * 1_000_003 + step))
        with autocast(device):
            loss = image_nll(model, condition.to(device), image.to(device), n_codes, seen.to(device))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        processes.average_gradients(list(model.parameters()))
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        step += 1
        average.update(model, step)
        mean += loss.item() / 20
        if tuner:
            tuner.tick(time.time() - start)
        if step % 20 == 0:
            log.write(step=step, lr=lr, nll=mean, seconds=(time.time() - since) / 20)
            mean, since = 0.0, time.time()
        if processes.main and (step % opt.save_every == 0 or step == opt.steps):
            save(state_path, {"step": step, "model": model.state_dict(), "average": average.values, "optimizer": optimizer.state_dict()})
            averaged.load_state_dict(average.state_dict(model))
            if step % opt.validate_every == 0 or step == opt.steps:
                log.write(step=step, **validation_nll(averaged, val, kinds[0], device, n_codes=n_codes, offsets=offsets))
            save(os.path.join(opt.out, "stage.ckpt"), {"state_dict": averaged.state_dict(), "global_step": step})
            since = time.time()


if __name__ == "__main__":
    main()
