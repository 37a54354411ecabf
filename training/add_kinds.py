"""Gives further kinds of condition their rows of the vocabulary: python3 -m training.add_kinds STATE OUT.ckpt KIND=CKPT ...

The rows of the label map's codes were trained: heads know where in the stream to look for what a cell holds. New rows
start in the same directions and of the same size, similar codes as similar rows, so that those heads can
read them from the first step on.
"""
import sys

import torch

from .config import COORDINATE_CODES, OFFSETS, SEGMENTATION_STAGE, TRANSFORMER
from .gpt import GPT
from .pictures import CLASSES
from .run import save


def whitened(codes):
    """[n, D] -> [n, k] uncorrelated coordinates of unit variance, the most telling first."""
    u, s, _ = torch.linalg.svd(codes - codes.mean(0), full_matrices=False)
    return u[:, s > 1e-4 * s[0]] * len(codes) ** 0.5


@torch.no_grad()
def place_like_(weight, rows, codes, known):
    """Writes rows of `weight` so that their mean and principal directions are those of weight[known], and codes
    [n, D] decide what lies where. A codebook has fewer strong directions than the trained rows: those are used first."""
    trained = weight[known]
    mean = trained.mean(0)
    _, s, directions = torch.linalg.svd(trained - mean, full_matrices=False)
    z = whitened(codes)
    k = min(z.shape[1], len(s))
    # as much spread as the trained rows have in all, in the directions that are used
    scale = s[:k] / len(trained) ** 0.5
    scale = scale * (s.pow(2).sum() / s[:k].pow(2).sum()).sqrt()
    weight[rows] = mean + (z[:, :k] * scale) @ directions[:k]


def coordinate_codes():
    """Smooth in the place, so that neighbouring places start alike: [256, 16]."""
    place = torch.arange(COORDINATE_CODES).float() / COORDINATE_CODES
    waves = [f(torch.pi * n * place) for n in range(1, 9) for f in (torch.sin, torch.cos)]
    return torch.stack([w / n for n, w in enumerate(waves, 2)], 1)


def main():
    state_path, out, *stages = sys.argv[1:]
    state = torch.load(state_path, map_location="cpu")
    gpt = GPT(**TRANSFORMER)
    gpt.load_state_dict(state["model"])
    torch.manual_seed(0)
    codes = {kind: torch.load(path, map_location="cpu")["state_dict"]["quantize.embedding.weight"] for kind, path in (s.split("=", 1) for s in stages)}
    codes["class"] = torch.eye(len(CLASSES))
    codes["coordinates"] = coordinate_codes()
    known = slice(OFFSETS["segmentation"], OFFSETS["segmentation"] + SEGMENTATION_STAGE["n_embed"])
    for kind, vectors in codes.items():
        place_like_(gpt.tok_emb.weight, slice(OFFSETS[kind], OFFSETS[kind] + len(vectors)), vectors, known)
    save(out, {"state_dict": gpt.state_dict(), "global_step": state["step"]})


if __name__ == "__main__":
    main()
