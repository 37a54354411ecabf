"""Behaviour of the parts: space-to-depth, codebook, losses, data, sampling."""
import unittest

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

from training import losses
from training.data import batch_at as crop_batch
from training.gpt import GPT, CausalSelfAttention, image_nll
from training.grow import grow_
from training.mix import mixed
from training.pca import CellComponents, sample_cells, whiten_ends_
from training.places import graft_places_
from training.quantize import CodeUsage, VectorQuantizer, change_latents_, kmeans_
from training.run import ThreadTuner
from training.sample import CachedDecoder
from training.schedule import learning_rate
from training.train_transformer import batch_at as token_batch
from training.train_transformer import corrupted, shares
from training.vqgan import VQModel

from training.tests.support import SMALL_STAGE, largest_difference


class Patch(unittest.TestCase):
    def test_channel_order_is_c_dy_dx_and_inverts(self):
        x = torch.arange(2 * 3 * 8 * 12).float().view(2, 3, 8, 12)
        y = F.pixel_unshuffle(x, 4)
        c, dy, dx = 1, 2, 3
        self.assertTrue(torch.equal(y[:, c * 16 + dy * 4 + dx], x[:, c, dy::4, dx::4]))
        self.assertTrue(torch.equal(F.pixel_shuffle(y, 4), x))

    def test_sizes_and_buffer(self):
        model = VQModel(**SMALL_STAGE)
        y, loss, ids = model(torch.rand(1, 3, 16, 24))
        self.assertEqual((y.shape, ids.shape, loss.shape), ((1, 3, 16, 24), (1, 4, 6), ()))
        self.assertEqual(model.state_dict()["patch"].dtype, torch.int64)
        self.assertEqual(model.encoder.conv_in.in_channels, 12)


class Codebook(unittest.TestCase):
    def test_legacy_loss_and_straight_through(self):
        q = VectorQuantizer(4, 2)
        q.embedding.weight.data = torch.tensor([[0.0, 0], [1, 0], [0, 1], [1, 1]])
        z = torch.tensor([0.9, 0.2]).view(1, 2, 1, 1).requires_grad_()
        out, loss, ids = q(z)
        self.assertEqual(ids.item(), 1)
        self.assertAlmostEqual(loss.item(), 1.25 * (0.01 + 0.04) / 2, places=6)
        out.sum().backward(retain_graph=True)
        self.assertTrue(torch.equal(z.grad, torch.ones_like(z)))
        z.grad = None
        loss.backward()
        self.assertTrue(torch.allclose(z.grad.flatten(), torch.tensor([-0.1, 0.2])))
        self.assertTrue(torch.allclose(q.embedding.weight.grad[1], 0.25 * torch.tensor([0.1, -0.2])))

    def test_dead_codes_move_onto_latents_and_used_ones_stay(self):
        q, usage, vectors = VectorQuantizer(8, 2), CodeUsage(8), torch.rand(20, 2) + 5
        before = q.embedding.weight.detach().clone()
        usage.add(torch.tensor([[1, 3], [3, 6]]))
        dead = usage.reset_dead(q, vectors, torch.Generator().manual_seed(0))
        self.assertEqual(dead.tolist(), [0, 2, 4, 5, 7])
        for k in range(8):
            moved = (vectors == q.embedding.weight[k]).all(1).any().item()
            self.assertEqual(moved, k in dead.tolist())
        self.assertTrue(torch.equal(q.embedding.weight[[1, 3, 6]], before[[1, 3, 6]]))
        self.assertEqual(usage.counts.sum().item(), 0)

    def test_kmeans_finds_clusters(self):
        centres = torch.tensor([[0.0, 0], [10, 0], [0, 10]])
        vectors = centres.repeat(50, 1) + 0.1 * torch.randn(150, 2, generator=torch.Generator().manual_seed(1))
        q = VectorQuantizer(6, 2)
        kmeans_(q, vectors, torch.Generator().manual_seed(1))
        self.assertLess(torch.cdist(centres, q.embedding.weight.detach()).min(1)[0].max().item(), 0.2)


