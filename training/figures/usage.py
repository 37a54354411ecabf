"""How the codes of the image stage are used: python3 -m training.figures.usage --tokens FILE --out usage.json

The usage file of docs/format.md, as training.usage writes it, from the training figures and without labels.
"""
import argparse

import numpy as np
import torch

from ..usage import usage, write
from .config import IMAGE_STAGE


def main():
    a = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    a.add_argument("--tokens", required=True)
    a.add_argument("--out", required=True)
    opt = a.parse_args()
    grids = [image.numpy().astype(np.int64) for image, _ in torch.load(opt.tokens)["train"][0]]
    write(opt.out, usage(grids, None, IMAGE_STAGE["n_embed"], 0, "training figures"))


if __name__ == "__main__":
    main()
