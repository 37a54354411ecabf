"""Grows a trained transformer to the size that config.py names: python3 -m training.grow STAGE OUT.ckpt

The larger network starts as exactly the function of the smaller one (Net2Net, Chen et al. 2016, for pre-norm
transformers), so that no training is lost: the stream of the smaller one lies in the first dimensions of the wider
stream, its mean removed (LayerNorm never sees it), new heads, hidden units and blocks end in zero weights.
"""
import sys

import torch

from .config import TRANSFORMER
from .gpt import GPT
from .run import save


def size_of(state):
    """(width, layers, heads of the same width as the larger network's) of a state dict."""
    width = state["tok_emb.weight"].shape[1]
    layers = 1 + max(int(k.split(".")[1]) for k in state if k.startswith("blocks."))
    return width, layers


def corner(target, source):
    """Writes `source` into the leading corner of `target`."""
    target[tuple(slice(0, n) for n in source.shape)] = source


@torch.no_grad()
def grow_(large, state):
    """Writes the weights `state` of a smaller GPT into `large`, a freshly made one. Heads must be equally wide and
    the mean over the stream (all-ones direction) is dropped from everything that writes to it.

    LayerNorm over the wider stream divides by sqrt(w / W) of the smaller deviation; its gain takes that back.
    """
    width, layers = size_of(state)
    wide = large.tok_emb.weight.shape[1]
    if wide < width or len(large.blocks) < layers:
        raise ValueError(f"{len(large.blocks)} blocks of {wide} are smaller than {layers} of {width}")
    centred = lambda rows: rows - rows.mean(-1, keepdim=True)
    gain = (width / wide) ** 0.5

    rows = slice(0, state["tok_emb.weight"].shape[0])
    spread = state["tok_emb.weight"].std()
    large.tok_emb.weight[:, width:] = 0
    corner(large.tok_emb.weight, centred(state["tok_emb.weight"]))
    large.tok_emb.weight[rows.stop:, :width] = centred(torch.randn_like(large.tok_emb.weight[rows.stop:, :width]) * spread)
    large.pos_emb.zero_()
    corner(large.pos_emb[0], centred(state["pos_emb"][0]))
    corner(large.head.weight, state["head.weight"])

    def norm_(module, name):
        corner(module.weight, gain * state[name + ".weight"])
        corner(module.bias, state[name + ".bias"])

    for n, block in enumerate(large.blocks):
        for end in (block.attn.proj, block.mlp[2]):
            end.weight.zero_()
            end.bias.zero_()
        if n >= layers:
            continue
        name = f"blocks.{n}."
        norm_(block.ln1, name + "ln1")
        norm_(block.ln2, name + "ln2")
        for linear, key in ((block.attn.key, "attn.key"), (block.attn.query, "attn.query"), (block.attn.value, "attn.value"), (block.mlp[0], "mlp.0")):
            corner(linear.weight, state[f"{name}{key}.weight"])
            corner(linear.bias, state[f"{name}{key}.bias"])
        for linear, key in ((block.attn.proj, "attn.proj"), (block.mlp[2], "mlp.2")):
            corner(linear.weight, centred(state[f"{name}{key}.weight"].t()).t())
            corner(linear.bias, centred(state[f"{name}{key}.bias"]))
    norm_(large.ln_f, "ln_f")


def main():
    source, out = sys.argv[1:]
    content = torch.load(source, map_location="cpu")
    state = content.get("state_dict", content.get("model"))
    state = {k[len("transformer."):] if k.startswith("transformer.") else k: v for k, v in state.items()}
    torch.manual_seed(0)
    large = GPT(**TRANSFORMER)
    grow_(large, state)
    save(out, {"state_dict": large.state_dict(), "global_step": content.get("global_step", 0)})


if __name__ == "__main__":
    main()