class Components(unittest.TestCase):
    def setUp(self):
        rng = np.random.default_rng(0)
        low = [np.asarray(Image.fromarray(rng.integers(0, 255, (5, 6, 3), np.uint8)).resize((48, 40))) for _ in range(8)]
        self.photos = low

    def test_latents_of_cells_are_decorrelated_and_unwhitening_restores_distances(self):
        components = CellComponents(self.photos, 8, cells=500, seed=1)
        x = sample_cells(self.photos, 16, 500, 1)
        z = components(x).flatten(1)
        covariance = torch.cov(z.t())
        self.assertLess((covariance - torch.diag(covariance.diag())).abs().max().item(), 1e-2)
        self.assertAlmostEqual(covariance.diag().mean().item(), 1.0, places=1)
        plain = (z @ components.unwhiten.t()).var(0)
        self.assertGreater((plain[0] / plain[-1]).item(), (covariance[0, 0] / covariance[-1, -1]).item())

    def test_a_change_of_latents_leaves_the_network_as_it_is(self):
        model, x = VQModel(**SMALL_STAGE), torch.rand(1, 3, 16, 16)
        with torch.no_grad():
            before = model.decode(model.prequant(x))
            t = torch.eye(8) + 0.3 * torch.randn(8, 8)
            z = model.prequant(x)
            change_latents_(dict(model.named_parameters()), t)
            self.assertLess(largest_difference(model.prequant(x), torch.einsum("ij,njhw->nihw", t, z)), 1e-4)
            self.assertLess(largest_difference(model.decode(model.prequant(x)), before), 1e-4)

    def test_first_convolution_starts_with_nearly_equal_variances(self):
        model = VQModel(**SMALL_STAGE)
        whiten_ends_(model, self.photos)
        x = sample_cells(self.photos, 16, 64, 2)
        with torch.no_grad():
            first = model.encoder.conv_in(F.pixel_unshuffle(x, 2)).permute(1, 0, 2, 3).flatten(1).std(1)
        plain = F.pixel_unshuffle(x, 2).permute(1, 0, 2, 3).flatten(1)
        spread = torch.linalg.svdvals(plain - plain.mean(1, keepdim=True))[:12]
        self.assertLess((first[:12].max() / first[:12].min()).item(), (spread[0] / spread[-1]).item())


class Losses(unittest.TestCase):
    def test_adaptive_weight(self):
        self.assertAlmostEqual(losses.adaptive_weight(torch.tensor([3.0, 4.0]), torch.tensor([0.0, 2.0]), 1e4).item(), 2.5, places=3)
        self.assertEqual(losses.adaptive_weight(torch.tensor([3.0, 4.0]), torch.zeros(2), 10.0).item(), 10.0)

    def test_backward_with_adversary_equals_the_plain_sum(self):
        torch.manual_seed(0)
        model, x = VQModel(**SMALL_STAGE), torch.rand(2, 3, 16, 16)
        disc = torch.nn.Conv2d(3, 1, 4, 2)

        def parts():
            y, vq, _ = model(x)
            return y, (y - x).abs().mean(), -disc(y).mean(), vq

        y, nll, adversarial, vq = parts()
        lam = losses.backward_with_adversary(y, nll, adversarial, vq, model.last_layer, 0.5)
        ours = [p.grad.clone() for p in model.parameters()]
        model.zero_grad()
        y, nll, adversarial, vq = parts()
        g = [torch.autograd.grad(l, model.last_layer, retain_graph=True)[0].norm() for l in (nll, adversarial)]
        self.assertAlmostEqual(lam.item(), (g[0] / (g[1] + 1e-4)).item(), places=4)
        (nll + 0.5 * lam * adversarial + vq).backward()
        for a, p in zip(ours, model.parameters()):
            self.assertLess(largest_difference(a, p.grad), 1e-5)

    def test_colour_loss_sees_a_change_of_hue_at_equal_brightness(self):
        grey, green = torch.zeros(1, 3, 16, 16), torch.zeros(1, 3, 16, 16)
        green[:, 1], green[:, 0] = 0.1, -0.1
        darker = grey - 0.2 / 3
        self.assertGreater(losses.colour_loss(green, grey), 3 * losses.colour_loss(darker, grey))


