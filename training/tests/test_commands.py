"""The training commands end to end on a few made-up pictures: resuming, tokens, export, several processes."""
import json
import os
import socket
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

import numpy as np
import torch
from PIL import Image

from training import config, evaluate, export, tokenize_dataset, train_segmentation, train_transformer, train_vqgan

ROOT = os.path.join(os.path.dirname(__file__), "..", "..")
TINY = {"z_channels": 8, "ch": 32, "ch_mult": [1, 1, 1], "attn_resolutions": [16]}
IMAGE = {**config.IMAGE_STAGE, "ddconfig": {**config.IMAGE_STAGE["ddconfig"], **TINY}, "embed_dim": 8, "n_embed": 64}
SEGMENTATION = {**config.SEGMENTATION_STAGE, "ddconfig": {**config.SEGMENTATION_STAGE["ddconfig"], **TINY}, "embed_dim": 8, "n_embed": 64}
TRANSFORMER = {**config.TRANSFORMER, "n_layer": 1, "n_head": 3, "n_embd": 96}


class PlainDistance(torch.nn.Module):
    """Takes the place of the pretrained features."""

    def __init__(self, folder):
        super().__init__()

    def forward(self, a, b):
        return (a - b).abs().mean()


def make_data(root, train=3, val=6):
    rng = np.random.default_rng(0)
    for folder in ("photos", "labels"):
        os.makedirs(os.path.join(root, folder))
    ids = [f"{i:04d}" for i in range(train + val)]
    for i in ids:
        blocks = rng.integers(0, 11, (16, 18)).astype(np.uint8)
        Image.fromarray(blocks.repeat(16, 0).repeat(16, 1)).save(os.path.join(root, "labels", i + ".png"))
        colour = rng.integers(0, 255, (16, 18, 3)).astype(np.uint8)
        Image.fromarray(colour.repeat(16, 0).repeat(16, 1)).save(os.path.join(root, "photos", i + ".jpg"))
    with open(os.path.join(root, "splits.json"), "w") as f:
        json.dump({"train": ids[:train], "val": ids[train:]}, f)
    with open(os.path.join(root, "labels.json"), "w") as f:
        json.dump([{"id": i, "color": "#10a0f0"} for i in range(11)], f)


def call(module, *arguments):
    with mock.patch.object(sys, "argv", [module.__name__, *map(str, arguments)]), mock.patch("builtins.print"):
        module.main()


