"""Canny edges as scikit-image computes them with its default thresholds, in torch, for whole photos.

The edge condition must be the same here as in the app (src/conditioning/canny.ts), which follows the reference:
Rec. 709 gray of the picture in [-1, 1], sigma 2, thresholds 0.1 and 0.2.
"""
import numpy as np
import torch
import torch.nn.functional as F

SIGMA, LOW, HIGH = 2.0, 0.1, 0.2
GRAY = (0.2125, 0.7154, 0.0721)


def blurred(gray):
    """Gaussian over [H, W] that ignores what lies outside: zero-padded values over the zero-padded mask."""
    radius = int(4 * SIGMA + 0.5)
    kernel = torch.exp(-0.5 * (torch.arange(-radius, radius + 1, dtype=gray.dtype) / SIGMA) ** 2)
    kernel = kernel / kernel.sum()
    both = torch.stack([gray, torch.ones_like(gray)])[:, None]
    both = F.conv2d(both, kernel.view(1, 1, -1, 1), padding=(radius, 0))
    both = F.conv2d(both, kernel.view(1, 1, 1, -1), padding=(0, radius))
    return both[0, 0] / (both[1, 0] + 2.0 ** -52)


def sobel(smooth):
    """[H, W] -> differences down and across, [1 2 1] along the other axis, mirrored borders."""
    x = F.pad(smooth[None, None], (1, 1, 1, 1), mode="replicate")
    side, difference = smooth.new_tensor([1, 2, 1]), smooth.new_tensor([-1, 0, 1])
    down = torch.outer(difference, side)[None, None]
    across = torch.outer(side, difference)[None, None]
    return F.conv2d(x, down)[0, 0], F.conv2d(x, across)[0, 0]


def local_maxima(down, across, magnitude):
    """True where neither neighbour along the gradient, interpolated between its axis and diagonal pixel, is larger."""
    m = F.pad(magnitude, (1, 1, 1, 1))
    at = lambda r, c: m[1 + r:m.shape[0] - 1 + r, 1 + c:m.shape[1] - 1 + c]
    steep, same = down.abs() >= across.abs(), down * across >= 0
    small, large = torch.minimum(down.abs(), across.abs()), torch.maximum(down.abs(), across.abs())
    weight = small / torch.where(large == 0, torch.ones_like(large), large)
    keep = magnitude > 0
    for sign in (1, -1):
        diagonal = torch.where(same, at(sign, sign), at(-sign, sign))
        straight = torch.where(steep, torch.where(same, at(sign, 0), at(-sign, 0)), at(0, sign))
        keep = keep & (diagonal * weight + straight * (1 - weight) <= magnitude)
    keep[0], keep[-1], keep[:, 0], keep[:, -1] = False, False, False, False
    return keep


def canny(photo):
    """uint8 [H, W, 3] -> bool [H, W]"""
    x = torch.from_numpy(np.array(photo)).double() / 127.5 - 1.0
    down, across = sobel(blurred(x @ x.new_tensor(GRAY)))
    magnitude = torch.hypot(down, across)
    thin = local_maxima(down, across, magnitude)
    weak, edges = thin & (magnitude >= LOW), thin & (magnitude >= HIGH)
    while True:  # hysteresis: strong edges spread over connected weak ones
        grown = (F.max_pool2d(edges[None, None].float(), 3, 1, 1)[0, 0] > 0) & weak | edges
        if torch.equal(grown, edges):
            return edges
        edges = grown