class Schedules(unittest.TestCase):
    def test_warm_up_plateau_and_decay(self):
        rate = [learning_rate(s, 1000, 1.0, warmup=10, decay_from=0.5, floor=0.02) for s in range(1000)]
        self.assertAlmostEqual(rate[0], 0.1)
        self.assertEqual(rate[10], 1.0)
        self.assertEqual(rate[499], 1.0)
        self.assertLess(rate[-1], 0.021)

    def test_thread_tuner_keeps_the_faster_count(self):
        before = torch.get_num_threads()
        self.addCleanup(torch.set_num_threads, before)
        tuner = ThreadTuner(2, period=20)
        for _ in range(10):
            tuner.tick(1.0 if torch.get_num_threads() == 2 else 0.5)
        self.assertEqual(torch.get_num_threads(), 1)


class Batches(unittest.TestCase):
    def test_pure_function_of_step_and_rank(self):
        images = [np.random.default_rng(i).integers(0, 255, (40, 50, 3), np.uint8) for i in range(5)]
        draw = lambda step, rank: crop_batch(images, step, 3, 32, 7, rank, 2, jitter=0.3)
        self.assertTrue(np.array_equal(draw(4, 1), draw(4, 1)))
        self.assertFalse(np.array_equal(draw(4, 1), draw(4, 0)))
        self.assertEqual(draw(0, 0).shape, (3, 32, 32, 3))

    def test_every_kind_has_its_range_of_the_vocabulary(self):
        grid = lambda high: torch.randint(0, high, (16, 20), dtype=torch.int16)
        conditions = lambda: {"segmentation": grid(256), "depth": grid(256), "class": torch.full((16, 20), 3, dtype=torch.int16)}
        views = [[(grid(1024), conditions()) for _ in range(4)]]
        ends = {"segmentation": (1024, 1279), "none": (1280, 1280), "class": (1284, 1284), "depth": (1312, 1567), "coordinates": (2336, 2591)}
        for kind, (least, most) in ends.items():
            condition, image = token_batch(views, 0, 8, 1, shares(f"{kind}=1"))
            self.assertEqual(condition.shape, (8, 256))
            self.assertTrue(least <= condition.min() and condition.max() <= most, kind)
            self.assertLess(image.max().item(), 1024)

    def test_kinds_are_drawn_by_their_weights(self):
        grid = lambda high: torch.randint(0, high, (16, 20), dtype=torch.int16)
        views = [[(grid(1024), grid(256)) for _ in range(4)]]
        condition, _ = token_batch(views, 0, 64, 1, shares("segmentation=7,none=3"))
        withheld = (condition == 1280).all(1)
        self.assertTrue(8 < withheld.sum() < 32)
        self.assertTrue(((condition[~withheld] >= 1024) & (condition[~withheld] < 1280)).all())
        with self.assertRaises(ValueError):
            shares("smell=1")


class Growth(unittest.TestCase):
    def test_the_larger_transformer_starts_as_the_same_function(self):
        torch.manual_seed(0)
        small = GPT(vocab_size=40, block_size=24, n_layer=2, n_head=2, n_embd=32)
        large = GPT(vocab_size=50, block_size=24, n_layer=3, n_head=4, n_embd=64)
        for p in small.parameters():  # far from the small initial values, so that nothing is nearly zero
            p.data.normal_(0.0, 0.3)
        grow_(large, small.state_dict())
        ids = torch.randint(0, 40, (2, 20))
        with torch.no_grad():
            self.assertLess(largest_difference(large(ids)[..., :40], small(ids)), 1e-4)
        with self.assertRaises(ValueError):
            grow_(small, large.state_dict())