class Commands(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root, self.data = folder.name, os.path.join(folder.name, "data")
        make_data(self.data)
        for module, name, value in (
            (train_vqgan, "IMAGE_STAGE", IMAGE), (tokenize_dataset, "IMAGE_STAGE", IMAGE), (export, "IMAGE_STAGE", IMAGE),
            (train_segmentation, "SEGMENTATION_STAGE", SEGMENTATION), (tokenize_dataset, "SEGMENTATION_STAGE", SEGMENTATION),
            (export, "SEGMENTATION_STAGE", SEGMENTATION), (train_transformer, "TRANSFORMER", TRANSFORMER),
            (export, "TRANSFORMER", TRANSFORMER), (train_vqgan, "PerceptualDistance", PlainDistance),
            (train_vqgan, "preview", lambda *a: {}), (evaluate, "IMAGE_STAGE", IMAGE), (evaluate, "SEGMENTATION_STAGE", SEGMENTATION),
            (evaluate, "TRANSFORMER", TRANSFORMER), (evaluate, "N_CODES", 64),
        ):
            patch = mock.patch.object(module, name, value)
            patch.start()
            self.addCleanup(patch.stop)

    def path(self, *parts):
        return os.path.join(self.root, *parts)

    def train_image(self, out, save_every, *more):
        call(train_vqgan, "--data", self.data, "--perceptual", "none", "--out", self.path(out), "--steps", 6, "--batch", 2, "--size", 32,
             "--quantize-from", 2, "--disc-from", 0.5, "--reset-every", 2, "--threads", 1, "--save-every", save_every, *more)
        return torch.load(self.path(out, "state.pt"))

    def test_a_resumed_run_ends_where_an_uninterrupted_one_does(self):
        whole = self.train_image("whole", 6)
        real_save, saves = train_vqgan.save, []

        def interrupted(path, content):
            real_save(path, content)
            saves.append(path)
            if path.endswith("stage.ckpt") and len(saves) == 4:  # after step 4
                raise KeyboardInterrupt

        with mock.patch.object(train_vqgan, "save", interrupted), self.assertRaises(KeyboardInterrupt):
            self.train_image("parts", 2)
        resumed = self.train_image("parts", 2)
        for part in ("model", "disc", "average"):
            for k, v in whole[part].items():
                self.assertTrue(torch.equal(v, resumed[part][k]), f"{part} {k}")

    def test_decoder_only_leaves_tokens_as_they_are(self):
        before = self.train_image("first", 6)["model"]
        after = self.train_image("second", 6, "--init", self.path("first", "stage.ckpt"), "--init-disc", self.path("first", "state.pt"), "--decoder-only")["model"]
        start = torch.load(self.path("first", "stage.ckpt"))["state_dict"]
        self.assertTrue(all(torch.equal(after[k], start[k]) for k in before if k.startswith(("encoder.", "quantize.", "quant_conv."))))
        self.assertFalse(torch.equal(after["decoder.conv_out.weight"], start["decoder.conv_out.weight"]))

    def test_all_stages_to_a_full_checkpoint_and_on_from_there(self):
        self.train_image("image", 6)
        call(train_segmentation, "--data", self.data, "--out", self.path("seg"), "--steps", 2, "--batch", 4, "--size", 128, "--threads", 1)
        call(tokenize_dataset, "--data", self.data, "--image", self.path("image", "stage.ckpt"),
             "--segmentation", self.path("seg", "stage.ckpt"), "--out", self.path("tokens.pt"), "--views", 2, "--threads", 1)
        tokens = torch.load(self.path("tokens.pt"))
        self.assertEqual([len(v) for v in tokens["train"]], [3, 3])
        self.assertEqual(tokens["train"][0][0][0].shape, (16, 18))
        call(train_transformer, "--tokens", self.path("tokens.pt"), "--out", self.path("gpt"), "--steps", 2, "--batch", 2, "--threads", 1,
             "--codebooks", self.path("image", "stage.ckpt"), self.path("seg", "stage.ckpt"))
        call(export, "--image", self.path("image", "stage.ckpt"), "--segmentation", self.path("seg", "stage.ckpt"),
             "--transformer", self.path("gpt", "stage.ckpt"), "--out", self.path("full.ckpt"))
        full = torch.load(self.path("full.ckpt"))
        state = full["state_dict"]
        self.assertEqual({k.split(".")[0] for k in state}, {"first_stage_model", "cond_stage_model", "transformer"})
        self.assertEqual((state["first_stage_model.patch"].item(), state["cond_stage_model.token_offset"].item()), (4, 1024))
        self.assertEqual(state["transformer.blocks.0.attn.mask"].shape, (1, 1, 512, 512))
        self.assertTrue(all(v.is_contiguous() for v in state.values()))
        with open(self.path("full.yaml")) as f:
            self.assertIn("n_head: 3", f.read())
        call(evaluate, "--data", self.data, "--checkpoint", self.path("full.ckpt"), "--tokens", self.path("tokens.pt"),
             "--logs", self.root, "--out", self.path("evaluation"), "--samples", 6, "--top-k", 20, "--threads", 1)
        with open(self.path("evaluation", "figures.json")) as f:
            figures = json.load(f)
        self.assertTrue({"psnr", "ssim", "detail", "codes_used", "segmentation_accuracy", "unigram_nll", "val_nll_segmentation", "val_nll_none"} <= figures.keys())
        self.assertTrue(os.path.exists(self.path("evaluation", "samples-without-layout.jpg")))
        call(train_transformer, "--tokens", self.path("tokens.pt"), "--out", self.path("gpt2"), "--init", self.path("full.ckpt"),
             "--steps", 1, "--batch", 2, "--threads", 1)


class SeveralProcesses(unittest.TestCase):
    def test_two_processes_end_with_the_same_weights(self):
        with tempfile.TemporaryDirectory() as folder:
            grids = lambda high: torch.randint(0, high, (16, 17), dtype=torch.int16)
            torch.save({k: [[(grids(1024), grids(256)) for _ in range(4)]] for k in ("train", "val")}, os.path.join(folder, "tokens.pt"))
            script = os.path.join(folder, "job.py")
            with open(script, "w") as f:
                f.write("import sys, torch\nfrom training import config\n"
                        "config.TRANSFORMER.update(n_layer=1, n_head=3, n_embd=96)\n"
                        "from training import train_transformer as t\n"
                        "real = t.Log\n"
                        "class Watch(real):\n"
                        "    def write(self, **fields): pass\n"
                        "t.Log = Watch\n"
                        "average = t.MovingAverage.update\n"
                        "def update(self, model, step):\n"
                        "    s = torch.stack([p.detach().double().sum() for p in model.parameters()])\n"
                        "    both = [torch.zeros_like(s) for _ in range(2)]\n"
                        "    torch.distributed.all_gather(both, s)\n"
                        "    assert torch.equal(*both), 'processes drifted apart'\n"
                        "    average(self, model, step)\n"
                        "t.MovingAverage.update = update\n"
                        "t.main()\n")
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                port = str(free.getsockname()[1])
            # as torchrun would start them; torch 1.13's own does not run on Python 3.11
            shared = {**os.environ, "PYTHONPATH": os.path.abspath(ROOT), "OMP_NUM_THREADS": "1", "WORLD_SIZE": "2",
                      "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": port}
            jobs = [subprocess.Popen(
                [sys.executable, script, "--tokens", os.path.join(folder, "tokens.pt"), "--out", folder, "--steps", "3", "--batch", "2", "--threads", "1"],
                cwd=ROOT, env={**shared, "RANK": str(rank), "LOCAL_RANK": str(rank)}, stderr=subprocess.PIPE, text=True) for rank in range(2)]
            for job in jobs:
                _, errors = job.communicate(timeout=120)
                self.assertEqual(job.returncode, 0, errors[-2000:])
            self.assertTrue(os.path.exists(os.path.join(folder, "stage.ckpt")))


if __name__ == "__main__":
    unittest.main()
