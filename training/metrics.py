"""Figures for reconstructions. Images are [..., 3, H, W]; PSNR and SSIM on the 0..1 scale."""
import torch
import torch.nn.functional as F

from .losses import gradients


def to_unit(x):
    """[-1, 1] -> [0, 1], as it would be shown."""
    return (x.clamp(-1, 1) + 1) / 2


def psnr(a, b):
    """Per image, dB."""
    return -10.0 * torch.log10(((to_unit(a) - to_unit(b)) ** 2).flatten(1).mean(1))


def ssim(a, b):
    """Per image: mean structural similarity of the luma, 11x11 Gaussian window of sigma 1.5."""
    luma = torch.tensor([0.299, 0.587, 0.114]).view(1, 3, 1, 1)
    a, b = ((to_unit(x) * luma).sum(1, keepdim=True) for x in (a, b))
    g = torch.exp(-((torch.arange(11) - 5.0) ** 2) / (2 * 1.5 ** 2))
    window = (g[:, None] * g[None, :] / g.sum() ** 2).view(1, 1, 11, 11)
    blur = lambda x: F.conv2d(x, window)
    ma, mb = blur(a), blur(b)
    va, vb, cov = blur(a * a) - ma ** 2, blur(b * b) - mb ** 2, blur(a * b) - ma * mb
    c1, c2 = 0.01 ** 2, 0.03 ** 2
    s = (2 * ma * mb + c1) * (2 * cov + c2) / ((ma ** 2 + mb ** 2 + c1) * (va + vb + c2))
    return s.flatten(1).mean(1)


def detail(x):
    """Per image: mean gradient magnitude. Blurred reconstructions have less of it than their photos."""
    dx, dy = gradients(to_unit(x))
    return (dx[..., :-1, :] ** 2 + dy[..., :, :-1] ** 2).sqrt().flatten(1).mean(1)
