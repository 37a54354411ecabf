"""Trains the image stage: python3 -m training.figures.train_image --data DIR --perceptual DIR --out DIR

training.train_vqgan on whole pictures of figures, with all its options. Four fifths of a picture are an empty room, so the
figure weighs more in every term, and codes are placed among its cells. No patch discriminator at first; it joins in a
second run, --init STAGE.ckpt --decoder-only --disc-from 0.1, in which the tokens stay valid: it gives faces back their features.
"""
import sys

import torch
import torch.nn.functional as F

from .. import losses, train_vqgan
from ..quantize import latent_vectors
from .config import IMAGE_STAGE
from .dataset import Figures

DEFAULTS = ["--steps", "1500", "--batch", "4", "--size", "256", "--lr", "8e-4", "--quantize-from", "200", "--disc-from", "2", "--reset-until", "0.7",
            "--average", "0.995", "--save-every", "100", "--threads", "1", "--perceptual-weight", "1", "--decay-from", "0.4"]
FIGURE_WEIGHT = 4.0
EMPTY_SHARE = 0.04
VIEW = 128


def figure_map(photo, least=0.06):
    """[B, 3, H, W] in [-1, 1] -> bool [B, H, W]: where a row differs from what it is at its left end, the empty room."""
    return (photo - photo[..., :1]).abs().amax(1) > least


class FigureTrainer(train_vqgan.Trainer):
    def cells(self, z, photo):
        """All cells of the figure, few of the room."""
        shown = F.max_pool2d(figure_map(photo)[:, None].float(), photo.shape[2] // z.shape[2]).flatten() > 0
        lucky = torch.rand(shown.shape, generator=self.generator()) < EMPTY_SHARE
        return latent_vectors(z)[shown | lucky.to(shown.device)]

    def compare(self, reconstruction, photo):
        figure = figure_map(photo)
        weight = 1.0 + FIGURE_WEIGHT * figure[:, None]
        weight = weight / weight.mean()
        gradients = [(a - b).abs() for a, b in zip(losses.gradients(reconstruction), losses.gradients(photo))]
        return {"l1": (weight * (reconstruction - photo).abs()).mean(), "colour": losses.colour_loss(reconstruction, photo),
                "gradient": (weight[..., 1:] * gradients[0]).mean() + (weight[..., 1:, :] * gradients[1]).mean(),
                "perceptual": self.perceptual(self.judged(reconstruction, photo), self.judged(photo, photo))}

    def judged(self, picture, photo):
        """A part of each picture, around a random point of its figure: features and discriminator are costly."""
        views = [self.view_of(m, n) for n, m in enumerate(figure_map(photo))]
        return torch.stack([p[:, t:t + VIEW, l:l + VIEW] for p, (t, l) in zip(picture, views)])

    def view_of(self, figure, n):
        """(top, left) of a view; every second one is of the upper part, where the face is."""
        points = figure.nonzero()
        points = points[:max(1, len(points) // 5)] if n % 2 else points
        if len(points) == 0:
            return 0, 0
        place = points[torch.randint(len(points), (1,), generator=self.generator().manual_seed(self.step * 64 + n))[0]]
        return tuple(int(min(max(0, p - VIEW // 2), side - VIEW)) for p, side in zip(place.tolist(), figure.shape))


def main():
    opt = train_vqgan.options(DEFAULTS + sys.argv[1:])
    photos = Figures(opt.data, "train").pictures
    train_vqgan.train(opt, photos, Figures(opt.data, "val", limit=24).pictures, IMAGE_STAGE, FigureTrainer, jitter=0.0, mirror=False)


if __name__ == "__main__":
    main()
