"""Principal components of photo cells, from which the image stage starts.

Neighbouring pixels are nearly equal and photos nearly grey, so gradient descent finds brightness first, then one
colour axis, and hue and edges come back very slowly: started plainly, the latents here still had rank two after
1400 steps, and meadows were brown. Linear components put all of it within reach from the first step:
the first and last convolution start as a change of basis (`whiten_ends_`), and the latents are taught
the components of 16x16 cells before the codebook is placed (`CellComponents`).
"""
import numpy as np
import torch
import torch.nn.functional as F

CELL = 16
# brightness, blue against yellow, red against green: hue counts more than its small variance would make it
COLOUR_AXES = torch.tensor([[1.0, 1.0, 1.0], [-1.0, -1.0, 2.0], [1.0, -1.0, 0.0]])
COLOUR_WEIGHT = torch.tensor([1.0, 1.5, 2.5])


def sample_cells(photos, side, count, seed):
    """[count, 3, side, side] in [-1, 1]"""
    rng, cells = np.random.default_rng(seed), []
    for _ in range(count):
        photo = photos[rng.integers(len(photos))]
        top, left = rng.integers(photo.shape[0] - side + 1), rng.integers(photo.shape[1] - side + 1)
        cells.append(photo[top:top + side, left:left + side])
    return torch.from_numpy(np.stack(cells)).float().div(127.5).sub(1).permute(0, 3, 1, 2)


@torch.no_grad()
def whiten_ends_(model, photos, seed=0, power=0.75):
    """Starts conv_in as components of p x p cells brought to nearly equal variance, conv_out as their inverse.

    Both act on the centre tap, on the first 3*p*p channels; a channel is c*p*p + dy*p + dx, as in pixel_unshuffle.
    """
    x = sample_cells(photos, model.p, 20000, seed).flatten(1)
    _, spread, basis = torch.linalg.svd(x - x.mean(0), full_matrices=False)
    deviation = spread / len(x) ** 0.5
    gain = deviation ** -power
    gain /= (deviation * gain).pow(2).mean().sqrt()
    first, last = model.encoder.conv_in, model.decoder.conv_out
    n = min(len(basis), first.out_channels)
    first.weight[:n] *= 0.1
    first.weight[:n, :, 1, 1] += basis[:n] * gain[:n, None]
    first.bias[:n] = -(basis[:n] * gain[:n, None]) @ x.mean(0)
    last.weight[:, :n] *= 0.1
    last.weight[:, :n, 1, 1] += (basis[:n] * deviation[:n, None]).t()
    last.bias.copy_(x.mean(0))


class CellComponents:
    """The first `count` components of cells in weighted opponent colours."""

    def __init__(self, photos, count, cells=20000, seed=0):
        x = sample_cells(photos, CELL, cells, seed)
        axes = F.normalize(COLOUR_AXES, dim=1) * COLOUR_WEIGHT[:, None]
        x = torch.einsum("oc,nchw->nohw", axes, x).flatten(1)
        self.mean = x.mean(0)
        _, spread, basis = torch.linalg.svd(x - self.mean, full_matrices=False)
        deviation = spread[:count] / cells ** 0.5
        # half-whitened, mean variance 1: small components stay readable for the decoder
        self.scale = 1.0 / deviation.sqrt()
        self.scale /= (deviation * self.scale).pow(2).mean().sqrt()
        # the linear map from RGB to scaled components, as a convolution of stride 16
        basis = basis[:count].view(count, 3, CELL, CELL)
        self.kernel = torch.einsum("kohw,oc->kchw", basis, axes) * self.scale.view(-1, 1, 1, 1)
        self.bias = -(basis.flatten(1) @ self.mean) * self.scale
        # undoes the whitening, so that distances between latents are again distances between pictures
        plain = 1.0 / self.scale
        self.unwhiten = torch.diag(plain / (deviation * self.scale * plain).pow(2).mean().sqrt())

    def to(self, device):
        self.kernel, self.bias, self.unwhiten = (t.to(device) for t in (self.kernel, self.bias, self.unwhiten))
        return self

    def __call__(self, x):
        """[B, 3, H, W] in [-1, 1] -> [B, count, H/16, W/16]"""
        return F.conv2d(x.float(), self.kernel, self.bias, CELL)
