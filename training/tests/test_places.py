"""A grafted look finds its layout cell, and the weights that stay keep their meaning."""
import unittest

import torch

from training.gpt import GPT
from training.places import LOOKS, free_directions, graft_places_


class Places(unittest.TestCase):
    def test_a_head_looks_at_the_cell_that_is_predicted(self):
        torch.manual_seed(0)
        side, vocabulary = 4, 40
        gpt = GPT(vocabulary, 2 * side * side, n_layer=1, n_head=4, n_embd=64)
        torch.nn.init.normal_(gpt.tok_emb.weight, 0.0, 0.5)
        with torch.no_grad():  # embeddings that leave directions free, as trained ones do
            gpt.tok_emb.weight[:, 32:] *= 0.01
        graft_places_(gpt, torch.arange(vocabulary), side)
        ids = torch.randint(0, vocabulary, (1, 2 * side * side))
        attn, x = gpt.blocks[0].attn, gpt.blocks[0].ln1(gpt.tok_emb(ids) + gpt.pos_emb)
        q, k = (m(x).view(1, -1, 4, 16).transpose(1, 2) for m in (attn.query, attn.key))
        scores = (q @ k.transpose(2, 3) * 16 ** -0.5)[0]
        cells = side * side
        hits = 0
        for head in range(4):
            best = scores[head, cells - 1:2 * cells - 1, :cells].argmax(1)
            hits += int((best == torch.arange(cells)).all())
        self.assertEqual(hits, 1)  # the look at (0, 0); the others look beside it, or were not grafted
        self.assertEqual(LOOKS[0], (0, 0))

    def test_free_directions_are_orthonormal_and_without_mean(self):
        free = free_directions(torch.randn(50, 24), 6)
        self.assertTrue(torch.allclose(free.t() @ free, torch.eye(6), atol=1e-4))
        self.assertLess(free.sum(0).abs().max().item(), 1e-3)


if __name__ == "__main__":
    unittest.main()
