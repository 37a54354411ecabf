import json
import math
import os
import unittest

import numpy as np
import torch

from training.add_kinds import coordinate_codes, place_like_
from training.canny import canny
from training.pictures import CLASSES, coordinate_ids, picture, scene_class

HEIGHT, WIDTH = 40, 52
REFERENCE = os.path.join(os.path.dirname(__file__), "..", "..", "tests", "conditioning", "reference.json")


def recorded_picture():
    """The picture of tests/conditioning/pictures.test.ts, made by formula."""
    value = lambda y, x, c: 127.5 + 90 * math.sin(0.31 * x + 0.17 * y * (c + 1)) + 37 * math.cos(0.23 * y - 0.11 * x * (c + 2))
    return np.array([[[int(value(y, x, c)) & 255 for c in range(3)] for x in range(WIDTH)] for y in range(HEIGHT)], np.uint8)


class Canny(unittest.TestCase):
    def test_equals_the_recorded_edges(self):
        with open(REFERENCE) as f:
            expected = json.load(f)["edges"]
        drawn = ["".join("#" if e else "." for e in row) for row in canny(recorded_picture()).tolist()]
        self.assertEqual(drawn, expected)


class Pictures(unittest.TestCase):
    def test_depth_spans_its_whole_range(self):
        depth = np.array([[3, 7], [11, 5]], np.uint8)
        self.assertEqual(picture("depth", None, depth)[0].tolist(), [[-1.0, 0.0], [1.0, -0.5]])

    def test_low_resolution_keeps_what_an_eighth_shows(self):
        photo = picture("low-resolution", np.full((48, 64, 3), 200, np.uint8), None)
        self.assertEqual(photo.shape, (3, 48, 64))
        self.assertTrue(torch.allclose(photo, torch.tensor(200 / 127.5 - 1)))

    def test_coordinates_are_the_mean_place_of_a_cell(self):
        ids = coordinate_ids(256, 256)
        self.assertEqual(ids[0].tolist(), [8] * 16)
        self.assertEqual(ids[:, 0].tolist(), [16 * i + 8 for i in range(16)])

    def test_a_scene_is_named_by_what_it_shows(self):
        names = ["other", "sky", "cloud", "mountain", "snow", "tree", "grass", "water", "sand and earth", "road", "building"]
        of = lambda *ids: CLASSES[scene_class(np.array(ids), names)][0]
        self.assertEqual(of(1, 1, 7, 7), "water")
        self.assertEqual(of(1, 3, 3, 7), "mountain lake")
        self.assertEqual(of(1, 1, 5, 5), "forest")
        self.assertEqual(of(1, 1, 1, 2), "open sky")


class NewRows(unittest.TestCase):
    def test_lie_where_the_trained_rows_lie(self):
        torch.manual_seed(0)
        directions = torch.randn(4, 32)
        weight = torch.cat([1 + torch.randn(64, 4) @ directions, torch.zeros(256, 32)])
        place_like_(weight, slice(64, 320), coordinate_codes(), slice(0, 64))
        outside = weight[64:] - weight[:64].mean(0)
        inside = outside @ torch.linalg.pinv(directions) @ directions
        self.assertLess((outside - inside).norm() / outside.norm(), 1e-3)
        self.assertAlmostEqual((outside.pow(2).sum(1).mean() / (weight[:64] - weight[:64].mean(0)).pow(2).sum(1).mean()).item(), 1.0, places=3)
        self.assertLess((outside[10] - outside[11]).norm(), (outside[10] - outside[200]).norm())


if __name__ == "__main__":
    unittest.main()
