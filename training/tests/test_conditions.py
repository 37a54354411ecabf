import json
import math
import os
import unittest

import numpy as np

from training.canny import canny

HEIGHT, WIDTH = 40, 52
REFERENCE = os.path.join(os.path.dirname(__file__), "..", "..", "tests", "conditioning", "reference.json")


def picture():
    """The picture of tests/conditioning/pictures.test.ts, made by formula."""
    value = lambda y, x, c: 127.5 + 90 * math.sin(0.31 * x + 0.17 * y * (c + 1)) + 37 * math.cos(0.23 * y - 0.11 * x * (c + 2))
    return np.array([[[int(value(y, x, c)) & 255 for c in range(3)] for x in range(WIDTH)] for y in range(HEIGHT)], np.uint8)


class Canny(unittest.TestCase):
    def test_equals_the_recorded_edges(self):
        with open(REFERENCE) as f:
            expected = json.load(f)["edges"]
        drawn = ["".join("#" if e else "." for e in row) for row in canny(picture()).tolist()]
        self.assertEqual(drawn, expected)


if __name__ == "__main__":
    unittest.main()
