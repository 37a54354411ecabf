"""The usage file of small grids whose counts can be told by hand."""
import base64
import unittest

import numpy as np

from training.usage import cell_labels, usage

GRID = np.array([[0, 1, 1], [2, 0, 1], [2, 2, 3]])
LABELS = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 1]])


def table(text, *shape):
    return np.frombuffer(base64.b64decode(text), np.uint8).reshape(shape)


class Usage(unittest.TestCase):
    def setUp(self):
        self.file = usage([GRID], [LABELS], n_codes=5, n_labels=2, source="test photos")

    def test_counts_codes_and_labels(self):
        self.assertEqual(self.file["counts"], [2, 3, 3, 1, 0])
        shares = table(self.file["labels"]["bytes"], 5, 2)
        np.testing.assert_array_equal(shares, [[255, 0], [255, 0], [0, 255], [0, 255], [0, 0]])

    def test_tells_what_stands_beside(self):
        # Left of 1: once 0 twice (both rows), once 1. Pairs of code and count, the commonest first.
        self.assertEqual(self.file["left"][1], [0, 2, 1, 1])
        self.assertEqual(self.file["above"][2], [0, 2, 2, 1])
        self.assertEqual(self.file["after"][2], [0, 1, 2, 1, 3, 1])
        self.assertEqual(self.file["after"][4], [])

    def test_lays_places_over_sixteen(self):
        places = table(self.file["places"]["bytes"], 5, 16, 16)
        self.assertEqual(places[3, 2 * 16 // 3, 2 * 16 // 3], 255)
        self.assertEqual(places[3].astype(int).sum(), 255)

    def test_gives_whole_neighbourhoods(self):
        self.assertEqual(self.file["contexts"][0], [GRID.ravel().tolist()])
        self.assertEqual(self.file["contexts"][1], [])

    def test_a_cell_has_the_label_of_most_of_its_pixels(self):
        labels = np.zeros((16, 32), np.uint8)
        labels[:9, 16:] = 1
        np.testing.assert_array_equal(cell_labels(labels, 2), [[0, 1]])


if __name__ == "__main__":
    unittest.main()
