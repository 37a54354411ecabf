"""The figures: their generator, the pose picture, and one small step of each stage."""
import json
import os
import sys
import tempfile
import unittest
from unittest import mock

import numpy as np
import torch

from training.figures import answers, config, dataset, evaluate, export, tokenize, train_image, train_pose, train_transformer
from training.figures.draw import figure
from training.figures.outfit import random_outfit
from training.figures.pose import KEYPOINTS, LIMBS, digest, mirrored, pose_picture
from training.figures.skeleton import SIZE
from training.tests.test_commands import PlainDistance

CASES = os.path.join(os.path.dirname(__file__), "..", "..", "tests", "fixtures", "pose", "pictures.json")
SMALL = {"ch": 32, "ch_mult": [1, 1, 1], "z_channels": 8}
IMAGE = {**config.IMAGE_STAGE, "ddconfig": {**config.IMAGE_STAGE["ddconfig"], **SMALL}, "embed_dim": 8}
TRANSFORMER = {**config.TRANSFORMER, "n_layer": 1, "n_head": 3, "n_embd": 96}


class PosePicture(unittest.TestCase):
    def test_equals_the_recorded_pictures(self):
        with open(CASES) as f:
            cases = json.load(f)["cases"]
        self.assertEqual(len(cases), 5)
        for case in cases:
            picture = pose_picture(case["keypoints"], case["height"], case["width"])
            self.assertEqual(picture.shape, (case["height"], case["width"], 3))
            self.assertEqual((int((picture.max(2) > 0).sum()), digest(picture)), (case["lit"], case["sha256"]), case["name"])

    def test_is_the_rule_applied_to_every_pixel(self):
        k = figure(3, 1)[1]
        plain = np.zeros((SIZE, SIZE, 3), np.uint8)
        x, y = np.meshgrid(np.arange(SIZE) + 0.5, np.arange(SIZE) + 0.5)
        for a, b, colour in LIMBS:
            if k[a, 2] > 0 and k[b, 2] > 0:
                d = k[b, :2] - k[a, :2]
                t = np.clip(((x - k[a, 0]) * d[0] + (y - k[a, 1]) * d[1]) / (d @ d), 0, 1)
                near = np.hypot(x - k[a, 0] - t * d[0], y - k[a, 1] - t * d[1]) <= 4.0
                plain[near] = [int(colour[n:n + 2], 16) for n in (1, 3, 5)]
        self.assertEqual((plain != pose_picture(k, SIZE, SIZE)).any(2).sum(), 0)

    def test_a_mirror_exchanges_right_and_left(self):
        k = figure(3, 2)[1]
        twice = mirrored(mirrored(k, SIZE), SIZE)
        self.assertTrue(np.allclose(twice, k))
        right, left = KEYPOINTS.index("right wrist"), KEYPOINTS.index("left wrist")
        self.assertAlmostEqual(mirrored(k, SIZE)[right, 0], SIZE - k[left, 0])


class Generator(unittest.TestCase):
    def test_a_seed_always_gives_the_same_figure(self):
        for n in range(3):
            for a, b in zip(figure(7, n), figure(7, n)):
                self.assertTrue(np.array_equal(a, b))
        self.assertFalse(np.array_equal(figure(7, 0)[0], figure(8, 0)[0]))

    def test_other_clothes_leave_the_pose_as_it_is(self):
        (a, k, cover), (b, other, cover_b) = figure(7, 0), figure(7, 0, outfit_of=5)
        self.assertTrue(np.array_equal(k, other))
        self.assertFalse(np.array_equal(a, b))
        self.assertGreater(answers.overlap(cover > 127, cover_b > 127), 0.6)

    def test_figures_stand_in_the_picture_around_their_joints(self):
        for n in range(40):
            picture, k, cover = figure(9, n)
            known = k[k[:, 2] > 0, :2]
            self.assertTrue((known >= 0).all() and (known < SIZE).all(), n)
            self.assertGreaterEqual(len(known), 17)
            self.assertTrue(0.03 < (cover > 127).mean() < 0.45, n)
            # ears may lie under hair or hats, whose cover counts too; hands and feet end the limbs
            self.assertGreater(np.mean([cover[int(y), int(x)] > 127 for x, y in known]), 0.8, n)
            self.assertGreater(answers.limb_share(picture, k), 0.85, n)

    def test_everybody_differs(self):
        outfits = [random_outfit(np.random.default_rng([1, n, 1])) for n in range(60)]
        self.assertGreater(len({o.hair for o in outfits}), 8)
        self.assertEqual(len({tuple(o.skin) for o in outfits}), 5)
        self.assertGreater(len({o.bottom for o in outfits}), 6)


