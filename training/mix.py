"""Mixes two checkpoints of one stage that share their start: python3 -m training.mix A.ckpt B.ckpt --share 0.2 --out C.ckpt

Every tensor becomes (1 - share) A + share B. Between a decoder that was trained with the discriminator (crisp, it crackles) and one
that was trained on without pressure from it (smooth), this chooses a place without further training (network
interpolation; Wang et al., ESRGAN, 2018, section 3.4). Encoders and codebooks must be equal, so that tokens stay valid.
"""
import argparse

import torch

from .run import save


def options():
    a = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    a.add_argument("a")
    a.add_argument("b")
    a.add_argument("--share", type=float, required=True, help="of B, 0 to 1")
    a.add_argument("--out", required=True)
    return a.parse_args()


def mixed(a, b, share):
    """State dicts of the same shapes -> their mix. Raises ValueError where tokens would change their meaning."""
    if a.keys() != b.keys():
        raise ValueError("the two checkpoints hold different tensors")
    frozen = [k for k in a if k.startswith(("encoder.", "quant_conv.", "quantize.")) and not torch.equal(a[k], b[k])]
    if frozen:
        raise ValueError(f"{frozen[0]} differs: both must be trained on with --decoder-only from one encoder")
    return {k: (1 - share) * v + share * b[k] if v.is_floating_point() else v for k, v in a.items()}


def main():
    opt = options()
    a, b = (torch.load(path, map_location="cpu") for path in (opt.a, opt.b))
    save(opt.out, {"state_dict": mixed(a["state_dict"], b["state_dict"], opt.share), "global_step": a.get("global_step", 0)})


if __name__ == "__main__":
    main()
