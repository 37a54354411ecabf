"""Joins all stages into one full checkpoint: python3 -m training.export --image CKPT --segmentation CKPT --stages KIND=CKPT ... --transformer CKPT --out landscapes.ckpt

The layout is that of the reference's Lightning checkpoints (prefixes first_stage_model., cond_stage_model.,
transformer.), its YAML stands beside. What the reference has no place for lies under cond_stages.KIND. :
the further picture conditions, and the numbers that describe class, coordinates and "none". Without --transformer
an untrained one is written, so that everything downstream can be tried before training ends.
"""
import argparse
import os

import torch

from .config import CELL, COORDINATE_CODES, IMAGE_STAGE, OFFSETS, PICTURE_STAGES, SEGMENTATION_STAGE, TOKEN_OFFSET, TRANSFORMER, WINDOW
from .gpt import GPT
from .initial import load_stage
from .pictures import CLASSES
from .run import save
from .vqgan import VQModel, VQSegmentationModel


def options():
    a = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    a.add_argument("--image", required=True)
    a.add_argument("--segmentation", required=True)
    a.add_argument("--stages", nargs="*", default=[], metavar="KIND=CKPT", help="further picture conditions; with them class, coordinates and none")
    a.add_argument("--transformer")
    a.add_argument("--out", required=True)
    return a.parse_args()


def further_stages(pictures):
    """Tensors of cond_stages.*: one VQGAN a picture kind, and what the stateless kinds need to know. `repeat` is the
    number of positions that the one id of a class, or of "none", fills."""
    cells = WINDOW * WINDOW
    return stage_tensors(pictures, {
        "class": {"classes": len(CLASSES), "repeat": cells, "token_offset": OFFSETS["class"]},
        "coordinates": {"codes": COORDINATE_CODES, "factor": CELL, "token_offset": OFFSETS["coordinates"]},
        "none": {"token": OFFSETS["none"], "repeat": cells, "token_offset": 0},
        **{kind: {"token_offset": OFFSETS[kind]} for kind in pictures},
    })


def stage_tensors(pictures, numbers):
    """{kind: VQGAN} and {kind: {name: integer}} as tensors of cond_stages.*"""
    state = {f"cond_stages.{kind}.{k}": v for kind, model in pictures.items() for k, v in model.state_dict().items()}
    state.update({f"cond_stages.{kind}.{k}": torch.tensor(v, dtype=torch.int64) for kind, of in numbers.items() for k, v in of.items()})
    return state


def full_state_dict(image, segmentation, transformer, further):
    """Prefixes and the extension buffer `cond_stage_model.token_offset`, by which condition ids are shifted. `segmentation`
    may be None; `further` are tensors of cond_stages.*"""
    state = {"first_stage_model." + k: v for k, v in image.state_dict().items()}
    if segmentation:
        state.update({"cond_stage_model." + k: v for k, v in segmentation.state_dict().items()})
        state["cond_stage_model.token_offset"] = torch.tensor(TOKEN_OFFSET, dtype=torch.int64)
    state.update(further)
    state.update({"transformer." + k: v for k, v in transformer.state_dict().items()})
    # weights trained channels-last have permuted strides: files hold plain row-major tensors
    return {k: halved(k, v.detach().cpu().contiguous().clone()) for k, v in state.items()}


def halved(name, value):
    """Encoders leave rounded to half precision, so that a packed model holds exactly them in half the bytes. (Other
    people's encoders are packed as float32: a code may flip where two are nearly as near.)"""
    return value.half().float() if ".encoder." in name and value.dim() > 1 else value


def yaml_lines(value, indent=0):
    """A nested dict as YAML; lists stay on one line."""
    for key, item in value.items():
        if isinstance(item, dict):
            yield " " * indent + f"{key}:"
            yield from yaml_lines(item, indent + 2)
        else:
            yield " " * indent + f"{key}: {str(item).lower() if isinstance(item, bool) else item}"


def config():
    """The reference's model section; `patch` and `token_offset` are this project's extensions."""
    return {"model": {"target": "taming.models.cond_transformer.Net2NetTransformer", "params": {
        "first_stage_key": "image", "cond_stage_key": "segmentation",
        "transformer_config": {"target": "taming.modules.transformer.mingpt.GPT", "params": TRANSFORMER},
        "first_stage_config": {"target": "taming.models.vqgan.VQModel", "params": {
            "embed_dim": IMAGE_STAGE["embed_dim"], "n_embed": IMAGE_STAGE["n_embed"], "ddconfig": IMAGE_STAGE["ddconfig"]}},
        "cond_stage_config": {"target": "taming.models.vqgan.VQSegmentationModel", "params": {
            "embed_dim": SEGMENTATION_STAGE["embed_dim"], "n_embed": SEGMENTATION_STAGE["n_embed"],
            "n_labels": SEGMENTATION_STAGE["n_labels"], "image_key": "segmentation", "token_offset": TOKEN_OFFSET,
            "ddconfig": SEGMENTATION_STAGE["ddconfig"]}},
    }}}


def main():
    opt = options()
    torch.manual_seed(0)
    image, segmentation, transformer = VQModel(**IMAGE_STAGE), VQSegmentationModel(**SEGMENTATION_STAGE), GPT(**TRANSFORMER)
    load_stage(image, opt.image, "first_stage_model.")
    load_stage(segmentation, opt.segmentation, "cond_stage_model.")
    pictures = {}
    for kind, path in (s.split("=", 1) for s in opt.stages):
        pictures[kind] = VQModel(**PICTURE_STAGES[kind])
        load_stage(pictures[kind], path, f"cond_stages.{kind}.")
    step = 0
    if opt.transformer:
        load_stage(transformer, opt.transformer, "transformer.")
        step = torch.load(opt.transformer, map_location="cpu").get("global_step", 0)
    save(opt.out, {"epoch": 0, "global_step": step, "pytorch-lightning_version": "1.0.8",
                   "state_dict": full_state_dict(image, segmentation, transformer, further_stages(pictures) if pictures else {})})
    with open(os.path.splitext(opt.out)[0] + ".yaml", "w") as f:
        f.write("\n".join(yaml_lines(config())) + "\n")


if __name__ == "__main__":
    main()