class Answers(unittest.TestCase):
    def test_a_picture_answers_its_own_pose_and_not_another(self):
        made = [figure(11, n) for n in range(12)]
        pictures, keypoints, covers = [m[0] for m in made], np.stack([m[1] for m in made]), np.stack([m[2] for m in made]) > 127
        figures = answers.answers(pictures, keypoints, covers)
        self.assertGreater(figures["right"]["overlap"], 0.85)
        self.assertGreater(figures["right"]["limbs"], 0.9)
        self.assertGreater(figures["right"]["wrists"], 0.8)
        for name, value in figures["wrong"].items():
            self.assertLess(value, figures["right"][name] - 0.15, name)

    def test_an_empty_room_answers_nothing(self):
        room = np.full((SIZE, SIZE, 3), 200, np.uint8)
        k = figure(11, 0)[1]
        self.assertEqual((answers.limb_share(room, k), answers.wrist_share(room, k)), (0.0, 0.0))


def call(module, *arguments):
    with mock.patch.object(sys, "argv", [module.__name__, *map(str, arguments)]), mock.patch("builtins.print"):
        module.main()


class Commands(unittest.TestCase):
    def test_every_stage_takes_a_step_and_all_join_in_one_checkpoint(self):
        with tempfile.TemporaryDirectory() as root, mock.patch.object(dataset, "CHUNK", 4):
            path = lambda *parts: os.path.join(root, *parts)
            patches = [(train_image, "IMAGE_STAGE", IMAGE), (train_image.train_vqgan, "PerceptualDistance", PlainDistance), (tokenize, "IMAGE_STAGE", IMAGE),
                       (export, "IMAGE_STAGE", IMAGE), (evaluate, "IMAGE_STAGE", IMAGE), (train_transformer, "TRANSFORMER", TRANSFORMER),
                       (export, "TRANSFORMER", TRANSFORMER), (evaluate, "TRANSFORMER", TRANSFORMER)]
            for module, name, value in patches:
                patch = mock.patch.object(module, name, value)
                patch.start()
                self.addCleanup(patch.stop)
            call(dataset, path("data"), "--train", 4, "--val", 9)
            call(train_image, "--data", path("data"), "--perceptual", "none", "--out", path("image"), "--steps", 3, "--batch", 2, "--quantize-from", 1,
                 "--reset-every", 2, "--save-every", 3)
            call(train_pose, "--data", path("data"), "--out", path("pose"), "--steps", 3, "--batch", 2, "--quantize-from", 2, "--size", 128)
            image, pose, gpt = (path(stage, "stage.ckpt") for stage in ("image", "pose", "transformer"))
            call(tokenize, "--data", path("data"), "--image", image, "--pose", pose, "--out", path("tokens.pt"))
            tokens = torch.load(path("tokens.pt"))
            self.assertEqual((len(tokens["train"][0]), tokens["val"][0][0][1]["pose"].shape), (4, (16, 16)))
            call(train_transformer, "--tokens", path("tokens.pt"), "--codebooks", image, pose, "--out", path("transformer"), "--steps", 2, "--batch", 2)
            call(export, "--image", image, "--pose", pose, "--transformer", gpt, "--out", path("full.ckpt"))
            state = torch.load(path("full.ckpt"))["state_dict"]
            self.assertEqual({k.split(".")[0] for k in state}, {"first_stage_model", "cond_stages", "transformer"})
            self.assertEqual([state[f"cond_stages.{k}"].item() for k in ("pose.token_offset", "none.token", "none.repeat")], [512, 768, 256])
            call(evaluate, "--data", path("data"), "--checkpoint", path("full.ckpt"), "--tokens", path("tokens.pt"), "--logs", root, "--out", path("evaluation"),
                 "--samples", 3, "--guidance", 1)
            with open(path("evaluation", "figures.json")) as f:
                figures = json.load(f)
            self.assertTrue({"psnr", "val_nll_pose", "val_nll_none", "val_nll_wrong_pose", "answers"} <= figures.keys())


if __name__ == "__main__":
    unittest.main()
