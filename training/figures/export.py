"""Joins the stages into one full checkpoint: python3 -m training.figures.export --image CKPT --pose CKPT --transformer CKPT --out figures.ckpt

The layout is that of training.export: first_stage_model., transformer., and under cond_stages. the pose stage and "none".
"""
import argparse
import os

import torch

from ..config import WINDOW
from ..export import full_state_dict, stage_tensors, yaml_lines
from ..gpt import GPT
from ..initial import load_stage
from ..run import save
from ..vqgan import VQModel
from .config import IMAGE_STAGE, OFFSETS, POSE_STAGE, TRANSFORMER


def options():
    a = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    a.add_argument("--image", required=True)
    a.add_argument("--pose", required=True)
    a.add_argument("--transformer", required=True)
    a.add_argument("--out", required=True)
    return a.parse_args()


def config():
    """The reference's model section, as far as it has words for this."""
    return {"model": {"target": "taming.models.cond_transformer.Net2NetTransformer", "params": {
        "first_stage_key": "image", "cond_stage_key": "pose",
        "transformer_config": {"target": "taming.modules.transformer.mingpt.GPT", "params": TRANSFORMER},
        "first_stage_config": {"target": "taming.models.vqgan.VQModel", "params": {
            "embed_dim": IMAGE_STAGE["embed_dim"], "n_embed": IMAGE_STAGE["n_embed"], "ddconfig": IMAGE_STAGE["ddconfig"]}},
    }}}


def main():
    opt = options()
    image, pose, transformer = VQModel(**IMAGE_STAGE), VQModel(**POSE_STAGE), GPT(**TRANSFORMER)
    load_stage(image, opt.image, "first_stage_model.")
    load_stage(pose, opt.pose, "cond_stages.pose.")
    load_stage(transformer, opt.transformer, "transformer.")
    further = stage_tensors({"pose": pose}, {
        "pose": {"token_offset": OFFSETS["pose"]},
        "none": {"token": OFFSETS["none"], "repeat": WINDOW ** 2, "token_offset": 0},
    })
    save(opt.out, {"epoch": 0, "global_step": torch.load(opt.transformer, map_location="cpu").get("global_step", 0),
                   "pytorch-lightning_version": "1.0.8", "state_dict": full_state_dict(image, None, transformer, further)})
    with open(os.path.splitext(opt.out)[0] + ".yaml", "w") as f:
        f.write("\n".join(yaml_lines(config())) + "\n")


if __name__ == "__main__":
    main()
