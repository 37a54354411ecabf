"""Same numbers as the reference, on recorded cases with synthetic weights."""
import unittest

import torch

from training.gpt import GPT
from training.vqgan import VQModel, VQSegmentationModel

from training.tests.support import HAVE_GOLDENS, array, case, checkpoint, largest_difference


def load(model, state, prefix=""):
    """Loads what the recorded checkpoint has; only our extension buffer may be absent there."""
    state = {k[len(prefix):]: v for k, v in state.items() if k.startswith(prefix) and not k.startswith("loss.")}
    result = model.load_state_dict(state, strict=False)
    assert not result.unexpected_keys, result.unexpected_keys
    assert set(result.missing_keys) <= {"patch"}, result.missing_keys
    return model.eval()


@unittest.skipUnless(HAVE_GOLDENS, "recorded reference cases are not here")
class ReferenceCases(unittest.TestCase):
    def setUp(self):
        torch.set_grad_enabled(False)
        self.addCleanup(torch.set_grad_enabled, True)

    def check_encoding(self, model, x, folder, recorded):
        z = model.prequant(x)
        self.assertLess(largest_difference(z[0], array(folder, recorded["prequant"])), 5e-5)
        _, _, ids = model.quantize(z)
        self.assertEqual(ids[0].tolist(), recorded["indices"])
        return model.decode_ids(ids)[0]

    def test_image_stage(self):
        spec = case("vqgan")
        config = {k: spec["config"][k] for k in ("ddconfig", "n_embed", "embed_dim")}
        model = load(VQModel(**config), checkpoint("vqgan", spec["checkpoints"][0]))
        self.assertEqual([k for k, _ in spec["state_dict"] if not k.startswith("loss.")], [k for k in model.state_dict() if k != "patch"])
        for recorded in spec["cases"]:
            x = (array("vqgan", recorded["input"]).float() / 127.5 - 1).permute(2, 0, 1)[None]
            decoded = self.check_encoding(model, x, "vqgan", recorded)
            self.assertLess(largest_difference(decoded, array("vqgan", recorded["decoded"])), 2e-5)

    def test_segmentation_stage(self):
        spec = case("segvqgan")
        model = load(VQSegmentationModel(**spec["config"]), checkpoint("segvqgan", spec["checkpoints"][0]))
        for recorded in spec["cases"]:
            logits = self.check_encoding(model, model.one_hot(array("segvqgan", recorded["input"])[None]), "segvqgan", recorded)
            self.assertLess(largest_difference(logits[:, 0], array("segvqgan", recorded["decoded_logits_row0"])), 2e-5)

    def test_transformer(self):
        spec = case("gpt")
        for name, extra, key in ((spec["checkpoints"][0], 0, "logits"), (spec["checkpoints_unmasked"][0], spec["n_unmasked_variant"], "logits_unmasked")):
            model = load(GPT(**spec["config"], n_unmasked=extra), checkpoint("gpt", name), "transformer.")
            for recorded in spec["cases"]:
                logits = model(torch.tensor([recorded["tokens"]]))[0]
                self.assertLess(largest_difference(logits, array("gpt", recorded[key])), 3e-5)


if __name__ == "__main__":
    unittest.main()
