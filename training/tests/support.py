"""Small networks and recorded reference cases shared by the tests."""
import json
import os
import sys
import types

import numpy as np
import torch

GOLDENS = os.path.join(os.path.dirname(__file__), "..", "..", "..", "shared", "goldens")
HAVE_GOLDENS = os.path.isdir(GOLDENS)

SMALL_STAGE = {
    "ddconfig": {"double_z": False, "z_channels": 8, "resolution": 16, "in_channels": 3, "out_ch": 3, "ch": 32, "ch_mult": [1, 1],
                 "num_res_blocks": 1, "attn_resolutions": [8], "dropout": 0.0, "patch": 2},
    "n_embed": 16, "embed_dim": 8,
}


def stub_lightning():
    """The recorded checkpoints name a class of the training framework, which we do not need."""
    for name in ("pytorch_lightning", "pytorch_lightning.callbacks", "pytorch_lightning.callbacks.model_checkpoint"):
        sys.modules.setdefault(name, types.ModuleType(name))
    sys.modules["pytorch_lightning.callbacks.model_checkpoint"].ModelCheckpoint = type("ModelCheckpoint", (), {})


def case(folder):
    with open(os.path.join(GOLDENS, folder, "case.json")) as f:
        return json.load(f)


def checkpoint(folder, name):
    stub_lightning()
    return torch.load(os.path.join(GOLDENS, folder, name), map_location="cpu", weights_only=False)["state_dict"]


def array(folder, entry):
    dtype = "<f4" if entry["dtype"] == "f32le" else np.uint8
    return torch.from_numpy(np.fromfile(os.path.join(GOLDENS, folder, entry["file"]), dtype).reshape(entry["shape"]))


def largest_difference(a, b):
    return (a - b).abs().max().item()
