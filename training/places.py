"""Gives a transformer a sense of place: python3 -m training.places STATE OUT.ckpt

A condition of the same grid as the image helps only once a head has learned, for each of 256 places, to look from
the position that predicts a cell to that cell's condition token. From zero positions that takes long: after 900
steps of eight windows the layout was worth 0.015 nats. Here positions get a shared name instead, one-hot row and column,
and a few heads of the first block start as looks at fixed offsets. Architecture and keys stay the reference's.
"""
import sys

import torch
import torch.nn.functional as F

from .config import IMAGE_STAGE, SEGMENTATION_STAGE, TOKEN_OFFSET, TRANSFORMER, WINDOW
from .gpt import GPT
from .run import save

# (down, right) from the cell that is predicted to the layout cell that a head looks at
LOOKS = ((0, 0), (1, 0), (0, 1))


@torch.no_grad()
def free_directions(embeddings, count):
    """Orthonormal [width, count]: where embeddings [N, width] vary least, orthogonal to the all-ones vector that
    LayerNorm removes."""
    width = embeddings.shape[1]
    ones = torch.full((width, 1), width ** -0.5)
    remove = torch.eye(width) - ones @ ones.t()
    centred = (embeddings - embeddings.mean(0)) @ remove
    covariance = centred.t() @ centred / len(centred) + 1e6 * ones @ ones.t()
    return torch.linalg.eigh(covariance).eigenvectors[:, :count]


def places(side):
    """[side^2, 2 side]: one-hot row beside one-hot column of each cell."""
    cell = torch.arange(side * side)
    return torch.cat([F.one_hot(cell // side, side), F.one_hot(cell % side, side)], 1).float()


@torch.no_grad()
def graft_places_(gpt, used, side=WINDOW, strength=2.0, gain=2.9):
    """Writes places into the directions that the used rows of the embedding leave free, and turns the least used heads
    of the first block into looks. `strength` is a place's size after LayerNorm; gain^2 strength^2 / sqrt(head) is the
    score of a matching row or column.

    Position t < side^2 holds layout token t; position side^2 - 1 + t predicts image token t.
    """
    cells, name = side * side, places(side)
    free = free_directions(gpt.tok_emb.weight[used], 2 * name.shape[1])
    layout, following = free[:, :name.shape[1]], free[:, name.shape[1]:]
    keep = torch.eye(len(free)) - free @ free.t()
    gpt.tok_emb.weight.copy_(gpt.tok_emb.weight @ keep)
    position = gpt.pos_emb[0]
    position.copy_(position @ keep)
    typical = (gpt.tok_emb.weight[used].pow(2).mean() + position.pow(2).mean()).sqrt()
    position[:cells] += strength * typical * name @ layout.t()
    position[cells - 1:2 * cells - 1] += strength * typical * name @ following.t()

    block = gpt.blocks[0]
    attn, norm = block.attn, block.ln1
    head_width = attn.key.weight.shape[0] // attn.heads
    if head_width < 2 * side:
        raise ValueError(f"heads of {head_width} cannot hold a place of {2 * side}")
    by_head = attn.proj.weight.view(-1, attn.heads, head_width).permute(1, 0, 2) @ attn.value.weight.view(attn.heads, head_width, -1)
    for head, (down, right) in zip(by_head.flatten(1).norm(dim=1).argsort().tolist(), LOOKS):
        rows = slice(head * head_width, head * head_width + 2 * side)
        shift = torch.block_diag(*(torch.diag(torch.ones(side - k), -k) for k in (down, right)))
        for linear, direction, turn in ((attn.query, following, shift), (attn.key, layout, torch.eye(2 * side))):
            # LayerNorm's own scale and shift are undone, so that the look reads the place alone
            weight = gain * turn @ direction.t() / norm.weight
            linear.weight[rows] = weight
            linear.bias[rows] = -weight @ norm.bias
        # the head starts silent and learns what to say
        attn.proj.weight[:, head * head_width:(head + 1) * head_width] = 0
        torch.nn.init.normal_(attn.value.weight[rows], 0.0, 0.05)


def main():
    state_path, out = sys.argv[1:]
    state = torch.load(state_path, map_location="cpu")
    gpt = GPT(**TRANSFORMER)
    gpt.load_state_dict(state["model"])
    used = torch.cat([torch.arange(IMAGE_STAGE["n_embed"]), TOKEN_OFFSET + torch.arange(SEGMENTATION_STAGE["n_embed"])])
    torch.manual_seed(0)
    graft_places_(gpt, used)
    save(out, {"state_dict": gpt.state_dict(), "global_step": state["step"]})


if __name__ == "__main__":
    main()
