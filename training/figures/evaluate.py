"""Figures and sheets of the model card: python3 -m training.figures.evaluate --data DIR --checkpoint figures.ckpt --tokens FILE --logs DIR --out DIR"""
import argparse
import json
import os

import numpy as np
import torch

from ..config import WINDOW
from ..curves import draw_curves
from ..data import normalise
from ..gpt import GPT
from ..initial import load_stage
from ..metrics import detail, psnr, ssim
from ..sample import sample_window
from ..sheets import sheet, to_uint8
from ..train_transformer import validation_nll, validation_windows
from ..vqgan import VQModel
from .answers import answers
from .config import IMAGE_STAGE, OFFSETS, TRANSFORMER
from .dataset import SEEDS, Figures
from .draw import figure
from .pose import pose_picture
from .skeleton import SIZE

N_CODES = IMAGE_STAGE["n_embed"]
PANELS = (
    ("image", "val_psnr", "image stage: PSNR (dB), 24 validation figures", None),
    ("image", "val_detail", "image stage: detail ratio", None),
    ("pose", "val_loss", "pose stage: loss on 24 validation poses", None),
    ("transformer", "val_nll_pose", "transformer: validation NLL given the pose; orange: without", "val_nll_none"),
)


def options():
    a = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    a.add_argument("--data", required=True)
    a.add_argument("--checkpoint", required=True)
    a.add_argument("--tokens", required=True)
    a.add_argument("--logs", required=True, help="folder of image/, pose/, transformer/ with their log.jsonl")
    a.add_argument("--out", required=True)
    a.add_argument("--samples", type=int, default=48)
    a.add_argument("--guidance", type=float, nargs="*", default=[0.0, 1.0, 2.0], help="each is measured; the last but one is shown")
    a.add_argument("--shown", type=float, default=1.0, help="guidance of the sheets")
    a.add_argument("--top-k", type=int, default=100)
    a.add_argument("--seed", type=int, default=5)
    a.add_argument("--threads", type=int, default=1)
    return a.parse_args()


@torch.no_grad()
def reconstructions(model, data, path, batch=8):
    figures, codes, rows = {"psnr": [], "ssim": [], "detail": []}, torch.zeros(N_CODES, dtype=torch.int64), []
    for start in range(0, len(data), batch):
        x = normalise(data.pictures[start:start + batch])
        y, _, ids = model(x)
        codes += torch.bincount(ids.flatten(), minlength=N_CODES)
        for name, of in (("psnr", psnr(y, x)), ("ssim", ssim(y, x)), ("detail", detail(y) / detail(x))):
            figures[name] += of.tolist()
        if start < 3 * batch:
            rows += [list(data.pictures[start:start + batch]), list(to_uint8(y))]
    sheet(rows, path)
    return {**{k: float(np.mean(v)) for k, v in figures.items()}, "codes_used": float((codes > 0).float().mean())}


def unigram(tokens):
    """Cross-entropy of the validation tokens under the training frequencies (one added to each count)."""
    ids = lambda pairs: torch.cat([i.flatten().long() for i, _ in pairs])
    counts = torch.bincount(ids(tokens["train"][0]), minlength=N_CODES).double() + 1
    return float(-(counts / counts.sum()).log()[ids(tokens["val"][0])].mean())


def draw_pictures(models, condition, opt, guidance, batch=24):
    """Condition ids [N, 256] -> list of uint8 pictures."""
    image, transformer = models
    generator, drawn = torch.Generator().manual_seed(opt.seed), []
    for part in condition.split(batch):
        ids = sample_window(transformer, part, N_CODES, generator, 1.0, opt.top_k, guidance=guidance, untold=OFFSETS["none"])
        drawn += list(to_uint8(image.decode_ids(ids.view(-1, WINDOW, WINDOW))))
    return drawn


@torch.no_grad()
def main():
    opt = options()
    torch.set_num_threads(opt.threads)
    os.makedirs(opt.out, exist_ok=True)
    path = lambda name: os.path.join(opt.out, name)
    image, transformer = VQModel(**IMAGE_STAGE).eval(), GPT(**TRANSFORMER).eval()
    load_stage(image, opt.checkpoint, "first_stage_model.")
    load_stage(transformer, opt.checkpoint, "transformer.")
    data, tokens = Figures(opt.data, "val"), torch.load(opt.tokens)
    val = tokens["val"][0]
    figures = {**reconstructions(image, data, path("reconstructions.jpg")), "unigram_nll": unigram(tokens),
               **validation_nll(transformer, val, ("pose", "none"), torch.device("cpu"), n_codes=N_CODES, offsets=OFFSETS)}
    wrong = [(i, val[(n + 1) % len(val)][1]) for n, (i, _) in enumerate(val)]
    figures["val_nll_wrong_pose"] = validation_nll(transformer, wrong, ("pose",), torch.device("cpu"), n_codes=N_CODES, offsets=OFFSETS)["val_nll_pose"]
    print(figures, flush=True)

    n = opt.samples
    keypoints, covers = data.keypoints[:n], data.covers[:n]
    condition, _ = validation_windows(val[:n], "pose", OFFSETS)
    figures["answers"] = {"the pictures themselves": answers(data.pictures[:n], keypoints, covers),
                          "other clothes": answers([figure(SEEDS["val"], i, outfit_of=i + 10_000)[0] for i in range(n)], keypoints, covers)}
    for guidance in opt.guidance:
        drawn = draw_pictures((image, transformer), condition, opt, guidance)
        figures["answers"][f"guidance {guidance:g}"] = answers(drawn, keypoints, covers)
        print(guidance, figures["answers"][f"guidance {guidance:g}"], flush=True)
        if guidance == opt.shown:
            rows = []
            for start in range(0, min(n, 24), 8):
                rows += [[pose_picture(k, SIZE, SIZE) for k in keypoints[start:start + 8]], drawn[start:start + 8]]
            sheet(rows, path("samples.jpg"))
    same = draw_pictures((image, transformer), condition[:3].repeat_interleave(7, 0), opt, opt.shown)
    sheet([[pose_picture(keypoints[k], SIZE, SIZE)] + same[7 * k:7 * k + 7] for k in range(3)], path("one-pose.jpg"))
    untold = draw_pictures((image, transformer), torch.full((8, WINDOW ** 2), OFFSETS["none"]), opt, 0.0)
    sheet([untold], path("without-pose.jpg"))
    draw_curves(opt.logs, path("curves.png"), PANELS)
    with open(path("figures.json"), "w") as f:
        json.dump(figures, f, indent=1)


if __name__ == "__main__":
    main()