class Transformer(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(0)
        self.model = GPT(vocab_size=40, block_size=24, n_layer=2, n_head=4, n_embd=32)

    def test_cached_decoding_equals_the_full_forward(self):
        ids = torch.randint(0, 40, (2, 20))
        with torch.no_grad():
            full, cached = self.model.hidden(ids), CachedDecoder(self.model)
            self.assertLess(largest_difference(cached.feed(ids[:, :9]), full[:, 8]), 1e-5)
            for t in range(9, 20):
                self.assertLess(largest_difference(cached.feed(ids[:, t:t + 1]), full[:, t]), 1e-5)

    def test_attention_in_chunks_changes_nothing(self):
        for unmasked in (0, 7):
            attn = CausalSelfAttention(32, 4, 24, unmasked)
            q, k, v = torch.randn(3, 2, 4, 24, 8)
            mask = attn.mask[0, 0] > 0
            self.assertLess(largest_difference(*(attn.attend_in_chunks(q, k, v, mask, chunk) for chunk in (5, 24))), 1e-5)

    def test_embeddings_start_from_codes(self):
        codes = torch.randn(10, 6)
        codes[1] = codes[0]
        self.model.embed_codes_(codes, offset=20, generator=torch.Generator().manual_seed(0))
        w = self.model.tok_emb.weight
        similar = F.cosine_similarity(w[20], w[21], dim=0).item()
        self.assertGreater(similar, 0.7)
        self.assertLess(abs(w[20:30].std().item() - 0.02), 0.006)

    def test_positions_start_as_places_and_heads_as_looks(self):
        side = 4
        model = GPT(vocab_size=40, block_size=2 * side * side, n_layer=2, n_head=3, n_embd=6 * side)
        model.place_positions_(side)
        attn, position = model.blocks[0].attn, model.pos_emb[0].detach()
        q, k = attn.query(position), attn.key(position)
        head = slice(0, 2 * side)  # looks at the layout cell of the token to be predicted
        for cell in range(1, side * side):
            scores = (k[:, head] - attn.key.bias[head]) @ (q[side * side - 1 + cell, head] - attn.query.bias[head])
            self.assertEqual(scores[:side * side].argmax().item(), cell)

    def test_grafted_places_make_a_head_look_at_its_layout_cell(self):
        side, heads = 4, 3
        model = GPT(vocab_size=40, block_size=2 * side * side, n_layer=1, n_head=heads, n_embd=48)
        torch.nn.init.normal_(model.pos_emb, 0.0, 0.02)
        graft_places_(model, torch.arange(40), side)
        with torch.no_grad():
            ids = torch.randint(0, 40, (1, 2 * side * side))
            x = model.blocks[0].ln1(model.tok_emb(ids) + model.pos_emb)
            attn = model.blocks[0].attn
            q, k = (m(x).view(-1, heads, 16).transpose(0, 1) for m in (attn.query, attn.key))
            looked_at = (q @ k.transpose(1, 2))[:, side * side - 1:-1, :side * side].argmax(2)
        same = (looked_at == torch.arange(side * side)).float().mean(1)
        self.assertGreater(same.max().item(), 0.9)

    def test_corrupted_tokens(self):
        image = torch.randint(0, 1024, (200, 256))
        seen = corrupted(image, 0.3, 1024, torch.Generator().manual_seed(0))
        changed = (seen != image).float().mean(1)
        self.assertAlmostEqual((changed > 0).float().mean().item(), 0.3, delta=0.1)
        self.assertGreater(changed.max().item(), 0.8)

    def test_loss_is_over_image_tokens_and_image_ids_only(self):
        condition, image = torch.full((1, 8), 35), torch.randint(0, 30, (1, 16))
        logits = self.model(torch.cat([condition, image], 1)[:, :-1])[:, 7:, :30]
        expected = F.cross_entropy(logits.flatten(0, 1), image.flatten())
        self.assertAlmostEqual(image_nll(self.model, condition, image, 30).item(), expected.item(), places=5)

    def test_weight_decay_on_linear_weights_only(self):
        decayed, plain = self.model.optimizer_groups()
        self.assertEqual(len(decayed["params"]), 2 * 6 + 1)
        self.assertEqual(len(decayed["params"]) + len(plain["params"]), len(list(self.model.parameters())))


class Mix(unittest.TestCase):
    def test_lies_between_and_refuses_other_codes(self):
        torch.manual_seed(0)
        a = VQModel(**SMALL_STAGE).state_dict()
        b = {k: v + (0.5 if k.startswith("decoder.") and v.is_floating_point() else 0) for k, v in a.items()}
        mix = mixed(a, b, 0.25)
        self.assertLess(largest_difference(mix["decoder.conv_in.weight"], a["decoder.conv_in.weight"] + 0.125), 1e-6)
        self.assertTrue(torch.equal(mix["quantize.embedding.weight"], a["quantize.embedding.weight"]))
        with self.assertRaises(ValueError):
            mixed(a, {**b, "quantize.embedding.weight": a["quantize.embedding.weight"] + 1}, 0.25)


if __name__ == "__main__":
    unittest.main()
