"""Trains the transformer: python3 -m training.figures.train_transformer --tokens FILE --codebooks IMAGE.ckpt POSE.ckpt --out DIR

training.train_transformer, with all its options. It starts with places built in (GPT.place_positions_), so that a cell's pose
is looked at from the first step on; the pose is withheld in a part of the sequences.
"""
import sys

from .. import train_transformer
from .config import IMAGE_STAGE, OFFSETS, TRANSFORMER

DEFAULTS = ["--places", "--kinds", "pose=85,none=15", "--steps", "1500", "--batch", "12", "--lr", "2e-3", "--corrupt", "0.2", "--save-every", "100",
            "--validate-every", "100", "--validate", "100", "--threads", "1"]


def main():
    opt = train_transformer.options(DEFAULTS + sys.argv[1:])
    train_transformer.train(opt, TRANSFORMER, IMAGE_STAGE["n_embed"], OFFSETS, OFFSETS["pose"])


if __name__ == "__main__":
    main()
