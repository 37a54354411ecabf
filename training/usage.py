"""How the codes of the image stage are used in the training photos: python3 -m training.usage --tokens FILE --data DIR --out usage.json

Counts the plain view of every training photo (tokenize_dataset) and writes the usage file of docs/format.md, which the
Codebook page shows: how often each code occurs, where in a photo, on which labels, beside which codes, and a few
typical neighbourhoods of 3x3 codes. No pixel of a photo goes into it.
"""
import argparse
import base64
import json
import os

import numpy as np
import torch
from PIL import Image

from .config import CELL, IMAGE_STAGE
from .tokenize_dataset import pad_view, view_of

PLACES = 16
TOP = 6
CONTEXTS = 3
# The eight cells around one, in reading order.
AROUND = [(-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1)]
# With more than so many of its own kind around it, a code looks as it does alone.
MOST_ALIKE = 4
# Two neighbourhoods that share more than so many cells show the same thing.
MOST_SHARED = 3


def options():
    a = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    a.add_argument("--tokens", required=True)
    a.add_argument("--data", required=True)
    a.add_argument("--out", required=True)
    a.add_argument("--labels", type=int, default=11)
    return a.parse_args()


def cell_labels(labels, n_labels):
    """The commonest label of every cell: [H, W] -> [H / CELL, W / CELL]; the lower id where two are as common."""
    h, w = labels.shape[0] // CELL, labels.shape[1] // CELL
    cells = labels[:h * CELL, :w * CELL].reshape(h, CELL, w, CELL).transpose(0, 2, 1, 3).reshape(h * w, -1)
    counts = np.stack([(cells == label).sum(1) for label in range(n_labels)], 1)
    return counts.argmax(1).reshape(h, w)


def count_labels(grids, label_grids, n_codes, n_labels):
    """[n_codes, n_labels] cells."""
    table = np.zeros((n_codes, n_labels), np.int64)
    for grid, labels in zip(grids, label_grids):
        np.add.at(table, (grid.ravel(), labels.ravel()), 1)
    return table


def count_places(grids, n_codes):
    """[n_codes, PLACES, PLACES]; photos of any shape are laid over one another."""
    table = np.zeros((n_codes, PLACES, PLACES), np.float64)
    for grid in grids:
        rows, columns = np.indices(grid.shape)
        np.add.at(table, (grid, rows * PLACES // grid.shape[0], columns * PLACES // grid.shape[1]), 1 / grid.size)
    return table


def pairs_at(grid, dy, dx):
    """(codes, the codes at an offset from them), for all cells that have one."""
    h, w = grid.shape
    here = grid[max(0, -dy):h - max(0, dy), max(0, -dx):w - max(0, dx)]
    there = grid[max(0, dy):h + min(0, dy), max(0, dx):w + min(0, dx)]
    return here.ravel(), there.ravel()


def count_pairs(grids, n_codes, dy, dx):
    """[n_codes, n_codes]: how often the second stands at the offset from the first."""
    table = np.zeros((n_codes, n_codes), np.int32)
    for grid in grids:
        np.add.at(table, pairs_at(grid, dy, dx), 1)
    return table


def top_neighbours(table):
    """For every code the TOP codes beside it and how often: [code, count, code, count, ...]."""
    out = []
    for row in table:
        best = np.argsort(-row, kind="stable")[:TOP]
        out.append([int(x) for code in best if row[code] > 0 for x in (code, row[code])])
    return out


def typical_contexts(grids, tables, n_codes):
    """For every code up to CONTEXTS neighbourhoods of nine codes (it in the middle), the commonest surroundings first."""
    centres, rings = [], []
    for grid in grids:
        h, w = grid.shape
        centres.append(grid[1:-1, 1:-1].ravel())
        rings.append(np.stack([grid[1 + dy:h - 1 + dy, 1 + dx:w - 1 + dx].ravel() for dy, dx in AROUND], 1))
    centres, rings = np.concatenate(centres), np.concatenate(rings)
    score = sum(table[centres, rings[:, n]] for n, table in enumerate(tables)).astype(np.float64)
    score[(rings == centres[:, None]).sum(1) > MOST_ALIKE] -= 1e9
    order = np.lexsort((np.arange(len(centres)), -score, centres))
    first = np.searchsorted(centres[order], np.arange(n_codes + 1))
    out = []
    for code in range(n_codes):
        taken = []
        for n in order[first[code]:first[code + 1]]:
            ring = rings[n]
            if all((ring == other).sum() <= MOST_SHARED for other in taken):
                taken.append(ring)
            if len(taken) == CONTEXTS:
                break
        out.append([[int(x) for x in (*ring[:4], code, *ring[4:])] for ring in taken])
    return out


def as_bytes(table):
    return base64.b64encode(table.astype(np.uint8).tobytes()).decode()


def usage(grids, label_grids, n_codes, n_labels, source):
    """The usage file as a dictionary; `label_grids` may be None."""
    tables = [count_pairs(grids, n_codes, dy, dx) for dy, dx in AROUND]
    at = {offset: top_neighbours(tables[n]) for n, offset in enumerate(AROUND) if 0 in offset}
    counts = np.bincount(np.concatenate([g.ravel() for g in grids]), minlength=n_codes)
    labels = None if label_grids is None else count_labels(grids, label_grids, n_codes, n_labels)
    places = count_places(grids, n_codes).reshape(n_codes, -1)
    return {
        "format": "tessera-usage",
        "version": 1,
        "source": source,
        "pictures": len(grids),
        "codes": n_codes,
        "counts": counts.tolist(),
        **({} if labels is None else {
            "labels": {"ids": list(range(n_labels)), "bytes": as_bytes(np.round(255 * labels / np.maximum(1, labels.sum(1, keepdims=True))))}}),
        "places": {"height": PLACES, "width": PLACES, "bytes": as_bytes(np.round(255 * places / np.maximum(1e-12, places.max(1, keepdims=True))))},
        "left": at[0, -1],
        "above": at[-1, 0],
        "after": at[0, 1],
        "contexts": typical_contexts(grids, tables, n_codes),
    }


def main():
    opt = options()
    pairs = torch.load(opt.tokens)["train"][0]
    grids = [image.numpy().astype(np.int64) for image, _ in pairs]
    with open(os.path.join(opt.data, "splits.json")) as f:
        ids = json.load(f)["train"][:len(grids)]
    label_grids = []
    for n, name in enumerate(ids):
        labels = np.asarray(Image.open(os.path.join(opt.data, "labels", name + ".png")))
        _, labels = pad_view(*view_of(labels[..., None].repeat(3, 2), labels, 0, None))
        label_grids.append(cell_labels(labels, opt.labels))
        if label_grids[-1].shape != grids[n].shape:
            raise SystemExit(f"{name}: the labels have {label_grids[-1].shape} cells and the tokens {grids[n].shape}")
    out = usage(grids, label_grids, IMAGE_STAGE["n_embed"], opt.labels, "training photos")
    write(opt.out, out)


def write(path, out):
    with open(path, "w") as f:
        json.dump(out, f, separators=(",", ":"))
        f.write("\n")
    print(f"{path}: {os.path.getsize(path)} bytes, {out['pictures']} pictures")


if __name__ == "__main__":
    main()
